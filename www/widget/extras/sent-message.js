// @ts-check
/**
 * What stands in the form and was sent once. It follows what becomes of that, by this tab or another one, so that the form
 * never goes on saying what is no longer so, and what is changed there is another message. It must not know how messages
 * are sent, nor show any.
 */

import { type } from "../shared/dom.js";
import { freshId } from "../shared/uuid.js";
import { find, sent } from "../shared/storage.js";

/**
 * How long it may take until the address is known of what another tab has taken out of the outbox, in milliseconds: the
 * address is written a moment later.
 */
const MOMENT = 1000;

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @param {() => typeof import("../support-ticket-outbox.js") | undefined} outboxNow
 * @param {{ save(): boolean }} draft
 * @param {(what: { handedBack?: string, url?: string, subject?: string }) => void} tell what the visitor has to know of it
 */
export function own({ host, root, form, signal }, outboxNow, draft, tell) {
  /** Its id; the form's own ticket is not asked for it at each key. */
  let id = "";
  /** What is kept of it, once it was seen to be. */
  let json = "";
  /** Who the page said that sends it. */
  let token = "";
  /** Whether the form says that it will be sent by itself. */
  let isQueued = false;
  /** Whether it is kept only until what the visitor makes of it can be. */
  let isHeld = false;
  /** What stood in the inputs when it was sent. */
  let asSent = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const inputs = () => /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll("[part~=form] [name]")]);
  const standing = () =>
    inputs()
      .map(({ value }) => value)
      .join("\0");
  const isInState = (/** @type {string} */ state) => !!root.querySelector(`[part~=form].${state}`);
  const kept = () =>
    id
      ? (outboxNow()
          ?.list(host)
          .find((ticket) => ticket.id == id) ?? find(id))
      : undefined;

  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    id = json = "";
    isQueued = isHeld = false;
  };

  /** What stands in the form now is this message. @param {string} message its id */
  const begin = (message) => {
    forget();
    id = message;
    asSent = standing();
  };

  /** What stands in the form is another message from now on. */
  const another = () => {
    forget();
    form.prefill({ id: freshId() });
    draft.save();
  };

  /** The text stays, and what the form says of it goes: the form takes that back where the text changes. */
  const takeWordsBack = () => {
    const body = inputs().find(({ name }) => name == "body");
    if (!body) return;
    const { value, selectionStart, selectionEnd } = body;
    for (const text of [value + " ", value]) type(body, text);
    if (body == root.activeElement) body.setSelectionRange(selectionStart, selectionEnd);
  };

  /** It was sent, by whomever. @param {string} url @returns {boolean} whether the form says so */
  const arrived = (url) => {
    const was = id;
    forget();
    form.prefill({ id: was, url });
    const isSaid = isInState("sent");
    // Where the form did not wait for it, it says nothing; but its text is a ticket's now.
    if (!isSaid) form.configure(false);
    return isSaid;
  };

  const gone = () => {
    const { url, subject } = sent(host).find((ticket) => ticket.id == id) ?? {};
    if (url) return void (arrived(url) || tell({ url, subject }));
    timer ??= setTimeout(() => {
      timer = undefined;
      if (signal.aborted || kept()) return;
      if (sent(host).some((ticket) => ticket.id == id)) return follow();
      // Without its words it is a text like any other.
      if (!isQueued) return forget();
      another();
      takeWordsBack();
    }, MOMENT);
  };

  /** Looks whether what the form says is still so. */
  const follow = () => {
    const outbox = outboxNow();
    if (!outbox || !id) return;
    outbox.vouched.set(id, token);
    if (isInState("sending")) return;
    const there = kept();
    // Another tab may have gone on with it, and send another text under its id.
    if (there && (json ||= there.json) == there.json) {
      if (!isQueued) return;
      if (there.phase == "Returned" || there.phase == "Asking") {
        tell({ handedBack: id });
        forget();
        form.configure(false);
      } else if (standing() != asSent) {
        // The page has filled in something else.
        another();
        takeWordsBack();
      }
    } else if (json) gone();
  };

  /** The outbox sent what stands in this form. @param {string} which @param {string} url */
  const take = (which, url) => !signal.aborted && which == id && !isInState("sending") && arrived(url);

  /** The visitor throws it away. @returns {string} its id, if it was kept */
  const takeBack = () => {
    const was = kept()?.id ?? "";
    forget();
    if (was) outboxNow()?.takeBack(was);
    return was;
  };

  /** The visitor goes on with it, and there is no room for a draft. @param {string} message its id */
  const hold = (message) => {
    begin(message);
    isHeld = true;
  };

  /** What was sent is sent as it was; what is written then is another message, whoever has written it for the visitor. */
  const changed = () => {
    if (!id || isInState("sending") || !kept() || standing() == asSent) return;
    if (isHeld && draft.save()) takeBack();
    else another();
  };

  const about = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    return event.target == host ? (detail.id ?? detail.ticket?.id) : undefined;
  };
  host.addEventListener(
    "ticket-submit",
    (event) => {
      const pressed = about(event);
      if (!pressed) return;
      const { ticket } = /** @type {CustomEvent} */ (event).detail;
      // Under this id another form's message waits, and must not be written over.
      if (pressed != id && find(pressed)) form.prefill({ id: (ticket.id = freshId()) });
      begin(ticket.id);
      token = host.getAttribute("identity") ?? "";
    },
    { capture: true, signal },
  );
  for (const [name, queued] of /** @type {[string, boolean][]} */ ([
    ["ticket-queued", true],
    ["ticket-error", false],
  ]))
    host.addEventListener(name, (event) => id && about(event) == id && (isQueued = queued), { capture: true, signal });
  host.addEventListener("ticket-created", (event) => about(event) == id && forget(), { capture: true, signal });
  for (const name of ["input", "change"]) root.addEventListener(name, changed, { signal });

  // Who is quick has pressed Send before this file was there.
  const before = form.ticket()?.id;
  if (before && (isInState("sending") || find(before))) {
    begin(before);
    token = host.getAttribute("identity") ?? "";
    isQueued = find(before)?.phase == "Waiting";
  }

  return { id: () => id, kept, follow, take, takeBack, hold, forget };
}
