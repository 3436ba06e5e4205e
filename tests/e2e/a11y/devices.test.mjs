// Devices: the narrowest screen and 400 % zoom, fingers, a phone's keyboard, reduced motion, and a page that changes
// its colours while the form is open.
import assert from "node:assert/strict";

import { ATTRIBUTES, untilSettled, HEAD, PAGE, walkStates } from "../support/states.mjs";
import { test } from "../support/test.mjs";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const AROUND = { before: PAGE, head: HEAD };

for (const [where, viewport] of [
  ["320 px", { width: 320, height: 640 }],
  ["400 % zoom", { width: 320, height: 256 }],
])
  for (const lang of ["en", "de"])
    test(`at ${where} no state scrolls sideways or is cut off (${lang})`, { viewport }, async (all) => {
      const wide = [];
      await walkStates(all, { lang }, async (state) => {
        await all.visitor.takeScreenshot(`everyone-${state}-${where}-${lang}`.replaceAll(/[ %]+/g, "-"));
        wide.push(...(await all.widget.host.evaluate(sideways)).map((what) => `${state}: ${what}`));
      });

      assert.deepEqual(wide, []);
    });

test("at 400 % zoom every focused element is in sight", { viewport: { width: 320, height: 256 } }, async ({
  widget,
  page,
  visit,
}) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  const hidden = [];
  for (let steps = 0; steps < 30; steps += 1) {
    await page.keyboard.press("Tab");
    const lost = await widget.host.evaluate((host) => {
      const focused = host.shadowRoot.activeElement;
      if (!focused) return "";
      const { top, bottom, left, width } = focused.getBoundingClientRect();
      const y = Math.min(Math.max(top + 2, (top + Math.min(bottom, innerHeight)) / 2), innerHeight - 1);
      const hit = host.shadowRoot.elementFromPoint(left + width / 2, y);
      return focused.contains(hit) || hit?.contains(focused)
        ? ""
        : `${focused.name || focused.textContent}: ${hit?.outerHTML.slice(0, 80)}`;
    });
    if (lost) hidden.push(lost);
  }

  assert.deepEqual([...new Set(hidden)], []);
});

test("touch targets are large enough, and no input makes a phone zoom in", PHONE, async (all) => {
  const small = [];
  await walkStates(all, {}, async (state) => {
    small.push(...(await all.widget.host.evaluate(tooSmall)).map((what) => `${state}: ${what}`));
  });

  assert.deepEqual(small, []);
});

test("each field asks for the right keyboard and can be autofilled", async ({ widget, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  const of = (name) =>
    widget
      .field(name)
      .evaluate((field) =>
        Object.fromEntries(
          ["type", "inputmode", "autocomplete", "enterkeyhint", "autocapitalize", "spellcheck", "dir"]
            .map((attribute) => [attribute, field.getAttribute(attribute)])
            .filter(([, value]) => value !== null),
        ),
      );

  assert.deepEqual(await of("username"), { autocomplete: "name", enterkeyhint: "next", dir: "auto" });
  assert.deepEqual(await of("email_address"), {
    type: "email",
    inputmode: "email",
    autocomplete: "email",
    enterkeyhint: "next",
    autocapitalize: "none",
    spellcheck: "false",
    dir: "ltr",
  });
  assert.deepEqual(await of("subject"), { autocomplete: "off", enterkeyhint: "next", dir: "auto" });
  // There, Return makes a new line.
  assert.deepEqual(await of("body"), {});
  const { dir, unicodeBidi } = await widget.field("body").evaluate((body) => {
    const { unicodeBidi } = getComputedStyle(body);
    return { dir: body.dir, unicodeBidi };
  });
  assert.ok(dir === "auto" || unicodeBidi === "plaintext", "text of either direction begins at its own side");
  assert.equal(await widget.host.locator("#tag").getAttribute("enterkeyhint"), "done");
});

test("with reduced motion nothing moves in any state", { reducedMotion: "reduce" }, async (all) => {
  const moving = [];
  await all.page.addInitScript(() => {
    globalThis.__moved = [];
    for (const name of ["animationstart", "transitionrun"])
      addEventListener(
        name,
        ({ animationName, propertyName }) => globalThis.__moved.push(animationName ?? propertyName),
        true,
      );
  });
  await walkStates(all, {}, async (state) => {
    const moved = await all.widget.host.evaluate((host) => [
      ...globalThis.__moved.splice(0),
      ...host.shadowRoot.getAnimations().map((animation) => animation.animationName ?? animation.transitionProperty),
    ]);
    moving.push(...moved.map((what) => `${state}: ${what}`));
  });

  assert.deepEqual(moving, []);
});

test("with more contrast, borders and hints have the colour of the text", {
  contrast: "more",
}, async ({ visitor, widget, page, visit }) => {
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  const seen = () =>
    widget.host.evaluate((host) => {
      const of = (selector, what) => getComputedStyle(host.shadowRoot.querySelector(selector))[what];
      return [of("[part~=dialog]", "color"), of("[name=body]", "borderTopColor"), of("[part~=hint]", "color")];
    });
  const [text, border, hint] = await seen();
  await visitor.takeScreenshot("everyone-more-contrast");
  assert.deepEqual([border, hint], [text, text]);

  await page.emulateMedia({ contrast: "no-preference" });
  const [, usualBorder, usualHint] = await seen();
  assert.ok(usualBorder !== text && usualHint !== text, "others get them fainter");
});

/** The colours of the panel and of a field. */
const colours = (widget) =>
  widget.host.evaluate((host) => {
    const of = (selector) => {
      const { backgroundColor, color, colorScheme } = getComputedStyle(host.shadowRoot.querySelector(selector));
      return [backgroundColor, color, colorScheme];
    };
    return JSON.stringify([of("[part~=dialog]"), of("[name=subject]"), of("button[type=submit]").slice(0, 2)]);
  });

test("the form follows the theme attribute and the page's colour scheme", async ({ widget, page, visit }) => {
  await visit({ ...AROUND, head: "<style>:root { color-scheme: light; background: Canvas }</style>" });
  await widget.openForm();
  const scheme = (value) => page.evaluate((value) => void (document.documentElement.style.colorScheme = value), value);
  const theme = (value) => widget.host.evaluate((host, value) => void (host.theme = value), value);
  const withoutSchemes = async () => (await colours(widget)).replaceAll(/,"(light|dark|normal)( light| dark)?"/g, "");
  const light = await withoutSchemes();
  await scheme("dark");
  const dark = await withoutSchemes();
  assert.notEqual(dark, light, "a page that turns dark");
  await theme("light");
  assert.equal(await withoutSchemes(), light, "theme=light in a dark page");
  await scheme("light");
  await theme("dark");
  assert.equal(await withoutSchemes(), dark, "theme=dark in a light page");
  await theme("auto");
  assert.equal(await withoutSchemes(), light, "theme=auto in a light page");
  await scheme("light dark");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await withoutSchemes(), dark, "the visitor's system turns dark");
});

