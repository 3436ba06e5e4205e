// The npm package's client when sending fails: what it retries, what it does not, and what the program gets.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { mock } from "node:test";

import { test } from "@playwright/test";

import {
  content,
  createdAt,
  cutShort,
  html,
  hangUp,
  json,
  responseLost,
  noResponse,
  startAnswers,
} from "../support/answers.mjs";
import { createSupportTicket, rejected } from "../support/client.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

let endpoint, answers, apiKey, V1, V2;
test.beforeAll(async () => {
  endpoint = await startEndpoint();
  apiKey = await endpoint.addKey("291f43c1-deae-431c-b763-712307fa6859");
  answers = await startAnswers(endpoint.url);
  V1 = { endpoint: answers.create, apiKey };
  V2 = { endpoint: `${answers.url}/api/v2/support/create-ticket`, apiKey, dialect: "v2" };
});
test.beforeEach(() => answers.reset());
test.afterEach(() => mock.restoreAll());
test.afterAll(async () => {
  await answers.stop();
  await endpoint.stop();
});

/** Makes the delays as short as the rules allow: a second. */
const withShortDelays = () => mock.method(Math, "random", () => 0);

const CASES = [
  [json(200, { event: "error", id: "x", error: "we are closed" }), "failed", /“we are closed”/],
  [json(400, { error: "subject is odd" }), "refused", /“subject is odd”/],
  [json(400, {}), "refused", /don’t know why/],
  [json(401, { error: "no such key" }), "not-allowed", /“no such key”/],
  [html(404, "Not Found"), "not-found", /wrong address for the help desk/],
  [json(409, { error: "another ticket" }), "conflict", /already have an earlier version/],
  [json(413, {}), "too-large", /too long for the help desk/],
  [json(429, {}, { "retry-after": "120" }), "too-many", /too many/],
  [content(500, "text/plain", ""), "server-down", /error 500/],
  [html(200, "Please sign in"), "not-the-contract", /unexpected reply/],
  [createdAt("javascript:alert(1)"), "bad-address", /link to it doesn’t work/],
  [cutShort, "not-the-contract", /unexpected reply/],
  [hangUp, "unreachable", /can’t be reached/],
];

test("every response has the code of the page's events and a sentence", async () => {
  for (const [answer, code, words] of CASES) {
    answers.give(answer);
    const error = await rejected(createSupportTicket(GOOD, { ...V1, retries: 0 }));

    assert.equal(error.code, code);
    assert.match(error.message, words);
    assert.equal(error.id, answers.tickets().at(-1).id);
  }
  assert.equal(answers.requests.length, CASES.length);
});

test("a busy server is asked again when it says, under the same id", async () => {
  withShortDelays();
  answers.give(json(429, { error: "later" }, { "retry-after": "1" }));
  const begun = Date.now();
  const { id, url } = await createSupportTicket(GOOD, V1);

  assert.ok(Date.now() - begun >= 1000);
  assert.deepEqual(
    answers.tickets().map((ticket) => ticket.id),
    [id, id],
  );
  assert.match(url, /\/requests\//);
});

test("a wait that is too long is reported with its time instead", async () => {
  answers.give(json(429, {}, { "retry-after": "3600" }));
  const error = await rejected(createSupportTicket(GOOD, V1));

  assert.deepEqual([error.code, error.retryAfter, answers.requests.length], ["too-many", 3600, 1]);
});

test("a ticket whose response was lost stays one ticket", async () => {
  withShortDelays();
  answers.give(responseLost);
  const subject = "once, whatever happens";
  const { id } = await createSupportTicket({ ...GOOD, subject }, V1);

  const kept = (await endpoint.tickets()).filter((ticket) => ticket.subject === subject);
  assert.deepEqual(
    kept.map((ticket) => ticket.id),
    [id],
  );
  assert.equal(answers.requests.length, 2);
});

test("the retries end with the last failure", async () => {
  withShortDelays();
  answers.give(hangUp, json(503, {}));
  const error = await rejected(createSupportTicket(GOOD, { ...V1, retries: 1 }));

  assert.deepEqual([error.code, answers.requests.length], ["server-down", 2]);
});

test("a permanent failure is not retried", async () => {
  for (const status of [400, 401, 403, 404, 409, 413]) {
    answers.give(json(status, { error: "no" }));
    await rejected(createSupportTicket(GOOD, V1));
  }

  assert.equal(answers.requests.length, 6);
});

test("in v2 a request that may have arrived is not sent again", async () => {
  for (const answer of [hangUp, cutShort, json(500, {}), json(200, { error: "we are closed" })]) {
    answers.give(answer);
    await rejected(createSupportTicket(GOOD, V2));
  }

  assert.equal(answers.requests.length, 4);
});

test("in v2 a request that certainly did not arrive is sent again", async () => {
  withShortDelays();
  answers.give(json(429, {}, { "retry-after": "1" }), json(200, { url: "https://help.example.com/1" }));
  assert.equal((await createSupportTicket(GOOD, V2)).url, "https://help.example.com/1");
  assert.equal(answers.requests.length, 2);

  // A port without a server: one was just closed.
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address();
  await new Promise((closed) => gone.close(closed));
  const counted = mock.fn(fetch);
  const nowhere = { ...V2, endpoint: `http://127.0.0.1:${port}/`, retries: 1, fetch: counted };
  const error = await rejected(createSupportTicket(GOOD, nowhere));
  assert.deepEqual([error.code, error.cause.cause.code, counted.mock.callCount()], ["unreachable", "ECONNREFUSED", 2]);
});

test("a silent server is given up after the program's timeout", async () => {
  answers.give(noResponse);
  const error = await rejected(createSupportTicket(GOOD, { ...V1, timeout: 100, retries: 0 }));

  assert.equal(error.code, "timeout");
});

test("a fetch that never settles does not keep the program waiting", async () => {
  const neverSettles = () => new Promise(() => {});
  const error = await rejected(createSupportTicket(GOOD, { ...V1, timeout: 100, retries: 0, fetch: neverSettles }));

  assert.equal(error.code, "timeout");
});

test("aborting gives the program's own reason before, during and between tries", async () => {
  const reason = new Error("the visitor left");
  assert.equal(await rejected(createSupportTicket(GOOD, { ...V1, signal: AbortSignal.abort(reason) })), reason);
  assert.equal(answers.requests.length, 0);

  for (const answer of [noResponse, json(429, {}, { "retry-after": "50" })]) {
    answers.reset();
    answers.give(answer);
    const abort = new AbortController();
    const sent = rejected(createSupportTicket(GOOD, { ...V1, signal: abort.signal }));
    await until(() => answers.requests.length === 1, "it is on its way");
    abort.abort(reason);
    assert.equal(await sent, reason);
  }
});

test("the key and the token are sent as the endpoint reads them", async () => {
  answers.give(json(200, { event: "support_ticket_url", url: "https://help.example.com/1" }));
  await createSupportTicket(GOOD, { endpoint: answers.create, identity: "a.b.c" });
  assert.equal(answers.requests[0].headers.authorization, "Bearer a.b.c");

  await createSupportTicket(GOOD, V1);
  assert.equal(answers.requests[1].headers.authorization, `Basic ${btoa(`${apiKey}:`)}`);
});
