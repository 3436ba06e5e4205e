// "My tickets": tickets sent from this browser are listed in place of the form, stored only in this browser, and can be
// cleared.
import assert from "node:assert/strict";

import { held, json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import {
  back,
  clear,
  heading,
  hasFocus,
  links,
  listButton,
  listed,
  openList,
  sendOne,
  sendTwo,
} from "../support/tickets.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const ACCOUNT = "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11";
const OTHER_ACCOUNT = "9c5b94b1-35ad-49bb-b118-8e8fc24abf80";

test("sent tickets are listed, newest first, with their addresses", async ({ widget, visit }) => {
  const [first, second] = await sendTwo({ widget, visit });

  assert.deepEqual(await listed(widget), [
    { subject: "The second", href: second, status: undefined },
    { subject: "The first", href: first, status: undefined },
  ]);
  const link = links(widget).first();
  assert.deepEqual([await link.getAttribute("target"), await link.getAttribute("rel")], ["_blank", "noopener"]);
  const when = await widget.host.locator("[part~=ticket-when]").first().textContent();
  assert.match(when, new RegExp(`^Sent \\w+ \\d+, ${new Date().getFullYear()}, `));
  assert.equal(await widget.host.locator("[part~=note]").isVisible(), true);
});

test("the list is there on the next page, but not for another account", async ({ widget, visit }) => {
  const of = (account) => ({ attributes: { "account-id": account } });
  await sendTwo({ widget, visit }, of(ACCOUNT));
  await visit(of(OTHER_ACCOUNT));
  await widget.openForm();
  await widget.untilExtras();
  assert.equal(await listButton(widget).isVisible(), false, "there is nothing to look at");
  await visit(of(ACCOUNT));
  await widget.openForm();
  await openList(widget);

  assert.deepEqual(
    (await listed(widget)).map(({ subject }) => subject),
    ["The second", "The first"],
  );
});

test("the list replaces the form, and Back returns to the list's button", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await sendOne(widget, "The first");
  await widget.another.click();
  await widget.fill({ subject: "Half written" });
  await openList(widget);

  assert.equal(await widget.field("subject").isVisible(), false);
  assert.equal(await hasFocus(heading(widget)), true);
  assert.equal(await heading(widget).textContent(), "My tickets");
  assert.equal(await listButton(widget).getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  assert.equal(await hasFocus(links(widget).first()), true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(widget).waitFor({ state: "detached" });
  assert.equal(await hasFocus(listButton(widget)), true);
  assert.equal(await listButton(widget).getAttribute("aria-expanded"), "false");
  assert.equal(await widget.field("subject").inputValue(), "Half written");
});

test("a list opened from the result leads back to the result", async ({ widget, visit }) => {
  await sendTwo({ widget, visit });
  assert.equal(await widget.link.isVisible(), false);
  await back(widget).click();

  assert.equal(await widget.link.isVisible(), true);
  assert.equal(await hasFocus(listButton(widget)), true);
});

test("Escape closes everything, and the form opens next time", async ({ widget, page, visit }) => {
  await sendTwo({ widget, visit });
  await page.keyboard.press("Escape");
  await until(async () => !(await widget.dialog.isVisible()), "the panel is closed");
  await widget.button.click();
  await widget.link.waitFor({ state: "visible" });

  assert.equal(await widget.isModal(), false);
  assert.equal(await heading(widget).count(), 0);
  assert.equal(await hasFocus(widget.link), true);
});

test("an opener on the page leads from the list to the form", async ({ widget, page, visit }) => {
  const opener = '<button id="opener" data-support-ticket data-subject="From the page">Report</button>';
  await visit({ before: `<h1>Notes</h1>${opener}` });
  await widget.openForm();
  await sendOne(widget, "The first");
  await widget.another.click();
  await openList(widget);
  await page.locator("#opener").click();
  await widget.untilOpen();

  assert.equal(await heading(widget).count(), 0);
  assert.equal(await widget.field("subject").inputValue(), "From the page");
  assert.equal(await widget.isModal(), false);
});

test("a ticket that arrives while the list is open is shown", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await sendOne(widget, "The first");
  await widget.another.click();
  for (const [answer, arrives, leadsTo] of [
    [json(400, {}), () => widget.untilSaid(/still here/i), listButton(widget)],
    [undefined, () => widget.address(), widget.link],
  ]) {
    const later = held(answer);
    answers.give(later.answer);
    await widget.fill({ ...GOOD, subject: "The second" });
    await widget.send();
    await later.arrived;
    await openList(widget);
    later.release();
    await arrives();
    assert.equal(await hasFocus(leadsTo), true);
    assert.equal(await heading(widget).count(), 0);
    assert.equal(await widget.isModal(), false);
  }
});

test("the list can be cleared", async ({ visitor, widget, visit }) => {
  await sendTwo({ widget, visit });
  await clear(widget).click();
  await widget.untilSaid(/No tickets have been sent from this browser/);

  assert.deepEqual(await listed(widget), []);
  assert.equal(await clear(widget).isVisible(), false);
  assert.equal(await hasFocus(heading(widget)), true);
  assert.deepEqual(
    (await visitor.traces()).local.filter((key) => key.includes("tickets")),
    [],
  );
});

test('with drafts="none" no ticket is listed', async ({ visitor, widget, visit }) => {
  await visit({ attributes: { drafts: "none" } });
  await widget.openForm();
  await sendOne(widget, "The first");
  assert.equal(await listButton(widget).isVisible(), false, "there is nothing to look at");

  const { local, session } = await visitor.traces();
  assert.deepEqual([local, session], [[], []]);
});

test('with drafts="session" the list ends with the tab', async ({ visitor, widget, visit }) => {
  await sendTwo({ widget, visit }, { attributes: { drafts: "session" } });

  assert.equal((await listed(widget)).length, 2);
  assert.deepEqual((await visitor.traces()).local, []);
});

test("forbidden storage is reported once, and the list is empty", async ({ visitor, widget, page, visit }) => {
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("forbidden", "SecurityError");
      },
    });
  });
  await visit();
  await widget.openForm();
  await sendOne(widget, "The first");
  assert.equal(await listButton(widget).isVisible(), false, "there is nothing to look at");

  assert.deepEqual(visitor.thrown, []);
  assert.equal(said.filter((text) => text.includes("nothing can be kept here")).length, 1);
});

test("foreign data in the store becomes neither a ticket nor an unsafe link", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  const first = await sendOne(widget, "The first");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("support-ticket-tickets "));
    const { list } = JSON.parse(localStorage[key]);
    const bad = { id: "1", url: "javascript:alert(1)", subject: "<img src=x onerror=alert(1)>", at: 1e99 };
    localStorage[key] = JSON.stringify({ list: [bad, null, 7, ...list] });
  });
  await openList(widget);

  assert.deepEqual(
    (await listed(widget)).map(({ subject, href }) => [subject, href]),
    [
      ["<img src=x onerror=alert(1)>", undefined],
      ["The first", first],
    ],
  );
});

test("the list violates no strict policy", async ({ visitor, widget, visit }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await sendTwo({ widget, visit }, { own: true, headers: { "content-security-policy": policy } });

  for (const link of await links(widget).all()) {
    const { height } = await link.boundingBox();
    assert.ok(height >= 44, `a link is ${height} px high`);
  }
  assert.deepEqual(await visitor.violations(), []);
});
