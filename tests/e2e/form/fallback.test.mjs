// The page's own link or form, shown while the widget does not work or cannot.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const WASM = /support-ticket-form\.wasm/;

const fallbackOf = ({ page }) => page.locator("#fallback");

test("without the loader the page's own link stays", async ({ visitor, page, site }) => {
  const path = site.page(`<!doctype html><html lang="en"><title>No loader</title>
    <script type="module" src="/nowhere/support-ticket-widget.js"></script>
    <support-ticket-widget endpoint="/api/v1/create_support_ticket"><a id="fallback" href="mailto:help@example.com">Help</a></support-ticket-widget>`);
  await page.goto(site.origin + path);

  assert.equal(await fallbackOf(visitor).isVisible(), true);
});

test("the page's own link is hidden once the button works", async ({ visitor, visit }) => {
  await visit();

  assert.equal(await fallbackOf(visitor).isVisible(), false);
});

test("the page's own link returns beside the button when loading fails", async ({ visitor, widget, page, visit }) => {
  await page.route(WASM, (route) => route.fulfill({ status: 404, body: "no" }));
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  assert.equal(await widget.button.isVisible(), true);
  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  assert.match(visitor.complaints[0], /^support-ticket-widget/);
  visitor.complaints.length = 0;
});

test("loading the form can be tried again after a failure", async ({ visitor, widget, page, visit }) => {
  await page.route(WASM, (route) => route.abort("failed"));
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });
  await page.unroute(WASM);
  visitor.complaints.length = 0;
  await widget.openForm();

  assert.equal(await fallbackOf(visitor).isVisible(), false);
});

test("invalid wasm brings the page's own link back", async ({ visitor, widget, page, visit }) => {
  await page.route(WASM, (route) =>
    route.fulfill({ status: 200, body: "<h1>Sign in</h1>", headers: { "access-control-allow-origin": "*" } }),
  );
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  visitor.complaints.length = 0;
});

test("the button is paler while the form is loading", async ({ widget, page, visit }) => {
  let go;
  const released = new Promise((resolve) => (go = resolve));
  await page.route(/support-ticket-form\.js/, async (route) => (await released, route.continue()));
  await visit();
  const paleness = () => widget.button.evaluate((button) => getComputedStyle(button).opacity);
  assert.equal(await paleness(), "1");
  await widget.button.click();
  await until(async () => (await paleness()) < 1, "the button is paler");

  go();
  await widget.untilOpen();
  await widget.close();
  assert.equal(await paleness(), "1");
});

test("a policy against wasm brings the link back and is named on the console", async ({ visitor, widget, visit }) => {
  await visit({ own: true, headers: { "content-security-policy": "script-src 'self'" } });
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  const named = visitor.complaints.filter((line) => line.startsWith("support-ticket-widget"));
  assert.equal(named.length, 1, visitor.complaints.join("\n"));
  assert.match(named[0], /'wasm-unsafe-eval'/);
  visitor.complaints.length = 0;
});

test("a missing endpoint is explained, keeps the text and is named on the console", async ({
  visitor,
  widget,
  endpoint,
  site,
}) => {
  const path = site.page(`<!doctype html><html lang="en"><title>No endpoint</title>
    <script type="module" src="${endpoint.url}/widget/support-ticket-widget.js"></script>
    <support-ticket-widget></support-ticket-widget>`);
  await visitor.goTo(site.origin + path);
  await widget.writeAndSend();

  assert.match(await widget.untilSaid(/still here/i), /wrong address for the help desk/i);
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  assert.match(visitor.complaints[0], /^support-ticket-widget.*endpoint/);
  visitor.complaints.length = 0;
});
