// A ticket as JSON, and its way into the v2 dialect and back.
import assert from "node:assert/strict";
import test from "node:test";

import { fromV2, inJson, toV2 } from "../../www/widget/shared/ticket.js";

globalThis.location = new URL("https://example.com/app/reset/5f4dcc3b5aa765d61d8327deb882cf99?token=abc#top");

const TICKET = {
  type: "problem",
  email_address: "jd@example.com",
  subject: "package xyz",
  body: "please install it",
  username: "Jo Doe",
  tags: ["member"],
  account_id: "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11",
  location: "/app",
  info: { user_agent: "curl/8.0", plan: "free" },
};

test("v2 moves the fields that it lacks into info", () => {
  const { options } = toV2(TICKET);
  assert.deepEqual(Object.keys(options), ["type", "files", "email", "subject", "body", "url", "info"]);
  assert.deepEqual(options.info, {
    plan: "free",
    userAgent: "curl/8.0",
    context: "/app",
    username: "Jo Doe",
    tags: ["member"],
    account_id: "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11",
  });
});

test("a v2 ticket's url is the page's address, masked, without query and fragment", () => {
  assert.equal(toV2(TICKET).options.url, "https://example.com/app/reset/***");
});

test("a v2 ticket without a location has no url", () => {
  assert.ok(!toV2({ ...TICKET, location: undefined }).options.url);
});

test("a ticket is the same after its way to v2 and back", () => {
  assert.deepEqual(fromV2(toV2(TICKET)), TICKET);
  assert.deepEqual(fromV2(JSON.parse(inJson(toV2(TICKET)))), TICKET);
});

test("a ticket without info survives the way to v2 and back", () => {
  const { info, ...rest } = TICKET;
  const back = fromV2(toV2(rest));
  assert.deepEqual(JSON.parse(JSON.stringify(back)), { ...rest, info: {} });
});

test("a v1 ticket is returned as it is", () => {
  assert.equal(fromV2(TICKET), TICKET);
});

test("arrays stay arrays in JSON where a page gave them a toJSON", (t) => {
  // As Prototype.js up to 1.6 does.
  Array.prototype.toJSON = function () {
    return `[${this.map((value) => JSON.stringify(value)).join(", ")}]`;
  };
  t.after(() => delete Array.prototype.toJSON);
  assert.equal(inJson({ tags: ["a", ["b"]], at: 1 }), '{"tags":["a",["b"]],"at":1}');
  assert.equal(inJson(["a"]), '["a"]');
});

test("an object's own toJSON counts", () => {
  assert.equal(inJson({ at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}');
});

test("JSON is indented if asked", () => {
  assert.equal(inJson({ a: [1] }, 1), '{\n "a": [\n  1\n ]\n}');
});

test("a cycle and a throwing getter throw", () => {
  const cycle = {};
  cycle.itself = cycle;
  assert.throws(() => inJson(cycle), TypeError);
  const getter = {
    get value() {
      throw new RangeError("no");
    },
  };
  assert.throws(() => inJson(getter), RangeError);
});
