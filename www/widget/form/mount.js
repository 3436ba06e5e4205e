// @ts-check
/**
 * One element's form: puts it in place, hands it what the page asks for, and takes it away again. The loader says what
 * happened by the element's `calls` (see there); what is to be done with it is said here to the module. It must not
 * know what is in the form.
 */

import { script } from "../shared/files.js";
import { pressed } from "../shared/storage.js";
import { fieldsOf, fromAddress } from "./prefill.js";
import { textsIn } from "../shared/texts.js";

/**
 * @typedef {{ configure(focusOrReset?: boolean): void, prefill(fields: object): void,
 *   speak?(language: string, words: string): void, free(): void, info?: unknown }} Form `info` is what the last call gave for its ticket
 * @typedef {{ language: string, words: string[] }} Texts
 * @typedef {(host: HTMLElement, root: ShadowRoot, language: string, words: string) => Form} Mount
 * Who hears of what the module throws.
 * @typedef {((error: unknown) => void)[]} Hearers
 */

/** How long a pressed Send waits for the outbox before it goes without, in milliseconds: it may never come. */
const PATIENCE = 5_000;

/**
 * Gives the button what it can do without until it is reached for. Throws where the form could not be shown.
 * @param {ShadowRoot} root
 */
export function styleButton(root) {
  const button = /** @type {HTMLElement} */ (root.querySelector("button"));
  if (button.ariaHasPopup) return;
  // The last of what the form needs that browsers have got: before, there is the page's own fallback.
  if (!CSS.supports("color:light-dark(#15c,#8bf)") || !button.showPopover) throw Error("needs a newer browser");
  button.ariaHasPopup = "dialog";
}

/**
 * Puts the form of an element in place. From now on its `calls` come here, until it is taken off the page.
 * @param {any} host
 * @param {Texts} texts as they are when it begins
 * @param {string} wanted the tag that they were looked for by
 * @param {Mount} mount
 * @param {Hearers} hearers of what breaks in the module
 */
export function mountForm(host, texts, wanted, mount, hearers) {
  /** @type {ShadowRoot} */
  const root = host.shadowRoot;
  const corner = /** @type {HTMLElement} */ (root.querySelector("div"));
  if (!host.isConnected) return (corner.className = "");

  const form = mount(host, root, texts.language, texts.words.join("\n"));
  let isFreed = false;
  /** @type {(() => void) | undefined} */
  let leave;
  /** The page's own words. */
  let own = host.texts;

  const speak = async () => {
    const [tag, words] = [wanted, own];
    const said = await textsIn(tag, words);
    // What was wanted before may come after what is wanted now.
    if (!isFreed && tag == wanted && words == own) form.speak?.(said.language, said.words.join("\n"));
  };
  const lookUp = () => {
    const tag = host.constructor.language(host)[1];
    if (tag == wanted) return;
    wanted = tag;
    speak();
  };
  delete host.texts;
  Object.defineProperty(host, "texts", {
    get: () => own,
    set(words) {
      own = words;
      speak();
    },
    configurable: true,
    enumerable: true,
  });

  const isGone = () => {
    if (host.isConnected) return;
    isFreed = true;
    host.calls = [];
    corner.className = "";
    leave?.();
    form.free();
  };
  /** @param {any} what @param {unknown} focus */
  const heard = (what, focus) => {
    if (what === false) return form.configure(false);
    if (Object(what) === what) {
      const fields = fieldsOf(what, host);
      form.prefill(fields);
      form.info = fields.info ?? form.info;
    }
    if (focus && host.open) form.configure(true);
  };
  form.prefill(fromAddress(host));
  host.calls.forEach((/** @type {any} */ call) => heard(call, 0));

  /** @param {unknown} error */
  const without = (error) => console.warn("support-ticket-widget: without", error);
  const outbox = script("./support-ticket-outbox.js").catch(without);
  // An object of its own: where a page has frozen the prototype of arrays, none can have another `push`.
  host.calls = {
    push(/** @type {any[]} */ ...call) {
      if (call.length) return heard(call[0], call[1]);
      // A move is a removal followed at once by an insertion: what was typed must outlive it.
      if (!host.isConnected) return queueMicrotask(isGone);
      lookUp();
      form.configure();
    },
    send(
      /** @type {string} */ endpoint,
      /** @type {string} */ json,
      /** @type {string} */ identity,
      /** @type {AbortSignal} */ signal,
      /** @type {string} */ id,
      /** @type {Function} */ post,
    ) {
      const ticket = pressed(host, id, endpoint, json);
      const send = () => post(endpoint, json, identity, signal);
      return Promise.race([outbox, new Promise((go) => setTimeout(go, PATIENCE))]).then((outbox) =>
        outbox ? outbox.first(host, ticket, !!identity, send, signal, () => !isFreed) : send(),
      );
    },
  };
  corner.className = "ready";
  host.calls.push();

  /** What is typed before the extras are there. @type {Set<string>} */
  const typed = new Set();
  root.lastChild?.addEventListener("input", (event) => typed.add(/** @type {any} */ (event.target).name), true);
  /** What makes the form better comes after it; should it not come, the form is whole without it. */
  script("./support-ticket-extras.js")
    .then((part) =>
      isFreed ? undefined : part.attach(host, root, form, typed, () => textsIn(wanted, own, ".late"), outbox, hearers),
    )
    .then((done) => (isFreed ? done?.() : (leave = done)))
    .catch(without);
}
