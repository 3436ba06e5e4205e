// @ts-check
/**
 * The visitor's browser storage: drafts, the list of sent tickets, and tickets that are not sent yet. The page chooses
 * the storage by `drafts`: `local` (the default), `session` (until the tab is closed), or `none`. If storage is
 * unavailable or full, it logs once and carries on. No other file writes to the storage.
 */

import { accountOf } from "./jwt.js";
import { DAMAGED_PREFIX, DRAFT_PREFIX, TICKET_PREFIX } from "./storage-keys.js";
import { inJson } from "./ticket.js";

/** How long a draft is stored: 24 hours. */
const DRAFT_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** How many sent tickets are listed. */
const MAX_SENT_TICKETS = 50;

/** The version of everything that is written. A newer version, written by another tab, is left alone. */
const VERSION = 1;

/** A ticket that was sent; `at` in milliseconds. @typedef {{ id: string, url: string, subject: string, at: number }} SentTicket */

/**
 * A ticket that is not sent yet; `at` in milliseconds is when Send was pressed. Until the outbox has taken it over, the
 * fields from `where` on are missing.
 *
 * `where` is the storage that the page chose, `place` the key of its owner's list of sent tickets, `signed` whether it was
 * sent with an `identity`.
 * @typedef {{ version: number, id: string, endpoint: string, json: string, at: number, where?: string, place?: string,
 *   signed?: boolean, phase?: string, tries?: number, due?: number, held?: boolean, code?: string, reason?: string }} QueuedTicket
 */

/** Logs the first failure of the storage; the others have the same cause. */
class StorageLog {
  static #isLogged = false;

  /** @param {unknown} error */
  static log(error) {
    if (!StorageLog.#isLogged) console.info("support-ticket-widget: nothing can be kept here:", error);
    StorageLog.#isLogged = true;
  }
}

/**
 * The key under which a widget stores something, `draft` or `tickets`: one for each endpoint and account, and for drafts
 * also for each widget of the page. Empty if the account is unknown: then nothing is stored.
 * @param {HTMLElement} host @param {string} what
 */
export function storageKey(host, what) {
  const attribute = (/** @type {string} */ name) => host.getAttribute(name) ?? "";
  const account = attribute("account-id") || accountOf(attribute("identity"), StorageLog.log);
  let endpoint = attribute("endpoint");
  if (account == null || !endpoint) return "";
  if (URL.canParse(endpoint, document.baseURI)) endpoint = new URL(endpoint, document.baseURI).href;
  return [`support-ticket-${what}`, endpoint, account].join(" ") + (what == "draft" ? pathOf(host) : "");
}

/** Which of the page's widgets an element is, through shadow roots. @param {HTMLElement} host */
function pathOf(host) {
  let path = "";
  for (let at = host, root; at; at = root.host) {
    root = /** @type {any} */ (at.getRootNode());
    path += " " + (at.id ? "#" + at.id : [...(root.querySelectorAll?.(at.localName) ?? [])].indexOf(at));
  }
  return path;
}

/**
 * Whether the key `signedOut` is that of the same endpoint and widget as `signedIn`, without an account.
 * @param {string} signedOut @param {string} signedIn
 */
export function isSameWidgetSignedOut(signedOut, signedIn) {
  const [, start, end] = signedOut.match(/^(\S+ \S+ )((?: .*)?)$/) ?? [];
  return start != null && signedOut != signedIn && signedIn.startsWith(start) && signedIn.endsWith(end);
}

/** The storage that the page chose. @param {HTMLElement} host */
export const areaOf = (host) => (/^(none|session)$/.exec(host.getAttribute("drafts") ?? "") ?? ["local"])[0];

/** @param {HTMLElement} host @returns {Storage | undefined} none if the page wants nothing stored */
function storageOf(host) {
  const area = areaOf(host);
  return area == "none" ? undefined : area == "session" ? sessionStorage : localStorage;
}

/** Both storages by `area`; one that the page may not use is missing. @returns {Record<string, Storage | undefined>} */
function storages() {
  const storage = (/** @type {string} */ area) => {
    try {
      return /** @type {any} */ (globalThis)[area + "Storage"];
    } catch {
      return undefined;
    }
  };
  return { local: storage("local"), session: storage("session") };
}

const usableStorages = () => Object.values(storages()).filter((storage) => storage != null);

/** Whether the storage that the page chose can be used. @param {HTMLElement} host */
export const hasStorage = (host) => storages()[areaOf(host)] != null;

/** @template T @param {() => T} work @param {T} fallback @returns {T} */
function attempt(work, fallback) {
  try {
    return work();
  } catch (error) {
    StorageLog.log(error);
    return fallback;
  }
}

/** The value under a key; null if it is not JSON. @param {Storage} storage @param {string} key @returns {any} */
function parsed(storage, key) {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null; // Another script of this origin wrote there.
  }
}

