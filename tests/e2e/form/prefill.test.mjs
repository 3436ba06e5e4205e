// How a page fills in the form in advance: attributes, properties, prefill(), and which parts of its address are sent.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const ACCOUNT = "291f43c1-deae-431c-b763-712307fa6859";
const COURSE = "cc8f1243-d573-4562-9aab-c15a3872d683";
const PREFILLED = {
  username: "Ann",
  "email-address": "ann@example.com",
  subject: "From the page",
  body: "It broke.",
};
const IN_FIELDS = {
  username: "Ann",
  email_address: "ann@example.com",
  subject: "From the page",
  body: "It broke.",
};

async function sentFrom({ widget, answers }, ticket = GOOD) {
  await widget.writeAndSend(ticket);
  await widget.address();
  return answers.tickets().at(-1);
}

test("what the page knows is already filled in", async ({ widget, visit }) => {
  await visit({ attributes: PREFILLED });
  await widget.openForm();

  assert.deepEqual(await widget.values(), IN_FIELDS);
});

test("a later prefill fills only what the visitor has not typed", async ({ widget, page, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill({ email_address: "mine@example.com" });
  await page.evaluate((fields) => document.querySelector("support-ticket-widget").prefill(fields), IN_FIELDS);

  assert.deepEqual(await widget.values(), { ...IN_FIELDS, email_address: "mine@example.com" });
});

test("prefill() before the first opening is not lost", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate((fields) => document.querySelector("support-ticket-widget").prefill(fields), IN_FIELDS);
  await widget.openForm();

  assert.deepEqual(await widget.values(), IN_FIELDS);
});

test("changing an attribute while the form is open updates untouched fields", async ({ widget, visit }) => {
  await visit({ attributes: PREFILLED });
  await widget.openForm();
  await widget.fill({ subject: "Typed" });
  await widget.host.evaluate((host) => {
    host.setAttribute("subject", "Another");
    host.setAttribute("username", "Beth");
  });

  await until(async () => (await widget.field("username").inputValue()) === "Beth", "the new name is in the form");
  assert.equal(await widget.field("subject").inputValue(), "Typed");
});

test("reset() discards the typed text and restores the page's prefill", async ({ widget, visit }) => {
  await visit({ attributes: PREFILLED });
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.host.evaluate((host) => host.reset());

  assert.deepEqual(await widget.values(), IN_FIELDS);
});

test("account, tags and course are sent with the ticket", async ({ widget, answers, endpoint, visit }) => {
  await visit({ attributes: { "account-id": ACCOUNT, tags: "member, student", course: COURSE } });
  const ticket = await sentFrom({ widget, answers }, { ...GOOD, subject: "With a course" });

  assert.equal(ticket.account_id, ACCOUNT);
  assert.deepEqual(ticket.tags, ["member", "student"]);
  assert.equal(ticket.info.course, COURSE);
  const kept = (await endpoint.tickets()).find(({ id }) => id === ticket.id);
  assert.deepEqual(kept.tags, ["member", "student"]);
});

test("the page's info is sent and wins over what the widget found", async ({ widget, answers, visit }) => {
  await visit();
  await widget.host.evaluate((host) => {
    host.info = { build: "4711", language: "tlh", deep: { list: [1, "two", null, true] } };
  });
  const { info } = await sentFrom({ widget, answers });

  assert.equal(info.build, "4711");
  assert.equal(info.language, "tlh");
  assert.deepEqual(info.deep, { list: [1, "two", null, true] });
  assert.match(info.user_agent, /Mozilla/);
});

test("info set before the script loads counts too", async ({ widget, answers, visit }) => {
  const head = `<script>addEventListener("DOMContentLoaded", () =>
    (document.querySelector("support-ticket-widget").info = { build: "early" }));</script>
    <script>new MutationObserver((_, observer) => {
      const element = document.querySelector("support-ticket-widget");
      if (element) { element.info = { build: "early" }; element.username = "Early"; observer.disconnect(); }
    }).observe(document, { childList: true, subtree: true });</script>`;
  await visit({ head });
  await widget.openForm();
  assert.equal(await widget.field("username").inputValue(), "Early");
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets()[0].info.build, "early");
});

