// Each press of Send becomes one ticket, whatever the network does: it is stored before it is sent and retried
// automatically, even on a later visit, and the visitor can see, send, edit and delete it.
import assert from "node:assert/strict";

import { content, html, hangUp as refuse, json, noResponse } from "../support/answers.mjs";
import { box, down, online, queueMessage, untilRecords, outboxRecords } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const EVENTS = ["ticket-submit", "ticket-queued", "ticket-created", "ticket-error"];

const mark = (widget) => widget.host.locator("[part~=mark]");
const recordedEvents = (page) => page.evaluate(() => globalThis.__events ?? []);
const recordEvents = (page) =>
  page.addInitScript((names) => {
    globalThis.__events = [];
    for (const name of names)
      addEventListener(name, ({ detail }) => globalThis.__events.push([name, detail?.id, detail?.url]));
  }, EVENTS);

test("a message is stored before the first byte is sent, and removed once it arrived", async ({
  widget,
  page,
  visit,
  answers,
}) => {
  let seen;
  answers.give(async (given) => {
    seen = await outboxRecords(page);
    await json(200, { event: "support_ticket_url", id: "x", url: "https://help.example/1" })(given);
  });
  await visit();
  await widget.writeAndSend();
  await widget.address();

  assert.equal(seen.length, 1);
  const [{ version, id, json: text, phase }] = seen;
  assert.deepEqual([version, phase, JSON.parse(text).body, JSON.parse(text).id], [1, "Sending", GOOD.body, id]);
  await untilRecords(page, 0);
});

for (const [name, answer] of [
  ["no connection", refuse],
  ["503", down()],
  ["a page of a portal", html(200, "Sign in")],
  ["429", content(429, "text/plain", "")],
])
  test(`after ${name} a message is kept and explained, and sent as soon as it works`, async (given) => {
    const { widget, page, visit, answers } = given;
    await recordEvents(page);
    await visit();
    await queueMessage({ ...given, answer });
    const [kept] = await outboxRecords(page);
    assert.equal(kept.phase, "Waiting");
    assert.deepEqual(await widget.values(), GOOD, "the text is still there");
    assert.deepEqual(
      (await recordedEvents(page)).map(([name]) => name),
      ["ticket-submit", "ticket-queued"],
    );

    await online(page);
    const address = await widget.address();

    await untilRecords(page, 0);
    const dispatched = await recordedEvents(page);
    assert.deepEqual(dispatched.slice(2), [["ticket-created", kept.id, address]]);
    const [first, second] = answers.tickets();
    assert.deepEqual(first, second, "the same ticket under the same id");
  });

test("a message is retried without any hint", async (given) => {
  await given.visit();
  await queueMessage(given);
  // The first delay is random, up to ten seconds.
  const { due } = (await outboxRecords(given.page))[0];
  assert.ok(due - Date.now() < 10_000, `due in ${due - Date.now()} ms`);
  await given.widget.link.waitFor({ state: "visible", timeout: 20_000 });
});

test("Retry-After is obeyed, and no hint shortens it", async (given) => {
  const { page, widget, visit, answers } = given;
  await visit();
  const before = Date.now();
  await queueMessage({ ...given, answer: content(503, "text/plain", "", { "retry-after": "2" }) });
  await online(page);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  assert.equal(answers.requests.length, 1);
  await widget.address();
  assert.ok(Date.now() - before >= 2_000);
});

test("a later visit sends a message without the form, and the visitor sees it", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  await recordEvents(page);
  await visit();
  await queueMessage(given);
  await page.goto("about:blank");
  answers.give(down());
  await visit();
  await until(() => answers.requests.length === 2, "it is tried at once");
  await until(() => mark(widget).isVisible(), "the button has a mark");
  assert.match(
    await widget.button.evaluate(
      (button) => button.getRootNode().getElementById(button.getAttribute("aria-describedby")).innerText,
    ),
    /1 message is saved here and hasn’t been sent yet/,
  );
  assert.equal(visitor.requested(/support-ticket-form\.wasm/).length, 1, "the form is not fetched for it");
  await online(page);
  await untilRecords(page, 0);
  await until(async () => /✓/.test(await mark(widget).innerText()), "the mark says that it was sent");
  const [[name, id, url]] = (await recordedEvents(page)).filter(([name]) => name === "ticket-created");
  assert.deepEqual([name, id], ["ticket-created", answers.tickets()[0].id]);

  await widget.openForm();
  assert.equal(
    await widget.submit.evaluate((submit) => getComputedStyle(submit).borderRadius),
    "8px",
    "the form has its looks",
  );
  const link = box(widget).locator("a");
  await link.waitFor();
  assert.equal(await link.getAttribute("href"), url);
  assert.equal(await link.innerText(), GOOD.subject);
  assert.equal(await widget.field("body").inputValue(), "", "the draft is gone with it");
  await widget.closeButton.click();
  await until(async () => !(await mark(widget).isVisible()), "the visitor has seen it");
});

