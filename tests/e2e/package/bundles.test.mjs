// The npm package's files for bundlers, used without one, and the single-file build: the same widget, with its
// WebAssembly and languages in scripts. (tests/consumers/ has the bundlers.)
import assert from "node:assert/strict";

import { BUNDLES, imported } from "../support/client.mjs";
import { startFolder } from "../support/folder.mjs";
import { afterAll, beforeAll, test } from "../support/test.mjs";
import { installTraps, trap, untilDraftSaved } from "../support/trap.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

let folder;
beforeAll(async () => (folder = await startFolder(BUNDLES)));
afterAll(() => folder.stop());

const FORMS = { "the package's module": "/dist/index.js", "the single file": "/support-ticket-widget.single.js" };

async function visitPage({ visitor, site, answers }, script, attributes = "") {
  const path = site.page(`<!doctype html><html lang="de"><meta charset="utf-8"><title>Notizen</title>
    <script type="module" src="${folder.url}${script}"></script>
    <h1>Notizen</h1>
    <support-ticket-widget endpoint="${answers.create}" ${attributes}><a id="fallback" href="mailto:help@example.com">Hilfe</a></support-ticket-widget></html>`);
  await visitor.goTo(site.origin + path);
}

for (const [name, script] of Object.entries(FORMS)) {
  test(`${name} sends a ticket in the page's language and loads every later part`, async (given) => {
    const { visitor, widget, answers } = given;
    await visitPage(given, script, "over-modals");
    await widget.openForm();
    await widget.fill({ ...GOOD, email_address: "jd@gmial.com" });
    await widget.host.getByText("jd@gmail.com").click();
    await widget.host.locator("[data-late=details]").click();
    await widget.host.locator("[part~=json]").waitFor({ state: "attached" });
    await widget.send();
    await widget.address();

    assert.deepEqual(
      answers.tickets().map(({ email_address, body }) => [email_address, body]),
      [["jd@gmail.com", GOOD.body]],
    );
    await widget.another.click();
    await widget.host.locator("[data-late=tickets]").click();
    await widget.host.locator("[part~=ticket-link]").waitFor();
    const files = visitor.requests
      .filter((url) => url.startsWith(folder.url))
      .map((url) => url.slice(folder.url.length));
    if (name === "the single file") assert.deepEqual(files, [script]);
    assert.deepEqual(
      files.filter((file) => !file.endsWith(".js")),
      [],
      "all of it is scripts",
    );
  });

  test(`${name} loads nothing but itself until the visitor reaches for the button`, async (given) => {
    await visitPage(given, script);
    await given.page.waitForLoadState("networkidle");

    assert.deepEqual(
      given.visitor.requests.filter((url) => url.startsWith(folder.url)),
      [folder.url + script],
    );
  });

  test(`${name} recovers from a crash`, async (given) => {
    const { visitor, widget, page, answers } = given;
    await installTraps(page);
    await visitPage(given, script);
    await widget.openForm();
    await widget.host.locator("[part~=outbox]").waitFor({ state: "attached" });
    await widget.fill(GOOD);
    await widget.field("body").press("End");
    await untilDraftSaved(page, GOOD.body);
    await trap(page);
    await page.keyboard.type("!");
    await until(() => visitor.complaints.length > 0, "the console says that it broke");
    await until(async () => (await widget.focused()) === "body", "the focus is where it was");
    await widget.host.locator("[part~=kept] span").waitFor();
    await until(async () => (await widget.values()).body.startsWith(GOOD.body), "the text is in the fresh form");
    assert.match(visitor.complaints.splice(0).join("\n"), /the form broke/);
    await widget.send();
    await widget.address();

    assert.equal(answers.tickets()[0].body, `${GOOD.body}!`);
  });
}

test("importing the package on a server has no effect and gives the class", async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const { SupportTicketWidget } = await imported("index.js");

  assert.equal(typeof SupportTicketWidget, "function");
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});
