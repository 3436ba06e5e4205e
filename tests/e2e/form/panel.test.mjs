// Where the form opens: beside the page on a wide screen, over it on a phone or over the page's dialog, and in its
// corner. It always fits.
import assert from "node:assert/strict";

import { createdAt } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const LONG_PAGE = `<h1>Notes</h1><p id="text">Error 42: the notebook could not be read.</p>
  <button id="mine" onclick="this.textContent = 'clicked'">Mine</button>
  <div style="height: 3000px"></div>`;

test("on a wide screen the form opens beside the page, in the top layer", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();

  assert.equal(await widget.isModal(), false);
  assert.equal(await widget.dialog.evaluate((dialog) => dialog.matches(":popover-open")), true);
});

test("the page can be scrolled beside the open form", async ({ widget, page, visit }) => {
  await visit({ before: LONG_PAGE });
  await widget.openForm();
  await page.mouse.move(200, 300);
  await page.mouse.wheel(0, 500);

  await until(() => page.evaluate(() => scrollY > 0), "the page has scrolled");
  assert.equal(await widget.field("subject").isVisible(), true);
});

test("the page's text can be selected beside the open form", async ({ widget, page, visit }) => {
  await visit({ before: LONG_PAGE });
  await widget.openForm();
  await page.locator("#text").click({ clickCount: 3 });

  assert.match(await page.evaluate(() => String(getSelection())), /Error 42/);
  assert.equal(await widget.field("subject").isVisible(), true);
});

test("the page's buttons work beside the open form, which stays open", async ({ widget, page, visit }) => {
  await visit({ before: LONG_PAGE });
  await widget.openForm();
  await page.locator("#mine").click();

  assert.equal(await page.locator("#mine").innerText(), "clicked");
  assert.equal(await widget.field("subject").isVisible(), true);
});

test("on a phone the form is modal", PHONE, async ({ widget, visit }) => {
  await visit();
  await widget.openForm();

  assert.equal(await widget.isModal(), true);
});

test("narrowing the window makes the open form modal and keeps text and focus", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("subject").focus();
  await page.setViewportSize({ width: 360, height: 640 });

  await until(() => widget.isModal(), "the form is modal");
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal(await widget.focused(), "subject");
  await page.setViewportSize({ width: 1280, height: 720 });
  await until(async () => !(await widget.isModal()), "the form is beside the page again");
  assert.deepEqual(await widget.values(), GOOD);
});

test('modal="always" is modal on a wide screen', async ({ widget, visit }) => {
  await visit({ attributes: { modal: "always" } });
  await widget.openForm();

  assert.equal(await widget.isModal(), true);
});

test('modal="never" is not modal on a phone', PHONE, async ({ widget, visit }) => {
  await visit({ attributes: { modal: "never" } });
  await widget.openForm();

  assert.equal(await widget.isModal(), false);
});

test("over a modal dialog of the page the form can be filled in and sent", async ({ widget, page, visit }) => {
  await visit({ after: '<dialog id="theirs"><button autofocus>Theirs</button></dialog>' });
  await page.evaluate(() => document.querySelector("#theirs").showModal());
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  await widget.field("subject").click();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  await widget.close();
  assert.equal(await page.locator("#theirs").evaluate((theirs) => theirs.matches(":modal")), true);
});

test("Escape in the form over the page's dialog closes the form, not the dialog", async ({ widget, page, visit }) => {
  await visit({ after: '<dialog id="theirs"><button autofocus>Theirs</button></dialog>' });
  await page.evaluate(() => document.querySelector("#theirs").showModal());
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  await page.keyboard.press("Escape");
  await widget.untilClosed();

  assert.equal(await page.locator("#theirs").evaluate((theirs) => theirs.open), true);
});

test("the form is above any z-index of the page", async ({ widget, visit }) => {
  const cover =
    '<div style="position: fixed; inset: 0; z-index: 2147483647; background: #0003; pointer-events: auto"></div>';
  await visit({ after: cover });
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  await widget.field("subject").click();
  await widget.close();
});

/** High enough that the form does not fill the height. */
const TALL = { viewport: { width: 1280, height: 1200 } };

for (const position of ["bottom-right", "bottom-left", "top-right", "top-left"]) {
  test(`${position}: button and form are in that corner`, TALL, async ({ widget, visit }) => {
    await visit({ attributes: { position, types: "" } });
    assert.equal(cornerOf(await widget.button.boundingBox()), position);

    await widget.openForm();
    const panel = await settledBox(widget.dialog);
    assert.equal(cornerOf(panel), position);
    assert.ok(isInside(panel, 1280, 1200), JSON.stringify(panel));
    assert.ok(panel.width <= 26 * 16 + 2, `${panel.width} px wide`);
  });
}

