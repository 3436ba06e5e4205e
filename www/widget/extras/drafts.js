// @ts-check
/** Stores what the visitor typed for a day, and restores it: a reload, a crash or a closed tab loses nothing. */

import { type } from "../shared/dom.js";
import { isSameWidgetSignedOut, sentTickets, storageKey, storedTicket } from "../shared/storage.js";
import { DraftRow } from "./draft-row.js";
import { DraftStore } from "./draft-store.js";

/** How long after a key the draft is stored: before anybody leaves, and not at each key. */
const SAVE_DELAY_MS = 300;

/** The attributes that decide under which key a draft is stored. */
const KEY_ATTRIBUTES = ["account-id", "endpoint", "drafts", "id", "identity"];

export class Drafts {
  #extra;
  #row;
  /** Takes the form's message out of the outbox; gives its id, if it was there. @type {() => string} */
  #removeQueued;
  #store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What was discarded last. @type {{ id: string, context?: object, values: Record<string, string> } | undefined} */
  #discarded;
  /** The id of the message that the visitor took up again. */
  #resumedId = "";
  /** Whether the form is cleared for another account. */
  #isSwitching = false;

  /**
   * @param {import("../support-ticket-extras.js").Extra} extra
   * @param {() => string} removeQueued
   */
  constructor(extra, removeQueued) {
    const { host, root, typed, say } = extra;
    this.#extra = extra;
    this.#removeQueued = removeQueued;
    this.#store = new DraftStore(host, storageKey(host, "draft"));
    this.#row = new DraftRow(root, say, { discard: () => this.#discard(), undo: () => this.#undo() });
    this.#listen();
    // The visitor may have begun before the extras were there: an earlier text waits for another form.
    if ([...typed].some((name) => /^(subject|body)/.test(name))) this.save();
    else this.#restore();
  }

  /** Shows the row in the form's language. */
  refresh() {
    const { host, root } = this.#extra;
    this.#row.show();
    const list = /** @type {HTMLElement | null} */ (root.querySelector("[data-late=tickets]"));
    if (list) list.hidden = !sentTickets(host).length && !host.getAttribute("identity");
  }

  /** Stores what is typed now. @returns {boolean} whether that worked */
  save() {
    const { id, context } = this.#extra.form;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const values = this.#values();
    if (!Object.values(values).some(Boolean)) return this.#store.remove();
    const tried = this.#resumedId != "" && this.#resumedId == id;
    return this.#store.write({ id, tried, about: context, values });
  }

