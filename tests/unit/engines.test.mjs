// The list of tests that an engine leaves out names only tests and files that exist.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { FILES, TESTS } from "../e2e/support/engines.mjs";

const FOLDER = new URL("../e2e/", import.meta.url);

test("every test and file that an engine leaves out exists", async () => {
  const names = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith(".test.mjs"));
  // Some tests are named after entries of these lists.
  const files = [...names, "support/hostile.mjs"];
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, FOLDER), "utf8")));

  assert.deepEqual(
    Object.keys(FILES).filter((name) => !names.includes(name)),
    [],
  );
  // Some names contain a library or a place that is a variable in the file.
  const written = (name) => name.replace(/^\w+'s modal/, "${library}'s modal").replace(/^dark /, "${where} ");
  assert.deepEqual(
    Object.keys(TESTS).filter((name) => !texts.some((text) => text.includes(written(name)))),
    [],
  );
});