/**
 * Our value under a key. A damaged one is moved aside; one of a newer version is left alone.
 * @param {Storage} storage @param {string} key @param {string} name to move it aside under
 * @param {(value: any) => boolean} isValid @returns {any}
 */
function readValid(storage, key, name, isValid) {
  const text = storage.getItem(key);
  const value = parsed(storage, key);
  if (text == null || value?.version > VERSION) return null;
  if (isValid(value)) return value;
  console.warn("support-ticket-widget: what is stored under", key, "is damaged. It is set aside under", DAMAGED_PREFIX);
  // Removed first, in case the storage is full. If it cannot be moved even so, it is put back.
  storage.removeItem(key);
  try {
    storage.setItem(DAMAGED_PREFIX + name, text);
  } catch (error) {
    storage.setItem(key, text);
    throw error;
  }
  return null;
}

/** A draft, or a list of sent tickets. @param {Storage} storage @param {string} key */
const readNote = (storage, key) =>
  readValid(
    storage,
    key,
    key.slice("support-ticket-".length),
    (value) =>
      Object(value) === value &&
      (value.at > 0 || !key.startsWith(DRAFT_PREFIX)) &&
      (value.version ?? VERSION) == VERSION,
  );

/** Removes old drafts, whoever wrote them. @param {Storage} storage */
function removeOldDrafts(storage) {
  for (const key of Object.keys(storage))
    if (key.startsWith(DRAFT_PREFIX) && readNote(storage, key)?.at <= Date.now() - DRAFT_MAX_AGE_MS)
      storage.removeItem(key);
}

/** The object that is stored under a key, if there is one. @param {HTMLElement} host @param {string} key @returns {any} */
export function readStored(host, key) {
  return attempt(() => {
    const storage = key && storageOf(host);
    if (!storage) return null;
    removeOldDrafts(storage);
    return readNote(storage, key);
  }, null);
}

/**
 * Stores an object under a key; without an object, removes what is stored there.
 * @param {HTMLElement} host @param {string} key @param {object} [value]
 * @returns {boolean} whether the storage is as the page wants it, which may be that nothing is stored
 */
export function writeStored(host, key, value) {
  return attempt(() => {
    const storage = storageOf(host);
    if (!storage || !key) return !storage;
    if (parsed(storage, key)?.version > VERSION) return false;
    if (value) storage.setItem(key, inJson({ version: VERSION, at: Date.now(), ...value }));
    else storage.removeItem(key);
    return true;
  }, false);
}

/** The tickets that were sent, newest first. @param {HTMLElement} host @returns {SentTicket[]} */
export function sentTickets(host) {
  const list = readStored(host, storageKey(host, "tickets"))?.list;
  return Array.isArray(list) ? list.filter((ticket) => typeof ticket?.url == "string") : [];
}

/**
 * Adds a ticket to the list of those that were sent.
 * @param {HTMLElement} host @param {SentTicket} ticket @param {string} [key] of the owner's list
 */
