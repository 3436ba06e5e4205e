// @ts-check
/**
 * Keeps what the visitor typed, for a day, and gives it back; remembers the tickets that were sent. It must not know
 * what the inputs are for, nor where things are kept (support-ticket-memory.js).
 */

import { make, type } from "../shared/dom.js";
import { aboutThen } from "./ticket-context.js";
import { find, forgetDraft, isNobodys, keep, kept, place, remember, sent } from "../shared/storage.js";

/** How long after a key the draft is kept, in milliseconds: before anybody leaves, and not at each key. */
const SOON = 300;

/** To be compared. Not as JSON: a page may have put in its place what throws. @param {object} values */
const asText = (values) => Object.entries(values).join("\0");

/**
 * What a form that broke knew beside its text: the id of the earlier try that was gone on with, and what that was about.
 * @typedef {{ tried: string, was?: object }} Left
 */

/** Elements whose tickets are remembered. @type {WeakSet<HTMLElement>} */
const heard = new WeakSet();

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @param {() => string} takeBack takes what stands in the form out of the outbox; gives its id, if it was there
 * @param {Left} [left] by the form that broke before this one
 */
export function drafts({ host, root, form, typed, signal, say }, takeBack, left) {
  let key = place(host, "draft");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** What was thrown away last. @type {{ id: string, was?: object, written: Record<string, string> } | undefined} */
  let thrown;
  /** "", "kept" or "thrown": what the visitor is told of. */
  let told = "";
  /** What of the kept draft is this form's, and not written by another tab over it: the form's id then, and the values. */
  let ours = { id: "", values: "" };
  /** The id of an earlier try, where the visitor goes on with that. */
  let tried = "";
  const about = aboutThen({ host, form, signal });
  /** Whether what stands in the form makes room for another account's. */
  let isMoving = false;

  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (root.querySelector(`[part~=form] [name="${CSS.escape(name)}"]`));
  const values = () => Object.fromEntries([...typed].map((name) => [name, input(name)?.value ?? ""]));

  /** Keeps what is there now. @returns {boolean} whether it could be */
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = values();
    // A form that broke has none, and what is kept stays for the fresh one.
    const id = form.ticket()?.id;
    if (!id) return false;
    ours = { id, values: asText(now) };
    const isEmpty = !Object.values(now).some(Boolean);
    return keep(
      host,
      key,
      isEmpty ? undefined : { id, tried: tried != "" && tried == id, about: about.get(), values: now },
    );
  };
  /**
   * Goes on with what was sent under this id once: unchanged, it makes no second ticket.
   * @param {string} id @param {object} [was] what it was about
   */
  const goOn = (id, was) => {
    tried = id;
    about.set(was);
    form.prefill({ id });
  };
  const flush = () => {
    if (timer) save();
  };
  /** @param {Record<string, string>} written */
  const fill = (written) => {
    for (const [name, value] of Object.entries(written)) {
      const field = input(name);
      if (!field || typed.has(name)) continue;
      typed.add(name);
      type(field, value);
    }
  };
  const restore = () => {
    const draft = kept(host, key);
    if (Object(draft?.values) !== draft?.values) return;
    // It waits in the outbox, where the visitor sees it.
    if (find(draft.id)) return keep(host, key);
    // Another tab may have the same draft, and what it sends is another message: each form has an id of its own.
    if (draft.tried) goOn(draft.id, draft.about);
    fill(draft.values);
    ours = { id: form.ticket()?.id, values: asText(draft.values) };
    keep(host, key, { ...draft, id: ours.id });
    tell("kept");
  };
  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    tried = "";
    typed.clear();
    about.set(undefined);
    // The other account's stays for them.
    if (isMoving) return tell("");
    const there = kept(host, key);
    if (there && (there.id == ours.id || asText(there.values ?? {}) == ours.values)) keep(host, key);
    tell("");
  };

  const row = make("div", "kept", { role: "status" }, (made) => root.querySelector(".fields")?.before(made));
  const tell = (/** @type {string} */ what) => {
    told = what;
    row.replaceChildren();
    if (!what) return;
    const isKept = what == "kept";
    make("span", "", { textContent: say(isKept ? "extras_draft_kept" : "extras_discarded") }, (made) =>
      row.append(made),
    );
    const onclick = isKept ? discard : undo;
    const textContent = say(isKept ? "extras_discard" : "extras_undo");
    make("button", "link", { type: "button", textContent, onclick }, (made) => row.append(made));
  };
  const leadTo = () => row.querySelector("button")?.focus();
  const discard = () => {
    if (root.querySelector("[part~=form].sending")) return;
    const written = values();
    // Or it would be sent all the same, and a second time after Undo.
    const id = takeBack() || tried;
    const was = about.get();
    form.configure(false);
    thrown = { id, was, written };
    tell("thrown");
    leadTo();
  };
  const undo = () => {
    if (thrown?.id) goOn(thrown.id, thrown.was);
    fill(thrown?.written ?? {});
    thrown = undefined;
    tell("kept");
    leadTo();
    save();
  };

  /**
   * Another account has another draft: this one is put away first, so that nobody reads what somebody else wrote. But where
   * nobody was known before, the page has learned who it is that writes: the text goes along.
   */
  const move = () => {
    const there = place(host, "draft");
    if (there == key || root.querySelector("[part~=form].sending")) return;
    flush();
    const before = key;
    key = there;
    if (isNobodys(before, there)) {
      addKept();
      if (!typed.size) return;
      save();
      return keep(host, before);
    }
    if (typed.size) {
      typed.clear();
      isMoving = true;
      form.configure(false);
      isMoving = false;
    }
    restore();
  };

  /** What this account wrote before is not lost by what they wrote before they were known: it stands below that. */
  const addKept = () => {
    const draft = kept(host, key);
    if (!draft?.values || find(draft.id)) return;
    const { subject, body, ...more } = draft.values;
    const now = values();
    fill(more);
    if (!now.subject && !now.body) return fill({ subject, body });
    const text = [now.body, subject != now.subject && subject, body].filter(Boolean).join("\n\n");
    const field = input("body");
    if (!body || body == now.body || !field) return;
    typed.add("body");
    type(field, text);
  };

  const onInput = (/** @type {Event} */ event) => {
    const { name, part } = /** @type {any} */ (event.target);
    if (!name || !part?.contains("input")) return;
    typed.add(name);
    if (told == "thrown" && event.isTrusted) tell("");
    timer ??= setTimeout(save, SOON);
  };
  for (const name of ["input", "change"]) root.addEventListener(name, onInput, { capture: true, signal });
  // A form that broke is not asked any more.
  signal.addEventListener("abort", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", flush, { signal });
  addEventListener("pagehide", flush, { signal });
  // Coming back to a text, the visitor sees that it is from earlier, and how to be rid of it.
  host.addEventListener(
    "ticket-open",
    () => tell(Object.values(values()).some((value) => value.trim()) ? "kept" : ""),
    { signal },
  );
  const observer = new MutationObserver(move);
  signal.addEventListener("abort", () => observer.disconnect());
  observer.observe(host, { attributeFilter: ["account-id", "endpoint", "drafts", "id", "identity"] });
  for (const outcome of ["ticket-created", "ticket-queued", "ticket-error"])
    host.addEventListener(outcome, () => queueMicrotask(move), { signal });

  if (!heard.has(host)) {
    heard.add(host);
    /** What was sent from here, by its id: its subject, and whose it was then. @type {Map<string, [string, string]>} */
    const submitted = new Map();
    host.addEventListener(
      "ticket-submit",
      (event) => {
        const { ticket } = /** @type {CustomEvent} */ (event).detail;
        const list = place(host, "tickets");
        // After all other listeners, which may change it.
        queueMicrotask(() => submitted.set(ticket.id, [ticket.subject ?? "", list]));
      },
      true,
    );
    host.addEventListener("ticket-created", (event) => {
      const { id, url } = /** @type {CustomEvent} */ (event).detail;
      const [subject, list] = submitted.get(id) ?? [];
      // Of what the outbox sent, it knows more itself.
      if (list == null) return;
      remember(host, { id, url, subject: subject ?? "", at: Date.now() }, list);
      forgetDraft(host, id);
    });
  }
  const sentFrom = () => root.querySelector("[part~=form].sent") && forget();
  host.addEventListener("ticket-created", () => (sentFrom(), refresh()), { signal });
  // Under the id of an earlier version that has arrived nothing else can be sent.
  const onError = (/** @type {any} */ { detail }) => detail.code == "conflict" && (tried = "");
  host.addEventListener("ticket-error", onError, { signal });
  if (!typed.size) restore();
  else {
    if (left?.tried && !find(left.tried)) goOn(left.tried, left.was);
    else about.set(left?.was);
    save();
  }
  const list = /** @type {HTMLElement | null} */ (root.querySelector("[data-late=tickets]"));
  const refresh = () => {
    tell(told);
    if (list) list.hidden = !sent(host).length && !host.getAttribute("identity");
  };
  /** @returns {Left} for the form that takes the place of this one, which broke */
  const leave = () => ({ tried: tried == ours.id ? tried : "", was: about.get() });
  return { forget, keep: flush, save, goOn, refresh, leave };
}
