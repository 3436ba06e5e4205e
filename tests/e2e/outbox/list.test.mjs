// What the form and its list say of a message that waits is so, whatever becomes of it, here or in another tab; and what the
// visitor does with it loses nothing and sends nothing twice.
import assert from "node:assert/strict";

import { content, hungUp, json } from "../support/answers.mjs";
import { box, down, inV2, online, queue, untilWaiting, waiting } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { heldBack } from "../support/visitor.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

const EMPTY = { username: "", email_address: "", subject: "", body: "" };

const untilPhase = (page, phase) =>
  until(
    async () => (await waiting(page))[0]?.phase === phase,
    `it is ${phase}`,
    async () => (await waiting(page)).map(({ json, ...ticket }) => ticket),
  );
const press = (widget, name) => box(widget).getByRole("button", { name }).click();
const alert = (widget) => widget.host.locator("[part~=alert]").innerText();
const always = (answer, times = 20) => Array.from({ length: times }, () => answer);
const created = (url) => json(200, { event: "support_ticket_url", id: "x", url });

/** Another tab of the same visitor. */
async function another(visitor, url) {
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
  test(`a later try that ends ${name} is said at once, and the form no longer says that it will be sent`, async (given) => {
    const { visitor, widget, page, visit, answers } = given;
    await visit({ attributes: attributes(answers) });
    await queue({ ...given, answer: first });
    answers.give(later);
    await online(page);
    await untilPhase(page, phase);

    await until(
      async () => words.test(await box(widget).innerText()),
      "the visitor is told",
      () => box(widget).innerText(),
    );
    assert.doesNotMatch(await alert(widget), /will be sent/);
    assert.deepEqual(await widget.values(), EMPTY, "the text is in one place");
    await visitor.photograph(`outbox handed back ${phase}`);
    await press(widget, "Edit");
    assert.deepEqual(await widget.values(), GOOD);
  });

test("what another tab has sent is said in this one, with its address, and cannot be sent again", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  answers.give(created("https://help.example/7"));
  await another(visitor, url);
  await untilWaiting(page, 0);

  assert.equal(await widget.address(), "https://help.example/7");
  assert.equal(answers.requests.length, 2);
});

test("in API v2, what was in doubt and another tab has sent leaves this form as well", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit({ attributes: inV2(answers) });
  answers.give(hungUp, json(200, { url: "https://help.example/8" }));
  await widget.writeAndSend();
  await widget.untilSaid(/may already have arrived/);
  const other = await another(visitor, url);
  await other.widget.openForm();
  await press(other.widget, "Send now");
  await untilWaiting(page, 0);

  await until(async () => (await widget.values()).body === "", "the text is a ticket's now");
  assert.equal(await box(widget).locator("a").getAttribute("href"), "https://help.example/8");
});

test("what another tab has deleted is no longer said to be kept; the text that stands here stays", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  answers.give(...always(down()));
  const other = await another(visitor, url);
  await other.widget.openForm();
  await press(other.widget, "Delete");
  await untilWaiting(page, 0);

  await until(
    async () => !/will be sent/.test(await widget.said()),
    "the words go",
    () => widget.said(),
  );
  assert.deepEqual(await widget.values(), GOOD);
});

test("a draft that two tabs have and change is sent from each, and none is lost", async (given) => {
  const { visitor, widget, page, visit, answers, endpoint } = given;
  const url = await visit();
  answers.give(...always(hungUp));
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "text of tab one" });
  await until(
    () => page.evaluate(() => JSON.stringify({ ...localStorage }).includes("text of tab one")),
    "the draft is kept",
  );
  const other = await another(visitor, url);
  await other.widget.openForm();
  await until(async () => (await other.widget.values()).body === "text of tab one", "it is there, too");
  await page.bringToFront();
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await other.page.bringToFront();
  await other.widget.fill({ body: "quite another text of tab two" });
  await other.widget.send();
  await other.widget.untilSaid(/send it automatically/);
  await untilWaiting(page, 2);

  answers.reset();
  await until(async () => (await online(page), (await waiting(page)).length === 0), "both are sent");
  const bodies = (await endpoint.tickets()).map(({ body }) => body).filter((body) => /tab (one|two)/.test(body));
  assert.deepEqual(bodies.sort(), ["quite another text of tab two", "text of tab one"]);
});

