// Browsers that lack something the widget needs keep the page's own fallback, or get it back at the click; nothing is
// thrown into the page but what the browser itself says. What is lacking is taken out of this browser beforehand, or,
// where that cannot be, renamed in what the page loads.
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

/** What is lacking, and whether it is known before the button is shown. */
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

/** Clicks the button, if there is one; then the page's own link is there and can be clicked. */
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

/** Serves the loader with something in it renamed, as a browser reads it that does not know the name. */
const renamed = (page, from, to) =>
  page.route(/support-ticket-widget\.js/, async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    assert.ok(text.includes(from), from);
    await route.fulfill({ response: answer, body: text.replaceAll(from, to) });
  });

test("a browser that cannot parse the script shows the fallback and an error", async (given) => {
  await given.page.addInitScript(() => addEventListener("error", ({ message }) => (globalThis.__said = message)));
  await renamed(given.page, "||=", "|||=");
  await goTo(given);
  await fallbackComes(given, true);
  assert.equal(given.visitor.thrown.splice(0).length, 1);
  assert.match(await given.page.evaluate(() => globalThis.__said), /SyntaxError/);
});
