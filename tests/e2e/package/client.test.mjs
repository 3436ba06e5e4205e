// The npm package's client in Node.js, without a form, against the real endpoint.
import assert from "node:assert/strict";

import { test } from "@playwright/test";

import { NAUGHTY, refusedFields } from "../support/naughty-strings.mjs";
import { checkTicket, client, createSupportTicket, rejected } from "../support/client.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { GOOD } from "../support/widget.mjs";

const ACCOUNT = "291f43c1-deae-431c-b763-712307fa6859";
const ID = "abd649bf-ea2d-4952-b925-e44c6903945e";
let endpoint, apiKey, V1, V2;
test.beforeAll(async () => {
  endpoint = await startEndpoint();
  apiKey = await endpoint.addKey(ACCOUNT);
  V1 = { endpoint: endpoint.create, apiKey };
  V2 = { endpoint: `${endpoint.url}/api/v2/support/create-ticket`, apiKey, dialect: "v2" };
});
test.afterAll(() => endpoint.stop());

const fieldsOf = (problems) => problems.map(({ field }) => field);

test("a program with a key creates a ticket and gets its address", async () => {
  const { id, url } = await createSupportTicket(
    { ...GOOD, account_id: ACCOUNT, tags: ["member"], type: "task", location: "/app", info: { build: 4711 } },
    V1,
  );

  assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.equal((await fetch(url)).status, 200);
  const kept = (await endpoint.tickets()).find((ticket) => ticket.id === id);
  assert.deepEqual(
    [kept.username, kept.email_address, kept.subject, kept.body, kept.account_id, kept.location],
    [GOOD.username, GOOD.email_address, GOOD.subject, GOOD.body, ACCOUNT, "/app"],
  );
  assert.deepEqual([kept.tags, kept.info.build], [["member", "type:task"], 4711]);
});

test("in v2 the client creates the same ticket", async () => {
  const subject = "by v2 of the client";
  await createSupportTicket(
    { ...GOOD, subject, tags: ["member"], type: "task", location: "/app", info: { build: 4711 } },
    V2,
  );

  const kept = (await endpoint.tickets()).find((ticket) => ticket.subject === subject);
  assert.deepEqual([kept.username, kept.email_address, kept.body], [GOOD.username, GOOD.email_address, GOOD.body]);
  assert.deepEqual([[...kept.tags].sort(), kept.location, kept.info.build], [["member", "type:task"], "/app", 4711]);
});

test("a ticket sent twice is one; another under the same id is refused", async () => {
  const first = await createSupportTicket({ ...GOOD, id: ID }, V1);
  const again = await createSupportTicket({ ...GOOD, id: ID }, V1);
  const error = await rejected(createSupportTicket({ ...GOOD, id: ID, body: "something else" }, V1));

  assert.deepEqual(again, first);
  assert.ok(error instanceof (await client()).SupportTicketError);
  assert.deepEqual([error.code, error.id], ["conflict", ID]);
});

/** Changes that make a valid ticket invalid; the endpoint refuses the same when a program sends them unchecked. */
const WRONG = [
  [{}, []],
  [{ username: null, tags: null, info: null, more: 1 }, []],
  [{ email_address: "jd@" }, ["email_address"]],
  [{ email_address: undefined, subject: "", body: " \u200b" }, ["email_address", "subject", "body"]],
  [{ username: 1, email_address: 2, subject: [], body: {} }, ["username", "email_address", "subject", "body"]],
  [{ id: "1", account_id: "2", location: "a\0" }, ["id", "account_id", "location"]],
  [{ subject: "a\nb", username: "x".repeat(201) }, ["username", "subject"]],
  [{ tags: "a, b" }, ["tags"]],
  [{ tags: ["a", 1] }, ["tags"]],
  [{ tags: ["a", ""] }, ["tags"]],
  [{ tags: ["x".repeat(61)] }, ["tags"]],
  [{ tags: Array(51).fill("a") }, ["tags"]],
  [{ info: [] }, ["info"]],
  [{ info: "a" }, ["info"]],
  [{ body: "x".repeat(500_000) }, ["body"]],
];

