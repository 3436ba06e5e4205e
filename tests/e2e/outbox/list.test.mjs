// The form and its list show the true state of a waiting message, even if another tab changes it, and nothing the
// visitor does loses it or sends it twice.
import assert from "node:assert/strict";

import { content, hangUp, json } from "../support/answers.mjs";
import { outboxList, down, inV2, online, queueMessage, untilRecords, outboxRecords } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { holdRequests } from "../support/visitor.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

const EMPTY = { username: "", email_address: "", subject: "", body: "" };

const untilPhase = (page, phase) =>
  until(
    async () => (await outboxRecords(page))[0]?.phase === phase,
    `it is ${phase}`,
    async () => (await outboxRecords(page)).map(({ json, ...ticket }) => ticket),
  );
const press = (widget, name) => outboxList(widget).getByRole("button", { name }).click();
const alert = (widget) => widget.host.locator("[part~=alert]").innerText();
const always = (answer, times = 20) => Array.from({ length: times }, () => answer);
const created = (url) => json(200, { event: "support_ticket_url", id: "x", url });

/** Queues a message, which the server goes on refusing, and opens the form of the reloaded page. */
async function queueAndComeBack({ visitor, widget, visit, answers, ...rest }) {
  const url = await visit();
  await queueMessage({ widget, answers, ...rest });
  answers.give(...always(down()));
  await visitor.goTo(url);
  await widget.openForm();
}

/** Opens another tab of the same visitor. */
async function openTab(visitor, url) {
  const page = await visitor.context.newPage();
  await page.goto(url);
  return { page, widget: new Widget(page, page.locator("support-ticket-widget").first()) };
}

for (const [name, attributes, first, later, phase, words] of [
  [
    "refused",
    () => ({}),
    down(),
    json(400, { error: "subject is odd" }),
    "Returned",
    /It wasn’t accepted.*“subject is odd”/,
  ],
  ["in doubt", inV2, content(429, "text/plain", ""), down(), "Asking", /It may already have arrived/],
])
  test(`a retry that ends ${name} is shown at once instead of the promise to send`, async (given) => {
    const { visitor, widget, page, visit, answers } = given;
    await visit({ attributes: attributes(answers) });
    await queueMessage({ ...given, answer: first });
    answers.give(later);
    await online(page);
    await untilPhase(page, phase);

    await until(
      async () => words.test(await outboxList(widget).innerText()),
      "the visitor is told",
      () => outboxList(widget).innerText(),
    );
    assert.doesNotMatch(await alert(widget), /will be sent/);
    assert.deepEqual(await widget.values(), EMPTY, "the text is in one place");
    await visitor.takeScreenshot(`outbox handed back ${phase}`);
    await press(widget, "Edit");
    assert.deepEqual(await widget.values(), GOOD);
  });

test("a message sent by another tab is shown with its address and cannot be resent", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  answers.give(created("https://help.example/7"));
  await openTab(visitor, url);
  await untilRecords(page, 0);

  assert.equal(await widget.address(), "https://help.example/7");
  assert.equal(answers.requests.length, 2);
});

test("in v2 an uncertain message that another tab sent leaves this form, too", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit({ attributes: inV2(answers) });
  answers.give(hangUp, json(200, { url: "https://help.example/8" }));
  await widget.writeAndSend();
  await widget.untilSaid(/may already have arrived/);
  const other = await openTab(visitor, url);
  await other.widget.openForm();
  await press(other.widget, "Send now");
  await untilRecords(page, 0);

  await until(async () => (await widget.values()).body === "", "the text is a ticket's now");
  assert.equal(await outboxList(widget).locator("a").getAttribute("href"), "https://help.example/8");
});

test("a message deleted in another tab is not called saved; its text stays", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  answers.give(...always(down()));
  const other = await openTab(visitor, url);
  await other.widget.openForm();
  await press(other.widget, "Delete");
  await untilRecords(page, 0);

  await until(
    async () => !/will be sent/.test(await widget.said()),
    "the message disappears",
    () => widget.said(),
  );
  assert.deepEqual(await widget.values(), GOOD);
});

test("what two tabs wrote is sent from each, and none is lost", async (given) => {
  const { visitor, widget, page, visit, answers, endpoint } = given;
  const url = await visit();
  answers.give(...always(hangUp));
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "text of tab one" });
  await until(
    () => page.evaluate(() => JSON.stringify({ ...localStorage }).includes("text of tab one")),
    "the draft is kept",
  );
  const other = await openTab(visitor, url);
  await other.widget.openForm();
  await other.widget.fill(GOOD);
  await page.bringToFront();
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await other.page.bringToFront();
  await other.widget.fill({ body: "quite another text of tab two" });
  await other.widget.send();
  await other.widget.untilSaid(/send it automatically/);
  await untilRecords(page, 2);

  answers.reset();
  await until(async () => (await online(page), (await outboxRecords(page)).length === 0), "both are sent");
  const bodies = (await endpoint.tickets()).map(({ body }) => body).filter((body) => /tab (one|two)/.test(body));
  assert.deepEqual(bodies.sort(), ["quite another text of tab two", "text of tab one"]);
});

