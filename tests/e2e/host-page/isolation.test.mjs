// The widget does not affect the page's styles, forms or globals, and the page's styles and habits do not break the
// widget.
import assert from "node:assert/strict";

import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

test("no global appears on the page, from loading to the ticket", async ({
  visitor,
  widget,
  page,
  endpoint,
  answers,
  site,
}) => {
  const before =
    "globalThis.__globals = new Set(Object.getOwnPropertyNames(window)); globalThis.__globals.add('__globals');";
  const path = site.page(`<!doctype html><html lang="en"><title>Globals</title><script>${before}</script>
    <script type="module" src="${endpoint.url}/widget/support-ticket-widget.js"></script>
    <support-ticket-widget endpoint="${answers.create}"></support-ticket-widget>`);
  await visitor.goTo(site.origin + path);
  await widget.writeAndSend();
  await widget.address();

  const added = await page.evaluate(() =>
    Object.getOwnPropertyNames(window).filter((name) => !globalThis.__globals.has(name)),
  );
  assert.deepEqual(
    added.filter((name) => !/^\d+$|^__pw_bidi/.test(name)),
    [],
  );
});

test("the document outside the element stays unchanged", async ({ widget, page, visit }) => {
  await visit();
  const snapshot = () =>
    page.evaluate(() => {
      const copy = document.documentElement.cloneNode(true);
      copy.querySelector("support-ticket-widget").remove();
      return [
        copy.outerHTML,
        document.adoptedStyleSheets.length,
        document.styleSheets.length,
        document.title,
        location.href,
      ].join("\n");
    });
  const before = await snapshot();
  await widget.writeAndSend();
  await widget.address();

  assert.equal(await snapshot(), before);
});

test("the element's own children and attributes stay unchanged", async ({ widget, visit }) => {
  await visit();
  const snapshot = () => widget.host.evaluate((host) => host.outerHTML);
  const before = await snapshot();
  await widget.openForm();
  await widget.close();

  assert.equal(await snapshot(), before);
});

test("inside a form of the page it neither submits nor adds to that form", async ({
  widget,
  page,
  endpoint,
  answers,
  site,
  visitor,
}) => {
  const path = site.page(`<!doctype html><html lang="en"><title>Form</title>
    <script type="module" src="${endpoint.url}/widget/support-ticket-widget.js"></script>
    <form id="theirs" onsubmit="globalThis.submitted = true; return false"><input name="mine" aria-label="Mine" value="1">
    <support-ticket-widget endpoint="${answers.create}"></support-ticket-widget></form>`);
  await visitor.goTo(site.origin + path);
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("subject").press("Enter");
  await widget.address();

  assert.equal(await page.evaluate(() => globalThis.submitted), undefined);
  assert.deepEqual(await page.evaluate(() => [...new FormData(document.querySelector("#theirs")).keys()]), ["mine"]);
});

test("the page's listeners get no event of what is typed in the form", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate(() => {
    globalThis.texts = [];
    for (const name of ["submit", "input", "change", "beforeinput", "keydown", "keyup", "keypress", "paste"]) {
      document.addEventListener(
        name,
        (event) => globalThis.texts.push(`${name} ${event.target.value ?? ""}${event.target.localName}`),
        true,
      );
    }
  });
  await widget.writeAndSend();
  await widget.address();

  const texts = await page.evaluate(() => globalThis.texts);
  assert.deepEqual(
    texts.filter((text) => text.includes(GOOD.subject)),
    [],
  );
  assert.deepEqual(
    texts.filter((text) => text.startsWith("submit")),
    [],
  );
});

test("hostile styles of the page do not reach the form", async ({ widget, visit }) => {
  const head = `<style>
    button, input, textarea, dialog, label, form, p, a { display: none !important; color: red !important; font-size: 3px !important; }
    :focus { outline: none !important; } * { box-sizing: content-box; letter-spacing: normal; }</style>`;
  await visit({ head });
  await widget.writeAndSend();
  await widget.address();

  assert.notEqual(await widget.submit.evaluate((node) => getComputedStyle(node).fontSize), "3px");
});

