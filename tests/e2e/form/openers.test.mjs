// Openers in the page (data-support-ticket) and error reports (showError()).
import assert from "node:assert/strict";

import { held, json } from "../support/answers.mjs";
import { ENGINE } from "../support/browser.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const OPENER = `<a id="opener" href="#away" data-support-ticket data-subject="Invoice 4711" data-username="Ann"
  data-email-address="ann@example.com" data-body="It is wrong." data-type="question" data-tags="billing">Ask</a>`;

test("an opener opens the form, filled in, and does not follow its link", async ({ page, widget, visit }) => {
  await visit({ after: OPENER });
  await page.locator("#opener").click();
  await widget.untilOpen();

  assert.equal(await widget.field("subject").inputValue(), "Invoice 4711");
  assert.equal(await widget.field("username").inputValue(), "Ann");
  assert.equal(await widget.field("email_address").inputValue(), "ann@example.com");
  assert.equal(await widget.field("type").inputValue(), "question");
  assert.equal(new URL(page.url()).hash, "");
});

test("closing returns the focus to the opener", async ({ page, widget, visit }) => {
  await visit({ after: '<button id="opener" data-support-ticket><b>Ask</b></button>' });
  for (const time of ["while the form loads", "when it is there"]) {
    await page.locator("#opener b").click();
    await widget.untilOpen();
    await widget.close();

    assert.equal(await page.evaluate(() => document.activeElement.id), "opener", time);
  }
});

test("openers work when added later, in shadow roots and in dialogs that stop clicks", async ({
  page,
  widget,
  visit,
}) => {
  await visit({ after: "<dialog id=dialog><div id=host></div></dialog>" });
  await page.evaluate(() => {
    const dialog = document.querySelector("#dialog");
    dialog.addEventListener("click", (event) => event.stopPropagation());
    const root = document.querySelector("#host").attachShadow({ mode: "open" });
    const opener = Object.assign(document.createElement("button"), { id: "inner", textContent: "Ask" });
    opener.dataset.supportTicket = "";
    opener.dataset.subject = "From the dialog";
    root.append(opener);
    dialog.showModal();
  });
  await page.locator("#inner").click();
  await widget.untilOpen();
  assert.equal(await widget.field("subject").inputValue(), "From the dialog");
  assert.equal(await widget.isModal(), true);
  await widget.close();

  assert.equal(await page.evaluate(() => document.querySelector("#host").shadowRoot.activeElement?.id), "inner");
});

test("an opener's value names its widget; without one it opens the first", async ({
  visitor,
  page,
  visit,
  answers,
}) => {
  await visit({
    after: `<support-ticket-widget id="second" modal="never" endpoint="${answers.create}"></support-ticket-widget>
      <button id="to-second" data-support-ticket="second" data-subject="Two">Two</button>
      <button id="to-first" data-support-ticket data-subject="One">One</button>`,
  });
  await page.locator("#to-second").click();
  await visitor.widgetAt(1).untilOpen();
  assert.equal(await visitor.widgetAt(1).field("subject").inputValue(), "Two");
  assert.equal(await visitor.widgetAt(0).host.evaluate((host) => host.open), false);
  await visitor.widgetAt(1).closeButton.click();
  await page.locator("#to-first").click();
  await visitor.widgetAt(0).untilOpen();

  assert.equal(await visitor.widgetAt(0).field("subject").inputValue(), "One");
});

test("without a widget on the page an opener is an ordinary link", async ({ page, visit, widget }) => {
  await visit({ after: OPENER });
  await widget.host.evaluate((host) => host.remove());
  await page.locator("#opener").click();

  assert.equal(new URL(page.url()).hash, "#away");
});

test("an opener's prefill does not carry over to the next; typed text does", async ({ page, widget, visit }) => {
  await visit({
    attributes: { subject: "The page's" },
    after: `${OPENER}<button id="plain" data-support-ticket data-body="Other">Ask</button>`,
  });
  await page.locator("#opener").click();
  await widget.untilOpen();
  await widget.fill({ username: "Mine" });
  await widget.closeButton.click();
  await page.locator("#plain").click();
  await widget.untilOpen();

  assert.equal(await widget.field("subject").inputValue(), "The page's");
  assert.equal(await widget.field("email_address").inputValue(), "");
  assert.equal(await widget.field("username").inputValue(), "Mine");
});

/** Chromium's stacks begin with the error; in other engines they have only the locations. @param {string} name */
const stackOf = (name) =>
  ({ chromium: RegExp(`^${name}[^]*:\\d+:\\d+`), firefox: /:\d+:\d+/, webkit: /evaluate@/ })[ENGINE];

for (const [what, thrown, expected] of [
  [
    "an error",
    "new TypeError('x is undefined')",
    { name: "TypeError", message: "x is undefined", stack: stackOf("TypeError") },
  ],
  ["a string", "'it broke'", { name: "", message: "it broke", stack: /^$/ }],
  ["null", "null", { name: "", message: "null", stack: /^$/ }],
  ["nothing", "undefined", { name: "", message: "undefined", stack: /^$/ }],
  ["an object without a prototype", "Object.create(null)", { name: "", message: "", stack: /^$/ }],
  [
    "a proxy that throws",
    "new Proxy({}, { get() { throw new Error('no'); } })",
    { name: "", message: "", stack: /^$/ },
  ],
  [
    "an error whose message throws",
    "Object.defineProperty(new Error(), 'message', { get() { throw 1; } })",
    { name: "Error", message: "", stack: stackOf("Error") },
  ],
])
  for (const when of ["before", "after"])
    test(`showError() with ${what}, ${when} the form is loaded, reports a problem`, async ({
      widget,
      answers,
      visit,
    }) => {
      await visit();
      if (when === "after") {
        await widget.openForm();
        await widget.close();
      }
      await widget.host.evaluate((host, code) => host.showError(new Function(`return ${code}`)()), thrown);
      await widget.untilOpen();
      assert.equal(await widget.field("type").inputValue(), "problem");
      await widget.fill(GOOD);
      await widget.send();
      await widget.address();
      const { error } = answers.tickets().at(-1).info;

      assert.deepEqual({ ...error, stack: "" }, { ...expected, stack: "" });
      assert.match(error.stack, expected.stack);
    });

/** Sends a question; returns its `info`. */
async function ask(widget, answers) {
  await widget.field("type").selectOption("question");
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  return answers.tickets().at(-1).info;
}

test("an opener's prefill is gone when the button opens the form", async ({ page, widget, visit }) => {
  await visit({ attributes: { subject: "The page's" }, after: OPENER });
  await page.locator("#opener").click();
  await widget.untilOpen();
  await widget.reopen();

  assert.equal(await widget.field("subject").inputValue(), "The page's");
  assert.equal(await widget.field("body").inputValue(), "");
  assert.equal(await widget.field("type").inputValue(), "");
});

test("an opener's prefill stays with a text that the visitor has begun", async ({ page, widget, visit }) => {
  await visit({ after: OPENER });
  await page.locator("#opener").click();
  await widget.untilOpen();
  await widget.fill({ body: "It says 4712." });
  await widget.reopen();

  assert.equal(await widget.field("subject").inputValue(), "Invoice 4711");
});

for (const when of ["before", "after"])
  test(`closing discards an untouched error report, shown ${when} the form is loaded`, async ({
    page,
    widget,
    answers,
    visit,
  }) => {
    await visit({ after: OPENER });
    if (when === "after") {
      await widget.openForm();
      await widget.close();
    }
    for (const comes of [
      () => widget.reopen(),
      () => widget.closeButton.click().then(() => page.locator("#opener").click()),
    ]) {
      await widget.host.evaluate((host) => host.showError(new Error("old")));
      await widget.untilOpen();
      assert.equal(await widget.field("type").inputValue(), "problem");
      await comes();
      await widget.untilOpen();
      assert.notEqual(await widget.field("type").inputValue(), "problem");
      assert.equal((await ask(widget, answers)).error, undefined);
      await widget.another.click();
      await widget.close();
    }
  });

test("closing keeps an error report that the visitor has begun to write", async ({ widget, answers, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.showError(new Error("mine")));
  await widget.untilOpen();
  await widget.fill({ body: "I pressed Save." });
  await widget.reopen();
  assert.equal(await widget.field("type").inputValue(), "problem");

  assert.equal((await ask(widget, answers)).error.message, "mine");
});

test("prefill() still applies when the button opens the form", async ({ widget, answers, visit }) => {
  await visit();
  await widget.openForm();
  await widget.host.evaluate((host) => host.prefill({ subject: "Theirs", type: "task", info: { plan: "free" } }));
  await widget.reopen();
  assert.equal(await widget.field("subject").inputValue(), "Theirs");
  assert.equal(await widget.field("type").inputValue(), "task");

  assert.equal((await ask(widget, answers)).plan, "free");
});

test("prefill() after a closed report is sent without the report", async ({ widget, answers, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.showError(new Error("old")));
  await widget.untilOpen();
  await widget.untilExtras();
  await widget.close();
  await widget.host.evaluate((host) => host.prefill({ info: { plan: "free" } }));
  await widget.openForm();

  const { plan, error } = await ask(widget, answers);
  assert.deepEqual([plan, error], ["free", undefined]);
});

for (const [how, end] of [
  ["reset()", ({ host }) => host.evaluate((host) => host.reset())],
  ["Discard", ({ host }) => host.getByRole("button", { name: "Discard" }).click()],
])
  test(`${how} discards a report`, async ({ widget, answers, visit }) => {
    await visit({ attributes: { type: "task" } });
    await widget.host.evaluate((host) => host.showError(new Error("old")));
    await widget.untilOpen();
    await widget.fill(GOOD);
    await widget.reopen();
    await end(widget);
    assert.equal(await widget.field("type").inputValue(), "task");

    assert.equal((await ask(widget, answers)).error, undefined);
  });

test("a ticket after an error report carries no error", async ({ widget, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.showError(new Error("sent")));
  await widget.untilOpen();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  await widget.another.click();

  assert.equal(await widget.field("type").inputValue(), "");
});

test("a report survives a failed send and a reset() during it", async ({ widget, answers, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.showError(new Error("mine")));
  await widget.untilOpen();
  await widget.fill(GOOD);
  const later = held(json(503, { error: "The ticket store cannot be reached." }));
  answers.give(later.answer);
  await widget.send();
  await later.arrived;
  await widget.host.evaluate((host) => host.reset());
  later.release();
  await widget.untilSaid(/error 503/);
  await widget.send();
  await widget.address();

  assert.equal(answers.tickets().at(-1).info.error.message, "mine");
  assert.deepEqual(answers.tickets().at(-1).tags, ["type:problem"]);
});

test("prefill() takes tags as a list or text, and info for one ticket", async ({ widget, answers, visit }) => {
  await visit({ attributes: { "allow-tags": "" } });
  await widget.host.evaluate((host) => host.prefill({ tags: ["a", "b"], type: "task", info: { build: 7 } }));
  await widget.openForm();
  assert.equal(await widget.field("type").inputValue(), "task");
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  const ticket = answers.tickets().at(-1);

  assert.deepEqual(
    ticket.tags.filter((tag) => !tag.startsWith("type:")),
    ["a", "b"],
  );
  assert.equal(ticket.info.build, 7);
});

for (const nothing of [null, undefined, "text", 7])
  test(`prefill(${JSON.stringify(nothing)}) fills in nothing and throws nothing`, async ({ widget, visit }) => {
    await visit();
    await widget.host.evaluate((host, value) => host.prefill(value), nothing);
    await widget.openForm();
    await widget.host.evaluate((host, value) => host.prefill(value), nothing);

    assert.equal(await widget.field("subject").inputValue(), "");
  });

test("only the address's parameters that the page names prefill the form", async ({ widget, visit }) => {
  const path = "/app?subject=From%20the%20link&username=Eve&email_address=eve@example.com&type=question";
  await visit({ path, attributes: { "prefill-from-url": "subject type no_such" } });
  await widget.openForm();
  assert.equal(await widget.field("subject").inputValue(), "From the link");
  assert.equal(await widget.field("type").inputValue(), "question");
  assert.equal(await widget.field("username").inputValue(), "");

  await visit({ path: "/other?subject=From%20the%20link" });
  await widget.openForm();
  assert.equal(await widget.field("subject").inputValue(), "");
});

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
test("on a phone the panel gets the part of the screen above the keyboard", PHONE, async ({ page, widget, visit }) => {
  await visit();
  await widget.openForm();
  const panelArea = () =>
    widget.dialog.evaluate(({ style }) => ["--_top", "--_height"].map((name) => style.getPropertyValue(name)));
  await until(async () => (await panelArea()).join(" ") === "0px 640px", "the panel has the whole screen", panelArea);
  // No browser here has an on-screen keyboard; this is how one looks to a page.
  await page.evaluate(() => {
    for (const [name, value] of [
      ["height", 300],
      ["offsetTop", 40],
    ])
      Object.defineProperty(visualViewport, name, { configurable: true, get: () => value });
    visualViewport.dispatchEvent(new Event("resize"));
  });
  assert.deepEqual(await panelArea(), ["40px", "300px"]);
  await widget.closeButton.click();
  await until(async () => (await panelArea()).join("") === "", "a closed panel has no area", panelArea);
  await page.evaluate(() => visualViewport.dispatchEvent(new Event("resize")));

  assert.deepEqual(await panelArea(), ["", ""]);
});