test("a waiting message is not overwritten by another form under the same id", async (given) => {
  const { visitor, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  const [{ id }] = await outboxRecords(page);
  answers.give(...always(down()));
  const { widget } = await openTab(visitor, url);
  await widget.openForm();
  await outboxList(widget).locator("li").waitFor();
  await widget.host.evaluate((host, id) => host.prefill({ id }), id);
  await widget.fill({ ...GOOD, body: "another text" });
  await widget.send();
  await widget.untilSaid(/send it automatically/);

  assert.deepEqual(
    (await outboxRecords(page)).map(({ json }) => JSON.parse(json).body).sort(),
    ["another text", GOOD.body].sort(),
  );
});

test("Discard removes a waiting message, too; Undo restores it as one message", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queueMessage(given);
  await widget.reopen();
  const row = widget.host.locator("[part~=kept]");
  await row.getByRole("button", { name: "Discard" }).click();
  await untilRecords(page, 0);
  assert.equal(await outboxList(widget).isVisible(), false);
  await row.getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();

  await online(page);
  assert.equal(new Set(answers.tickets().map(({ id }) => id)).size, 1);
});

test("editing a message keeps its subject, its error and its page", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit({ path: "/where-it-broke" });
  await page.evaluate(() => document.querySelector("support-ticket-widget").showError(new Error("boom 42")));
  await widget.untilOpen();
  await widget.untilExtras();
  answers.give(down(), down());
  await widget.fill(GOOD);
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await visit({ path: "/elsewhere" });
  await widget.openForm();
  await press(widget, "Edit");
  await until(
    () => page.evaluate(() => JSON.stringify({ ...localStorage }).includes("support-ticket-draft ")),
    "it is a draft",
  );
  assert.equal((await outboxRecords(page)).length, 0);
  await visitor.goTo(page.url());
  await widget.openForm();
  await until(async () => (await widget.values()).body === GOOD.body, "and is back after a reload");
  const shown = await widget.host.evaluate(async (host) => {
    host.shadowRoot.querySelector("[data-late=details]").click();
    while (!host.shadowRoot.querySelector("[part~=json]")?.textContent) await new Promise(requestAnimationFrame);
    return host.shadowRoot.querySelector("[part~=json]").textContent;
  });
  answers.reset();
  await widget.send();
  await widget.address();

  const [{ info, location, type, id, tags }] = answers.tickets();
  assert.equal(info.error.message, "boom 42");
  assert.equal(location, new URL(url).pathname);
  assert.match(shown, /boom 42/, "what will be sent shows it");
  assert.ok(id && !type && tags.includes("type:problem"));

  await widget.another.click();
  await widget.fill({ ...GOOD, body: "another matter" });
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[1].info.error, undefined, "the next message is about something else");
  assert.equal(answers.tickets()[1].location, "/elsewhere");
});

test("editing a message puts it below the text in the form, with its subject", async (given) => {
  const { widget, page } = given;
  await queueAndComeBack(given);
  await widget.fill({ subject: "another subject", body: "another text" });
  await press(widget, "Edit");

  const { subject, body } = await widget.values();
  assert.deepEqual([subject, body], ["another subject", `another text\n\n${GOOD.subject}\n\n${GOOD.body}`]);
  await untilRecords(page, 0);
});

test("editing keeps a message whose words occur in another text by chance", async (given) => {
  const { widget, page } = given;
  await queueAndComeBack({ ...given, ticket: { ...GOOD, subject: "printer", body: "no" } });
  await widget.fill({ subject: "printer", body: "I do not know" });
  await press(widget, "Edit");

  assert.equal((await widget.values()).body, "I do not know\n\nno");
  await untilRecords(page, 0);
});

test("editing a message whose text was continued makes one message of both", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queueMessage(given);
  const more = `${GOOD.body}, and again today`;
  await widget.fill({ body: more });
  await press(widget, "Edit");

  const { subject, body } = await widget.values();
  assert.deepEqual([subject, body], [GOOD.subject, more], "no text is there twice");
  await untilRecords(page, 0);
  answers.reset();
  await widget.send();
  await widget.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [more],
  );
});

test("editing one message leaves another, waiting in the form, to be sent", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queueMessage({ ...given, ticket: { ...GOOD, subject: "the first" } });
  answers.give(...always(down()));
  await widget.fill({ subject: "the second" });
  await outboxList(widget).locator("li").waitFor();
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await press(widget, "Edit");

  assert.equal((await widget.values()).subject, "the first");
  assert.equal((await widget.values()).body, GOOD.body);
  const left = await outboxRecords(page);
  assert.deepEqual(
    left.map(({ json }) => JSON.parse(json).subject),
    ["the second"],
  );
});

