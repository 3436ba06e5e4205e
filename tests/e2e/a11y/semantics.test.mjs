// Accessibility that axe cannot check: label colours in forced colours, modality, where the focus ends up, duplicate
// announcements, and text out of sight.
import assert from "node:assert/strict";

import { ATTRIBUTES, HEAD, PAGE, walkStates } from "../support/states.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";
import { GOOD } from "../support/widget.mjs";

test("in forced colours the label of every button can be read", { forcedColors: "active" }, async (all) => {
  const faint = [];
  await walkStates(all, {}, async (state) => {
    const same = await all.widget.host.evaluate((host) =>
      [...host.shadowRoot.querySelectorAll("button")]
        .filter((button) => button.checkVisibility({ visibilityProperty: true }) && button.textContent.trim())
        .filter((button) => {
          const { color, backgroundColor } = getComputedStyle(button);
          return color === backgroundColor;
        })
        .map(
          (button) =>
            `${button.getAttribute("part")} ${button.textContent.trim()} is ${getComputedStyle(button).color} on the same`,
        ),
    );
    faint.push(...same.map((what) => `${state}: ${what}`));
  });

  assert.deepEqual(faint, []);
});

test("the form is modal to a screen reader exactly when it is modal", async ({ widget, page, visit }) => {
  const modal = async () => {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    const dialog = nodes.find(({ role, ignored }) => !ignored && role?.value === "dialog");
    return dialog.properties.find(({ name }) => name === "modal")?.value.value;
  };
  await visit({ before: PAGE, head: HEAD, attributes: ATTRIBUTES });
  await widget.openForm();
  assert.equal(await widget.isModal(), false);
  const beside = await modal();
  await page.setViewportSize({ width: 360, height: 640 });
  await until(() => widget.isModal(), "it is modal");

  assert.deepEqual({ beside, phone: await modal() }, { beside: false, phone: true });
});

test("in an inline form the focus moves from Send to the ticket's address", async ({ widget, page, visit }) => {
  await visit({ before: PAGE, head: HEAD, attributes: { ...ATTRIBUTES, position: "inline" } });
  await widget.field("subject").waitFor({ state: "visible" });
  await widget.untilComplete();
  await widget.fill(GOOD);
  await widget.field("subject").press("Enter");
  await widget.address();

  await until(
    async () => (await widget.focused()) === "ticket-url",
    "the address has the focus",
    () => page.evaluate(() => document.activeElement.localName),
  );
});

test("the result is shown once, and no icon is read out", async (all) => {
  const faults = [];
  await walkStates(all, {}, async (state) => {
    const texts = await all.widget.host.evaluate((host) => {
      const texts = [];
      const isSeen = (node) =>
        node.checkVisibility({ visibilityProperty: true }) && getComputedStyle(node).clipPath === "none";
      for (const node of host.shadowRoot.querySelectorAll("[part~=submit] span, [role=status], [role=alert] p"))
        if (isSeen(node) && node.textContent.trim()) texts.push(node.textContent.trim());
      for (const node of host.shadowRoot.querySelectorAll("*"))
        for (const pseudo of ["::before", "::after"]) {
          const { content } = getComputedStyle(node, pseudo);
          if (/"[^"]*[✓×]/.test(content) && !content.includes("/"))
            texts.push(`${pseudo} of ${node.getAttribute("part")} is read out: ${content}`);
        }
      return texts;
    });
    const twice = texts.filter((text, at) => texts.indexOf(text) < at || text.includes("read out"));
    faults.push(...twice.map((text) => `${state}: ${text}`));
  });

  assert.deepEqual(faults, []);
});

test("a phone shows at once that the restored text is a draft", {
  viewport: { width: 360, height: 640 },
}, async (all) => {
  let isSeen;
  await walkStates(all, {}, async (state) => {
    if (state !== "draft kept") return;
    isSeen = await all.widget.host.evaluate((host) => {
      const button = host.shadowRoot.querySelector("[part~=kept] button");
      const { left, top, width, height } = button.getBoundingClientRect();
      return button === host.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
    });
  });

  assert.equal(isSeen, true);
});

test("tags cannot be changed while the ticket is being sent", async (all) => {
  let isLocked;
  await walkStates(all, {}, async (state) => {
    if (state === "sending")
      isLocked = await all.widget.host.evaluate((host) => host.shadowRoot.querySelector("#tag").readOnly);
  });

  assert.equal(isLocked, true);
});

for (const lang of ["en", "de", "el"])
  test(`on a narrow phone the focus stays in sight and Close at the top (${lang})`, {
    viewport: { width: 320, height: 640 },
  }, async (all) => {
    const faults = [];
    await walkStates(all, { lang }, async (state) => {
      if (state === "closed") return;
      const { lost, close, title } = await all.widget.host.evaluate((host) => {
        const root = host.shadowRoot;
        const box = (element) => element.getBoundingClientRect();
        const focused = root.activeElement;
        const { left, top, width, height } = box(focused);
        const hit = root.elementFromPoint(left + width / 2, top + Math.min(height / 2, 30));
        const lost =
          focused.contains(hit) || hit?.contains(focused)
            ? ""
            : `${focused.name || focused.part} has the focus, out of sight`;
        return {
          lost,
          close: box(root.querySelector("[part~=close]")).top,
          title: box(root.querySelector("[part~=title]")).bottom,
        };
      });
      if (lost) faults.push(`${state}: ${lost}`);
      if (close > title) faults.push(`${state}: Close is below the title`);
    });

    assert.deepEqual(faults, []);
  });

test("an address is written from left to right in every language", async ({ widget, visit }) => {
  await visit({ lang: "ar", before: PAGE, head: HEAD });
  await widget.openForm();
  await widget.field("email_address").fill("jd@");

  assert.equal(await widget.field("email_address").evaluate((field) => getComputedStyle(field).direction), "ltr");
});
