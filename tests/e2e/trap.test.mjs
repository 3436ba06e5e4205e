// A fault in the form's module (a trap) loses nothing of what was typed: a fresh form goes on with it, and a second trap
// in a row brings the page's own fallback back, with the text to copy. The traps are real ones of WebAssembly.
import assert from "node:assert/strict";

import { test } from "./support/test.mjs";
import { breakable, trap } from "./support/trap.mjs";
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
  await trap(page);
  await page.keyboard.type("!");
  await widget.host.getByText(/something broke|went wrong|broke/i).first().waitFor();
  await until(async () => (await widget.focused()) === "body", "the focus is where it was");

  assert.deepEqual(await widget.values(), { ...GOOD, body: `${GOOD.body}!` });
  assert.match(broke(visitor), /the form broke/);
  await page.keyboard.type("?");
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].body, `${GOOD.body}!?`);
});

test("where the fresh form breaks too, the fallback is back with the text to copy, and the page hears nothing", async (given) => {
  const { visitor, widget, page } = given;
  await open(given);
  await widget.fill(GOOD);
  await trap(page, 100);
  await widget.field("body").press("x");
  const text = widget.host.locator("[part~=rescued-text]");
  await text.waitFor();

  const copied = await text.inputValue();
  for (const written of [GOOD.subject, GOOD.body]) assert.ok(copied.includes(written), copied);
  assert.ok(await text.evaluate((text) => text.readOnly && text.labels.length === 1));
  assert.equal(await page.locator("#fallback").isVisible(), true);
  broke(visitor);
});
