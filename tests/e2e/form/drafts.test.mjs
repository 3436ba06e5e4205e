// Typed text survives a reload, a closed page and a closed form until it is sent or discarded, and nobody else sees it.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

const DRAFT = /^support-ticket-draft /;

const drafts = (page) =>
  page.evaluate(
    (pattern) => Object.entries(localStorage).filter(([key]) => new RegExp(pattern).test(key)),
    DRAFT.source,
  );
const untilSaved = (page, text) =>
  until(async () => (await drafts(page)).some(([, draft]) => draft.includes(text)), `${text} is kept`);
const draftRow = (widget) => widget.host.locator("[part~=kept]");

/** Fills in the open form, waits until the draft is saved, and reloads the page. */
async function writeAndReload({ visitor, widget, page, url, ticket = GOOD }) {
  if (!(await widget.holdsFocus())) await widget.openForm();
  await widget.fill(ticket);
  await untilSaved(page, ticket.body);
  await visitor.goTo(url);
  await widget.openForm();
}

test("a draft survives a reload, with its type and boxes", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.field("type").selectOption("problem");
  await widget.field("body_2").fill("It stood still.");
  await writeAndReload({ visitor, widget, page, url });

  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal(await widget.field("type").inputValue(), "problem");
  assert.equal(await widget.field("body_2").inputValue(), "It stood still.");
  assert.match(await draftRow(widget).innerText(), /Your text from last time is still here\.\s+Discard/);
});

test("with a draft the cursor is in the first field that is empty", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill({ username: GOOD.username, email_address: GOOD.email_address });
  await untilSaved(page, GOOD.email_address);
  await visitor.goTo(url);
  await widget.openForm();

  await until(async () => (await widget.focused()) === "subject", "the cursor is in the subject");
});

test("the last keys are saved even if the page is hidden at once", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.untilExtras();
  await widget.field("body").fill("typed just now");
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  assert.match(JSON.stringify(await drafts(page)), /typed just now/);
  await visitor.goTo(url);
  await widget.openForm();
  await until(async () => (await widget.field("body").inputValue()) === "typed just now", "the draft is back");
});

test("neither Escape nor a click outside discards anything", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await page.keyboard.press("Escape");
  await widget.untilClosed();
  await page.mouse.click(5, 5);
  await widget.openForm();

  assert.deepEqual(await widget.values(), GOOD);
  assert.match(await draftRow(widget).innerText(), /Discard/);
});

test("Discard removes a draft, and Undo restores it", async ({ visitor, widget, page, visit }) => {
  const url = await visit({ attributes: { subject: "the page's" } });
  await writeAndReload({ visitor, widget, page, url });
  await draftRow(widget).getByRole("button", { name: "Discard" }).click();

  assert.deepEqual(await widget.values(), { username: "", email_address: "", subject: "the page's", body: "" });
  assert.deepEqual(await drafts(page), []);
  assert.match(await draftRow(widget).innerText(), /Discarded\./);
  await draftRow(widget).getByRole("button", { name: "Undo" }).click();

  assert.deepEqual(await widget.values(), GOOD);
  assert.equal((await drafts(page)).length, 1);
});

