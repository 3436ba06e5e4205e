// @ts-check
/** The owner of a queued ticket: which visitor sees it, whose token it is sent with, and which element announces its end. */

import { payloadOf } from "../shared/jwt.js";
import { addSentTicket, isSameWidgetSignedOut, removeDraftOf, storageKey } from "../shared/storage.js";
import { fromV2 } from "../shared/ticket.js";

/** @typedef {import("../shared/storage.js").QueuedTicket} QueuedTicket */

/** The ticket as API v1 has it. @param {QueuedTicket} ticket @returns {any} */
export const contentOf = ({ json }) => fromV2(JSON.parse(json));

/** @param {QueuedTicket} ticket @returns {string} */
export const subjectOf = (ticket) => contentOf(ticket).subject ?? "";

/** The key of its owner's list of sent tickets; empty if the owner is unknown. @param {QueuedTicket} ticket */
export const ownerOf = (ticket) =>
  ticket.place ?? ["support-ticket-tickets", ticket.endpoint, contentOf(ticket).account_id ?? ""].join(" ");

/**
 * Whether a visitor sees a ticket: they wrote it to this endpoint, perhaps before they signed in. A ticket without a known
 * owner is shown to nobody.
 * @param {HTMLElement} host @param {{ place?: string }} ticket
 */
export function isOf(host, ticket) {
  const [visitor, owner] = [storageKey(host, "tickets"), ownerOf(/** @type {QueuedTicket} */ (ticket))];
  return owner != "" && (visitor == owner || isSameWidgetSignedOut(owner, visitor));
}

/** The page's widgets, the owner's first. @param {QueuedTicket} ticket @returns {HTMLElement[]} */
function widgetsFor(ticket) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("support-ticket-widget")]);
  return all.sort((a, b) => Number(isOf(b, ticket)) - Number(isOf(a, ticket)));
}

/** Whether the owner has a form open, which may show the ticket. @param {QueuedTicket} ticket */
export const isFormVisible = (ticket) =>
  widgetsFor(ticket).some((host) => isOf(host, ticket) && host.matches("[open],[position=inline]"));

/**
 * Whether a ticket may be sent now: one that was sent with a token waits until the page has one again.
 * @param {QueuedTicket} ticket @param {Map<string, string>} tokensOfThisPage
 */
export function canSend(ticket, tokensOfThisPage) {
  return !ticket.signed || ownerOf(ticket) == "" || tokenFor(ticket, tokensOfThisPage) != "";
}

/**
 * The token of the ticket's owner, if the page has it. Tokens are not stored with tickets: they are secret, and expire.
 * @param {QueuedTicket} ticket @param {Map<string, string>} tokensOfThisPage
 */
export function tokenFor(ticket, tokensOfThisPage) {
  // Without `signed`, the visitor has left the token out.
  if (!ticket.signed) return "";
  if (ownerOf(ticket) == "") return tokensOfThisPage.get(ticket.id) ?? "";
  const [host] = widgetsFor(ticket);
  const token = (host && isOf(host, ticket) && host.getAttribute("identity")) || "";
  return isExpired(token) ? "" : token;
}

/** @param {string} token a JWT */
function isExpired(token) {
  try {
    const { exp } = JSON.parse(payloadOf(token));
    return exp * 1000 <= Date.now();
  } catch {
    return false; // It does not say so; the endpoint decides.
  }
}

/**
 * Announces to the page that a queued ticket was sent or refused.
 * @param {QueuedTicket} ticket @param {string} name of the event @param {any} detail
 * @param {HTMLElement} [sender] the element that it was sent from; the page may have removed it meanwhile
 */
export function announce(ticket, name, detail, sender) {
  const [host = sender] = widgetsFor(ticket);
  const target = host?.isConnected ? host : document;
  target.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  if (!detail.url || !host) return;
  const { id, url } = detail;
  addSentTicket(host, { id, url, subject: subjectOf(ticket), at: Date.now() }, ownerOf(ticket));
  for (const widget of [...widgetsFor(ticket), sender]) if (widget && isOf(widget, ticket)) removeDraftOf(widget, id);
}
