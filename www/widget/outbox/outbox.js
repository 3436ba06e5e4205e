// @ts-check
/**
 * The outbox: sends what was kept, until there is an answer that counts. A pressed Send is written down before its first
 * byte leaves (support-ticket-memory.js), and forgotten only once the ticket's address is known, or by the visitor's own
 * word. What is to be done with a ticket is decided by the module (outbox/); here it is done, one sender at a time over
 * all tabs. It is fetched once a form stands, and at a later visit where something waits. It must not know the form.
 */

// @ts-ignore: made by wasm-bindgen from outbox/, beside this file in what is served
import { Effect, initSync, Kept, Phase, tryMillis } from "./support_ticket_outbox.js";
import { post } from "../shared/post.js";
import { file } from "../shared/files.js";
import {
  erase,
  find,
  isStorage,
  isUnkept,
  keptTickets,
  place,
  sent as sentBefore,
  whereOf,
  write,
} from "../shared/storage.js";
import { mark } from "./badge.js";
import { canSend, identityFor, isInSight, isOf, meaningOf, placeOf, subjectOf, tellOf, waitOf } from "./answers.js";

/**
 * A kept ticket: `at` in milliseconds is when Send was pressed, `where` the page wants it kept (`drafts`), `place` whose it
 * is, `signed` whether it was sent with an `identity`. Without `phase` and what follows it was written by a form that had
 * only just begun to send it.
 * @typedef {{ version: number, id: string, endpoint: string, json: string, at: number, where?: string, place?: string,
 *   signed?: boolean, phase?: string, tries?: number, due?: number, held?: boolean, code?: string, reason?: string }} Ticket
 */

let isReady = false;

/** The module, once it is there. */
const ready = (async () => {
  const answer = await file("support-ticket-outbox.wasm");
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  initSync({ module: await WebAssembly.compile(await answer.arrayBuffer()) });
  isReady = true;
})();

export { isUnkept };
export { vouched, writtenIn } from "./answers.js";

/** Who wants to know that something changed. @type {Set<() => void>} */
const watching = new Set();

/** Forms that may hold what is kept; they say whether they took its address over. @type {Set<(id: string, url: string) => boolean>} */
export const forms = new Set();

/** What became of tickets on this page: their addresses. @type {Map<string, string>} */
const addresses = new Map();

/** Tickets whose form has pressed Send and will say itself what comes of it. @type {Set<string>} */
const awaited = new Set();

/** How long a form waits for this file's module before it sends without, in milliseconds: it may never come. */
const PATIENCE = 5_000;

/** How often it is asked whether the page has a visitor again who may send what waits for one, in milliseconds. */
const SIGNED_IN = 30_000;

/** Requests of ours under way. */
let underWay = 0;

/** Tickets that were sent since the visitor looked last; `isInForm` where a closed form will say so. @type {any[]} */
const arrived = [];

/** API v2 has no ids, by which a ticket that is sent again would be known. @param {Ticket} ticket */
const isRepeatable = (ticket) => !ticket.json.startsWith('{"options":');

/** @param {Ticket} ticket @returns {any} the rules for it */
function revive(ticket) {
  if (ticket.phase == null) return Kept.pressed(ticket.at, isRepeatable(ticket));
  const { phase, tries = 1, at, due = 0, held = false } = ticket;
  return new Kept(Phase[phase] ?? Phase.Returned, tries, at, due, held, isRepeatable(ticket));
}

/** Takes down in the ticket what the rules say now. @param {Ticket} ticket @param {any} kept */
function note(ticket, kept) {
  const { phase, tries, due, held, pressedAt: at } = kept;
  Object.assign(ticket, { phase: Phase[phase], tries, due, held, at });
}

/** Web Locks are only where there is https, and a sandboxed page may not have them. */
let hasLocks = "locks" in navigator;

/**
 * Does something with a ticket, while nobody else in any tab does. Without Web Locks, or if somebody else is at it, it is
 * not alone.
 * @template T
 * @param {string} id @param {boolean} waits for the others to be done @param {(isAlone: boolean) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(id, waits, work) {
  if (!hasLocks) return work(false);
  let isBegun = false;
  try {
    return await navigator.locks.request(`support-ticket-outbox ${id}`, { ifAvailable: !waits }, (lock) => {
      isBegun = true;
      return work(!!lock);
    });
  } catch (error) {
    if (isBegun) throw error;
    hasLocks = false;
    return work(false);
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Something changed: it is said to those who show it, and the next look is planned. */
function changed() {
  if (!isReady) return;
  clearTimeout(timer);
  const now = Date.now();
  const rests = keptTickets().map((ticket) => {
    const kept = revive(ticket);
    const rest = kept.rest(now);
    kept.free();
    return canSend(ticket) ? rest : Math.max(rest, SIGNED_IN);
  });
  const next = Math.min(...rests);
  // A little later than due, since timers may be early, and all tabs have one.
  if (next < Infinity) timer = setTimeout(() => lookAll(false), next + 50 + Math.random() * 200);
  for (const show of watching)
    try {
      show();
    } catch (error) {
      report(error); // What is shown is less than what is sent.
    }
}

