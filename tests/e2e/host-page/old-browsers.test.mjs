// Browsers that lack a required feature show the page's own fallback, at once or after a click, and nothing is thrown
// into the page except the browser's own errors. The feature is removed from this browser first or, where that is
// impossible, renamed in the served files.
import assert from "node:assert/strict";

import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";

const remove = (...paths) => `for (const path of ${JSON.stringify(paths)}) {
  const names = path.split(".");
  const last = names.pop();
  delete names.reduce((object, name) => object[name], globalThis)[last];
}`;
const POPOVER = ["showPopover", "hidePopover", "togglePopover", "popover"].map(
  (name) => `HTMLElement.prototype.${name}`,
);

/** The missing feature, how to remove it, and whether that is detected before the button is shown. */
const LACKING = [
  ["custom elements", remove("customElements"), true],
  [
    "stylesheets that a script makes",
    "CSSStyleSheet = function () { throw new TypeError('Illegal constructor') }",
    true,
  ],
  ["WebAssembly", remove("WebAssembly"), false],
  ["popovers", remove(...POPOVER), false],
  ["dialogs", remove("HTMLDialogElement", ...POPOVER), false],
  [
    "light-dark()",
    "CSS.supports = new Proxy(CSS.supports, { apply: (target, that, all) => !/light-dark/.test(all) && Reflect.apply(target, that, all) })",
    false,
  ],
];

async function goTo({ page, site, endpoint, answers }) {
  const html = pageWith({
    loader: `${endpoint.url}/widget/support-ticket-widget.js`,
    attributes: { endpoint: answers.create },
  });
  await page.goto(site.origin + site.page(html), { waitUntil: "load" });
}

/** Clicks the button, if there is one; then the page's own link is visible and can be clicked. */
async function fallbackComes({ page }, isKnown) {
  const button = page.locator("support-ticket-widget button");
  if (isKnown) assert.equal(await button.count(), 0);
  else await button.click();
  const fallback = page.locator("#fallback");
  await fallback.waitFor({ state: "visible" });
  await fallback.click({ trial: true });
}

for (const [what, script, isKnown] of LACKING)
  test(`a browser without ${what} shows the page's own fallback`, async (given) => {
    const { visitor, page } = given;
    await page.addInitScript(script);
    await goTo(given);
    await fallbackComes(given, isKnown);

    const lines = visitor.complaints.splice(0);
    assert.ok(lines.length <= 1 && lines.every((line) => /^support-ticket-widget/.test(line)), lines.join("\n"));
  });

/** Serves the loader with a name replaced, so that the browser does not know it. */
const renamed = (page, from, to) =>
  page.route(/support-ticket-widget\.js/, async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    assert.ok(text.includes(from), from);
    await route.fulfill({ response: answer, body: text.replaceAll(from, to) });
  });

test("a browser that cannot parse the script shows the fallback and an error", async (given) => {
  await given.page.addInitScript(() => addEventListener("error", ({ message }) => (globalThis.__said = message)));
  await renamed(given.page, "=>", "=|>");
  await goTo(given);
  await fallbackComes(given, true);
  assert.equal(given.visitor.thrown.splice(0).length, 1);
  assert.match(await given.page.evaluate(() => globalThis.__said), /SyntaxError/);
});
