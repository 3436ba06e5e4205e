// @ts-check
/** Stores what the visitor typed for a day, and restores it: a reload, a crash or a closed tab loses nothing. */

import { fieldOf, isFormIn, type } from "../shared/dom.js";
import {
  isSameWidgetSignedOut,
  readStored,
  sentTickets,
  storageKey,
  storedTicket,
  writeStored,
} from "../shared/storage.js";
import { DraftRow } from "./draft-row.js";

/** How long after a key the draft is stored: before anybody leaves, and not at each key. */
const SAVE_DELAY_MS = 300;

/** The attributes that decide under which key a draft is stored. */
const KEY_ATTRIBUTES = ["account-id", "endpoint", "drafts", "id", "identity"];

/** For comparing. Not as JSON: a page may have replaced JSON by something that throws. @param {object} values */
const asText = (values) => Object.entries(values).join("\0");

export class Drafts {
  #extra;
  #row;
  /** Takes the form's message out of the outbox; gives its id, if it was there. @type {() => string} */
  #removeQueued;
  /** @type {string} */
  #key;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What was discarded last. @type {{ id: string, context?: object, values: Record<string, string> } | undefined} */
  #discarded;
  /** The draft as this form stored it; another tab may have written over it. */
  #stored = { id: "", values: "" };
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
    this.#key = storageKey(host, "draft");
    this.#row = new DraftRow(root, say, { discard: () => this.#discard(), undo: () => this.#undo() });
    this.#listen();
    // The visitor may have typed before the extras were there.
    if (typed.size) this.save();
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
    const { host, form } = this.#extra;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const values = this.#values();
    const { id } = form;
    this.#stored = { id, values: asText(values) };
    if (!Object.values(values).some(Boolean)) return writeStored(host, this.#key);
    const tried = this.#resumedId != "" && this.#resumedId == id;
    return writeStored(host, this.#key, { id, tried, about: form.context, values });
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
    const { host, typed, form } = this.#extra;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#resumedId = "";
    typed.clear();
    form.context = undefined;
    this.#row.show("");
    // The other account's draft stays.
    if (this.#isSwitching) return;
    const stored = readStored(host, this.#key);
    const isOurs = stored?.id == this.#stored.id || asText(stored?.values ?? {}) == this.#stored.values;
    if (stored && isOurs) writeStored(host, this.#key);
  }

  #listen() {
    const { host, root, signal } = this.#extra;
    const onInput = (/** @type {Event} */ event) => this.#onInput(event);
    const flush = () => this.flush();
    const switchOwner = () => this.#switchOwner();
    for (const name of ["input", "change"]) root.addEventListener(name, onInput, { capture: true, signal });
    document.addEventListener("visibilitychange", flush, { signal });
    addEventListener("pagehide", flush, { signal });
    const observer = new MutationObserver(switchOwner);
    observer.observe(host, { attributeFilter: KEY_ATTRIBUTES });
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      observer.disconnect();
    });
    // A visitor who comes back to a text sees that it is from earlier, and how to discard it.
    const hasText = () => Object.values(this.#values()).some((value) => value.trim());
    host.addEventListener("ticket-open", () => this.#row.show(hasText() ? "saved" : ""), { signal });
    for (const name of ["ticket-created", "ticket-queued", "ticket-error"])
      host.addEventListener(name, () => queueMicrotask(switchOwner), { signal });
    host.addEventListener(
      "ticket-created",
      () => {
        if (isFormIn(root, "sent")) this.forget();
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
    const { root, typed } = this.#extra;
    return Object.fromEntries([...typed].map((name) => [name, fieldOf(root, name)?.value ?? ""]));
  }

  /** Fills in the fields that the visitor has not typed in. @param {Record<string, string>} values */
  #fill(values) {
    const { root, typed } = this.#extra;
    for (const [name, value] of Object.entries(values)) {
      const field = fieldOf(root, name);
      if (!field || typed.has(name)) continue;
      typed.add(name);
      type(field, value);
    }
  }

  #restore() {
    const { host, form } = this.#extra;
    const draft = readStored(host, this.#key);
    if (Object(draft?.values) !== draft?.values) return;
    // It is queued, and the visitor sees it there.
    if (storedTicket(draft.id)) return void writeStored(host, this.#key);
    // Another tab may have the same draft, and sends a message of its own: each form has its own id.
    if (draft.tried) this.resume(draft.id, draft.about);
    this.#fill(draft.values);
    this.#stored = { id: form.id, values: asText(draft.values) };
    writeStored(host, this.#key, { ...draft, id: this.#stored.id });
    this.#row.show("saved");
  }

  #discard() {
    const { root, form } = this.#extra;
    if (isFormIn(root, "sending")) return;
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
    const { host, root, form, typed } = this.#extra;
    const key = storageKey(host, "draft");
    if (key == this.#key || isFormIn(root, "sending")) return;
    this.flush();
    const before = this.#key;
    this.#key = key;
    if (isSameWidgetSignedOut(before, key)) {
      this.#appendStored();
      if (typed.size) {
        this.save();
        writeStored(host, before);
      }
      return;
    }
    if (typed.size) {
      typed.clear();
      this.#isSwitching = true;
      form.reset();
      this.#isSwitching = false;
    }
    this.#restore();
  }

  /** Appends the account's own draft below the text from before the visitor signed in. */
  #appendStored() {
    const { host, root, typed } = this.#extra;
    const draft = readStored(host, this.#key);
    if (!draft?.values || storedTicket(draft.id)) return;
    const { subject, body, ...others } = draft.values;
    const now = this.#values();
    this.#fill(others);
    if (!now.subject && !now.body) return this.#fill({ subject, body });
    const field = fieldOf(root, "body");
    if (!body || body == now.body || !field) return;
    typed.add("body");
    type(field, [now.body, subject != now.subject && subject, body].filter(Boolean).join("\n\n"));
  }
}
