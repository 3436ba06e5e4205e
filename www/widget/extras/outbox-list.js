// @ts-check
/**
 * The queued messages, above the form: each with its state, and what the visitor can do with it: send it now, edit it,
 * delete it. The message in the form is not in the list: the form itself says what becomes of it (sent-message.js).
 */

import { make, type } from "../shared/dom.js";
import { SentMessage } from "./sent-message.js";

/**
 * @typedef {import("../outbox/outbox.js").Outbox} Outbox
 * @typedef {import("../shared/storage.js").QueuedTicket} QueuedTicket
 */

export class OutboxList {
  #extra;
  #drafts;
  #message;
  #box;
  /** @type {Outbox | undefined} */
  #outbox;
  /** The ticket that was deleted last, until the visitor closes the form. @type {QueuedTicket | undefined} */
  #deleted;
  /** What became of the message in the form, until the visitor has read it. @type {import("./sent-message.js").News} */
  #news = {};
  /** What is shown now. */
  #shown = "";

  /**
   * @param {import("../support-ticket-extras.js").Extra} extra
   * @param {import("./drafts.js").Drafts} drafts
   */
  constructor(extra, drafts) {
    const { host, root, form, signal } = extra;
    this.#extra = extra;
    this.#drafts = drafts;
    this.#box = make("section", "outbox", { hidden: true, tabIndex: -1 }, (made) =>
      root.querySelector(".fields")?.before(made),
    );
    this.#message = new SentMessage(
      extra,
      () => this.#outbox,
      drafts,
      (news) => (this.#news = news),
    );
    host.addEventListener(
      "ticket-close",
      () => {
        this.#deleted = undefined;
        this.#news = {};
        this.refresh();
      },
      { signal },
    );
    for (const name of ["ticket-queued", "ticket-error", "ticket-open", "ticket-created"])
      host.addEventListener(name, () => this.refresh(), { signal });
    form.outboxLoaded.then((outbox) => signal.aborted || this.#begin(outbox));
  }

  /** Whether the message in the form is queued. */
  isQueued() {
    return !!this.#message.queued();
  }

  /** The text in the form is thrown away by the page. */
  forget() {
    this.#message.forget();
  }

  /** Takes the message in the form out of the outbox. @returns {string} its id, if it was there */
  removeQueued() {
    return this.#message.removeQueued();
  }

  /** @param {Outbox} outbox */
  #begin(outbox) {
    const { signal } = this.#extra;
    this.#outbox = outbox;
    outbox.addForm((id, url) => this.#message.showsSent(id, url), signal);
    outbox.watch(() => this.refresh(), signal);
  }

  refresh() {
    const { host, root, say } = this.#extra;
    const outbox = this.#outbox;
    if (!outbox || !root.querySelector("[part~=form]")) return;
    this.#message.follow();
    const inForm = this.#message.queued();
    const queued = outbox.queued(host).filter(({ id }) => id != this.#message.id);
    const { url = "", subject = "" } = this.#news;
    const sent = url ? [...outbox.newlySent(host), { url, subject }] : outbox.newlySent(host);
    // Not as JSON: a page may have replaced JSON by something that throws.
    const all = [...queued, ...sent, this.#deleted ?? {}, this.#news].map((one) => Object.values(one).join("\n"));
    const isPageOnly = !!inForm && outbox.isPageOnly(inForm.id);
    const state = [say("outbox_delete"), ...all, inForm?.phase, isPageOnly].join("\n\n");
    // Unchanged elements stay: the focus may be in them, and a live region would be announced again.
    if (state == this.#shown) return;
    this.#shown = state;
    this.#withFocus(() => this.#show(queued, sent, inForm, isPageOnly));
  }

  /** Keeps the focus in the list, if it is there. @param {() => void} show */
  #withFocus(show) {
    const focused = /** @type {HTMLElement | null} */ (this.#extra.root.activeElement);
    const isInside = this.#box.contains(focused);
    const id = focused?.closest("li")?.dataset.id;
    show();
    const button = /** @type {HTMLElement | null} */ (this.#box.querySelector(`li[data-id="${id}"] button`));
    if (isInside) (button ?? this.#box).focus();
  }

  /**
   * @param {QueuedTicket[]} queued @param {{ url: string, subject: string }[]} sent
   * @param {QueuedTicket | undefined} inForm @param {boolean} isPageOnly
   */
  #show(queued, sent, inForm, isPageOnly) {
    const { say } = this.#extra;
    const box = this.#box;
    box.replaceChildren();
    // News are announced; the list is there to be read.
    const status = make("div", "outbox-said", { role: "status" }, (made) => box.append(made));
    const actions = make("div", "outbox-actions", {}, (made) => box.append(made));
    const announce = (/** @type {string} */ textContent) =>
      make("p", "", { textContent }, (made) => status.append(made));
    for (const { url, subject } of sent) {
      const link = { href: url, target: "_blank", rel: "noopener", textContent: subject || url };
      make("a", "ticket-link", link, (made) => announce(`${say("outbox_sent")} `).append(made));
    }
    const handedBack = queued.find(({ id }) => id == this.#news.handedBack);
    if (handedBack) announce(this.#stateOf(handedBack));
    if (this.#deleted) {
      announce(say("outbox_deleted"));
      this.#button(actions, say("extras_undo"), () => this.#undo());
    }
    if (isPageOnly) announce(say("outbox_not_kept"));
    if (inForm?.phase == "Waiting") this.#showWriteAnother(actions, queued.length);
    if (queued.length) {
      this.#heading(queued.length, (made) => box.append(made));
      const list = make("ul", "", { role: "list" }, (made) => box.append(made));
      for (const ticket of queued) this.#item(ticket, list);
    }
    box.hidden = !status.childElementCount && !actions.childElementCount && !queued.length;
  }

  /** @param {number} count @param {(made: HTMLElement) => void} put */
  #heading(count, put) {
    make("h3", "outbox-title", { textContent: this.#extra.say("outbox_waiting", count) }, put);
  }

  /** @param {HTMLElement} parent @param {string} textContent @param {() => void} onclick */
  #button(parent, textContent, onclick) {
    make("button", "link", { type: "button", textContent, onclick }, (made) => parent.append(made));
  }

  /** The message in the form is queued: the visitor may write another. @param {HTMLElement} actions @param {number} others */
  #showWriteAnother(actions, others) {
    const { root, form } = this.#extra;
    if (!others) this.#heading(1, (made) => actions.before(made));
    this.#button(actions, root.querySelector("[part~=another]")?.textContent ?? "", () => {
      const [username, address] = ["username", "email_address"].map(
        (name) => this.#extra.form.screen.input(name)?.value,
      );
      form.reset();
      this.#fill("username", username);
      this.#fill("email_address", address);
      this.#extra.form.screen.input("subject")?.focus();
    });
  }

  /** @param {QueuedTicket} ticket @param {HTMLElement} list */
  #item(ticket, list) {
    const { say } = this.#extra;
    const item = make("li", "outbox-item", {}, (made) => list.append(made));
    const append = (/** @type {HTMLElement} */ made) => item.append(made);
    item.dataset.id = ticket.id;
    const { subject = "", body = "" } = this.#outbox?.contentOf(ticket) ?? {};
    make("bdi", "outbox-subject", { textContent: subject || body.slice(0, 80) }, append);
    // News of it are above the list already.
    if (ticket.id != this.#news.handedBack) make("p", "hint", { textContent: this.#stateOf(ticket) }, append);
    if (ticket.phase == "Sending") return;
    const actions = make("div", "outbox-actions", {}, append);
    if (ticket.phase != "Returned")
      this.#button(actions, say("outbox_send_now"), () => this.#outbox?.sendNow(ticket.id));
    this.#button(actions, say("outbox_edit"), () => this.#edit(ticket));
    this.#button(actions, say("outbox_delete"), () => {
      this.#deleted = this.#outbox?.remove(ticket.id);
      this.refresh();
      this.#box.focus();
    });
  }

  /** @param {QueuedTicket} ticket */
  #stateOf({ id, phase, code, reason }) {
    const { say } = this.#extra;
    if (phase == "Asking") return say("outbox_asking");
    if (phase == "Returned" && code == "expired") return say("outbox_old");
    if (phase == "Returned") return `${say("outbox_refused")} ${reason ? `“${reason}”` : ""}`;
    const state = say(phase == "Waiting" ? "outbox_wait" : "outbox_sending");
    return `${state} ${this.#outbox?.isPageOnly(id) ? say("outbox_not_kept") : ""}`;
  }

