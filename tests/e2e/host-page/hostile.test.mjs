// Pages that have changed what everybody builds on: the ticket arrives, or the page's own fallback is there. In no case
// is anything thrown into the page.
import assert from "node:assert/strict";

import { FALLS_BACK, LATER, WORKS } from "../support/hostile.mjs";
import { pageWith } from "../support/host.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const script = (text) => `<script>${text.replaceAll("</script", "<\\/script")}</script>`;
const TAGS = { tags: "member, student" };
const partOf = (widget, name) => widget.host.locator(`[part~=${name}]`);

/** The button is in the corner, 16 px from both edges, and 44 px high. */
const placeOfButton = (page) =>
  page.evaluate(() => ({ x: document.documentElement.clientWidth - 40, y: innerHeight - 38 }));

/** The console's one line of ours, and no other. */
function oneLine(visitor) {
  const lines = visitor.complaints.splice(0);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0], /^support-ticket-widget/);
}

for (const [what, hostile] of WORKS)
  test(`a page that ${what}: the ticket arrives`, async ({ visitor, widget, answers, visit }) => {
    await visit({ head: script(hostile), attributes: TAGS });
    await widget.openForm();
    await partOf(widget, "chip").first().waitFor();
    await widget.host.locator("[data-late=details]").click();
    await partOf(widget, "detail").first().waitFor({ state: "visible" });
    await widget.fill(GOOD);
    await widget.send();
    await widget.address();

    const { subject, body, tags } = answers.tickets().at(-1);
    assert.deepEqual({ subject, body, tags }, { subject: GOOD.subject, body: GOOD.body, tags: ["member", "student"] });
    visitor.complaints = visitor.complaints.filter((line) => !/^Removing intrinsics/.test(line)); // SES's own
  });

for (const [what, hostile] of FALLS_BACK)
  test(`a page that ${what}: its own fallback is there`, async ({ visitor, widget, page, site, endpoint, answers }) => {
    const loader = `${endpoint.url}/widget/support-ticket-widget.js`;
    const html = pageWith({ loader, head: script(hostile), attributes: { endpoint: answers.create } });
    await page.goto(site.origin + site.page(html));
    const isDefined = await widget.host.evaluate((host) => !!host.update);
    // Where it is: a closed shadow root lets no test in.
    if (isDefined) await page.mouse.click(...Object.values(await placeOfButton(page)));
    const fallback = page.locator("#fallback");
    await fallback.waitFor({ state: "visible" });
    await fallback.click({ trial: true });
    if (isDefined) oneLine(visitor);
  });

for (const [what, hostile] of LATER)
  test(`a page where ${what} once the form is open: the visitor is told, and the text stays`, async ({
    visitor,
    widget,
    page,
    visit,
  }) => {
    await visit();
    await widget.openForm();
    await until(() => partOf(widget, "kept").count(), "the form is whole");
    await page.evaluate(hostile);
    await widget.fill(GOOD);
    await widget.send();
    await widget.untilSaid(/still here|automatically/i);
    assert.deepEqual(await widget.values(), GOOD);
    for (const line of visitor.complaints.splice(0)) assert.match(line, /^support-ticket-widget/);
  });
