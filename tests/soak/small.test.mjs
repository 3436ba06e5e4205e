// The soak as a test: few tickets, in both browsers side by side, by a seed that stays and by one that nobody chose.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { failures, summary } from "./report.mjs";
import { run } from "./run.mjs";
import { NAMES } from "../e2e/support/webdriver.mjs";

/** Two for each fault in each run, of which one is a -9. */
const TICKETS = 24;
const SEEDS = [5, 1 + Math.floor(Math.random() * 999_999)];

describe("nothing is lost, and nothing exists twice", { concurrency: NAMES.length }, () => {
  for (const seed of SEEDS)
    for (const browser of NAMES)
      test(`${browser}, seed ${seed}`, async () => {
        const result = {
          browser,
          seed,
          tickets: TICKETS,
          dialect: "v1",
          ...(await run({ browser, seed, tickets: TICKETS })),
        };
        console.log(summary(result));
        assert.ok(result.kills > 0, "the endpoint was never killed");
        const wrong = failures(result);
        if (wrong) assert.fail(wrong);
      });
});
