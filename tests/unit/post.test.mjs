// Reading responses: how long to wait before a retry, and what the endpoint said.
import assert from "node:assert/strict";
import test from "node:test";

import { parseAnswer, retryAfterSeconds } from "../../www/widget/shared/post.js";

const NOW = Date.parse("2026-11-30T12:00:00Z");

for (const [retryAfter, expected] of [
  ["0", 0],
  ["1", 1],
  ["120", 120],
  ["1.5", 2],
  ["-5", 0],
  ["Mon, 30 Nov 2026 12:00:30 GMT", 30],
  ["Mon, 30 Nov 2026 12:00:00 GMT", 0],
  ["Mon, 30 Nov 2026 11:00:00 GMT", 0],
]) {
  test(`Retry-After: ${retryAfter} asks for ${expected} seconds`, (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: NOW });
    assert.equal(retryAfterSeconds(retryAfter), expected);
  });
}

for (const retryAfter of ["", "soon"]) {
  test(`Retry-After: ${retryAfter || "(empty)"} asks for no number of seconds`, () =>
    assert.ok(Number.isNaN(retryAfterSeconds(retryAfter))));
}

const NOTHING = { event: undefined, url: undefined, error: undefined };

for (const [text, expected] of [
  [
    '{"event":"support_ticket_url","url":"https://help.example/1"}',
    { isObject: true, event: "support_ticket_url", url: "https://help.example/1", error: undefined },
  ],
  ['{"error":"subject is odd"}', { isObject: true, ...NOTHING, error: "subject is odd" }],
  ['{"event":1,"url":{"href":"x"},"error":[]}', { isObject: true, ...NOTHING }],
  ["{}", { isObject: true, ...NOTHING }],
  ["[1, 2]", { isObject: true, ...NOTHING }],
  ["null", { isObject: false, ...NOTHING }],
  ['"a text"', { isObject: false, ...NOTHING }],
  ["42", { isObject: false, ...NOTHING }],
  ['{"event":"support_ticket_u', { isObject: false, ...NOTHING }],
  ["<!doctype html>", { isObject: false, ...NOTHING }],
  ["", { isObject: false, ...NOTHING }],
]) {
  test(`the response ${text || "(empty)"} is read for its strings`, () =>
    assert.deepEqual(parseAnswer(text), expected));
}
