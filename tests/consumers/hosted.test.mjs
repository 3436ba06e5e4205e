// The package's files without a bundler: a page of another origin loads them from a static host, with their hashes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { appendFile, cp, readFile } from "node:fs/promises";
import { join } from "node:path";

import { launch } from "../e2e/support/browser.mjs";
import { startEndpoint } from "../e2e/support/endpoint.mjs";
import { startFolder } from "../e2e/support/folder.mjs";
import { startHost } from "../e2e/support/host.mjs";
import { ROOT } from "../e2e/support/paths.mjs";
import { until } from "../e2e/support/until.mjs";
import { Visitor } from "../e2e/support/visitor.mjs";
import { DOCUMENTED, HERE, newFolder } from "./support/project.mjs";
import { restoresTheText, acceptsATicket } from "./support/promises.mjs";

/** The address of the files in the example pages. */
const STATIC = "https://static.example.com";
/**
 * The most bytes of scripts before the visitor reaches for the button: the loader alone, and everything in one file.
 */
const MOST = { static: 2_000, single: 120_000 };
/** Browsers support the header since 2025; older ones check only the import map. */
const POLICY = { "integrity-policy": "blocked-destinations=(script)" };

for (const name of ["static", "single"]) {
  describe(`the package's files without a bundler: ${name}`, () => {
    const given = { isOneFile: name === "single" };
    let folder, files, site, page;

    before(async () => {
      folder = await newFolder();
      const cdn = join(ROOT, "pkg/cdn");
      await cp(cdn, folder, { recursive: true });
      [files, site] = [await startFolder(folder), await startHost()];
      given.endpoint = await startEndpoint({ allowOrigins: [site.origin] });
      given.browser = await launch();
      page = await withHashes(await readFile(join(HERE, name, "index.html"), "utf8"));
      given.url = site.origin + site.page(page);
    });
    after(async () => {
      for (const { stop } of [files, site, given.endpoint]) await stop();
      await given.browser.close();
    });

    /** Replaces the placeholders as a developer would. */
    async function withHashes(page) {
      const hashes = JSON.parse(await readFile(join(folder, "integrity.json"), "utf8"));
      const filled = page
        .replaceAll(/(\/([\w.-]+)": )"sha384-…"/g, (_, before, file) => `${before}"${hashes[file]}"`)
        .replaceAll(/"sha384-…"(\s+src="[^"]*\/([\w.-]+)")/g, (_, after, file) => `"${hashes[file]}"${after}`)
        .replaceAll(STATIC, files.url)
        .replaceAll(DOCUMENTED, given.endpoint.url);
      assert.doesNotMatch(filled, /…|undefined/);
      return filled;
    }

    test("accepts a ticket and loads the form only when it is needed", (t) => acceptsATicket(given, t, MOST[name]));
    test("shows the page's language and restores the text after a crash", () => restoresTheText(given));

    test("runs no script whose hash differs from the one the page states", async () => {
      const [script] = given.isOneFile ? ["support-ticket-widget.single.js"] : ["support-ticket-form.js"];
      await appendFile(join(folder, script), "\nglobalThis.tampered = true;");
      const visitor = await Visitor.arrive(given.browser, {});
      try {
        await visitor.page.goto(site.origin + site.page(page, { headers: POLICY }));
        const { button } = visitor.widget;
        // A retry uses a URL with a query, for which the page stated no hash.
        if (!given.isOneFile) {
          for (const press of [1, 2, 3]) {
            await button.click();
            await until(
              () => visitor.complaints.filter((line) => /^support-ticket-widget/.test(line)).length >= press,
              "the console says why there is no form",
            );
          }
        }
        await visitor.page.getByRole("link", { name: "Help" }).waitFor();
        assert.equal(await visitor.page.evaluate(() => globalThis.tampered), undefined);
      } finally {
        await visitor.leave();
      }
    });
  });
}
