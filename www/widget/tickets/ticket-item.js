// @ts-check
/** One ticket in "My tickets". */

import { element, make } from "../shared/dom.js";

/** The endpoint's words for a ticket's status, and the keys of ours. @type {Record<string, string>} */
const STATUS = { NEW: "new", OPEN: "open", "AWAITING YOUR REPLY": "awaiting", SOLVED: "solved" };

/**
 * @param {import("./account-tickets.js").Ticket} ticket
 * @param {(key: string) => string} say @param {string} language @param {ShadowRoot} root
 */
export function ticketItem({ url, subject, at, status }, say, language, root) {
  const item = element("li", "ticket");
  const append = (/** @type {HTMLElement} */ made) => item.append(made);
  // Only web pages: the stored list and the endpoint may contain anything.
  const isPage = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const target = isPage ? { href: url, target: "_blank", rel: "noopener" } : {};
  const link = make(isPage ? "a" : "span", "ticket-link", target, append);
  make("bdi", "ticket-subject", { textContent: subject || url }, (made) => link.append(made));
  const opensElsewhere = root.querySelector("[part~=ticket-url] + [part~=hint]");
  if (opensElsewhere) link.setAttribute("aria-describedby", (opensElsewhere.id ||= "elsewhere"));
  if (at) {
    const when = say("tickets_when").replace("{when}", () => formatted(at, language));
    make("span", "ticket-when", { textContent: when }, append);
  }
  if (status) {
    const known = STATUS[status];
    const pill = make("span", "ticket-status", { textContent: known ? say("tickets_" + known) : status }, append);
    if (known) pill.classList.add("is-" + known);
  }
  return item;
}

/** A time in the visitor's language. @param {number} at @param {string} language */
function formatted(at, language) {
  try {
    return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
  } catch {
    return new Date(at).toString(); // The page has broken Intl, or the time is not one.
  }
}
