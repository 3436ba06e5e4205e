// A fault in the form's module (a trap) loses nothing of what was typed: a fresh form goes on with it, and a second trap
// in a row brings the page's own fallback back, with the text to copy. The traps are real ones of WebAssembly.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { holdInstances } from "../support/everything.mjs";
import { box, down, queue, untilWaiting, waiting } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { breakable, trap, untilKept } from "../support/trap.mjs";
import { until } from "../support/until.mjs";
import { heldBack } from "../support/visitor.mjs";
import { GOOD } from "../support/widget.mjs";

const ONE = "291f43c1-deae-431c-b763-712307fa6859";
const OTHER = "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11";

/** The console must say why, each time; nothing else. */
const broke = (visitor) => {
  const lines = visitor.complaints.splice(0);
  assert.ok(lines.length >= 1 && lines.every((line) => line.startsWith("support-ticket-widget:")), lines.join("\n"));
  return lines.join("\n");
};

async function open({ page, widget, visit }) {
  await breakable(page);
  await visit();
  await widget.openForm();
  await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
}

test("where the form breaks at a key, the key is kept too, and a fresh form sends the text", async (given) => {
  const { visitor, widget, page, answers } = given;
  await open(given);
  await widget.fill(GOOD);
  await widget.field("body").press("End");
  await untilKept(page, GOOD.body);
  await trap(page, { stays: true });
  await page.keyboard.type("!");
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();
  await until(async () => (await widget.focused()) === "body", "the focus is where it was");

  assert.deepEqual(await widget.values(), { ...GOOD, body: `${GOOD.body}!` });
  // When the broken one would have kept a draft.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_000)));
  assert.match(broke(visitor), /the form broke/);
  await page.keyboard.type("?");
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].body, `${GOOD.body}!?`);
});

test("where it throws what is no trap, a fresh form goes on as well", async ({ visitor, widget, page, visit }) => {
  await page.addInitScript(holdInstances);
  await visit();
  await widget.openForm();
  await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
  // The form is asked for its ticket when the draft is kept; by then its memory says that it is being asked already.
  await widget.field("subject").evaluate((field) => {
    field.value = "before it broke";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    globalThis.__corrupt();
  });
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();

  assert.match(broke(visitor), /the form broke: Error/);
  assert.equal(await widget.field("subject").inputValue(), "before it broke");
});

/** Breaks the form at the next key; with `loads` that is done before the fresh one is there. */
async function breakNow({ visitor, widget, page }, loads) {
  const come = loads && (await heldBack(page, /support-ticket-form\.js\?again/));
  await trap(page);
  await widget.field("body").press("End");
  if (loads) {
    await widget.host.locator("[part~=dialog]").waitFor({ state: "detached" });
    await loads();
    come();
  }
  await widget.host
    .getByText(/ran into a problem/)
    .first()
    .waitFor();
  assert.match(broke(visitor), /the form broke/);
}

test("where a form breaks that reports an error, the error goes along all the same", async (given) => {
  const { widget, answers } = given;
  await open(given);
  await widget.host.evaluate((host) => host.showError(new TypeError("boom 42")));
  await breakNow(given);
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  const [{ info, tags }] = answers.tickets();
  assert.deepEqual([info.error.name, info.error.message, tags], ["TypeError", "boom 42", ["type:problem"]]);
});

