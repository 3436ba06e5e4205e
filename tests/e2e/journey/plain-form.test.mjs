// Without JavaScript the widget's fallback is a plain form that POSTs to the endpoint and leads to the ticket.
import assert from "node:assert/strict";

import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const NO_SCRIPT = { javaScriptEnabled: false };

const form = (action) => `<form id="fallback" method="post" action="${action}">
  <label>Name <input name="username"></label> <label>E-mail <input name="email_address"></label>
  <label>Subject <input name="subject"></label> <label>Text <textarea name="body"></textarea></label>
  <button>Send</button></form>`;

function pageOf({ endpoint, site }) {
  const loader = `${endpoint.url}/widget/support-ticket-widget.js`;
  return (
    site.origin +
    site.page(pageWith({ loader, attributes: { endpoint: endpoint.create }, inside: form(endpoint.create) }))
  );
}

test("without JavaScript a plain form leads to the ticket's page", NO_SCRIPT, async ({ page, endpoint, site }) => {
  await page.goto(pageOf({ endpoint, site }));
  for (const [name, text] of Object.entries({ ...GOOD, subject: "Plain form" }))
    await page.locator(`[name=${name}]`).fill(text);
  const posted = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator("#fallback button").click();

  assert.equal((await posted).status(), 303);
  await page.waitForURL(`${endpoint.url}/requests/*`);
  const words = await page.locator("body").innerText();
  assert.ok(words.includes("Plain form") && words.includes(GOOD.body), words);
  assert.equal((await endpoint.tickets()).filter(({ subject }) => subject === "Plain form").length, 1);
});

test("a plain form with an invalid address gets a page that names it", NO_SCRIPT, async ({ page, endpoint, site }) => {
  await page.goto(pageOf({ endpoint, site }));
  for (const [name, text] of Object.entries({ ...GOOD, email_address: "nobody" }))
    await page.locator(`[name=${name}]`).fill(text);
  await page.locator("#fallback button").click();
  await page.waitForURL(endpoint.create);

  assert.match(await page.locator("body").innerText(), /e-?mail/i);
});

test("with JavaScript the plain form is replaced by the button", async ({ visitor, page, endpoint, site }) => {
  await visitor.goTo(pageOf({ endpoint, site }));

  assert.equal(await page.locator("#fallback").isVisible(), false);
});