test("a message stays in the outbox until its edited text can be stored", async (given) => {
  const { widget, page, answers } = given;
  await queueAndComeBack(given);
  await outboxList(widget).locator("li").waitFor();
  await page.evaluate(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      if (globalThis.__isFull && /draft/.test(key)) throw new DOMException("full", "QuotaExceededError");
      return setItem.call(this, key, value);
    };
    globalThis.__isFull = true;
  });
  await press(widget, "Edit");
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal((await outboxRecords(page)).length, 1);
  await page.evaluate(() => (globalThis.__isFull = false));
  await widget.field("body").fill("changed");
  await untilRecords(page, 0);
  assert.match(await page.evaluate(() => JSON.stringify({ ...localStorage })), /changed/);

  answers.reset();
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets().at(-1).body, "changed");
});

for (const [name, attributes, ticket, change, changed] of [
  [
    "accepting a suggestion",
    {},
    { ...GOOD, email_address: "jo@gmial.com" },
    (widget) => widget.host.locator("[part~=meant]").getByRole("button").click(),
    (tickets) => tickets.map(({ email_address }) => email_address).sort(),
  ],
  [
    "removing a tag",
    { tags: "gmail.com,gmial.com" },
    GOOD,
    (widget) => widget.host.locator("[part~=chip]").last().click(),
    (tickets) => tickets.map(({ tags }) => (tags.length > 1 ? "jo@gmial.com" : "jo@gmail.com")).sort(),
  ],
])
  test(`${name} after a message waits makes a second message, and both are shown`, async (given) => {
    const { widget, page, visit, answers } = given;
    await visit({ attributes });
    await queueMessage({ ...given, ticket });
    await change(widget);
    await outboxList(widget).locator("li").waitFor();
    assert.doesNotMatch(await alert(widget), /will be sent/);
    await online(page);
    await untilRecords(page, 0);
    await until(
      async () => /has been sent/.test(await outboxList(widget).innerText()),
      "it is said that the first was sent",
    );
    await widget.send();
    await widget.address();
    assert.deepEqual(changed(answers.tickets().slice(1)), ["jo@gmail.com", "jo@gmial.com"]);
  });

test("a message from before the sign-in is listed for whoever signed in", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queueMessage(given);
  answers.give(json(400, { error: "subject is odd" }));
  await page.goto("about:blank");
  await visit({ attributes: { "account-id": "291f43c1-deae-431c-b763-712307fa6859" } });
  await untilPhase(page, "Returned");
  await widget.host.locator("[part~=mark]").waitFor();
  await widget.openForm();
  await outboxList(widget).locator("li").waitFor();
  await press(widget, "Edit");
  assert.deepEqual(await widget.values(), GOOD);
});

test("a message waiting in the form stays there at sign-in, and is sent", async (given) => {
  const { widget, page, visit } = given;
  await visit();
  await queueMessage(given);
  await widget.host.evaluate((host) => host.setAttribute("account-id", "291f43c1-deae-431c-b763-712307fa6859"));
  await online(page);
  await widget.address();
  await untilRecords(page, 0);
});

test("a message with no known owner is shown to nobody and sent without a token", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit({ attributes: { identity: "an-opaque-token-of-alice" } });
  await queueMessage({ ...given, ticket: { ...GOOD, subject: "alice's secret" } });
  answers.give(down());
  await online(page);
  await until(() => answers.requests.length === 2, "it is tried again");
  assert.equal(
    answers.requests[1].headers.authorization,
    "Bearer an-opaque-token-of-alice",
    "with her token while she is signed in",
  );
  await page.goto("about:blank");
  answers.give(down());
  await visit({ attributes: { identity: "an-opaque-token-of-bob" } });
  await until(() => answers.requests.length === 3, "it is tried again");
  assert.equal(answers.requests[2].headers.authorization, undefined);
  await widget.openForm();
  await widget.untilExtras();
  await until(async () => (await outboxRecords(page))[0]?.phase === "Waiting", "it waits");
  assert.equal(await outboxList(widget).isVisible(), false);
  assert.equal(await widget.host.locator("[part~=mark]").count(), 0);
});

test("a similar storage key of the page's own does not load the outbox", async ({ visitor, page, visit }) => {
  const url = await visit();
  await page.evaluate(() => localStorage.setItem("my outbox list", "1"));
  await visitor.goTo(url);
  await until(() => visitor.requested(/support-ticket-early\.js/).length, "the loader has looked");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(visitor.requested(/support-ticket-(outbox|form)/), []);
});

test("a message sent before the extras load is followed, too", async (given) => {
  const { widget, page, visit, answers } = given;
  const release = await holdRequests(page, /support-ticket-extras\.js/);
  await visit();
  await queueMessage(given);
  answers.give(json(400, { error: "subject is odd" }));
  release();
  await widget.untilExtras();
  await online(page);
  await untilPhase(page, "Returned");
  await until(
    async () => /“subject is odd”/.test(await outboxList(widget).innerText()),
    "the visitor is told",
    () => outboxList(widget).innerText(),
  );
  assert.deepEqual(await widget.values(), EMPTY);
});
