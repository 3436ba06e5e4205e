// The form accepts exactly the addresses that the browser's own e-mail field accepts, up to the length that mail
// allows.
import assert from "node:assert/strict";

import { ADDRESSES } from "../support/addresses.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

/** The form's own limit (RFC 5321: a path has at most 256 octets, two of them angle brackets); browsers have none. */
const LONGEST = 254;

test("the form accepts the e-mail addresses that the browser accepts", async ({ widget, visit }) => {
  assert.ok(ADDRESSES.length >= 500, `${ADDRESSES.length} addresses`);
  const judged = await judge(widget, visit, ADDRESSES);

  const comparable = judged.filter(({ length }) => length <= LONGEST);
  assert.deepEqual(
    comparable.filter(({ form, browser }) => form !== browser),
    [],
  );
  // Proves that both sides were checked.
  const right = comparable.filter(({ browser }) => browser).length;
  assert.ok(right > 100 && comparable.length - right > 100, `${right} of ${comparable.length} are right`);
  assert.ok(
    judged.every(({ form, told }) => form === !told),
    "every problem has a message",
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
  // Chromium converts an international domain to ASCII, but only when a person types it.
  for (const typed of ["jd@bücher.example", "jd@例え.テスト", "jürgen@example.com", "jd@example\u3002com"]) {
    await widget.field("email_address").fill("");
    await widget.field("email_address").focus();
    await page.keyboard.insertText(typed);
    await page.keyboard.press("Tab");
    const valid = await widget.field("email_address").evaluate((field) => field.checkValidity());
    assert.equal(await widget.isInvalid("email_address"), !valid, typed);
  }
});

/** How the form and the browser judge each address, both set by script: `{ value, form, browser, … }`. */
async function judge(widget, visit, addresses) {
  await visit();
  await widget.openForm();
  // From here on each field shows its problem, even when it is empty.
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
