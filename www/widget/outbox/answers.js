// @ts-check
/**
 * What of the page the outbox has to do with: what an answer is made of, whose a kept ticket is, and whom its fate is
 * told. It must not decide what becomes of a ticket.
 */

// @ts-ignore: made by wasm-bindgen from outbox/, beside this file in what is served
import { Meaning, code, judge } from "./support_ticket_outbox.js";
import { fromV2 } from "../shared/ticket.js";
import { answered, seconds } from "../shared/post.js";
import { forgetDraft, isNobodys, place, remember } from "../shared/storage.js";
import { payloadOf } from "../shared/jwt.js";

/** @type {Record<string, string>} */
const WHY = { blocked: "Blocked", "not-found": "NotFound", offline: "Offline", timeout: "Timeout" };

/**
 * What a try came to.
 * @param {{ response?: Response, text?: string, why?: string }} came @param {boolean} isV2
 * @returns {{ meaning: number, code: string, url?: string, reason?: string }}
 */
export function meaningOf({ response, text = "", why = "" }, isV2) {
  const of = (/** @type {number} */ meaning) => ({ meaning, code: code(meaning) });
  // The page may have put in the place of `fetch` what gives something else.
  if (!(response instanceof Response)) return of(Meaning[WHY[why] ?? "Unreachable"]);
  const { isObject, event, url, error: reason } = answered(text);
  const meaning = judge(response.status, isObject, event, url, reason != null, isV2);
  return { ...of(meaning), url: meaning == Meaning.Created ? url : undefined, reason };
}

/** How long the server asks to wait, in milliseconds; 0 if it does not. @param {{ response?: Response }} came */
export function waitOf({ response }) {
  const asked = response instanceof Response && response.headers.get("Retry-After");
  return asked ? seconds(asked) * 1000 || 0 : 0;
}

/** @typedef {import("../support-ticket-outbox.js").Ticket} Ticket */

/** What was written, as API v1 has it. @param {Ticket} ticket @returns {any} */
export const writtenIn = ({ json }) => fromV2(JSON.parse(json));

/** @param {Ticket} ticket @returns {string} */
export const subjectOf = (ticket) => writtenIn(ticket).subject ?? "";

/** Whose list a ticket belongs to. @param {Ticket} ticket */
export const placeOf = (ticket) =>
  ticket.place ?? ["support-ticket-tickets", ticket.endpoint, writtenIn(ticket).account_id ?? ""].join(" ");

/**
 * Whether a ticket is shown to this visitor: they wrote it to this endpoint, perhaps before the page knew who they are. One
 * of which nobody can tell whose it is (its place is empty) is shown to nobody.
 * @param {HTMLElement} host @param {Ticket} ticket
 */
export function isOf(host, ticket) {
  const [here, its] = [place(host, "tickets"), placeOf(ticket)];
  return its != "" && (here == its || isNobodys(its, here));
}

/** The page's widgets, those first to whom the ticket belongs. @param {Ticket} ticket @returns {HTMLElement[]} */
function hosts(ticket) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("support-ticket-widget")]);
  return all.sort((a, b) => Number(isOf(b, ticket)) - Number(isOf(a, ticket)));
}

/** Whether the visitor has a form before them that the ticket may stand in. @param {Ticket} ticket */
export const isInSight = (ticket) =>
  hosts(ticket).some((host) => isOf(host, ticket) && host.matches("[open],[position=inline]"));

/**
 * The tokens of tickets of which these do not say whose they are, for as long as the page lives. At a later visit those
 * tickets go out without one: another visitor's would give them away.
 * @type {Map<string, string>}
 */
export const vouched = new Map();

/** Whether now may be sent: what a site vouched for waits until it does again. @param {Ticket} ticket */
export function canSend(ticket) {
  return !ticket.signed || placeOf(ticket) == "" || identityFor(ticket) != "";
}

/**
 * The token that says who sends it, if the page has one for the same visitor. It is not kept with the ticket: it is a
 * secret, and ends soon.
 * @param {Ticket} ticket
 */
export function identityFor(ticket) {
  if (placeOf(ticket) == "") return (ticket.signed && vouched.get(ticket.id)) || "";
  const [host] = hosts(ticket);
  const token = (host && isOf(host, ticket) && host.getAttribute("identity")) || "";
  // Without `signed` the visitor has left it out.
  return ticket.signed && !isOver(token) ? token : "";
}

/** Whether a token's time is over: what it vouches for waits for the next one. @param {string} token a JWT, base64url */
function isOver(token) {
  try {
    const { exp } = JSON.parse(payloadOf(token));
    return exp * 1000 <= Date.now();
  } catch {
    return false; // not one that says so: the endpoint knows
  }
}

/**
 * Tells the page what became of a ticket that was sent later.
 * @param {Ticket} ticket @param {string} name @param {any} detail
 * @param {HTMLElement} [gone] the element that it was sent from, where the page has taken it away meanwhile
 */
export function tellOf(ticket, name, detail, gone) {
  const [host = gone] = hosts(ticket);
  (host?.isConnected ? host : document).dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  if (!detail.url || !host) return;
  const { id, url } = detail;
  remember(host, { id, url, subject: subjectOf(ticket), at: Date.now() }, placeOf(ticket));
  for (const host of [...hosts(ticket), gone]) if (host && isOf(host, ticket)) forgetDraft(host, id);
}
