// Every language has every text of the English file, with the same placeholders and the plurals that it needs.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { ROOT } from "../e2e/support/paths.mjs";

const FOLDER = join(ROOT, "www/widget/locales");
const read = (tag) => JSON.parse(readFileSync(join(FOLDER, `${tag}.json`), "utf8"));
const TAGS = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ""));
const ENGLISH = read("en");

const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));
const placeholders = (text) => text.match(/\{\w+\}/g) ?? [];

test("there are at least 24 languages, including the required ones", () => {
  assert.ok(TAGS.length >= 24, `${TAGS.length}`);
  for (const tag of ["ar", "he", "fa", "ja", "ko", "zh", "zh-Hant", "hi", "pt", "pt-PT"])
    assert.ok(TAGS.includes(tag), tag);
});

for (const tag of TAGS) {
  test(`${tag} has every key, the same placeholders and its plurals`, () => {
    const texts = read(tag);
    assert.deepEqual(Object.keys(texts), Object.keys(ENGLISH));
    for (const [key, english] of Object.entries(ENGLISH)) {
      const expected = placeholders(forms(english)[0]);
      assert.equal(typeof texts[key], typeof english, key);
      for (const form of forms(texts[key])) {
        assert.deepEqual(placeholders(form), expected, `${key}: ${form}`);
        assert.ok(form.trim() && !/[\n\t|]/.test(form), `${key}: ${form}`);
      }
      if (typeof english === "object") {
        const rules = new Intl.PluralRules(tag);
        const needed = new Set([...Array(2000).keys(), 1_000_000].map((n) => rules.select(n)));
        for (const category of [...needed, "other"]) assert.ok(texts[key][category], `${key}.${category}`);
      }
    }
  });
}
