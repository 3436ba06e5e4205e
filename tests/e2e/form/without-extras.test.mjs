// The form before support-ticket-extras.js is loaded, and without it: it sends and shows no button without a function.
import assert from "node:assert/strict";

import { detailsButton } from "../support/details.mjs";
import { test } from "../support/test.mjs";
import { holdRequests } from "../support/visitor.mjs";
import { GOOD } from "../support/widget.mjs";

const EXTRAS = /support-ticket-extras\.js/;

test("the details button appears with the extras, and nothing moves", async ({ widget, page, visit }) => {
  const release = await holdRequests(page, EXTRAS);
  await visit();
  await widget.openForm();
  assert.equal(await detailsButton(widget).isVisible(), false);
  const top = () => detailsButton(widget).evaluate((button) => button.offsetTop);
  const before = await top();

  release();
  await detailsButton(widget).waitFor({ state: "visible" });
  assert.equal(await top(), before);
  await detailsButton(widget).click();
  await widget.host.locator("[part~=detail]").first().waitFor({ state: "visible" });
});

test("without the extras the ticket is sent, and no button does nothing", async ({
  visitor,
  widget,
  answers,
  page,
  visit,
}) => {
  await page.route(EXTRAS, (route) => route.abort());
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  assert.equal(await detailsButton(widget).isVisible(), false);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].body, GOOD.body);
  assert.ok(visitor.complaints.length > 0, "the console says what is missing");
  visitor.complaints.length = 0;
});
