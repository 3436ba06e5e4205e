// The package's React component, on a server and in a page.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

import { BUNDLES } from "../support/client.mjs";
import { startFolder } from "../support/folder.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const HERE = join(dirname(fileURLToPath(import.meta.url)), "react");
let out, folder, html;

const bundle = (options) =>
  build({
    bundle: true,
    outdir: out,
    jsx: "automatic",
    alias: { "support-ticket-widget/react": join(BUNDLES, "dist/react.js") },
    // A development build, which has all of React's warnings.
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
    ...options,
  });
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stw-react-"));
  await bundle({ entryPoints: [join(HERE, "server.jsx")], platform: "node", outExtension: { ".js": ".cjs" } });
  await bundle({ entryPoints: [join(HERE, "browser.jsx")], format: "esm", splitting: true });
  ({ html } = (await import(pathToFileURL(join(out, "server.cjs")).href)).default);
  folder = await startFolder(out);
});
afterAll(async () => {
  await folder.stop();
  await rm(out, { recursive: true });
});

async function visitPage({ page, visitor, site, answers }, isAlive = true) {
  const path = site.page(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title>
    <div id="app" data-endpoint="${answers.create}">${html(answers.create)}</div>
    <script type="module" src="${folder.url}/browser.js"></script></html>`);
  await (isAlive ? visitor.goTo(site.origin + path) : page.goto(site.origin + path));
}

const eventLog = (page) => page.locator("output").innerText();

test("a server renders the tag, its attributes, and the children as the fallback", {
  javaScriptEnabled: false,
}, async (given) => {
  const { page, widget, answers } = given;
  await visitPage(given, false);

  const attributes = await page
    .locator("support-ticket-widget")
    .evaluate((tag) => Object.fromEntries([...tag.attributes].map(({ name, value }) => [name, value])));
  assert.deepEqual(attributes, {
    endpoint: answers.create,
    username: "Ann",
    "email-address": "ann@example.com",
    class: "help",
    "data-place": "footer",
  });
  assert.equal(await page.locator("#fallback").isVisible(), true);
  assert.equal(await widget.button.count(), 0);
});

test("in the page the element gets its properties and listeners", async (given) => {
  const { page, widget, answers } = given;
  await visitPage(given);
  await widget.openForm();
  assert.equal(await widget.dialog.locator("[part~=title]").innerText(), "Ask us, Ann");
  assert.equal(await widget.field("username").inputValue(), "Ann");
  await widget.fill({ subject: GOOD.subject, body: GOOD.body });
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].info.build, 4711);
  await until(
    async () => (await eventLog(page)) === "ticket-open as Ann, ticket-created as Ann",
    "both listeners ran",
    () => eventLog(page),
  );
});

test("changed props reach the element, and listeners see the newest state", async (given) => {
  const { page, widget } = given;
  await visitPage(given);
  await page.locator("#rename").dispatchEvent("click");
  await page.locator("#open").dispatchEvent("click");
  await widget.untilOpen();

  assert.equal(await widget.dialog.locator("[part~=title]").innerText(), "Ask us, Bob");
  assert.equal(await widget.field("username").inputValue(), "Bob");
  await widget.close();
  await until(
    async () => (await eventLog(page)) === "ticket-open as Bob, ticket-close as Bob",
    "both listeners ran",
    () => eventLog(page),
  );
  // The visitor closed it; the same state opens it again.
  await page.locator("#open").dispatchEvent("click");
  await widget.untilOpen();
});

test("the ref is the element, and an unmounted component gets no event", async (given) => {
  const { page, widget } = given;
  await visitPage(given);
  await page.evaluate(() => (window.removed = document.querySelector("support-ticket-widget")));
  await page.locator("#show").dispatchEvent("click");
  await widget.untilOpen();
  await page.locator("#remove").dispatchEvent("click");
  await until(() => page.evaluate(() => !window.removed.isConnected), "it is gone");

  const before = await eventLog(page);
  await page.evaluate(() => window.removed.dispatchEvent(new CustomEvent("ticket-created", { detail: {} })));
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  assert.equal(await eventLog(page), before);
});
