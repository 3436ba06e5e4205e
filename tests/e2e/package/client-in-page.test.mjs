// The npm package's client in a page: it checks and sends exactly like the form beside it.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { BUNDLES, checkTicket } from "../support/client.mjs";
import { startFolder } from "../support/folder.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { FIELDS, GOOD } from "../support/widget.mjs";

let folder;
beforeAll(async () => (folder = await startFolder(BUNDLES)));
afterAll(() => folder.stop());

/** A page without the widget. */
const BARE = "<!doctype html><title>Notes</title>";

/** Calls the client in the page; returns a thrown error as an object. */
const inPage = (page, name, ...args) =>
  page.evaluate(
    async ({ script, name, args }) => {
      const client = await import(script);
      try {
        return await client[name](...args);
      } catch (error) {
        return { name: error.name, message: error.message, code: error.code };
      }
    },
    { script: `${folder.url}/dist/client.js`, name, args },
  );

test("a page of an allowed origin creates a ticket without the form", async ({ page, site, answers, endpoint }) => {
  await page.goto(site.origin + site.page(BARE));
  const subject = "from a page without the form";
  const { id, url } = await inPage(page, "createSupportTicket", { ...GOOD, subject }, { endpoint: answers.create });

  assert.equal((await endpoint.tickets()).find((ticket) => ticket.id === id).subject, subject);
  assert.equal((await fetch(url)).status, 200);
});

/** Invalid tickets, by the names of the form's inputs. */
const WRONG = [
  {},
  { email_address: "jd@", subject: "", body: "" },
  { username: "x".repeat(201), subject: "x".repeat(301) },
  { username: "a\tb", subject: "a\u2028b", body: " \u200b" },
  { email_address: "", body: "a\0b" },
  { email_address: `${"x".repeat(250)}@a.example`, subject: "\u00ad" },
  { email_address: "jd@-example.com", username: "💡".repeat(200), subject: "💡".repeat(300) },
];

test("the client reports the same problems as the form, in the same words", async ({ widget, visit }) => {
  for (const more of WRONG) {
    await visit({ attributes: { drafts: "none" } });
    await widget.openForm();
    const written = { ...GOOD, ...more };
    await widget.fill(written);
    await widget.send();
    const said = await widget.errors();

    const problems = await checkTicket(written);
    const here = Object.fromEntries(problems.map(({ field, message }) => [field, message]));
    assert.deepEqual(
      here,
      Object.fromEntries(FIELDS.filter((field) => said[field]).map((field) => [field, said[field]])),
    );
  }
});

for (const dialect of ["v1", "v2"]) {
  test(`in ${dialect} the client sends what the form sends`, async ({ widget, page, answers, visit }) => {
    await visit({ attributes: { dialect, tags: "member", "account-id": "291f43c1-deae-431c-b763-712307fa6859" } });
    const submitted = widget.host.evaluate(
      (host) =>
        new Promise((resolve) => host.addEventListener("ticket-submit", ({ detail }) => resolve(detail.ticket))),
    );
    answers.give(...Array(2).fill(json(200, { event: "support_ticket_url", url: "https://help.example.com/1" })));
    await widget.openForm();
    await widget.fill(GOOD);
    await widget.field("type").selectOption("task");
    await widget.send();
    await widget.address();
    await inPage(page, "createSupportTicket", await submitted, { endpoint: answers.create, dialect });

    const [form, client] = answers.tickets();
    // The form adds details of the page; a program states them itself.
    if (dialect === "v2") form.options.url = form.options.info.context;
    assert.deepEqual(client, form);
    assert.equal(answers.requests[1].headers["content-type"], answers.requests[0].headers["content-type"]);
  });
}

test("a key is refused in a page, where every visitor could read it", async ({ page, answers, visit }) => {
  await visit();
  const options = { endpoint: answers.create, apiKey: "sk_live_secret" };
  const error = await inPage(page, "createSupportTicket", GOOD, options);

  assert.deepEqual([error.name, error.message.includes("apiKey is for servers")], ["TypeError", true]);
  assert.equal(answers.requests.length, 0);
});

test("a request that the page's policy forbids is reported as such", async ({ page, site, answers }) => {
  const policy = `script-src ${folder.url} 'unsafe-eval'; connect-src 'none'`;
  const headers = { "content-security-policy": policy };
  await page.goto(site.origin + site.page(BARE, { headers }));
  const error = await inPage(page, "createSupportTicket", GOOD, { endpoint: answers.create });

  assert.deepEqual([error.name, error.code], ["SupportTicketError", "blocked"]);
});

test("a page's endpoint may be relative", async ({ page, answers, visit, endpoint }) => {
  await visit({ own: true });
  const made = await inPage(page, "createSupportTicket", GOOD, { endpoint: "/api/v1/create_support_ticket" });

  assert.equal(
    (await endpoint.tickets()).some(({ id }) => id === made.id),
    true,
  );
  assert.equal(answers.requests.length, 0);
});