test("checkTicket accepts and refuses what the endpoint does", async () => {
  for (const [more, fields] of WRONG) {
    const ticket = { ...GOOD, ...more };
    const what = JSON.stringify(more).slice(0, 80);
    assert.deepEqual(fieldsOf(await checkTicket(ticket)), fields, what);

    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const answer = await fetch(endpoint.create, { method: "POST", headers, body: JSON.stringify(ticket) });
    const { error = "" } = await answer.json();
    const said = error.includes("the request may have at most") ? ["body"] : error.split("; ").filter(Boolean);
    assert.equal(said.length, fields.length, `${what}: ${error}`);
    for (const [at, field] of fields.entries()) assert.match(said[at], RegExp(field), what);
  }
});

test("a type is one of the five", async () => {
  for (const dialect of ["v1", "v2"]) {
    assert.deepEqual(fieldsOf(await checkTicket({ ...GOOD, type: "complaint" }, { dialect })), ["type"]);
    assert.deepEqual(fieldsOf(await checkTicket({ ...GOOD, type: 1 }, { dialect })), ["type"]);
    assert.deepEqual(await checkTicket({ ...GOOD, type: "chat" }, { dialect }), []);
  }
});

test("a problem has a code and a sentence", async () => {
  const problems = await checkTicket({ email_address: "jd@", subject: "", body: "x", tags: 1 });

  assert.deepEqual(problems, [
    {
      field: "email_address",
      code: "email",
      message: "Enter an email address like name@example.com.",
    },
    { field: "subject", code: "required", message: "Enter a subject: a few words are enough." },
    { field: "tags", code: "list", message: "tags must be a list" },
  ]);
});

test("an invalid ticket is not sent", async () => {
  const error = await rejected(
    createSupportTicket({ ...GOOD, subject: "" }, { ...V1, fetch: () => assert.fail("it was sent") }),
  );

  assert.deepEqual([error.name, error.code, fieldsOf(error.problems)], ["SupportTicketError", "refused", ["subject"]]);
  assert.equal(error.message, error.problems[0].message);
});

test("every naughty string arrives intact or is refused at its field", async () => {
  const sent = new Map();
  for (const text of NAUGHTY) {
    const ticket = { username: text, email_address: text, subject: text, body: text };
    const whole = text.toWellFormed();
    const refused = fieldsOf(await checkTicket(ticket));
    assert.deepEqual(refused, refusedFields(ticket), JSON.stringify(text));

    const right = { ...ticket, ...Object.fromEntries(refused.map((field) => [field, GOOD[field]])) };
    const { id } = await createSupportTicket({ ...right, info: { [whole]: text, text } }, { ...V1, retries: 0 });
    sent.set(id, { ...right, text });
  }

  const kept = new Map((await endpoint.tickets()).map((ticket) => [ticket.id, ticket]));
  for (const [id, { text, ...right }] of sent) {
    const { username, email_address, subject, body, info } = kept.get(id);
    const letters = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, value.toWellFormed()]));
    assert.deepEqual({ username: username ?? "", email_address, subject, body }, letters, JSON.stringify(text));
    assert.equal(info.text, text.toWellFormed());
  }
});

test("wrong options are reported before anything is done", async () => {
  const wrong = [
    [{}, /endpoint must be the URL/],
    [{ endpoint: "/api/v1/create_support_ticket" }, /endpoint must be the URL/],
    [{ endpoint: "ftp://help.example.com" }, /http or https/],
    [{ ...V1, dialect: "v3" }, /dialect must be "v1" or "v2"/],
    [{ ...V1, identity: "a.b.c" }, /cannot go along together/],
    [{ ...V1, timeout: 0 }, /timeout must be/],
    [{ ...V1, retries: -1 }, /retries/],
  ];
  for (const [options, words] of wrong) {
    const error = await rejected(createSupportTicket(GOOD, options));
    assert.ok(error instanceof TypeError);
    assert.match(error.message, words);
  }
  for (const ticket of [undefined, null, "text", []]) {
    assert.match((await rejected(checkTicket(ticket))).message, /a ticket is an object/);
  }
});