export function addSentTicket(host, { id, url, subject, at }, key = storageKey(host, "tickets")) {
  const list = readStored(host, key)?.list;
  const others = Array.isArray(list) ? list.filter((ticket) => ticket?.url != url) : [];
  writeStored(host, key, { list: [{ id, url, subject, at }, ...others].slice(0, MAX_SENT_TICKETS) });
}

/**
 * The keys of the drafts that the forms of a widget have stored. Before each form had its own, there was one without a mark.
 * @param {HTMLElement} host @param {string} base as `storageKey` gives it @returns {string[]}
 */
export const draftKeys = (host, base) =>
  attempt(() => {
    const keys = base ? Object.keys(storageOf(host) ?? {}) : [];
    return keys.filter((key) => key == base || key.startsWith(`${base} ~`));
  }, []);

/** Removes the draft of a ticket that was sent. @param {HTMLElement} host @param {string} id */
export function removeDraftOf(host, id) {
  for (const key of draftKeys(host, storageKey(host, "draft")))
    if (readStored(host, key)?.id == id) writeStored(host, key);
}

/**
 * Stores a ticket before its first byte leaves. If that fails the ticket is sent all the same.
 * @param {HTMLElement} host @param {string} id @param {string} endpoint @param {string} json
 * @returns {Partial<QueuedTicket>} without `endpoint` if that is not an address
 */
export function storePending(host, id, endpoint, json) {
  /** @type {Partial<QueuedTicket>} */
  const ticket = { version: VERSION, id, json, at: Date.now() };
  try {
    ticket.endpoint = new URL(endpoint || "//", document.baseURI).href;
    storageOf(host)?.setItem(TICKET_PREFIX + id, JSON.stringify(ticket));
  } catch {
    // The outbox tries again, and tells the visitor.
  }
  return ticket;
}

/** @param {Storage} storage @param {string} key @returns {QueuedTicket | null} */
const readTicket = (storage, key) =>
  readValid(
    storage,
    key,
    key.slice(TICKET_PREFIX.length),
    (ticket) =>
      ["id", "endpoint", "json"].every((name) => typeof ticket?.[name] == "string") &&
      ticket.at > 0 &&
      ticket.version == VERSION &&
      key == TICKET_PREFIX + ticket.id &&
      isJsonObject(ticket.json),
  );

/** @param {string} json */
function isJsonObject(json) {
  try {
    const value = JSON.parse(json);
    return Object(value) === value;
  } catch {
    return false; // It was cut off.
  }
}

/** The stored ticket with an id. @param {string} id @returns {QueuedTicket | undefined} */
export const storedTicket = (id) =>
  usableStorages()
    .map((storage) => attempt(() => readTicket(storage, TICKET_PREFIX + id), null))
    .find((ticket) => ticket != null) ?? undefined;

/** All stored tickets. One that can be neither read nor moved aside does not hide the others. @returns {QueuedTicket[]} */
export const storedTickets = () =>
  usableStorages().flatMap((storage) => {
    const keys = attempt(() => Object.keys(storage), []).filter((key) => key.startsWith(TICKET_PREFIX));
    return keys.flatMap((key) => attempt(() => readTicket(storage, key), null) ?? []);
  });

/** Stores a ticket. @param {QueuedTicket} ticket @returns {boolean} whether that worked */
export function storeTicket(ticket) {
  const storage = storages()[ticket.where ?? "local"];
  return attempt(() => {
    if (storage) replaceItem(storage, TICKET_PREFIX + ticket.id, JSON.stringify(ticket));
    return !!storage;
  }, false);
}

/** Replaces an item, even if there is room for only one of both. @param {Storage} storage @param {string} key @param {string} text */
function replaceItem(storage, key, text) {
  try {
    storage.setItem(key, text);
  } catch {
    const before = storage.getItem(key);
    storage.removeItem(key);
    try {
      storage.setItem(key, text);
    } catch (error) {
      if (before != null) storage.setItem(key, before);
      throw error;
    }
  }
}

/** @param {string} id */
export function removeTicket(id) {
  for (const storage of usableStorages()) attempt(() => storage.removeItem(TICKET_PREFIX + id), undefined);
}
