// How the form reports problems: all on Send, one on leaving a field, and on every key once a field is invalid.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { FIELDS, GOOD } from "../support/widget.mjs";

const NO_ERRORS = { username: "", email_address: "", subject: "", body: "" };

test("an untouched form shows no problem", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();

  assert.deepEqual(await widget.errors(), NO_ERRORS);
  for (const name of FIELDS) assert.equal(await widget.isInvalid(name), false, name);
});

test("sending an empty form marks every missing field and sends nothing", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.send();
  await until(() => widget.errorOf("subject"), "the subject's problem is shown");

  const errors = await widget.errors();
  assert.equal(errors.username, "");
  for (const name of ["email_address", "subject", "body"]) {
    assert.match(errors[name], /^[A-Z][^{}\d]*\.$/, `the problem of ${name} is a sentence`);
    assert.equal(await widget.isInvalid(name), true, name);
  }
  assert.equal(await widget.isInvalid("username"), false);
  assert.equal(answers.requests.length, 0);
});

test("sending leads to the first invalid field", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill({ email_address: "jd@example.com" });
  await widget.send();

  await until(
    async () => (await widget.focused()) === "subject",
    "the subject has the focus",
    () => widget.focused(),
  );
});

test("Send is never disabled", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  await widget.send();

  assert.equal(await widget.submit.isEnabled(), true);
  assert.notEqual(await widget.submit.getAttribute("aria-disabled"), "true");
});

test("leaving a field that was never typed in shows no problem", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.field("email_address").focus();
  await page.keyboard.press("Tab");

  assert.equal(await widget.errorOf("email_address"), "");
});

test("an invalid address is reported on leaving the field, not while typing", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.field("email_address").pressSequentially("jd@");
  assert.equal(await widget.errorOf("email_address"), "");

  await page.keyboard.press("Tab");
  const words = await until(() => widget.errorOf("email_address"), "the address's problem is shown");
  assert.match(words, /e-?mail/i);
});

test("a reported problem disappears at the key that fixes it", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.field("email_address").pressSequentially("jd@");
  await page.keyboard.press("Tab");
  await until(() => widget.errorOf("email_address"), "the address's problem is shown");
  await widget.field("email_address").press("End");
  await page.keyboard.type("example.com");

  await until(async () => (await widget.errorOf("email_address")) === "", "the problem is gone");
  assert.equal(await widget.isInvalid("email_address"), false);
});

test("a reported problem is replaced at the key that causes another", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  await widget.send();
  const missing = await until(() => widget.errorOf("email_address"), "the address is missing");
  await widget.field("email_address").pressSequentially("x");

  const wrong = await until(async () => {
    const words = await widget.errorOf("email_address");
    return words !== missing && words;
  }, "the words changed");
  assert.match(wrong, /e-?mail/i);
});

for (const [label, ticket, field, words] of [
  ["a subject of white space", { subject: "  \t " }, "subject", /./],
  ["a subject of invisible characters", { subject: "\u200b\u2060" }, "subject", /./],
  ["a subject of 301 characters", { subject: "x".repeat(301) }, "subject", /300/],
  ["a text of line ends", { body: "\n\n\n" }, "body", /./],
  ["an address without @", { email_address: "jd.example.com" }, "email_address", /e-?mail/i],
  [
    "an address of 255 characters",
    {
      email_address: `${"x".repeat(60)}@${"y".repeat(60)}.${"z".repeat(60)}.${"w".repeat(60)}.${"v".repeat(11)}`,
    },
    "email_address",
    /254/,
  ],
  ["a name of 201 characters", { username: "x".repeat(201) }, "username", /200/],
  ["a text over 500 kB", { body: "ü".repeat(260_000) }, "body", /500|long|large|short/i],
]) {
  test(`${label} is reported before anything is sent`, async ({ widget, answers, visit }) => {
    await visit();
    await widget.openForm();
    await widget.fill({ ...GOOD, ...ticket });
    await widget.send();

    const problem = await until(
      () => widget.errorOf(field),
      `the problem of ${field} is shown`,
      () => widget.said(),
    );
    assert.match(problem, words);
    assert.equal(answers.requests.length, 0);
  });
}

for (const [label, ticket] of [
  ["a subject of 300 characters", { subject: "💡".repeat(300) }],
  ["no name", { username: "" }],
  ["an address without a dot", { email_address: "jd@localhost" }],
  ["text in other scripts", { username: "Ünïcödé ابن سينا", subject: "日本語の件名", body: "עברית\r\nand 🧑‍🚀" }],
]) {
  test(`${label} is accepted by the page and by the server`, async ({ widget, visit }) => {
    await visit();
    await widget.writeAndSend({ ...GOOD, ...ticket });
    await widget.address();
  });
}

test("a subject stays one line, whatever is pasted", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("subject").fill("");
  await widget.field("subject").evaluate((field) => {
    field.focus();
    document.execCommand("insertText", false, "first\nsecond");
  });
  await widget.send();
  await widget.address();

  assert.doesNotMatch(answers.tickets()[0].subject, /\n/);
});

test("each field has a label that can be clicked", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  for (const name of FIELDS) {
    const labels = await widget
      .field(name)
      .evaluate((field) => [...field.labels].map((label) => label.textContent.trim()));
    assert.equal(labels.length, 1, name);
    assert.notEqual(labels[0], "", name);
    await widget.field(name).evaluate((field) => field.labels[0].click());
    assert.equal(await widget.focused(), name);
  }
});

test("the browser can autofill the fields", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();

  assert.equal(await widget.field("email_address").getAttribute("autocomplete"), "email");
  assert.equal(await widget.field("username").getAttribute("autocomplete"), "name");
});
