// @ts-check
/**
 * The outbox sends queued tickets until there is a definitive answer. A ticket is stored before its first byte leaves
 * (shared/storage.js), and removed only for its address, for a refusal that an open form shows, or because the visitor
 * deletes or edits it (docs/reliability.md). The module (crates/outbox) decides what happens to a ticket; this class
 * carries it out, one sender at a time over all tabs. It does not know the form.
 */

// @ts-ignore: made by wasm-bindgen from crates/outbox
import { Effect, initSync, Phase, Record, tryTimeoutMs } from "./support_ticket_outbox.js";
import { file } from "../shared/files.js";
import { post } from "../shared/post.js";
import { areaOf, hasStorage, sentTickets, storageKey } from "../shared/storage.js";
import { showBadges } from "./badge.js";
import { classify, retryAfterMs } from "./outcome.js";
import { announce, canSend, contentOf, isFormVisible, isOf, ownerOf, subjectOf, tokenFor } from "./owner.js";
import { TicketLocks } from "./ticket-locks.js";
import { TicketStore } from "./ticket-store.js";

/**
 * @typedef {import("../shared/storage.js").QueuedTicket} QueuedTicket
 * @typedef {Awaited<ReturnType<typeof post>>} Result the result of a request
 * A ticket that was sent since the visitor last looked; `isInForm` if a closed form will say so.
 * @typedef {{ id: string, url: string, subject: string, place: string, isInForm: boolean }} NewlySent
 */

/** How long a form waits for the module before it sends without the outbox. */
const MODULE_TIMEOUT_MS = 5_000;

/** How often the outbox looks whether the page has a visitor again who may send what waits for one. */
const SIGNED_IN_CHECK_MS = 30_000;

/** How much longer than one try a form is waited for: it has a time limit of its own. */
const FORM_GRACE_MS = 2_000;

/** How long a request that is under way is waited for once its form has given up. */
const ABORT_GRACE_MS = 500;

/** API v2 has no ids, by which the endpoint would recognize a ticket that is sent again. @param {QueuedTicket} ticket */
const isRepeatable = (ticket) => !ticket.json.startsWith('{"options":');

/** @param {QueuedTicket} ticket @returns {any} the rules for it */
function rulesFor(ticket) {
  if (ticket.phase == null) return Record.submitted(ticket.at, isRepeatable(ticket));
  const { phase, tries = 1, at, due = 0, held = false } = ticket;
  return new Record(Phase[phase] ?? Phase.Returned, tries, at, due, held, isRepeatable(ticket));
}

/** Copies the state of the rules into the ticket. @param {QueuedTicket} ticket @param {any} rules */
function update(ticket, rules) {
  const { phase, tries, due, held, submittedAt: at } = rules;
  Object.assign(ticket, { phase: Phase[phase], tries, due, held, at });
}

/** @param {unknown} error */
const logError = (error) => console.error("support-ticket-widget:", error);

/** @param {number} ms @returns {Promise<void>} */
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function loadModule() {
  const response = await file("support-ticket-outbox.wasm");
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
}

export class Outbox {
  #tickets = new TicketStore();
  #locks = new TicketLocks();
  #isReady = false;
  #isStarted = false;
  #ready = loadModule().then(() => void (this.#isReady = true));
  /** Called when anything changed. @type {Set<() => void>} */
  #watchers = new Set();
  /** Ask a form whether it shows that its ticket was sent. @type {Set<(id: string, url: string) => boolean>} */
  #forms = new Set();
  /** The addresses of tickets that were sent from this page. @type {Map<string, string>} */
  #addresses = new Map();
  /** Tickets whose form is waiting for the answer, and will announce it. @type {Set<string>} */
  #awaited = new Set();
  /** @type {NewlySent[]} */
  #newlySent = [];
  /** Our requests that are under way. */
  #requests = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * The tokens of tickets without a known owner, for as long as the page lives. Later visits send those tickets without a
   * token: another visitor's would give them away. @type {Map<string, string>}
   */
  tokensOfThisPage = new Map();

