// @ts-check
/**
 * What outlives the page in the visitor's browser: drafts, tickets that wait to be sent, and the list of those that were.
 * The page says by `drafts` where: `local` (the default), `session` (until the tab is closed), `none`. Only here is
 * anything written. It must not know what is kept, nor be asked before the visitor has reached for the button. Where
 * nothing can be kept (forbidden, full), that is said once on the console, and all goes on.
 */

import { inJson } from "./ticket.js";
import { payloadOf } from "./jwt.js";
import { DAMAGED_PREFIX as DAMAGED, DRAFT_PREFIX as DRAFT, TICKET_PREFIX as TICKET } from "./storage-keys.js";

/** How long what was typed is kept, in milliseconds: 24 hours, as issue 4 says. */
const DRAFT_AGE = 86_400_000;

/** How many of the tickets that were sent are remembered. */
const MAX_TICKETS = 50;

/** The version of all that is written. */
const VERSION = 1;

/** A ticket that was sent, `at` in milliseconds. @typedef {{ id: string, url: string, subject: string, at: number }} Sent */

/**
 * The key under which a widget keeps something (`draft`, `tickets`): the page's origin has its own store already, and
 * within it each endpoint and account has its own place. Empty if it cannot be told whose it would be: that is not kept.
 * @param {HTMLElement} host @param {string} what
 */
export function place(host, what) {
  const of = (/** @type {string} */ name) => host.getAttribute(name) ?? "";
  const account = of("account-id") || accountOf(of("identity"));
  let endpoint = of("endpoint");
  if (account == null || !endpoint) return "";
  if (URL.canParse(endpoint, document.baseURI)) endpoint = new URL(endpoint, document.baseURI).href;
  let path = "";
  // The list of tickets is one for all widgets of a page; of drafts, each has its own: which of the page's widgets it
  // is, and which of the components that have one.
  if (what == "draft")
    for (let at = host, root; at; at = root.host) {
      root = /** @type {any} */ (at.getRootNode());
      path += " " + (at.id ? "#" + at.id : [...(root.querySelectorAll?.(at.localName) ?? [])].indexOf(at));
    }
  return ["support-ticket-" + what, endpoint, account].join(" ") + path;
}

/**
 * Whether a place is nobody's, where the other one is an account's of the same endpoint and widget.
 * @param {string} nobodys @param {string} accounts
 */
export function isNobodys(nobodys, accounts) {
  const [, begin, end] = nobodys.match(/^(\S+ \S+ )((?: .*)?)$/) ?? [];
  return begin != null && nobodys != accounts && accounts.startsWith(begin) && accounts.endsWith(end);
}

/**
 * Whose a token is; empty for nobody's. What one visitor typed must not be shown to the next who signs in here.
 * @param {string} token a JWT, base64url
 * @returns {string | undefined} none if it does not say
 */
function accountOf(token) {
  if (!token) return "";
  try {
    const { sub } = JSON.parse(payloadOf(token));
    return sub ? String(sub) : undefined;
  } catch (error) {
    unkept(error);
  }
}

/** @param {HTMLElement} host @returns {Storage | undefined} none if the page wants nothing kept */
function store(host) {
  const drafts = host.getAttribute("drafts");
  return drafts == "none" ? undefined : drafts == "session" ? sessionStorage : localStorage;
}

let isSaid = false;

/** @param {unknown} error */
function unkept(error) {
  if (!isSaid) console.info("support-ticket-widget: nothing can be kept here:", error);
  isSaid = true;
}

/**
 * What is written there; nothing if it is not ours.
 * @param {Storage} store @param {string} key @returns {any}
 */
function read(store, key) {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null; // another script of this origin wrote there
  }
}

/**
 * What of ours is written there. What is damaged, or somebody else's, is set aside; what a newer version of this file has
 * written, in another tab, is let be.
 * @param {Storage} store @param {string} key
 * @param {string} name under which it is set aside
 * @param {(value: any) => boolean} isWhole
 * @returns {any}
 */
function ours(store, key, name, isWhole) {
  const text = store.getItem(key);
  const value = read(store, key);
  if (text == null || value?.version > VERSION) return null;
  if (isWhole(value)) return value;
  setAside(store, key, text, name);
  return null;
}

