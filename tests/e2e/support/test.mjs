// The setup of every end-to-end test: one browser, endpoint, site and response server per file, and a visitor with a
// fresh profile per test. A test also fails on an exception in the page or a message on its console.
import assert from "node:assert/strict";
import nodeTest, { after } from "node:test";

import { startAnswers } from "./answers.mjs";
import { ENGINE, launch } from "./browser.mjs";
import { startEndpoint } from "./endpoint.mjs";
import { leftOut } from "./engines.mjs";
import { pageWith, startHost } from "./host.mjs";
import { Visitor } from "./visitor.mjs";

const site = await startHost();
const endpoint = await startEndpoint({ allowOrigins: [site.origin] });
site.endpointUrl = endpoint.url;
const answers = await startAnswers(endpoint.url);
const browser = await launch();

after(async () => {
  await browser.close();
  await answers.stop();
  await site.stop();
  await endpoint.stop();
});

/**
 * Defines a test. `options` are those of a browser context. `body` gets `{ visitor, widget, page, site, endpoint,
 * answers, visit, t }`; `visit({ … })` goes to a fresh page of the site.
 */
export function test(name, ...rest) {
  const body = rest.pop();
  const [options = {}] = rest;
  const { why, isTried } = leftOut(name, options);
  nodeTest(name, { timeout: LIMIT, skip: isTried ? false : why }, async (t) => {
    if (!isTried) return run(name, options, body, t);
    await assert.rejects(run(name, options, body, t), undefined, `it passes in ${ENGINE}: remove it from engines.mjs`);
  });
}

/** The limit per test, in milliseconds. */
const LIMIT = ENGINE === "chromium" ? 60_000 : 120_000;

async function run(name, options, body, t) {
  site.clear();
  answers.reset();
  const visitor = await Visitor.arrive(browser, options);
  const { page, widget } = visitor;
  try {
    await body({
      visitor,
      widget,
      page,
      site,
      endpoint,
      answers,
      t,
      visit: (page) => visit(visitor, page),
    });
    assert.deepEqual(visitor.thrown, [], "something was thrown into the page");
    assert.deepEqual(visitor.complaints, [], "something was written to the page's console");
  } catch (error) {
    await visitor.takeScreenshot(`failed ${name}`.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 100));
    throw error;
  } finally {
    await visitor.leave();
  }
}

/** Goes to a page of the site: `{ attributes, inside, before, after, head, path, headers, origin, own }`. */
async function visit(visitor, { path, headers, origin = site.origin, own = false, ...parts } = {}) {
  const loader = own ? "/widget/support-ticket-widget.js" : `${endpoint.url}/widget/support-ticket-widget.js`;
  const create = own ? "/api/v1/create_support_ticket" : answers.create;
  const attributes = { endpoint: create, ...parts.attributes };
  const url = origin + site.page(pageWith({ loader, ...parts, attributes }), { path, headers });
  await visitor.goTo(url);
  return url;
}
