// The element's interface for developers: methods, the open attribute, events and their order.
import assert from "node:assert/strict";

import { held, json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const NAMES = ["ticket-open", "ticket-close", "ticket-submit", "ticket-created", "ticket-queued", "ticket-error"];

/** Records each event at the document, which only bubbling events reach. */
async function recordEvents(page) {
  await page.evaluate((names) => {
    globalThis.events = [];
    for (const name of names) {
      document.addEventListener(name, (event) => {
        const detail = JSON.parse(JSON.stringify(event.detail ?? null));
        globalThis.events.push({
          name,
          detail,
          composed: event.composed,
          cancelable: event.cancelable,
          target: event.target.localName,
        });
      });
    }
  }, NAMES);
}

const recordedEvents = (page) => page.evaluate(() => globalThis.events);
const names = async (page) => (await recordedEvents(page)).map(({ name }) => name);

test("show() opens the form and close() closes it", async ({ widget, visit }) => {
  await visit();
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  assert.equal(await widget.host.evaluate((host) => host.open), true);

  await widget.host.evaluate((host) => host.close());
  await widget.untilClosed();
  assert.equal(await widget.host.evaluate((host) => host.open), false);
});

test("a page with the open attribute starts with the form open", async ({ widget, visit }) => {
  await visit({ attributes: { open: "" } });
  await widget.untilOpen();
});

test("the open property opens and closes, as on a dialog", async ({ widget, visit }) => {
  await visit();
  await widget.host.evaluate((host) => (host.open = true));
  await widget.untilOpen();
  assert.equal(await widget.host.getAttribute("open"), "");

  await widget.host.evaluate((host) => host.removeAttribute("open"));
  await widget.untilClosed();
});

test("the open attribute follows what the visitor opens and closes", async ({ widget, visit }) => {
  await visit();
  await widget.openForm();
  assert.equal(await widget.host.evaluate((host) => host.hasAttribute("open")), true);
  await widget.close();
  assert.equal(await widget.host.evaluate((host) => host.hasAttribute("open")), false);
});

test("closing while the form is still loading leaves it closed", async ({ widget, page, visit }) => {
  let go;
  const released = new Promise((resolve) => (go = resolve));
  await page.route(/form\.wasm/, async (route) => (await released, route.continue()));
  await visit();
  await widget.host.evaluate((host) => (host.show(), host.close()));
  const fetched = page.waitForResponse(/form\.wasm/);
  go();
  await fetched;
  // The form is mounted in the same task that would have opened it.
  await until(
    () => widget.host.evaluate((host) => host.shadowRoot.querySelector("[name=subject]") !== null),
    "the form is there",
  );

  assert.equal(await widget.field("subject").isVisible(), false);
});

test("the events from opening to closing come in order", async ({ widget, page, visit }) => {
  await visit();
  await recordEvents(page);
  await widget.writeAndSend();
  const url = await widget.address();
  await page.keyboard.press("Escape");
  await widget.untilClosed();

  const events = await recordedEvents(page);
  assert.deepEqual(
    events.map(({ name }) => name),
    ["ticket-open", "ticket-submit", "ticket-created", "ticket-close"],
  );
  for (const { name, composed, target } of events) {
    assert.equal(composed, true, `${name} is composed`);
    assert.equal(target, "support-ticket-widget", `${name} comes from the element`);
  }
  const [, submit, created] = events;
  assert.equal(submit.cancelable, true);
  assert.equal(submit.detail.ticket.subject, GOOD.subject);
  assert.equal(submit.detail.ticket.email_address, GOOD.email_address);
  assert.deepEqual(created.detail, { id: submit.detail.ticket.id, url });
});

test("cancelling ticket-submit sends nothing and keeps the text", async ({ widget, page, answers, visit }) => {
  await visit();
  await recordEvents(page);
  await page.evaluate(() => addEventListener("ticket-submit", (event) => event.preventDefault(), { once: true }));
  await widget.writeAndSend();
  await until(async () => (await names(page)).includes("ticket-submit"), "the page was asked");

  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();
  assert.equal(answers.requests.length, 1);
});

test("a ticket changed in ticket-submit is sent as changed", async ({ widget, page, answers, visit }) => {
  await visit();
  await page.evaluate(() =>
    addEventListener("ticket-submit", ({ detail }) => {
      detail.ticket.subject = `[app] ${detail.ticket.subject}`;
      detail.ticket.tags = ["from-the-page"];
      detail.ticket.info.build = 7;
    }),
  );
  await widget.writeAndSend();
  await widget.address();

  const [ticket] = answers.tickets();
  assert.equal(ticket.subject, `[app] ${GOOD.subject}`);
  assert.deepEqual(ticket.tags, ["from-the-page"]);
  assert.equal(ticket.info.build, 7);
});

test("ticket-error carries the sentence that the visitor reads", async ({ widget, page, answers, visit }) => {
  await visit();
  await recordEvents(page);
  answers.give(json(400, { error: "broken" }));
  await widget.writeAndSend();
  const error = await until(
    async () => (await recordedEvents(page)).find(({ name }) => name === "ticket-error"),
    "ticket-error is dispatched",
  );

  assert.equal(error.detail.id, answers.tickets()[0].id);
  assert.equal(typeof error.detail.code, "string");
  assert.ok(error.detail.code.length > 0);
  assert.ok((await widget.said()).includes(error.detail.message), error.detail.message);
});

test("listeners that throw break nothing", async ({ visitor, widget, page, visit }) => {
  await visit();
  await page.evaluate((names) => {
    for (const name of names)
      addEventListener(name, () => {
        throw new Error(`the page's own ${name}`);
      });
  }, NAMES);
  await widget.writeAndSend();
  await widget.address();
  await page.keyboard.press("Escape");
  await widget.untilClosed();

  assert.ok(
    visitor.thrown.every((error) => error.includes("the page's own")),
    visitor.thrown.join("\n"),
  );
  visitor.thrown.length = 0;
});

test("listeners that call back into the element break nothing", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate(() => {
    const element = document.querySelector("support-ticket-widget");
    addEventListener("ticket-open", () => element.prefill({ username: "From ticket-open" }));
    addEventListener("ticket-created", () => element.close());
    addEventListener("ticket-close", () => element.reset());
  });
  await widget.openForm();
  assert.equal(await widget.field("username").inputValue(), "From ticket-open");
  await widget.fill(GOOD);
  await widget.send();
  await widget.untilClosed();
});

