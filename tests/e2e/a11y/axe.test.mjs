// axe, with all its rules, finds no violation in any state of the form: light, dark, right to left, long words, phone,
// forced colours. Screenshots for a person to look at go to target/e2e.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { CERTAIN, VARIANTS, walkStates } from "../support/states.mjs";
import { test } from "../support/test.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const [variant, options, parts] of VARIANTS)
  test(`${variant}: axe finds no violation in any state`, options, async (all) => {
    const found = [];
    const seen = await walkStates(all, parts, async (state) => {
      await all.visitor.takeScreenshot(`everyone-${state}-${variant}`.replaceAll(" ", "-"));
      found.push(...(await violations(all.page)).map((violation) => `${state}: ${violation}`));
    });

    assert.deepEqual(found, []);
    assert.deepEqual(
      CERTAIN.filter((state) => !seen.includes(state)),
      [],
    );
  });

/** The violations of all axe rules except level AAA and experimental ones. */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis;
    const isLeftOut = (tag) => /^(wcag2aaa|experimental|deprecated)$/.test(tag);
    const rules = axe.getRules().filter(({ tags }) => !tags.some(isLeftOut));
    const { violations, passes } = await axe.run(document, {
      runOnly: { type: "rule", values: rules.map(({ ruleId }) => ruleId) },
    });
    if (!passes.length) throw new Error("axe has looked at nothing");
    const said = ({ target, any, all, none }) =>
      `${target.flat().join(" ")}: ${[...any, ...all, ...none].map(({ message }) => message).join("; ")}`;
    return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(said).join(" | ")}`);
  });
}