  /** Starts to look after what is stored. Further calls do nothing. */
  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    showBadges(this);
    addEventListener("ticket-close", () => {
      // The visitor has seen what was sent.
      this.#newlySent.length = 0;
      this.#changed();
    });
    addEventListener("ticket-open", () => this.#changed());
    addEventListener("storage", () => this.#changed());
    const checkNow = () => void this.#checkAll(true).catch(logError);
    for (const name of ["online", "pageshow"]) addEventListener(name, checkNow);
    document.addEventListener("visibilitychange", () => document.hidden || checkNow());
    checkNow();
  }

  /** Calls back whenever anything changed. @param {() => void} callback @param {AbortSignal} [signal] */
  watch(callback, signal) {
    this.#watchers.add(callback);
    signal?.addEventListener("abort", () => this.#watchers.delete(callback));
    if (this.#isReady) callback();
  }

  /**
   * Adds a form that shows by itself when its ticket was sent.
   * @param {(id: string, url: string) => boolean} showsSent whether it does so for this ticket @param {AbortSignal} signal
   */
  addForm(showsSent, signal) {
    this.#forms.add(showsSent);
    signal.addEventListener("abort", () => this.#forms.delete(showsSent));
  }

  /** A visitor's tickets that are not sent yet. @param {HTMLElement} host */
  queued(host) {
    return this.#tickets.all().filter((ticket) => isOf(host, ticket));
  }

  /** A visitor's tickets that were sent since they last looked, without those that a form shows. @param {HTMLElement} host */
  newlySent(host) {
    return this.#newlySent.filter((ticket) => !ticket.isInForm && isOf(host, ticket));
  }

  /** Whether any ticket of a visitor was sent since they last looked. @param {HTMLElement} host */
  hasNews(host) {
    return this.#newlySent.some((ticket) => isOf(host, ticket));
  }

  /** The ticket as API v1 has it. */
  contentOf = contentOf;

  /** Whether a ticket is lost when the page is closed. @param {string} id */
  isPageOnly(id) {
    return this.#tickets.isPageOnly(id);
  }

  /** Takes a ticket out of the queue. @param {string} id @returns {QueuedTicket | undefined} the ticket */
  remove(id) {
    const ticket = this.#tickets.find(id);
    this.#tickets.remove(id);
    this.#changed();
    return ticket;
  }

  /** Puts a ticket back that was removed. @param {QueuedTicket} ticket */
  putBack(ticket) {
    this.#tickets.write(ticket);
    this.#checkAll(true).catch(logError);
  }

  /** Sends a ticket now, because the visitor wants to. @param {string} id */
  sendNow(id) {
    return this.#locks
      .withTicket(id, false, async (isExclusive) => {
        const ticket = this.#tickets.find(id);
        if (!ticket) return;
        const rules = rulesFor(ticket);
        await this.#perform(ticket, rules, rules.sendNow(Date.now(), isExclusive));
      })
      .catch(logError);
  }

  /**
   * Sends a ticket that the visitor just submitted. It is already stored.
   * @param {HTMLElement} host @param {any} ticket as `storePending` gave it @param {boolean} signed
   * @param {() => Promise<Result>} send the form's own request, with a time limit of its own
   * @param {AbortSignal} signal of the form's patience
   * @param {() => boolean} isInForm whether the form is still there and works
   * @returns {Promise<any>} the result, and where the ticket is `queued`
   */
  async submit(host, ticket, signed, send, signal, isInForm) {
    const timeout = delay(MODULE_TIMEOUT_MS).then(() => {
      throw Error("the outbox did not load in time");
    });
    try {
      await Promise.race([this.#ready, timeout]);
    } catch (error) {
      // A later visit finds the stored ticket.
      logError(error);
      return send();
    }
    // Without an address there is nowhere to send it, now or later.
    if (!ticket.endpoint) return send();
    const { id } = ticket;
    Object.assign(ticket, { where: areaOf(host), place: storageKey(host, "tickets"), signed });
    const first = () => this.#sendFirst(host, ticket, send, isInForm);
    this.#awaited.add(id);
    const sent = this.#locks.withTicket(id, false, (isExclusive) =>
      isExclusive || !this.#locks.areAvailable ? first() : this.#locks.withTicket(id, true, first),
    );
    return Promise.race([sent, this.#untilGivenUp(ticket, signal)]).finally(() => this.#awaited.delete(id));
  }

  /**
   * Sends a ticket for its form, unless another tab has sent it meanwhile.
   * @param {HTMLElement} host @param {QueuedTicket} ticket @param {() => Promise<Result>} send @param {() => boolean} isShown
   */
  async #sendFirst(host, ticket, send, isShown) {
    const { id } = ticket;
    const earlier = !this.#tickets.find(id) && this.#addressOf(host, id);
    if (earlier) return isShown() ? asCreated(id, earlier) : this.#announceSent(ticket, earlier, host);
    const rules = rulesFor(ticket);
    update(ticket, rules);
    this.#tickets.write(ticket);
    this.#changed();
    const attempt = rules.tries;
    rules.free();
    // A form that was taken away aborts nothing any more.
    const timedOut = delay(tryTimeoutMs() + FORM_GRACE_MS).then(() => ({ why: "timeout" }));
    const result = await Promise.race([send(), timedOut]);
    const { url, queued, isOver } = this.#recordOutcome(ticket, attempt, result, isShown());
    // Without locks another try may have succeeded meanwhile.
    const address = url ?? this.#addresses.get(id);
    if (address && !isShown()) this.#announceSent(ticket, address, host);
    else if (address) {
      this.#addresses.set(id, address);
      this.#recordSent(ticket, address, true);
      this.#changed();
    } else if (isOver && !isShown()) announceFailed(ticket);
    return address && !url ? asCreated(id, address) : { ...result, queued };
  }

  /** When the form gives up: another tab may be sending the same ticket. @param {QueuedTicket} ticket @param {AbortSignal} signal */
  async #untilGivenUp(ticket, signal) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    // A request that is under way reports first.
    await delay(ABORT_GRACE_MS);
    const queued = this.isPageOnly(ticket.id) ? "page" : "browser";
    return { why: "timeout", queued: isRepeatable(ticket) ? queued : undefined };
  }

  /** Checks all tickets. @param {boolean} isNudged whether now may be a good time to send */
  async #checkAll(isNudged) {
    await this.#ready;
    for (const { id } of this.#tickets.all()) this.#check(id, isNudged).catch(logError);
    this.#changed();
  }

  /** @param {string} id @param {boolean} isNudged */
  #check(id, isNudged) {
    return this.#locks.withTicket(id, false, async (isExclusive) => {
      const ticket = this.#tickets.find(id);
      // The lock holder sends it, unless its tab was frozen mid-request.
      if (!ticket || (!isExclusive && this.#locks.areAvailable && ticket.phase != "Sending")) return;
      const rules = rulesFor(ticket);
      // A ticket that waits for its visitor expires like any other.
      if (!canSend(ticket, this.tokensOfThisPage) && !rules.hasExpired(Date.now())) return rules.free();
      await this.#perform(ticket, rules, rules.checked(Date.now(), isNudged, isExclusive));
    });
  }

  /**
   * Carries out what the rules decided.
   * @param {QueuedTicket} ticket @param {any} rules @param {number} effect
   */
  async #perform(ticket, rules, effect) {
    const attempt = rules.tries;
    // It is handed back for its age, whatever it was refused for before.
    if (effect == Effect.HandBack) Object.assign(ticket, { code: "expired", reason: undefined });
    if (effect != Effect.Nothing) {
      update(ticket, rules);
      this.#tickets.write(ticket);
      this.#changed();
    }
    rules.free();
    if (effect == Effect.HandBack) announceFailed(ticket);
    if (effect == Effect.Send) await this.#send(ticket, attempt);
  }

  /** @param {QueuedTicket} ticket @param {number} attempt */
  async #send(ticket, attempt) {
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), tryTimeoutMs());
    const token = tokenFor(ticket, this.tokensOfThisPage);
    // Browsers let all requests that outlive the page have 64 KiB together, and drop what is more.
    const keepaliveLimit = this.#requests++ ? 0 : undefined;
    const result = await post(ticket.endpoint, ticket.json, token, abort.signal, keepaliveLimit);
    this.#requests--;
    clearTimeout(timeout);
    const { url, isOver } = this.#recordOutcome(ticket, attempt, result);
    if (url && this.#awaited.has(ticket.id)) this.#addresses.set(ticket.id, url);
    else if (url) this.#announceSent(ticket, url);
    else if (isOver) announceFailed(ticket);
  }

  /**
   * Stores the outcome of a try.
   * @param {QueuedTicket} ticket @param {number} attempt @param {Result} result
   * @param {boolean} [isInForm] whether its text is in a form, which says why it was refused
   */
  #recordOutcome(ticket, attempt, result, isInForm = false) {
    const { outcome, url, code, reason } = classify(result, !isRepeatable(ticket));
    // A ticket that was deleted meanwhile is not stored again.
    const stored = this.#tickets.find(ticket.id);
    const rules = rulesFor(stored ?? ticket);
    const [now, random] = [Date.now(), Math.random()];
    // If the browser knew that there is no network, nothing was sent.
    const effect =
      result.why == "offline"
        ? rules.unsent(attempt, now, random)
        : rules.answered(attempt, outcome, retryAfterMs(result), now, random);
    const isOver = effect == Effect.HandBack;
    if (effect == Effect.Remove || (isOver && isInForm)) this.#tickets.remove(ticket.id);
    else if (stored && effect != Effect.Nothing) {
      update(ticket, rules);
      this.#tickets.write(Object.assign(ticket, { code, reason }));
    }
    rules.free();
    this.#changed();
    const queued = !stored || effect != Effect.Wait ? undefined : this.isPageOnly(ticket.id) ? "page" : "browser";
    return { url, isOver, queued };
  }

