// What waits in the outbox: what is written of it in the page's storage, and what the form shows of it.
//
// Must not know what a test expects of it.
import { content } from "./answers.mjs";
import { until } from "./until.mjs";
import { GOOD } from "./widget.mjs";

/** The records, oldest first or not. */
export const waiting = (page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("support-ticket-outbox "))
      .map(([, value]) => JSON.parse(value)),
  );

export const untilWaiting = (page, count) =>
  until(
    async () => (await waiting(page)).length === count,
    `${count} wait`,
    () => waiting(page),
  );

/** The list of them in the form. */
export const box = (widget) => widget.host.locator("[part~=outbox]");

/** The browser says that there is a network again. */
export const online = (page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** The answer of a server that is down. */
export const down = () => content(503, "text/plain", "");

/** The attributes for the endpoint that speaks API v2. */
export const inV2 = (answers) => ({ dialect: "v2", endpoint: `${answers.url}/api/v2/support/create-ticket` });

/** Waits between two tries are drawn; from here on they are the longest, so that none ends while a test still looks. */
export const withLongWaits = (page) => page.evaluate(() => void (Math.random = () => 0.999));

/** Sends what the network does not take, and waits until that is said. */
export async function queue({ widget, answers, page, ticket = GOOD, answer = down() }) {
  await withLongWaits(page);
  answers.give(answer);
  await widget.writeAndSend(ticket);
  await widget.untilSaid(/send it automatically/);
  await untilWaiting(page, 1);
}
