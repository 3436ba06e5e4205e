// How Playwright runs the end-to-end tests, tests/e2e/, in the engine that STW_BROWSER names. Each test is in one project:
// the short ones show most, and the measured ones get no neighbour. `cargo xtask test` chooses among them, after it has
// prepared what they need.
import { defineConfig } from "@playwright/test";

import { ENGINE } from "./tests/e2e/support/browser.mjs";

const files = (...names) => names.map((name) => `**/${name}.test.mjs`);

/** In Chromium, what `--quick` runs: a few files that go the whole way and have most of the extras in them. */
const SMOKE = files(
  "journey/visitor",
  "form/early",
  "form/drafts",
  "outbox/delivery",
  "form/details",
  "form/validation",
);

/**
 * What runs in the other engines each time: the whole way, and some of where engines differ (keys, policies, what is told
 * of a fault). `--all` has the others, too, which wait for more and take longer than they should on a busy machine.
 */
const IN_EVERY_ENGINE = files(
  "journey/visitor",
  "form/validation",
  "form/keyboard",
  "host-page/strict-csp",
  "form/crash",
  "form/early",
);

/** What measures times, in Chromium: another browser beside it would be measured, too. */
const MEASURED = files("host-page/responsiveness", "host-page/lighthouse");

/** What needs no page, and so no second engine. */
const WITHOUT_PAGE = files("package/client", "package/client-retries", "host-page/lighthouse");

const IN_CHROMIUM = [
  { name: "chromium-short", testMatch: SMOKE },
  { name: "chromium", testIgnore: [...SMOKE, ...MEASURED] },
  { name: "chromium-measured", testMatch: MEASURED, workers: 1 },
];
const inAnother = (engine) => [
  { name: `${engine}-short`, testMatch: IN_EVERY_ENGINE },
  { name: engine, testIgnore: [...IN_EVERY_ENGINE, ...WITHOUT_PAGE] },
];

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.test.mjs",
  projects: ENGINE === "chromium" ? IN_CHROMIUM : inAnother(ENGINE),
  outputDir: "target/playwright",
  reporter: [["list"], ["json", { outputFile: "target/playwright.json" }]],
  use: { screenshot: "only-on-failure" },
  workers: 2,
  // WebDriver's engines are slower.
  timeout: ENGINE === "chromium" ? 60_000 : 120_000,
  // Two browsers on two cores now and then starve a page for seconds, and a browser now and then hangs at its start. The
  // report names what passed only the second time.
  retries: 1,
  // So many are no accident: what is wrong is known by then.
  maxFailures: 20,
  forbidOnly: true,
});
