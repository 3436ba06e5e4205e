// Lighthouse gives a page with the help button all points, like the same page without it. Its "simulated" throttling
// computes a slow phone's time from what it measures. Other load on this machine can only lower the performance score,
// so the best of a few runs counts. Lighthouse needs Chromium and starts its own.
import assert from "node:assert/strict";

import { test } from "@playwright/test";

import { startEndpoint } from "../support/endpoint.mjs";
import { pageWith, startHost } from "../support/host.mjs";
import { startLighthouse } from "../support/lighthouse.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const RUNS = 3;
/** No run starts later than this, in milliseconds: on a busy machine each takes long. */
const LAST = 35_000;
const HEAD = '<link rel="icon" href="data:,"><meta name="description" content="Notes">';
const ALL = { performance: 100, accessibility: 100, "best-practices": 100 };

let site, endpoint, lighthouse, pageWithButton;
test.beforeAll(async () => {
  site = await startHost();
  endpoint = await startEndpoint({ allowOrigins: [site.origin] });
  lighthouse = await startLighthouse();
  const loader = `${endpoint.url}/widget/support-ticket-widget.js`;
  pageWithButton = pageWith({ loader, attributes: { endpoint: endpoint.create }, head: HEAD });
});
test.afterAll(async () => {
  await lighthouse.stop();
  await endpoint.stop();
  await site.stop();
});

async function best(url, categories) {
  const begun = Date.now();
  let best;
  for (let run = 0; run < RUNS && Date.now() - begun < LAST; run += 1) {
    const found = await lighthouse.scores(url, categories);
    if (!best || found.scores.performance > best.scores.performance) best = found;
    if (best.scores.performance === 100) break;
  }
  return best;
}

test("Lighthouse gives the site's first page all points", async () => {
  const { scores, why } = await best(`${endpoint.url}/`, [...CATEGORIES, "seo"]);

  assert.deepEqual(scores, { ...ALL, seo: 100 }, why.join("\n"));
});

test("Lighthouse gives a page without the help button all points", async () => {
  const without = pageWithButton.replace(
    /<support-ticket-widget[^]*<\/support-ticket-widget>|<script[^]*?<\/script>/g,
    "",
  );
  assert.doesNotMatch(without, /widget/);
  const { scores, why } = await best(site.origin + site.page(without), CATEGORIES);

  assert.deepEqual(scores, ALL, why.join("\n"));
});

test("Lighthouse gives the same page with the help button all points", async () => {
  const { scores, why } = await best(site.origin + site.page(pageWithButton), CATEGORIES);

  assert.deepEqual(scores, ALL, why.join("\n"));
});

test("Lighthouse takes points off a slow page with a flaw", async () => {
  const slow = `<script>const end = performance.now() + 1500; while (performance.now() < end);</script><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`;
  const { scores } = await lighthouse.scores(
    site.origin + site.page(pageWith({ loader: "data:text/javascript,", after: slow })),
    CATEGORIES,
  );

  assert.ok(scores.performance < 100 && scores.accessibility < 100, JSON.stringify(scores));
});