test("by default the form uses the page's font", async ({ widget, visit }) => {
  await visit({ head: "<style>body { font-family: monospace }</style>" });
  await widget.openForm();

  for (const locator of [widget.submit, widget.field("subject"), widget.field("body")]) {
    assert.match(await locator.evaluate((node) => getComputedStyle(node).fontFamily), /monospace/);
  }
});

test("the form works on a page that changed its built-ins", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate(() => {
    Array.prototype.extra = () => {};
    Object.prototype.inherited = "inherited";
    Element.prototype.append = Element.prototype.append;
    JSON.stringify.toString = () => "patched";
  });
  await widget.writeAndSend();
  await widget.address();
});

test("properties added to Object.prototype are not sent", async ({ widget, page, answers, visit }) => {
  await visit();
  await page.evaluate(() => void (Object.prototype.inherited = "inherited"));
  await widget.writeAndSend();
  await widget.address();

  assert.doesNotMatch(answers.requests[0].text, /inherited/);
});

test("the form works without any storage", async ({ widget, page, visit }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  await visit();
  await widget.writeAndSend();
  await widget.address();
});

test("the form works in a sandboxed frame of another origin", async ({ visitor, page, site, endpoint, answers }) => {
  const inner = site.page(
    pageWith({
      loader: `${endpoint.url}/widget/support-ticket-widget.js`,
      attributes: { endpoint: answers.create },
    }),
  );
  const outer =
    site.page(`<!doctype html><title>Outer</title><iframe style="width: 600px; height: 600px" src="${site.origin}${inner}"
    sandbox="allow-scripts allow-forms allow-same-origin"></iframe>`);
  await page.goto(site.otherOrigin + outer);
  const frame = page.frameLocator("iframe");
  const host = frame.locator("support-ticket-widget");
  const widget = new Widget(page, host);
  await widget.writeAndSend();
  await widget.address();
  assert.deepEqual(visitor.thrown, []);
});

test("loading the script twice defines the element once", async ({ widget, page, endpoint, visit }) => {
  await visit({
    after: `<script type="module" src="${endpoint.url}/widget/support-ticket-widget.js?again"></script>`,
  });
  await page.waitForLoadState("load");
  await widget.openForm();

  assert.equal(await widget.host.locator("form").count(), 1);
});

test("a page restored by the Back button has a working form", async ({ widget, page, site, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill({ subject: "Before I left" });
  const other = site.page("<!doctype html><title>Other</title><h1>Other</h1>");
  await page.goto(site.origin + other);
  await page.goBack();
  await until(() => widget.host.evaluate((host) => Boolean(host.shadowRoot)), "the widget is there again");
  if (!(await widget.field("subject").isVisible())) await widget.openForm();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
});

for (const what of ["large numbers", "objects"])
  test(`on a page whose own timers are ${what}, none of ours goes on`, async ({ visitor, widget, page, visit }) => {
    await visitor.page.addInitScript((what) => {
      const running = (globalThis.__running = new Map());
      let started = 1e12;
      globalThis.setInterval = (call, millis) => {
        const id = what === "objects" ? {} : ++started;
        running.set(id, { call, millis });
        return id;
      };
      globalThis.clearInterval = (id) => running.delete(id);
    }, what);
    await visit();
    const everStarted = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener("ticket-submit", () => setTimeout(() => resolve(globalThis.__running.size))),
        ),
    );
    await widget.writeAndSend();
    await widget.address();

    assert.equal(await everStarted, 1, "sending has a timeout");
    assert.equal(await page.evaluate(() => globalThis.__running.size), 0);
  });

test("an extension's stylesheet in the shadow root does not cost the form its own", async ({ widget, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.shadowRoot.adoptedStyleSheets.push(new CSSStyleSheet()));
  await widget.openForm();

  assert.equal(await widget.dialog.evaluate((dialog) => getComputedStyle(dialog).position), "fixed");
});