  /** @param {QueuedTicket} ticket @param {string} url @param {HTMLElement} [host] that it was sent from */
  #announceSent(ticket, url, host) {
    const { id } = ticket;
    this.#addresses.set(id, url);
    const isInForm = [...this.#forms].some((showsSent) => showsSent(id, url));
    this.#recordSent(ticket, url, isInForm);
    if (!isInForm) announce(ticket, "ticket-created", { id, url }, host);
    this.#changed();
  }

  /**
   * Remembers a ticket for the button's mark, unless an open form shows that it was sent.
   * @param {QueuedTicket} ticket @param {string} url @param {boolean} isInForm
   */
  #recordSent(ticket, url, isInForm) {
    if (isInForm && isFormVisible(ticket)) return;
    this.#newlySent.push({ id: ticket.id, url, subject: subjectOf(ticket), place: ownerOf(ticket), isInForm });
  }

  /** The address of a ticket that was sent from this browser. @param {HTMLElement} host @param {string} id */
  #addressOf(host, id) {
    if (this.#addresses.has(id) || !hasStorage(host)) return this.#addresses.get(id);
    return sentTickets(host).find((ticket) => ticket.id == id)?.url;
  }

  /** Plans the next check, and calls the watchers. */
  #changed() {
    if (!this.#isReady) return;
    clearTimeout(this.#timer);
    const now = Date.now();
    const delays = this.#tickets.all().map((ticket) => {
      const rules = rulesFor(ticket);
      const delay = rules.delayUntilDue(now);
      rules.free();
      return canSend(ticket, this.tokensOfThisPage) ? delay : Math.max(delay, SIGNED_IN_CHECK_MS);
    });
    const next = Math.min(...delays);
    // A little later than due, because timers may be early, and every tab has one.
    const later = next + 50 + Math.random() * 200;
    if (next < Infinity) this.#timer = setTimeout(() => void this.#checkAll(false).catch(logError), later);
    for (const callback of this.#watchers)
      try {
        callback();
      } catch (error) {
        logError(error); // Sending matters more than showing.
      }
  }
}

/** @param {QueuedTicket} ticket */
const announceFailed = (ticket) =>
  announce(ticket, "ticket-error", { id: ticket.id, code: ticket.code, message: ticket.reason ?? "" });

/** The result of another try that created the ticket. @param {string} id @param {string} url */
const asCreated = (id, url) => ({
  response: new Response(),
  text: JSON.stringify({ event: "support_ticket_url", id, url }),
});