  #undo() {
    if (this.#deleted) this.#outbox?.putBack(this.#deleted);
    this.#deleted = undefined;
    this.refresh();
    this.#box.focus();
  }

  /** @param {string} name @param {string | undefined} value */
  #fill(name, value) {
    const { typed } = this.#extra;
    const field = this.#extra.form.screen.input(name);
    if (!field || !value) return;
    typed.add(name);
    type(field, value);
  }

  /** Puts a message back into the form. The text that is there stays, unless it is queued, too. @param {QueuedTicket} ticket */
  #edit(ticket) {
    const { form } = this.#extra;
    if (this.isQueued()) form.reset();
    const content = this.#outbox?.contentOf(ticket) ?? {};
    const { subject, body, location, info } = content;
    const typed = {
      subject: this.#extra.form.screen.input("subject")?.value ?? "",
      body: this.#extra.form.screen.input("body")?.value ?? "",
    };
    const isAlone = !typed.subject && !typed.body;
    // Under its own id, an unchanged message that has arrived after all makes no second ticket.
    if (isAlone) this.#drafts.resume(ticket.id, { location, info });
    else if (info?.error && !form.ticket()?.info?.error) form.prefill({ info: { error: info.error } });
    this.#fillOthers(content);
    this.#fill("subject", typed.subject || subject);
    const title = typed.subject && typed.subject != subject ? subject : "";
    // A visitor who kept on writing below the queued text has all of it in the form already.
    const isThere = typed.subject == subject && typed.body.startsWith(body);
    this.#fill("body", isThere ? typed.body : [typed.body, title, body].filter(Boolean).join("\n\n"));
    // It is in the draft before it leaves the outbox.
    if (this.#drafts.save() || !isAlone) this.#outbox?.remove(ticket.id);
    else this.#message.hold(ticket.id);
    this.#extra.form.screen.input("body")?.focus();
  }

  /** The type, the tags, and who writes. @param {any} content */
  #fillOthers({ username, email_address, tags, type }) {
    const isType = (/** @type {string} */ tag) => tag.startsWith("type:");
    const names = (Array.isArray(tags) ? tags : []).map(String);
    const kind = type ?? names.find(isType)?.slice(5);
    const kinds = /** @type {HTMLSelectElement | null} */ (this.#extra.form.screen.input("type"));
    if (kind && [...(kinds?.options ?? [])].some(({ value }) => value == kind)) this.#fill("type", kind);
    const others = { username, email_address, tags: names.filter((tag) => !isType(tag)).join(", ") };
    for (const [name, value] of Object.entries(others))
      if (!this.#extra.form.screen.input(name)?.value) this.#fill(name, value);
  }
}