for (const [label, info] of [
  ["a cycle", "const a = {}; a.a = a; host.info = { a }"],
  ["a big integer", "host.info = { n: 1n }"],
  ["null", "host.info = null"],
  ["a string", 'host.info = "hello"'],
  ["a getter that throws", 'host.info = { get bad() { throw new Error("no"); } }'],
]) {
  test(`info that is ${label} does not stop the ticket`, async ({ visitor, widget, answers, visit }) => {
    await visit();
    await widget.host.evaluate((host, code) => new Function("host", code)(host), info);
    const ticket = await sentFrom({ widget, answers });

    assert.match(ticket.info.user_agent, /Mozilla/);
    // The console may say that the info was left out; an exception is not allowed.
    visitor.complaints.length = 0;
  });
}

for (const [parts, attributes, path, location] of [
  ["the path alone", {}, "/app/projects/42/notes.md?page=2#top", "/app/projects/42/notes.md"],
  ["path and query", { "location-parts": "path query" }, "/app/notes?page=2#top", "/app/notes?page=2"],
  ["path, query and hash", { "location-parts": "path query hash" }, "/app/notes?page=2#top", "/app/notes?page=2#top"],
  ["the path without the base", { "base-path": "/app" }, "/app/projects/42", "/projects/42"],
  ["the path without a base that ends in a slash", { "base-path": "/app/" }, "/app/projects/42", "/projects/42"],
  ["the whole path where the base only looks alike", { "base-path": "/app" }, "/apple/pie", "/apple/pie"],
  ["the root of the base", { "base-path": "/app" }, "/app", "/"],
  ["a path as the browser writes it", {}, "/a%20b/%C3%BC.md", "/a%20b/%C3%BC.md"],
]) {
  test(`the ticket's location is ${parts}`, async ({ widget, answers, visit }) => {
    await visit({ attributes, path });
    const ticket = await sentFrom({ widget, answers });

    assert.equal(ticket.location, location);
  });
}

test("the location is where the visitor is when sending", async ({ widget, answers, page, visit }) => {
  await visit({ path: "/start" });
  await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
  const ticket = await sentFrom({ widget, answers });

  assert.equal(ticket.location, "/elsewhere");
});

test("every attribute is a property of the same name", async ({ widget, visit }) => {
  await visit();
  const wrong = await widget.host.evaluate((host) => {
    const names = [
      "dialect",
      "identity",
      "required",
      "type",
      "types",
      "drafts",
      "lang",
      "prefill-from-url",
      "account-id",
      "username",
      "email-address",
      "subject",
      "body",
      "tags",
      "course",
      "base-path",
      "location-parts",
      "help-email",
      "position",
      "modal",
      "label",
      "theme",
      "endpoint",
      "preload",
    ];
    return names.filter((name) => {
      const property = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      const was = host.getAttribute(name);
      host[property] = "auto";
      const written = host.getAttribute(name) === "auto";
      host.setAttribute(name, "never");
      const read = host[property] === "never";
      if (was === null) host.removeAttribute(name);
      else host.setAttribute(name, was);
      return !written || !read;
    });
  });

  assert.deepEqual(wrong, []);
});

test("boolean attributes are boolean properties", async ({ widget, visit }) => {
  await visit();
  const seen = await widget.host.evaluate((host) =>
    ["open", "allowTags", "overModals"].map((name) => {
      const before = host[name];
      host[name] = true;
      const during = host[name];
      host[name] = false;
      return [before, during, host[name]];
    }),
  );

  assert.deepEqual(seen, Array(3).fill([false, true, false]));
});

test("the page's label is on the button", async ({ widget, visit }) => {
  await visit({ attributes: { label: "Support" } });

  assert.equal((await widget.button.innerText()).trim(), "Support");
});

test("HTML in a prefill stays text", async ({ widget, page, visit }) => {
  const nasty = '"><img src=x onerror="globalThis.owned=1">';
  await visit({ attributes: { username: nasty, subject: nasty, body: nasty, label: nasty } });
  await widget.openForm();

  assert.equal(await widget.field("subject").inputValue(), nasty);
  assert.equal(await page.evaluate(() => globalThis.owned), undefined);
  assert.equal(await widget.host.locator("img").count(), 0);
});
