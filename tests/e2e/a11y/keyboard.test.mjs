// The whole journey without a mouse: beside the page, as a modal on a phone, and inline. Only keys are pressed; no
// script focuses or clicks.
import assert from "node:assert/strict";

import { ATTRIBUTES, HEAD, PAGE } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const AROUND = { before: PAGE, after: '<p><a href="#after" id="after">After</a></p>', head: HEAD };

/** More than the number of focusable elements. */
const STEPS = 40;

/** The focused element: its part and name or text in the widget, or the page's own element. */
const focusedPlace = (page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement;
    if (!inner) return outer === document.body ? "the page" : `the page's ${outer.id || outer.localName}`;
    const isField = inner.matches("input, textarea, select");
    return isField
      ? inner.name || inner.id
      : `${inner.getAttribute("part") ?? inner.localName} ${inner.textContent.trim()}`;
  });

/** Presses a key until the focus matches; returns the stops on the way, including the last. */
async function pressUntil(page, key, to) {
  const way = [];
  while (way.length < STEPS) {
    await page.keyboard.press(key);
    way.push(await focusedPlace(page));
    if (to.test(way.at(-1))) return way;
  }
  throw new Error(`${key} does not lead to ${to}, but: ${way.join(" → ")}`);
}

const untilOn = (page, what) =>
  until(
    async () => what.test(await focusedPlace(page)),
    `the focus is on ${what}`,
    () => focusedPlace(page),
  );
const isServed = async (endpoint, name) => (await fetch(`${endpoint.url}/widget/support-ticket-${name}.js`)).ok;

/** Fills in the fields in order, starting from any focus above them; chooses the type with the arrow keys. */
async function write(page, widget) {
  await pressUntil(page, "Tab", /^username$/);
  await page.keyboard.type(GOOD.username);
  await pressUntil(page, "Tab", /^email_address$/);
  await page.keyboard.type(GOOD.email_address);
  assert.deepEqual(await pressUntil(page, "Tab", /^type$/), ["type"]);
  await page.keyboard.press("ArrowDown");
  await until(() => widget.field("body_3").isVisible(), "the boxes of the type are there");
  assert.equal(await widget.field("type").inputValue(), "problem");
  assert.deepEqual(await pressUntil(page, "Tab", /^subject$/), ["subject"]);
  await page.keyboard.type(GOOD.subject);
  assert.deepEqual(await pressUntil(page, "Tab", /^body$/), ["body"]);
  await page.keyboard.type(GOOD.body);
  assert.deepEqual(await pressUntil(page, "Tab", /^body_3$/), ["body_2", "body_3"]);
}

for (const [where, options] of [
  ["beside the page", {}],
  ["on a phone", PHONE],
])
  test(
    `${where}: the whole journey works by keyboard alone`,
    options,
    async ({ widget, page, answers, endpoint, visit }) => {
      await visit({ ...AROUND, attributes: ATTRIBUTES });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await pressUntil(page, "Tab", /^button /);
      await page.keyboard.press("Enter");
      await widget.untilOpen();
      await widget.untilComplete();
      assert.equal(await focusedPlace(page), "username");

      // An empty form is sent: problems are listed, and each entry leads to its field.
      await page.keyboard.press("Enter");
      await untilOn(page, /^email_address$/);
      await pressUntil(page, "Tab", /^jump Enter a subject/);
      await page.keyboard.press("Enter");
      assert.equal(await focusedPlace(page), "subject");

      await pressUntil(page, "Shift+Tab", /^close /);
      await write(page, widget);

      // When a tag is removed, the focus stays among the tags.
      assert.deepEqual(await pressUntil(page, "Tab", /^chip student$/), ["tag", "chip member", "chip student"]);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Space");
      assert.equal(await focusedPlace(page), "chip student");

      if (await isServed(endpoint, "details")) {
        await pressUntil(page, "Tab", /^link more /);
        const button = widget.host.locator("[data-late=details]");
        await page.keyboard.press("Enter");
        await until(async () => (await button.getAttribute("aria-expanded")) === "true", "what will be sent is shown");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Enter");
        await until(
          async () => (await button.getAttribute("aria-expanded")) === "false",
          "what will be sent is hidden",
        );
        assert.match(await focusedPlace(page), /^link more /);
      }

      // Enter in a single-line field sends. The address has the focus and is copied, then another ticket is begun.
      await pressUntil(page, "Shift+Tab", /^subject$/);
      await page.keyboard.press("Enter");
      const address = await widget.address();
      await untilOn(page, /^ticket-url /);
      assert.deepEqual(answers.tickets()[0].tags, ["student", "type:problem"]);
      assert.deepEqual(await pressUntil(page, "Tab", /^copy /), ["copy Copy link"]);
      await page.keyboard.press("Enter");
      await widget.untilSaid(/Copied/);
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
      await pressUntil(page, "Tab", /^another /);
      await page.keyboard.press("Enter");
      await untilOn(page, /^subject$/);

      await page.keyboard.press("Escape");
      await widget.untilClosed();
      await untilOn(page, /^button /);
    },
  );

test("on a phone Tab cycles within the form, in both directions", PHONE, async ({ widget, page, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  for (const key of ["Tab", "Shift+Tab"]) {
    const way = [];
    for (let steps = 0; steps < STEPS; steps += 1) {
      await page.keyboard.press(key);
      way.push(await focusedPlace(page));
    }
    // Between the last and the first stop the focus visits the browser's own controls.
    assert.deepEqual(
      way.filter((at) => at.startsWith("the page's")),
      [],
    );
    assert.ok(way.filter((at) => at === "username").length > 1, `round and round: ${way.join(" → ")}`);
  }
});

test("beside the page Tab enters the form, goes through it and leaves it", async ({ widget, page, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  const way = await pressUntil(page, "Tab", /^the page's after$/);
  assert.match(way.at(-2), /^submit Send/);
  const back = await pressUntil(page, "Shift+Tab", /^the page's a$/);
  assert.match(back[0], /^submit Send/);
  assert.match(back.at(-2), /^(close|link list) /);
});

test("an inline form is sent by keyboard and leaves Escape to the page", async ({ widget, page, answers, visit }) => {
  await visit({ ...AROUND, attributes: { ...ATTRIBUTES, position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.untilComplete();
  await write(page, widget);
  await page.keyboard.press("Escape");
  assert.equal(await focusedPlace(page), "body_3");
  await pressUntil(page, "Tab", /^submit /);
  await page.keyboard.press("Enter");
  await widget.address();

  assert.equal(answers.tickets()[0].subject, GOOD.subject);
});
