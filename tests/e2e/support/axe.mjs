// Asks axe whether a page keeps anybody out, by WCAG 2.2 AA and best practice. It knows no test and no widget.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What it finds in the page, a line each. */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values } });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, any }) => `${target.flat().join(" ")} ${any.map(({ message }) => message).join("; ")}`).join(" | ")}`,
    );
  }, STANDARDS);
}
