// A crash of the form's module (a wasm trap) loses no typed text: a fresh instance attaches to the same fields, and after a
// second crash in a row the page's own way out comes, with the text in place. The traps are real.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { outboxList, down, queueMessage, untilRecords, outboxRecords, withLongWaits } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { installTraps, trap, untilDraftSaved } from "../support/trap.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const ONE = "291f43c1-deae-431c-b763-712307fa6859";
const OTHER = "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11";

/** The console must explain each crash, and show nothing else. */
const expectedComplaints = (visitor) => {
  const lines = visitor.complaints.splice(0);
  assert.ok(lines.length >= 1 && lines.every((line) => line.startsWith("support-ticket-widget")), lines.join("\n"));
  return lines.join("\n");
};

async function open({ page, widget, visit }) {
  await installTraps(page);
  await visit();
  await widget.openForm();
  await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
}

test("a crash at a key press keeps that key, and a fresh form sends the text", async (given) => {
  const { visitor, widget, page, answers } = given;
  await open(given);
  await widget.fill(GOOD);
  await widget.field("body").press("End");
  await untilDraftSaved(page, GOOD.body);
  await trap(page, { everyCall: true });
  await page.keyboard.type("!");
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();
  await until(async () => (await widget.focused()) === "body", "the focus is where it was");

  assert.deepEqual(await widget.values(), { ...GOOD, body: `${GOOD.body}!` });
  // By now the broken form would have saved a draft.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_000)));
  assert.match(expectedComplaints(visitor), /the form broke/);
  await page.keyboard.type("?");
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].body, `${GOOD.body}!?`);
});

test("recovers from ordinary exceptions as well as traps", async ({ visitor, widget, visit }) => {
  await visit();
  await widget.openForm();
  await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
  await widget.field("subject").evaluate((field) => {
    field.value = "while it broke";
    const throwOnce = () => {
      delete field.value;
      throw new Error("ordinary");
    };
    Object.defineProperty(field, "value", { get: throwOnce, configurable: true });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();

  assert.match(expectedComplaints(visitor), /the form broke: Error/);
  assert.equal(await widget.field("subject").inputValue(), "while it broke");
});

/** Crashes the form when the visitor leaves a field. `meanwhile` runs in the page before the fresh instance is there. */
async function crashNow({ visitor, widget, page }, meanwhile = () => {}, given = undefined) {
  await trap(page);
  await widget.field("body").focus();
  const leaves = new Function(`return (host, given) => {
    host.shadowRoot.querySelector("[name=body]").dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    (${meanwhile})(host, given);
  }`)();
  await widget.host.evaluate(leaves, given);
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();
  assert.match(expectedComplaints(visitor), /the form broke/);
}

test("after a crash an error report still carries its error", async (given) => {
  const { widget, answers } = given;
  await open(given);
  await widget.host.evaluate((host) => host.showError(new TypeError("boom 42")));
  await crashNow(given);
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  const [{ info, tags }] = answers.tickets();
  assert.deepEqual([info.error.name, info.error.message, tags], ["TypeError", "boom 42", ["type:problem"]]);
});

test("after a crash the ticket keeps the page's one-off info, and newer info wins", async (given) => {
  const { widget, page, answers } = given;
  await open({
    ...given,
    visit: () =>
      given.visit({
        after: "<script>document.querySelector('support-ticket-widget').info = { step: 'cart', plan: 'team' }</script>",
      }),
  });
  await widget.host.evaluate((host) => host.prefill({ info: { step: "checkout" } }));
  await crashNow(given);
  await widget.host.evaluate((host) => (host.info = { step: "cart" }));
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.deepEqual([answers.tickets()[0].info.step, answers.tickets()[0].info.plan], ["checkout", undefined]);

  await widget.another.click();
  await widget.host.evaluate((host) => host.prefill({ info: { step: "before" } }));
  await page.evaluate(() => (globalThis.__traps = 0));
  await crashNow(given, (host) => host.prefill({ info: { more: "meanwhile" } }));
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.deepEqual([answers.tickets()[1].info.step, answers.tickets()[1].info.more], ["cart", "meanwhile"]);
});

for (const [what, ends] of [
  ["a reset", ({ widget }) => widget.host.evaluate((host) => host.reset())],
  [
    "a ticket",
    async ({ widget }) => (
      await widget.fill(GOOD), await widget.send(), await widget.address(), await widget.another.click()
    ),
  ],
])
  test(`a crash after ${what} does not bring back the page's one-off info`, async (given) => {
    const { widget, answers } = given;
    await open(given);
    await widget.host.evaluate((host) => host.prefill({ info: { step: "checkout" } }));
    await ends(given);
    await crashNow(given);
    await widget.fill(GOOD);
    await widget.send();
    await widget.address();

    assert.equal(answers.tickets().at(-1).info.step, undefined);
  });

test("an id that was rejected as used is not tried again after a crash", async (given) => {
  const { widget, page, answers } = given;
  await installTraps(page);
  await given.visit();
  await queueMessage(given);
  await withLongWaits(page, { onLaterPages: true });
  answers.give(down(), json(409, { error: "The id is that of another ticket." }));
  await given.visit();
  await widget.openForm();
  await outboxList(widget).getByRole("button", { name: "Edit" }).click();
  await untilRecords(page, 0);
  await widget.send();
  await widget.untilSaid(/already have an earlier version/);
  await crashNow(given);
  await widget.send();
  await widget.address();

  const ids = answers.tickets().map(({ id }) => id);
  assert.equal(ids.at(-2), ids[0], "it was tried under the id that it had");
  assert.notEqual(ids.at(-1), ids[0]);
});

test("a closed error report does not come back after a crash", async (given) => {
  const { widget, answers } = given;
  const second = `<support-ticket-widget endpoint="${answers.create}" position="bottom-left"></support-ticket-widget>`;
  await open({ ...given, visit: () => given.visit({ after: second }) });
  const other = given.visitor.widgetAt(1);
  await other.openForm();
  await other.host.locator("[part~=outbox]").waitFor({ state: "attached" });
  await widget.host.evaluate((host) => host.showError(new Error("boom 43")));
  await widget.closeButton.click();
  await crashNow({ ...given, widget: other });
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].info.error, undefined);
});