test("what waits under an id is not written over by another form that goes on under the same", async (given) => {
  const { visitor, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  const [{ id }] = await waiting(page);
  answers.give(...always(down()));
  const { widget } = await another(visitor, url);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  await widget.host.evaluate((host, id) => host.prefill({ id }), id);
  await widget.fill({ ...GOOD, body: "another text" });
  await widget.send();
  await widget.untilSaid(/send it automatically/);

  assert.deepEqual(
    (await waiting(page)).map(({ json }) => JSON.parse(json).body).sort(),
    ["another text", GOOD.body].sort(),
  );
});

test("Discard throws away what waits, too; after Undo it is one message still", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queue(given);
  await widget.closeButton.click();
  await widget.untilClosed();
  await widget.openForm();
  const row = widget.host.locator("[part~=kept]");
  await row.getByRole("button", { name: "Discard" }).click();
  await untilWaiting(page, 0);
  assert.equal(await box(widget).isVisible(), false);
  await row.getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();

  await online(page);
  assert.equal(new Set(answers.tickets().map(({ id }) => id)).size, 1);
});

test("Change it loses neither the subject, nor the error and the page that it was about", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit({ path: "/where-it-broke" });
  await page.evaluate(() => document.querySelector("support-ticket-widget").showError(new Error("boom 42")));
  await widget.untilOpen();
  await until(() => widget.host.locator("[part~=kept]").count(), "the extras are there");
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
  assert.equal((await waiting(page)).length, 0);
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

test("Change it puts a message below what is written already, with its subject", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  answers.give(...always(down()));
  await visitor.goTo(url);
  await widget.openForm();
  await widget.fill({ subject: "another subject", body: "another text" });
  await press(widget, "Edit");

  const { subject, body } = await widget.values();
  assert.deepEqual([subject, body], ["another subject", `another text\n\n${GOOD.subject}\n\n${GOOD.body}`]);
  await untilWaiting(page, 0);
});

test("Change it keeps a message whose words stand in another text by chance", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue({ ...given, ticket: { ...GOOD, subject: "printer", body: "no" } });
  answers.give(...always(down()));
  await visitor.goTo(url);
  await widget.openForm();
  await widget.fill({ subject: "printer", body: "I do not know" });
  await press(widget, "Edit");

  assert.equal((await widget.values()).body, "I do not know\n\nno");
  await untilWaiting(page, 0);
});

test("Change it on a text that was written on since it waits makes one message of the two", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queue(given);
  const more = `${GOOD.body}, and again today`;
  await widget.fill({ body: more });
  await press(widget, "Edit");

  const { subject, body } = await widget.values();
  assert.deepEqual([subject, body], [GOOD.subject, more], "nothing stands there twice");
  await untilWaiting(page, 0);
  answers.reset();
  await widget.send();
  await widget.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [more],
  );
});

test("Change it beside a message that waits in the form leaves that one to be sent", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queue({ ...given, ticket: { ...GOOD, subject: "the first" } });
  answers.give(...always(down()));
  await widget.fill({ subject: "the second" });
  await box(widget).locator("li").waitFor();
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await press(widget, "Edit");

  assert.equal((await widget.values()).subject, "the first");
  assert.equal((await widget.values()).body, GOOD.body);
  const left = await waiting(page);
  assert.deepEqual(
    left.map(({ json }) => JSON.parse(json).subject),
    ["the second"],
  );
});

test("where the changed text cannot be kept, the message stays where it was until it can", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  answers.give(...always(down()));
  await visitor.goTo(url);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
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
  assert.equal((await waiting(page)).length, 1);
  await page.evaluate(() => (globalThis.__isFull = false));
  await widget.field("body").fill("changed");
  await untilWaiting(page, 0);
  assert.match(await page.evaluate(() => JSON.stringify({ ...localStorage })), /changed/);

  answers.reset();
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets().at(-1).body, "changed");
});

