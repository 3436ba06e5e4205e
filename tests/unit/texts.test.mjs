// Which file of texts a language tag leads to.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { nameOf } from "../../www/widget/shared/texts.js";
import { ROOT } from "../e2e/support/paths.mjs";

for (const [tag, expected] of [
  ["en", "en"],
  ["en-GB", "en"],
  ["de", "de"],
  ["de-AT", "de"],
  ["DE-at", "de"],
  ["de_DE", "de"],
  ["zh", "zh"],
  ["zh-CN", "zh"],
  ["zh-Hans-TW", "zh"],
  ["zh-TW", "zh-Hant"],
  ["zh_TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-Hant", "zh-Hant"],
  ["zh-Hant-HK", "zh-Hant"],
  ["no", "no"],
  ["nb", "no"],
  ["nb-NO", "no"],
  ["nn", "no"],
  ["pt", "pt"],
  ["pt-BR", "pt"],
  ["pt-AO", "pt"],
  ["pt-PT", "pt-PT"],
  ["pt_pt", "pt-PT"],
  ["", "en"],
]) {
  test(`the texts for ${tag || "an empty tag"} are ${expected}`, () => {
    assert.equal(nameOf(tag), expected);
    assert.ok(existsSync(join(ROOT, `www/widget/locales/${expected}.json`)));
  });
}
