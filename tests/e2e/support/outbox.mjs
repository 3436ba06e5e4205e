// The outbox: its records in the page's storage, and the list in the form.
import { content } from "./answers.mjs";
import { until } from "./until.mjs";
import { GOOD } from "./widget.mjs";

/** The records, in any order. */
export const outboxRecords = (page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("support-ticket-outbox "))
      .map(([, value]) => JSON.parse(value)),
  );

export const untilRecords = (page, count) =>
  until(
    async () => (await outboxRecords(page)).length === count,
    `${count} wait`,
    () => outboxRecords(page),
  );

/** The list in the form. */
export const box = (widget) => widget.host.locator("[part~=outbox]");

/** Tells the page that the network is back. */
export const online = (page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** The response of a server that is down. */
export const down = () => content(503, "text/plain", "");

/** The attributes for a v2 endpoint. */
export const inV2 = (answers) => ({ dialect: "v2", endpoint: `${answers.url}/api/v2/support/create-ticket` });

/**
 * Makes the random delays between retries the longest possible, so that none ends during a test: on this page, or
 * with `onLaterPages` on those that the visitor goes to from now on.
 */
export const withLongWaits = (page, { onLaterPages = false } = {}) => {
  const longest = () => void (Math.random = () => 0.999);
  return onLaterPages ? page.addInitScript(longest) : page.evaluate(longest);
};

/** Sends a ticket that the network does not deliver, and waits until the form says so. */
export async function queueMessage({ widget, answers, page, ticket = GOOD, answer = down() }) {
  await withLongWaits(page);
  answers.give(answer);
  await widget.writeAndSend(ticket);
  await widget.untilSaid(/send it automatically/);
  await untilRecords(page, 1);
}
