// @ts-check
/**
 * Mounts the form of one element: passes on what the page asks for (the element's `calls`, see the loader), and removes
 * the form with the element.
 */

import { script } from "../shared/files.js";
import { storePending } from "../shared/storage.js";
import { textsIn } from "../shared/texts.js";
import { fieldsOf, fromAddress } from "./prefill.js";

/**
 * `info` is what the last call gave for its ticket.
 * @typedef {{ configure(focusOrReset?: boolean): void, prefill(fields: object): void,
 *   speak?(language: string, words: string): void, free(): void, info?: unknown }} Form
 * @typedef {{ language: string, words: string[] }} Texts
 * @typedef {(host: HTMLElement, root: ShadowRoot, language: string, words: string) => Form} Mount
 * Called with what the module throws.
 * @typedef {((error: unknown) => void)[]} CrashListeners
 */

/** How long a pressed Send waits for the outbox before it goes without: the outbox may never come. */
const OUTBOX_TIMEOUT_MS = 5_000;

/** Prepares the button for its form. Throws if the browser cannot show the form. @param {ShadowRoot} root */
export function styleButton(root) {
  const button = /** @type {HTMLElement} */ (root.querySelector("button"));
  if (button.ariaHasPopup) return;
  // The newest features that the form needs: without them, the page's own fallback stays.
  if (!CSS.supports("color:light-dark(#15c,#8bf)") || !button.showPopover) throw Error("needs a newer browser");
  button.ariaHasPopup = "dialog";
}

/**
 * @param {any} host @param {Texts} texts of its language @param {string} tag that they were found by
 * @param {Mount} mount @param {CrashListeners} crashListeners of the module
 */
export function mountForm(host, texts, tag, mount, crashListeners) {
  const corner = /** @type {HTMLElement} */ (host.shadowRoot.querySelector("div"));
  if (host.isConnected) new MountedForm(host, corner, texts, tag, mount).start(crashListeners);
  else corner.className = "";
}

/** @param {unknown} error */
const logMissing = (error) => console.warn("support-ticket-widget: without", error);

class MountedForm {
  #host;
  #corner;
  #form;
  /** The language tag that the texts are wanted for. */
  #tag;
  /** The page's own texts. */
  #ownTexts;
  #isRemoved = false;
  /** Removes the extras. @type {(() => void) | undefined} */
  #detach;

  /** @param {any} host @param {HTMLElement} corner @param {Texts} texts @param {string} tag @param {Mount} mount */
  constructor(host, corner, texts, tag, mount) {
    this.#host = host;
    this.#corner = corner;
    this.#tag = tag;
    this.#ownTexts = host.texts;
    this.#form = mount(host, host.shadowRoot, texts.language, texts.words.join("\n"));
  }

  /** @param {CrashListeners} crashListeners */
  start(crashListeners) {
    const host = this.#host;
    this.#defineTexts();
    this.#form.prefill(fromAddress(host));
    for (const call of host.calls) this.#onCall(call, false);
    const outbox = script("./support-ticket-outbox.js").catch(logMissing);
    // An object, not the array with another `push`: where a page froze the arrays' prototype, assigning would throw.
    host.calls = {
      push: (/** @type {any[]} */ ...call) => (call.length ? this.#onCall(call[0], call[1]) : this.#update()),
      send: (/** @type {Parameters<MountedForm["send"]>[1]} */ ...request) => this.send(outbox, request),
    };
    this.#corner.className = "ready";
    host.calls.push();
    this.#attachExtras(outbox, crashListeners);
  }

  /**
   * Stores a ticket, and has the outbox send it.
   * @param {Promise<any>} outbox
   * @param {[endpoint: string, json: string, identity: string, signal: AbortSignal, id: string, post: Function]} request
   */
  async send(outbox, [endpoint, json, identity, signal, id, post]) {
    const ticket = storePending(this.#host, id, endpoint, json);
    const send = () => post(endpoint, json, identity, signal);
    const timeout = new Promise((resolve) => setTimeout(resolve, OUTBOX_TIMEOUT_MS));
    const part = await Promise.race([outbox, timeout]);
    return part ? part.outbox.submit(this.#host, ticket, !!identity, send, signal, () => !this.#isRemoved) : send();
  }

  /** The property `texts` changes the words of the form. */
  #defineTexts() {
    delete this.#host.texts;
    Object.defineProperty(this.#host, "texts", {
      get: () => this.#ownTexts,
      set: (texts) => {
        this.#ownTexts = texts;
        this.#speak();
      },
      configurable: true,
      enumerable: true,
    });
  }

  /** @param {any} call `false` resets the form, an object fills it in @param {unknown} focus */
  #onCall(call, focus) {
    if (call === false) return this.#form.configure(false);
    if (Object(call) === call) {
      const fields = fieldsOf(call, this.#host);
      this.#form.prefill(fields);
      this.#form.info = fields.info ?? this.#form.info;
    }
    if (focus && this.#host.open) this.#form.configure(true);
  }

  /** Follows the attributes and the element's place in the page. */
  #update() {
    // A move is a removal followed at once by an insertion, and must not lose what was typed.
    if (!this.#host.isConnected) return queueMicrotask(() => this.#removeIfGone());
    const [, tag] = this.#host.constructor.language(this.#host);
    if (tag != this.#tag) {
      this.#tag = tag;
      this.#speak();
    }
    this.#form.configure();
  }

  async #speak() {
    const [tag, ownTexts] = [this.#tag, this.#ownTexts];
    const { language, words } = await textsIn(tag, ownTexts);
    // An older language may arrive after a newer one.
    const isWanted = !this.#isRemoved && tag == this.#tag && ownTexts == this.#ownTexts;
    if (isWanted) this.#form.speak?.(language, words.join("\n"));
  }

  #removeIfGone() {
    if (this.#host.isConnected) return;
    this.#isRemoved = true;
    this.#host.calls = [];
    this.#corner.className = "";
    this.#detach?.();
    this.#form.free();
  }

  /** The extras come after the form. Without them it is complete. @param {Promise<any>} outbox @param {CrashListeners} crashListeners */
  async #attachExtras(outbox, crashListeners) {
    const host = this.#host;
    /** The names of the inputs that the visitor changes before the extras are there. @type {Set<string>} */
    const typed = new Set();
    host.shadowRoot.lastChild?.addEventListener(
      "input",
      (/** @type {any} */ event) => typed.add(event.target.name),
      true,
    );
    const loadTexts = () => textsIn(this.#tag, this.#ownTexts, ".late");
    try {
      const extras = await script("./support-ticket-extras.js");
      if (this.#isRemoved) return;
      const detach = await extras.attach(host, host.shadowRoot, this.#form, typed, loadTexts, outbox, crashListeners);
      if (this.#isRemoved) detach();
      else this.#detach = detach;
    } catch (error) {
      logMissing(error);
    }
  }
}
