// Nothing typed is lost: what was written is there again after a reload, a closed page or a closed form, until it is
// sent or thrown away; and nobody else gets to see it.
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
const untilKept = (page, text) =>
  until(async () => (await drafts(page)).some(([, draft]) => draft.includes(text)), `${text} is kept`);
const kept = (widget) => widget.host.locator("[part~=kept]");

/** Writes something into the open form, waits until it is kept, and comes to the page anew. */
async function writeAndComeBack({ visitor, widget, page, url, ticket = GOOD }) {
  if (!(await widget.holdsFocus())) await widget.openForm();
  await widget.fill(ticket);
  await untilKept(page, ticket.body);
  await visitor.goTo(url);
  await widget.openForm();
}

test("what was typed is there again after a reload, with its type and boxes", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const url = await visit();
  await widget.openForm();
  await widget.field("type").selectOption("problem");
  await widget.field("body_2").fill("It stood still.");
  await writeAndComeBack({ visitor, widget, page, url });

  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal(await widget.field("type").inputValue(), "problem");
  assert.equal(await widget.field("body_2").inputValue(), "It stood still.");
  assert.match(await kept(widget).innerText(), /Your text from last time is still here\.\s+Discard/);
});

test("what was typed last is kept when the page is hidden at once", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await until(async () => kept(widget).count(), "drafts are ready");
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

test("neither Escape nor a click outside throws anything away", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await page.keyboard.press("Escape");
  await widget.untilClosed();
  await page.mouse.click(5, 5);
  await widget.openForm();

  assert.deepEqual(await widget.values(), GOOD);
  assert.match(await kept(widget).innerText(), /Discard/);
});

test("a draft is thrown away by Discard, and had back by Undo", async ({ visitor, widget, page, visit }) => {
  const url = await visit({ attributes: { subject: "the page's" } });
  await writeAndComeBack({ visitor, widget, page, url });
  await kept(widget).getByRole("button", { name: "Discard" }).click();

  assert.deepEqual(await widget.values(), { username: "", email_address: "", subject: "the page's", body: "" });
  assert.deepEqual(await drafts(page), []);
  assert.match(await kept(widget).innerText(), /Discarded\./);
  await kept(widget).getByRole("button", { name: "Undo" }).click();

  assert.deepEqual(await widget.values(), GOOD);
  assert.equal((await drafts(page)).length, 1);
});

test("once the ticket is there, no draft is", async ({ visitor, widget, page, answers, visit }) => {
  const url = await visit();
  await writeAndComeBack({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.send();
  await widget.address();

  await until(async () => (await drafts(page)).length === 0, "no draft is kept");
  await visitor.goTo(url);
  await widget.openForm();
  assert.equal(await widget.field("body").inputValue(), "");
  assert.equal(answers.tickets().length, 1);
});

test("a ticket whose answer was lost goes on under the same id: no second one, and no draft of it", async ({
  visitor,
  widget,
  page,
  answers,
  endpoint,
  visit,
}) => {
  const { lostOnTheWayBack } = await import("../support/answers.mjs");
  const url = await visit();
  answers.give(lostOnTheWayBack);
  await widget.openForm();
  const mine = { ...GOOD, subject: "once, please" };
  await widget.fill(mine);
  await untilKept(page, mine.subject);
  await widget.send();
  await widget.untilSaid(/can’t be reached/);
  await visitor.goTo(url);
  await until(() => answers.requests.length === 2, "it is sent again");
  await until(async () => (await drafts(page)).length === 0, "it is no draft any more");
  await widget.openForm();
  assert.equal(await widget.field("body").inputValue(), "");

  const tickets = (await endpoint.tickets()).filter(({ subject }) => subject === "once, please");
  assert.equal(tickets.length, 1);
});

test("another account does not see it, and the first finds it again", async ({ visitor, widget, page, visit }) => {
  const [one, other] = ["291f43c1-deae-431c-b763-712307fa6859", "abd649bf-ea2d-4952-b925-e44c6903945e"];
  const url = await visit({ attributes: { "account-id": one } });
  await writeAndComeBack({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), other);

  await until(async () => (await widget.field("body").inputValue()) === "", "the other sees nothing");
  assert.equal(await widget.field("email_address").inputValue(), "");
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), one);
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the first finds it again");
});

test("what was written as somebody is theirs: another account gets the form empty, and loses nothing of its own", async ({
  widget,
  page,
  visit,
}) => {
  const [one, other] = ["291f43c1-deae-431c-b763-712307fa6859", "abd649bf-ea2d-4952-b925-e44c6903945e"];
  const become = (id) => widget.host.evaluate((host, id) => host.setAttribute("account-id", id), id);
  const untilBody = (text) =>
    until(async () => (await widget.field("body").inputValue()) === text, `the text is “${text}”`);
  await visit({ attributes: { "account-id": other } });
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "the other's" });
  await untilKept(page, "the other's");
  await become(one);
  await untilBody("");
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);

  await become(other);
  await untilBody("the other's");
  assert.equal((await drafts(page)).length, 2);
  await become(one);
  await untilBody(GOOD.body);
});

test("the page learns while somebody writes who they are: their text stays, and is kept as theirs", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const account = "291f43c1-deae-431c-b763-712307fa6859";
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  await widget.host.evaluate((host, id) => host.setAttribute("account-id", id), account);
  await until(async () => (await drafts(page)).some(([key]) => key.includes(account)), "it is kept as theirs");
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal((await drafts(page)).length, 1, "and not as nobody's");

  await visitor.goTo(await visit({ attributes: { "account-id": account } }));
  await widget.openForm();
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
});

