// The browser that the tests and the bench drive: the system's Chromium, without a display, talking to nobody.
import { chromium } from "playwright-core";

import { chromium as executable } from "./places.mjs";

/** Starts Chromium. */
export function launch(options = {}) {
  return chromium.launch({
    executablePath: executable(),
    headless: true,
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
  });
}
