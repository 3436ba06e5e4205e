// The whole way without a mouse, in the page's order: beside the page, as a modal on a phone, and in the page's flow.
// Nothing here focuses or clicks by script: only keys are pressed.
import assert from "node:assert/strict";

import { ATTRIBUTES, HEAD, PAGE, untilWhole } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const AROUND = { before: PAGE, after: '<p><a href="#after" id="after">After</a></p>', head: HEAD };

/** More steps than there are places for the focus. */
const STEPS = 40;

/** What has the focus: the part and name or text in the widget, or the page's own. */
const place = (page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement;
    if (!inner) return outer === document.body ? "the page" : `the page's ${outer.id || outer.localName}`;
    const isField = inner.matches("input, textarea, select");
    return isField
      ? inner.name || inner.id
      : `${inner.getAttribute("part") ?? inner.localName} ${inner.textContent.trim()}`;
  });

/** Presses a key until the focus is on something; gives where it was on the way, the end included. */
async function go(page, key, to) {
  const way = [];
  while (way.length < STEPS) {
    await page.keyboard.press(key);
    way.push(await place(page));
    if (to.test(way.at(-1))) return way;
  }
  throw new Error(`${key} does not lead to ${to}, but: ${way.join(" → ")}`);
}

const untilOn = (page, what) =>
  until(
    async () => what.test(await place(page)),
    `the focus is on ${what}`,
    () => place(page),
  );
const isServed = async (endpoint, name) => (await fetch(`${endpoint.url}/widget/support-ticket-${name}.js`)).ok;

/** Types into the fields in their order, from wherever the focus is above them; chooses the type by arrow. */
async function write(page, widget) {
  await go(page, "Tab", /^username$/);
  await page.keyboard.type(GOOD.username);
  await go(page, "Tab", /^email_address$/);
  await page.keyboard.type(GOOD.email_address);
  assert.deepEqual(await go(page, "Tab", /^type$/), ["type"]);
  await page.keyboard.press("ArrowDown");
  await until(() => widget.field("body_3").isVisible(), "the boxes of the type are there");
  assert.equal(await widget.field("type").inputValue(), "problem");
  assert.deepEqual(await go(page, "Tab", /^subject$/), ["subject"]);
  await page.keyboard.type(GOOD.subject);
  assert.deepEqual(await go(page, "Tab", /^body$/), ["body"]);
  await page.keyboard.type(GOOD.body);
  assert.deepEqual(await go(page, "Tab", /^body_3$/), ["body_2", "body_3"]);
}

for (const [where, options] of [
  ["beside the page", {}],
  ["on a phone", PHONE],
])
  test(`${where}: the whole way by keyboard alone`, options, async ({ widget, page, answers, endpoint, visit }) => {
    await visit({ ...AROUND, attributes: ATTRIBUTES });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await go(page, "Tab", /^button /);
    await page.keyboard.press("Enter");
    await widget.untilOpen();
    await untilWhole(widget);
    assert.equal(await place(page), "username");

    // Sent with nothing in it: what is wrong is listed, and each entry leads to its field.
    await page.keyboard.press("Enter");
    await untilOn(page, /^email_address$/);
    await go(page, "Tab", /^jump Enter a subject/);
    await page.keyboard.press("Enter");
    assert.equal(await place(page), "subject");

    await go(page, "Shift+Tab", /^close /);
    await write(page, widget);

    // A tag is taken away, and the focus stays among the tags.
    assert.deepEqual(await go(page, "Tab", /^chip student$/), ["tag", "chip member", "chip student"]);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    assert.equal(await place(page), "chip student");

    if (await isServed(endpoint, "details")) {
      await go(page, "Tab", /^link more /);
      const button = widget.host.locator("[data-late=details]");
      await page.keyboard.press("Enter");
      await until(async () => (await button.getAttribute("aria-expanded")) === "true", "what will be sent is shown");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Enter");
      await until(async () => (await button.getAttribute("aria-expanded")) === "false", "what will be sent is hidden");
      assert.match(await place(page), /^link more /);
    }

    // Enter in a line sends. The address has the focus; it is copied; and another one can be written.
    await go(page, "Shift+Tab", /^subject$/);
    await page.keyboard.press("Enter");
    const address = await widget.address();
    await untilOn(page, /^ticket-url /);
    assert.deepEqual(answers.tickets()[0].tags, ["student", "type:problem"]);
    assert.deepEqual(await go(page, "Tab", /^copy /), ["copy Copy link"]);
    await page.keyboard.press("Enter");
    await widget.untilSaid(/Copied/);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
    await go(page, "Tab", /^another /);
    await page.keyboard.press("Enter");
    await untilOn(page, /^subject$/);

    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await untilOn(page, /^button /);
  });

test("on a phone Tab goes round in the form, in both directions", PHONE, async ({ widget, page, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await untilWhole(widget);
  for (const key of ["Tab", "Shift+Tab"]) {
    const way = [];
    for (let steps = 0; steps < STEPS; steps += 1) {
      await page.keyboard.press(key);
      way.push(await place(page));
    }
    // Between the last and the first the browser's own controls have their turn.
    assert.deepEqual(
      way.filter((at) => at.startsWith("the page's")),
      [],
    );
    assert.ok(way.filter((at) => at === "username").length > 1, `round and round: ${way.join(" → ")}`);
  }
});

test("beside the page Tab leads into the form, through it, and out", async ({ widget, page, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await untilWhole(widget);
  const way = await go(page, "Tab", /^the page's after$/);
  assert.match(way.at(-2), /^submit Send/);
  const back = await go(page, "Shift+Tab", /^the page's a$/);
  assert.match(back[0], /^submit Send/);
  assert.match(back.at(-2), /^(close|link list) /);
});

test("in the page's flow: written and sent by keyboard, and Escape is the page's", async ({
  widget,
  page,
  answers,
  visit,
}) => {
  await visit({ ...AROUND, attributes: { ...ATTRIBUTES, position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  await untilWhole(widget);
  await write(page, widget);
  await page.keyboard.press("Escape");
  assert.equal(await place(page), "body_3");
  await go(page, "Tab", /^submit /);
  await page.keyboard.press("Enter");
  await widget.address();

  assert.equal(answers.tickets()[0].subject, GOOD.subject);
});
