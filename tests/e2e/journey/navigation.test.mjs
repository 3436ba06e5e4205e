// Turbo (the real library) swaps the page's body instead of loading the next page: typed text and tickets being sent
// survive.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { held, forwarded } from "../support/answers.mjs";
import { box } from "../support/outbox.mjs";
import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const TURBO = readFileSync(join(ROOT, "node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"), "utf8");

/** Goes to the first of two pages that Turbo swaps. @param attributes of the help button on both */
async function visit({ visitor, site, endpoint, answers }, attributes = "") {
  const page = (name, other) => `<!doctype html><html lang="en"><head><title>${name}</title>
    <style>html { background: white; color: #111 }</style><script>${TURBO}</script>
    <script type="module" src="${endpoint.url}/widget/support-ticket-widget.js"></script></head>
    <body><h1>${name}</h1><a id="on" href="/${other}">On</a>
    <support-ticket-widget ${attributes} endpoint="${answers.create}"></support-ticket-widget></body></html>`;
  for (const [name, other] of [
    ["first", "second"],
    ["second", "first"],
  ])
    site.page(page(name, other), { path: `/${name}` });
  await visitor.goTo(`${site.origin}/first`);
  await visitor.page.evaluate(() => (globalThis.__isSame = true));
}

/** By script, because the form may cover the link. */
async function go(page, name) {
  await page.locator("#on").evaluate((link) => link.click());
  await page.getByRole("heading", { name, exact: true }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.__isSame), true, "the page was swapped, not loaded");
}

test("a draft survives Turbo's page swap and the way back", async (given) => {
  const { widget, page, answers } = given;
  await visit(given);
  await widget.openForm();
  await widget.fill(GOOD);
  await go(page, "second");
  await widget.openForm();
  assert.deepEqual(await widget.values(), GOOD);
  await widget.field("body").fill("changed on the second page");
  await page.goBack();
  await page.getByRole("heading", { name: "first", exact: true }).waitFor();

  // The page that Turbo cached shows the form as it was left: open.
  await widget.untilOpen();
  await until(
    async () => (await widget.values()).body === "changed on the second page",
    "the text came along",
    () => widget.values(),
  );
  await widget.send();
  await widget.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    ["changed on the second page"],
  );
});

test("a help button that Turbo keeps stays open with its text across a swap", async (given) => {
  const { widget, page, answers } = given;
  await visit(given, 'id="help" data-turbo-permanent');
  await widget.openForm();
  await widget.fill(GOOD);
  await go(page, "second");

  assert.equal(await widget.field("body").isVisible(), true);
  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets().length, 1);
});

test("a ticket sent during a Turbo swap exists once, and the visitor is told", async (given) => {
  const { widget, page, answers, endpoint } = given;
  await visit(given);
  const late = held(forwarded);
  answers.give(late.answer);
  await widget.writeAndSend();
  await late.arrived;
  await go(page, "second");
  late.release();

  await widget.host.locator("[part~=mark]").waitFor();
  await widget.openForm();
  await box(widget).getByRole("link", { name: GOOD.subject }).waitFor();
  const of = (await endpoint.tickets()).filter(({ id }) => id === answers.tickets()[0].id);
  assert.equal(of.length, 1);
});