for (const width of [320, 360, 1280]) {
  test(`at ${width} px problems and a long address do not scroll sideways`, {
    viewport: { width, height: 640 },
  }, async ({ widget, visit, answers }) => {
    answers.give(createdAt(`https://help.example.com/requests/${"0123456789abcdef".repeat(10)}`));
    await visit();
    assert.equal(await scrollsSideways(widget), false, "closed");
    await widget.openForm();
    assert.equal(await scrollsSideways(widget), false, "empty");
    await widget.send();
    await until(() => widget.errorOf("subject"), "problems are shown");
    assert.equal(await scrollsSideways(widget), false, "with problems");
    await widget.fill({ ...GOOD, subject: "x".repeat(200), body: "y".repeat(500) });
    await widget.send();
    await widget.address();
    assert.equal(await scrollsSideways(widget), false, "sent");
  });
}

test(
  "on a phone controls are at least 44 px, and text is 16 px to prevent zooming",
  PHONE,
  async ({ widget, visit }) => {
    await visit();
    const button = await widget.button.boundingBox();
    assert.ok(button.width >= 44 && button.height >= 44, JSON.stringify(button));
    await widget.openForm();
    const small = await widget.host.evaluate((host) => {
      const touched = [...host.shadowRoot.querySelectorAll("input, textarea, button")].filter((node) =>
        node.checkVisibility(),
      );
      return touched.flatMap((node) => {
        // The opening animation leaves an error of 1e-5 pixels.
        const [width, height] = [node.offsetWidth, node.offsetHeight];
        const font = parseFloat(getComputedStyle(node).fontSize);
        const fits = width >= 44 && height >= 44 && (node.localName === "button" || font >= 16);
        return fits ? [] : [`${node.name || node.getAttribute("part")}: ${width} × ${height}, ${font} px`];
      });
    });

    assert.deepEqual(small, []);
  },
);

for (const [label, viewport] of [
  ["a low window", { width: 1280, height: 360 }],
  ["a phone on its side", { width: 640, height: 360 }],
]) {
  test(`in ${label} the form fits the screen and Send stays in sight`, { viewport }, async ({ widget, visit }) => {
    await visit();
    await widget.openForm();
    const panel = await settledBox(widget.dialog);
    assert.ok(isInside(panel, viewport.width, viewport.height), JSON.stringify(panel));
    await widget.field("username").focus();
    const send = await widget.submit.boundingBox();
    assert.ok(isInside(send, viewport.width, viewport.height), JSON.stringify(send));
  });
}

test("with large text the form still fits a phone", { viewport: { width: 320, height: 640 } }, async ({
  widget,
  visit,
}) => {
  await visit({ head: "<style>html { font-size: 32px }</style>" });
  await widget.openForm();

  assert.equal(await scrollsSideways(widget), false);
  assert.ok(isInside(await settledBox(widget.dialog), 320, 640));
});

test("with reduced motion nothing moves", { reducedMotion: "reduce" }, async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  const running = await widget.host.evaluate(
    (host) =>
      host.shadowRoot.getAnimations().filter((animation) => animation.effect.getComputedTiming().endTime > 1).length,
  );

  assert.equal(running, 0);
});

/** The corner of a 1280 × 720 screen that a box is nearest to. */
function cornerOf({ x, y, width, height }) {
  const vertical = y + height / 2 < 600 ? "top" : "bottom";
  return `${vertical}-${x + width / 2 < 640 ? "left" : "right"}`;
}

/** The position of an element once its animation has ended. */
async function settledBox(locator) {
  await locator.evaluate((node) => Promise.all(node.getAnimations().map((animation) => animation.finished)));
  return locator.boundingBox();
}

function isInside({ x, y, width, height }, screenWidth, screenHeight) {
  return x >= 0 && y >= 0 && x + width <= screenWidth && y + height <= screenHeight;
}

function scrollsSideways(widget) {
  return widget.host.evaluate((host) => {
    const all = [document.documentElement, ...host.shadowRoot.querySelectorAll("*")];
    return all.some((node) => {
      const { overflowX } = getComputedStyle(node);
      const scrolls = node === document.documentElement || overflowX === "auto" || overflowX === "scroll";
      return scrolls && node.localName !== "input" && node.scrollWidth > node.clientWidth + 1;
    });
  });
}
