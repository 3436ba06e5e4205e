// How long from the click to a form that can be typed in, and until it checks what is typed: the widget against the same
// form in plain JavaScript (plain.html), in Chromium, in turns, each in a fresh profile. STW_BESIDE names the folder
// `widget/` of another build, to be measured in the same run. JSON on standard output, words on standard error. It judges
// nothing: the budget is xtask's.
//
// Warm: the pointer is over the button and everything that this fetches is there. Cold: the click is the first hint.
// The time ends when a field has the focus and the frame that shows it has been handed to the screen. Both pages
// come from one server here, which has the widget's files and their headers from the real endpoint.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, get } from "node:http";
import { join } from "node:path";

import { launch } from "../../tests/e2e/support/browser.mjs";
import { startEndpoint } from "../../tests/e2e/support/endpoint.mjs";

/** How long a form may take at most, in milliseconds; then the page is broken, and there is nothing to measure. */
const PATIENCE = 10_000;
/** Whether only to see that it works: `node xtask/bench/timing.mjs --short`. */
const IS_SHORT = process.argv.includes("--short");
/** Runs of each of the four measurements; odd, so that the median is one of them. */
const RUNS = IS_SHORT ? 3 : 21;
/** Runs that warm up the browser and the machine and are not counted. */
const WARM_UP = IS_SHORT ? 1 : 2;

/** From pointing at a button to pressing it, in milliseconds: a quick hand. The rest arrives meanwhile. */
const REACH = 150;

const HTML = { "content-type": "text/html; charset=utf-8" };

/** The folder of another build. */
const BESIDE = process.env.STW_BESIDE;

const widgetPage = (folder) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Widget</title>
<script type="module" src="/${folder}/support-ticket-widget.js"></script>
<h1>Notes</h1>
<p>Error 42: the notebook could not be read.</p>
<support-ticket-widget endpoint="/api/v1/create_support_ticket"></support-ticket-widget>
</html>`;
const aWidget = {
  button: "support-ticket-widget button[part~=button]",
  fetched: /support-ticket-form\.wasm/,
};
const SUBJECTS = {
  widget: { path: "/widget.html", ...aWidget },
  ...(BESIDE && { beside: { path: "/beside.html", ...aWidget } }),
  plain: { path: "/plain.html", button: "plain-ticket-form button[part~=button]" },
};

const endpoint = await startEndpoint();
const server = await startPages();
const browser = await launch();
const times = Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, { warm: [], cold: [] }]));
/** The same until the form checks what is typed. */
const checks = structuredClone(times);
for (let run = -WARM_UP; run < RUNS; run += 1) {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    for (const temperature of ["warm", "cold"]) {
      const [typable, checking] = await clickToForm(subject, temperature === "warm");
      if (run < 0) continue;
      times[name][temperature].push(typable);
      checks[name][temperature].push(checking);
    }
  }
}
await browser.close();
server.close();
server.closeAllConnections();
await endpoint.stop();
report();

/** One visitor's click: milliseconds until the form can be typed in, and until it checks what is typed. */
async function clickToForm({ path, button, fetched }, warm) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`http://127.0.0.1:${server.address().port}${path}`, { waitUntil: "load" });
  const { x, y, width, height } = await page.locator(button).boundingBox();
  if (warm) {
    const arrived = fetched && arrival(page, fetched);
    await page.mouse.move(x + width / 2, y + height / 2);
    await arrived;
    await page.waitForTimeout(REACH);
    await page.mouse.down();
    await page.mouse.up();
  } else {
    await page.locator(button).evaluate((node) => node.click());
  }
  const all = await page.evaluate(
    ([hasModule, patience]) =>
      Promise.race([
        // Plain JavaScript checks at once.
        Promise.all([globalThis.__typable, hasModule ? globalThis.__checking : globalThis.__typable]),
        new Promise((done) => setTimeout(done, patience)),
      ]),
    [Boolean(fetched), PATIENCE],
  );
  if (all === undefined) throw new Error(`${path} had no form to type in ${PATIENCE} ms after the click.`);
  await context.close();
  return all;
}

/** Waits for the file that comes last of all that pointing at the button fetches. */
async function arrival(page, fetched) {
  const response = await page.waitForResponse(fetched, { timeout: PATIENCE }).catch((error) => {
    throw new Error(`Pointing at the button fetched no ${fetched}: was the module renamed?`, { cause: error });
  });
  await response.finished();
}

