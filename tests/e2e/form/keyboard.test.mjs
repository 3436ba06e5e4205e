// The form without a mouse: where the focus goes, what Escape and Enter do, and which keys reach the page.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 } };

test("a ticket can be written and sent with the keyboard alone", async ({ widget, page, answers, visit }) => {
  await visit();
  await widget.button.focus();
  await page.keyboard.press("Enter");
  await widget.untilOpen();
  const texts = { ...GOOD };
  for (let steps = 0; steps < 12 && Object.keys(texts).length > 0; steps += 1) {
    const name = await widget.focused();
    if (texts[name] !== undefined) {
      await page.keyboard.type(texts[name]);
      delete texts[name];
    }
    if (Object.keys(texts).length > 0) await page.keyboard.press("Tab");
  }
  assert.deepEqual(texts, {}, "every field was reached by Tab");
  for (let steps = 0; steps < 6 && !(await isOnSubmit(widget)); steps += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await widget.address();

  assert.equal(answers.tickets()[0].body, GOOD.body);
});

test("opening focuses a field to type in", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();

  assert.ok(["username", "email_address", "subject", "body"].includes(await widget.focused()), await widget.focused());
});

for (const [how, options] of [
  ["wide", {}],
  ["narrow", PHONE],
]) {
  test(
    `on a ${how} screen Escape closes, keeps the text and restores the focus`,
    options,
    async ({ widget, page, visit }) => {
      await visit();
      await widget.button.focus();
      await page.keyboard.press("Enter");
      await widget.untilOpen();
      await widget.fill(GOOD);
      await widget.field("subject").focus();
      await page.keyboard.press("Escape");
      await widget.untilClosed();

      await until(
        async () => (await widget.focused()) === "button",
        "the button has the focus again",
        () => widget.focused(),
      );
      await page.keyboard.press("Enter");
      await widget.untilOpen();
      assert.deepEqual(await widget.values(), GOOD);
    },
  );

  test(`on a ${how} screen closing returns the focus to the opener`, options, async ({ widget, page, visit }) => {
    await visit({
      before:
        '<button id="mine" onclick="document.querySelector(\'support-ticket-widget\').show()">Report this</button>',
    });
    await page.locator("#mine").focus();
    await page.keyboard.press("Enter");
    await widget.untilOpen();
    await widget.close();

    await until(
      () => page.evaluate(() => document.activeElement?.id === "mine"),
      "the page's button has the focus again",
    );
  });
}

test("closing does not take the focus from where the visitor has moved it", async ({ widget, page, visit }) => {
  await visit({ before: '<input id="mine" aria-label="Mine">' });
  await widget.openForm();
  await page.locator("#mine").click();
  await widget.host.evaluate((host) => host.close());
  await widget.untilClosed();

  assert.equal(await page.evaluate(() => document.activeElement?.id), "mine");
});

test("Escape pressed beside the open form is left to the page", async ({ widget, page, visit }) => {
  await visit({ before: '<input id="mine" aria-label="Mine">' });
  await page.evaluate(() => {
    globalThis.escapes = 0;
    document.addEventListener(
      "keydown",
      (event) => (globalThis.escapes += event.key === "Escape" && !event.defaultPrevented),
    );
  });
  await widget.openForm();
  await page.locator("#mine").click();
  await page.keyboard.press("Escape");

  assert.equal(await page.evaluate(() => globalThis.escapes), 1);
});

test("keys typed in the form do not reach the page's shortcuts", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate(() => {
    globalThis.leaked = [];
    for (const target of [document, window, document.body]) {
      for (const name of ["keydown", "keypress", "keyup"]) {
        target.addEventListener(name, (event) => globalThis.leaked.push(`${name} ${event.key}`));
      }
    }
  });
  await widget.openForm();
  await page.evaluate(() => void (globalThis.leaked.length = 0));
  for (const name of ["subject", "body"]) {
    await widget.field(name).focus();
    await page.keyboard.type("j/k?");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Backspace");
  }
  await page.keyboard.press("Escape");
  await widget.untilClosed();

  const leaked = await page.evaluate(() => globalThis.leaked);
  // The key is released after the form has closed, with the focus on the button.
  assert.deepEqual(
    leaked.filter((key) => key !== "keyup Escape"),
    [],
  );
});

test("the form does not swallow the browser's own keys", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.field("subject").fill("hello world");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+x");

  assert.equal(await widget.field("subject").inputValue(), "");
});

test("Enter sends from a single-line field and breaks the line in the text", async ({
  widget,
  page,
  answers,
  visit,
}) => {
  await visit();
  await widget.openForm();
  await widget.fill({ ...GOOD, body: "" });
  await widget.field("body").focus();
  await page.keyboard.type("one\ntwo");
  assert.equal(await widget.field("body").inputValue(), "one\ntwo");

  await widget.field("email_address").press("Enter");
  await widget.address();
  assert.equal(answers.tickets()[0].body, "one\ntwo");
});

test("Enter that ends an input method's word does not send", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("subject").evaluate((field) => {
    field.focus();
    field.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: "Enter",
        isComposing: true,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
    field.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: "Escape",
        isComposing: true,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
  });

  assert.equal(await widget.field("subject").isVisible(), true);
  assert.equal(answers.requests.length, 0);
});

test("on a narrow screen Tab stays in the form", PHONE, async ({ widget, page, visit }) => {
  await visit({ before: '<a href="/elsewhere" id="link">Elsewhere</a>' });
  await widget.openForm();
  for (let steps = 0; steps < 12; steps += 1) {
    await page.keyboard.press("Tab");
    assert.notEqual(await page.evaluate(() => document.activeElement?.id), "link");
  }
});

test("after sending, the focus is on the confirmation", async ({ widget, visit }) => {
  await visit();
  await widget.writeAndSend();
  await widget.address();

  await until(
    () => widget.holdsFocus(),
    "the focus is in the panel",
    () => widget.focused(),
  );
});

function isOnSubmit(widget) {
  return widget.host.evaluate((host) => host.shadowRoot.activeElement?.type === "submit");
}
