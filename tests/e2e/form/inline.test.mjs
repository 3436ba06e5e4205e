// position=inline: the form itself in the page's flow, without a button or panel.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

test("position=inline shows the form in the page's flow, without a button", async ({ widget, visit }) => {
  await visit({ attributes: { position: "inline" }, after: '<p id="below">Below</p>' });
  await widget.field("subject").waitFor({ state: "visible" });

  assert.equal(await widget.button.isVisible(), false);
  const form = await widget.submit.boundingBox();
  const below = await widget.page.locator("#below").boundingBox();
  assert.ok(form.y + form.height <= below.y, "the page continues below the form");
});

test("position=inline cuts nothing off, even in a low window with every message", {
  viewport: { width: 1280, height: 500 },
}, async ({ widget, answers, visit }) => {
  await visit({ attributes: { position: "inline", "help-email": "help@example.org" } });
  await widget.field("subject").waitFor({ state: "visible" });
  answers.give(json(503, {}));
  await widget.fill({ ...GOOD, body: "line\n".repeat(40) });
  await widget.send();
  await widget.untilSaid(/still here/i);

  const cut = await widget.host.evaluate((host) => {
    const isCut = (node) => !node.matches("textarea") && node.scrollHeight > node.clientHeight + 1;
    const boxes = [...host.shadowRoot.querySelectorAll("[part]")].filter((node) => node.checkVisibility());
    return boxes
      .filter((node) => getComputedStyle(node).overflowY !== "visible" && isCut(node))
      .map((node) => node.part.value);
  });
  assert.deepEqual(cut, []);
});

test("position=inline shows the confirmation above the ticket's address", async ({ widget, visit }) => {
  await visit({ attributes: { position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  const status = await widget.host.locator("[role=status]:visible").first().boundingBox();
  const link = await widget.link.boundingBox();
  assert.ok(status.y + status.height <= link.y, `${JSON.stringify(status)} is not above ${JSON.stringify(link)}`);
});

test("position=inline does not take the focus on page load", async ({ widget, page, visit }) => {
  await visit({ attributes: { position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });

  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

test("position=inline sends, and Escape does not close it", async ({ widget, page, visit }) => {
  await visit({ attributes: { position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.fill(GOOD);
  await widget.field("subject").focus();
  await page.keyboard.press("Escape");
  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();
});
