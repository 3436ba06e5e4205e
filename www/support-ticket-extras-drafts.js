// @ts-check
/**
 * Keeps what the visitor typed, for a day, and gives it back; remembers the tickets that were sent. It must not know
 * what the inputs are for, nor where things are kept (support-ticket-memory.js).
 */

import { make, type } from "./support-ticket-extras.js";
import { find, forgetDraft, keep, kept, place, remember, sent } from "./support-ticket-memory.js";

/** How long after a key the draft is kept, in milliseconds: before anybody leaves, and not at each key. */
const SOON = 300;

/** Elements whose tickets are remembered. @type {WeakSet<HTMLElement>} */
const heard = new WeakSet();

/** @param {import("./support-ticket-extras.js").Extra} extra */
export function drafts({ host, root, form, typed, signal, say }) {
  let key = place(host, "draft");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** What was thrown away last. @type {Record<string, string> | undefined} */
  let thrown;
  /** "", "kept" or "thrown": what the visitor is told of. */
  let told = "";

  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (root.querySelector(`[part~=form] [name="${CSS.escape(name)}"]`));
  const values = () => Object.fromEntries([...typed].map((name) => [name, input(name)?.value ?? ""]));

  /** Keeps what is there now. */
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = values();
    const isEmpty = !Object.values(now).some(Boolean);
    keep(host, key, isEmpty ? undefined : { id: form.ticket()?.id, values: now });
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
    form.prefill({ id: draft.id });
    fill(draft.values);
    tell("kept");
  };
  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    typed.clear();
    keep(host, key);
    tell("");
  };

  const row = make("div", "kept", { role: "status" }, (made) => root.querySelector(".fields")?.before(made));
  const tell = (/** @type {string} */ what) => {
    told = what;
    row.replaceChildren();
    if (!what) return;
    const isKept = what == "kept";
    make("span", "", { textContent: say(isKept ? "extras_draft_kept" : "extras_discarded") }, (made) => row.append(made));
    const onclick = isKept ? discard : undo;
    const textContent = say(isKept ? "extras_discard" : "extras_undo");
    make("button", "link", { type: "button", textContent, onclick }, (made) => row.append(made));
  };
  const leadTo = () => row.querySelector("button")?.focus();
  const discard = () => {
    const now = values();
    form.configure(false);
    thrown = now;
    tell("thrown");
    leadTo();
  };
  const undo = () => {
    fill(thrown ?? {});
    thrown = undefined;
    tell("kept");
    leadTo();
    save();
  };

  /** Another account has another draft: this one is put away first, so that nobody reads what somebody else wrote. */
  const move = () => {
    const there = place(host, "draft");
    if (there == key || root.querySelector(".sending")) return;
    flush();
    key = there;
    if (typed.size) {
      typed.clear();
      form.configure(false);
    }
    restore();
  };

  const onInput = (/** @type {Event} */ event) => {
    const { name, part } = /** @type {any} */ (event.target);
    if (!name || !part?.contains("input")) return;
    typed.add(name);
    if (told == "thrown" && event.isTrusted) tell("");
    timer ??= setTimeout(save, SOON);
  };
  for (const name of ["input", "change"]) root.addEventListener(name, onInput, { capture: true, signal });
  document.addEventListener("visibilitychange", flush, { signal });
  addEventListener("pagehide", flush, { signal });
  // Coming back to a text, the visitor sees that it is from earlier, and how to be rid of it.
  host.addEventListener("ticket-open", () => tell(Object.values(values()).some((value) => value.trim()) ? "kept" : ""), { signal });
  new MutationObserver(move).observe(host, { attributeFilter: ["account-id", "endpoint", "drafts", "id", "identity"] });
  for (const outcome of ["ticket-created", "ticket-queued", "ticket-error"]) host.addEventListener(outcome, () => queueMicrotask(move), { signal });

  if (!heard.has(host)) {
    heard.add(host);
    /** What was sent from here, by its id: its subject, and whose it was then. @type {Map<string, [string, string]>} */
    const submitted = new Map();
    host.addEventListener(
      "ticket-submit",
      (event) => {
        const { ticket } = /** @type {CustomEvent} */ (event).detail;
        const { id } = ticket;
        const list = place(host, "tickets");
        // After the page's own listeners, which may change it.
        queueMicrotask(() => submitted.set(id, [ticket.subject ?? "", list]));
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
  if (typed.size) save();
  else restore();
  const list = /** @type {HTMLElement | null} */ (root.querySelector("[data-late=tickets]"));
  const refresh = () => {
    tell(told);
    if (list) list.hidden = !sent(host).length && !host.getAttribute("identity");
  };
  return { forget, keep: flush, save, refresh };
}