test("where a form breaks, what the page gave for this ticket alone goes along, and what it gives meanwhile counts", async (given) => {
  const { widget, page, answers } = given;
  await open({
    ...given,
    visit: () =>
      given.visit({
        after: "<script>document.querySelector('support-ticket-widget').info = { step: 'cart', plan: 'team' }</script>",
      }),
  });
  await widget.host.evaluate((host) => host.prefill({ info: { step: "checkout" } }));
  await breakNow(given);
  await widget.host.evaluate((host) => (host.info = { step: "cart" }));
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.deepEqual([answers.tickets()[0].info.step, answers.tickets()[0].info.plan], ["checkout", undefined]);

  await widget.another.click();
  await widget.host.evaluate((host) => host.prefill({ info: { step: "before" } }));
  await page.evaluate(() => (globalThis.__traps = 0));
  await breakNow(given, () => widget.host.evaluate((host) => host.prefill({ info: { more: "while it loads" } })));
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.deepEqual([answers.tickets()[1].info.step, answers.tickets()[1].info.more], ["cart", "while it loads"]);
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
  test(`what was over with ${what} does not come back where the form breaks after it`, async (given) => {
    const { widget, answers } = given;
    await open(given);
    await widget.host.evaluate((host) => host.prefill({ info: { step: "checkout" } }));
    await ends(given);
    await breakNow(given);
    await widget.fill(GOOD);
    await widget.send();
    await widget.address();

    assert.equal(answers.tickets().at(-1).info.step, undefined);
  });

test("an id that an earlier version has taken is not tried again where the form breaks", async (given) => {
  const { widget, page, answers } = given;
  await breakable(page);
  await given.visit();
  await queue(given);
  await page.addInitScript(() => (Math.random = () => 0.999));
  answers.give(down(), json(409, { error: "The id is that of another ticket." }));
  await given.visit();
  await widget.openForm();
  await box(widget).getByRole("button", { name: "Edit" }).click();
  await untilWaiting(page, 0);
  await widget.send();
  await widget.untilSaid(/already have an earlier version/);
  await breakNow(given);
  await widget.send();
  await widget.address();

  const ids = answers.tickets().map(({ id }) => id);
  assert.equal(ids.at(-2), ids[0], "it was tried under the id that it had");
  assert.notEqual(ids.at(-1), ids[0]);
});

test("a report that was closed does not come back with the form that takes the place of the broken one", async (given) => {
  const { widget, answers } = given;
  const second = `<support-ticket-widget endpoint="${answers.create}" position="bottom-left"></support-ticket-widget>`;
  await open({ ...given, visit: () => given.visit({ after: second }) });
  const other = given.visitor.widgetAt(1);
  await other.openForm();
  await other.host.locator("[part~=outbox]").waitFor({ state: "attached" });
  await widget.host.evaluate((host) => host.showError(new Error("boom 43")));
  await widget.closeButton.click();
  await breakNow({ ...given, widget: other });
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].info.error, undefined);
});

test("what is gone on with after it waited is the same message still where the form breaks, about the same", async (given) => {
  const { widget, page, answers } = given;
  await breakable(page);
  await given.visit({ path: "/where-it-broke" });
  await queue(given);
  const [{ id }] = await waiting(page);
  await page.addInitScript(() => (Math.random = () => 0.999));
  answers.give(down());
  await given.visit({ path: "/elsewhere" });
  await widget.openForm();
  await box(widget).getByRole("button", { name: "Edit" }).click();
  await untilWaiting(page, 0);
  await breakNow(given);
  answers.reset();
  await widget.send();
  await widget.address();

  const [{ body, location, ...sent }] = answers.tickets();
  assert.deepEqual([sent.id, body, location.split("?")[0]], [id, GOOD.body, "/where-it-broke"]);
});

test("where somebody else signs in before the fresh form is there, nothing of the broken one is theirs", async (given) => {
  const { widget, page, answers } = given;
  await open({ ...given, visit: () => given.visit({ attributes: { "account-id": ONE } }) });
  await widget.fill(GOOD);
  await widget.host.evaluate((host) => host.prefill({ info: { order: 4711 } }));
  await untilKept(page, GOOD.body);
  await breakNow(given, () => widget.host.evaluate((host, other) => host.setAttribute("account-id", other), OTHER));
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

test("where one of two forms breaks, each goes on by the same fresh instance, with its text", async (given) => {
  const { visitor, widget, page, answers } = given;
  const second = `<support-ticket-widget endpoint="${answers.create}" position="bottom-left"></support-ticket-widget>`;
  await open({ ...given, visit: () => given.visit({ after: second }) });
  const other = visitor.widgetAt(1);
  await other.openForm();
  await other.fill(GOOD);
  await untilKept(page, GOOD.body);
  // The next to call the module is the draft of the first, when it is kept.
  await widget.field("subject").evaluate((field) => {
    field.value = "of the first";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    globalThis.__traps = 1;
  });
  for (const { host } of [widget, other])
    await host
      .getByText(/ran into a problem/)
      .first()
      .waitFor();

  assert.match(broke(visitor), /the form broke/);
  assert.equal(await widget.field("subject").inputValue(), "of the first");
  await other.send();
  await other.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [GOOD.body],
  );
});

test("where the fresh form breaks too, the fallback is back with the text to copy, and the page hears nothing", async (given) => {
  const { visitor, widget, page } = given;
  await open(given);
  await widget.fill(GOOD);
  await widget.field("body").focus();
  await trap(page, { count: 100 });
  await page.keyboard.press("x");
  const text = widget.host.locator("[part~=rescued-text]");
  await text.waitFor();

  const copied = await text.inputValue();
  for (const written of [GOOD.subject, GOOD.body]) assert.ok(copied.includes(written), copied);
  assert.ok(await text.evaluate((text) => text.readOnly && text.labels.length === 1));
  assert.equal(await page.locator("#fallback").isVisible(), true);
  broke(visitor);
});