/** A draft, or the list of what was sent. @param {Storage} store @param {string} key */
const noteAt = (store, key) =>
  ours(
    store,
    key,
    key.slice("support-ticket-".length),
    (value) =>
      Object(value) === value && (value.at > 0 || !key.startsWith(DRAFT)) && (value.version ?? VERSION) == VERSION,
  );

/** @param {Storage} store @param {string} key @param {string} text what is written there @param {string} name */
function setAside(store, key, text, name) {
  console.warn("support-ticket-widget: what is written under", key, "is damaged. It is set aside under", DAMAGED);
  // First it goes, where the storage is full; where it can't be put there even so, it is put back.
  store.removeItem(key);
  try {
    store.setItem(DAMAGED + name, text);
  } catch (error) {
    store.setItem(key, text);
    throw error;
  }
}

/**
 * Drafts that grew old, whosever they are: text that nobody came back for does not stay.
 * @param {Storage} store
 */
function sweep(store) {
  for (const key of Object.keys(store))
    if (key.startsWith(DRAFT) && noteAt(store, key)?.at <= Date.now() - DRAFT_AGE) store.removeItem(key);
}

/**
 * What was kept, if it still is.
 * @param {HTMLElement} host @param {string} key @returns {any}
 */
export function kept(host, key) {
  try {
    const there = key && store(host);
    if (!there) return null;
    sweep(there);
    return noteAt(there, key);
  } catch (error) {
    unkept(error);
    return null;
  }
}

/**
 * Keeps an object; without one, nothing any more.
 * @param {HTMLElement} host @param {string} key @param {object} [value]
 * @returns {boolean} whether that went as the page wants it, which may be that nothing is kept
 */
export function keep(host, key, value) {
  try {
    const there = store(host);
    if (!there || !key) return !there;
    if (read(there, key)?.version > VERSION) return false;
    if (value) there.setItem(key, inJson({ version: VERSION, at: Date.now(), ...value }));
    else there.removeItem(key);
    return true;
  } catch (error) {
    unkept(error);
    return false;
  }
}

/**
 * The tickets that were sent, newest first.
 * @param {HTMLElement} host @returns {Sent[]}
 */
export function sent(host) {
  const list = kept(host, place(host, "tickets"))?.list;
  return Array.isArray(list) ? list.filter((ticket) => typeof ticket?.url == "string") : [];
}

/**
 * Remembers a ticket that was sent, for the visitor's list.
 * @param {HTMLElement} host @param {Sent} ticket @param {string} [key] whose list it is, if not the one of now
 */
export function remember(host, { id, url, subject, at }, key = place(host, "tickets")) {
  const list = kept(host, key)?.list;
  const others = Array.isArray(list) ? list.filter((ticket) => ticket?.url != url) : [];
  keep(host, key, { list: [{ id, url, subject, at }, ...others].slice(0, MAX_TICKETS) });
}

/** A ticket that is kept was sent: the text of its draft is no draft any more. @param {HTMLElement} host @param {string} id */
export function forgetDraft(host, id) {
  const key = place(host, "draft");
  if (kept(host, key)?.id == id) keep(host, key);
}

/** Tickets that could not be written down: they live as long as the page. @type {Map<string, Ticket>} */
const unkeptTickets = new Map();

/**
 * A ticket that is to be sent. `place` and what follows is not there yet where a form has only begun to send it.
 * @typedef {import("../support-ticket-outbox.js").Ticket} Ticket
 */

/**
 * Writes a ticket down before its first byte leaves. What cannot be written is sent all the same.
 * @param {HTMLElement} host @param {string} id @param {string} endpoint @param {string} json
 * @returns {Partial<Ticket>} without `endpoint` if that is no address
 */
export function pressed(host, id, endpoint, json) {
  /** @type {Partial<Ticket>} */
  const ticket = { version: 1, id, json, at: Date.now() };
  try {
    ticket.endpoint = new URL(endpoint || "//", document.baseURI).href;
    store(host)?.setItem(TICKET + id, JSON.stringify(ticket));
  } catch {
    // The outbox tries again, and tells the visitor.
  }
  return ticket;
}

