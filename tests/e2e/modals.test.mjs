// Writing a ticket over the modals of real libraries, which keep the focus, hear Escape first and close on a press
// elsewhere: none of that may reach the form, and none of it may be broken.
import assert from "node:assert/strict";

import { LIBRARIES, clickOn, pause, visitModal } from "./support/modals.mjs";
import { test } from "./support/test.mjs";
import { until } from "./support/until.mjs";
import { FIELDS, GOOD } from "./support/widget.mjs";

/** Longer than any clock on which a library looks where the focus is (MUI: 50 ms). */
const A_WHILE = 300;

for (const library of Object.keys(LIBRARIES)) {
  test(`over ${library}'s modal a ticket is written by keyboard and sent`, async (given) => {
    const { widget, page, answers } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await widget.untilOpen();

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
}
