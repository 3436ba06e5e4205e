// @ts-check
/**
 * A mark on the button: how many messages wait, or that one was sent since the visitor looked last. It must not know how
 * they are sent.
 */

import { textsIn } from "./support-ticket-form-texts.js";
import { say } from "./support-ticket-say.js";

const CSS = [
  `.mark{position:absolute;top:-8px;inset-inline-end:-8px;display:grid;place-items:center;min-width:24px;height:24px;padding:0 4px;border:2px solid #9a4a00;border-radius:12px;background:#fff;color:#9a4a00;font:600 13px/1 sans-serif;pointer-events:none}`,
  `.mark.sent{border-color:#1a7037;color:#1a7037}`,
  `.mark span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`,
  `:host([position=inline]) .mark,:host([open]) .mark,.failed .mark{display:none}`,
];

/** @type {WeakMap<Element, HTMLElement>} */
const marks = new WeakMap();

/**
 * @param {(host: any) => string[]} language
 * @param {(show: () => void) => void} watch
 * @param {(host: HTMLElement) => unknown[]} list @param {(host: HTMLElement) => boolean} hasNews
 */
export function mark(language, watch, list, hasNews) {
  watch(() => {
    for (const host of /** @type {any} */ (document.querySelectorAll("support-ticket-widget")))
      show(host, list(host).length, hasNews(host), language).catch((error) =>
        console.error("support-ticket-widget:", error),
      );
  });
}

/** @param {any} host @param {number} waiting @param {boolean} isNew @param {(host: any) => string[]} language */
async function show(host, waiting, isNew, language) {
  /** @type {ShadowRoot} */
  const root = host.shadowRoot;
  const button = root?.querySelector("button[part=button]");
  let made = marks.get(host);
  if (!button || (!made && !waiting && !isNew)) return;
  if (!made) {
    made = document.createElement("span");
    made.setAttribute("part", (made.className = "mark"));
    made.id = "mark";
    button.after(made);
    marks.set(host, made);
    // Into the loader's: the form counts the stylesheets to know whether it has its own.
    for (const rule of CSS) root.adoptedStyleSheets[0].insertRule(rule);
  }
  const sign = waiting ? String(waiting) : isNew ? "✓" : "";
  const state = sign + !!host.open;
  if (made.dataset.state == state) return;
  made.dataset.state = state;
  made.style.display = sign ? "" : "none";
  made.classList.toggle("sent", !waiting);
  made.replaceChildren(sign);
  // Open, the form itself says what waits.
  if (!sign || host.open) return button.removeAttribute("aria-describedby");
  const texts = await textsIn(language(host)[1], host.texts, ".late");
  if (made.dataset.state != state) return;
  const said = document.createElement("span");
  said.textContent = waiting ? say(texts, "outbox_waiting", waiting) : say(texts, "outbox_sent");
  made.replaceChildren(sign, said);
  button.setAttribute("aria-describedby", made.id);
}