test("a message of a tab closed while sending is one ticket, sent by the next visit", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  answers.give(noResponse);
  const url = await visit();
  await widget.writeAndSend();
  await until(() => answers.requests.length === 1, "it is on its way");
  const next = await visitor.context.newPage();
  await page.close();
  await next.goto(url);
  await until(() => answers.requests.length >= 2, "the next visit sends it");
  await untilRecords(next, 0);
  assert.equal(new Set(answers.tickets().map(({ id }) => id)).size, 1);
});

test("the visitor can send, edit, delete and restore a waiting message", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  answers.give(down(), down(), down(), down(), down(), down());
  await visitor.goTo(url);
  await widget.openForm();
  const list = box(widget);
  await list.locator("li").waitFor();
  assert.match(
    await list.innerText(),
    /1 message is saved here and hasn’t been sent yet\.\s+package xyz\s+We’ll send it automatically\./,
  );
  assert.equal(await widget.field("body").inputValue(), "", "it is not in the form, too");

  const before = answers.requests.length;
  await list.getByRole("button", { name: "Send now" }).click();
  await until(() => answers.requests.length > before, "it is tried at once");

  await list.getByRole("button", { name: "Delete" }).click();
  await untilRecords(page, 0);
  await list.getByRole("button", { name: "Undo" }).click();
  await untilRecords(page, 1);

  await list.getByRole("button", { name: "Edit" }).click();
  await untilRecords(page, 0);
  assert.deepEqual(await widget.values(), GOOD);
  answers.reset();
  await widget.fill({ body: "another text" });
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].body, "another text");
});

test("a text written after a waiting message is another; each is sent once", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  // Enough responses for automatic retries on a slow browser.
  answers.give(down(), down(), down());
  await queueMessage(given);
  await widget.field("body").fill("another thing");
  await box(widget).locator("li").waitFor();
  assert.doesNotMatch(await widget.host.locator("[part~=alert]").innerText(), /send it automatically/);
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await untilRecords(page, 2);
  await until(async () => (await online(page), (await outboxRecords(page)).length === 0), "both are sent");
  await widget.address();
  const made = (await given.endpoint.tickets()).filter(({ id }) =>
    answers.tickets().some((ticket) => ticket.id === id),
  );
  assert.deepEqual(made.map(({ body }) => body).sort(), ["another thing", GOOD.body].sort());
});

test("Write another lists the waiting message and keeps who writes", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  await visit();
  await queueMessage(given);
  const another = box(widget).getByRole("button", { name: "Write another" });
  await another.waitFor();
  assert.match(await box(widget).innerText(), /1 message is saved here and hasn’t been sent yet/);
  await visitor.takeScreenshot("outbox waiting in the form");
  await another.click();
  await box(widget).locator("li").waitFor();

  const { username, email_address } = GOOD;
  assert.deepEqual(await widget.values(), { username, email_address, subject: "", body: "" });
  answers.give(down());
  await widget.fill({ subject: "another", body: "another text" });
  await widget.send();
  await untilRecords(page, 2);
});

test("a refused ticket is put back with the reason and not repeated", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  answers.give(json(400, { error: "subject is odd" }));
  await visitor.goTo(url);
  await until(
    async () => (await outboxRecords(page))[0]?.phase === "Returned",
    "it is handed back",
    () => outboxRecords(page),
  );
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /It wasn’t accepted.*“subject is odd”/);
  assert.equal(await box(widget).getByRole("button", { name: "Send now" }).count(), 0);
  await box(widget).getByRole("button", { name: "Edit" }).click();
  assert.deepEqual(await widget.values(), GOOD);
});

test("a refused ticket stays in the open form and is not listed as well", async (given) => {
  const { widget, page, visit, answers } = given;
  answers.give(json(400, { error: "subject is odd" }));
  await visit();
  await widget.writeAndSend();
  await widget.untilSaid(/subject is odd/);
  await untilRecords(page, 0);
  assert.deepEqual(await widget.values(), GOOD);
});

test("after seven days a message is handed back and never sent automatically", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("support-ticket-outbox "));
    const ticket = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...ticket, at: ticket.at - 7 * 86_400_000 - 1 });
  });
  await page.goto("about:blank");
  await visitor.goTo(url);
  await until(
    async () => (await outboxRecords(page))[0]?.phase === "Returned",
    "it is handed back",
    () => outboxRecords(page),
  );
  assert.equal(answers.requests.length, 1);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /couldn’t be sent within a week/);
});