/**
 * Does what the rules say is to be done with a ticket.
 * @param {Ticket} ticket @param {any} kept @param {number} effect
 */
async function carry(ticket, kept, effect) {
  const attempt = kept.tries;
  // What it was refused for, if it was, is not why it is handed back now: it has grown old.
  if (effect == Effect.GiveBack) Object.assign(ticket, { code: "expired", reason: undefined });
  if (effect != Effect.Nothing) {
    note(ticket, kept);
    write(ticket);
    changed();
  }
  kept.free();
  if (effect == Effect.GiveBack) tellFailed(ticket);
  if (effect != Effect.Post) return;
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), tryMillis());
  // Of all that may go on after the page the browser takes 64 KiB in all, and loses what is more without sending it.
  const came = await post(ticket.endpoint, ticket.json, identityFor(ticket), abort.signal, underWay++ ? 0 : undefined);
  underWay--;
  clearTimeout(limit);
  const { url, isOver } = settle(ticket, attempt, came);
  if (url && awaited.has(ticket.id)) addresses.set(ticket.id, url);
  else if (url) arrive(ticket, url);
  else if (isOver) tellFailed(ticket);
}

/** @param {Ticket} ticket */
const tellFailed = (ticket) =>
  tellOf(ticket, "ticket-error", { id: ticket.id, code: ticket.code, message: ticket.reason ?? "" });

/**
 * Takes down what a try came to.
 * @param {Ticket} ticket @param {number} attempt @param {Awaited<ReturnType<typeof post>>} came
 * @param {boolean} [isInForm] whether its text stands in a form, which says why it was refused
 */
function settle(ticket, attempt, came, isInForm = false) {
  const { meaning, url, code, reason } = meaningOf(came, !isRepeatable(ticket));
  // What somebody deleted meanwhile is not written again.
  const now = find(ticket.id);
  const kept = revive(now ?? ticket);
  const [at, random] = [Date.now(), Math.random()];
  // Where the browser knew beforehand that there is no network, nothing has left.
  const effect =
    came.why == "offline"
      ? kept.unsent(attempt, at, random)
      : kept.answered(attempt, meaning, waitOf(came), at, random);
  const isOver = effect == Effect.GiveBack;
  if (effect == Effect.Remove || (isOver && isInForm)) erase(ticket.id);
  else if (now && effect != Effect.Nothing) {
    note(ticket, kept);
    write(Object.assign(ticket, { code, reason }));
  }
  kept.free();
  changed();
  return { url, isOver, queued: !now || effect != Effect.Wait ? undefined : isUnkept(ticket.id) ? "page" : "browser" };
}

/** @returns {Promise<{ why: string }>} some time after a form itself would have given up */
const tooLate = () => new Promise((come) => setTimeout(() => come({ why: "timeout" }), tryMillis() + 2000));

/** The ticket exists. @param {Ticket} ticket @param {string} url @param {HTMLElement} [host] that it was sent from */
function arrive(ticket, url, host) {
  const { id } = ticket;
  addresses.set(id, url);
  const isInForm = [...forms].some((take) => take(id, url));
  noteNews(ticket, url, isInForm);
  if (!isInForm) tellOf(ticket, "ticket-created", { id, url }, host);
  changed();
}

/** What nobody is looking at is marked on the button until somebody does. @param {Ticket} ticket @param {string} url @param {boolean} isInForm */
function noteNews(ticket, url, isInForm) {
  if (isInForm && isInSight(ticket)) return;
  arrived.push({ id: ticket.id, url, subject: subjectOf(ticket), place: placeOf(ticket), isInForm });
}

/** @param {string} id @param {boolean} hint whether now may be a good time */
const look = (id, hint) =>
  alone(id, false, async (isAlone) => {
    const ticket = find(id);
    // Who holds the lock looks after it; but for a tab that the browser froze while it was sending.
    if (!ticket || (!isAlone && hasLocks && ticket.phase != "Sending")) return;
    const kept = revive(ticket);
    // What waits for its visitor grows old like the rest.
    if (!canSend(ticket) && !kept.isOld(Date.now())) return kept.free();
    await carry(ticket, kept, kept.looked(Date.now(), hint, isAlone));
  });

/** Looks after all that is kept. @param {boolean} hint whether now may be a good time */
async function lookAll(hint) {
  await ready;
  for (const { id } of keptTickets()) look(id, hint).catch(report);
  changed();
}

/**
 * Sends a ticket of a form for the first time, or again by the visitor's own hand. It is written down already.
 * @param {HTMLElement} host @param {any} ticket as `pressed` gave it
 * @param {boolean} signed @param {() => ReturnType<typeof post>} send the form's own way, with its own limit of time
 * @param {AbortSignal} signal
 * @param {() => boolean} isInForm whether its text stands in a form
 */
