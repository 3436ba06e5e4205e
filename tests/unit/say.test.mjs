// The visitor's texts with their placeholders, plurals and lists.
import assert from "node:assert/strict";
import test from "node:test";

import { counted, say } from "../../www/widget/shared/say.js";

const TEXTS = {
  language: "en",
  keys: ["send", "address", "waiting", "limit"],
  words: ["Send", "Did you mean {address}?", "one:{n} message waits.|other:{n} messages wait.", "Up to {n}"],
};

test("a text without a placeholder is shown as it is", () => assert.equal(say(TEXTS, "send"), "Send"));

test("an unknown key gives no text", () => assert.equal(say(TEXTS, "no such key"), ""));

test("a value replaces the placeholder, whatever its name", () =>
  assert.equal(say(TEXTS, "address", "jd@example.com"), "Did you mean jd@example.com?"));

test("a value that looks like a replacement pattern or placeholder is shown as it is", () => {
  for (const value of ["$&", "$1", "{address}"]) {
    assert.equal(say(TEXTS, "address", value), `Did you mean ${value}?`);
  }
});

for (const [language, number, expected] of [
  ["en", 1, "1 message waits."],
  ["en", 0, "0 messages wait."],
  ["en", 1234, "1,234 messages wait."],
  ["de", 1234, "1.234 messages wait."],
]) {
  test(`${number} has its plural and its digits in ${language}`, () =>
    assert.equal(say({ ...TEXTS, language }, "waiting", number), expected));
}

test("a plural form that a text lacks is replaced by other", () => {
  const words = ["one:a|other:{n} b"];
  assert.equal(say({ language: "ar", keys: ["n"], words }, "n", 2).replace(/\P{L}/gu, ""), "b");
});

test("a text without plural forms takes a number, too", () => assert.equal(say(TEXTS, "limit", 5), "Up to 5"));

test("a plural category comes with the number as the language writes it", () => {
  assert.equal(counted("en", 1), "one:1");
  assert.equal(counted("de", 1000), "other:1.000");
  assert.equal(counted("pl", 3), "few:3");
});

for (const broken of [undefined, {}, { PluralRules: () => {} }]) {
  test(`texts are shown on a page whose Intl is ${broken && Object.keys(broken).join(" and ")}`, (t) => {
    const { Intl: original } = globalThis;
    globalThis.Intl = broken;
    t.after(() => (globalThis.Intl = original));
    assert.equal(counted("en", 1), "other:1");
    assert.equal(say(TEXTS, "waiting", 1), "1 messages wait.");
  });
}
