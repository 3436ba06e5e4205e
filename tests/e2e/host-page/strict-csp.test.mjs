// The strictest policies a page can have, weakened only by 'wasm-unsafe-eval'.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const STRICT = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const strict = { own: true, headers: { "content-security-policy": STRICT } };

test("the whole journey violates no strict policy", async ({ visitor, widget, visit }) => {
  await visit(strict);
  await widget.openForm();
  await widget.send();
  await until(() => widget.errorOf("subject"), "problems are shown");
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.deepEqual(await visitor.violations(), []);
});

test("the form looks right under a strict policy", async ({ widget, visit }) => {
  await visit(strict);
  await widget.openForm();

  assert.equal(await widget.dialog.evaluate((dialog) => getComputedStyle(dialog).position), "fixed");
  const { width } = await widget.dialog.boundingBox();
  assert.ok(width > 300 && width <= 26 * 16 + 2, `${width} px wide`);
});

test("a failure violates no strict policy", async ({ visitor, widget, page, visit }) => {
  await page.route(/create_support_ticket/, (route) => route.fulfill({ status: 500, json: { error: "broken" } }));
  await visit(strict);
  await widget.writeAndSend();
  await widget.untilSaid(/automatically/i);

  assert.deepEqual(await visitor.violations(), []);
});

test("a policy that forbids the endpoint is explained, and the text stays", async ({
  visitor,
  widget,
  answers,
  visit,
}) => {
  await visit({ ...strict, attributes: { endpoint: answers.create } });
  await widget.writeAndSend();

  assert.match(await widget.untilSaid(/security rules/i), /still here/i);
  assert.deepEqual(await widget.values(), GOOD);
  assert.equal(answers.requests.length, 0);
  const blocked = (await visitor.violations()).map(({ violatedDirective }) => violatedDirective);
  assert.ok(blocked.length > 0 && blocked.every((directive) => directive === "connect-src"), blocked.join());
});

test("the loader works under a nonce policy and adds nothing inline", async ({
  visitor,
  widget,
  endpoint,
  answers,
  site,
}) => {
  const policy = `default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src ${endpoint.url} ${answers.url}`;
  const path = site.page(
    `<!doctype html><html lang="en"><title>Nonce</title>
    <script type="module" nonce="abc" src="${endpoint.url}/widget/support-ticket-widget.js"></script>
    <support-ticket-widget endpoint="${answers.create}"></support-ticket-widget>`,
    { headers: { "content-security-policy": policy } },
  );
  await visitor.goTo(site.origin + path);
  answers.give(json(200, { event: "error", id: "x", error: "not today" }));
  await widget.writeAndSend();
  await widget.untilSaid(/not today/);
  await widget.send();
  await widget.address();

  assert.deepEqual(await visitor.violations(), []);
});
