// A ticket's id is a random UUID, version 4, even where `randomUUID` is missing.
import assert from "node:assert/strict";
import test from "node:test";

import { freshId } from "../../www/widget/shared/uuid.js";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id has the shape, version and variant of a UUID version 4", () => {
  for (let count = 0; count < 1_000; count += 1) assert.match(freshId(), V4);
});

for (const [bits, expected] of [
  [0x00, "00000000-0000-4000-8000-000000000000"],
  [0xff, "ffffffff-ffff-4fff-bfff-ffffffffffff"],
]) {
  test(`version and variant are set over random bytes of ${bits}`, (t) => {
    t.mock.method(crypto, "getRandomValues", (bytes) => bytes.fill(bits));
    assert.equal(freshId(), expected);
  });
}

test("ids do not repeat", () => {
  assert.equal(new Set(Array.from({ length: 1_000 }, freshId)).size, 1_000);
});
