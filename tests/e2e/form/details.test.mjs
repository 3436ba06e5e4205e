// The "What will be sent" panel: it shows exactly what arrives, and each switch removes its item.
import assert from "node:assert/strict";

import { json } from "../support/answers.mjs";
import { violations } from "../support/axe.mjs";
import { detailsButton, missingPaths, openDetails, rows, shown, toggle, automaticFields } from "../support/details.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const ACCOUNT = "72a2ae5e-6c5c-4a5f-9d4e-2f3b8b1d7c11";
const HEAD = `<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem }</style>`;

/** Attributes of a page that knows much about its visitor. */
const MUCH = {
  "account-id": ACCOUNT,
  tags: "lab, gpu",
  type: "problem",
  course: "0f8fad5b-d9cb-469f-a165-70867728950e",
};
/** Info of such a page, of several kinds of values. */
const INFO = { plan: "free", beta: false, limits: { disk: 3 }, note: "" };

async function sendTicket(widget, answers) {
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();
  return answers.tickets().at(-1);
}

test("the JSON shown is the JSON that arrives", async ({ widget, answers, page, visit }) => {
  await visit({ path: "/projects/1?tab=files", attributes: { ...MUCH, "location-parts": "path query" } });
  await widget.host.evaluate((host, info) => (host.info = info), INFO);
  await openDetails(widget);
  const before = await shown(widget);
  const arrived = automaticFields(await sendTicket(widget, answers));

  assert.deepEqual(arrived, before);
  assert.equal(arrived.location, "/projects/1?tab=files");
  assert.deepEqual(arrived.tags, ["lab", "gpu", "type:problem"]);
});

test("everything that arrives is shown in plain words", async ({ widget, answers, page, visit }) => {
  await visit({ path: "/projects/1", attributes: MUCH });
  await widget.host.evaluate((host, info) => (host.info = info), INFO);
  await openDetails(widget);
  const words = await rows(widget);
  const { location, account_id, tags, info } = await sendTicket(widget, answers);

  const named = {
    browser: "Browser",
    os: "Operating system",
    mobile: "Phone",
    user_agent: "How your browser identifies itself",
    language: "Language",
    time_zone: "Time zone",
    viewport: "Window size",
    course: "Course",
  };
  const inWords = { mobile: "no", beta: "no", limits: '{"disk":3}', note: '""' };
  const expected = { Page: location, Account: account_id, Tags: tags.join(", ") };
  for (const [key, value] of Object.entries(info)) expected[named[key] ?? key] = inWords[key] ?? value;
  assert.deepEqual(words, expected);
});

test("each switch removes its item from the ticket, and no other", async ({ widget, answers, visit }) => {
  await visit({ path: "/projects/1", attributes: MUCH });
  await openDetails(widget);
  const names = Object.keys(await rows(widget));
  const whole = await shown(widget);
  const seen = [];
  for (const name of names) {
    await toggle(widget, name).click();
    const before = await shown(widget);
    const arrived = automaticFields(await sendTicket(widget, answers));
    assert.deepEqual(arrived, before, name);
    seen.push(...missingPaths(whole, arrived));
    await widget.another.click();
    assert.equal(await toggle(widget, name).isChecked(), false, `${name} stays off, and in sight`);
    await toggle(widget, name).click();
    // The page prefills type and tags again.
    assert.deepEqual(await shown(widget), whole, name);
  }

  const paths = ["location", "account_id", "tags", ...Object.keys(whole.info).map((key) => `info.${key}`)];
  assert.deepEqual(seen, paths);
});

test("the page's own listener gets the ticket without the removed items", async ({ widget, page, visit }) => {
  await visit({ attributes: MUCH });
  await page.evaluate(() => {
    const widget = document.querySelector("support-ticket-widget");
    const note = ({ detail }) => (globalThis.seen = structuredClone(detail.ticket));
    widget.addEventListener("ticket-submit", note);
  });
  await openDetails(widget);
  await toggle(widget, "Account").click();
  await widget.fill(GOOD);
  await widget.send();
  await widget.address();

  const seen = await page.evaluate(() => globalThis.seen);
  assert.equal(seen.account_id, undefined);
  assert.deepEqual(seen.tags, ["lab", "gpu", "type:problem"]);
});

test("removed items stay removed after closing and in the next ticket", async ({ widget, answers, visit }) => {
  await visit({ path: "/projects/1" });
  await openDetails(widget);
  await toggle(widget, "Page").click();
  await detailsButton(widget).click();
  await widget.host.locator("[part~=detail]").first().waitFor({ state: "detached" });
  await widget.reopen();
  assert.equal((await sendTicket(widget, answers)).location, undefined);
  await widget.another.click();
  assert.equal((await sendTicket(widget, answers)).location, undefined);
  await widget.another.click();
  await detailsButton(widget).click();
  assert.equal(await toggle(widget, "Page").isChecked(), false);
});

