// A pressed Send becomes a ticket, once, whatever the network does: it is kept before it leaves, tried again by itself,
// at a later visit too, and the visitor sees what waits and can send it, change it or delete it.
import assert from "node:assert/strict";

import { content, html, hungUp as refuse, json, silence } from "../support/answers.mjs";
import { box, down, online, queue, untilWaiting, waiting } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const TOLD = ["ticket-submit", "ticket-queued", "ticket-created", "ticket-error"];

const mark = (widget) => widget.host.locator("[part~=mark]");
const events = (page) => page.evaluate(() => globalThis.__told ?? []);
const hear = (page) =>
  page.addInitScript((names) => {
    globalThis.__told = [];
    for (const name of names)
      addEventListener(name, ({ detail }) => globalThis.__told.push([name, detail?.id, detail?.url]));
  }, TOLD);

test("it is written down before the first byte leaves, and gone once there is an address", async ({
  widget,
  page,
  visit,
  answers,
}) => {
  let seen;
  answers.give(async (given) => {
    seen = await waiting(page);
    await json(200, { event: "support_ticket_url", id: "x", url: "https://help.example/1" })(given);
  });
  await visit();
  await widget.writeAndSend();
  await widget.address();

  assert.equal(seen.length, 1);
  const [{ version, id, json: text, phase }] = seen;
  assert.deepEqual([version, phase, JSON.parse(text).body, JSON.parse(text).id], [1, "Sending", GOOD.body, id]);
  await untilWaiting(page, 0);
});

for (const [name, answer] of [
  ["no connection", refuse],
  ["503", down()],
  ["a page of a portal", html(200, "Sign in")],
  ["429", content(429, "text/plain", "")],
])
  test(`after ${name} it is kept, said in words and told to the page, and sent as soon as it works`, async (given) => {
    const { widget, page, visit, answers } = given;
    await hear(page);
    await visit();
    await queue({ ...given, answer });
    const [kept] = await waiting(page);
    assert.equal(kept.phase, "Waiting");
    assert.deepEqual(await widget.values(), GOOD, "the text is still there");
    assert.deepEqual(
      (await events(page)).map(([name]) => name),
      ["ticket-submit", "ticket-queued"],
    );

    await online(page);
    const address = await widget.address();

    await untilWaiting(page, 0);
    const told = await events(page);
    assert.deepEqual(told.slice(2), [["ticket-created", kept.id, address]]);
    const [first, second] = answers.tickets();
    assert.deepEqual(first, second, "the same ticket under the same id");
  });

test("it is tried again without any hint", async (given) => {
  await given.visit();
  await queue(given);
  // The first wait is drawn from up to ten seconds.
  const { due } = (await waiting(given.page))[0];
  assert.ok(due - Date.now() < 10_000, `due in ${due - Date.now()} ms`);
  await given.widget.link.waitFor({ state: "visible", timeout: 20_000 });
});

test("Retry-After is obeyed, and no hint shortens it", async (given) => {
  const { page, widget, visit, answers } = given;
  await visit();
  const before = Date.now();
  await queue({ ...given, answer: content(503, "text/plain", "", { "retry-after": "2" }) });
  await online(page);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  assert.equal(answers.requests.length, 1);
  await widget.address();
  assert.ok(Date.now() - before >= 2_000);
});

test("a later visit sends it, without the form, and the visitor sees that it was sent", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  await hear(page);
  await visit();
  await queue(given);
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
  await untilWaiting(page, 0);
  await until(async () => /✓/.test(await mark(widget).innerText()), "the mark says that it was sent");
  const [[name, id, url]] = (await events(page)).filter(([name]) => name === "ticket-created");
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
  await until(async () => !(await mark(widget).isVisible()), "having looked, the visitor knows");
});

test("a tab that is closed while it sends leaves it to the next visit; it is one ticket", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  answers.give(silence);
  const url = await visit();
  await widget.writeAndSend();
  await until(() => answers.requests.length === 1, "it is on its way");
  const next = await visitor.context.newPage();
  await page.close();
  await next.goto(url);
  await until(() => answers.requests.length >= 2, "the next visit sends it");
  await untilWaiting(next, 0);
  assert.equal(new Set(answers.tickets().map(({ id }) => id)).size, 1);
});

test("the visitor sends it by hand, changes it, deletes it, and takes that back", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
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
  await untilWaiting(page, 0);
  await list.getByRole("button", { name: "Undo" }).click();
  await untilWaiting(page, 1);

  await list.getByRole("button", { name: "Edit" }).click();
  await untilWaiting(page, 0);
  assert.deepEqual(await widget.values(), GOOD);
  answers.reset();
  await widget.fill({ body: "another text" });
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].body, "another text");
});

test("what is written after a message that waits is another one: both are sent, each once", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit();
  // Enough for what is tried by itself meanwhile, however slow the browser is.
  answers.give(down(), down(), down());
  await queue(given);
  await widget.field("body").fill("another thing");
  await box(widget).locator("li").waitFor();
  assert.doesNotMatch(await widget.host.locator("[part~=alert]").innerText(), /send it automatically/);
  await widget.send();
  await widget.untilSaid(/send it automatically/);
  await untilWaiting(page, 2);
  await until(async () => (await online(page), (await waiting(page)).length === 0), "both are sent");
  await widget.address();
  const made = (await given.endpoint.tickets()).filter(({ id }) =>
    answers.tickets().some((ticket) => ticket.id === id),
  );
  assert.deepEqual(made.map(({ body }) => body).sort(), ["another thing", GOOD.body].sort());
});

