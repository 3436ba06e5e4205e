// What the modals of real libraries do to the page around them, which takes no pointer: the form above such a modal is
// free of that.
import assert from "node:assert/strict";

import { LIBRARIES, pause, visitModal } from "./support/modals.mjs";
import { test } from "./support/test.mjs";
import { until } from "./support/until.mjs";
import { FIELDS } from "./support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true };

for (const library of Object.keys(LIBRARIES)) {
  test(`over ${library}'s modal the form works on a phone by touch`, PHONE, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.tap();
    await widget.untilOpen();

    for (const name of FIELDS) {
      await widget.field(name).tap();
      await pause(100);
      assert.equal(await widget.focused(), name);
      // As the keyboard on the screen does it.
      await page.keyboard.insertText("x");
      assert.equal(await widget.field(name).inputValue(), "x");
    }
    await widget.closeButton.tap();
    await widget.untilClosed();
    assert.ok(await modal.isOpen());
    await until(() => modal.holdsFocus(), "the page's modal has the focus");
  });
}
