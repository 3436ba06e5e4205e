// Where the outbox or the extras could not be fetched: they are fetched again, and what was written is kept and sent.
import assert from "node:assert/strict";

import { down, online, outboxList, outboxRecords, untilRecords } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

/** What cannot be fetched is said on the console, for the page's developer. */
const expectedComplaints = (visitor) => {
  visitor.complaints = visitor.complaints.filter((line) => !/Failed to load resource|net::ERR_FAILED/.test(line));
  const lines = visitor.complaints.splice(0);
  assert.ok(
    lines.every((line) => /^support-ticket-widget: without/.test(line)),
    lines.join("\n"),
  );
};

test("a message is sent on the same page once the outbox can be fetched", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const outbox = /support-ticket-outbox\.js/;
  await page.route(outbox, (route) => route.abort("failed"));
  await visit();
  answers.give(down());
  await widget.writeAndSend();
  await widget.untilSaid(/Something went wrong on our side/);
  assert.equal((await outboxRecords(page)).length, 1, "it is stored");

  await page.unroute(outbox);
  await online(page);
  await untilRecords(page, 0);
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [GOOD.body, GOOD.body],
  );
  assert.equal(new Set(answers.tickets().map(({ id }) => id)).size, 1, "it is one ticket");
  await until(async () => (await widget.values()).body === "", "the form no longer has a text that was sent");
  await outboxList(widget).getByText("Your message has been sent.").waitFor();
  expectedComplaints(visitor);
});

test("drafts are kept once the extras can be fetched", async (given) => {
  const { visitor, widget, page, visit } = given;
  const extras = /support-ticket-extras\.js/;
  await page.route(extras, (route) => route.abort("failed"));
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await until(() => visitor.requested(extras).length, "the extras were asked for");
  await page.unroute(extras);
  await online(page);
  await until(
    () => page.evaluate((body) => Object.values(localStorage).join().includes(body), GOOD.body),
    "the draft is kept",
  );
  await visitor.goTo(url);
  await widget.openForm();
  await until(async () => (await widget.values()).body === GOOD.body, "it is back");
  expectedComplaints(visitor);
});
