// The type of a ticket: the choice, the questions that come with it, and how both are sent.
import assert from "node:assert/strict";

import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const options = (widget) =>
  widget
    .field("type")
    .locator("option")
    .evaluateAll((all) => all.map(({ value }) => value));
const label = (widget, name) => widget.host.locator(`label[for=${name}]`).innerText();

test("problem, question and task are offered; choosing one is optional", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();

  assert.deepEqual(await options(widget), ["", "problem", "question", "task"]);
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].tags, undefined);
});

test("the page sets which types are offered and in which order, or none", async ({ widget, visit }) => {
  await visit({ attributes: { types: "chat, purchase" } });
  await widget.openForm();
  assert.deepEqual(await options(widget), ["", "chat", "purchase"]);

  await widget.host.evaluate((host) => (host.types = ""));
  assert.equal(await widget.field("type").isVisible(), false);
});

for (const [type, questions] of [
  ["problem", ["What exactly did you do?", "What happened?", "What did you expect instead?"]],
  [
    "task",
    ["What software do you need?", "How do you plan to use it?", "How can we test that it’s installed properly?"],
  ],
  ["question", ["What would you like to know?"]],
]) {
  test(`a ${type} asks its questions and sends them as headings`, async ({ widget, answers, visit }) => {
    await visit();
    await widget.openForm();
    await widget.fill(GOOD);
    await widget.field("type").selectOption(type);
    const names = ["body", "body_2", "body_3"].slice(0, questions.length);

    for (const [at, name] of names.entries()) {
      assert.match(await label(widget, name), new RegExp(questions[at].replace("?", "\\?")));
      await widget.field(name).fill(`Answer ${at + 1}`);
    }
    assert.equal(await widget.host.locator("textarea:visible").count(), names.length);
    await widget.send();
    await widget.address();

    const [ticket] = answers.tickets();
    assert.deepEqual(ticket.tags, [`type:${type}`]);
    const joined = questions.map((question, at) => `## ${question}\n\nAnswer ${at + 1}`).join("\n\n");
    assert.equal(ticket.body, questions.length > 1 ? joined : "Answer 1");
  });
}

test("a box with text stays when the type changes", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.fill(GOOD);
  await widget.field("type").selectOption("problem");
  await widget.field("body_2").fill("It stood still.");
  await widget.field("type").selectOption("question");

  assert.equal(await label(widget, "body_2"), "Anything else?");
  assert.equal(await widget.field("body_3").isVisible(), false);
  await widget.send();
  await widget.address();
  assert.match(answers.tickets()[0].body, /## Anything else\?\n\nIt stood still\.$/);
});

test("the page may prefill a type that it does not offer", async ({ widget, answers, visit }) => {
  await visit({ attributes: { types: "problem", type: "purchase" } });
  await widget.openForm();
  assert.deepEqual(await options(widget), ["", "problem", "purchase"]);
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.deepEqual(answers.tickets()[0].tags, ["type:purchase"]);
});

test("prefill() may set a type that is not offered", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.host.evaluate((host) => host.prefill({ type: "purchase" }));
  assert.equal(await widget.field("type").inputValue(), "purchase");
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  assert.deepEqual(answers.tickets()[0].tags, ["type:purchase"]);
});

test("the placeholder that the page put into the text has to be replaced", async ({ widget, answers, visit }) => {
  await visit({ attributes: { ...{ body: "Please install [which package?]", required: "[which package?]" } } });
  await widget.openForm();
  await widget.fill({ username: "", email_address: GOOD.email_address, subject: GOOD.subject });
  await widget.send();

  assert.equal(await widget.errorOf("body"), "Replace “[which package?]” with your own words.");
  assert.equal(answers.requests.length, 0);
  await widget.field("body").fill("Please install xyz");
  await widget.send();
  await widget.address();
});

test("Send is never disabled, and leads to what is missing", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  assert.equal((await widget.submit.innerText()).trim(), "Send");
  await widget.fill({ email_address: GOOD.email_address, subject: "x" });
  assert.equal(await widget.submit.isDisabled(), false);
  await widget.send();
  await until(async () => (await widget.focused()) === "body", "it leads to the message");

  assert.equal(await widget.errorOf("body"), "Tell us what we can help with.");
  assert.equal((await widget.submit.innerText()).trim(), "Send");
});

test("problems are listed above Send, each linked to its field", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  const summary = widget.host.locator("[part~=summary]");
  await until(() => summary.count(), "the summary is ready");
  await widget.send();
  assert.match(await summary.innerText(), /^3 things to fix:/);
  assert.equal(await widget.focused(), "email_address");
  await summary.getByRole("link", { name: "Tell us what we can help with." }).click();

  assert.equal(await widget.focused(), "body");
  await widget.fill({ email_address: GOOD.email_address, subject: "x" });
  await until(async () => /^1 thing to fix:/.test(await summary.innerText()), "the list grows shorter");
  await widget.field("body").fill("y");
  await until(async () => (await summary.innerText()) === "", "and goes");
});

test("a typo in a large provider's domain brings a suggestion", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  const meant = widget.host.locator("[part~=meant]");
  await until(() => meant.count(), "the question is ready");
  await widget.fill({ ...GOOD, email_address: "jd@gmial.com" });
  const question = meant.getByRole("button", { name: "Did you mean jd@gmail.com?" });
  await question.click();
  assert.equal(await widget.field("email_address").inputValue(), "jd@gmail.com");
  assert.equal(await widget.focused(), "email_address");

  await widget.fill({ email_address: "jd@gmial.com", subject: "it never blocks" });
  await question.waitFor();
  await widget.send();
  await widget.address();
  assert.equal(answers.tickets()[0].email_address, "jd@gmial.com");
});
