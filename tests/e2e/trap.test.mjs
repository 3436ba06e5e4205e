// A fault in the form's module (a trap) loses nothing of what was typed: a fresh form goes on with it, and a second trap
// in a row brings the page's own fallback back, with the text to copy. The traps are real ones of WebAssembly.
import assert from "node:assert/strict";

import { holdInstances } from "./support/everything.mjs";
import { box, down, untilWaiting, waiting } from "./support/outbox.mjs";
import { test } from "./support/test.mjs";
import { breakable, trap, untilKept } from "./support/trap.mjs";
import { until } from "./support/until.mjs";
import { GOOD } from "./support/widget.mjs";

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
  await widget.host.getByText(/something broke|went wrong|broke/i).first().waitFor();
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
  await widget.host.getByText(/broke/i).first().waitFor();

  assert.match(broke(visitor), /the form broke: Error/);
  assert.equal(await widget.field("subject").inputValue(), "before it broke");
});

test("where a form breaks that reports an error, what the page said of it goes along all the same", async (given) => {
  const { visitor, widget, page, answers } = given;
  await open(given);
  await widget.host.evaluate((host) => host.showError(new TypeError("boom 42")));
  await widget.fill(GOOD);
  await widget.host.evaluate((host) => host.prefill({ info: { ...host.info, step: "checkout", error: { message: "boom 43" } } }));
  await trap(page);
  await widget.field("body").press("End");
  await widget.host.getByText(/broke/i).first().waitFor();
  broke(visitor);
  await widget.send();
  await widget.address();

  const [{ info, type, tags, body }] = answers.tickets();
  assert.deepEqual([info.step, info.error, tags, body], ["checkout", { message: "boom 43" }, ["type:problem"], GOOD.body], type);
});

test("what is gone on with after it waited is the same message still where the form breaks", async (given) => {
  const { visitor, widget, page, answers } = given;
  await open(given);
  answers.give(down(), down());
  await widget.fill(GOOD);
  await widget.send();
  await widget.untilSaid(/will be sent by itself/);
  const [{ id }] = await waiting(page);
  await given.visit();
  await widget.openForm();
  await box(widget).getByRole("button", { name: "Change it" }).click();
  await untilWaiting(page, 0);
  await trap(page);
  await widget.field("body").press("End");
  await widget.host.getByText(/broke/i).first().waitFor();
  assert.match(broke(visitor), /the form broke/);
  answers.reset();
  await widget.send();
  await widget.address();

  assert.deepEqual(answers.tickets().map(({ id, body }) => [id, body]), [[id, GOOD.body]]);
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
  for (const { host } of [widget, other]) await host.getByText(/broke/i).first().waitFor();

  assert.match(broke(visitor), /the form broke/);
  assert.equal(await widget.field("subject").inputValue(), "of the first");
  await other.send();
  await other.address();
  assert.deepEqual(answers.tickets().map(({ body }) => body), [GOOD.body]);
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
