// Every response that a request can get: the visitor gets an explanation, keeps the text and can send again. The first
// request gets the response from a real server, the second one reaches the real endpoint.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";

import {
  content,
  createdAt,
  cutInChunks,
  cutShort,
  held,
  html,
  hangUp,
  json,
  forwarded,
  noResponse,
  withoutCors,
} from "../support/answers.mjs";
import { withLongWaits } from "../support/outbox.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const HELP = "help@example.org";
/** The form says that nothing is lost. */
const KEPT = /still here/i;

/** The visitor need not do anything: the outbox retries. */
const ITSELF = /saved in this browser, and we’ll send it automatically/;
const MAIL = /Write to help@example\.org/i;
const NOT_OURS = /unexpected reply/i;
const NOT_REACHED = /can’t be reached/i;
const FAULT = /wrong on our side/i;
const NO_ADDRESS = /link to it doesn’t work/i;

const ofServer = ({ response, text }) => {
  const { id } = JSON.parse(text);
  json(200, { event: "error", id, error: "The ticket desk is shut <b>today</b>." })({ response });
};

/** The name, the server's response, and what the visitor reads: what happened and what to do next. */
const CASES = [
  ["an error event", ofServer, /“The ticket desk is shut <b>today<\/b>\.”/, ITSELF],
  ["400 with its reason", json(400, { error: "subject is odd" }), /“subject is odd”/, /fix that/i],
  ["400 without a reason", json(400, {}), /couldn’t accept this and don’t know why/i, MAIL],
  ["400 with a page", html(400, "Bad Request"), NOT_OURS, ITSELF],
  ["401", json(401, { error: "You must sign in." }), /can’t accept messages from this page/i, ITSELF],
  ["403", html(403, "Forbidden"), /can’t accept messages from this page/i, ITSELF],
  ["404", html(404, "Not Found"), /wrong address for the help desk/i, ITSELF],
  ["413", html(413, "Payload Too Large"), /too long for the help desk/i, /shorten/i],
  ["429 with its wait", json(429, {}, { "retry-after": "120" }), /too many/i, ITSELF],
  ["429 without a wait", json(429, { error: "slow down" }), /too many/i, ITSELF],
  ["500", json(500, { error: "broken" }), FAULT, ITSELF],
  ["502 with a page", html(502, "Bad Gateway"), FAULT, ITSELF],
  ["503 with nothing", content(503, "text/plain", ""), FAULT, ITSELF],
  ["503 with its wait", content(503, "text/plain", "", { "retry-after": "5" }), FAULT, ITSELF],
  ["a page instead of JSON", html(200, "Please sign in"), NOT_OURS, ITSELF],
  ["an empty answer", content(200, "application/json", ""), NOT_OURS, ITSELF],
  ["an answer cut short of its length", cutShort, /can’t be reached|unexpected reply/i, ITSELF],
  ["an answer cut between its chunks", cutInChunks, /can’t be reached|unexpected reply/i, ITSELF],
  ["half of the JSON", content(200, "application/json", '{"event":"support_ticket_u'), NOT_OURS, ITSELF],
  ["JSON null", json(200, null), NOT_OURS, ITSELF],
  ["a JSON list", json(200, [1, 2]), NOT_OURS, ITSELF],
  ["JSON of another shape", json(200, { event: 1, url: { href: "x" }, error: [] }), NOT_OURS, ITSELF],
  ["success without an address", json(200, { event: "support_ticket_url" }), NO_ADDRESS, ITSELF],
  ["success with a number as address", json(200, { event: "support_ticket_url", url: 42 }), NO_ADDRESS, ITSELF],
  ["a connection that is reset", hangUp, NOT_REACHED, ITSELF],
  ["an answer that the page may not read", withoutCors, NOT_REACHED, ITSELF],
];

for (const [name, answer, happened, next] of CASES) {
  test(`after ${name} the visitor knows what to do, and Send works again`, async ({
    widget,
    page,
    answers,
    endpoint,
    visit,
  }) => {
    await visit({ attributes: { "help-email": HELP } });
    await withLongWaits(page);
    const ticket = { ...GOOD, subject: `After ${name}` };
    answers.give(answer);

    await widget.writeAndSend(ticket);

    const said = await widget.untilSaid(KEPT);
    assert.match(said, happened);
    assert.match(said, next);
    assert.deepEqual(await widget.values(), ticket);

    await widget.send();
    await widget.address();
    const made = (await endpoint.tickets()).filter(({ subject }) => subject === ticket.subject);
    assert.equal(made.length, 1);
    assert.equal(made[0].id, answers.tickets()[0].id);
  });
}

