// A page of a browser extension (Manifest V3), with the manifest of docs/host-pages.md: only 'wasm-unsafe-eval' is added.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startEndpoint } from "../support/endpoint.mjs";
import { launchPersistent } from "../support/persistent.mjs";
import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

/** The part of the manifest that the documentation has for extensions. */
async function documentedPolicy() {
  const document = await readFile(join(ROOT, "docs/host-pages.md"), "utf8");
  return JSON.parse(document.match(/```json\n(\{ "content_security_policy"[^]*?)```/)[1]);
}

/** The id that Chromium derives from an unpacked extension's path: sixteen bytes as letters from a to p. */
function idOf(folder) {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return hash.replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
}

test("the ticket arrives from a page of an extension", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stw-extension-")));
  const extension = join(folder, "extension");
  const origin = `chrome-extension://${idOf(extension)}`;
  const endpoint = await startEndpoint({ allowOrigins: [origin] });
  await mkdir(extension);
  await cp(join(ROOT, "target/widget/dist/widget"), join(extension, "widget"), { recursive: true });
  const manifest = { manifest_version: 3, name: "Notes", version: "1.0", ...(await documentedPolicy()) };
  await writeFile(join(extension, "manifest.json"), JSON.stringify(manifest));
  await writeFile(
    join(extension, "page.html"),
    `<!doctype html><html lang="en"><title>Notes</title><script type="module" src="widget/support-ticket-widget.js"></script>
    <support-ticket-widget endpoint="${endpoint.create}" lang="de"></support-ticket-widget>`,
  );
  const context = await launchPersistent(join(folder, "profile"), { extension });
  try {
    const page = await context.newPage();
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(String(error)));
    await page.goto(`${origin}/page.html`);
    const widget = new Widget(page, page.locator("support-ticket-widget"));
    await widget.writeAndSend();
    await widget.address();
    const [{ body }] = await endpoint.tickets();
    assert.equal(body, GOOD.body);
    assert.deepEqual(thrown, []);
  } finally {
    await context.close();
    await endpoint.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
