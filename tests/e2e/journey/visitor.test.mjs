// From the help button on the endpoint's own page to the ticket's address, and what each step stores and requests.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const LOADER = /\/support-ticket-widget\.js/;
const WASM = /\/support-ticket-form\.wasm/;
const OF_THE_WIDGET = /\/widget\/|\/api\//;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOTHING = { cookies: [], local: [], session: [], databases: [], caches: [], workers: 0 };

test("until the visitor reaches for the button, only the loader is fetched", async ({ visitor, page, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await page.waitForLoadState("networkidle");

  assert.deepEqual(
    visitor.requested(OF_THE_WIDGET).map((url) => new URL(url).pathname),
    ["/widget/support-ticket-widget.js"],
  );
  assert.deepEqual(
    visitor.requested(/^https?:/).filter((url) => !url.startsWith(endpoint.url)),
    [],
  );
});

test("until the visitor reaches for the button, nothing is stored", async ({ visitor, page, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await page.waitForLoadState("networkidle");

  assert.deepEqual(await visitor.traces(), NOTHING);
});

for (const [hint, reach] of [
  ["pointing at the button", ({ widget }) => widget.button.hover()],
  ["coming to the button by keyboard", ({ page }) => page.keyboard.press("Tab")],
]) {
  test(`${hint} fetches the rest, once`, async ({ visitor, widget, page, visit }) => {
    await visit({ before: "<p>Nothing else here can have the focus.</p>" });

    const fetched = page.waitForResponse(WASM);
    await reach({ widget, page });
    await fetched;
    await widget.openForm();
    await page.keyboard.press("Escape");
    await widget.untilClosed();
    await page.mouse.move(10, 10);
    await widget.openForm();

    const files = visitor.requested(OF_THE_WIDGET);
    assert.deepEqual(files.toSorted(), [...new Set(files)].toSorted());
    assert.ok(files.some((url) => LOADER.test(url)) && files.some((url) => WASM.test(url)), files.join());
  });
}

test("a touch fetches the rest and opens the form", {
  hasTouch: true,
  isMobile: true,
  viewport: { width: 360, height: 640 },
}, async ({ widget, visit }) => {
  await visit();
  await widget.button.tap();
  await widget.untilOpen();
});

test("preload=idle fetches the rest before anybody reaches for the button", async ({ page, visit }) => {
  const fetched = page.waitForResponse(WASM);
  await visit({ attributes: { preload: "idle" } });
  await fetched;
});

test("the ticket at the shown address says what was written and where", async ({ visitor, widget, page, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await visitor.takeScreenshot("demo page 1280 light");
  await widget.writeAndSend({
    ...GOOD,
    subject: "The whole way",
    body: "Please install **package xyz** for me.",
  });
  const address = await widget.address();

  assert.ok(address.startsWith(`${endpoint.url}/requests/`), address);
  assert.match(await widget.dialog.innerText(), /link to your ticket/i);

  await page.goto(address);
  const ticket = await page.locator("body").innerText();
  assert.match(ticket, /The whole way/);
  assert.match(ticket, /Please install package xyz for me\./);
  assert.ok(ticket.includes(`${endpoint.url}/`), `no complete address of the page in:\n${ticket}`);
  await visitor.takeScreenshot("ticket page 1280 light");
});

test("the store keeps the text under the id that the page generated", async ({ visitor, widget, endpoint, page }) => {
  await visitor.goTo(endpoint.url + "/");
  await page.evaluate(() =>
    addEventListener("ticket-submit", ({ detail }) => (globalThis.submitted = detail.ticket.id), { once: true }),
  );
  await widget.writeAndSend({ ...GOOD, subject: "What the store keeps" });
  await widget.address();

  const ticket = await storedTicket(endpoint, "What the store keeps");
  const { username, email_address, subject } = ticket;
  assert.deepEqual({ username, email_address, subject }, { ...senderOf(GOOD), subject: "What the store keeps" });
  assert.ok(ticket.body.includes(GOOD.body), ticket.body);
  assert.equal(ticket.location, "/");
  assert.match(ticket.id, UUID);
  assert.equal(await page.evaluate(() => globalThis.submitted), ticket.id);
});

test("the store keeps the visitor's browser, system, language and window", {
  timezoneId: "Europe/Vienna",
  viewport: { width: 1111, height: 777 },
}, async ({ visitor, widget, endpoint, page }) => {
  await visitor.goTo(endpoint.url + "/");
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await widget.writeAndSend({ ...GOOD, subject: "What I use" });
  await widget.address();

  const { info } = await storedTicket(endpoint, "What I use");
  assert.equal(info.user_agent, userAgent);
  assert.match(info.browser, /^(Chrom|Firefox|Safari)/);
  assert.match(info.os, /Linux/i);
  assert.equal(info.mobile, false);
  assert.equal(info.language, "en-US");
  assert.equal(info.time_zone, "Europe/Vienna");
  assert.match(JSON.stringify(info.viewport), /1111.*777/);
});

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  userAgent:
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
};

test("a phone is recognised", PHONE, async ({ widget, answers, visit }) => {
  await visit();
  await widget.writeAndSend();
  await widget.address();

  const [{ info }] = answers.tickets();
  assert.equal(info.mobile, true);
  assert.match(info.os, /Android/);
  assert.match(info.browser, /Chrome/);
});

test("an account is neither asked for nor made up", async ({ widget, answers, visit }) => {
  await visit();
  await widget.writeAndSend();
  await widget.address();

  assert.equal("account_id" in answers.tickets()[0], false);
});

test("sending sets no cookie and keeps only the list of tickets", async ({ visitor, widget, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await widget.writeAndSend();
  await widget.address();

  const { cookies, local, session } = await visitor.traces();
  assert.deepEqual({ cookies, session }, { cookies: [], session: [] });
  assert.deepEqual(
    local.filter((key) => !key.startsWith("support-ticket-tickets ")),
    [],
  );
});

test("the copy button copies the address and says so", {
  permissions: ["clipboard-read", "clipboard-write"],
}, async ({ visitor, widget, page, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await widget.writeAndSend();
  const address = await widget.address();
  await widget.copy.click();

  await until(
    async () => /copied/i.test(await widget.copy.innerText()) || /copied/i.test(await widget.said()),
    "it says Copied",
  );
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
});

test("a refused clipboard is not reported as copied", async ({ visitor, widget, page, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await widget.writeAndSend();
  await widget.address();
  const before = await widget.copy.innerText();
  await widget.copy.click();
  await page.evaluate(() => new Promise(requestAnimationFrame));

  assert.equal(await widget.copy.innerText(), before);
  assert.doesNotMatch(await widget.said(), /copied/i);
});

test("Write another clears subject and text and keeps who writes", async ({ visitor, widget, endpoint }) => {
  await visitor.goTo(endpoint.url + "/");
  await widget.writeAndSend();
  await widget.address();
  await widget.another.click();
  await widget.field("subject").waitFor({ state: "visible" });

  assert.deepEqual(await widget.values(), { ...GOOD, subject: "", body: "" });
  assert.equal(await widget.link.isVisible(), false);
});

test("the same visitor's next ticket is a separate ticket", async ({ widget, answers, visit }) => {
  await visit();
  await widget.writeAndSend();
  const first = await widget.address();
  await widget.another.click();
  await widget.fill({ subject: "A second thing", body: "It is something else." });
  await widget.send();
  const second = await until(async () => {
    const href = (await widget.link.isVisible()) && (await widget.link.getAttribute("href"));
    return href && href !== first && href;
  }, "there is another address");

  assert.notEqual(second, first);
  const [one, two] = answers.tickets().map(({ id }) => id);
  assert.notEqual(one, two);
});

async function storedTicket(endpoint, subject) {
  const found = (await endpoint.tickets()).filter((ticket) => ticket.subject === subject);
  assert.equal(found.length, 1, `tickets with the subject "${subject}"`);
  return found[0];
}

const senderOf = ({ username, email_address }) => ({ username, email_address });
