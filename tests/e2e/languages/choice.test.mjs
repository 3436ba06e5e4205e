// Which language the visitor gets: the button at once, the form with one more file, and the page's own texts over ours.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/paths.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

const FOLDER = join(ROOT, "www/widget/locales");
const TEXTS = /\/locales\//;
const texts = (tag) => JSON.parse(readFileSync(join(FOLDER, `${tag}.json`), "utf8"));
const TAGS = readdirSync(FOLDER).map((name) => name.replace(".json", ""));

const title = ({ host }) => host.locator("[part~=title]").innerText();
const word = async ({ button }) => (await button.innerText()).trim();
const untilTitled = (widget, text) =>
  until(
    async () => (await title(widget)) === text,
    `the title is ${text}`,
    () => title(widget),
  );

test("each language shows its label on the button at once, then its texts", async ({
  visitor,
  page,
  widget,
  visit,
}) => {
  assert.ok(TAGS.length >= 30, TAGS.join(" "));
  const words = {};
  for (const tag of TAGS) {
    await visit({ lang: tag });
    words[tag] = await word(widget);
    assert.deepEqual(visitor.requested(TEXTS), [], "nothing is fetched for the button");
    await widget.openForm();
    assert.equal(await title(widget), texts(tag).title, tag);
    const file = new RegExp(`/locales/${tag}\\.txt$`);
    assert.equal(visitor.requested(file).length, tag === "en" ? 0 : 1, tag);
    const atOnce = visitor.requested(TEXTS).filter((url) => !/\.late\.txt$|keys\.late/.test(url));
    assert.equal(atOnce.length, tag === "en" ? 0 : 1, tag);
    // Requests of this page must not count as the next page's.
    await page.goto("about:blank");
    visitor.requests.length = 0;
  }
  // The labels differ, except for languages that share one.
  assert.equal(words.de, "Hilfe");
  assert.equal(words.ja, "ヘルプ");
  assert.equal(words.vi, "Trợ\u00a0giúp");
  assert.equal(Object.values(words).filter((text) => text === "Help").length, 2, JSON.stringify(words));
});

for (const [tag, expected] of [
  ["de-AT", "de"],
  ["DE-at", "de"],
  ["de_DE", "de"],
  ["zh_Hant_TW", "zh-Hant"],
  ["pt-BR", "pt"],
  ["pt-pt", "pt-PT"],
  ["pt-AO", "pt"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-Hant-HK", "zh-Hant"],
  ["zh-Hans-HK", "zh"],
  ["zh-SG", "zh"],
  ["nb", "no"],
  ["nn-NO", "no"],
  ["no", "no"],
  ["en-GB", "en"],
  ["xx", "en"],
  ["fil", "en"],
  ["undefined", "en"],
  ["(no tag", "en"],
])
  test(`a page in ${tag} shows the form in ${expected}`, { locale: "fr-FR" }, async ({ widget, visit }) => {
    await visit({ lang: tag });
    await widget.openForm();

    assert.equal(await title(widget), texts(expected).title);
  });

test("without a page language, the visitor's first available language is used", async ({ page, widget, visit }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "languages", { value: ["gsw", "tlh", "nn-NO", "de"] }),
  );
  await visit({ lang: "" });
  assert.equal(await word(widget), "Hjelp");
  await widget.openForm();

  assert.equal(await title(widget), texts("no").title);
});

test("the nearest lang counts: the element's own, then up through shadow hosts", async ({ page, widget, visit }) => {
  await visit({ lang: "fr", after: "<div id=outer lang=it></div>" });
  assert.equal(await word(widget), "Aide");
  await page.evaluate(() => {
    const host = document.querySelector("#outer").attachShadow({ mode: "open" });
    host.append(document.querySelector("support-ticket-widget"));
  });
  assert.equal(await word(widget), "Aiuto");
  await widget.host.evaluate((host) => (host.lang = "es"));

  assert.equal(await word(widget), "Ayuda");
});

test("changing the language of an open form keeps what was typed", async ({ widget, visit }) => {
  await visit({ lang: "en" });
  await widget.openForm();
  await widget.fill({ subject: "Grüße" });
  await widget.host.evaluate((host) => (host.lang = "de"));
  await untilTitled(widget, texts("de").title);

  assert.equal(await widget.field("subject").inputValue(), "Grüße");
  assert.equal(await widget.dialog.getAttribute("lang"), "de");
});