test("a sent ticket leaves no draft", async ({ visitor, widget, page, answers, visit }) => {
  const url = await visit();
  await writeAndReload({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.send();
  await widget.address();

  await until(async () => (await drafts(page)).length === 0, "no draft is kept");
  await visitor.goTo(url);
  await widget.openForm();
  assert.equal(await widget.field("body").inputValue(), "");
  assert.equal(answers.tickets().length, 1);
});

test("a ticket whose response was lost keeps its id, and leaves no draft", async ({
  visitor,
  widget,
  page,
  answers,
  endpoint,
  visit,
}) => {
  const { responseLost } = await import("../support/answers.mjs");
  const url = await visit();
  answers.give(responseLost);
  await widget.openForm();
  const mine = { ...GOOD, subject: "once, please" };
  await widget.fill(mine);
  await untilSaved(page, mine.subject);
  await widget.send();
  await widget.untilSaid(/can’t be reached/);
  await visitor.goTo(url);
  await until(() => answers.requests.length === 2, "it is sent again");
  await until(async () => (await drafts(page)).length === 0, "the draft is removed");
  await widget.openForm();
  assert.equal(await widget.field("body").inputValue(), "");

  const tickets = (await endpoint.tickets()).filter(({ subject }) => subject === "once, please");
  assert.equal(tickets.length, 1);
});

test("another account does not see a draft, and the first finds it again", async ({ visitor, widget, page, visit }) => {
  const [one, other] = ["291f43c1-deae-431c-b763-712307fa6859", "abd649bf-ea2d-4952-b925-e44c6903945e"];
  const url = await visit({ attributes: { "account-id": one } });
  await writeAndReload({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), other);

  await until(async () => (await widget.field("body").inputValue()) === "", "the other sees nothing");
  assert.equal(await widget.field("email_address").inputValue(), "");
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), one);
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the first finds it again");
});

test("switching accounts empties the form and keeps each account's draft", async ({ widget, page, visit }) => {
  const [one, other] = ["291f43c1-deae-431c-b763-712307fa6859", "abd649bf-ea2d-4952-b925-e44c6903945e"];
  const become = (id) => widget.host.evaluate((host, id) => host.setAttribute("account-id", id), id);
  const untilBody = (text) =>
    until(async () => (await widget.field("body").inputValue()) === text, `the text is “${text}”`);
  await visit({ attributes: { "account-id": other } });
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "the other's" });
  await untilSaved(page, "the other's");
  await become(one);
  await untilBody("");
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);

  await become(other);
  await untilBody("the other's");
  assert.equal((await drafts(page)).length, 2);
  await become(one);
  await untilBody(GOOD.body);
});

test("signing in while typing keeps the text and moves the draft to the account", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const account = "291f43c1-deae-431c-b763-712307fa6859";
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), account);
  await until(
    async () => (await drafts(page)).some(([key]) => key.includes(account)),
    "the draft belongs to the account",
  );
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal((await drafts(page)).length, 1, "the anonymous draft is gone");

  await visitor.goTo(await visit({ attributes: { "account-id": account } }));
  await widget.openForm();
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
});

test("on sign-in the account's own draft is appended below the anonymous one", async ({ widget, page, visit }) => {
  const account = "291f43c1-deae-431c-b763-712307fa6859";
  await visit({ attributes: { "account-id": account } });
  await widget.openForm();
  await widget.fill({ ...GOOD, subject: "of yesterday" });
  await untilSaved(page, "of yesterday");
  await visit();
  await widget.openForm();
  await widget.untilExtras();
  await widget.fill({ subject: "of today", body: "written today" });
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), account);

  const both = `written today\n\nof yesterday\n\n${GOOD.body}`;
  await until(
    async () => (await widget.field("body").inputValue()) === both,
    "both texts are there",
    () => widget.values(),
  );
  assert.equal(await widget.field("subject").inputValue(), "of today");
  assert.equal(await widget.field("username").inputValue(), GOOD.username);
});

test("sending in one tab keeps the text written in another", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  const other = await visitor.context.newPage();
  await other.goto(url);
  const theirs = new Widget(other, other.locator("support-ticket-widget"));
  await widget.openForm();
  await theirs.openForm();
  await until(async () => (await draftRow(widget).count()) && draftRow(theirs).count(), "drafts are ready");
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await theirs.fill({ ...GOOD, body: "a long text of another tab" });
  await untilSaved(page, "a long text of another tab");
  await page.bringToFront();
  await widget.send();
  await widget.address();
  await page.close();

  await other.goto(url);
  await theirs.openForm();
  await until(async () => (await theirs.field("body").inputValue()) === "a long text of another tab", "it is there");
});

/** Opens the page in another tab, and its form. */
async function inAnotherTab(visitor, url) {
  const page = await visitor.context.newPage();
  await page.goto(url);
  const widget = new Widget(page, page.locator("support-ticket-widget"));
  await widget.openForm();
  await widget.untilExtras();
  return { page, widget };
}

