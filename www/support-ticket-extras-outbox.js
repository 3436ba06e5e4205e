// @ts-check
/**
 * What waits to be sent, above the form: each message with what becomes of it, and what the visitor can do: send it now,
 * go on with it, delete it. A message whose text still stands in the form is not in the list, until something else is
 * written there: that is another message. It must not know how messages are sent.
 */

import { make, type } from "./support-ticket-extras.js";

/** @typedef {import("./support-ticket-outbox.js").Ticket} Ticket */

/**
 * @param {import("./support-ticket-extras.js").Extra} extra
 * @param {Promise<typeof import("./support-ticket-outbox.js") | undefined>} arriving the outbox, which has a module to fetch
 * @param {(host: any) => string[]} language the loader's own way to find it
 * @param {{ save(): void }} draft
 */
export function waiting({ host, root, form, typed, signal, say }, arriving, language, draft) {
  const box = make("section", "outbox", { hidden: true, tabIndex: -1 }, (made) => root.querySelector(".fields")?.before(made));
  /** @type {typeof import("./support-ticket-outbox.js") | undefined} */
  let outbox;
  /** What was deleted last, until it is clear that it was meant. @type {Ticket | undefined} */
  let deleted;
  let shown = "";
  /** The id of what stands in the form, if it was sent once; the form's own ticket is not asked for it at each key. */
  let own = "";

  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (root.querySelector(`[part~=form] [name="${name}"]`));
  const fill = (/** @type {string} */ name, /** @type {string | undefined} */ value) => {
    const field = input(name);
    if (!field || !value) return;
    typed.add(name);
    type(field, value);
  };

  /** Puts a message back into the form; what stands there stays. @param {Ticket} ticket */
  const goOn = (ticket) => {
    const { username, email_address, subject, body, tags, type } = outbox?.writtenIn(ticket);
    const own = { subject: input("subject")?.value, body: input("body")?.value };
    // Under its own id, an unchanged message that has arrived after all makes no second ticket.
    if (!own.subject && !own.body) form.prefill({ id: ticket.id });
    const isType = (/** @type {string} */ tag) => tag.startsWith("type:");
    const named = (Array.isArray(tags) ? tags : []).map(String);
    const kind = type ?? named.find(isType)?.slice(5);
    const kinds = /** @type {HTMLSelectElement | null} */ (input("type"));
    if (kind && [...(kinds?.options ?? [])].some(({ value }) => value == kind)) fill("type", kind);
    for (const [name, value] of Object.entries({ username, email_address, tags: named.filter((tag) => !isType(tag)).join(", ") }))
      if (!input(name)?.value) fill(name, value);
    fill("subject", own.subject || subject);
    fill("body", own.body ? `${own.body}\n\n${body}` : body);
    // It is in the draft before it leaves the outbox.
    draft.save();
    outbox?.takeBack(ticket.id);
    input("body")?.focus();
  };

  /** @param {HTMLElement} to @param {string} text @param {() => void} onclick */
  const button = (to, text, onclick) =>
    make("button", "link", { type: "button", textContent: text, onclick }, (made) => to.append(made));

  /** What becomes of a message. @param {Ticket} ticket */
  const fateOf = ({ id, phase, code, reason }) => {
    if (phase == "Asking") return say("outbox_asking");
    if (phase == "Returned") return code == "expired" ? say("outbox_old") : `${say("outbox_refused")} ${reason ? `“${reason}”` : ""}`;
    return `${say(phase == "Waiting" ? "outbox_wait" : "outbox_sending")} ${outbox?.isUnkept(id) ? say("outbox_not_kept") : ""}`;
  };

  /** @param {Ticket} ticket @param {HTMLElement} list */
  const item = (ticket, list) => {
    const made = make("li", "outbox-item", {}, (made) => list.append(made));
    made.dataset.id = ticket.id;
    const { subject = "", body = "" } = outbox?.writtenIn(ticket);
    make("bdi", "outbox-subject", { textContent: subject || body.slice(0, 80) }, (made_) => made.append(made_));
    make("p", "hint", { textContent: fateOf(ticket) }, (made_) => made.append(made_));
    if (ticket.phase == "Sending") return;
    const actions = make("div", "outbox-actions", {}, (made_) => made.append(made_));
    if (ticket.phase != "Returned") button(actions, say("outbox_send_now"), () => outbox?.sendNow(ticket.id));
    button(actions, say("outbox_edit"), () => goOn(ticket));
    button(actions, say("outbox_delete"), () => {
      deleted = outbox?.takeBack(ticket.id);
      show();
      box.focus();
    });
  };

  const show = () => {
    if (!outbox || !root.querySelector("[part~=form]")) return;
    const mine = outbox.list(host);
    const [kept, inForm] = [mine.filter(({ id }) => id != own), mine.find(({ id }) => id == own)];
    const sent = outbox.sent(host);
    const what = JSON.stringify([say("outbox_delete"), kept, sent, deleted, inForm?.phase, inForm && outbox.isUnkept(inForm.id)]);
    // What is as it was is not touched: the focus may be in there, and a live region would say it again.
    if (what == shown) return;
    shown = what;
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    const isInside = box.contains(focused);
    const at = focused?.closest("li")?.dataset.id;
    box.replaceChildren();
    // What just came of a message is said; that some wait is there to be read.
    const status = make("div", "outbox-said", { role: "status" }, (made) => box.append(made));
    const more = make("div", "outbox-actions", {}, (made) => box.append(made));
    for (const { url, subject } of sent) {
      const line = make("p", "", { textContent: `${say("outbox_sent")} ` }, (made) => status.append(made));
      make("a", "ticket-link", { href: url, target: "_blank", rel: "noopener", textContent: subject || url }, (made) => line.append(made));
    }
    if (deleted) {
      make("p", "", { textContent: say("outbox_deleted") }, (made) => status.append(made));
      button(more, say("extras_undo"), () => {
        if (deleted) outbox?.putBack(deleted);
        deleted = undefined;
        show();
        box.focus();
      });
    }
    if (inForm) {
      const isUnkept = outbox.isUnkept(inForm.id);
      if (isUnkept) make("p", "", { textContent: say("outbox_not_kept") }, (made) => status.append(made));
      if (inForm.phase == "Waiting") {
        const { textContent } = root.querySelector("[part~=another]") ?? {};
        button(more, textContent ?? "", () => {
          form.configure(false);
          input("subject")?.focus();
        });
      }
    }
    if (kept.length) {
      make("h3", "outbox-title", { textContent: say("outbox_waiting", kept.length) }, (made) => box.append(made));
      const list = make("ul", "", { role: "list" }, (made) => box.append(made));
      for (const ticket of kept) item(ticket, list);
    }
    box.hidden = !status.childElementCount && !more.childElementCount && !kept.length;
    if (isInside) (/** @type {HTMLElement | null} */ (box.querySelector(`li[data-id="${at}"] button`)) ?? box).focus();
  };

  /** The outbox sent what stands in this form. @param {string} id @param {string} url */
  const take = (id, url) => {
    if (signal.aborted || own != id) return false;
    form.prefill({ id, url });
    return !!root.querySelector("[part~=form].sent");
  };

  host.addEventListener("ticket-submit", (event) => (own = /** @type {CustomEvent} */ (event).detail.ticket?.id), { capture: true, signal });
  // What was sent is sent as it was; what is written then is another message, and the list says that there is one.
  root.addEventListener(
    "input",
    (event) => {
      if (!event.isTrusted || !outbox?.list(host).some(({ id }) => id == own)) return;
      own = "";
      form.prefill({ id: freshId() });
      draft.save();
    },
    { signal },
  );
  host.addEventListener("ticket-close", () => ((deleted = undefined), show()), { signal });
  for (const name of ["ticket-queued", "ticket-error", "ticket-open", "ticket-created"]) host.addEventListener(name, show, { signal });
  arriving.then((there) => {
    if (signal.aborted || !there) return;
    outbox = there;
    there.forms.add(take);
    signal.addEventListener("abort", () => there.forms.delete(take));
    there.take(language);
    there.watch(show, signal);
  });
  const forget = () => {
    own = "";
  };
  return { refresh: show, forget, isKept: () => !!outbox?.list(host).some(({ id }) => id == own) };
}

/** A random UUID (RFC 9562, version 4), also on a page without https, where `randomUUID` is not. */
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
