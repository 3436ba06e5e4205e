// "Did you mean …?" asks about slips, and about no address that exists. The rule itself, without a browser;
// types.test.mjs shows it at work in the form. And what a domain in another script is to mail.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { ROOT } from "./support/places.mjs";

// What it imports makes elements, of which there are none here.
const source = readFileSync(join(ROOT, "www/support-ticket-extras-meant.js"), "utf8").replace(/^import .*$/m, "");
const { better, inAscii } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

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
  test(`jo@${domain} is asked about`, () => assert.equal(better(`jo@${domain}`), `jo@${expected}`));
}

for (const domain of (
  "gmail.com googlemail.com web.de example.com example.co.uk localhost mail gmx.net mail.com ymail.com cloud.com aim.com " +
  "aon.com bol.com love.com line.com olive.com life.com lime.com five.com web.dk hotmail.co yahoo.co.jp"
).split(" ")) {
  test(`jo@${domain} is what is meant`, () => assert.equal(better(`jo@${domain}`), undefined));
}

for (const address of ["", "jo", "jo@", "@gmail", "jo@@gmail", "jo@gmail@web"]) {
  test(`"${address}" is no address to ask about`, () => assert.equal(better(address), undefined));
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
  test(`${typed} is ${expected ?? "let be"}`, () => assert.equal(inAscii(typed), expected));
}
