// Runs axe on a page: WCAG 2.2 AA and best practices.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The violations on the page, one line each. */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values } });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id} (${help}): ${nodes.map(({ target, any }) => `${target.flat().join(" ")} ${any.map(({ message }) => message).join("; ")}`).join(" | ")}`,
    );
  }, STANDARDS);
}
