// Waiting for a condition, never for a time. It knows nothing else.

/** How long a condition may take, in milliseconds: far over what any takes here, far under a run's limit. */
const PATIENCE = 5_000;
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
