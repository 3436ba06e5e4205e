// The browser that the tests and the benchmark drive: the system's own, headless, without background requests.
// STW_BROWSER chooses it. Playwright drives Chromium by its own protocol and the others over WebDriver BiDi.
import { fileURLToPath } from "node:url";

import { chromium, firefox } from "playwright-core";

import { chromium as executable } from "./paths.mjs";

/** Playwright starts this as if it were Firefox. */
const OVER_BIDI = {
  channel: "moz-firefox",
  executablePath: fileURLToPath(new URL("../../../tools/webkit-bidi/serve.mjs", import.meta.url)),
};

/**
 * Settings that Playwright's Chromium has too: overlay scroll bars, which do not move a page, and no favicon requests.
 */
const PREFERENCES = { "ui.useOverlayScrollbars": 1, "browser.chrome.site_icons": false };

const BROWSERS = {
  chromium: (options) =>
    chromium.launch({
      executablePath: executable(),
      args: [
        "--no-sandbox", // Chromium has no sandbox as root, as in CI
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
      ...options,
    }),
  firefox: (options) => firefox.launch({ ...OVER_BIDI, firefoxUserPrefs: PREFERENCES, ...options }),
  webkit: (options) => firefox.launch({ ...OVER_BIDI, ...options }),
};

/** The engine of this run. */
export const ENGINE = process.env.STW_BROWSER ?? "chromium";
if (!(ENGINE in BROWSERS)) throw new Error(`STW_BROWSER is one of ${Object.keys(BROWSERS).join(", ")}, not ${ENGINE}`);

/** Starts the browser. */
export function launch(options = {}) {
  return BROWSERS[ENGINE]({ headless: true, ...options });
}
