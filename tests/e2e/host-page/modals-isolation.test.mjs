// Modals of real libraries lock the page's scrolling, block its pointer and hide it from screen readers. None of it
// affects the form above the modal, and the form leaves the library's changes in place.
import assert from "node:assert/strict";

import { LIBRARIES, accessibleDialogs, clickOn, pause, visitModal } from "../support/modals.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { FIELDS } from "../support/widget.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true };
/**
 * More than the 300 ms within which Chromium treats two taps at one place as a double tap. If the second one is in
 * another field, the caret stays in the first, and keys are lost, on any page.
 */
const NO_DOUBLE_TAP = 400;
/** Chromium's message when a library hides the focused element: here the form, until the extras show it again. */
const IS_LIBRARYS = /^Blocked aria-hidden .*/;

for (const library of Object.keys(LIBRARIES)) {
  test(`over ${library}'s modal the form scrolls, and the page as the library allows`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    const before = await modal.scrolling();
    await modal.open();
    const locked = await modal.scrolling();
    await modal.ask.click();
    await modal.untilBelow(widget);

    await widget.field("body").fill("line\n".repeat(100));
    await widget.field("body").evaluate((body) => (body.scrollTop = 0));
    await widget.field("body").hover();
    await page.mouse.wheel(0, 60);
    await until(() => widget.field("body").evaluate((body) => body.scrollTop > 0), "the text is scrolled");

    assert.deepEqual(await modal.scrolling(), locked, "while the form is open");
    await page.keyboard.press("Escape");
    await widget.untilClosed();
    assert.deepEqual(await modal.scrolling(), locked, "after the form is closed");
    await modal.close();
    await until(async () => (await modal.scrolling()).scrolled, "the page scrolls again");
    assert.deepEqual(await modal.scrolling(), before, "after the library's modal is closed");
  });

  test(`over ${library}'s modal a screen reader finds the form and nothing else`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    const hidden = await hiddenFromScreenReaders(page);
    await modal.ask.click();
    await modal.untilBelow(widget);

    const [{ name, inside }] = await untilOneDialog(page);
    assert.equal(name, await widget.host.locator("[part~=title]").textContent());
    assert.equal(inside.filter((line) => line.startsWith("textbox")).length, FIELDS.length, inside.join("\n"));
    assert.ok(
      inside.some((line) => line.startsWith("button Send")),
      inside.join("\n"),
    );

    await clickOn(page, widget.closeButton);
    await widget.untilClosed();
    assert.deepEqual(await hiddenFromScreenReaders(page), hidden, "hidden as the library had it");
    const [{ inside: modals }] = await untilOneDialog(page);
    assert.ok(modals.includes("textbox Name of the notebook"), "the page's modal is found again");
    await modal.close();
    await until(
      async () => (await hiddenFromScreenReaders(page)).length === 0,
      "nothing stays hidden",
      () => hiddenFromScreenReaders(page),
    );
    // Chromium's message about the library: it hid its own button while that was focused.
    const isLibrarys = /^Blocked aria-hidden .*\nElement with focus: <button#(open|done)>/;
    given.visitor.complaints = given.visitor.complaints.filter((text) => !isLibrarys.test(text));
  });

  test(`over ${library}'s modal nothing stays hidden if it closes below the form`, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await modal.untilBelow(widget);
    await modal.done.evaluate((done) => done.click());
    await modal.name.waitFor({ state: "hidden" });
    await page.keyboard.type("Jo");
    assert.equal(await widget.field("username").inputValue(), "Jo");
    await page.keyboard.press("Escape");
    await widget.untilClosed();

    await until(
      async () => (await hiddenFromScreenReaders(page)).length === 0,
      "nothing is hidden",
      () => hiddenFromScreenReaders(page),
    );
    await until(async () => (await modal.scrolling()).scrolled, "the page scrolls");
    await widget.openForm();
  });

  test(`over ${library}'s modal no key is lost if it closes before the extras load`, async (given) => {
    const { widget, page, visitor } = given;
    // The extras do not load during this test.
    await page.route(/support-ticket-extras/, () => {});
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.click();
    await widget.untilOpen();
    assert.ok(await widget.isModal(), "the form is above, where the library cannot take the focus");
    const [{ name }] = await untilOneDialog(page);
    assert.equal(name, await widget.host.locator("[part~=title]").textContent());
    await page.keyboard.type("J");
    await modal.done.evaluate((done) => done.click());
    await modal.name.waitFor({ state: "hidden" });
    await page.keyboard.type("o");

    assert.equal(await widget.field("username").inputValue(), "Jo");
    visitor.complaints = visitor.complaints.filter((text) => !IS_LIBRARYS.test(text));
  });

  test(`over ${library}'s modal the form works by touch on a phone`, PHONE, async (given) => {
    const { widget, page } = given;
    const modal = await visitModal(given, library);
    await modal.open();
    await modal.ask.tap();
    await modal.untilBelow(widget);

    for (const name of FIELDS) {
      await pause(NO_DOUBLE_TAP);
      await widget.field(name).tap();
      await until(
        async () => (await widget.focused()) === name,
        `${name} has the focus`,
        () => widget.focused(),
      );
      // As an on-screen keyboard enters text.
      await page.keyboard.insertText("x");
      assert.equal(await widget.field(name).inputValue(), "x");
    }
    await widget.closeButton.tap();
    await widget.untilClosed();
    assert.ok(await modal.isOpen());
    await until(() => modal.holdsFocus(), "the page's modal has the focus");
  });
}

/** Waits until a screen reader finds exactly one dialog; returns its content. */
function untilOneDialog(page) {
  return until(
    async () => {
      const dialogs = await accessibleDialogs(page);
      return dialogs.length === 1 && dialogs;
    },
    "there is one dialog",
    () => accessibleDialogs(page),
  );
}

/** The parts of the page around the modals that are hidden from screen readers. */
function hiddenFromScreenReaders(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("[aria-hidden=true], [inert]")]
      .filter((node) => node.matches("main, main *"))
      .map((node) => node.localName + (node.id && `#${node.id}`)),
  );
}
