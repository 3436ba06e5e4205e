// Pressing Send: one ticket under one id however often it is retried, and credentials only where they belong.
import assert from "node:assert/strict";

import { held, responseLost } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

/** The form says that nothing is lost. */
const KEPT = /still here/i;

test("the form says that it is sending", async ({ widget, answers, visit }) => {
  await visit();
  const later = held();
  answers.give(later.answer);
  await widget.writeAndSend();
  await later.arrived;

  assert.match(await widget.said(), /sending/i);
  later.release();
  await widget.address();
});

test("a double click on Send sends once", async ({ widget, answers, visit }) => {
  await visit();
  const later = held();
  answers.give(later.answer);
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.submit.dblclick();
  await later.arrived;
  await widget.submit.click();
  later.release();
  await widget.address();

  assert.equal(answers.requests.length, 1);
});

test("Enter twice sends once", async ({ widget, answers, visit, page }) => {
  await visit();
  const later = held();
  answers.give(later.answer);
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("subject").press("Enter");
  await page.keyboard.press("Enter");
  await later.arrived;
  await page.keyboard.press("Enter");
  later.release();
  await widget.address();

  assert.equal(answers.requests.length, 1);
});

test("a ticket whose response was lost is the same ticket when sent again", async ({
  widget,
  answers,
  endpoint,
  visit,
}) => {
  await visit();
  const ticket = { ...GOOD, subject: "Sent again" };
  answers.give(responseLost);
  await widget.writeAndSend(ticket);
  await widget.untilSaid(KEPT);
  await widget.send();
  const address = await widget.address();

  const [first, second] = answers.tickets();
  assert.equal(second.id, first.id);
  const made = (await endpoint.tickets()).filter(({ subject }) => subject === ticket.subject);
  assert.deepEqual(
    made.map(({ id }) => id),
    [first.id],
  );
  assert.ok(address.startsWith(`${endpoint.url}/requests/`), address);
});

test("text changed after a lost response is a second ticket; both are sent once", async ({
  widget,
  answers,
  endpoint,
  visit,
}) => {
  await visit();
  const ticket = { ...GOOD, subject: "Changed" };
  answers.give(responseLost);
  await widget.writeAndSend(ticket);
  await widget.untilSaid(KEPT);
  await widget.fill({ body: `${GOOD.body}, and soon` });
  await widget.host.locator("[part~=outbox] li").waitFor();
  await widget.send();
  await widget.address();
  await until(async () => !(await widget.host.locator("[part~=outbox] li").count()), "the first is sent, too");
  const made = (await endpoint.tickets()).filter(({ subject }) => subject === ticket.subject);
  assert.deepEqual(
    made.map(({ body }) => body),
    [GOOD.body, `${GOOD.body}, and soon`],
  );
});

test("a cross-origin server gets JSON, no cookies and no page address", async ({
  visitor,
  widget,
  answers,
  site,
  visit,
}) => {
  await visitor.context.addCookies([{ name: "session", value: "secret", url: site.origin }]);
  await visit();
  await widget.writeAndSend();
  await widget.address();

  const [{ method, headers }] = answers.requests;
  assert.equal(method, "POST");
  assert.match(headers["content-type"], /^application\/json/);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.authorization, undefined);
});

test("a same-origin server gets the page's cookies, as its sign-in needs", async ({
  visitor,
  widget,
  site,
  page,
  visit,
}) => {
  await visitor.context.addCookies([{ name: "session", value: "secret", url: site.origin }]);
  await visit({ own: true });
  const sent = page.waitForRequest(/create_support_ticket/);
  await widget.writeAndSend();
  await widget.address();

  assert.equal((await (await sent).allHeaders()).cookie, "session=secret");
});