test("two widgets remove items independently", async ({ visitor, widget, answers, visit }) => {
  const second = `<support-ticket-widget position="top-left" endpoint="${answers.create}"></support-ticket-widget>`;
  await visit({ path: "/projects/1", after: second });
  await openDetails(widget);
  await toggle(widget, "Page").click();
  await widget.closeButton.click();
  const other = visitor.widgetAt(1);
  await other.openForm();

  assert.equal((await sendTicket(other, answers)).location, "/projects/1");
});

test("secrets are shown masked, as they are sent", async ({ widget, answers, page, visit }) => {
  await visit({ path: "/a?token=abc&tab=1", attributes: { "location-parts": "path query" } });
  await page.evaluate(() => {
    document.querySelector("support-ticket-widget").info = { api_key: "x", plan: "free" };
  });
  await openDetails(widget);
  const words = await rows(widget);
  const note = widget.host.locator("[part~=masked]");

  assert.equal(words.Page, "/a?token=***&tab=1");
  assert.equal(words.api_key, "***");
  assert.match(await note.textContent(), /password or key is hidden/);
  assert.equal(await note.isVisible(), true);
  const { location, info } = await sendTicket(widget, answers);
  assert.equal(location, words.Page);
  assert.deepEqual([info.api_key, info.plan], ["***", "free"]);
});

test("masking is not mentioned when nothing is masked", async ({ widget, visit }) => {
  await visit({ path: "/a?token=abc" });
  await openDetails(widget);

  assert.equal(await widget.host.locator("[part~=masked]").isVisible(), false);
  assert.equal((await rows(widget)).Page, "/a");
});

test("open details follow the type, the tags, the page and the window", async ({ widget, page, visit }) => {
  await visit({ attributes: { "allow-tags": "", types: "problem,question" } });
  await openDetails(widget);
  assert.equal((await rows(widget)).Tags, undefined);
  await widget.field("type").selectOption("question");
  await until(
    async () => (await rows(widget)).Tags === "type:question",
    "the type is among the tags",
    () => rows(widget),
  );
  await page.setViewportSize({ width: 1000, height: 700 });
  await until(async () => (await rows(widget))["Window size"] === "1000x700", "the window's size is today's");
  await page.evaluate(() => history.pushState(null, "", "/elsewhere"));
  await widget.field("subject").focus();
  await until(async () => (await rows(widget)).Page === "/elsewhere", "the page is today's");

  assert.deepEqual((await shown(widget)).tags, ["type:question"]);
});

test("a switch keeps the focus when the ticket changes", async ({ widget, page, visit }) => {
  await visit({ attributes: { types: "problem,question" } });
  await openDetails(widget);
  await toggle(widget, "Browser").focus();
  await page.evaluate(() => document.querySelector("support-ticket-widget").setAttribute("type", "problem"));
  await page.keyboard.press("Space");
  await until(async () => (await rows(widget)).Tags === "type:problem", "the type is among the tags");

  assert.equal(await toggle(widget, "Browser").evaluate((node) => node.getRootNode().activeElement === node), true);
  assert.equal(await toggle(widget, "Browser").isChecked(), false);
});

test("the details work by keyboard: open, remove an item, read the JSON, close", async ({ widget, page, visit }) => {
  await visit({ attributes: MUCH });
  await widget.openForm();
  await widget.field("body").focus();
  const button = detailsButton(widget);
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await until(async () => (await button.getAttribute("aria-expanded")) === "true", "it says that it is open");
  const place = await button.getAttribute("aria-controls");
  assert.equal(await widget.host.locator(`#${place}`).isVisible(), true);
  await tabTo(page, toggle(widget, "Account"));
  await page.keyboard.press("Space");
  assert.equal((await shown(widget)).account_id, undefined);
  await tabTo(page, widget.host.locator("summary"));
  await page.keyboard.press("Enter");
  await tabTo(page, widget.host.locator("[part~=json]"));
  await page.keyboard.press("Escape");
  await widget.untilClosed();
});

test("a long value is cut off only visually, and scrolls by keyboard", async ({ widget, page, visit }) => {
  await visit();
  const trace = Array.from({ length: 40 }, (_, n) => `    at step ${n}`).join("\n");
  await page.evaluate((trace) => (document.querySelector("support-ticket-widget").info = { trace }), trace);
  await openDetails(widget);

  assert.equal((await rows(widget)).trace, trace);
  const value = widget.host.getByRole("group", { name: "trace" });
  const { height, tab } = await value.evaluate((node) => ({ height: node.clientHeight, tab: node.tabIndex }));
  assert.ok(height <= 6 * 24, `${height} px high`);
  assert.equal(tab, 0);
});