test("changing the language updates what is open and keeps the focus", async ({ widget, page, visit }) => {
  await visit({ lang: "en", attributes: { type: "problem" } });
  await widget.openForm();
  const part = (name) => widget.host.locator(`[part~=${name}]`);
  await widget.host.locator("[data-late=details]").click();
  await part("details").locator("summary").click();
  const browser = widget.host.getByRole("switch", { name: texts("en").details_browser, exact: true });
  await browser.focus();
  await page.keyboard.press("Space");
  const before = await part("detail").count();
  await widget.host.evaluate((host) => (host.lang = "ar"));
  await until(
    async () => (await part("detail-name").first().textContent()) === texts("ar").details_location,
    "the rows are in Arabic",
  );

  const { details_intro, details_json, details_browser, details_no } = texts("ar");
  const said = await part("details").innerText();
  for (const text of [details_intro, details_json, details_browser, details_no])
    assert.ok(said.includes(text), `${text} in ${said}`);
  const there = widget.host.getByRole("switch", { name: details_browser, exact: true });
  assert.equal(await there.evaluate((node) => node.getRootNode().activeElement === node), true);
  assert.equal(await there.isChecked(), false);
  assert.equal(await part("json").isVisible(), true, "the JSON is still open");
  assert.equal(await part("detail").count(), before);
  assert.equal(await widget.host.locator("[data-late=details]").getAttribute("aria-expanded"), "true");
  // The page's own texts also apply at once.
  await page.evaluate(() => (document.querySelector("support-ticket-widget").texts = { details_location: "Ort" }));
  await until(
    async () => (await part("detail-name").first().textContent()) === "Ort",
    "the rows are in the page's words",
  );
});

test("changing the language updates an open list of tickets", async ({ widget, visit }) => {
  await visit({ lang: "en" });
  await widget.writeAndSend();
  await widget.address();
  await widget.host.locator("[data-late=tickets]").click();
  const part = (name) => widget.host.locator(`[part~=${name}]`);
  await part("ticket-link").focus();
  await widget.host.evaluate((host) => (host.lang = "de"));
  await until(async () => (await part("back").textContent()) === texts("de").tickets_back, "the list is in German");

  const said = await part("tickets").innerText();
  const { my_tickets, tickets_here, tickets_clear, tickets_when } = texts("de");
  for (const text of [my_tickets, tickets_here, tickets_clear, tickets_when.split("{")[0].trim()])
    assert.ok(said.includes(text), `${text} in ${said}`);
  assert.match(await part("ticket-when").textContent(), /\d\d?\.\d\d?\.\d{4}/);
  assert.equal(await part("ticket-link").evaluate((node) => node.getRootNode().activeElement === node), true);
  await part("clear").click();
  assert.equal(await part("tickets").locator("[role=status]").textContent(), texts("de").tickets_none);
  await widget.host.evaluate((host) => (host.lang = "fr"));
  await until(
    async () => (await part("tickets").locator("[role=status]").textContent()) === texts("fr").tickets_none,
    "the list is in French",
  );
  await part("back").click();

  assert.equal(await widget.another.isVisible(), true);
});

test("a changed page language applies at the next opening", async ({ page, widget, visit }) => {
  await visit({ lang: "en" });
  await widget.openForm();
  await widget.closeButton.click();
  await page.evaluate(() => (document.documentElement.lang = "ar"));
  await widget.openForm();
  await untilTitled(widget, texts("ar").title);

  assert.equal(await widget.dialog.getAttribute("dir"), "rtl");
});

test("a language file lost once to a bad network is fetched again", async ({ page, widget, visit }) => {
  await page.route(/\/locales\/de\.txt/, (route) => route.abort(), { times: 1 });
  await visit({ lang: "de" });
  await widget.openForm();

  assert.equal(await title(widget), texts("de").title);
});

test("a language that cannot be fetched falls back to English with one console line", async ({
  visitor,
  page,
  widget,
  visit,
}) => {
  await page.route(/\/locales\/de\.txt/, (route) => route.fulfill({ status: 404, body: "no" }));
  await visit({ lang: "de" });
  await widget.openForm();
  await widget.closeButton.click();
  await widget.openForm();

  assert.equal(await title(widget), texts("en").title);
  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  assert.match(visitor.complaints[0], /^support-ticket-widget.* de /);
  visitor.complaints.length = 0;
});

for (const lang of ["en", "de"])
  test(`the page's own texts replace ours, in ${lang}`, async ({ page, widget, visit }) => {
    await visit({ lang });
    await widget.host.evaluate((host) => (host.texts = { title: "Frag uns", no_such_key: "x", send: null }));
    await widget.openForm();
    assert.equal(await title(widget), "Frag uns");
    assert.match(await widget.submit.innerText(), new RegExp(texts(lang).send));
    await page.evaluate(() => (document.querySelector("support-ticket-widget").texts = { title: "Was ist los?" }));
    await untilTitled(widget, "Was ist los?");
    await widget.host.evaluate((host) => (host.texts = undefined));

    await untilTitled(widget, texts(lang).title);
  });

test("the page may set its own plural forms", async ({ widget, visit }) => {
  await visit({ lang: "en" });
  await widget.host.evaluate(
    (host) => (host.texts = { subject_too_long: { one: "{n} at most", other: "No more than {n}" } }),
  );
  await widget.openForm();
  await widget.fill({ subject: "x".repeat(5000) });
  await widget.field("body").focus();

  await until(
    async () => /^No more than/.test(await widget.errorOf("subject")),
    "the page's words",
    () => widget.errorOf("subject"),
  );
});
