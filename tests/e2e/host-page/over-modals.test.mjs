// over-modals: the help button stays within reach while the page has a modal dialog open, and returns to its place
// after.
import assert from "node:assert/strict";

import { LIBRARIES, visitModal } from "../support/modals.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

const OVER = { "over-modals": "" };

/** The widget's parent, and whether a click on the middle of its button would hit it. */
const placement = ({ host }) =>
  host.evaluate((host) => {
    const { x, y, width, height } = host.shadowRoot.querySelector("button").getBoundingClientRect();
    const meets = document.elementFromPoint(x + width / 2, y + height / 2) === host;
    const dialog = host.closest("dialog, [role=dialog]");
    return {
      inDialog: dialog !== null,
      meets,
      right: Math.round(innerWidth - x - width),
      bottom: Math.round(innerHeight - y - height),
    };
  });
const untilInDialog = (widget, expected) =>
  until(
    async () => (await placement(widget)).inDialog === expected,
    `it is in the dialog: ${expected}`,
    () => placement(widget),
  );

for (const library of Object.keys(LIBRARIES))
  test(`in ${library}'s modal the button works by mouse and Tab, and returns after`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library, OVER);
    const before = await placement(widget);
    assert.equal(before.inDialog, false);
    const parent = () =>
      widget.host.evaluate(({ parentNode, previousSibling, nextSibling }) => [
        parentNode.localName,
        previousSibling?.nodeName,
        nextSibling?.nodeName,
      ]);
    const place = await parent();

    await modal.open();
    await untilInDialog(widget, true);
    const during = await placement(widget);
    assert.equal(during.meets, true, "a press meets the button");
    assert.deepEqual([during.right, during.bottom], [before.right, before.bottom], "it keeps its corner");

    const holds = () => widget.host.evaluate((host) => host.shadowRoot.activeElement?.getAttribute("part"));
    for (const key of ["Tab", "Shift+Tab"]) {
      await modal.name.focus();
      for (let step = 0; step < 8 && (await holds()) !== "button"; step += 1) await page.keyboard.press(key);
      assert.equal(await holds(), "button", `${key} comes to it`);
      await page.keyboard.press(key);
      assert.notEqual(await holds(), "button", `${key} leaves it`);
      // After the last stop of a native dialog and of the page, the focus moves to the browser's window.
      const isKept = await page.evaluate(() => document.activeElement === document.body);
      assert.ok(isKept || (await modal.holdsFocus()), "the focus is nowhere else in the page");
    }

    await widget.button.click();
    await widget.untilOpen();
    await widget.field("subject").fill("From the dialog");
    await widget.close();
    assert.ok(await modal.isOpen(), "the modal is still open");
    await modal.close();
    await untilInDialog(widget, false);
    // It may stay in the closed dialog for one frame.
    await until(async () => String(await parent()) === String(place), "it is where it was", parent);
    assert.equal(await widget.host.evaluate((host) => /tabindex/.test(host.outerHTML)), false, "it is as it was");

    await widget.openForm();
    assert.equal(await widget.field("subject").inputValue(), "From the dialog");
  });

test("the widget does not move while the form is open", async ({ widget, page, visit }) => {
  await visit({ attributes: OVER, after: "<dialog id=late><button>OK</button></dialog>" });
  await widget.openForm();
  await page.evaluate(() => document.querySelector("#late").showModal());
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal((await placement(widget)).inDialog, false);
  await widget.host.evaluate((host) => host.close());

  await untilInDialog(widget, true);
});

test("removing a dialog removes neither the widget in it nor what was typed", async ({ widget, page, visit }) => {
  await visit({ attributes: OVER, after: "<dialog id=late><button>OK</button></dialog>" });
  await widget.openForm();
  await widget.field("subject").fill("Kept");
  await widget.closeButton.click();
  await page.evaluate(() => document.querySelector("#late").showModal());
  await untilInDialog(widget, true);
  await widget.openForm();
  await page.evaluate(() => document.querySelector("#late").remove());
  await until(() => widget.host.evaluate((host) => host.isConnected), "it is in the page");

  await widget.untilOpen();
  assert.equal(await widget.field("subject").inputValue(), "Kept");
});

test("a widget whose place is gone moves to the end of the page", async ({ widget, page, visit }) => {
  await visit({ attributes: OVER, after: "<dialog id=late><button>OK</button></dialog>" });
  await page.evaluate(() => {
    document.body.append(document.querySelector("#late"));
    document.querySelector("#late").showModal();
  });
  await untilInDialog(widget, true);
  await page.evaluate(() => {
    document.querySelector("main").remove();
    document.querySelector("#late").close();
  });

  await until(() => widget.host.evaluate((host) => host.parentNode === document.body), "it is in the body");
});

test("in a transformed and clipped dialog the button keeps its corner", async ({ widget, page, visit }) => {
  await visit({
    attributes: OVER,
    after:
      '<dialog id=late style="transform: scale(.5); overflow: hidden; width: 200px; height: 100px"><button>OK</button></dialog>',
  });
  const before = await placement(widget);
  await page.evaluate(() => document.querySelector("#late").showModal());
  await untilInDialog(widget, true);

  assert.deepEqual(await placement(widget), { ...before, inDialog: true });
});

test("an element removed and put back is watched again, once", async ({ widget, page, visit }) => {
  await visit({ attributes: OVER, after: "<dialog id=late><button>OK</button></dialog>" });
  await page.evaluate(async () => {
    const host = document.querySelector("support-ticket-widget");
    host.remove();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    document.body.append(host);
    document.querySelector("#late").showModal();
  });
  await untilInDialog(widget, true);
  await page.evaluate(() => document.querySelector("#late").close());

  await until(
    () => widget.host.evaluate((host) => host.parentNode === document.body && host.nextSibling === null),
    "it is back",
  );
});

test("without the attribute nothing moves and nothing is fetched for it", async ({ visitor, widget, page, visit }) => {
  await visit({ after: "<dialog id=late><button>OK</button></dialog>" });
  await page.evaluate(() => document.querySelector("#late").showModal());
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  assert.equal((await placement(widget)).inDialog, false);
  assert.deepEqual(visitor.requested(/over-modals|ahead/), []);
});
