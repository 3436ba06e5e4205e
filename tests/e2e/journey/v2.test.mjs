// dialect="v2": the same form with the older request format, against the real endpoint, and with uncertain outcomes.
import assert from "node:assert/strict";

import { hangUp, json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const ACCOUNT = "291f43c1-deae-431c-b763-712307fa6859";
const v2 = (url) => ({ dialect: "v2", endpoint: url + "/api/v2/support/create-ticket" });

test("a v2 endpoint accepts a ticket with everything that v1 has", async ({ widget, endpoint, visit }) => {
  await visit({ attributes: { ...v2(endpoint.url), tags: "member", "account-id": ACCOUNT }, path: "/app/notes?x=1" });
  await widget.openForm();
  const mine = { ...GOOD, subject: "by v2" };
  await widget.fill(mine);
  await widget.field("type").selectOption("task");
  await widget.send();
  assert.match(await widget.address(), /\/requests\//);

  const ticket = (await endpoint.tickets()).find(({ subject }) => subject === "by v2");
  assert.equal(ticket.email_address, GOOD.email_address);
  assert.equal(ticket.username, GOOD.username);
  assert.deepEqual([...ticket.tags].sort(), ["member", "type:task"]);
  assert.equal(ticket.location, "/app/notes");
});

test("a v2 request has v2's fields and nothing else", async ({ widget, answers, visit }) => {
  await visit({ attributes: v2(answers.url), path: "/app/notes?x=1" });
  answers.give(json(200, { url: "https://help.example.com/1" }));
  await widget.writeAndSend();
  assert.equal(await widget.address(), "https://help.example.com/1");

  const { options, ...more } = JSON.parse(answers.requests[0].text);
  assert.deepEqual(more, {});
  assert.deepEqual(Object.keys(options).sort(), ["body", "email", "files", "info", "subject", "type", "url"]);
  assert.equal(options.type, "problem", "v2 requires a type: the first that is offered");
  assert.match(options.url, /^http:\/\/127\.0\.0\.1:\d+\/app\/notes$/);
  assert.equal(options.info.context, "/app/notes");
  assert.match(options.info.userAgent, /Mozilla/);
});

test("an error in a 200 response is an error", async ({ widget, answers, visit }) => {
  await visit({ attributes: v2(answers.url) });
  answers.give(json(200, { error: "we are closed" }));
  await widget.writeAndSend();

  await widget.untilSaid(/we are closed.*Your text is still here\./s);
});

test("the visitor decides whether to resend when the outcome is unknown", async ({ widget, answers, visit }) => {
  await visit({ attributes: v2(answers.url) });
  answers.give(hangUp);
  await widget.writeAndSend();

  await widget.untilSaid(/It may already have arrived\. Send it again only if a duplicate is better than none/);
});
