// Waiting for a condition, never for a time. It knows nothing else.

/**
 * How long anything may take, in milliseconds: far over what it does take, also on a busy machine, far under a run's
 * limit. WebDriver's engines are the slower ones.
 */
export const PATIENCE = (process.env.STW_BROWSER ?? "chromium") === "chromium" ? 10_000 : 15_000;
const PAUSE = 15;

/**
 * Asks until the answer is truthy, and gives it. `what` is the condition in words; `seen` tells what there was
 * instead, for the error.
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
