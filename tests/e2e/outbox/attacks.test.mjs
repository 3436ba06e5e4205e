// Attacks on the outbox: files that never load, damaged records, full storage, a second press, a crash while sending,
// an expired token. Each press of Send still makes one ticket, or the visitor learns that it did not.
import assert from "node:assert/strict";

import { content, held, hangUp, json, forwarded, noResponse } from "../support/answers.mjs";
import { outboxList, down, inV2, online, outboxRecords, withLongWaits } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { installTraps, trap } from "../support/trap.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const busy = () => content(429, "text/plain", "");
const many = (count, make) => Array.from({ length: count }, (_, at) => make(at));
const untilListReady = (widget) => outboxList(widget).waitFor({ state: "attached" });
const recordEvents = (page) =>
  page.addInitScript(() => {
    globalThis.__events = [];
    for (const name of ["ticket-queued", "ticket-created", "ticket-error"])
      addEventListener(name, ({ detail }) => globalThis.__events.push([name, detail.url ?? detail.code]));
  });
const recordedEvents = (page) => page.evaluate(() => globalThis.__events);

/** Shortens timeouts of five seconds and more to a tenth. */
const shortenTimeouts = (page) =>
  page.addInitScript(() => {
    for (const name of ["setTimeout", "setInterval"]) {
      const real = globalThis[name];
      globalThis[name] = (work, millis, ...all) => real(work, millis >= 5000 ? millis / 10 : millis, ...all);
    }
  });

test("in v2 a request that timed out is not promised to be sent automatically", async ({
  widget,
  page,
  visit,
  answers,
}) => {
  await shortenTimeouts(page);
  await recordEvents(page);
  await visit({ attributes: inV2(answers) });
  answers.give(noResponse);
  await widget.writeAndSend();

  assert.doesNotMatch(await widget.untilSaid(/still here/i), /automatically/);
  await until(
    async () => (await outboxRecords(page))[0]?.phase === "Asking",
    "the visitor is asked",
    () => outboxRecords(page),
  );
  assert.deepEqual(await recordedEvents(page), [["ticket-error", "timeout"]]);
  assert.equal(answers.requests.length, 1);
});

for (const file of ["js", "wasm"])
  test(`the form sends without the outbox when its ${file} never loads`, async ({
    visitor,
    widget,
    page,
    visit,
    answers,
  }) => {
    await shortenTimeouts(page);
    await page.route(`**/support-ticket-outbox.${file}`, () => {});
    await visit();
    await widget.writeAndSend();
    await widget.address();

    assert.equal(answers.tickets()[0].body, GOOD.body);
    visitor.complaints.length = 0;
  });

for (const [name, more] of [
  ["with", { place: "support-ticket-tickets x " }],
  ["without", {}],
])
  test(`a truncated record, ${name} its place, does not block the others`, async (given) => {
    const { visitor, widget, page, visit, answers } = given;
    const url = await visit();
    await page.evaluate((more) => {
      const bad = {
        version: 1,
        id: "bad",
        endpoint: location.href,
        json: '{"half',
        at: Date.now(),
        phase: "Waiting",
        due: 0,
        ...more,
      };
      localStorage.setItem("support-ticket-outbox bad", JSON.stringify(bad));
    }, more);
    await page.goto(url);
    await widget.writeAndSend();
    await widget.address();

    assert.equal(answers.requests.length, 1);
    const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => /outbox|damaged/.test(key)));
    assert.deepEqual(kept, ["support-ticket-damaged bad"]);
    assert.match(visitor.complaints.splice(0).join("\n"), /set aside/);
  });

test("a damaged record that a full storage cannot set aside does not block the others", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const url = await visit();
  answers.give(hangUp);
  await widget.writeAndSend();
  await widget.untilSaid(/automatically/);
  await page.goto("about:blank");
  await page.goto(url.replace(/\/page.*/, "/nowhere"));
  await page.evaluate(() => {
    localStorage.setItem("support-ticket-outbox 0", `{half${"x".repeat(2000)}`);
    let chunk = "x".repeat(100_000);
    for (let at = 0; chunk; at += 1)
      try {
        localStorage.setItem(`fill ${at}`, chunk);
      } catch {
        chunk = chunk.slice(0, chunk.length >> 1);
      }
  });
  await page.goto(url);
  await until(() => answers.requests.length === 2, "it is sent");
  await until(
    async () =>
      (await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("outbox")).length)) <= 1,
    "it is taken out",
  );
  visitor.complaints.length = 0;
});

