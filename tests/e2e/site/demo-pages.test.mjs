// The pages of www/site/demo as the endpoint serves them: each is accessible, shows its real HTML, and does what it
// promises. It must not test the widget beyond that.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const FOLDER = join(ROOT, "www/site/demo");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".html"));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A scheme of colours and a width: each of them once. */
const SCREENS = [
  { colorScheme: "light", width: 1100, height: 800 },
  { colorScheme: "dark", width: 360, height: 640 },
];

/** What each page says that it does. */
const PROMISES = {
  async "types.html"({ visitor, widget, sent }) {
    await widget.openForm();
    await widget.field("type").selectOption("problem");
    assert.equal(await widget.host.locator("textarea:visible").count(), 3);
    await sendBy(widget, { body: "I did", body_2: "It broke" });
    assert.match(sent[0].body, /^## .*\n\nI did\n\n## .*\n\nIt broke$/);
    await widget.closeButton.click();

    const other = visitor.widgetAt(1);
    await other.openForm();
    await other.field("email_address").fill(GOOD.email_address);
    await other.send();
    assert.match(await other.errorOf("body"), /\[which one\?\]/);
    await other.field("body").fill("Please install xyz");
    await other.send();
    await other.address();
  },

  async "prefill.html"({ widget, page }) {
    const subject = () => widget.field("subject").inputValue();
    await page.locator("#property").click();
    await widget.untilOpen();
    assert.equal(await subject(), "The export is slow");
    assert.equal(await widget.field("email_address").inputValue(), "jo@example.com");
    await page.locator("#call").click();
    await until(() => widget.field("body").inputValue(), "prefill() filled in the text");
    await page.locator("main button[data-support-ticket]").click();
    await until(async () => (await subject()) === "The chart is empty", "the opener filled in the subject");
    await widget.field("subject").fill("mine");
    await page.locator("#property").click();
    assert.equal(await subject(), "mine");
    await page.locator("main a[href^='?']").click();
    await widget.button.click();
    await widget.untilOpen();
    await until(async () => (await subject()) === "mine", "the draft is the visitor's");
    await widget.host.getByRole("button", { name: "Discard" }).click();
    await until(async () => (await subject()) === "The printer is on fire", "the link filled in the subject");
    assert.equal(await widget.field("type").inputValue(), "task");
    assert.equal(await widget.field("body").inputValue(), "", "the page did not name the text");
  },

  async "errors.html"({ widget, page, sent }) {
    await page.locator("#draw").click();
    await page.locator("#report").click();
    await widget.untilOpen();
    assert.equal(await widget.field("type").inputValue(), "problem");
    await sendBy(widget);
    const { name, message, stack } = sent[0].info.error;
    assert.equal(name, "TypeError");
    assert.match(message, /length/);
    assert.match(stack, /draw/);
  },

  async "tags.html"({ widget, page, sent }) {
    await widget.openForm();
    await widget.host.getByRole("button", { name: /plotting/ }).click();
    await widget.host.locator("#tag").fill("python");
    await page.keyboard.press("Enter");
    await sendBy(widget);
    assert.deepEqual(sent[0].tags, ["member", "python"]);
  },

  async "sent-along.html"({ widget, page, sent }) {
    await page.locator("main a[href^='?']").click();
    await widget.openForm();
    assert.equal(await widget.host.locator("[data-late=details]").isVisible(), true);
    await sendBy(widget);
    const [{ location, info, account_id }] = sent;
    assert.equal(location, "/demo/sent-along.html?project=42&token=***#results");
    assert.equal(info.session_token, "***");
    const shown = JSON.parse(await page.locator("#ticket").innerText());
    assert.deepEqual(shown, JSON.parse(JSON.stringify({ location, account_id, info })));
  },

  async "drafts.html"({ visitor, page }) {
    const forms = () => page.locator("support-ticket-widget").evaluateAll((all) => all.map((host) => host.drafts));
    assert.deepEqual((await forms()).toSorted(), ["", "none", "session"]);
    const all = (await forms()).map((drafts, at) => [drafts, visitor.widgetAt(at)]);
    const inTurn = async (body) => {
      for (const [drafts, widget] of all) {
        const isInline = drafts === "none";
        if (isInline) await widget.host.scrollIntoViewIfNeeded();
        else await widget.openForm();
        await body(drafts, widget.field("body"));
        if (!isInline) await widget.closeButton.click();
      }
    };
    await inTurn((drafts, body) => body.fill(`text of ${drafts || "local"}`));
    await page.locator("main a[href='drafts.html']").click();
    await inTurn(async (drafts, body) => {
      const expected = { "": "text of local", session: "text of session", none: "" }[drafts];
      await body.waitFor();
      await until(async () => (await body.inputValue()) === expected, `drafts="${drafts}" has "${expected}"`);
    });
    const kept = await page.evaluate(() => [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store })));
    assert.match(kept[0], /text of local/);
    assert.match(kept[1], /text of session/);
    assert.doesNotMatch(kept.join(), /text of none/);
  },

  async "outbox.html"({ visitor, widget, page, endpoint }) {
    await widget.openForm();
    await until(() => widget.host.locator("[part~=kept]").count(), "what comes after the form is there");
    await widget.fill({ ...GOOD, subject: "Sent without a connection" });
    await visitor.context.setOffline(true);
    await widget.send();
    await widget.untilSaid(/saved.*send it automatically/s);
    await until(async () => /ticket-queued/.test(await page.locator("#heard").innerText()), "the page was told");
    await visitor.context.setOffline(false);
    const address = await widget.address();
    await until(async () => (await page.locator("#heard").innerText()).includes(address), "the page has the address");
    const made = (await endpoint.tickets()).filter(({ subject }) => subject === "Sent without a connection");
    assert.equal(made.length, 1);
  },

  async "plain-form.html"({ widget, page }) {
    assert.equal(await page.locator("form.plain").isVisible(), false, "the button has taken its place");
    await widget.button.click();
    const { username, ...needed } = GOOD;
    for (const [name, text] of Object.entries(needed)) await widget.dialog.locator(`[name=${name}]`).fill(text);
    await widget.dialog.locator("button[type=submit]").click();
    await widget.address();
  },

  async "tickets.html"({ widget, page }) {
    await widget.openForm();
    assert.equal(await widget.host.locator("[data-late=tickets]").count(), 1);
    await sendBy(widget, { subject: "to be found again" });
    const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
    await until(async () => /to be found again/.test(await kept()), "the ticket is remembered", kept);
  },

  async "v2.html"({ widget, sent }) {
    await widget.openForm();
    await sendBy(widget);
    assert.equal(sent[0].options.subject, GOOD.subject);
  },

  async "languages.html"({ widget, page }) {
    const title = widget.host.locator("[part~=title]");
    const select = page.locator("#language");
    assert.equal(await select.locator("option").count(), 30);
    await widget.openForm();
    await widget.field("body").fill("stays");
    const tags = await select.locator("option").evaluateAll((all) => all.map(({ value }) => value));
    for (const tag of tags) {
      await select.selectOption(tag);
      const { title: expected } = JSON.parse(readFileSync(join(ROOT, `www/widget/locales/${tag}.json`), "utf8"));
      await until(
        async () => (await title.innerText()) === expected,
        `the form speaks ${tag}`,
        () => title.innerText(),
      );
    }
    await page.locator("#own").check();
    await until(async () => (await title.innerText()) === "Ask the workshop", "the page's words are there");
    assert.equal(await widget.field("body").inputValue(), "stays");
  },

  async "looks.html"({ widget, page }) {
    await widget.openForm();
    const looks = () =>
      widget.dialog.evaluate((dialog) => {
        const { backgroundColor, borderTopLeftRadius } = getComputedStyle(dialog);
        return `${backgroundColor} ${borderTopLeftRadius}`;
      });
    const light = await looks();
    await page.getByLabel("Dark", { exact: true }).check();
    const dark = await looks();
    assert.notEqual(dark, light);
    await page.getByLabel("As the page").check();
    assert.equal(await looks(), light);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await looks(), dark);
    await page.getByLabel("Round and violet").check();
    assert.match(await looks(), / 24px$/);
    await page.getByLabel("Square and close").check();
    assert.match(await looks(), / 0px$/);
    for (const [theme, name] of [
      ["Light", "Round and violet"],
      ["Dark", "Round and violet"],
      ["Dark", "Square and close"],
    ]) {
      await page.getByLabel(theme, { exact: true }).check();
      await page.getByLabel(name).check();
      assert.deepEqual(await barriers(page), [], `${name}, ${theme}`);
    }
  },

  async "inline.html"({ widget }) {
    assert.equal(await widget.button.isVisible(), false);
    await sendBy(widget);
  },

  async "modals.html"({ widget, page, sent }) {
    assert.equal(await widget.host.evaluate((host) => host.overModals), true);
    await page.locator("#open").click();
    await page.locator("dialog [data-support-ticket]").click();
    await widget.untilOpen();
    await page.keyboard.press("Escape");
    await widget.untilClosed();
    assert.equal(await page.locator("#rename").evaluate((dialog) => dialog.open), true);
    await page.locator("dialog [data-support-ticket]").click();
    await widget.untilOpen();
    await sendBy(widget, { subject: "Renaming a file" });
    assert.equal(sent[0].subject, "Renaming a file");
  },

  async "right-to-left.html"({ widget }) {
    await widget.openForm();
    const { title } = JSON.parse(readFileSync(join(ROOT, "www/widget/locales/ar.json"), "utf8"));
    assert.equal(await widget.host.locator("[part~=title]").innerText(), title);
    assert.equal(await widget.dialog.evaluate((dialog) => getComputedStyle(dialog).direction), "rtl");
    await sendBy(widget);
  },

  async "single-page-app.html"({ widget, page, sent }) {
    await widget.openForm();
    await widget.fill(GOOD);
    await page.evaluate(() => (document.body.isFirst = true));
    await page.locator("nav").getByText("Files").click();
    assert.equal(await page.evaluate(() => document.body.isFirst), undefined, "the body is another");
    assert.equal(await page.locator("#view h2").innerText(), "Files");
    assert.deepEqual(await widget.values(), GOOD);
    assert.equal(await widget.submit.isVisible(), true, "the form stayed open");
    await widget.send();
    await widget.address();
    assert.equal(sent[0].location, "/demo/single-page-app.html?view=files");
    await page.goBack();
    await until(async () => (await page.locator("#view h2").innerText()) === "Notes", "the page before is back");
  },

  async "index.html"({ page, widget }) {
    const names = await page.locator(".pages a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.deepEqual(names.toSorted(), NAMES.filter((name) => name !== "index.html").toSorted());
    await widget.openForm();
  },
};