/** Where the page wants a ticket to be kept. @param {HTMLElement} host */
export const whereOf = (host) => (/^(none|session)$/.exec(host.getAttribute("drafts") ?? "") ?? ["local"])[0];

/** Where a ticket may be, by `where`; not there where the page may not use it: that is said where drafts are kept. */
const stores = () =>
  Object.fromEntries(
    ["local", "session"].map((name) => {
      try {
        return [name, /** @type {Storage} */ (/** @type {any} */ (globalThis)[name + "Storage"])];
      } catch {
        return [name, undefined];
      }
    }),
  );
/** Where a ticket may be. */
const those = () => Object.values(stores()).filter((store) => store != null);

/** Whether anything can be kept where the page wants it. @param {HTMLElement} host */
export const isStorage = (host) => stores()[whereOf(host)] != null;

/** @param {Storage} store @param {string} key @returns {Ticket | null} */
const ticketAt = (store, key) =>
  ours(
    store,
    key,
    key.slice(TICKET.length),
    (ticket) =>
      ["id", "endpoint", "json"].every((name) => typeof ticket?.[name] == "string") &&
      ticket.at > 0 &&
      ticket.version == VERSION &&
      key == TICKET + ticket.id &&
      isObject(ticket.json),
  );

/** @param {string} json */
function isObject(json) {
  try {
    const value = JSON.parse(json);
    return Object(value) === value;
  } catch {
    return false; // cut off, or never any
  }
}

/** @template T @param {() => T} work @param {T} otherwise @returns {T} */
function attempt(work, otherwise) {
  try {
    return work();
  } catch (error) {
    unkept(error);
    return otherwise;
  }
}

/** All tickets that are not sent yet, the oldest first. @returns {Ticket[]} */
export function keptTickets() {
  const tickets = those().flatMap((store) => {
    const keys = attempt(() => Object.keys(store), []).filter((key) => key.startsWith(TICKET));
    // One that can be neither read nor set aside keeps no other from being sent.
    return keys.flatMap((key) => attempt(() => ticketAt(store, key), null) ?? []);
  });
  const written = tickets.filter(({ id }) => !unkeptTickets.has(id));
  return [...written, ...unkeptTickets.values()].sort((a, b) => a.at - b.at);
}

/** @param {string} id @returns {Ticket | undefined} */
export const find = (id) =>
  // What is written of one that could not be written any more is older.
  unkeptTickets.get(id) ??
  those()
    .map((store) => attempt(() => ticketAt(store, TICKET + id), null))
    .find((ticket) => ticket != null);

/** Writes a ticket down as it is now. @param {Ticket} ticket @returns {boolean} whether it outlives the page */
export function write(ticket) {
  const there = stores()[ticket.where ?? "local"];
  const isKept = attempt(() => {
    if (there) replace(there, TICKET + ticket.id, JSON.stringify(ticket));
    return !!there;
  }, false);
  if (isKept) unkeptTickets.delete(ticket.id);
  else unkeptTickets.set(ticket.id, ticket);
  warn();
  return isKept;
}

/**
 * Writes something in the place of what there is; where there is room for one of the two only, too.
 * @param {Storage} store @param {string} key @param {string} text
 */
function replace(store, key, text) {
  try {
    store.setItem(key, text);
  } catch {
    const before = store.getItem(key);
    store.removeItem(key);
    try {
      store.setItem(key, text);
    } catch (error) {
      if (before != null) store.setItem(key, before);
      throw error;
    }
  }
}

/** @param {string} id */
export function erase(id) {
  for (const store of those()) attempt(() => store.removeItem(TICKET + id), undefined);
  unkeptTickets.delete(id);
  warn();
}

/** Whether a ticket lives only as long as the page. @param {string} id */
export const isUnkept = (id) => unkeptTickets.has(id);

/** Asks the visitor to stay while something would be lost. @param {Event} event */
const stay = (event) => event.preventDefault();
function warn() {
  if (unkeptTickets.size) addEventListener("beforeunload", stay);
  else removeEventListener("beforeunload", stay);
}