test("a new tab takes over the newest draft whose tab is gone, and no other", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "still written" });
  await untilSaved(page, "still written");
  for (const body of ["older", "newer"]) {
    const other = await inAnotherTab(visitor, url);
    await other.widget.fill({ ...GOOD, body });
    await untilSaved(page, body);
    if (body === "older") assert.equal((await drafts(page)).length, 2);
    await other.page.close();
    // The next tab would take it over.
    if (body === "older") await page.evaluate(hold);
  }
  await page.evaluate(() => globalThis.__release());
  const next = await inAnotherTab(visitor, url);
  await until(async () => (await next.widget.values()).body === "newer", "the newest is there");
  const last = await inAnotherTab(visitor, url);
  await until(async () => (await last.widget.values()).body === "older", "the other one comes next");
  const none = await inAnotherTab(visitor, url);

  assert.equal((await none.widget.values()).body, "");
  assert.equal((await widget.values()).body, "still written");
  assert.equal((await drafts(page)).length, 3);
});

/** Keeps the lock of the draft "older", as a tab would that is still there. */
function hold() {
  const [key] = Object.entries(localStorage).find(([, text]) => text.includes("older"));
  const lock = `support-ticket-draft-form ${key.slice(key.lastIndexOf("~") + 1)}`;
  return new Promise((done) => {
    navigator.locks.request(lock, () => {
      done();
      return new Promise((release) => (globalThis.__release = release));
    });
  });
}

test("a draft that was taken over is sent once and leaves nothing", async ({
  visitor,
  widget,
  page,
  answers,
  visit,
}) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  const other = await visitor.context.newPage();
  await page.close();
  await other.goto(url);
  const theirs = new Widget(other, other.locator("support-ticket-widget"));
  await theirs.openForm();
  await until(async () => (await theirs.field("body").inputValue()) === GOOD.body, "the draft is there");
  await theirs.send();
  await theirs.address();
  await until(async () => (await drafts(other)).length === 0, "no draft is kept");
  assert.equal(answers.tickets().length, 1);
});

test("two tabs keep their own text, also on a page without locks", async ({ visitor, widget, page, visit }) => {
  const withoutLocks = "<script>Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })</script>";
  for (const head of ["", withoutLocks]) {
    const url = await visit({ head });
    await page.evaluate(() => localStorage.clear());
    await visitor.goTo(url);
    await widget.openForm();
    await widget.untilExtras();
    const other = await inAnotherTab(visitor, url);
    await widget.fill({ ...GOOD, body: "in one" });
    await other.widget.fill({ ...GOOD, body: "in the other" });
    for (const text of ["in one", "in the other"]) await untilSaved(page, text);

    const texts = (await drafts(page)).map(([, text]) => JSON.parse(text).values.body);
    assert.deepEqual(texts.sort(), ["in one", "in the other"], head);
    await other.page.close();
  }
});

test("the Back button finds the page as it was, with its draft", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await visitor.goTo(await visit());
  const held = await page.evaluate(async () => (await navigator.locks.query()).held.map(({ name }) => name));
  assert.deepEqual(held, [], "a page that is left gives its lock back");
  await page.goBack();
  await until(async () => page.url() === url, "the page is back");
  if (!(await widget.host.evaluate((host) => host.open))) await widget.openForm();
  await until(async () => (await widget.values()).body === GOOD.body, "the text is there");
});

test("two widgets on a page never share a draft", async ({ visitor, page, visit }) => {
  const url = await visit({
    after: '<support-ticket-widget position="bottom-left" endpoint="/elsewhere"></support-ticket-widget>',
  });
  await page.evaluate(() => {
    const [one, two] = document.querySelectorAll("support-ticket-widget");
    two.setAttribute("endpoint", one.getAttribute("endpoint"));
  });
  const first = visitor.widgetAt(0);
  await first.openForm();
  await first.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await first.closeButton.click();
  const second = visitor.widgetAt(1);
  await second.openForm();
  assert.equal(await second.field("body").inputValue(), "");
  await second.field("body").fill("another matter");
  await untilSaved(page, "another matter");

  assert.equal((await drafts(page)).length, 2);
  await visitor.goTo(url);
  await visitor.widgetAt(0).openForm();
  await until(async () => (await first.field("body").inputValue()) === GOOD.body, "the first has its own");
});

