// Pages that replaced built-ins: the ticket arrives or the page's own fallback is shown, and nothing is thrown into the
// page.
import assert from "node:assert/strict";

import { FALLS_BACK, LATER, WORKS } from "../support/hostile.mjs";
import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";
import { GOOD } from "../support/widget.mjs";

const script = (text) => `<script>${text.replaceAll("</script", "<\\/script")}</script>`;
const TAGS = { tags: "member, student" };

/** The button is in the corner, 16 px from both edges, and 44 px high. */
const placeOfButton = (page) =>
  page.evaluate(() => ({ x: document.documentElement.clientWidth - 40, y: innerHeight - 38 }));

/** Expects exactly one console line from the widget and no other. */
function oneLine(visitor) {
  const lines = visitor.complaints.splice(0);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0], /^support-ticket-widget/);
}

for (const [what, hostile] of WORKS)
  test(`the ticket arrives from a page that ${what}`, async ({ visitor, widget, answers, visit }) => {
    await visit({ head: script(hostile), attributes: TAGS });
    await widget.openForm();
    await widget.part("chip").first().waitFor();
    await widget.host.locator("[data-late=details]").click();
    await widget.part("detail").first().waitFor({ state: "visible" });
    await widget.fill(GOOD);
    await widget.send();
    await widget.address();

    const { subject, body, tags } = answers.tickets().at(-1);
    assert.deepEqual({ subject, body, tags }, { subject: GOOD.subject, body: GOOD.body, tags: ["member", "student"] });
    visitor.complaints = visitor.complaints.filter((line) => !/^Removing intrinsics/.test(line)); // from SES
  });

for (const [what, hostile] of FALLS_BACK)
  test(`the page's own fallback is shown on a page that ${what}`, async ({
    visitor,
    widget,
    page,
    site,
    endpoint,
    answers,
  }) => {
    const loader = `${endpoint.url}/widget/support-ticket-widget.js`;
    const html = pageWith({ loader, head: script(hostile), attributes: { endpoint: answers.create } });
    await page.goto(site.origin + site.page(html));
    const isDefined = await widget.host.evaluate((host) => !!host.update);
    // Checks its position, because tests cannot look into a closed shadow root.
    if (isDefined) await page.mouse.click(...Object.values(await placeOfButton(page)));
    const fallback = page.locator("#fallback");
    await fallback.waitFor({ state: "visible" });
    await fallback.click({ trial: true });
    if (isDefined) oneLine(visitor);
  });

for (const [what, hostile] of LATER)
  test(`the visitor is told and keeps the text when ${what} in an open form`, async ({
    visitor,
    widget,
    page,
    visit,
  }) => {
    await visit();
    await widget.openForm();
    await widget.untilExtras();
    await page.evaluate(hostile);
    await widget.fill(GOOD);
    await widget.send();
    await widget.untilSaid(/still here|automatically/i);
    assert.deepEqual(await widget.values(), GOOD);
    for (const line of visitor.complaints.splice(0)) assert.match(line, /^support-ticket-widget/);
  });