test("Write another beside a message that waits says what waits, and keeps who writes", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  await visit();
  await queue(given);
  const another = box(widget).getByRole("button", { name: "Write another" });
  await another.waitFor();
  assert.match(await box(widget).innerText(), /1 message is saved here and hasn’t been sent yet/);
  await visitor.photograph("outbox waiting in the form");
  await another.click();
  await box(widget).locator("li").waitFor();

  const { username, email_address } = GOOD;
  assert.deepEqual(await widget.values(), { username, email_address, subject: "", body: "" });
  answers.give(down());
  await widget.fill({ subject: "another", body: "another text" });
  await widget.send();
  await untilWaiting(page, 2);
});

test("a refusal of the ticket puts its text back with the reason, and is not repeated", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  answers.give(json(400, { error: "subject is odd" }));
  await visitor.goTo(url);
  await until(
    async () => (await waiting(page))[0]?.phase === "Returned",
    "it is handed back",
    () => waiting(page),
  );
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /It wasn’t accepted.*“subject is odd”/);
  assert.equal(await box(widget).getByRole("button", { name: "Send now" }).count(), 0);
  await box(widget).getByRole("button", { name: "Edit" }).click();
  assert.deepEqual(await widget.values(), GOOD);
});

test("what a form is refused itself stands in the form only", async (given) => {
  const { widget, page, visit, answers } = given;
  answers.give(json(400, { error: "subject is odd" }));
  await visit();
  await widget.writeAndSend();
  await widget.untilSaid(/subject is odd/);
  await untilWaiting(page, 0);
  assert.deepEqual(await widget.values(), GOOD);
});

test("after seven days it is handed back, and never sent by itself", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("support-ticket-outbox "));
    const ticket = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...ticket, at: ticket.at - 7 * 86_400_000 - 1 });
  });
  await page.goto("about:blank");
  await visitor.goTo(url);
  await until(
    async () => (await waiting(page))[0]?.phase === "Returned",
    "it is handed back",
    () => waiting(page),
  );
  assert.equal(answers.requests.length, 1);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /couldn’t be sent within a week/);
});

test("what is damaged or somebody else's is set aside, said, and breaks nothing", async (given) => {
  const { visitor, widget, page, visit } = given;
  await visit();
  await queue(given);
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
    "a newer version is let be",
  );
  assert.equal(await page.evaluate(() => localStorage["support-ticket-outbox 1"]), undefined);
  await until(async () => (await waiting(page)).every(({ version }) => version === 9), "the other is sent");
  // What the console says comes to a test later than what it sees in the page.
  await until(
    () => visitor.complaints.filter((text) => /is damaged/.test(text)).length === 2,
    "both are said",
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
  test(`where the storage ${name} sending works, and what cannot be kept is said before the visitor leaves`, async (given) => {
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

test("a form that is taken away while it sends loses nothing", async (given) => {
  const { widget, page, visit, answers } = given;
  await hear(page);
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
      (await events(page)).some(([name, , url]) => name === "ticket-created" && url === "https://help.example/9"),
    "the page is told",
    () => events(page),
  );
  await untilWaiting(page, 0);
  assert.match(
    await page.evaluate(() => JSON.stringify({ ...localStorage })),
    /help\.example\/9/,
    "it is in their list",
  );
});

test("what is sent while the panel is closed is marked on the button until it was seen", async ({
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
  await widget.closeButton.click();
  await widget.untilClosed();
  answerNow();
  await until(
    async () => (await mark(widget).count()) && /✓/.test(await mark(widget).innerText()),
    "the button says that it was sent",
  );

  await widget.button.click();
  assert.equal(await widget.address(), "https://help.example/1");
  await widget.closeButton.click();
  await until(async () => !(await mark(widget).isVisible()), "having looked, the visitor knows");
});

test("two tabs send what waits once", async (given) => {
  const { visitor, page, visit, answers } = given;
  const url = await visit();
  await queue(given);
  const other = await visitor.context.newPage();
  await other.goto(url);
  await until(() => answers.requests.length >= 2, "it is tried");
  await Promise.all([online(page), online(other)]);
  await untilWaiting(page, 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  assert.equal(answers.requests.length, 2, "one that failed and one that did not");
});

test("in API v2 what may have arrived is asked about, also after a reload", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  answers.give(refuse);
  const attributes = { dialect: "v2", endpoint: answers.url + "/api/v2/support/create-ticket" };
  const url = await visit({ attributes });
  await widget.writeAndSend();
  await widget.untilSaid(/may already have arrived/);
  assert.equal((await waiting(page))[0].phase, "Asking");
  await visitor.goTo(url);
  await widget.openForm();
  await box(widget).locator("li").waitFor();
  assert.match(await box(widget).innerText(), /may already have arrived/);
  assert.equal(answers.requests.length, 1, "nothing is sent by itself");
  assert.equal(await widget.field("body").inputValue(), "", "nor from the form unseen");
});
