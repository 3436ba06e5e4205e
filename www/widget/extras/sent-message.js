// @ts-check
/**
 * The message in the form after it was submitted: follows its fate, in this tab or another, so that the form's words stay
 * true. A change in the form makes another message of it.
 */

import { type } from "../shared/dom.js";
import { sentTickets, storedTicket } from "../shared/storage.js";
import { freshId } from "../shared/uuid.js";

/**
 * How long the address of a ticket may take after another tab removed it from the outbox: it is written a moment later.
 */
const ADDRESS_DELAY_MS = 1000;

/** @typedef {import("../outbox/outbox.js").Outbox} Outbox */
/** What the visitor has to know of the message. @typedef {{ handedBack?: string, url?: string, subject?: string }} News */

export class SentMessage {
  #extra;
  /** @type {() => Outbox | undefined} */
  #outbox;
  /** @type {{ save(): boolean }} */
  #drafts;
  /** @type {(news: News) => void} */
  #report;
  /** Its id; empty if the form has no sent message. */
  id = "";
  /** The stored ticket, once it was seen to be stored. */
  #json = "";
  /** The page's `identity` when it was sent. */
  #token = "";
  /** Whether the form says that it is sent automatically. */
  #isQueued = false;
  /** Whether it stays queued only until its changed version can be stored as a draft. */
  #isHeld = false;
  /** The form's values when it was sent. */
  #sentValues = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import("../support-ticket-extras.js").Extra} extra
   * @param {() => Outbox | undefined} outbox @param {{ save(): boolean }} drafts @param {(news: News) => void} report
   */
  constructor(extra, outbox, drafts, report) {
    this.#extra = extra;
    this.#outbox = outbox;
    this.#drafts = drafts;
    this.#report = report;
    this.#listen();
    this.#takeOver();
  }

  /** The ticket in the outbox, if it is there. */
  queued() {
    if (!this.id) return undefined;
    const ticket = this.#outbox()
      ?.queued(this.#extra.host)
      .find(({ id }) => id == this.id);
    return ticket ?? storedTicket(this.id);
  }

  forget() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.id = this.#json = "";
    this.#isQueued = this.#isHeld = false;
  }

  /** Takes it out of the outbox. @returns {string} its id, if it was there */
  removeQueued() {
    const id = this.queued()?.id ?? "";
    this.forget();
    if (id) this.#outbox()?.remove(id);
    return id;
  }

  /** Leaves it in the outbox while the visitor changes it, because there is no room for a draft. @param {string} id */
  hold(id) {
    this.#begin(id);
    this.#isHeld = true;
  }

  /**
   * Shows that the outbox sent the message. @param {string} id @param {string} url
   * @returns {boolean} whether the form says so
   */
  showsSent(id, url) {
    const { signal } = this.#extra;
    return !signal.aborted && id == this.id && !this.#extra.form.screen.isIn("sending") && this.#showSent(url);
  }

