// The form before its module is there: it can be typed in at once, and what is typed, prefilled or sent then counts.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { holdRequests } from "../support/visitor.mjs";
import { GOOD } from "../support/widget.mjs";

const MODULE = /support-ticket-form\.wasm/;

/** Opens the form while its module is held back; gives what releases it. */
async function openWithoutModule({ page, widget, visit }, parts = {}) {
  const release = await holdRequests(page, MODULE);
  await visit(parts);
  await widget.openForm();
  return release;
}

const untilAttached = (widget) =>
  until(async () => (await widget.field("subject").getAttribute("aria-invalid")) !== null, "the module is there");

test("without the module the form opens, shows what the page filled in, and can be typed in", async (given) => {
  const { widget } = given;
  const attributes = { "email-address": GOOD.email_address, type: "task", tags: "member", "allow-tags": "" };
  await openWithoutModule(given, { attributes });

  assert.equal(await widget.field("email_address").inputValue(), GOOD.email_address);
  assert.equal(await widget.field("type").inputValue(), "task");
  assert.match(await widget.host.locator("label[for=body]").innerText(), /What software/);
  assert.equal(await widget.field("body_2").isVisible(), true);
  await widget.fill(GOOD);
  assert.deepEqual(await widget.values(), GOOD);
});

test("what was typed early is checked, kept as a draft and sent", async (given) => {
  const { widget, page, visit, answers } = given;
  const release = await openWithoutModule(given);
  await widget.fill({ ...GOOD, email_address: "nobody" });
  await until(
    () => page.evaluate((body) => Object.values(localStorage).join().includes(body), GOOD.body),
    "the draft is kept",
  );
  release();
  await untilAttached(widget);
  assert.deepEqual(await widget.values(), { ...GOOD, email_address: "nobody" });
  await widget.send();
  await until(() => widget.errorOf("email_address"), "the problem is shown");
  await visit();
  await widget.openForm();
  await until(async () => (await widget.values()).body === GOOD.body, "the draft is back");
  await widget.field("email_address").fill(GOOD.email_address);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].body, GOOD.body);
});

test("a Send pressed early says so, and is carried out once the module is there", async (given) => {
  const { widget, answers } = given;
  const release = await openWithoutModule(given);
  await widget.fill(GOOD);
  await widget.send();

  await until(async () => /Sending/.test(await widget.submit.innerText()), "the button says so");
  assert.equal(answers.requests.length, 0);
  assert.equal(await widget.field("body").evaluate((field) => field.readOnly), true, "what is sent stays as it is");
  release();
  await widget.address();
  assert.deepEqual(
    answers.tickets().map(({ body }) => body),
    [GOOD.body],
  );
});

test("a Send pressed early with something missing shows what is missing", async (given) => {
  const { widget } = given;
  const release = await openWithoutModule(given);
  await widget.send();
  release();

  await until(() => widget.errorOf("subject"), "the problems are shown");
  assert.equal(await widget.focused(), "email_address");
  assert.match(await widget.submit.innerText(), /^Send$/);
});

test("the page can fill in and reset the form before the module is there", async (given) => {
  const { widget } = given;
  const release = await openWithoutModule(given);
  await widget.field("body").fill("mine");
  await widget.host.evaluate((host) => host.prefill({ subject: "the page's", body: "the page's", type: "purchase" }));
  const { subject, body } = await widget.values();
  assert.deepEqual([subject, body], ["the page's", "mine"]);
  assert.equal(await widget.field("type").inputValue(), "purchase");
  await widget.host.evaluate((host) => host.reset());
  assert.equal((await widget.values()).body, "the page's");

  release();
  await untilAttached(widget);
  assert.equal((await widget.values()).body, "the page's");
  assert.equal((await widget.values()).subject, "the page's");
});

test("closing and keys work before the module is there", async (given) => {
  const { widget, page } = given;
  const release = await openWithoutModule(given, {
    after: "<script>onkeydown = () => (document.title = 'heard')</script>",
  });
  await page.keyboard.type("ab");
  assert.equal(await page.title(), "Notes");
  await page.keyboard.press("Escape");
  await widget.untilClosed();
  release();
  await widget.openForm();
  assert.equal((await widget.values()).username, "ab");
});

test("a module that never comes is said after ten seconds, with the page's own way out and the text in place", async (given) => {
  const { widget, page } = given;
  const release = await openWithoutModule(given, { attributes: { "help-email": "help@example.com" } });
  await widget.fill(GOOD);
  await page.locator("#fallback").waitFor({ state: "visible", timeout: 20_000 });

  assert.match(await widget.said(), /isn’t working\. Your text is still here/);
  assert.equal(await widget.part("stopped").getByText("help@example.com").isVisible(), true);
  assert.deepEqual(await widget.values(), GOOD);
  release();
  await until(async () => !(await page.locator("#fallback").isVisible()), "it works after all");
  await widget.send();
  await widget.address();
});

test("a form that was removed before its module came leaves the page's own way out in its place", async (given) => {
  const { widget, page } = given;
  await page.clock.install();
  await openWithoutModule(given);
  await widget.host.evaluate((host) => (globalThis.__removed = host).remove());
  await page.clock.fastForward(11_000);

  const isThere = await page.evaluate(() => !!globalThis.__removed?.shadowRoot.querySelector("div > slot"));
  assert.equal(isThere, true);
});

for (const [what, tryAgain] of [
  ["reopening", (widget) => widget.reopen()],
  ["Send", (widget) => widget.send()],
])
  test(`a module that cannot be fetched leaves the text and the page's own way out, and ${what} tries again`, async (given) => {
    const { visitor, widget, page, answers, visit } = given;
    let isBroken = true;
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route(MODULE, async (route) => {
      await released;
      await (isBroken ? route.fulfill({ status: 503, body: "" }) : route.continue());
    });
    await visit();
    await widget.openForm();
    await widget.fill(GOOD);
    release();
    await page.locator("#fallback").waitFor({ state: "visible" });
    assert.deepEqual(await widget.values(), GOOD);

    isBroken = false;
    await tryAgain(widget);
    await until(async () => !(await page.locator("#fallback").isVisible()), "it works again");
    if (what === "reopening") await widget.send();
    await widget.address();
    assert.equal(answers.tickets()[0].body, GOOD.body);
    visitor.complaints.length = 0;
  });
