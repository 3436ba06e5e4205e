// Tags: chips that can be removed and, if the page allows it, typed.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const chips = (widget) => widget.host.locator("[part~=chip]");
const untilChips = (widget, ...expected) =>
  until(
    async () => JSON.stringify(await chips(widget).allInnerTexts()) === JSON.stringify(expected),
    `the chips are ${expected}`,
  );

async function sent({ widget, answers }) {
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  return answers.tickets().at(-1).tags;
}

test("the page's tags are chips that the visitor can remove", async ({ widget, answers, visit }) => {
  await visit({ attributes: { tags: "member, student" } });
  await widget.openForm();
  await untilChips(widget, "member", "student");
  await widget.host.getByRole("button", { name: "Remove the tag member" }).click();
  await untilChips(widget, "student");
  assert.equal(await widget.host.evaluate((host) => host.shadowRoot.activeElement?.textContent), "student");

  assert.deepEqual(await sent({ widget, answers }), ["student"]);
});

test("a removed tag stays removed when the page prefills again", async ({ widget, answers, visit }) => {
  await visit({ attributes: { tags: "member" } });
  await widget.openForm();
  await untilChips(widget, "member");
  await chips(widget).click();
  await widget.host.evaluate((host) => host.prefill({ tags: ["member", "late"] }));

  assert.equal(await sent({ widget, answers }), undefined);
});

test("visitors cannot type tags unless the page allows it", async ({ widget, visit }) => {
  await visit({ attributes: { tags: "member" } });
  await widget.openForm();
  await untilChips(widget, "member");

  assert.equal(await widget.host.locator("#tag").isVisible(), false);
});

test("a typed tag ends with Enter, a comma or leaving the field", async ({ widget, page, answers, visit }) => {
  await visit({ attributes: { "allow-tags": "" } });
  await widget.openForm();
  const field = widget.host.locator("#tag");
  await field.click();
  await page.keyboard.type("urgent");
  await page.keyboard.press("Enter");
  await untilChips(widget, "urgent");
  await page.keyboard.type("gpu,");
  await untilChips(widget, "urgent", "gpu");
  await page.keyboard.type("urgent");
  await page.keyboard.press("Tab");
  await untilChips(widget, "urgent", "gpu");
  await field.fill("not ended");
  assert.equal(answers.requests.length, 0);

  assert.deepEqual(await sent({ widget, answers }), ["urgent", "gpu", "not ended"]);
});

test("a tag that is too long is reported at the tags", async ({ widget, visit }) => {
  await visit({ attributes: { "allow-tags": "" } });
  await widget.openForm();
  const field = widget.host.locator("#tag");
  await field.fill("x".repeat(61));
  await widget.fill(GOOD);
  await widget.send();

  assert.equal(await widget.errorOf("tags"), "A tag can have up to 60 characters.");
  assert.equal(await widget.host.evaluate((host) => host.shadowRoot.activeElement?.id), "tag");
});

test("tags can be prefilled as a list or as text", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.host.evaluate((host) => host.prefill({ tags: ["a", "b"] }));
  await untilChips(widget, "a", "b");
  await widget.host.evaluate((host) => host.prefill({ tags: "c, d" }));
  await untilChips(widget, "c", "d");

  assert.deepEqual(await sent({ widget, answers }), ["c", "d"]);
});