export async function first(host, ticket, signed, send, signal, isInForm) {
  try {
    await Promise.race([ready, late(PATIENCE)]);
  } catch (error) {
    // What is written down is found at a later visit.
    report(error);
    return send();
  }
  // At no address there is nothing to send it to, now or later.
  if (!ticket.endpoint) return send();
  const { id } = ticket;
  Object.assign(ticket, { where: whereOf(host), place: place(host, "tickets"), signed });
  // A form that broke meanwhile has left its ticket to the outbox.
  const { send: own } = /** @type {any} */ (host).calls;
  const isWhole = () => /** @type {any} */ (host).calls.send == own;
  const isShown = () => isInForm() && isWhole();
  const begin = async () => {
    // Whoever held the lock may have sent it meanwhile.
    const sent = !find(id) && addressOf(host, id);
    if (sent) return isShown() ? created(id, sent) : arrive(ticket, sent, host);
    const kept = revive(ticket);
    note(ticket, kept);
    write(ticket);
    changed();
    const attempt = kept.tries;
    kept.free();
    // A form that is gone gives nothing up any more.
    const came = await Promise.race([send(), tooLate()]);
    const { url, queued, isOver } = settle(ticket, attempt, came, isShown());
    // Without locks another try may have got through meanwhile, whatever came of this one.
    const address = url ?? addresses.get(id);
    if (address && !isShown()) arrive(ticket, address, host);
    else if (address) addresses.set(id, address), noteNews(ticket, address, true), changed();
    else if (isOver && !isShown()) tellFailed(ticket);
    return address && !url ? created(id, address) : { ...came, queued };
  };
  awaited.add(id);
  const sent = alone(id, false, (isAlone) => (isAlone || !hasLocks ? begin() : alone(id, true, begin)));
  // It may wait for another tab that sends the same ticket. What is under way itself is told first.
  const over = new Promise((resolve) => signal.addEventListener("abort", () => setTimeout(resolve, 500))).then(() => {
    const queued = isUnkept(id) ? "page" : "browser";
    return { why: "timeout", queued: isRepeatable(ticket) ? queued : undefined };
  });
  const outcome = Promise.race([sent, over]).finally(() => awaited.delete(id));
  // A form that broke might be able to tell the page once more, or break once more.
  return outcome.then((came) => (!isInForm() || isWhole() ? came : new Promise(() => {})));
}

/** @param {number} millis @returns {Promise<never>} */
const late = (millis) =>
  new Promise((_, fail) => setTimeout(() => fail(Error("the outbox's module does not come")), millis));

/** The address of a ticket that was sent from this browser. @param {HTMLElement} host @param {string} id @returns {string | undefined} */
const addressOf = (host, id) =>
  addresses.get(id) ?? (isStorage(host) ? sentBefore(host).find((ticket) => ticket.id == id)?.url : undefined);

/** The answer that another try got. @param {string} id @param {string} url */
const created = (id, url) => ({
  response: new Response(),
  text: JSON.stringify({ event: "support_ticket_url", id, url }),
});

/** The visitor wants it sent now. @param {string} id */
export const sendNow = (id) =>
  alone(id, false, async (isAlone) => {
    const ticket = find(id);
    if (!ticket) return;
    const kept = revive(ticket);
    await carry(ticket, kept, kept.sendNow(Date.now(), isAlone));
  }).catch(report);

/** The visitor deletes it, or goes on with it. @param {string} id @returns {Ticket | undefined} what it was */
export function takeBack(id) {
  const ticket = find(id);
  erase(id);
  changed();
  return ticket;
}

/** Keeps a ticket again that was taken back. @param {Ticket} ticket */
export function putBack(ticket) {
  write(ticket);
  lookAll(true);
}

/** A visitor's tickets that are not sent yet. @param {HTMLElement} host */
export const list = (host) => keptTickets().filter((ticket) => isOf(host, ticket));

/** What was sent of theirs since they looked last, but for what a form says itself. @param {HTMLElement} host */
export const sent = (host) => arrived.filter((ticket) => !ticket.isInForm && isOf(host, ticket));

/** @param {HTMLElement} host */
const hasNews = (host) => arrived.some((ticket) => isOf(host, ticket));

/** @param {unknown} error */
const report = (error) => console.error("support-ticket-widget:", error);

/** Calls whenever something changed. @param {() => void} show @param {AbortSignal} [signal] until then */
export function watch(show, signal) {
  watching.add(show);
  signal?.addEventListener("abort", () => watching.delete(show));
  if (isReady) show();
}

let isStarted = false;

/** Begins to look after what is kept, the first time that it is called. */
export function start() {
  if (isStarted) return;
  isStarted = true;
  mark(watch, list, hasNews);
  // Having looked, the visitor knows.
  addEventListener("ticket-close", () => (arrived.splice(0), changed()));
  addEventListener("ticket-open", changed);
  const hint = () => lookAll(true).catch(report);
  for (const name of ["online", "pageshow"]) addEventListener(name, hint);
  document.addEventListener("visibilitychange", () => document.hidden || hint());
  addEventListener("storage", () => changed());
  hint();
}
