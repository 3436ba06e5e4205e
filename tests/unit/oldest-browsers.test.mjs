// docs/browsers.md and the npm package's README name the oldest browsers. MDN's data says which versions have what the code uses.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import nodeTest from "node:test";

import { ROOT } from "../e2e/support/paths.mjs";

const data = createRequire(join(ROOT, "package.json"))("@mdn/browser-compat-data");

/** The required features, by their keys in MDN's data, and the code that uses them. */
const NEEDED = {
  "api.CSSStyleSheet.CSSStyleSheet": "new CSSStyleSheet()",
  "api.CustomElementRegistry.define": "customElements.define(",
  "api.Element.attachShadow": "attachShadow(",
  "api.Element.ariaHasPopup": ".ariaHasPopup",
  "api.Element.checkVisibility": ".checkVisibility(",
  "api.HTMLDialogElement.showModal": ".showModal()",
  "api.HTMLElement.showPopover": ".showPopover()",
  "api.ShadowRoot.adoptedStyleSheets": ".adoptedStyleSheets",
  "api.URL.canParse_static": "URL.canParse(",
  "css.selectors.modal": ":modal",
  "css.selectors.popover-open": ":popover-open",
  "css.types.color.color-mix": "color-mix(",
  "css.types.color.light-dark": "light-dark(",
  "css.types.length.viewport_percentage_units_dynamic": "100dvh",
  "javascript.builtins.Array.at": ".at(",
  "javascript.builtins.Object.fromEntries": "Object.fromEntries(",
  "javascript.operators.nullish_coalescing_assignment": "??=",
  "javascript.regular_expressions.lookbehind_assertion": "(?<=",
  "webassembly.api.compile_static": "WebAssembly.compile(",
  "webassembly.bulk-memory-operations": "--enable-bulk-memory",
  "webassembly.multi-value": "--enable-multivalue",
  "webassembly.non-trapping-float-to-int-conversions": "--enable-nontrapping-float-to-int",
  "webassembly.reference-types": "--enable-reference-types",
  "webassembly.sign-extension-operations": "--enable-sign-ext",
};

const code = ["www", "src", "xtask/src/dist"]
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((file) => join(ROOT, folder, file)))
  .filter((file) => /\.(js|rs|css)$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** The first version of a browser that supports a feature. */
function since(key, browser) {
  const { support } = key.split(".").reduce((at, name) => at[name], data).__compat;
  const [{ version_added: version }] = [support[browser]]
    .flat()
    .filter((one) => !one.flags && !one.prefix && !one.alternative_name);
  assert.match(version, /^[\d.]+$/, `${key} in ${browser}`);
  return Number(version);
}

nodeTest("the documented oldest browsers are the first that have all that the code uses", () => {
  for (const text of Object.values(NEEDED)) assert.ok(code.includes(text), `the code has no ${text} any more`);
  const oldest = (browser) => Math.max(...Object.keys(NEEDED).map((key) => since(key, browser)));
  const documented = readFileSync(join(ROOT, "docs/browsers.md"), "utf8");
  const named = (name) => Number(documented.match(new RegExp(`\\| ${name} \\| ([\\d.]+) \\|`))?.[1]);

  const found = Object.fromEntries(
    ["chrome", "edge", "firefox", "safari"].map((browser) => [browser, oldest(browser)]),
  );
  assert.deepEqual(found, {
    chrome: named("Chrome, Edge"),
    edge: named("Chrome, Edge"),
    firefox: named("Firefox"),
    safari: named("Safari"),
  });
  const npm = readFileSync(join(ROOT, "npm/README.md"), "utf8");
  const sentence = `Chrome and Edge ${found.chrome}, Firefox ${found.firefox}, Safari ${found.safari}.`;
  assert.ok(npm.includes(sentence), `npm/README.md says: ${sentence}`);
});