for (const name of NAMES) {
  test(`the demo page ${name} is accessible and does what it promises`, async ({ visitor, widget, page, endpoint }) => {
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.postDataJSON()));
    await visitor.goTo(`${endpoint.url}/demo/${name}`);
    assert.deepEqual(await foreignLines(page), [], "the code that the page shows is its own");
    for (const { colorScheme, width, height } of SCREENS) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await until(() => page.evaluate(isAtRest), "no form is on its way");
      assert.deepEqual(await barriers(page), [], `${colorScheme}, ${width} px`);
      assert.equal(await scrollsSideways(page), false, `at ${width} px the page scrolls sideways`);
    }

    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
    await PROMISES[name]({ visitor, widget, page, sent, endpoint });
    assert.deepEqual(await visitor.violations(), []);
  });
}

test("without JavaScript, the plain form sends a ticket and leads to its page", {
  javaScriptEnabled: false,
}, async (given) => {
  const { page, endpoint } = given;
  await page.goto(`${endpoint.url}/demo/plain-form.html`);
  for (const [name, text] of Object.entries({ ...GOOD, subject: "Plainly" }))
    await page.locator(`[name=${name}]`).fill(text);
  await page.getByRole("button", { name: "Send" }).click();

  await page.waitForURL(/\/requests\//);
  assert.match(await page.locator("body").innerText(), /Plainly/);
});

test("the first page leads to the demo pages", async ({ visitor, page, endpoint }) => {
  await visitor.goTo(`${endpoint.url}/`);
  await page.locator("main a[href='demo/']").click();
  await page.waitForURL(`${endpoint.url}/demo/`);
  assert.equal(await page.locator("h1").innerText(), "What the help button does");
});

/** Fills in what a ticket needs and the page did not, and sends it. */
async function sendBy(widget, more = {}) {
  const { username, ...needed } = GOOD;
  await widget.fill({ ...needed, ...more });
  await widget.send();
  await widget.address();
}

/** Lines of the code that the page shows which stand neither in itself nor in its scripts and stylesheets. */
async function foreignLines(page) {
  const ownFiles = (elements) =>
    elements.map(({ src, href }) => src ?? href).filter((url) => !url.includes("/widget/"));
  const files = await page.locator("script[src], link[rel=stylesheet]").evaluateAll(ownFiles);
  const own = new Set();
  for (const file of [page.url(), ...files]) {
    const text = await (await page.request.get(file)).text();
    for (const line of text.split("\n")) own.add(line.trim());
  }
  const shown = (await page.locator("pre code:not([id])").allInnerTexts()).join("\n").split("\n");
  return shown.filter((line) => !own.has(line.trim()));
}

/** Whether no widget is fetching its form, which one in the page's flow does once it comes into view. */
async function isAtRest() {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const widgets = [...document.querySelectorAll("support-ticket-widget")];
  return widgets.every((host) => !host.shadowRoot.querySelector(".loading"));
}

function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

/** What axe finds. */
async function barriers(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values } });
    return violations.map(
      ({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ target }) => target.flat().join(" ")).join(" | ")}`,
    );
  }, STANDARDS);
}