  /** Checks whether what the form says is still true. */
  follow() {
    const outbox = this.#outbox();
    if (!outbox || !this.id) return;
    outbox.tokensOfThisPage.set(this.id, this.#token);
    if (this.#extra.form.screen.isIn("sending")) return;
    const ticket = this.queued();
    // Another tab may have taken it up, and send another text under its id.
    if (ticket && (this.#json ||= ticket.json) == ticket.json) this.#followQueued(ticket);
    else if (this.#json) this.#followRemoved();
  }

  #listen() {
    const { host, root, form, signal } = this.#extra;
    host.addEventListener(
      "ticket-submit",
      (event) => {
        const submitted = this.#idIn(event);
        if (!submitted) return;
        const { ticket } = /** @type {CustomEvent} */ (event).detail;
        // Another form's message is queued under this id, and must not be overwritten.
        if (submitted != this.id && storedTicket(submitted)) form.id = ticket.id = freshId();
        this.#begin(ticket.id);
        this.#token = host.getAttribute("identity") ?? "";
      },
      { capture: true, signal },
    );
    const onOutcome = (/** @type {string} */ name, /** @type {() => void} */ follow) =>
      host.addEventListener(name, (event) => this.id && this.#idIn(event) == this.id && follow(), {
        capture: true,
        signal,
      });
    onOutcome("ticket-queued", () => (this.#isQueued = true));
    onOutcome("ticket-error", () => (this.#isQueued = false));
    onOutcome("ticket-created", () => this.forget());
    for (const name of ["input", "change"]) root.addEventListener(name, () => this.#onChange(), { signal });
  }

  /** Follows a message that the visitor sent before this script was there. */
  #takeOver() {
    const { host, form } = this.#extra;
    const { id } = form;
    if (!(this.#extra.form.screen.isIn("sending") || storedTicket(id))) return;
    this.#begin(id);
    this.#token = host.getAttribute("identity") ?? "";
    this.#isQueued = storedTicket(id)?.phase == "Waiting";
  }

  /** The id of the ticket that an event of the form's is about. @param {Event} event */
  #idIn(event) {
    const { detail } = /** @type {CustomEvent} */ (event);
    return event.target == this.#extra.host ? (detail.id ?? detail.ticket?.id) : undefined;
  }

  #values() {
    return this.#extra.form.screen.inputs.map(({ value }) => value).join("\0");
  }

  /** @param {string} id */
  #begin(id) {
    this.forget();
    this.id = id;
    this.#sentValues = this.#values();
  }

  /** The text in the form is a new message from now on. */
  #becomeAnother() {
    this.forget();
    this.#extra.form.id = freshId();
    this.#drafts.save();
  }

  /** Has the form drop its words about the message: it does so when the text changes. */
  #dropWords() {
    const body = this.#extra.form.screen.input("body");
    const { value, selectionStart, selectionEnd } = body;
    for (const text of [value + " ", value]) type(body, text);
    if (body == this.#extra.root.activeElement) body.setSelectionRange(selectionStart, selectionEnd);
  }

  /** @param {string} url @returns {boolean} whether the form says that it was sent */
  #showSent(url) {
    const { form } = this.#extra;
    const { id } = this;
    this.forget();
    form.showSent(id, url);
    const isShown = this.#extra.form.screen.isIn("sent");
    // The form did not wait for it and says nothing, but its text is a ticket now.
    if (!isShown) form.reset();
    return isShown;
  }

  /** @param {import("../shared/storage.js").QueuedTicket} ticket */
  #followQueued({ id, phase }) {
    if (!this.#isQueued) return;
    if (phase == "Returned" || phase == "Asking") {
      this.#report({ handedBack: id });
      this.forget();
      this.#extra.form.reset();
    } else if (this.#values() != this.#sentValues) {
      // The page has filled in something else.
      this.#becomeAnother();
      this.#dropWords();
    }
  }

  #followRemoved() {
    const { host, signal } = this.#extra;
    const sent = () => sentTickets(host).find(({ id }) => id == this.id);
    const { url, subject } = sent() ?? {};
    if (url) {
      if (!this.#showSent(url)) this.#report({ url, subject });
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (signal.aborted || this.queued()) return;
      if (sent()) return this.follow();
      // Without the form's words it is a text like any other.
      if (!this.#isQueued) return this.forget();
      this.#becomeAnother();
      this.#dropWords();
    }, ADDRESS_DELAY_MS);
  }

  /** A sent message stays as it was sent; the changed text is another message, whoever changed it. */
  #onChange() {
    const isUnchanged = () =>
      this.#extra.form.screen.isIn("sending") || !this.queued() || this.#values() == this.#sentValues;
    if (!this.id || isUnchanged()) return;
    if (this.#isHeld && this.#drafts.save()) this.removeQueued();
    else this.#becomeAnother();
  }
}