test("a draft older than 24 hours is not restored", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await page.evaluate(() => {
    for (const [key, text] of Object.entries(localStorage))
      localStorage[key] = JSON.stringify({ ...JSON.parse(text), at: Date.now() - 24 * 3_600_000 - 1 });
  });
  await visitor.goTo(url);
  await widget.openForm();
  await widget.untilExtras();

  assert.equal(await widget.field("body").inputValue(), "");
});

test("a damaged draft is set aside, a newer version's is kept, an odd one is harmless", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  const [[key, text]] = await drafts(page);
  const visitWith = async (draft) => {
    // As long as the form is not opened, nothing overwrites it.
    await visitor.goTo(url);
    await page.evaluate(
      ([key, draft]) => {
        for (const other of Object.keys(localStorage)) if (other.includes("-draft ")) delete localStorage[other];
        localStorage[key] = draft;
      },
      [key, draft],
    );
    await visitor.goTo(url);
    await widget.openForm();
    await widget.untilExtras();
  };
  const { values, ...draft } = JSON.parse(text);
  assert.equal(draft.version, 1);
  await visitWith(JSON.stringify({ ...draft, values: { 'a"]': "x", ...values } }));
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the rest of the draft is back");

  await visitWith("{half");
  assert.equal(await widget.field("body").inputValue(), "");
  assert.equal(await page.evaluate((key) => localStorage[key], key.replace("-draft", "-damaged draft")), "{half");
  assert.equal(visitor.complaints.filter((text) => /is damaged/.test(text)).length, 1, visitor.complaints.join("\n"));
  visitor.complaints.length = 0;

  const newer = JSON.stringify({ version: 2, at: Date.now(), pages: [] });
  await visitWith(newer);
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.equal(await page.evaluate((key) => localStorage[key], key), newer);
});

test("drafts=session keeps drafts as long as the tab, drafts=none keeps none", async ({ widget, page, visit }) => {
  for (const [drafts, session] of [
    ["session", 1],
    ["none", 0],
  ]) {
    await visit({ attributes: { drafts } });
    await page.evaluate(() => sessionStorage.clear());
    await widget.openForm();
    await widget.fill(GOOD);
    await page.waitForTimeout(600);

    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
    assert.deepEqual(stored, [0, session], drafts);
  }
});

test("neither loading the page nor opening the form stores anything", async ({ visitor, widget, visit }) => {
  await visit();
  const nothing = { cookies: [], local: [], session: [], databases: [], caches: [], workers: 0 };
  assert.deepEqual(await visitor.traces(), nothing);
  await widget.openForm();
  await widget.untilExtras();
  assert.deepEqual(await visitor.traces(), nothing);
});

test("without storage the form works and tells the developer once", async ({ page, widget, visit }) => {
  const said = [];
  page.on("console", (message) => message.type() === "info" && said.push(message.text()));
  await visit({
    head: `<script>Object.defineProperty(window, "localStorage", { get() { throw new Error("no storage") } })</script>`,
  });
  await widget.writeAndSend();
  await widget.address();

  assert.equal(said.filter((line) => line.includes("nothing can be kept")).length, 1);
});

test("reset() discards the draft even after the ticket list was open", async ({ widget, page, visit }) => {
  await visit();
  await widget.writeAndSend();
  await widget.address();
  await widget.another.click();
  await widget.host.locator("[data-late=tickets]").click();
  await widget.host.locator("[part~=back]").click();
  await widget.fill(GOOD);
  await untilSaved(page, GOOD.body);
  await widget.host.evaluate((host) => host.reset());

  assert.deepEqual(await drafts(page), []);
});

test("the page's reset() discards the draft", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await writeAndReload({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.host.evaluate((host) => host.reset());

  assert.deepEqual(await drafts(page), []);
  assert.equal(await widget.field("body").inputValue(), "");
});
