// A plain element with data-support-ticket inside the modal of a real library opens the form above it and gets the
// focus back.
import assert from "node:assert/strict";

import { LIBRARIES, clickOn, pause, visitModal } from "../support/modals.mjs";
import { test } from "../support/test.mjs";

const A_WHILE = 300;

for (const library of Object.keys(LIBRARIES))
  test(`in ${library}'s modal an opener opens the form, prefilled`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.askByAttribute.click();
    await modal.untilBelow(widget);
    assert.equal(await widget.field("subject").inputValue(), "From the dialog");

    await clickOn(page, widget.field("body"));
    await page.keyboard.type("Er");
    await pause(A_WHILE);
    await page.keyboard.type("ror");
    assert.equal(await widget.field("body").inputValue(), "Error");

    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await pause(A_WHILE);
    assert.ok(await modal.isOpen(), "the page's modal is still open");
    assert.equal(await page.evaluate(() => document.activeElement.id), "ask-by-attribute");
  });
