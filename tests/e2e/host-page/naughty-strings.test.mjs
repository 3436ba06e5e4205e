// Every string that breaks programs, in every field: it arrives intact or is refused with a message at its field.
import assert from "node:assert/strict";

import { NAUGHTY, refusedFields } from "../support/naughty-strings.mjs";
import { test } from "../support/test.mjs";
import { PATIENCE } from "../support/until.mjs";
import { FIELDS, GOOD } from "../support/widget.mjs";

/** Tickets per test; each is a request to the real endpoint. */
const BATCH = 160;

for (let from = 0; from < NAUGHTY.length; from += BATCH) {
  const texts = NAUGHTY.slice(from, from + BATCH);
  test(`naughty strings from ${from} on arrive intact or are refused in words`, async (given) => {
    const { visitor, page, widget, answers, endpoint, site, visit } = given;
    page.on("dialog", async (dialog) => {
      visitor.thrown.push(`the page ran ${dialog.type()}: ${dialog.message()}`);
      await dialog.dismiss();
    });
    await visit();
    await widget.openForm();
    await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
    const bare = await elements(widget);
    const written = await widget.host.evaluate(writeEach, { texts, FIELDS, GOOD, patience: PATIENCE });

    assert.deepEqual(written.map(refusals), texts.map(expectedRefusals));
    assert.equal(answers.requests.length, texts.length, "nothing was sent that was refused");
    assert.deepEqual(answers.tickets().map(letters), written.map(expectedLetters), "the requests have it");
    const kept = await ticketsById(endpoint);
    const sent = answers.tickets().map(({ id }) => kept.get(id));
    assert.deepEqual(sent.map(letters), written.map(expectedLetters), "the endpoint kept it");

    // Only the form's own problem messages may be added.
    const foreign = (await elements(widget)).filter(
      (name) => !bare.includes(name) && !["a", "li", "ul"].includes(name),
    );
    assert.deepEqual(foreign, [], "no text became elements of the form");
    const known = [site.origin, endpoint.url, answers.url];
    assert.deepEqual(
      visitor.requests.filter((url) => !known.includes(new URL(url).origin)),
      [],
      "no text made the browser fetch anything",
    );
    const pages = await Promise.all(written.map(async ({ url }) => (await fetch(url)).text()));
    const shown = await page.evaluate(readTicketPages, pages);
    assert.deepEqual(
      shown.map(({ subject }) => subject),
      written.map((ticket) => expectedLetters(ticket).subject),
      "the tickets' pages show it",
    );
    assert.deepEqual(
      shown.flatMap(({ active }) => active),
      [],
      "no text became code on a ticket's page",
    );
  });
}

test("a text just under 500 kB arrives intact, and one over it is refused in words", async (given) => {
  const { page, widget, answers, endpoint, visit } = given;
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  // Few line breaks: Chromium's own <textarea> takes minutes to paste thousands.
  const line = `${'Ü "quoted" \\ 💡 \u202e<b> '.repeat(150)}\n`;
  const paste = async (bytes) => {
    await widget.field("body").fill("");
    await widget.field("body").focus();
    const text = line.repeat(Math.ceil(bytes / Buffer.byteLength(line)));
    // As one paste, but without the clipboard, which all pages on this machine share.
    await page.keyboard.insertText(text);
    assert.equal(await widget.field("body").inputValue(), text);
    return text;
  };
  await paste(500_000);
  await widget.send();
  assert.match(await widget.errorOf("body"), /too long/);
  assert.equal(await widget.isInvalid("body"), true);
  assert.equal(answers.requests.length, 0);

  const text = await paste(400_000);
  await widget.send();
  await widget.address();
  assert.ok(answers.tickets()[0].body === text, "the request has it");
  const kept = await ticketsById(endpoint);
  assert.ok(kept.get(answers.tickets()[0].id).body === text, "the endpoint kept it");
});

/** The form's elements. */
const elements = (widget) =>
  widget.host.evaluate(({ shadowRoot }) => [...shadowRoot.querySelectorAll("*")].map(({ localName }) => localName));

/** In the page: enters each text into every field, corrects the refused ones, and sends the rest. */
async function writeEach(host, { texts, FIELDS, GOOD, patience }) {
  const root = host.shadowRoot;
  const [submit, another, link, alert] = ["submit", "another", "ticket-url", "alert"].map((part) =>
    root.querySelector(`[part~=${part}]`),
  );
  const field = (name) => root.querySelector(`[name=${name}]`);
  const put = (name, value) => {
    field(name).value = value;
    for (const event of ["input", "focusout"])
      field(name).dispatchEvent(new Event(event, { bubbles: true, composed: true }));
  };
  const refused = () => {
    const wrong = FIELDS.filter((name) => field(name).ariaInvalid === "true");
    return Object.fromEntries(
      wrong.map((name) => {
        const error = root.getElementById(`${name}-error`);
        return [name, error.checkVisibility() ? error.textContent : ""];
      }),
    );
  };
  const settled = async (text) => {
    for (const end = performance.now() + patience; performance.now() < end; ) {
      if (link.checkVisibility()) return;
      if (alert.innerText.trim()) throw new Error(`${JSON.stringify(text)}: ${alert.innerText}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`no answer for ${JSON.stringify(text)}`);
  };
  const written = [];
  for (const text of texts) {
    for (const name of FIELDS) put(name, text);
    submit.click();
    const problems = refused();
    const values = Object.fromEntries(FIELDS.map((name) => [name, field(name).value]));
    for (const name of Object.keys(problems)) put(name, (values[name] = GOOD[name]));
    if (Object.keys(problems).length > 0) submit.click();
    await settled(text);
    written.push({ text, problems, values, url: link.href });
    another.click();
  }
  return written;
}

/** In the page: what a ticket's page shows, and anything in it that could run or fetch something. */
function readTicketPages(pages) {
  return pages.map((html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const active = [...page.querySelectorAll("main *")].filter(
      (node) =>
        node.matches("script, iframe, object, embed, svg, math, style, link, meta, base, form, img, video, audio") ||
        [...node.attributes].some(({ name }) => name.startsWith("on")) ||
        /^\s*(javascript|data|vbscript):/i.test(node.getAttribute("href") ?? ""),
    );
    return { subject: page.querySelector("h1").textContent, active: active.map((node) => node.outerHTML) };
  });
}

/** As an `<input>` cleans its value. */
const oneLine = (text) => text.replaceAll(/[\r\n]/g, "");

/** The fields in which the documented rules refuse this text. */
function expectedRefusals(text) {
  const [line, address] = [oneLine(text), oneLine(text).replaceAll(/^[ \t\f]+|[ \t\f]+$/g, "")];
  const put = { username: line, email_address: address, subject: line, body: text };
  return { text: text.toWellFormed(), fields: refusedFields(put) };
}

/** The fields in which a text was refused, each with a message. */
function refusals({ text, problems }) {
  for (const words of Object.values(problems)) assert.match(words, /^[A-Z].*\.$/, JSON.stringify(text));
  return { text: text.toWellFormed(), fields: Object.keys(problems) };
}

/** The part of a ticket that a person wrote. */
const letters = ({ username, email_address, subject, body }) => ({
  username: username ?? "",
  email_address,
  subject,
  body,
});

/** The fields' values, with the name trimmed and U+FFFD for half a character. */
function expectedLetters({ values }) {
  const whole = Object.fromEntries(FIELDS.map((name) => [name, values[name].toWellFormed()]));
  return { ...whole, username: whole.username.replaceAll(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, "") };
}

const ticketsById = async (endpoint) => new Map((await endpoint.tickets()).map((ticket) => [ticket.id, ticket]));
