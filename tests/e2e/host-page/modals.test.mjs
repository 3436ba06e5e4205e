// Writing a ticket over modals of real libraries, which trap the focus, handle Escape first and close on outside
// clicks. None of that affects the form, and all of it keeps working.
import assert from "node:assert/strict";

import { LIBRARIES, clickOn, pause, visitModal } from "../support/modals.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { FIELDS, GOOD } from "../support/widget.mjs";

/** Longer than any interval at which a library checks the focus (MUI: 50 ms). */
const A_WHILE = 300;

for (const library of Object.keys(LIBRARIES)) {
  test(`over ${library}'s modal a ticket is written and sent by keyboard`, async (given) => {
    const { widget, page, answers } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await modal.untilBelow(widget);

    for (const name of FIELDS) {
      const [start, end] = [GOOD[name].slice(0, 2), GOOD[name].slice(2)];
      await clickOn(page, widget.field(name));
      await page.keyboard.type(start);
      await pause(A_WHILE);
      assert.equal(await widget.focused(), name);
      await page.keyboard.type(end);
      assert.equal(await widget.field(name).inputValue(), GOOD[name]);
    }
    for (const part of ["title", "hint"]) await clickOn(page, widget.host.locator(`[part~=${part}]:visible`).first());
    await pause(A_WHILE);
    assert.ok(await modal.isOpen(), "a press beside the fields closed nothing");

    await clickOn(page, widget.submit);
    await widget.address();
    const { username, email_address, subject, body } = answers.tickets()[0];
    assert.deepEqual({ username, email_address, subject, body }, GOOD);
    await clickOn(page, widget.another);
    await until(async () => (await widget.focused()) === "subject", "the next ticket begins");
    assert.ok(await modal.isOpen(), "the page's modal is still open");
  });

  test(`over ${library}'s modal Tab cycles within the form, both ways`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await modal.untilBelow(widget);

    for (const key of ["Tab", "Shift+Tab"]) {
      await widget.field("username").focus();
      const seen = [];
      // One full cycle; the browser's toolbar may be one stop.
      for (let steps = 0; steps < 15 && !seen.includes("username"); steps += 1) {
        await page.keyboard.press(key);
        seen.push(await widget.focused());
        assert.equal(await page.evaluate(focusedId), "", `in the page after ${seen}`);
      }
      for (const name of [...FIELDS, "close", "submit"]) assert.ok(seen.includes(name), `${name} in ${seen}`);
    }
  });

  test(`over ${library}'s modal Escape and Close close only the form`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await modal.untilBelow(widget);
    await page.keyboard.type("kept");

    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await pause(A_WHILE);
    assert.ok(await modal.isOpen(), "the page's modal is open");
    assert.equal(await page.evaluate(focusedId), "ask");
    for (let steps = 0; steps < 6; steps += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => document.activeElement.localName);
      assert.notEqual(focused, "support-ticket-widget", "the page's own trap works again");
    }

    await modal.ask.click();
    await modal.untilBelow(widget);
    assert.equal(await widget.field("username").inputValue(), "kept");
    await clickOn(page, widget.closeButton);
    await widget.untilClosed();
    assert.equal(await page.evaluate(focusedId), "ask");
    await page.keyboard.press("Escape");
    await modal.name.waitFor({ state: "hidden" });
  });

  test(`a ticket begun before ${library}'s modal opens can be finished`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await widget.openForm();
    await widget.fill({ username: "Jo" });
    // By a timer of the page; a click would come from the visitor.
    await modal.opener.evaluate((opener) => opener.click());
    await modal.name.waitFor({ state: "visible" });
    await modal.ask.evaluate((ask) => ask.click());
    await modal.untilBelow(widget);

    await clickOn(page, widget.field("subject"));
    await page.keyboard.type("Er");
    await pause(A_WHILE);
    await page.keyboard.type("ror");
    assert.deepEqual(await widget.values(), { username: "Jo", email_address: "", subject: "Error", body: "" });
    await page.keyboard.press("Escape");
    await widget.untilClosed();
    assert.ok(await modal.isOpen());
  });
}

function focusedId() {
  return document.activeElement.id;
}
