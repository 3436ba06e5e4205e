// The soak as a test: few tickets, in both browsers side by side, with one fixed seed and one random one.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { failures, summary } from "./report.mjs";
import { run } from "./run.mjs";
import { NAMES } from "../e2e/support/webdriver.mjs";

/** Two tickets per fault in each run; one of the faults is a kill -9. */
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
