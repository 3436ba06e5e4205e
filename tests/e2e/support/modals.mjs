// Pages that show a modal of a real library, bundled on demand, and the modal from a visitor's view.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { until } from "./until.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "modals");

/** The libraries and their files in tests/e2e/support/modals/; they differ in how they handle clicks outside. */
export const LIBRARIES = {
  native: { file: "native.js", modal: "dialog" },
  MUI: { file: "mui.jsx", modal: ".MuiDialog-root" },
  Radix: { file: "radix.jsx", modal: "[role=dialog]" },
  Bootstrap: { file: "bootstrap.js", modal: ".modal" },
};

/** Long enough to scroll, with the widget in between. */
const BEFORE = '<button id="open">Rename</button><div id="app"></div>';
const AFTER = '<div style="height: 3000px"></div>';

/**
 * How long to watch for a scroll after the wheel event, in milliseconds: nothing signals that a page did not scroll.
 */
const NO_SCROLL = 300;

const bundled = new Map();

/** Bundles a file as a site ships it. */
async function bundle(file) {
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, file)],
    outdir: "modals",
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

/** Goes to a page with the library's modal and the widget outside of it. */
export async function visitModal({ visit, site, page }, name, attributes = {}) {
  const { file, modal } = LIBRARIES[name];
  if (!bundled.has(file)) bundled.set(file, bundle(file));
  const { script, style } = await bundled.get(file);
  const [js, css] = [
    site.page(script, { path: `/${file}.js`, headers: { "content-type": "text/javascript" } }),
    site.page(style, { path: `/${file}.css`, headers: { "content-type": "text/css" } }),
  ];
  await visit({
    attributes,
    head: `<link rel="stylesheet" href="${css}">`,
    before: BEFORE,
    after: `${AFTER}<script type="module" src="${js}"></script>`,
  });
  return new Modal(page, page.locator(modal));
}

/** The page's modal from a visitor's view. */
class Modal {
  constructor(page, box) {
    this.page = page;
    this.box = box;
    this.opener = page.locator("#open");
    this.name = page.locator("#name");
    this.ask = page.locator("#ask");
    this.askByAttribute = page.locator("#ask-by-attribute");
    this.done = page.locator("#done");
  }

  async open() {
    await this.opener.click();
    await this.name.waitFor({ state: "visible" });
    await until(() => this.holdsFocus(), "the focus is in the page's modal");
  }

  async close() {
    await this.done.click();
    await this.name.waitFor({ state: "hidden" });
  }

  /** Waits until the form is above the modal, complete with its extras. */
  async untilBelow(widget) {
    await widget.untilOpen();
    await until(() => widget.isModal(), "the form is above the page's modal");
    await widget.untilExtras();
  }

  isOpen() {
    return this.name.isVisible();
  }

  holdsFocus() {
    return this.box.evaluateAll((boxes) => boxes.some((box) => box.contains(document.activeElement)));
  }

  /** The styles that can lock the page's scrolling, and whether the wheel scrolls the page. */
  async scrolling() {
    const before = await this.page.evaluate(() => {
      scrollTo({ top: 100, behavior: "instant" });
      return scrollY;
    });
    const wheel = await this.page.evaluateHandle(watchWheel, NO_SCROLL);
    await this.page.mouse.move(640, 700);
    await this.page.mouse.wheel(0, 50);
    await wheel.evaluate(({ isOver }) => isOver);
    return this.page.evaluate((before) => {
      const scrolled = scrollY !== before;
      scrollTo({ top: 0, behavior: "instant" });
      const of = ({ style }) => style.cssText;
      const { overflow, paddingRight, pointerEvents } = getComputedStyle(document.body);
      return {
        scrolled,
        html: of(document.documentElement),
        body: of(document.body),
        overflow,
        paddingRight,
        pointerEvents,
      };
    }, before);
  }
}

/** In the page: resolves when the wheel has scrolled it, or was turned without effect. */
function watchWheel(millis) {
  const isOver = new Promise((resolve) => {
    const stop = new AbortController();
    const over = () => resolve(stop.abort());
    const before = scrollY;
    const options = { capture: true, passive: true, signal: stop.signal };
    // The event of an earlier scroll may arrive this late.
    document.addEventListener("scroll", () => scrollY !== before && over(), options);
    addEventListener("wheel", () => setTimeout(over, millis), options);
  });
  return { isOver };
}

/** Clicks the middle of an element, if nothing covers it. */
export async function clickOn(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  const middle = [x + width / 2, y + height / 2];
  const instead = await locator.evaluate((element, [x, y]) => {
    const root = element.getRootNode();
    const hit = document.elementFromPoint(x, y);
    const isOnTop = hit === root.host && element.contains(root.elementFromPoint(x, y));
    return isOnTop ? "" : (hit?.outerHTML ?? "nothing").slice(0, 200);
  }, middle);
  if (instead) throw new Error(`On top of ${locator} is ${instead}`);
  await page.mouse.click(...middle);
}

/** For conditions that must stay true, where there is no event to wait for. */
export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The dialogs in the accessibility tree, each with the roles and names in it. */
export async function accessibleDialogs(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inside = (node) => [
    ...(node.ignored ? [] : [`${node.role?.value} ${node.name?.value}`]),
    ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? inside(byId.get(id)) : [])),
  ];
  return nodes
    .filter(({ ignored, role }) => !ignored && role?.value === "dialog")
    .map((node) => ({ name: node.name?.value, inside: inside(node) }));
}