test("in v2, too, the details show what arrives", async ({ widget, answers, page, visit }) => {
  const attributes = { ...MUCH, dialect: "v2", "base-path": "/app", "location-parts": "path query" };
  await visit({ path: "/app/projects/1?tab=files", attributes });
  await openDetails(widget);
  const before = await shown(widget);
  const words = await rows(widget);
  await toggle(widget, "Tags").click();
  const without = await shown(widget);
  answers.give(json(200, { url: "https://help.example.com/requests/1" }));
  const { options } = await sendTicket(widget, answers);

  const { username, ...info } = options.info;
  assert.equal(username, GOOD.username);
  assert.deepEqual({ type: options.type, files: options.files, url: options.url, info }, without);
  assert.equal(words.Page, `${new URL(page.url()).origin}/app/projects/1\n/projects/1?tab=files`);
  assert.deepEqual(before.info.tags, ["lab", "gpu"]);
  assert.deepEqual(missingPaths(before, without), ["info.tags"]);

  await widget.another.click();
  await toggle(widget, "Page").click();
  answers.give(json(200, { url: "https://help.example.com/requests/2" }));
  const second = (await sendTicket(widget, answers)).options;
  assert.deepEqual([second.url, second.info.context], [undefined, undefined]);
});

test("in v2 the default type is shown and cannot be removed", async ({ widget, answers, visit }) => {
  await visit({ attributes: { dialect: "v2" } });
  await openDetails(widget);
  const label = await widget.host.locator("label[for=type]").textContent();
  assert.equal((await rows(widget))[label], "Something isn’t working");
  assert.equal(await toggle(widget, label).count(), 0);
  const { type } = await shown(widget);
  await widget.field("type").selectOption("question");
  await until(
    async () => (await rows(widget))[label] === undefined,
    "what they have chosen themselves is not in the list",
  );
  await widget.field("type").selectOption("");
  answers.give(json(200, { url: "https://help.example.com/requests/1" }));

  assert.equal((await sendTicket(widget, answers)).options.type, type);
});

test("in v2 an address is shown masked, as it arrives", async ({ widget, answers, visit }) => {
  const attributes = { dialect: "v2", "base-path": "/app" };
  await visit({ path: "/app/share/a1b2c3d4e5f6a7b8c9d0e1f2", attributes });
  await openDetails(widget);
  const before = await shown(widget);
  answers.give(json(200, { url: "https://help.example.com/requests/1" }));
  const { options } = await sendTicket(widget, answers);

  assert.ok(options.url.endsWith("/app/share/***"), options.url);
  assert.equal(before.url, options.url);
});

test("the details violate no strict policy", async ({ visitor, widget, visit }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await visit({ own: true, headers: { "content-security-policy": policy }, attributes: MUCH });
  await openDetails(widget);
  await toggle(widget, "Page").click();

  const { width, height } = await toggle(widget, "Page").boundingBox();
  assert.ok(width >= 44 && height >= 44, `the switch is ${width} × ${height}`);
  assert.deepEqual(await visitor.violations(), []);
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 360, height: 640 },
  ]) {
    const where = `${viewport.width} px, ${colorScheme}`;
    test(`at ${where} the details are accessible`, { viewport, colorScheme }, async ({
      visitor,
      widget,
      page,
      visit,
    }) => {
      await visit({
        path: "/a?token=abc",
        head: HEAD,
        attributes: { ...MUCH, "location-parts": "path query" },
      });
      await page.evaluate(() => (document.querySelector("support-ticket-widget").info = { trace: "at\n".repeat(30) }));
      await openDetails(widget);
      await toggle(widget, "Browser").click();
      await untilSettled(widget);
      await visitor.takeScreenshot(`details ${where}`.replaceAll(/[ ,]+/g, "-"));
      const found = await violations(page);
      await widget.host.locator("summary").click();
      await widget.host.locator("[part~=json]").scrollIntoViewIfNeeded();
      await untilSettled(widget);
      await visitor.takeScreenshot(`details end ${where}`.replaceAll(/[ ,]+/g, "-"));
      found.push(...(await violations(page)));

      assert.deepEqual(found, []);
    });
  }
}

for (const [name, options, parts] of [
  ["arabic", {}, { lang: "ar" }],
  ["forced", { forcedColors: "active" }, {}],
]) {
  test(`the details look right: ${name}`, options, async ({ visitor, widget, page, visit }) => {
    await visit({ path: "/a", head: HEAD, attributes: MUCH, ...parts });
    await openDetails(widget);
    await widget.host.getByRole("switch").nth(3).click();
    await untilSettled(widget);
    await visitor.takeScreenshot(`details-${name}`);

    assert.deepEqual(await violations(page), []);
    const cut = await widget.host.locator("[part~=details]").evaluate((place) => {
      const { left, right } = place.getBoundingClientRect();
      const boxes = [...place.querySelectorAll("*")].map((node) => node.getBoundingClientRect());
      return boxes.filter((box) => box.width && (box.left < left - 1 || box.right > right + 1)).length;
    });
    assert.equal(cut, 0);
  });
}

/** Presses Tab until it has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await locator.evaluate((node) => node.getRootNode().activeElement === node)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("Tab does not come there");
}

async function untilSettled(widget) {
  await widget.host.evaluate((host) =>
    Promise.all(host.shadowRoot.getAnimations().map((animation) => animation.finished)),
  );
  await widget.page.evaluate(() => new Promise((done) => setTimeout(done, 400))); // smooth scrolling fires no event here
}