/**
 * In the page: promises of the time from the click to the painted frame in which a field has the focus, and until the
 * form says of a field whether it is valid.
 */
function watch() {
  let isChecking;
  globalThis.__checking = new Promise((resolve) => (isChecking = resolve));
  globalThis.__typable = new Promise((resolve) => {
    const onClick = (click) => {
      const clicked = performance.now();
      const onFocus = ({ target }) => {
        if (!/^(input|textarea|select)$/.test(target.localName)) return;
        requestAnimationFrame(() => {
          // A message is delivered after the frame that is being made now.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - clicked);
          port2.postMessage(0);
        });
      };
      const root = click.composedPath().find((node) => node instanceof ShadowRoot);
      const look = () => root.querySelector("[name=subject][aria-invalid]") && isChecking(performance.now() - clicked);
      new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true });
      // Focus that moves from the button to a field of the same shadow root is not heard outside of it.
      root.addEventListener("focusin", onFocus);
    };
    addEventListener("click", onClick, { capture: true, once: true });
  });
}

async function startPages() {
  const here = (name) => readFileSync(new URL(name, import.meta.url));
  const files = new Map([
    ["/widget.html", { headers: HTML, bytes: Buffer.from(widgetPage("widget")) }],
    ["/beside.html", { headers: HTML, bytes: Buffer.from(widgetPage("beside")) }],
    ["/plain.html", { headers: HTML, bytes: here("plain.html") }],
    ["/plain.js", { headers: { "content-type": "text/javascript" }, bytes: here("plain.js") }],
  ]);
  const pages = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://bench");
    // The endpoint is asked once for each, in the runs that do not count.
    if (pathname.startsWith("/widget/") && !files.has(pathname)) files.set(pathname, await asServed(pathname));
    if (pathname.startsWith("/beside/") && !files.has(pathname)) files.set(pathname, await ofAnotherBuild(pathname));
    const file = files.get(pathname);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(file.status ?? 200, file.headers).end(file.bytes);
  });
  pages.listen(0, "127.0.0.1");
  await once(pages, "listening");
  return pages;
}

/** A file of the endpoint's with its headers and its compression, byte for byte. */
async function asServed(pathname) {
  const [answer] = await once(get(endpoint.url + pathname, { headers: { "accept-encoding": "br" } }), "response");
  const parts = [];
  for await (const part of answer) parts.push(part);
  const { connection, "keep-alive": _, "transfer-encoding": __, ...headers } = answer.headers;
  return { status: answer.statusCode, headers, bytes: Buffer.concat(parts) };
}

/** A file of another build, with the endpoint's headers. */
async function ofAnotherBuild(pathname) {
  const name = pathname.slice("/beside/".length);
  const { headers } = await asServed("/widget/support-ticket-widget.js");
  const types = { js: "text/javascript", wasm: "application/wasm", txt: "text/plain; charset=utf-8" };
  delete headers["content-length"];
  delete headers.etag;
  headers["content-type"] = types[name.split(".").at(-1)];
  return { status: 200, headers, bytes: readFileSync(join(BESIDE, `${name}.br`)) };
}

function report() {
  const summary = {};
  for (const [what, all] of [
    ["form", times],
    ["checks", checks],
  ])
    for (const [name, byTemperature] of Object.entries(all)) {
      const key = what === "form" ? name : `${name}Checks`;
      summary[key] = {};
      for (const [temperature, millis] of Object.entries(byTemperature)) {
        const figures = { median: at(millis, 0.5), p90: at(millis, 0.9), runs: millis.length };
        summary[key][temperature] = figures;
        process.stderr.write(
          `click to ${what}, ${name}, ${temperature === "warm" ? "prefetched" : "cold"}: ` +
            `median ${figures.median} ms, p90 ${figures.p90} ms of ${figures.runs} runs\n`,
        );
      }
    }
  summary.ratio = { warm: ratio(summary, "warm"), cold: ratio(summary, "cold") };
  process.stderr.write(`widget / plain: prefetched ${summary.ratio.warm}, cold ${summary.ratio.cold}\n`);
  process.stdout.write(JSON.stringify(summary, null, 2) + "\n");
}

/** The value below which this share of the values lies, to a tenth of a millisecond. */
function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(share * sorted.length) - 1] * 10) / 10;
}

function ratio({ widget, plain }, temperature) {
  return Math.round((widget[temperature].median / plain[temperature].median) * 100) / 100;
}