test("damaged and foreign records are set aside and reported, and break nothing", async (given) => {
  const { visitor, widget, page, visit } = given;
  await visit();
  await queueMessage(given);
  await page.evaluate(() => {
    localStorage["support-ticket-outbox 1"] = "{half";
    localStorage["support-ticket-outbox 2"] = '"a string"';
    localStorage["support-ticket-outbox 3"] = '{"version":9,"id":"3"}';
  });
  await visit();
  await until(
    async () => (await page.evaluate(() => localStorage["support-ticket-damaged 2"])) === '"a string"',
    "it is set aside",
  );
  assert.equal(await page.evaluate(() => localStorage["support-ticket-damaged 1"]), "{half");
  assert.equal(
    await page.evaluate(() => localStorage["support-ticket-outbox 3"]),
    '{"version":9,"id":"3"}',
    "a newer version's record is kept",
  );
  assert.equal(await page.evaluate(() => localStorage["support-ticket-outbox 1"]), undefined);
  await until(async () => (await outboxRecords(page)).every(({ version }) => version === 9), "the other is sent");
  // Console messages reach a test later than changes in the page.
  await until(
    () => visitor.complaints.filter((text) => /is damaged/.test(text)).length === 2,
    "both are reported",
    () => visitor.complaints.join("\n"),
  );
  visitor.complaints.length = 0;
  await widget.openForm();
});

for (const [name, breaks] of [
  [
    "is full",
    () =>
      (Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      }),
  ],
  [
    "is forbidden",
    () => {
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(globalThis, name, {
          get: () => {
            throw new DOMException("no", "SecurityError");
          },
        });
    },
  ],
])
  test(`sending works when storage ${name}, and unsaved text is reported before leaving`, async (given) => {
    const { widget, page, visit, answers } = given;
    await page.addInitScript(breaks);
    await visit();
    answers.give(refuse, down());
    await widget.writeAndSend();
    await widget.untilSaid(/Keep this page open until it’s sent/);
    const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
    assert.equal(await asks(), true);
    await online(page);
    await until(() => answers.requests.length >= 2, "it is tried again");
    await until(async () => (await online(page), answers.requests.length >= 3), "and again");
    await widget.address();
    assert.equal(await asks(), false);
  });

test("removing a form while it sends loses nothing", async (given) => {
  const { widget, page, visit, answers } = given;
  await recordEvents(page);
  let come;
  answers.give(async (given) => {
    await new Promise((later) => (come = later));
    await json(200, { event: "support_ticket_url", id: "x", url: "https://help.example/9" })(given);
  });
  await visit();
  await widget.writeAndSend();
  await until(() => come, "it is on its way");
  await page.evaluate(() => document.querySelector("support-ticket-widget").remove());
  come();
  await until(
    async () =>
      (await recordedEvents(page)).some(
        ([name, , url]) => name === "ticket-created" && url === "https://help.example/9",
      ),
    "the page gets the event",
    () => recordedEvents(page),
  );
  await untilRecords(page, 0);
  assert.match(
    await page.evaluate(() => JSON.stringify({ ...localStorage })),
    /help\.example\/9/,
    "it is in their list",
  );
});

test("a message sent while the panel is closed is marked on the button until seen", async ({
  widget,
  visit,
  answers,
}) => {
  let answerNow;
  answers.give(async (given) => {
    await new Promise((go) => (answerNow = go));
    await json(200, { event: "support_ticket_url", id: "x", url: "https://help.example/1" })(given);
  });
  await visit();
  await widget.writeAndSend();
  await until(() => answerNow, "it is on its way");
  await widget.close();
  answerNow();
  await until(
    async () => (await mark(widget).count()) && /✓/.test(await mark(widget).innerText()),
    "the button says that it was sent",
  );

  await widget.button.click();
  assert.equal(await widget.address(), "https://help.example/1");
  await widget.closeButton.click();
  await until(async () => !(await mark(widget).isVisible()), "the visitor has seen it");
});

test("two tabs send a waiting message once", async (given) => {
  const { visitor, page, visit, answers } = given;
  const url = await visit();
  await queueMessage(given);
  const other = await visitor.context.newPage();
  await other.goto(url);
  await until(() => answers.requests.length >= 2, "it is tried");
  await Promise.all([online(page), online(other)]);
  await untilRecords(page, 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  assert.equal(answers.requests.length, 2, "one that failed and one that did not");
});

test("in v2 an unknown outcome is left to the visitor, even after a reload", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  answers.give(refuse);
  const attributes = { dialect: "v2", endpoint: answers.url + "/api/v2/support/create-ticket" };
  const url = await visit({ attributes });
  await widget.writeAndSend();
  await widget.untilSaid(/may already have arrived/);
  assert.equal((await outboxRecords(page))[0].phase, "Asking");
  await visitor.goTo(url);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /may already have arrived/);
  assert.equal(answers.requests.length, 1, "nothing is sent automatically");
  assert.equal(await widget.field("body").inputValue(), "", "nor from the form unseen");
});
