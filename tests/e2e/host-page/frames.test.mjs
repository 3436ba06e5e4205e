// The widget in frames: of another site, sandboxed, and without storage.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { json, startAnswers } from "../support/answers.mjs";
import { startEndpoint } from "../support/endpoint.mjs";
import { launchPersistent } from "../support/persistent.mjs";
import { pageWith } from "../support/host.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD, Widget } from "../support/widget.mjs";

/**
 * Pages in a sandbox without allow-same-origin have the origin "null"; only an endpoint open to everybody accepts their
 * tickets.
 */
let endpointForAll, answersForAll;
beforeAll(async () => {
  endpointForAll = await startEndpoint({ allowOrigins: ["*"] });
  answersForAll = await startAnswers(endpointForAll.url);
});
afterAll(async () => {
  await answersForAll.stop();
  await endpointForAll.stop();
});

/** The browser's own messages when a frame may not submit forms. */
const BLOCKED = /^Blocked form submission/;

/** A page of another site with the widget's page in a frame. */
function framed({ site, endpoint, answers }, sandbox) {
  const loader = `${endpoint.url}/widget/support-ticket-widget.js`;
  const inner = site.page(pageWith({ loader, attributes: { endpoint: answers.create, tags: "member" } }));
  const attribute = sandbox === undefined ? "" : ` sandbox="${sandbox}"`;
  return (
    site.otherOrigin +
    site.page(
      `<!doctype html><title>Outer</title><iframe style="width: 700px; height: 600px" src="${site.origin}${inner}"${attribute}></iframe>`,
    )
  );
}

const inFrame = (page) => new Widget(page, page.frameLocator("iframe").locator("support-ticket-widget"));
const frameOf = (page) => page.frames().at(-1);

for (const sandbox of ["allow-scripts", "allow-scripts allow-forms", "allow-scripts allow-same-origin"])
  test(`the ticket arrives from a frame with sandbox="${sandbox}"`, async (given) => {
    const { visitor, page } = given;
    const answers = answersForAll;
    answers.reset();
    await page.goto(framed({ ...given, answers }, sandbox));
    const widget = inFrame(page);
    await widget.openForm();
    await until(() => widget.host.locator("[part~=chip]").count(), "the form is whole");
    await widget.fill(GOOD);
    await widget.field("subject").press("Enter");
    await widget.address();
    assert.equal(answers.tickets().at(-1).body, GOOD.body);

    await widget.another.click();
    answers.give(json(503, { error: "broken" }));
    await widget.fill({ ...GOOD, body: "another" });
    await widget.send();
    await widget.untilSaid(/sent/i);
    await frameOf(page).evaluate(() => dispatchEvent(new Event("online")));
    await widget.address();
    assert.deepEqual(
      answers.tickets().map(({ body }) => body),
      [GOOD.body, "another", "another"],
    );
    visitor.complaints = visitor.complaints.filter((line) => !BLOCKED.test(line));
  });

test("the ticket arrives from a frame whose storage the browser blocks", async (given) => {
  const { answers } = given;
  const folder = await mkdtemp(join(tmpdir(), "stw-profile-"));
  await mkdir(join(folder, "Default"), { recursive: true });
  const preferences = {
    profile: {
      cookie_controls_mode: 1,
      block_third_party_cookies: true,
      default_content_setting_values: { cookies: 2 },
    },
  };
  await writeFile(join(folder, "Default/Preferences"), JSON.stringify(preferences));
  const context = await launchPersistent(folder);
  try {
    const page = await context.newPage();
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(String(error)));
    await page.goto(framed(given));
    const widget = inFrame(page);
    await widget.button.waitFor();
    const storage = await frameOf(page).evaluate(() => {
      try {
        return String(localStorage.length);
      } catch ({ name }) {
        return name;
      }
    });
    assert.equal(storage, "SecurityError");
    await widget.openForm();
    answers.give(json(503, { error: "broken" }));
    await widget.fill(GOOD);
    await widget.send();
    await widget.untilSaid(/open until it’s sent/i);
    await frameOf(page).evaluate(() => dispatchEvent(new Event("online")));
    await widget.address();
    assert.deepEqual(thrown, []);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
});
