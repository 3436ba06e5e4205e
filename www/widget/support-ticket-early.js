// @ts-check
/**
 * What has to happen before the visitor reaches for the button: position="inline", preload="idle", over-modals, and
 * sending what an earlier visit could not. Only then is this file fetched.
 */

import { TICKET_PREFIX } from "./shared/storage-keys.js";

/** Inline forms, which load when they come into view. */
class InlineForms {
  /** @type {WeakSet<Element>} */
  static #observed = new WeakSet();

  /** In the page's flow there is no button to reach for. @param {any} host */
  static observe(host) {
    if (host.position != "inline" || InlineForms.#observed.has(host)) return;
    InlineForms.#observed.add(host);
    new IntersectionObserver(([entry]) => entry.isIntersecting && host.update(true)).observe(host);
  }
}

/** How long after the page has the element `preload="idle"` fetches the form, in milliseconds. */
const IDLE_MS = 999;

/** @param {unknown} error */
const logError = (error) => console.error("support-ticket-widget:", error);

/** The loader has no room to log what goes wrong here. @param {any} host an element that was just put into the page */
export function begin(host) {
  try {
    InlineForms.observe(host);
    if (host.preload == "idle" && !(/** @type {any} */ (navigator).connection?.saveData))
      setTimeout(host.shadowRoot.querySelector("button").onfocus, IDLE_MS);
    if (host.overModals) import("./support-ticket-over-modals.js").then((modals) => modals.watch(host), logError);
    if (hasQueuedTicket()) import("./support-ticket-outbox.js").then((part) => part.outbox.start(), logError);
  } catch (error) {
    logError(error);
  }
}

/** The loader only looks for a part of the key, which a key of the page's may contain, too. */
function hasQueuedTicket() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(TICKET_PREFIX));
  } catch {
    return false; // The page has no storage.
  }
}