test("above a phone's keyboard the form ends where the keyboard begins", PHONE, async ({ widget, page, visit }) => {
  // A phone's keyboard only shrinks the visual viewport, which is simulated here.
  await page.addInitScript((size) => {
    const viewport = Object.assign(new EventTarget(), { scale: 1, offsetTop: 0, offsetLeft: 0, ...size });
    Object.defineProperty(globalThis, "visualViewport", { value: viewport });
  }, PHONE.viewport);
  await visit({ ...AROUND, attributes: ATTRIBUTES });
  await widget.openForm();
  await widget.untilComplete();
  await untilSettled(widget);
  const keyboard = (height, offsetTop = 0) =>
    page.evaluate(
      (to) => {
        Object.assign(visualViewport, to);
        visualViewport.dispatchEvent(new Event("resize"));
      },
      { height, offsetTop },
    );
  const edges = async () => {
    const { y, height } = await widget.dialog.boundingBox();
    return [y, y + height];
  };
  assert.deepEqual(await edges(), [0, 640]);
  await keyboard(340);
  assert.deepEqual(await edges(), [0, 340]);
  const send = await widget.submit.boundingBox();
  assert.ok(send.y + send.height <= 340, "Send stays in sight");
  // iOS scrolls the page under the keyboard instead.
  await keyboard(340, 120);
  assert.deepEqual(await edges(), [120, 460]);
  await keyboard(640);
  assert.deepEqual(await edges(), [0, 640]);
  await page.keyboard.press("Escape");
  await widget.untilClosed();
  await keyboard(340);
  await widget.button.click();
  await widget.untilOpen();
  await untilSettled(widget);

  assert.deepEqual(await edges(), [0, 340]);
});

/** In the page: whatever scrolls sideways or extends beyond the screen. */
function sideways(host) {
  const page = document.documentElement;
  const found = page.scrollWidth > page.clientWidth ? ["the page"] : [];
  for (const node of host.shadowRoot.querySelectorAll("*")) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.matches("option")) continue;
    const name = `${node.localName}.${node.getAttribute("part") ?? ""} ${node.textContent.trim().slice(0, 40)}`;
    const { left, right, width } = node.getBoundingClientRect();
    if (width > 1 && (left < -1 || right > innerWidth + 1))
      found.push(`${name} is out of the screen: ${left} to ${right}`);
    const { overflowX } = getComputedStyle(node);
    // A line of text, or something that only screen readers get.
    const isLine = node.matches("input, select");
    const isHeard = getComputedStyle(node).clipPath !== "none";
    if (!isLine && !isHeard && overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1)
      found.push(`${name} scrolls or is cut off`);
  }
  return found;
}

/** In the page: whatever is too small for a finger, or has text so small that a phone zooms in. */
function tooSmall(host) {
  const found = [];
  const targets = "button, input, select, textarea, summary, a, [tabindex='0']";
  for (const node of host.shadowRoot.querySelectorAll(targets)) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.matches(".gone")) continue;
    const { offsetWidth: width, offsetHeight: height } = node;
    const name = `${node.localName}.${node.getAttribute("part")} ${node.name || node.textContent.trim().slice(0, 30)}: ${width} × ${height}`;
    const isInSentence = node.matches("a") && getComputedStyle(node).display === "inline";
    const isLink = node.matches("a, summary, pre, [role=group]");
    if (isLink ? !isInSentence && Math.min(width, height) < 24 : height < 44 || width < 44) found.push(name);
    if (
      node.matches("input:not([type=checkbox]), select, textarea") &&
      parseFloat(getComputedStyle(node).fontSize) < 16
    )
      found.push(`${name}, small text`);
  }
  return found;
}