test("waiting messages are sent even if the list's texts cannot be made", async ({
  visitor,
  widget,
  page,
  visit,
  answers,
}) => {
  await page.addInitScript(() => delete Intl.PluralRules);
  const url = await visit();
  answers.give(hangUp);
  await widget.writeAndSend();
  await widget.untilSaid(/automatically/);
  await page.goto(url);
  await until(() => answers.requests.length === 2, "it is sent");
  visitor.complaints.length = 0;
});

test("a full storage does not cause endless resending", async (given) => {
  const { widget, page, visit, answers } = given;
  await page.addInitScript(() => {
    const { now } = Date;
    globalThis.__ahead = 0;
    Date.now = () => now() + globalThis.__ahead;
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      if (/outbox/.test(key) && /"phase"/.test(value)) throw new DOMException("full", "QuotaExceededError");
      return setItem.call(this, key, value);
    };
  });
  await visit();
  await withLongWaits(page);
  answers.give(...many(100, down));
  await widget.writeAndSend();
  await widget.untilSaid(/still here/);
  // Long enough that no tab can still be sending the first message.
  await page.evaluate(() => {
    globalThis.__ahead = 41_000;
    dispatchEvent(new StorageEvent("storage"));
  });
  await until(() => answers.requests.length >= 2, "it is tried again");
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_500)));

  assert.equal(answers.requests.length, 2);
});

for (const [name, attributes, first] of [
  ["v1", () => ({}), hangUp],
  ["v2", inV2, busy()],
])
  test(`in ${name} Send during a retry of the same message makes one ticket, announced once`, async (given) => {
    const { widget, page, visit, answers } = given;
    await recordEvents(page);
    await visit({ attributes: attributes(answers) });
    let made = 0;
    const makes = async (exchange) => {
      made += 1;
      const url = `https://help.example/${made}`;
      await json(200, name === "v1" ? { event: "support_ticket_url", id: "x", url } : { url })(exchange);
    };
    const second = held(makes);
    answers.give(first, second.answer, makes);
    await widget.writeAndSend();
    await widget.untilSaid(/automatically/);
    await online(page);
    await second.arrived;
    await widget.send();
    await until(
      () => widget.host.evaluate((host) => host.shadowRoot.querySelector("form").classList.contains("sending")),
      "it sends",
    );
    second.release();

    assert.equal(await widget.address(), "https://help.example/1");
    assert.equal(made, 1);
    assert.deepEqual(
      (await recordedEvents(page)).filter(([name]) => name === "ticket-created"),
      [["ticket-created", "https://help.example/1"]],
    );
    assert.deepEqual(await outboxRecords(page), []);
  });

for (const [name, answer, isLasting] of [
  ["refused", json(400, { error: "the subject is odd" }), false],
  ["accepted", forwarded, false],
  ["refused", json(400, { error: "the subject is odd" }), true],
  ["accepted", forwarded, true],
])
  test(`a ${isLasting ? "lasting " : ""}crash during a send that is ${name} loses nothing`, async (given) => {
    const { visitor, widget, page, visit, answers } = given;
    await installTraps(page);
    await recordEvents(page);
    await visit();
    await widget.openForm();
    await untilListReady(widget);
    await widget.fill(GOOD);
    const way = held(answer);
    answers.give(way.answer);
    await widget.send();
    await way.arrived;
    await trap(page, { everyCall: isLasting });
    await page.keyboard.press("Tab");
    await until(() => visitor.complaints.length, "it broke");
    await widget.untilExtras();
    way.release();
    await until(async () => (await recordedEvents(page)).length > 0, "the page gets an event");

    if (name === "refused") {
      await widget.untilSaid(/the subject is odd/);
      assert.equal((await widget.values()).body, GOOD.body);
    } else {
      await widget.address();
    }
    assert.deepEqual(
      (await recordedEvents(page)).map(([name]) => name),
      [name === "accepted" ? "ticket-created" : "ticket-error"],
    );
    visitor.complaints.length = 0;
  });