  /** Stores what was typed since the last time. */
  flush() {
    if (this.#timer) this.save();
  }

  /**
   * Takes up a message under its id, so that it makes no second ticket if it is sent unchanged.
   * @param {string} id @param {object} [context]
   */
  resume(id, context) {
    this.#resumedId = id;
    this.#extra.form.context = context;
    this.#extra.form.id = id;
  }

  /** Forgets the draft: it was sent, discarded or reset. */
  forget() {
    const { typed, form } = this.#extra;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#resumedId = "";
    typed.clear();
    form.context = undefined;
    this.#row.show("");
    // The other account's draft stays.
    if (!this.#isSwitching) this.#store.remove();
  }

  #listen() {
    const { host, root, form, signal } = this.#extra;
    const onInput = (/** @type {Event} */ event) => this.#onInput(event);
    const flush = () => this.flush();
    const switchOwner = () => this.#switchOwner();
    for (const name of ["input", "change"]) root.addEventListener(name, onInput, { capture: true, signal });
    document.addEventListener("visibilitychange", flush, { signal });
    const leave = () => {
      this.flush();
      // A page that holds a lock could not be kept for the Back button.
      this.#store.letGo();
    };
    addEventListener("pagehide", leave, { signal });
    addEventListener("pageshow", () => this.#store.read() && this.#store.hold(), { signal });
    form.addEventListener("restarted", () => this.#row.show("restarted"), { signal });
    const observer = new MutationObserver(switchOwner);
    observer.observe(host, { attributeFilter: KEY_ATTRIBUTES });
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      observer.disconnect();
      this.#store.letGo();
    });
    // A visitor who comes back to a text sees that it is from earlier, and how to discard it.
    const hasText = () => Object.values(this.#values()).some((value) => value.trim());
    host.addEventListener("ticket-open", () => this.#row.show(hasText() ? "saved" : ""), { signal });
    for (const name of ["ticket-created", "ticket-queued", "ticket-error"])
      host.addEventListener(name, () => queueMicrotask(switchOwner), { signal });
    host.addEventListener(
      "ticket-created",
      () => {
        if (this.#extra.form.screen.isIn("sent")) this.forget();
        this.refresh();
      },
      { signal },
    );
    // An earlier version of the message has arrived under its id: nothing else can be sent under it.
    const onError = (/** @type {any} */ { detail }) => detail.code == "conflict" && (this.#resumedId = "");
    host.addEventListener("ticket-error", onError, { signal });
  }

  /** @param {Event} event */
  #onInput(event) {
    const { name, part } = /** @type {any} */ (event.target);
    if (!name || !part?.contains("input")) return;
    this.#extra.typed.add(name);
    if (this.#row.state == "discarded" && event.isTrusted) this.#row.show("");
    this.#timer ??= setTimeout(() => this.save(), SAVE_DELAY_MS);
  }

  #values() {
    const { typed } = this.#extra;
    return Object.fromEntries([...typed].map((name) => [name, this.#extra.form.screen.input(name)?.value ?? ""]));
  }

  /** Fills in the fields that the visitor has not typed in. @param {Record<string, string>} values */
  #fill(values) {
    const { typed } = this.#extra;
    for (const [name, value] of Object.entries(values)) {
      const field = this.#extra.form.screen.input(name);
      if (!field || typed.has(name)) continue;
      typed.add(name);
      type(field, value);
    }
  }

  async #restore() {
    await this.#store.adopt((draft) => {
      const { form, typed, signal } = this.#extra;
      // Typed meanwhile; or it is queued, and the visitor sees it there.
      if (signal.aborted || typed.has("body") || storedTicket(draft.id)) return false;
      if (draft.tried) this.resume(draft.id, draft.about);
      const isTouched = typed.size;
      this.#fill(draft.values);
      this.#store.write({ ...draft, id: form.id });
      // The first field that is empty is another one now.
      if (!isTouched && form.host.open) form.focus();
      this.#row.show("saved");
      return true;
    });
  }

  #discard() {
    const { form } = this.#extra;
    if (this.#extra.form.screen.isIn("sending")) return;
    const values = this.#values();
    // Or it would be sent nevertheless, and a second time after Undo.
    const id = this.#removeQueued() || this.#resumedId;
    const { context } = form;
    form.reset();
    this.#discarded = { id, context, values };
    this.#row.show("discarded");
    this.#row.focusButton();
  }

  #undo() {
    if (this.#discarded?.id) this.resume(this.#discarded.id, this.#discarded.context);
    this.#fill(this.#discarded?.values ?? {});
    this.#discarded = undefined;
    this.#row.show("saved");
    this.#row.focusButton();
    this.save();
  }

  /**
   * Each account has its own draft: saves this one and clears the form, so that nobody sees another's text. But if the
   * visitor has just signed in, the text is theirs and moves along.
   */
  #switchOwner() {
    const { host, form, typed } = this.#extra;
    const base = storageKey(host, "draft");
    if (base == this.#store.base || this.#extra.form.screen.isIn("sending")) return;
    this.flush();
    if (isSameWidgetSignedOut(this.#store.base, base)) {
      if (typed.size) this.#store.remove();
      this.#store.base = base;
      this.#appendStored();
      return;
    }
    this.#store.base = base;
    if (typed.size) {
      typed.clear();
      this.#isSwitching = true;
      form.reset();
      this.#isSwitching = false;
    }
    this.#restore();
  }

  /** Appends the account's own draft below the text from before the visitor signed in. */
  async #appendStored() {
    if (this.#extra.typed.size) this.save();
    await this.#store.adoptAnother((draft) => {
      const { typed, signal } = this.#extra;
      if (signal.aborted || storedTicket(draft.id)) return false;
      const { subject, body, ...others } = draft.values;
      const now = this.#values();
      const hasBegun = now.subject || now.body;
      this.#fill(hasBegun ? others : draft.values);
      const field = this.#extra.form.screen.input("body");
      if (hasBegun && body && body != now.body && field) {
        typed.add("body");
        type(field, [now.body, subject != now.subject && subject, body].filter(Boolean).join("\n\n"));
      }
      return this.save();
    });
  }
}
