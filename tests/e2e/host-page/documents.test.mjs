// Unusual documents, from each of which the ticket arrives.
import assert from "node:assert/strict";

import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const loaderOf = ({ endpoint }) => `${endpoint.url}/widget/support-ticket-widget.js`;

async function ticketArrives({ widget, answers }) {
  await widget.writeAndSend();
  await widget.address();
  assert.equal(answers.tickets().at(-1).body, GOOD.body);
}

test("the ticket arrives from a page whose elements shadow global names", async (given) => {
  const ids =
    "location name event open top fetch localStorage navigator mount load language support-ticket-widget".split(" ");
  const named = "baseURI activeElement adoptedStyleSheets head body".split(" ");
  const before =
    ids.map((id) => `<div id="${id}">${id}</div>`).join("") +
    named.map((name) => `<img name="${name}" alt="">`).join("") +
    `<form name="forms"><input name="id" aria-label="id"><input name="parentNode" aria-label="parentNode"></form>`;
  await given.visit({
    before,
    head: "<script>var status = 'mine'; window.name = 'support'; var event = 1, open = 2, Form = 3;</script>",
  });
  await ticketArrives(given);
});

test("the ticket arrives from a page written by a script, even after a rewrite", async (given) => {
  const { visitor, widget, page, site, answers } = given;
  const html = pageWith({ loader: loaderOf(given), attributes: { endpoint: answers.create } });
  const path = site.page(
    `<!doctype html><html lang="en"><title>Written</title><script>document.writeln(${JSON.stringify(html).replaceAll("</", "<\\/")})</script>`,
  );
  await visitor.goTo(site.origin + path);
  await ticketArrives(given);

  await page.evaluate((html) => {
    document.open();
    document.writeln(html);
    document.close();
  }, html);
  await until(() => widget.host.evaluate((host) => !!host.shadowRoot), "the widget is there again");
  await ticketArrives(given);
});

test("the ticket arrives from a page with a foreign <base>, by a relative address", async (given) => {
  const { answers, visit } = given;
  await visit({
    head: `<base href="${answers.url}/app/">`,
    attributes: { endpoint: "../api/v1/create_support_ticket", lang: "de" },
  });
  await ticketArrives(given);
});

test("the ticket arrives from a page in quirks mode", async (given) => {
  const { visitor, widget, page, site, answers } = given;
  const html = pageWith({ loader: loaderOf(given), attributes: { endpoint: answers.create } });
  await visitor.goTo(site.origin + site.page(html.replace("<!doctype html>\n", "")));
  assert.equal(await page.evaluate(() => document.compatMode), "BackCompat");
  await ticketArrives(given);
  await widget.close();
});

test("the ticket arrives from an XHTML page, and the focus returns to the button", async (given) => {
  const { visitor, widget, site, answers } = given;
  const path = site.page(
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title>XHTML</title>
    <script>import("${loaderOf(given)}")</script></head><body><h1>Notes</h1>
    <support-ticket-widget endpoint="${answers.create}" tags="member"><a href="mailto:help@example.com">Help</a></support-ticket-widget></body></html>`,
    { headers: { "content-type": "application/xhtml+xml" } },
  );
  // Chromium does not run <script type="module"> in XML.
  await visitor.goTo(site.origin + path);
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  await widget.close();
  assert.equal(await widget.focused(), "button");
  await ticketArrives(given);
});

test("the ticket arrives from a page that unsets every style, the form in place", async (given) => {
  const { widget, visit } = given;
  await visit({ head: "<style>* { all: unset !important }</style>" });
  await widget.openForm();
  const { position, backgroundColor } = await widget.dialog.evaluate((dialog) => {
    const { position, backgroundColor } = getComputedStyle(dialog);
    return { position, backgroundColor };
  });
  assert.deepEqual([position, backgroundColor], ["fixed", "rgb(255, 255, 255)"]);
  await widget.close();
  await ticketArrives(given);
});
