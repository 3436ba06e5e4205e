// Contrast in both themes, from computed colours: text in every state at least 4.5, input borders and focus rings at
// least 3 against their surroundings (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from "node:assert/strict";

import { ENGINE } from "../support/browser.mjs";
import { test } from "../support/test.mjs";
import { HEAD, PAGE, walkStates } from "../support/states.mjs";

const TEXT = 4.5;
const EDGE = 3;

for (const colorScheme of ["light", "dark"])
  for (const [where, attributes] of [
    ["beside the page", {}],
    ["in the page's flow", { position: "inline" }],
  ])
    test(`${colorScheme}, ${where}: texts and controls have enough contrast`, { colorScheme }, async (all) => {
      const { widget, visit } = all;
      let worst = { text: Infinity, edge: Infinity };
      const faint = [];
      const note = (state, kind, least) => (measured) => {
        for (const [what, ratio] of measured) {
          if (ratio < worst[kind]) worst = { ...worst, [kind]: ratio, [`${kind} at`]: `${state}: ${what}` };
          if (ratio < least) faint.push(`${state}: ${what} ${ratio.toFixed(2)} < ${least}`);
        }
        return measured.length;
      };
      const look = async (state) => {
        const { texts, edges } = await widget.host.evaluate(measure);
        assert.ok(note(state, "text", TEXT)(texts) > 0, `${state}: texts were measured`);
        note(state, "edge", EDGE)(edges);
      };
      if (attributes.position) {
        await visit({ before: PAGE, head: HEAD, attributes });
        await widget.field("subject").waitFor({ state: "visible" });
        await widget.send();
        await look("inline");
      } else {
        await walkStates(all, { attributes }, look);
        await visit({ before: PAGE, head: HEAD, attributes: { tags: "member", "allow-tags": "" } });
        const rings = await ringsOf(all);
        // After the last one the focus moves to Firefox's toolbar, and over BiDi Tab does not come back from there.
        assert.ok(
          rings.length > (ENGINE === "firefox" ? 7 : 8),
          `the focus went through the form: ${rings.map(({ what }) => what).join(", ")}`,
        );
        // The floating button has the browser's focus ring, which is the system's in all engines but Chromium.
        const measured = ENGINE === "chromium" ? rings : rings.slice(1);
        note("focus", "edge", EDGE)(measured.map(({ what, ratio }) => [what, ratio]));
        assert.deepEqual(
          rings.filter(({ style }) => style === "auto").map(({ what }) => what.slice(0, 21)),
          ["ring of button.button"],
        );
        assert.deepEqual(
          rings.filter(({ width }) => !(width >= 1)).map(({ what }) => what),
          [],
        );
      }
      console.log(JSON.stringify(worst));

      assert.deepEqual(faint, []);
    });

/** The focus rings of everything that Tab reaches, starting at the button. */
async function ringsOf({ widget, page }) {
  const rings = [];
  await widget.button.focus();
  for (let steps = 0; steps < 25; steps += 1) {
    if (steps) await page.keyboard.press("Tab");
    const focused = await widget.focused();
    if (!focused) continue;
    const { ring } = await widget.host.evaluate(measure);
    if (!rings.some(({ what }) => what === ring.what)) rings.push(ring);
    if (focused === "button") {
      await page.keyboard.press("Enter");
      await widget.untilOpen();
      await widget.untilComplete();
    }
  }
  return rings;
}

/** In the page: the contrast of all texts and borders, as `[what, ratio]`, and of the focus ring. */
function measure(host) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], under) => [...[r, g, b].map((part, at) => part * a + under[at] * (1 - a)), 1];
  const parentOf = (node) => node.parentElement ?? node.getRootNode().host;
  /** The colour visible behind an element's content. */
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = parentOf(at)) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      layers.unshift(color);
      if (color[3] === 1) break;
    }
    if (layers[0][3] !== 1) throw new Error("the page must say its colour");
    return layers.reduce((under, layer) => over(layer, under));
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const name = (node) =>
    `${node.localName}.${node.getAttribute("part") ?? parentOf(node)?.getAttribute("part")} “${(node.textContent || node.value || "").slice(0, 30)}”`;
  const texts = [];
  const edges = [];
  const seen = [...host.shadowRoot.querySelectorAll("*")].filter((node) =>
    node.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
  );
  for (const node of seen) {
    const style = getComputedStyle(node);
    const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const under = behind(node);
    const around = behind(parentOf(node));
    if (hasText || node.matches("input, textarea, select"))
      texts.push([name(node), ratio(over(rgba(style.color), under), under)]);
    for (const pseudo of ["::before", "::after"]) {
      const { content, color } = getComputedStyle(node, pseudo);
      if (/"\s*\S/.test(content)) texts.push([name(node) + pseudo, ratio(over(rgba(color), under), under)]);
    }
    if (!node.matches("input:not([type=checkbox], .gone), textarea, select, button:not(.link, .close)")) continue;
    const color = over(rgba(style.borderTopColor), around);
    const isFilled = node.matches("button") && ratio(under, around) > 1.2;
    edges.push([
      `edge of ${name(node)}`,
      isFilled ? ratio(under, around) : Math.min(ratio(color, under), ratio(color, around)),
    ]);
  }
  const focused = host.shadowRoot.activeElement;
  const ring = () => {
    const { outlineColor, outlineStyle, outlineWidth } = getComputedStyle(focused);
    const around = behind(parentOf(focused));
    return {
      what: `ring of ${name(focused)} (${outlineStyle} ${outlineWidth} ${outlineColor})`,
      style: outlineStyle,
      width: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
      ratio: ratio(over(rgba(outlineColor), around), around),
    };
  };
  return { texts, edges, ring: focused && ring() };
}
