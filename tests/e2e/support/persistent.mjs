// A browser with a profile folder of its own, for what only a profile has: settings and extensions. It knows neither.
import { chromium } from "playwright-core";

import { chromium as executable } from "./places.mjs";

/** Starts Chromium on a folder; `extension` is the folder of one to load. */
export function launchPersistent(folder, { extension, args = [] } = {}) {
  const loads = extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : [];
  return chromium.launchPersistentContext(folder, {
    executablePath: executable(),
    headless: true,
    ignoreDefaultArgs: extension ? ["--disable-extensions"] : [],
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...loads, ...args],
  });
}
