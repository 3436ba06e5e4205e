// The form in every state, at two widths, light and dark: no axe violations, and screenshots in target/e2e for a person
// to look at.
import assert from "node:assert/strict";

import { held, json } from "../support/answers.mjs";
import { violations } from "../support/axe.mjs";
import { withLongWaits } from "../support/outbox.mjs";
import { untilSettled } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

const PAGE = `<h1>Notes</h1>
  <p>Error 42: the notebook could not be read. It was saved yesterday, and nobody has opened it since.</p>
  <p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.</p>`;
const HEAD = `<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 40rem }</style>`;

/** Each state and how a visitor gets there from the one before. */
const STATES = [
  ["closed", async () => {}],
  ["empty", ({ widget }) => widget.openForm()],
  [
    "with problems",
    async ({ widget }) => {
      await widget.send();
      await until(() => widget.errorOf("subject"), "problems are shown");
    },
  ],
  [
    "sending",
    async ({ widget, page, answers, keep }) => {
      await withLongWaits(page);
      keep.later = held(json(503, { error: "The ticket store cannot be reached." }));
      answers.give(keep.later.answer);
      await widget.fill(GOOD);
      await widget.send();
      await keep.later.arrived;
      await widget.untilSaid(/sending/i);
    },
  ],
  [
    "failed",
    async ({ widget, keep }) => {
      keep.later.release();
      await widget.untilSaid(/automatically/i);
    },
  ],
  [
    "sent",
    async ({ widget }) => {
      await widget.send();
      await widget.address();
    },
  ],
];

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 360, height: 640 },
]) {
  for (const colorScheme of ["light", "dark"]) {
    const where = `${viewport.width} px, ${colorScheme}`;
    const options = { viewport, colorScheme, hasTouch: viewport.width < 500 };

    test(`at ${where} every state is accessible`, options, async ({ visitor, widget, page, answers, visit }) => {
      await visit({ before: PAGE, head: HEAD, attributes: { "help-email": "help@example.org" } });
      const keep = {};
      const found = [];
      for (const [state, reach] of STATES) {
        await reach({ widget, page, answers, keep });
        await untilSettled(widget);
        await visitor.takeScreenshot(`${state} ${where}`.replaceAll(/[ ,]+/g, "-"));
        found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
      }

      assert.deepEqual(found, []);
    });
  }
}

test("every state of an inline form is accessible", async ({ visitor, widget, page, answers, visit }) => {
  await visit({ before: PAGE, head: HEAD, attributes: { position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  const found = [];
  const keep = {};
  for (const [state, reach] of STATES.slice(2)) {
    await reach({ widget, page, answers, keep });
    await visitor.takeScreenshot(`${state} inline`.replaceAll(" ", "-"));
    found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
  }

  assert.deepEqual(found, []);
});

test("in forced colours every field and button has a visible edge", { forcedColors: "active" }, async ({
  visitor,
  widget,
  visit,
}) => {
  await visit({ before: PAGE, head: HEAD });
  await widget.openForm();
  await untilSettled(widget);
  await visitor.takeScreenshot("empty-forced-colours");
  const without = await widget.host.evaluate((host) => {
    const parts = [...host.shadowRoot.querySelectorAll("dialog, input, textarea, button")].filter((node) =>
      node.checkVisibility({ visibilityProperty: true }),
    );
    return parts
      .filter((node) => {
        const { borderTopWidth, borderTopStyle } = getComputedStyle(node);
        return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1;
      })
      .map((node) => node.name || node.getAttribute("part") || node.localName);
  });

  assert.deepEqual(without, []);
});
