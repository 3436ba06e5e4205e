// Reading the claims of a token.
import assert from "node:assert/strict";
import test from "node:test";

import { payloadOf } from "../../www/widget/shared/jwt.js";

const token = (claims) => `${encode({ alg: "HS256" })}.${encode(claims)}.c2lnbmF0dXJl`;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a token's claims are read, however many bytes they have", () => {
  for (const sub of ["", "1", "12", "123", "1234"]) assert.deepEqual(JSON.parse(payloadOf(token({ sub }))), { sub });
});

test("a payload with the characters of base64url is read", () => {
  const claims = { sub: "???>>>~~~" };
  assert.match(token(claims), /\.[^.]*[-_][^.]*\./);
  assert.deepEqual(JSON.parse(payloadOf(token(claims))), claims);
});

test("characters beyond ASCII are read as their bytes", () => {
  const bytes = Buffer.from(payloadOf(token({ name: "Ünïcödé" })), "latin1");
  assert.deepEqual(JSON.parse(bytes.toString("utf8")), { name: "Ünïcödé" });
});

for (const text of ["", "abc", "a.%.c"]) {
  test(`${JSON.stringify(text)} is not a token`, () => assert.throws(() => payloadOf(text)));
}