test("the server's message is shown as text, never as HTML", async ({ widget, answers, visit, page }) => {
  await visit();
  answers.give(json(400, { error: '<img src="x" onerror="globalThis.owned = true"> is wrong' }));
  await widget.writeAndSend();

  await widget.untilSaid(/<img src="x"/);
  assert.equal(await widget.host.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => globalThis.owned), undefined);
});

for (const url of ["javascript:globalThis.owned=true", "data:text/html,hello", "//", ""]) {
  test(`a ticket address ${url || "that is empty"} never becomes a link`, async ({ widget, answers, visit }) => {
    await visit();
    answers.give(createdAt(url));
    await widget.writeAndSend();

    await widget.untilSaid(NO_ADDRESS);
    const links = await widget.host.evaluate((host) => {
      const all = [...host.shadowRoot.querySelectorAll("a[href]")].filter((a) => a.checkVisibility());
      return all.map((a) => a.protocol);
    });
    assert.deepEqual(
      links.filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol)),
      [],
    );
    assert.equal(await widget.link.isVisible(), false);
  });
}

test("after 30 s without a response it says so, keeps the text, and Send works again", async ({
  widget,
  answers,
  visit,
  page,
}) => {
  await page.clock.install();
  await visit({ attributes: { "help-email": HELP } });
  await withLongWaits(page);
  const silent = held(noResponse);
  answers.give(silent.answer);
  await widget.writeAndSend();
  await silent.arrived;

  await page.clock.runFor(29_000);
  assert.doesNotMatch(await widget.said(), KEPT);
  await page.clock.runFor(2_000);

  const said = await widget.untilSaid(KEPT);
  assert.match(said, /no answer within 30 seconds/i);
  assert.match(said, ITSELF);
  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();
  silent.release();
});

test("offline it says so, keeps the text, and sends it when back online", async ({ visitor, widget, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await visitor.context.setOffline(true);
  await widget.send();

  const said = await widget.untilSaid(KEPT);
  assert.match(said, /offline/i);
  assert.match(said, ITSELF);
  assert.deepEqual(await widget.values(), GOOD);

  await visitor.context.setOffline(false);
  await widget.address();
});

test("an unreachable server is reported, the text stays, and Send works later", async ({ widget, endpoint, visit }) => {
  const { port, listenAgain } = await closedPort(endpoint);
  await visit({ attributes: { endpoint: `http://127.0.0.1:${port}/api/v1/create_support_ticket` } });
  await widget.writeAndSend();

  const said = await widget.untilSaid(KEPT);
  assert.match(said, NOT_REACHED);
  assert.match(said, ITSELF);
  assert.deepEqual(await widget.values(), GOOD);

  const server = await listenAgain();
  await widget.send();
  await widget.address();
  server.closeAllConnections();
  server.close();
});

for (const [how, wrap] of [
  ["rejects with a string", () => (window.fetch = () => Promise.reject("no luck"))],
  [
    "throws at once",
    () =>
      (window.fetch = () => {
        throw new Error("no luck");
      }),
  ],
  ["resolves with nothing", () => (window.fetch = () => Promise.resolve(undefined))],
  ["resolves with something else", () => (window.fetch = () => Promise.resolve({ hello: 1 }))],
  ["returns no promise", () => (window.fetch = () => 42)],
]) {
  test(`a page whose own fetch ${how} loses no text`, async ({ widget, page, visit }) => {
    await visit();
    await widget.openForm();
    await widget.fill(GOOD);
    await page.evaluate(() => (globalThis.itsFetch = window.fetch));
    await page.evaluate(wrap);
    await widget.send();

    const said = await widget.untilSaid(KEPT);
    assert.match(said, ITSELF);
    assert.deepEqual(await widget.values(), GOOD);

    await page.evaluate(() => void (window.fetch = globalThis.itsFetch));
    await widget.send();
    await widget.address();
  });
}

/** A port without a server, and a function that starts forwarding it to the endpoint. */
async function closedPort(endpoint) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");

  const listenAgain = async () => {
    const late = createServer(async (request, response) => {
      const headers = {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "content-type, accept",
      };
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (request.method === "OPTIONS") return void response.writeHead(204).end();
      let text = "";
      for await (const part of request) text += part;
      await forwarded({ request, response, text, endpointUrl: endpoint.url });
    });
    late.listen(port, "127.0.0.1");
    await once(late, "listening");
    return late;
  };
  return { port, listenAgain };
}
