// "Did you mean …?" suggests corrections for typos and none for addresses that exist, and international domains become
// ASCII. types.test.mjs tests it in the form.
import assert from "node:assert/strict";
import test from "node:test";

import { suggest, withAsciiDomain } from "../../www/widget/shared/email-slips.js";

for (const [domain, expected] of [
  ["gmial.com", "gmail.com"],
  ["gmail.con", "gmail.com"],
  ["gmal.com", "gmail.com"],
  ["GMIAL.com", "gmail.com"],
  ["outlok.com", "outlook.com"],
  ["example.con", "example.com"],
  ["gmail", "gmail.com"],
  ["outlook", "outlook.com"],
  ["web", "web.de"],
]) {
  test(`jo@${domain} brings a suggestion`, () => assert.equal(suggest(`jo@${domain}`), `jo@${expected}`));
}

for (const domain of (
  "gmail.com googlemail.com web.de example.com example.co.uk localhost mail gmx.net mail.com ymail.com cloud.com aim.com " +
  "aon.com bol.com love.com line.com olive.com life.com lime.com five.com web.dk hotmail.co yahoo.co.jp"
).split(" ")) {
  test(`jo@${domain} brings no suggestion`, () => assert.equal(suggest(`jo@${domain}`), undefined));
}

for (const address of ["", "jo", "jo@", "@gmail", "jo@@gmail", "jo@gmail@web"]) {
  test(`"${address}" brings no suggestion`, () => assert.equal(suggest(address), undefined));
}

for (const [typed, expected] of [
  ["jd@bücher.example", "jd@xn--bcher-kva.example"],
  ["jd@例え.テスト", "jd@xn--r8jz45g.xn--zckzah"],
  ["jd@example\u3002com", "jd@example.com"],
  ["jürgen@example.com", undefined],
  ["jd@example.com", undefined],
  ["jd@bücher.example/a", undefined],
  ["jd@bü cher.example", undefined],
  ["@bücher.example", undefined],
  ["jd@bücher@example", undefined],
  ["bücher", undefined],
]) {
  test(`${typed} ${expected ? `becomes ${expected}` : "stays unchanged"}`, () =>
    assert.equal(withAsciiDomain(typed), expected));
}

for (const [typed, expected] of [
  ["jd@gmai.com", "jd@gmail.com"],
  ["jd@gmail.co", "jd@gmail.com"],
  ["Jo.Doe@HOTMIAL.com", "Jo.Doe@hotmail.com"],
  ["jd@example.con", "jd@example.com"],
  ["jd@gmail.com", undefined],
  ["jd@mail.com", undefined],
  ["jd@ymail.com", undefined],
  ["jd@hotmail.co.uk", undefined],
  ["jd@gmx.de", undefined],
  ["jd", undefined],
]) {
  test(`${typed} brings ${expected ? `the suggestion ${expected}` : "no suggestion"}`, () =>
    assert.equal(suggest(typed), expected));
}
