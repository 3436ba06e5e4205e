// @ts-check
/**
 * A mark on the button: how many messages wait, or that one was sent since the visitor looked last. It must not know how
 * they are sent.
 */

import { textsIn } from "../shared/texts.js";
import { say } from "../shared/say.js";
import { addRules } from "../shared/dom.js";
import css from "./badge.css";

/**
 * @param {(show: () => void) => void} watch
 * @param {(host: HTMLElement) => unknown[]} list @param {(host: HTMLElement) => boolean} hasNews
 */
export function mark(watch, list, hasNews) {
  watch(() => {
    for (const host of /** @type {any} */ (document.querySelectorAll("support-ticket-widget")))
      show(host, list(host).length, hasNews(host)).catch((error) => console.error("support-ticket-widget:", error));
  });
}

/** @param {any} host @param {number} waiting @param {boolean} isNew */
async function show(host, waiting, isNew) {
  /** @type {ShadowRoot} */
  const root = host.shadowRoot;
  const button = root?.querySelector("button[part=button]");
  let made = root?.getElementById("mark");
  if (!button || (!made && !waiting && !isNew)) return;
  if (!made) {
    made = document.createElement("span");
    made.setAttribute("part", (made.className = "mark"));
    made.id = "mark";
    button.after(made);
    // Into the loader's: the form counts the stylesheets to know whether it has its own.
    addRules(root, css);
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
  const texts = await textsIn(host.constructor.language(host)[1], host.texts, ".late");
  if (made.dataset.state != state) return;
  const said = document.createElement("span");
  said.textContent = waiting ? say(texts, "outbox_waiting", waiting) : say(texts, "outbox_sent");
  made.replaceChildren(sign, said);
  button.setAttribute("aria-describedby", made.id);
}
