// Every state of the form keeps nobody out, as far as axe can tell by all its rules: light, dark, from right to left,
// in long words, on a phone, in forced colours. Each is photographed into target/e2e for a person to look at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { CERTAIN, VARIANTS, walk } from "../support/states.mjs";
import { test } from "../support/test.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const [variant, options, parts] of VARIANTS)
  test(`${variant}: axe finds no violation in any state`, options, async (all) => {
    const found = [];
    const seen = await walk(all, parts, async (state) => {
      await all.visitor.photograph(`everyone-${state}-${variant}`.replaceAll(" ", "-"));
      found.push(...(await violations(all.page)).map((violation) => `${state}: ${violation}`));
    });

    assert.deepEqual(found, []);
    assert.deepEqual(
      CERTAIN.filter((state) => !seen.includes(state)),
      [],
    );
  });

/** What breaks any of axe's rules but those of level AAA and those that are tried out. */
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
