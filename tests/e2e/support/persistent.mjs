// A browser with its own profile folder, for settings and extensions.
import { chromium } from "playwright-core";

import { chromium as executable } from "./paths.mjs";

/** Starts Chromium with this profile; `extension` is the folder of an extension to load. */
export function launchPersistent(folder, { extension, args = [] } = {}) {
  const loads = extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : [];
  return chromium.launchPersistentContext(folder, {
    executablePath: executable(),
    headless: true,
    ignoreDefaultArgs: extension ? ["--disable-extensions"] : [],
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...loads, ...args],
  });
}
