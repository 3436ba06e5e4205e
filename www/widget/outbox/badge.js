// @ts-check
/** A badge on the button: how many messages are queued, or that one was sent since the visitor last looked. */

import { addRules, make } from "../shared/dom.js";
import { say } from "../shared/say.js";
import { lateTexts } from "../shared/texts.js";
import css from "./badge.css";

/** Keeps the badges of all widgets up to date. @param {import("./outbox.js").Outbox} outbox */
export function showBadges(outbox) {
  outbox.watch(() => {
    for (const host of /** @type {any} */ (document.querySelectorAll("support-ticket-widget")))
      show(host, outbox.queued(host).length, outbox.hasNews(host)).catch((error) =>
        console.error("support-ticket-widget:", error),
      );
  });
}

/** @param {any} host @param {number} queued @param {boolean} hasNews */
async function show(host, queued, hasNews) {
  /** @type {ShadowRoot} */
  const root = host.shadowRoot;
  const button = root?.querySelector("button[part=button]");
  if (!button || (!root.getElementById("mark") && !queued && !hasNews)) return;
  const badge = root.getElementById("mark") ?? attach(root, button);
  const sign = queued ? String(queued) : hasNews ? "✓" : "";
  const state = sign + !!host.open;
  if (badge.dataset.state == state) return;
  badge.dataset.state = state;
  badge.style.display = sign ? "" : "none";
  badge.classList.toggle("sent", !queued);
  badge.replaceChildren(sign);
  // An open form says itself what is queued.
  if (!sign || host.open) return button.removeAttribute("aria-describedby");
  const texts = await lateTexts(host.constructor.language(host)[1], host.texts);
  if (badge.dataset.state != state) return;
  const textContent = queued ? say(texts, "outbox_waiting", queued) : say(texts, "outbox_sent");
  badge.replaceChildren(sign);
  make("span", "", { textContent }, (element) => badge.append(element));
  button.setAttribute("aria-describedby", badge.id);
}

/** @param {ShadowRoot} root @param {Element} button */
function attach(root, button) {
  const badge = make("span", "mark", { id: "mark" }, (element) => button.after(element));
  // Into the loader's stylesheet: the form counts the stylesheets to know whether it has its own.
  addRules(root, css);
  return badge;
}
