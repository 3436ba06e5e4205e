// Every feature of the widget under strict policies: nothing is blocked and nothing is reported.
import assert from "node:assert/strict";

import { launch } from "../support/browser.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { AFTER, ATTRIBUTES, useEveryFeature, recordInstances } from "../support/all-features.mjs";
import { pageWith } from "../support/host.mjs";
import { startReports } from "../support/reports.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { Visitor } from "../support/visitor.mjs";

let reports;
beforeAll(async () => (reports = await startReports()));
afterAll(() => reports.stop());

const NAME = "notes.test";

/** A policy without style-src, weakened only by 'wasm-unsafe-eval'. */
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const NONCE =
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Every feature that a page can deny itself, as Chromium lists them. */
const featuresOf = (page) => page.evaluate(() => document.featurePolicy.features());
const deniedFeatures = (features) => ({ "permissions-policy": features.map((name) => `${name}=()`).join(", ") });

/** Uses every feature on a page with these headers; `loader` is its script tag. */
async function useEveryFeatureOn({ visitor, widget, page, site }, headers, { nonce } = {}) {
  await page.addInitScript(recordInstances);
  await page.addInitScript(noteReports);
  const url = (attributes, lang) => {
    const loader = "/widget/support-ticket-widget.js";
    const html = pageWith({
      loader,
      lang,
      after: AFTER,
      attributes: { endpoint: "/api/v1/create_support_ticket", ...attributes },
    });
    return site.origin + site.page(nonce ? html.replace("<script", `<script nonce="${nonce}"`) : html, { headers });
  };
  const corner = url(ATTRIBUTES);
  await visitor.goTo(corner);
  await useEveryFeature({
    visitor,
    widget,
    page,
    comeAgain: async () => {
      await page.goto("about:blank");
      await visitor.goTo(corner);
    },
    goInline: () => visitor.goTo(url({ position: "inline", preload: "idle" }, "ar")),
  });
  assert.deepEqual(await visitor.violations(), []);
  return page.evaluate(() => globalThis.__reports);
}

/** Records what the browser reports to the page itself: policy violations, deprecations and interventions. */
function noteReports() {
  const reports = [];
  Object.defineProperty(globalThis, "__reports", { value: reports, enumerable: false });
  new ReportingObserver(
    (more) => reports.push(...more.map(({ type, body }) => `${type} ${body?.message ?? body?.effectiveDirective}`)),
    { buffered: true },
  ).observe();
}

test("the test's server gets violation reports, so no report means no violation", async ({ visitor, page, site }) => {
  const path = site.page("<!doctype html><title>Style</title><p style='color: red'>Red</p>", {
    headers: reports.headers(STRICT, ["report-uri"]),
  });
  await page.goto(site.origin + path);
  await until(
    () => reports.got.length === 1,
    "the style is reported",
    () => reports.got,
  );
  assert.equal(reports.got.splice(0)[0]["csp-report"]["effective-directive"], "style-src-attr");
  visitor.complaints.length = 0;
});

test("under the strictest policy everything works and nothing is reported", async (given) => {
  assert.deepEqual(await useEveryFeatureOn(given, reports.headers(STRICT, ["report-uri"])), []);
  assert.deepEqual(reports.got, []);
});

test("with a nonce and 'strict-dynamic' everything works and nothing is reported", async (given) => {
  assert.deepEqual(await useEveryFeatureOn(given, reports.headers(NONCE, ["report-uri"]), { nonce: "abc" }), []);
  assert.deepEqual(reports.got, []);
});

test("everything works on a page that is isolated from other origins", async (given) => {
  assert.deepEqual(await useEveryFeatureOn(given, ISOLATED), []);
  assert.equal(await given.page.evaluate(() => crossOriginIsolated), true);
});

test("everything works on a page that denies itself every feature", async (given) => {
  await given.page.goto(given.site.origin + given.site.page("<!doctype html><title>Features</title>"));
  const features = await featuresOf(given.page);
  assert.ok(features.length > 30 && features.includes("clipboard-write"), features.join());
  await useEveryFeatureOn(given, deniedFeatures(features));
  assert.deepEqual(await given.page.evaluate(() => document.featurePolicy.allowedFeatures()), []);
});

test("everything works without https: no Web Locks, randomUUID or clipboard", async ({ site }) => {
  const origin = site.origin.replace("127.0.0.1", NAME);
  const { endpointUrl } = site;
  const endpoint = await startEndpoint({ allowOrigins: [origin] });
  site.endpointUrl = endpoint.url;
  // Under any name but localhost it is not a secure context.
  const browser = await launch({
    args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
  });
  try {
    const visitor = await Visitor.arrive(browser, {});
    const { page, widget } = visitor;
    await useEveryFeatureOn({ visitor, widget, page, site: { origin, page: site.page } }, {});
    const has = await page.evaluate(() => [
      isSecureContext,
      "locks" in navigator,
      "randomUUID" in crypto,
      "clipboard" in navigator,
    ]);
    assert.deepEqual(has, [false, false, false, false]);
    assert.deepEqual([visitor.thrown, visitor.complaints], [[], []]);
  } finally {
    await browser.close();
    site.endpointUrl = endpointUrl;
    await endpoint.stop();
  }
});
