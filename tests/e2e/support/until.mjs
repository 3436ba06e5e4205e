// Waits for a condition, never for a fixed time.

/**
 * The limit for every wait, in milliseconds: far above what a busy machine needs and far below a test's limit.
 * WebDriver's engines are slower.
 */
export const PATIENCE = (process.env.STW_BROWSER ?? "chromium") === "chromium" ? 10_000 : 15_000;
const PAUSE = 15;

/**
 * Calls `ask` until it returns something truthy, and returns that. `what` describes the condition and `seen` gives the
 * actual state, both for the error.
 */
export async function until(ask, what, seen = ask) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`Waited in vain until ${what}. There was: ${JSON.stringify(await seen())}`);
}
