// Pages and visitors that do the unexpected: each of these once lost a ticket, a click or the whole form.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

/**
 * The problem of a half-typed address appears when the field is left; it must not push a button away from under the
 * pointer.
 */
for (const [what, part] of [
  ["Close", "close"],
  ["Send", "submit"],
])
  test(`the first click on ${what} counts after a half-typed address`, async ({ widget, page, visit }) => {
    await visit({ attributes: { position: "top-right" } });
    await widget.openForm();
    await widget.field("email_address").pressSequentially("jd@");
    const { x, y, width, height } = await widget.host.locator(`button[part~=${part}]`).boundingBox();

    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.up();

    if (part == "close") await widget.untilClosed();
    else await until(() => widget.isInvalid("body"), "all fields are checked");
  });

test("a prefilled text is sent as the browser shows it", async ({ widget, visit, answers }) => {
  await visit();
  await widget.openForm();
  await widget.host.evaluate((host) =>
    host.prefill({ subject: "Error: x\n at y", email_address: " jd@example.com\n", body: "It broke." }),
  );
  await widget.send();
  await widget.address();

  const { subject, email_address } = answers.tickets().at(-1);
  assert.deepEqual([subject, email_address], ["Error: x at y", "jd@example.com"]);
});

test("prefill() wins over an attribute, before and after the form is loaded", async ({ widget, visit }) => {
  await visit({ attributes: { subject: "by attribute" } });
  await widget.host.evaluate((host) => host.prefill({ subject: "by call" }));
  await widget.openForm();

  assert.equal(await widget.field("subject").inputValue(), "by call");
});

test("setting a property to null or undefined removes the attribute", async ({ widget, visit }) => {
  await visit({ attributes: { label: "Ask us" } });
  await widget.host.evaluate((host) => {
    host.label = undefined;
    host.subject = null;
  });

  assert.equal(await widget.button.textContent(), "Help");
  assert.equal(await widget.host.evaluate((host) => host.hasAttribute("subject")), false);
});

test("an element removed and put back while loading has one form", async ({ widget, page, visit }) => {
  await visit();
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route("**/*.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  await widget.button.click();
  await widget.host.evaluate(async (host) => {
    const { parentNode } = host;
    host.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    parentNode.append(host);
  });
  go();
  await widget.untilOpen();

  assert.equal(await widget.dialog.count(), 1);
});

test("the form can be reached over a dialog in a shadow root of the page", async ({ widget, page, visit }) => {
  await visit({ after: "<div id=shadowed></div>" });
  await page.evaluate(() => {
    const root = document.querySelector("#shadowed").attachShadow({ mode: "open" });
    const dialog = document.createElement("dialog");
    dialog.append(document.createElement("button"));
    root.append(dialog);
    dialog.showModal();
  });
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();
  await page.keyboard.type("Jo");

  assert.equal(await widget.field("username").inputValue(), "Jo");
});

test("the form can be reached when the page opens a dialog later", async ({ widget, page, visit }) => {
  await visit({ after: "<dialog id=late><button>OK</button></dialog>" });
  await widget.openForm();
  await page.evaluate(() => document.querySelector("#late").showModal());
  await widget.host.evaluate((host) => host.show());
  await widget.untilOpen();

  assert.equal(await widget.dialog.evaluate((dialog) => dialog.matches(":modal")), true);
});

test("a page's console that calls back does not stop the ticket", async ({ widget, page, visit }) => {
  await visit({ attributes: { "account-id": "42" } });
  await page.evaluate(() => {
    console.error = () => document.querySelector("support-ticket-widget").prefill({ username: "Jo" });
  });
  await widget.writeAndSend();

  await widget.address();
});

test("the ticket arrives from a page that broke Intl", async ({ widget, page, visit, answers }) => {
  await visit();
  await page.evaluate(() => {
    for (const name of ["DateTimeFormat", "NumberFormat"])
      Intl[name] = () => {
        throw Error("none here");
      };
  });
  await widget.openForm();
  await widget.fill({ ...GOOD, subject: "x".repeat(5000) });
  await widget.send();
  await until(
    async () => /can have up to [1-9]\d* characters/.test(await widget.errorOf("subject")),
    "a number is shown",
    () => widget.errorOf("subject"),
  );
  answers.give(json(429, { error: "later" }, { "retry-after": "1" }));
  await widget.fill(GOOD);
  await widget.send();
  await widget.untilSaid(/too many messages/);
  await widget.address();

  assert.equal(answers.tickets().at(-1).body, GOOD.body);
});

test("copying and pasting in the form sends the page no event", async ({ widget, page, visit }) => {
  await visit();
  await page.evaluate(() => {
    window.clipboardEvents = [];
    for (const name of ["copy", "cut", "paste"])
      document.addEventListener(name, () => window.clipboardEvents.push(name));
  });
  await widget.openForm();
  await widget.field("subject").fill("some words");
  await widget.field("subject").selectText();
  for (const key of ["c", "x", "v"]) await page.keyboard.press(`Control+${key}`);

  assert.deepEqual(await page.evaluate(() => window.clipboardEvents), []);
});

test("at 400 % zoom every field and Send can be reached after a failure", {
  viewport: { width: 320, height: 256 },
}, async ({ widget, visit, answers }) => {
  await visit();
  answers.give(json(503, {}, { "Retry-After": "600" }));
  await widget.writeAndSend();
  await widget.untilSaid(/wrong on our side/);

  for (const node of [widget.field("body"), widget.submit]) {
    await node.scrollIntoViewIfNeeded();
    const { y, height } = await node.boundingBox();
    assert.ok(y > -4 && y + Math.min(height, 100) <= 256, `it is in sight: ${y} to ${y + height}`);
  }
});
