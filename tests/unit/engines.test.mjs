// What is left out in an engine is there: a file or a test that is renamed must not be named on.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { FILES, TESTS } from "../e2e/support/engines.mjs";

const FOLDER = new URL("../e2e/", import.meta.url);

test("every test and file that an engine leaves out exists", async () => {
  const names = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith(".test.mjs"));
  // Some have their names from a list that stands beside.
  const files = [...names, "support/hostile.mjs"];
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, FOLDER), "utf8")));

  assert.deepEqual(
    Object.keys(FILES).filter((name) => !names.includes(name)),
    [],
  );
  // Tests of several libraries have the library's name in theirs, and those in several looks the place's.
  const written = (name) => name.replace(/^\w+'s modal/, "${library}'s modal").replace(/^dark /, "${where} ");
  assert.deepEqual(
    Object.keys(TESTS).filter((name) => !texts.some((text) => text.includes(written(name)))),
    [],
  );
});
