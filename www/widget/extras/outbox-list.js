// @ts-check
/**
 * What waits to be sent, above the form: each message with what becomes of it, and what the visitor can do: send it now,
 * go on with it, delete it. A message whose text still stands in the form is not in the list: the form says what becomes of
 * it, by support-ticket-extras-own.js. It must not know how messages are sent.
 */

import { make, type } from "../shared/dom.js";
import { own } from "./sent-message.js";

/** @typedef {import("../support-ticket-outbox.js").Ticket} Ticket */

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @param {Promise<typeof import("../support-ticket-outbox.js") | undefined>} arriving the outbox, which has a module to fetch
 * @param {{ save(): boolean, goOn(id: string, was: object): void }} draft
 */
export function waiting(extra, arriving, draft) {
  const { host, root, form, typed, signal, say } = extra;
  const box = make("section", "outbox", { hidden: true, tabIndex: -1 }, (made) =>
    root.querySelector(".fields")?.before(made),
  );
  /** @type {typeof import("../support-ticket-outbox.js") | undefined} */
  let outbox;
  /** What was deleted last, until it is clear that it was meant. @type {Ticket | undefined} */
  let deleted;
  /** What has become of what stood in the form, until the visitor has read it. @type {{ handedBack?: string, url?: string, subject?: string }} */
  let news = {};
  let shown = "";
  const mine = own(
    extra,
    () => outbox,
    draft,
    (what) => (news = what),
  );

  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (root.querySelector(`[part~=form] [name="${name}"]`));
  const fill = (/** @type {string} */ name, /** @type {string | undefined} */ value) => {
    const field = input(name);
    if (!field || !value) return;
    typed.add(name);
    type(field, value);
  };

  /** Puts a message back into the form; what stands there stays, unless it waits as well. @param {Ticket} ticket */
  const goOn = (ticket) => {
    if (mine.kept()) form.configure(false);
    const { username, email_address, subject, body, tags, type, location, info } = outbox?.writtenIn(ticket);
    const about = { location, info };
    const there = { subject: input("subject")?.value ?? "", body: input("body")?.value ?? "" };
    const isAlone = !there.subject && !there.body;
    // Under its own id, an unchanged message that has arrived after all makes no second ticket.
    if (isAlone) draft.goOn(ticket.id, about);
    else if (about.info?.error && !form.ticket()?.info?.error) form.prefill({ info: { error: about.info.error } });
    const isType = (/** @type {string} */ tag) => tag.startsWith("type:");
    const named = (Array.isArray(tags) ? tags : []).map(String);
    const kind = type ?? named.find(isType)?.slice(5);
    const kinds = /** @type {HTMLSelectElement | null} */ (input("type"));
    if (kind && [...(kinds?.options ?? [])].some(({ value }) => value == kind)) fill("type", kind);
    for (const [name, value] of Object.entries({
      username,
      email_address,
      tags: named.filter((tag) => !isType(tag)).join(", "),
    }))
      if (!input(name)?.value) fill(name, value);
    fill("subject", there.subject || subject);
    const title = there.subject && there.subject != subject ? subject : "";
    // Who has gone on with the text that waits has all of it in the form already.
    const isThere = there.subject == subject && there.body.startsWith(body);
    fill("body", isThere ? there.body : [there.body, title, body].filter(Boolean).join("\n\n"));
    // It is in the draft before it leaves the outbox.
    if (draft.save() || !isAlone) outbox?.takeBack(ticket.id);
    else mine.hold(ticket.id);
    input("body")?.focus();
  };

  /** @param {HTMLElement} to @param {string} text @param {() => void} onclick */
  const button = (to, text, onclick) =>
    make("button", "link", { type: "button", textContent: text, onclick }, (made) => to.append(made));

  /** What becomes of a message. @param {Ticket} ticket */
  const fateOf = ({ id, phase, code, reason }) => {
    if (phase == "Asking") return say("outbox_asking");
    if (phase == "Returned")
      return code == "expired" ? say("outbox_old") : `${say("outbox_refused")} ${reason ? `“${reason}”` : ""}`;
    return `${say(phase == "Waiting" ? "outbox_wait" : "outbox_sending")} ${outbox?.isUnkept(id) ? say("outbox_not_kept") : ""}`;
  };

  /** @param {Ticket} ticket @param {HTMLElement} list */
  const item = (ticket, list) => {
    const made = make("li", "outbox-item", {}, (made) => list.append(made));
    made.dataset.id = ticket.id;
    const { subject = "", body = "" } = outbox?.writtenIn(ticket);
    make("bdi", "outbox-subject", { textContent: subject || body.slice(0, 80) }, (made_) => made.append(made_));
    // What has just come of it is said above the list.
    if (ticket.id != news.handedBack) make("p", "hint", { textContent: fateOf(ticket) }, (made_) => made.append(made_));
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
    mine.follow();
    const inForm = mine.kept();
    const kept = outbox.list(host).filter(({ id }) => id != mine.id());
    const { url = "", subject = "" } = news;
    const sent = url ? [...outbox.sent(host), { url, subject }] : outbox.sent(host);
    // Not as JSON: a page may have put in its place what throws.
    const all = [...kept, ...sent, deleted ?? {}, news].map((one) => Object.values(one).join("\n"));
    const what = [say("outbox_delete"), ...all, inForm?.phase, inForm && outbox.isUnkept(inForm.id)].join("\n\n");
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
      make("a", "ticket-link", { href: url, target: "_blank", rel: "noopener", textContent: subject || url }, (made) =>
        line.append(made),
      );
    }
    const handedBack = kept.find(({ id }) => id == news.handedBack);
    if (handedBack) make("p", "", { textContent: fateOf(handedBack) }, (made) => status.append(made));
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
        if (!kept.length)
          make("h3", "outbox-title", { textContent: say("outbox_waiting", 1) }, (made) => more.before(made));
        button(more, textContent ?? "", () => {
          const [username, address] = ["username", "email_address"].map((name) => input(name)?.value);
          form.configure(false);
          fill("username", username);
          fill("email_address", address);
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
    const first = /** @type {HTMLElement | null} */ (box.querySelector(`li[data-id="${at}"] button`));
    if (isInside) (first ?? box).focus();
  };

  host.addEventListener("ticket-close", () => ((deleted = undefined), (news = {}), show()), { signal });
  for (const name of ["ticket-queued", "ticket-error", "ticket-open", "ticket-created"])
    host.addEventListener(name, show, { signal });
  arriving.then((there) => {
    if (signal.aborted || !there) return;
    outbox = there;
    there.forms.add(mine.take);
    signal.addEventListener("abort", () => there.forms.delete(mine.take));
    there.start();
    there.watch(show, signal);
  });
  return { refresh: show, forget: mine.forget, takeBack: mine.takeBack, isKept: () => !!mine.kept() };
}