test("two widgets on a page are independent", async ({ visitor, widget, answers, visit }) => {
  const second = `<support-ticket-widget endpoint="${answers.create}" position="bottom-left" username="Second"></support-ticket-widget>`;
  await visit({ attributes: { username: "First" }, after: second });
  const other = visitor.widgetAt(1);
  await widget.openForm();
  await widget.fill({ subject: "of the first" });
  await widget.close();
  await other.openForm();

  assert.deepEqual(await other.values(), { username: "Second", email_address: "", subject: "", body: "" });
  assert.equal(await widget.field("subject").isVisible(), false);
  await other.fill(GOOD);
  await other.send();
  await other.address();
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  assert.equal(await widget.field("subject").inputValue(), "of the first");
  assert.equal(visitor.requested(/form\.wasm/).length, 1);
});

test("removing the element while it sends throws nothing", async ({ widget, page, answers, visit }) => {
  await visit();
  const later = held();
  answers.give(later.answer);
  await widget.writeAndSend();
  await later.arrived;
  const ended = ["requestfinished", "requestfailed"].map((event) =>
    page.waitForEvent(event, (request) => request.method() === "POST"),
  );
  await widget.host.evaluate((host) => host.remove());
  later.release();
  await Promise.any(ended);
  // Whatever follows the response runs in the page's next tasks.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

  assert.equal(await page.locator("support-ticket-widget").count(), 0);
});

test("an element moved within the page keeps its text and stays open", async ({ widget, page, visit }) => {
  await visit({ after: '<div id="elsewhere"></div>' });
  await widget.openForm();
  await widget.fill(GOOD);
  await page.evaluate(() =>
    document.querySelector("#elsewhere").append(document.querySelector("support-ticket-widget")),
  );
  await widget.field("subject").waitFor({ state: "visible" });

  assert.deepEqual(await widget.values(), GOOD);
  await widget.send();
  await widget.address();
});

test("an element created by script works like one in the HTML", async ({ visitor, page, answers, visit }) => {
  await visit();
  await page.evaluate((endpoint) => {
    const element = document.createElement("support-ticket-widget");
    element.endpoint = endpoint;
    element.position = "top-left";
    document.body.append(element);
  }, answers.create);
  const made = visitor.widgetAt(1);
  await made.writeAndSend();
  await made.address();
});
