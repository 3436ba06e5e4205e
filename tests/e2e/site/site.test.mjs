// The site's pages, served by the endpoint and from a folder of a static host: each is accessible, loads nothing from other
// hosts, and its links work. demo-pages.test.mjs tests the pages in www/site/demo.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { violations } from "../support/axe.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { startFolder } from "../support/folder.mjs";
import { ROOT } from "../support/paths.mjs";
import { statesServed, VARIANTS } from "../support/states.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const SCREENS = ["light", "dark"].flatMap((colorScheme) => [1280, 360].map((width) => ({ colorScheme, width })));
/** The folder that `cargo xtask site` makes, as it was built. */
const BUILT = join(ROOT, "target/widget/dist/site");
const pagesIn = async (folder) => (await readdir(folder)).filter((name) => name.endsWith(".html"));
const NAMES = [...(await pagesIn(BUILT)), ...(await pagesIn(join(BUILT, "docs"))).map((name) => `docs/${name}`)];
const DEMOS = (await readdir(join(ROOT, "www/site/demo"))).filter((name) => name.endsWith(".html"));

/** The same in a folder of a static host. */
let place, folder, HOSTED;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "stw-site-"));
  await cp(BUILT, join(place, "docs/help"), { recursive: true });
  await cp(join(ROOT, "target/widget/dist/widget"), join(place, "docs/help/widget"), { recursive: true });
  folder = await startFolder(place);
  HOSTED = `${folder.url}/docs/help/`;
});
afterAll(async () => {
  await folder.stop();
  await rm(place, { recursive: true });
});

for (const name of NAMES)
  test(`the page ${name} is accessible and loads nothing from elsewhere`, async ({ visitor, page, endpoint }) => {
    await page.goto(`${endpoint.url}/${name}`);
    for (const { colorScheme, width } of SCREENS) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], `${colorScheme}, ${width} px`);
      const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(overflows, false, `at ${width} px the page scrolls sideways`);
      await visitor.takeScreenshot(`site-${name.replace("/", "-")}-${width}-${colorScheme}`);
    }
    assert.match(await page.title(), /^.+ – support-ticket-widget$/);
    assert.equal(await page.locator(".side a[aria-current=page]").count(), 1, "its own link is marked");
    assert.deepEqual(await visitor.violations(), []);
    const foreign = visitor.requests.filter((url) => !url.startsWith(endpoint.url) && !url.startsWith("data:"));
    assert.deepEqual(foreign, []);
  });

test("in a folder of a static host, every link of every page works", async ({ page }) => {
  const todo = [HOSTED];
  const seen = new Map();
  const broken = [];
  const idsOf = async (address) => {
    if (!seen.has(address)) {
      const answer = await page.request.get(address);
      const isPage = /text\/html/.test(answer.headers()["content-type"]);
      const text = isPage && answer.ok() ? await answer.text() : "";
      seen.set(address, { ok: answer.ok(), ids: [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id), text });
      if (text) todo.push(address);
    }
    return seen.get(address);
  };
  await idsOf(HOSTED);
  for (let address; (address = todo.shift()); ) {
    const { text } = await idsOf(address);
    // What is shown as code has its signs escaped, and is no link.
    for (const [, link] of text.matchAll(/<[a-z][^>]*? (?:href|src)="([^"]+)"/g)) {
      const url = new URL(link.replaceAll("&amp;", "&"), address);
      if (url.protocol === "mailto:" || (url.protocol === "https:" && !url.href.startsWith(HOSTED))) continue;
      if (!url.href.startsWith(HOSTED)) broken.push(`${address}: ${link} leads out of the site`);
      const fragment = url.hash.slice(1);
      const bare = url.origin + url.pathname;
      const { ok, ids } = await idsOf(bare);
      // With a query, the fragment is the demo's own matter.
      const isThere = ok && (!fragment || url.search || ids.includes(fragment));
      if (!isThere) broken.push(`${address}: ${link}`);
    }
  }

  assert.deepEqual(broken, []);
  const pages = [...seen.keys()].map((address) => address.slice(HOSTED.length));
  const found = (name) => pages.includes(name.replace(/index\.html$/, ""));
  assert.deepEqual(
    [...NAMES, ...DEMOS.map((name) => `demo/${name}`)].filter((name) => !found(name)),
    [],
    "every page is linked",
  );
});

test("on a phone the list of pages opens from Menu, and Escape closes it", {
  viewport: { width: 360, height: 640 },
}, async ({ page, endpoint }) => {
  await page.goto(`${endpoint.url}/security.html`);
  const list = page.locator("#pages");
  assert.equal(await list.isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).click();
  assert.equal(await list.isVisible(), true);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await list.isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).click();
  await list.getByRole("link", { name: "Looks" }).click();
  await page.waitForURL(/theming\.html$/);
});

