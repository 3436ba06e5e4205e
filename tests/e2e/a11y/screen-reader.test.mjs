// What a screen reader gets: the accessibility tree of every state, compared with snapshots/ (STW_UPDATE_SNAPSHOTS=1
// rewrites them; read them before committing), and over one journey each status and error announced once.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { held, json } from "../support/answers.mjs";
import { focusedNode, recordAnnouncements, takeAnnouncements, tree, unnamed } from "../support/announcements.mjs";
import { ATTRIBUTES, HEAD, PAGE, walkStates } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "snapshots");

/** Replaces what differs from run to run. */
const steady = (text) =>
  text
    .replace(/http:\/\/127\.0\.0\.1:\d+\/requests\/[\w-]+/g, "http://help.example/requests/TOKEN")
    .replace(/127\.0\.0\.1:\d+/g, "help.example")
    .replace(/\/page\/\d+/g, "/page")
    .replace(/(Headless)?Chrome\/[\d.]+/g, "Chrome/VERSION")
    .replace(/\w{3} \d{1,2}, \d{4}, \d{1,2}:\d{2}\s[AP]M|\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}/g, "WHEN");

for (const [variant, options, parts] of [
  ["wide", {}, {}],
  ["phone", { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }, {}],
  ["German", {}, { lang: "de" }],
])
  test(`${variant}: the accessibility tree of each state matches its snapshot`, options, async (all) => {
    const trees = {};
    const nameless = [];
    await walkStates(all, parts, async (state) => {
      trees[state] = steady(await tree(all.page));
      nameless.push(...(await unnamed(all.page)).map((node) => `${state}: ${node}`));
    });
    assert.deepEqual(nameless, []);

    for (const [state, now] of Object.entries(trees)) {
      const file = join(FOLDER, `${variant} ${state}.txt`.replaceAll(" ", "-"));
      if (process.env.STW_UPDATE_SNAPSHOTS) {
        await mkdir(FOLDER, { recursive: true });
        await writeFile(file, now);
      }
      assert.equal(now, await readFile(file, "utf8"), `${state}; STW_UPDATE_SNAPSHOTS=1 if it is as it should be`);
    }
  });

/** Opens the form and records what it announces; `after(step, isDone)` adds the announcements of a step to `heard`. */
async function openAndListen({ widget, page, visit }) {
  await page.clock.install();
  await visit({ before: PAGE, head: HEAD, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  await recordAnnouncements(widget);
  const heard = [];
  const after = async (step, isDone) => {
    await step();
    await isDone();
    heard.push(...(await takeAnnouncements(page)));
  };
  const focusOn = (what) =>
    until(
      async () => (await focusedNode(page)).includes(what),
      `the focus is on ${what}`,
      () => focusedNode(page),
    );
  return { heard, after, focusOn };
}

test("over one journey each status and each error is announced once", async (all) => {
  const { widget, page, answers } = all;
  const { heard, after, focusOn } = await openAndListen(all);

  // An empty form is sent: the focus moves to the first invalid field, whose problem is its description.
  await after(
    () => widget.send(),
    () => focusOn("Enter your email address."),
  );
  assert.deepEqual(heard.splice(0), []);
  const problem = await focusedNode(page);
  assert.equal(problem.split("Enter your email address").length, 2, problem);

  // A typo in the address is asked about once.
  await after(
    async () => {
      await widget.fill({ email_address: "jd@gmial.com" });
      await widget.field("subject").focus();
    },
    () => until(() => widget.host.locator("[part~=meant] button").count(), "the suggestion is shown"),
  );
  assert.deepEqual(heard.splice(0), ["status: Did you mean jd@gmail.com?"]);

  // The ticket is being sent, takes long, and fails.
  const later = held(json(503, { error: "The ticket store cannot be reached." }));
  answers.give(later.answer);
  await after(
    async () => {
      await widget.fill(GOOD);
      await widget.send();
    },
    () => later.arrived,
  );
  assert.deepEqual(heard.splice(0), ["status: Sending…"]);
  await after(
    () => page.clock.runFor(11_000),
    () => until(() => widget.host.locator("form.slow").count(), "it takes long"),
  );
  assert.deepEqual(heard.splice(0), ["status: Still sending. Your text is safe."]);
  await after(
    () => later.release(),
    () => widget.host.locator("[part~=help-email]").waitFor({ state: "visible" }),
  );
  assert.deepEqual(heard.splice(0), [
    "alert: Something went wrong on our side (error 503). Your text is still here. It’s saved in this browser, and we’ll send it automatically. Or write to help@example.org.",
  ]);

  // The ticket is sent: the focus moves to the address, and the status is announced.
  await after(
    () => widget.send(),
    () => widget.address(),
  );
  assert.deepEqual(heard.splice(0), ["status: Sending…", "status: We have your message."]);
  await focusOn("Link to your ticket:");

  await page.context().grantPermissions(["clipboard-write"]);
  await after(
    () => widget.copy.click(),
    () => widget.untilSaid(/Copied/),
  );
  assert.deepEqual(heard.splice(0), ["status: Copied"]);

  // Another ticket is kept as a draft when the form closes, which is announced when it opens.
  await after(
    async () => {
      await widget.another.click();
      await widget.field("body").fill("It stood still again.");
      await page.keyboard.press("Escape");
      await widget.untilClosed();
    },
    () => widget.openForm(),
  );
  assert.deepEqual(heard.splice(0), ["status: Your text from last time is still here. Discard"]);
  await after(
    () => widget.host.locator("[part~=kept] button").click(),
    () => widget.untilSaid(/Discarded/),
  );
  assert.deepEqual(heard.splice(0), ["status: Discarded. Undo"]);
});