test("what they had written before they were known stands below what they had written as themselves", async ({
  widget,
  page,
  visit,
}) => {
  const account = "291f43c1-deae-431c-b763-712307fa6859";
  await visit({ attributes: { "account-id": account } });
  await widget.openForm();
  await widget.fill({ ...GOOD, subject: "of yesterday" });
  await untilKept(page, "of yesterday");
  await visit();
  await widget.openForm();
  await until(async () => kept(widget).count(), "drafts are ready");
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

test("what one tab sends leaves what another tab has written", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  const other = await visitor.context.newPage();
  await other.goto(url);
  const theirs = new Widget(other, other.locator("support-ticket-widget"));
  await widget.openForm();
  await theirs.openForm();
  await until(async () => (await kept(widget).count()) && kept(theirs).count(), "drafts are ready");
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  await theirs.fill({ ...GOOD, body: "a long text of another tab" });
  await untilKept(page, "a long text of another tab");
  await page.bringToFront();
  await widget.send();
  await widget.address();
  await page.close();

  await other.goto(url);
  await theirs.openForm();
  await until(async () => (await theirs.field("body").inputValue()) === "a long text of another tab", "it is there");
});

test("a draft that another tab has sent unchanged is none any more", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  const other = await visitor.context.newPage();
  await other.goto(url);
  const theirs = new Widget(other, other.locator("support-ticket-widget"));
  await theirs.openForm();
  await until(async () => (await theirs.field("body").inputValue()) === GOOD.body, "the draft is there");
  await theirs.send();
  await theirs.address();
  await until(async () => (await drafts(other)).length === 0, "no draft is kept");
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
  await untilKept(page, GOOD.body);
  await first.closeButton.click();
  const second = visitor.widgetAt(1);
  await second.openForm();
  assert.equal(await second.field("body").inputValue(), "");
  await second.field("body").fill("another matter");
  await untilKept(page, "another matter");

  assert.equal((await drafts(page)).length, 2);
  await visitor.goTo(url);
  await visitor.widgetAt(0).openForm();
  await until(async () => (await first.field("body").inputValue()) === GOOD.body, "the first has its own");
});

test("a draft that is older than 24 hours is not given back", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  await page.evaluate(() => {
    for (const [key, text] of Object.entries(localStorage))
      localStorage[key] = JSON.stringify({ ...JSON.parse(text), at: Date.now() - 24 * 3_600_000 - 1 });
  });
  await visitor.goTo(url);
  await widget.openForm();
  await until(async () => kept(widget).count(), "drafts are ready");

  assert.equal(await widget.field("body").inputValue(), "");
});

test("a damaged draft is set aside and said, a newer version's is let be, and an odd one stops nothing", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  const url = await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  const [[key, text]] = await drafts(page);
  const visitWith = async (draft) => {
    // Where the form is not opened, nothing is written over it.
    await visitor.goTo(url);
    await page.evaluate(([key, draft]) => (localStorage[key] = draft), [key, draft]);
    await visitor.goTo(url);
    await widget.openForm();
    await until(async () => kept(widget).count(), "drafts are ready");
  };
  const { values, ...draft } = JSON.parse(text);
  assert.equal(draft.version, 1);
  await visitWith(JSON.stringify({ ...draft, values: { 'a"]': "x", ...values } }));
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "what it has else is back");

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

test("drafts=session keeps them as long as the tab, drafts=none not at all", async ({ widget, page, visit }) => {
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

test("nothing is stored before the visitor reaches for the button, nor by opening alone", async ({
  visitor,
  widget,
  visit,
}) => {
  await visit();
  const nothing = { cookies: [], local: [], session: [], databases: [], caches: [], workers: 0 };
  assert.deepEqual(await visitor.traces(), nothing);
  await widget.openForm();
  await until(async () => kept(widget).count(), "drafts are ready");
  assert.deepEqual(await visitor.traces(), nothing);
});

test("where nothing can be kept, the form works and says so once to the developer", async ({ page, widget, visit }) => {
  const said = [];
  page.on("console", (message) => message.type() === "info" && said.push(message.text()));
  await visit({
    head: `<script>Object.defineProperty(window, "localStorage", { get() { throw new Error("no storage") } })</script>`,
  });
  await widget.writeAndSend();
  await widget.address();

  assert.equal(said.filter((line) => line.includes("nothing can be kept")).length, 1);
});

test("after a look at the list of tickets, reset() throws the draft away all the same", async ({
  widget,
  page,
  visit,
}) => {
  await visit();
  await widget.writeAndSend();
  await widget.address();
  await widget.another.click();
  await widget.host.locator("[data-late=tickets]").click();
  await widget.host.locator("[part~=back]").click();
  await widget.fill(GOOD);
  await untilKept(page, GOOD.body);
  await widget.host.evaluate((host) => host.reset());

  assert.deepEqual(await drafts(page), []);
});

test("page's reset() throws the draft away, too", async ({ visitor, widget, page, visit }) => {
  const url = await visit();
  await writeAndComeBack({ visitor, widget, page, url });
  await until(async () => (await widget.field("body").inputValue()) === GOOD.body, "the draft is back");
  await widget.host.evaluate((host) => host.reset());

  assert.deepEqual(await drafts(page), []);
  assert.equal(await widget.field("body").inputValue(), "");
});