test("the pages work without JavaScript", { javaScriptEnabled: false }, async ({ page, endpoint }) => {
  await page.goto(`${endpoint.url}/`);
  assert.equal(await page.locator("main a[href='mailto:help@example.com']").isVisible(), true, "the fallback stands");
  await page.locator(".side").getByRole("link", { name: "Recipes" }).click();
  await page.waitForURL(/recipes\.html$/);
  assert.match(await page.locator("main").innerText(), /import "support-ticket-widget";/);
});

test("the copy button copies the code unchanged", async ({ visitor, widget, page, endpoint }) => {
  await visitor.goTo(`${endpoint.url}/`);
  await page.locator("ol .code button").last().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  await widget.openForm();
  await widget.field("body").focus();
  await page.keyboard.press("ControlOrMeta+v");
  const pasted = () => widget.field("body").inputValue();
  await until(pasted, "it is pasted");
  assert.equal(await pasted(), (await readFile(join(ROOT, "www/site/recipes/script-tag.html"), "utf8")).trimEnd());
});

test("the playground changes the button and shows its HTML and events", async ({ visitor, widget, page, endpoint }) => {
  await visitor.goTo(`${endpoint.url}/playground.html`);
  const code = page.locator("code.out");
  const choose = (name, value) => page.locator(`#${name}`).selectOption(value);
  await choose("theme", "dark");
  await choose("lang", "de");
  await page.locator("#label").fill('Fragen & "mehr"');
  await page.locator("#accent").fill("#6d28d9");
  await until(
    async () => (await widget.button.innerText()) === 'Fragen & "mehr"',
    "the label is the one that was chosen",
  );
  const shown = await code.innerText();
  assert.match(shown, /theme="dark"\n\s+lang="de"\n\s+label="Fragen &amp; &quot;mehr&quot;"/);
  assert.match(shown, /--support-ticket-accent: #6d28d9/);
  assert.equal(await widget.button.evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(109, 40, 217)");

  await widget.openForm();
  await widget.fill(GOOD);
  await choose("lang", "fr");
  await choose("types", " ");
  assert.match(await code.innerText(), /types=""/);
  assert.deepEqual(await widget.values(), GOOD, "what was typed stays");
  await widget.send();
  const address = await widget.address();
  const heard = page.locator("#heard");
  await until(
    async () => (await heard.innerText()).includes(address),
    "the events are told",
    () => heard.innerText(),
  );
  assert.match(await heard.innerText(), /ticket-created[\s\S]*ticket-submit[\s\S]*ticket-open/);

  await choose("position", "inline");
  await widget.field("subject").waitFor();
  assert.equal(await widget.button.isVisible(), false);
  await page.getByRole("button", { name: "Reset" }).click();
  await until(
    async () => !/theme|inline|accent/.test(await code.innerText()),
    "everything is reset",
    () => code.innerText(),
  );
  await until(() => widget.button.isVisible(), "the button is back");
});

test("on a static host the playground asks for the address of an endpoint", async ({ visitor, widget, page }) => {
  const endpoint = await startEndpoint({ allowOrigins: [folder.url] });
  try {
    await visitor.goTo(`${HOSTED}playground.html`);
    assert.ok((await page.locator("#attributes pre").innerText()).includes(`--allow-origin ${folder.url}`));
    const nowhere = page.locator("#nowhere");
    assert.equal(await nowhere.isVisible(), false);
    await widget.writeAndSend();
    await until(() => nowhere.isVisible(), "it says that nobody answers");

    await page.locator("#endpoint").fill(endpoint.create);
    await page.keyboard.press("Tab");
    // Another endpoint is another help desk, with a draft of its own.
    await until(async () => (await widget.field("body").inputValue()) === "", "the form is that of the endpoint");
    await widget.fill(GOOD);
    await widget.send();
    assert.ok((await widget.address()).startsWith(endpoint.url));
    await until(async () => !(await nowhere.isVisible()), "nobody has to be told any more");
  } finally {
    await endpoint.stop();
  }
});

test("the accessibility page has the tests' figures", async ({ page, endpoint }) => {
  await page.goto(`${endpoint.url}/accessibility.html`);
  const figure = async (id) => Number(await page.locator(`#${id}`).innerText());
  const states = (await statesServed(endpoint)).map(([name]) => name);
  const rules = createRequire(import.meta.url)("axe-core").getRules();
  const tried = rules.filter(({ tags }) => !tags.some((tag) => /^(wcag2aaa|experimental|deprecated)$/.test(tag)));

  assert.deepEqual(
    [await figure("states"), await figure("variants"), await figure("rules")],
    [states.length, VARIANTS.length, tried.length],
    "www/site/accessibility.html says what is checked",
  );
  const text = await page.locator("main table").innerText();
  for (const name of [...states, ...VARIANTS.map(([name]) => name)]) assert.ok(text.includes(name), name);
});
