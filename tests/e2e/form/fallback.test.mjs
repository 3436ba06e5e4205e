// What the visitor has while the widget does not work, or never will: the page's own link or form.
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

test("once the button works, the page's own link is out of the way", async ({ visitor, visit }) => {
  await visit();

  assert.equal(await fallbackOf(visitor).isVisible(), false);
});

test("where the form cannot be loaded, the page's own link is back beside the button", async ({
  visitor,
  widget,
  page,
  visit,
}) => {
  await page.route(WASM, (route) => route.fulfill({ status: 404, body: "no" }));
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  assert.equal(await widget.button.isVisible(), true);
  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  assert.match(visitor.complaints[0], /^support-ticket-widget/);
  visitor.complaints.length = 0;
});

test("a form that could not be loaded can be tried again", async ({ visitor, widget, page, visit }) => {
  await page.route(WASM, (route) => route.abort("failed"));
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });
  await page.unroute(WASM);
  visitor.complaints.length = 0;
  await widget.openForm();

  assert.equal(await fallbackOf(visitor).isVisible(), false);
});

test("wasm that is no wasm brings the page's own link back", async ({ visitor, widget, page, visit }) => {
  await page.route(WASM, (route) =>
    route.fulfill({ status: 200, body: "<h1>Sign in</h1>", headers: { "access-control-allow-origin": "*" } }),
  );
  await visit();
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  assert.equal(visitor.complaints.length, 1, visitor.complaints.join("\n"));
  visitor.complaints.length = 0;
});

test("while the form is loading the button is paler", async ({ widget, page, visit }) => {
  let go;
  const released = new Promise((resolve) => (go = resolve));
  await page.route(WASM, async (route) => (await released, route.continue()));
  await visit();
  const paleness = () => widget.button.evaluate((button) => getComputedStyle(button).opacity);
  assert.equal(await paleness(), "1");
  await widget.button.click();
  await until(async () => (await paleness()) < 1, "the button is paler");

  go();
  await widget.untilOpen();
  await widget.closeButton.click();
  await widget.untilClosed();
  assert.equal(await paleness(), "1");
});

test("a policy without 'wasm-unsafe-eval' brings the page's own link back, and one line names it", async ({
  visitor,
  widget,
  visit,
}) => {
  await visit({ own: true, headers: { "content-security-policy": "script-src 'self'" } });
  await widget.button.click();
  await fallbackOf(visitor).waitFor({ state: "visible" });

  const named = visitor.complaints.filter((line) => line.startsWith("support-ticket-widget"));
  assert.equal(named.length, 1, visitor.complaints.join("\n"));
  assert.match(named[0], /'wasm-unsafe-eval'/);
  visitor.complaints.length = 0;
});

test("without an endpoint the visitor is told, the text stays, and one line names the attribute", async ({
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
