// The browser that the tests and the bench drive: the system's own, without a display, talking to nobody. Which one it
// is says STW_BROWSER; all are spoken to by Playwright: Chromium in its own protocol, the others in WebDriver BiDi.
import { fileURLToPath } from "node:url";

import { chromium, firefox } from "playwright-core";

import { chromium as executable } from "./places.mjs";

/** What serves BiDi to Playwright, in a Firefox's place. */
const OVER_BIDI = {
  channel: "moz-firefox",
  executablePath: fileURLToPath(new URL("../../../tools/webkit-bidi/serve.mjs", import.meta.url)),
};

/** What Playwright's Chromium has too: no room for scroll bars, whose going moves a page, and no requests for icons. */
const PREFERENCES = { "ui.useOverlayScrollbars": 1, "browser.chrome.site_icons": false };

const BROWSERS = {
  chromium: (options) =>
    chromium.launch({
      executablePath: executable(),
      args: [
        "--no-sandbox", // as root, as in CI, Chromium has none
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

/** The engine that this run is for. */
export const ENGINE = process.env.STW_BROWSER ?? "chromium";
if (!(ENGINE in BROWSERS)) throw new Error(`STW_BROWSER is one of ${Object.keys(BROWSERS).join(", ")}, not ${ENGINE}`);

/** Starts the browser. */
export function launch(options = {}) {
  return BROWSERS[ENGINE]({ headless: true, ...options });
}