for (const [name, attributes, ticket, change, changed] of [
  [
    "a suggestion that is taken",
    {},
    { ...GOOD, email_address: "jo@gmial.com" },
    (widget) => widget.host.locator("[part~=meant]").getByRole("button").click(),
    (tickets) => tickets.map(({ email_address }) => email_address).sort(),
  ],
  [
    "a tag that is taken away",
    { tags: "gmail.com,gmial.com" },
    GOOD,
    (widget) => widget.host.locator("[part~=chip]").last().click(),
    (tickets) => tickets.map(({ tags }) => (tags.length > 1 ? "jo@gmial.com" : "jo@gmail.com")).sort(),
  ],
])
  test(`${name} after a message waits makes another message of it, and both are seen`, async (given) => {
    const { widget, page, visit, answers } = given;
    await visit({ attributes });
    await queue({ ...given, ticket });
    await change(widget);
    await box(widget).locator("li").waitFor();
    assert.doesNotMatch(await alert(widget), /will be sent/);
    await online(page);
    await untilWaiting(page, 0);
    await until(async () => /has been sent/.test(await box(widget).innerText()), "it is said that the first was sent");
    await widget.send();
    await widget.address();
    assert.deepEqual(changed(answers.tickets().slice(1)), ["jo@gmail.com", "jo@gmial.com"]);
  });

test("what was kept before the page knew who writes is listed for whoever has signed in then", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  await queue(given);
  answers.give(json(400, { error: "subject is odd" }));
  await page.goto("about:blank");
  await visit({ attributes: { "account-id": "291f43c1-deae-431c-b763-712307fa6859" } });
  await untilPhase(page, "Returned");
  await widget.host.locator("[part~=mark]").waitFor();
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  await press(widget, "Edit");
  assert.deepEqual(await widget.values(), GOOD);
});

test("what waits in the form when the page learns who writes stays there, and is sent", async (given) => {
  const { widget, page, visit } = given;
  await visit();
  await queue(given);
  await widget.host.evaluate((host) => host.setAttribute("account-id", "291f43c1-deae-431c-b763-712307fa6859"));
  await online(page);
  await widget.address();
  await untilWaiting(page, 0);
});

test("a message of which nobody can tell whose it is is shown to nobody else, and goes out in nobody's name", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit({ attributes: { identity: "an-opaque-token-of-alice" } });
  await queue({ ...given, ticket: { ...GOOD, subject: "alice's secret" } });
  answers.give(down());
  await online(page);
  await until(() => answers.requests.length === 2, "it is tried again");
  assert.equal(
    answers.requests[1].headers.authorization,
    "Bearer an-opaque-token-of-alice",
    "in her name, while she is there",
  );
  await page.goto("about:blank");
  answers.give(down());
  await visit({ attributes: { identity: "an-opaque-token-of-bob" } });
  await until(() => answers.requests.length === 3, "it is tried again");
  assert.equal(answers.requests[2].headers.authorization, undefined);
  await widget.openForm();
  await until(() => widget.host.locator("[part~=kept]").count(), "the extras are there");
  await until(async () => (await waiting(page))[0]?.phase === "Waiting", "it waits");
  assert.equal(await box(widget).isVisible(), false);
  assert.equal(await widget.host.locator("[part~=mark]").count(), 0);
});

test("a key of the page's own that looks like ours makes nobody fetch the outbox", async ({ visitor, page, visit }) => {
  const url = await visit();
  await page.evaluate(() => localStorage.setItem("my outbox list", "1"));
  await visitor.goTo(url);
  await until(() => visitor.requested(/support-ticket-early\.js/).length, "the loader has looked");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(visitor.requested(/support-ticket-(outbox|form)/), []);
});

test("what was sent before the extras were there is followed all the same", async (given) => {
  const { widget, page, visit, answers } = given;
  const come = await heldBack(page, /support-ticket-extras\.js/);
  await visit();
  await queue(given);
  answers.give(json(400, { error: "subject is odd" }));
  come();
  await until(() => widget.host.locator("[part~=kept]").count(), "the extras are there");
  await online(page);
  await untilPhase(page, "Returned");
  await until(
    async () => /“subject is odd”/.test(await box(widget).innerText()),
    "the visitor is told",
    () => box(widget).innerText(),
  );
  assert.deepEqual(await widget.values(), EMPTY);
});