test("an expired token is not sent; the message waits for a fresh one", async (given) => {
  const { visitor, widget, page, visit, answers } = given;
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = () => Math.floor(Date.now() / 1000);
  const token = (exp) =>
    `${part({ alg: "HS256" })}.${part({ sub: "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11", exp: seconds() + exp })}.x`;
  const identify = (token) => widget.host.evaluate((host, token) => host.setAttribute("identity", token), token);
  await visit({ attributes: { identity: token(3600) } });
  await widget.openForm();
  await untilListReady(widget);
  await widget.fill(GOOD);
  answers.give(down());
  await widget.send();
  await widget.untilSaid(/automatically/);
  await identify(token(-1));
  await online(page);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  assert.equal(answers.requests.length, 1, "nothing is sent without a token that is good");

  // The tests' endpoint has no secret to check a token with.
  answers.give(json(200, { event: "support_ticket_url", id: "x", url: "https://help.example/1" }));
  const next = token(3600);
  await identify(next);
  await online(page);
  await until(() => answers.requests.length === 2, "it is sent");
  assert.equal(answers.requests[1].headers.authorization, `Bearer ${next}`);
  await widget.address();
  visitor.complaints.length = 0;
});

test("a message of an absent visitor is not checked without a pause", async ({ widget, page, visit }) => {
  const identity = `x.${Buffer.from('{"sub":"72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11"}').toString("base64url")}.x`;
  await page.addInitScript(() => {
    globalThis.__looks = 0;
    if (!globalThis.LockManager) return; // Firefox starts on a page that is not a secure context
    const { request } = LockManager.prototype;
    LockManager.prototype.request = function (...all) {
      globalThis.__looks += 1;
      return request.apply(this, all);
    };
  });
  await visit({ attributes: { identity } });
  await widget.openForm();
  await untilListReady(widget);
  await widget.fill(GOOD);
  await page.route("**/create_support_ticket", (route) => route.abort());
  await widget.send();
  await widget.untilSaid(/automatically/);
  await page.evaluate(() => {
    document.querySelector("support-ticket-widget").removeAttribute("identity");
    const key = Object.keys(localStorage).find((key) => key.startsWith("support-ticket-outbox "));
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), due: Date.now() - 1 }));
    globalThis.__looks = 0;
    dispatchEvent(new StorageEvent("storage"));
  });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_500)));

  assert.ok((await page.evaluate(() => globalThis.__looks)) <= 2);
});

test("in v2 six long messages are all sent, despite the browser's limit", async (given) => {
  const { widget, page, visit, answers } = given;
  await visit({ attributes: inV2(answers) });
  // More than six, because on a slow machine the first ones are retried meanwhile.
  answers.give(...many(60, busy));
  await widget.openForm();
  await untilListReady(widget);
  for (const at of Array(6).keys()) {
    await widget.fill({ ...GOOD, subject: `message ${at}`, body: `${at}${" x".repeat(7500)}` });
    await widget.send();
    await until(
      async () => (await outboxRecords(page)).filter(({ phase }) => phase === "Waiting").length === at + 1,
      `${at + 1} wait`,
    );
    if (at < 5) await outboxList(widget).getByRole("button", { name: "Write another" }).click();
  }
  answers.reset();
  const ways = many(6, (at) => held(json(200, { url: `https://help.example/${at}` })));
  answers.give(...ways.map(({ answer }) => answer));
  await online(page);
  await until(
    () => answers.requests.length === 6,
    "all are sent",
    async () => (await outboxRecords(page)).map(({ phase }) => phase),
  );
  for (const way of ways) way.release();
  await until(async () => (await outboxRecords(page)).length === 0, "none waits");
});
