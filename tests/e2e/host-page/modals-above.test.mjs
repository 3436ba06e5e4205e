// With over-modals the help button stays visible and usable by mouse and keyboard inside the modal of a real library,
// and returns to its place after it.
import assert from "node:assert/strict";

import { LIBRARIES, clickOn, pause, visitModal } from "../support/modals.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

const A_WHILE = 300;
const OVER = { "over-modals": "" };

for (const library of Object.keys(LIBRARIES)) {
  test(`in ${library}'s modal the button keeps its place, works, and goes back after`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library, OVER);
    const place = await widget.button.boundingBox();
    const around = await neighbours(widget);
    await modal.open();
    await until(() => isInside(modal), "the widget is in the modal");

    assert.deepEqual(await widget.button.boundingBox(), place);
    await clickOn(page, widget.button);
    await widget.untilOpen();
    await clickOn(page, widget.field("subject"));
    await page.keyboard.type("Er");
    await pause(A_WHILE);
    await page.keyboard.type("ror");
    assert.equal(await widget.field("subject").inputValue(), "Error");

    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await pause(A_WHILE);
    assert.ok(await modal.isOpen(), "the page's modal is still open");
    await modal.close();
    await until(async () => (await neighbours(widget)) === around, "the widget is where it was");
    assert.deepEqual(await widget.button.boundingBox(), place);
    await widget.openForm();
    assert.equal(await widget.field("subject").inputValue(), "Error", "what was typed is kept");
  });

  test(`in ${library}'s modal Tab reaches the help button, and Enter opens the form`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library, OVER);
    await modal.open();
    await until(() => isInside(modal), "the widget is in the modal");
    for (let steps = 0; steps < 10 && (await widget.focused()) !== "button"; steps += 1)
      await page.keyboard.press("Tab");
    await pause(A_WHILE);
    assert.equal(await widget.focused(), "button");

    await page.keyboard.press("Enter");
    await widget.untilOpen();
    await page.keyboard.type("Jo");
    assert.equal(await widget.field("username").inputValue(), "Jo");
    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await until(
      async () => (await widget.focused()) === "button",
      "the focus is back on the button",
      () => widget.focused(),
    );
    assert.ok(await modal.isOpen(), "the page's modal is still open");
  });

  test(`without over-modals the widget stays in place while ${library}'s modal is open`, async (given) => {
    const modal = await visitModal(given, library);
    const around = await neighbours(given.widget);
    await modal.open();
    await pause(A_WHILE);
    assert.equal(await neighbours(given.widget), around);
  });
}

const isInside = (modal) =>
  modal.box.evaluateAll((boxes) => boxes.some((box) => box.contains(document.querySelector("support-ticket-widget"))));

/** The elements around the widget. */
const neighbours = (widget) =>
  widget.host.evaluate(({ parentNode, previousElementSibling, nextElementSibling }) =>
    [parentNode, previousElementSibling, nextElementSibling].map((node) => node?.localName + node?.id).join(),
  );