test("a message taken back from the outbox keeps its id and page info across a crash", async (given) => {
  const { widget, page, answers } = given;
  await installTraps(page);
  await given.visit({ path: "/where-it-broke" });
  await queueMessage(given);
  const [{ id }] = await outboxRecords(page);
  await withLongWaits(page, { onLaterPages: true });
  answers.give(down());
  await given.visit({ path: "/elsewhere" });
  await widget.openForm();
  await outboxList(widget).getByRole("button", { name: "Edit" }).click();
  await untilRecords(page, 0);
  await crashNow(given);
  answers.reset();
  await widget.send();
  await widget.address();

  const [{ body, location, ...sent }] = answers.tickets();
  assert.deepEqual([sent.id, body, location.split("?")[0]], [id, GOOD.body, "/where-it-broke"]);
});

test("an account that signs in during recovery gets nothing of the broken form", async (given) => {
  const { widget, page, answers } = given;
  await open({ ...given, visit: () => given.visit({ attributes: { "account-id": ONE } }) });
  await widget.fill(GOOD);
  await widget.host.evaluate((host) => host.prefill({ info: { order: 4711 } }));
  await untilDraftSaved(page, GOOD.body);
  await crashNow(given, (host, other) => host.setAttribute("account-id", other), OTHER);
  assert.equal((await widget.values()).body, "");
  await widget.fill({ ...GOOD, body: "of the other one" });
  await widget.send();
  await widget.address();

  assert.deepEqual(
    answers.tickets().map(({ body, info }) => [body, info.order]),
    [["of the other one", undefined]],
  );
  await widget.host.evaluate((host, one) => host.setAttribute("account-id", one), ONE);
  await widget.another.click();
  await until(
    async () => (await widget.values()).body === GOOD.body,
    "the first one's draft is there for them",
    () => widget.values(),
  );
});

test("when one of two forms breaks, both go on with their text", async (given) => {
  const { visitor, widget, page, answers } = given;
  const second = `<support-ticket-widget endpoint="${answers.create}" position="bottom-left"></support-ticket-widget>`;
  await open({ ...given, visit: () => given.visit({ after: second }) });
  const other = visitor.widgetAt(1);
  await other.openForm();
  await other.fill(GOOD);
  await untilDraftSaved(page, GOOD.body);
  await widget.field("subject").evaluate((field) => {
    globalThis.__traps = 1;
    field.value = "of the first";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const { host } of [widget, other])
    await host
      .getByText(/ran into a problem/)
      .first()
      .waitFor();

  assert.match(expectedComplaints(visitor), /the form broke/);
  assert.equal(await widget.field("subject").inputValue(), "of the first");
  await other.send();
  await other.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [GOOD.body],
  );
});

test("after a second crash the page's own way out comes, and the text stays", async (given) => {
  const { visitor, widget, page } = given;
  await open(given);
  await widget.fill(GOOD);
  await widget.field("body").press("End");
  await trap(page, { count: 100 });
  await page.keyboard.type("x");
  await widget.untilSaid(/isn’t working\. Your text is still here/);

  assert.deepEqual(await widget.values(), { ...GOOD, body: `${GOOD.body}x` });
  assert.equal(await widget.part("stopped").evaluate((box) => box.querySelector("slot").assignedNodes().length), 1);
  assert.equal(await page.locator("#fallback").isVisible(), true);
  expectedComplaints(visitor);
});

test("a form that stopped works again when it is reopened", async (given) => {
  const { visitor, widget, page, answers } = given;
  await open(given);
  await widget.fill(GOOD);
  await widget.field("body").focus();
  await trap(page, { count: 100 });
  await page.keyboard.press("End");
  await page.keyboard.press("x");
  await widget.untilSaid(/isn’t working/);
  await page.evaluate(() => (globalThis.__traps = 0));
  await widget.reopen();
  await until(async () => !(await widget.part("stopped").innerText()), "it works again");
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].body, `${GOOD.body}x`);
  expectedComplaints(visitor);
});

test("a form without text that breaks twice leaves the page's own way out alone", async (given) => {
  const { visitor, widget, page } = given;
  await open(given);
  await trap(page, { count: 100 });
  await widget.field("body").evaluate((field) => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })));
  await page.locator("#fallback").waitFor({ state: "visible" });

  assert.equal(await widget.dialog.count(), 0);
  assert.equal(await widget.button.isVisible(), true);
  expectedComplaints(visitor);
});
