// The setup of every end-to-end test: one browser per worker; one endpoint, site and response server per file; and a visitor
// with a fresh profile per test. A test also fails on an exception in the page or a message on its console.
//
// Playwright loads the files in its main process, too, so nothing may start when they are imported.
import assert from "node:assert/strict";
import { relative } from "node:path";

import { test as base } from "@playwright/test";

import { startAnswers } from "./answers.mjs";
import { ENGINE, launch } from "./browser.mjs";
import { startEndpoint } from "./endpoint.mjs";
import { leftOut } from "./engines.mjs";
import { pageWith, startHost } from "./host.mjs";
import { Visitor } from "./visitor.mjs";

/** The limit for a browser's start, in milliseconds. One that hangs is killed, and the test is tried again. */
const START = 60_000;
/** The annotation of a test with its visitor's browser options, as JSON. */
const VISITOR = "visitor";

const { skip: leaveOut, fail: mustFail } = base;

const ours = base.extend({
  browser: [
    async ({}, use) => {
      const browser = await launch({ timeout: START });
      await use(browser);
      await browser.close();
    },
    { scope: "worker", timeout: 2 * START },
  ],

  /** Gives a file its own servers, so that it finds only its own tickets; a worker runs one file after the other. */
  serversOf: [
    async ({}, use) => {
      let servers, stop, current;
      await use(async (file) => {
        if (file !== current) {
          await stop?.();
          ({ servers, stop } = await start());
          current = file;
        }
        return servers;
      });
      await stop?.();
    },
    { scope: "worker" },
  ],

  /** Leaves the test out where its engine's driver cannot run it. */
  isForTheEngine: async ({}, use, info) => {
    const { why, isTried } = leftOut(info.title, options(info), relative(info.project.testDir, info.file));
    if (isTried) mustFail(true, `it passes in ${ENGINE}: remove it from engines.mjs`);
    else leaveOut(Boolean(why), why);
    await use();
  },

  given: async ({ isForTheEngine, browser, serversOf }, use, info) => {
    const servers = await serversOf(info.file);
    servers.site.clear();
    servers.answers.reset();
    const visitor = await Visitor.arrive(browser, options(info));
    const { page, widget } = visitor;
    await use({ visitor, widget, page, ...servers, visit: (page) => visit(visitor, servers, page) });
    await visitor.leave();
  },
});

export const { beforeAll, afterAll } = ours;

async function start() {
  const site = await startHost();
  const endpoint = await startEndpoint({ allowOrigins: [site.origin] });
  site.endpointUrl = endpoint.url;
  const answers = await startAnswers(endpoint.url);
  const stop = () => Promise.all([answers, site, endpoint].map((server) => server.stop()));
  return { servers: { site, endpoint, answers }, stop };
}

/**
 * Defines a test. `options` are those of a browser context. `body` gets `{ visitor, widget, page, site, endpoint,
 * answers, visit }`; `visit({ … })` goes to a fresh page of the site.
 */
export function test(name, ...rest) {
  const body = rest.pop();
  const [options = {}] = rest;
  const details = { annotation: { type: VISITOR, description: JSON.stringify(options) } };
  define(name, details, async ({ given }) => {
    await body(given);
    assert.deepEqual(given.visitor.thrown, [], "something was thrown into the page");
    assert.deepEqual(given.visitor.complaints, [], "something was written to the page's console");
  });
}

/** Defines it in the file that called `test`; Playwright would take its own caller's for it, which is this one. */
function define(...test) {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (stack) => captureStackTrace(stack, define);
  try {
    ours(...test);
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

const options = ({ annotations }) => JSON.parse(annotations.find(({ type }) => type === VISITOR).description);

/** Goes to a page of the site: `{ attributes, inside, before, after, head, path, headers, origin, own }`. */
async function visit(visitor, { site, endpoint, answers }, page = {}) {
  const { path, headers, origin = site.origin, own = false, ...parts } = page;
  const loader = own ? "/widget/support-ticket-widget.js" : `${endpoint.url}/widget/support-ticket-widget.js`;
  const create = own ? "/api/v1/create_support_ticket" : answers.create;
  const attributes = { endpoint: create, ...parts.attributes };
  const url = origin + site.page(pageWith({ loader, ...parts, attributes }), { path, headers });
  await visitor.goTo(url);
  return url;
}
