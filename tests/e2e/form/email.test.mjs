// Which addresses the form takes: those that the browser's own field of an address takes, none more and none less,
// up to the length that mail allows.
import assert from "node:assert/strict";

import { ADDRESSES } from "../support/addresses.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

/** Ours alone (RFC 5321: a path is at most 256 octets, two of them angle brackets); a browser has no limit. */
const LONGEST = 254;

test("the form accepts the e-mail addresses that the browser accepts", async ({ widget, visit }) => {
  assert.ok(ADDRESSES.length >= 500, `${ADDRESSES.length} addresses`);
  const judged = await judge(widget, visit, ADDRESSES);

  const comparable = judged.filter(({ length }) => length <= LONGEST);
  assert.deepEqual(
    comparable.filter(({ form, browser }) => form !== browser),
    [],
  );
  // Both sides were really asked.
  const right = comparable.filter(({ browser }) => browser).length;
  assert.ok(right > 100 && comparable.length - right > 100, `${right} of ${comparable.length} are right`);
  assert.ok(
    judged.every(({ form, told }) => form === !told),
    "whatever is wrong is told in words",
  );
});

test("an e-mail address over 254 characters is refused, though the browser accepts it", async ({ widget, visit }) => {
  const label = "d".repeat(63);
  const domain = `@${label}.${label}.${label}`;
  const of = (length) => "x".repeat(length - domain.length) + domain;
  const judged = await judge(widget, visit, [of(253), of(254), of(255), of(1_000)]);

  assert.deepEqual(
    judged.map(({ length, form, browser }) => [length, form, browser]),
    [
      [253, true, true],
      [254, true, true],
      [255, false, true],
      [1_000, false, true],
    ],
  );
});

test("a typed address is checked as the browser stores it", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  // Chromium writes a domain in another script as mail has it, but only where a person types.
  for (const typed of ["jd@bücher.example", "jd@例え.テスト", "jürgen@example.com", "jd@example\u3002com"]) {
    await widget.field("email_address").fill("");
    await widget.field("email_address").focus();
    await page.keyboard.insertText(typed);
    await page.keyboard.press("Tab");
    const valid = await widget.field("email_address").evaluate((field) => field.checkValidity());
    assert.equal(await widget.isInvalid("email_address"), !valid, typed);
  }
});

/** What the form and the browser say of each address, both given it by script: `{ value, form, browser, … }`. */
async function judge(widget, visit, addresses) {
  await visit();
  await widget.openForm();
  // From here on each field says what is wrong, also when it is empty.
  await widget.send();
  await until(() => widget.isInvalid("email_address"), "every field is checked");
  return widget.field("email_address").evaluate(
    (field, addresses) =>
      addresses.map((address) => {
        field.value = address;
        field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        field.dispatchEvent(new FocusEvent("focusout", { bubbles: true, composed: true }));
        const native = document.createElement("input");
        Object.assign(native, { type: "email", required: true, value: address });
        const error = field.getRootNode().getElementById("email_address-error");
        return {
          address: JSON.stringify(address).slice(0, 80),
          length: native.value.length,
          form: field.ariaInvalid !== "true",
          browser: native.checkValidity(),
          told: error.textContent !== "" && error.checkVisibility(),
        };
      }),
    addresses,
  );
}
