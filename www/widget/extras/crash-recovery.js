// @ts-check
/**
 * When the form's module throws (a trap: a fault of ours, or no memory), a form by a fresh instance takes over, with the
 * text that was typed. If that crashes too before anything was sent, the page's own fallback comes back, with the text to
 * copy.
 */

import { make, type } from "../shared/dom.js";
import { file, script } from "../shared/files.js";
import { isSameWidgetSignedOut, storageKey } from "../shared/storage.js";

/**
 * @typedef {import("../form/mount.js").CrashListeners} CrashListeners
 * @typedef {import("./drafts.js").SavedState} SavedState
 * @typedef {{ name: string, value: string }[]} Values
 */

/** How many crashes in a row are recovered from. */
const MAX_CRASHES = 1;

/** Lets the browser finish what it is doing: an event, or the form's own start. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/** What the crashes of a page have in common. */
class Crashes {
  /** How many there were since a ticket was sent. */
  static count = 0;
  /**
   * The fresh instance for all forms of the one that crashed, which is known by its listeners.
   * @type {{ crashed: CrashListeners, files: Promise<any[]> } | undefined}
   */
  static #fresh;
  /** What forms that crashed leave to the next ones. @type {WeakMap<HTMLElement, SavedState>} */
  static #saved = new WeakMap();

  /** @param {HTMLElement} host @param {SavedState} [state] none removes it */
  static save(host, state) {
    if (state) Crashes.#saved.set(host, state);
    else Crashes.#saved.delete(host);
  }

  /** @param {HTMLElement} host @returns {SavedState | undefined} for the form that starts there now */
  static takeSaved(host) {
    const state = Crashes.#saved.get(host);
    Crashes.#saved.delete(host);
    return state;
  }

  /** The script and the module of a fresh instance. @param {CrashListeners} crashed @returns {Promise<any[]>} */
  static freshFiles(crashed) {
    if (Crashes.#fresh?.crashed != crashed) {
      if (++Crashes.count > MAX_CRASHES) throw Error("it broke again");
      const files = Promise.all([
        script(`./support-ticket-form.js?again=${Date.now()}`),
        file("support-ticket-form.wasm"),
      ]);
      Crashes.#fresh = { crashed, files };
      // The page's other elements, and those to come, use the fresh instance, too.
      /** @type {any} */ (customElements.get("support-ticket-widget")).files = files;
    }
    return Crashes.#fresh.files;
  }
}

/** @param {HTMLElement} host @returns {SavedState | undefined} for the form that starts there now */
export const savedStateFor = (host) => Crashes.takeSaved(host);

export class CrashRecovery {
  #extra;
  /** The listeners of the form's module. */
  #listeners;
  /** @type {() => boolean} */
  #isQueued;
  /** @type {() => SavedState} */
  #saveState;
  #hasCrashed = false;

  /**
   * @param {import("../support-ticket-extras.js").Extra} extra @param {CrashListeners} listeners
   * @param {() => boolean} isQueued whether the message in the form is in the outbox, too
   * @param {() => SavedState} saveState ends the extras of this form, and gives what the next one needs
   */
  constructor(extra, listeners, isQueued, saveState) {
    const { host, signal } = extra;
    this.#extra = extra;
    this.#listeners = listeners;
    this.#isQueued = isQueued;
    this.#saveState = saveState;
    const onCrash = (/** @type {unknown} */ error) => void this.#onCrash(error);
    listeners.push(onCrash);
    // A late answer may crash a crashed form again: that is nothing for the page.
    signal.addEventListener("abort", () => this.#hasCrashed || remove(listeners, onCrash));
    host.addEventListener("ticket-created", () => (Crashes.count = 0), { signal });
  }

  /** Calls what may crash. @template T @param {() => T} call @returns {T | undefined} */
  guard(call) {
    try {
      return call();
    } catch (error) {
      // All forms of the instance crash, as when the browser calls it.
      for (const listener of this.#listeners) listener(error);
    }
  }

  /** @param {unknown} error */
  async #onCrash(error) {
    const { host, root, form } = this.#extra;
    // Every further event of a crashed form crashes, too.
    if (this.#hasCrashed || !host.isConnected) return;
    this.#hasCrashed = true;
    console.error("support-ticket-widget: the form broke:", error);
    // It may have crashed on a key that the browser has yet to put into the text.
    await nextTask();
    const isQueued = this.#isQueued();
    const values = isQueued ? [] : this.#values();
    // A queued message has its own `info`.
    const info = isQueued ? undefined : form.info;
    const owner = storageKey(host, "tickets");
    const focused = /** @type {HTMLInputElement | null} */ (root.activeElement)?.name;
    const state = this.#saveState();
    this.#removeForm();
    try {
      await this.#mountFresh({ owner, state, info, values, focused });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      this.#giveUp(values);
      return;
    }
    this.#sayRestarted();
  }

  /**
   * Mounts a form of a fresh instance, and types in what was typed.
   * @param {{ owner: string, state: SavedState, info: unknown, values: Values, focused: string | undefined }} crashed
   */
  async #mountFresh({ owner, state, info, values, focused }) {
    const { host, root } = this.#extra;
    const [files, module] = await Crashes.freshFiles(this.#listeners);
    // Until its own extras listen.
    /** @type {unknown[]} */
    const errors = [];
    const onCrash = (/** @type {unknown} */ error) => void errors.push(error);
    files.crashListeners.push(onCrash);
    try {
      corner(root).className = "loading";
      const ownerNow = storageKey(host, "tickets");
      if (owner == ownerNow || isSameWidgetSignedOut(owner, ownerNow)) {
        Crashes.save(host, state);
        // Before what the page has asked for meanwhile.
        /** @type {any} */ (host).calls.unshift({ info });
      }
      // Somebody else has signed in: the text is in the draft of the visitor who wrote it.
      else values.length = 0;
      await files.loadForm(host, module, true);
      for (const input of inputs(root)) {
        const { value } = values.find(({ name }) => name == input.name) ?? {};
        if (value && value != input.value) type(input, value);
        if (input.name == focused) input.focus();
      }
      await nextTask();
      if (errors.length) throw Error("the fresh form broke, too", { cause: errors[0] });
    } finally {
      remove(files.crashListeners, onCrash);
    }
  }

  #values() {
    return inputs(this.#extra.root).map(({ name, value }) => ({ name, value }));
  }

  #removeForm() {
    const { host, root } = this.#extra;
    /** @type {any} */ (host).calls = [];
    root.querySelector("[part~=dialog]")?.remove();
  }

  #sayRestarted() {
    const { root, say } = this.#extra;
    const row = make("div", "kept", { role: "status" }, (made) => root.querySelector(".fields")?.before(made));
    setTimeout(() => make("span", "", { textContent: say("extras_broken") }, (made) => row.append(made)));
  }

  /** Brings the page's fallback back, with the text to copy. @param {Values} values */
  #giveUp(values) {
    const { host, root, say } = this.#extra;
    this.#removeForm();
    Crashes.save(host);
    corner(root).className = "failed";
    host.removeAttribute("open");
    const text = values
      .map(({ value }) => value)
      .filter((value) => value.trim())
      .join("\n\n");
    if (!text || root.querySelector("[part~=rescued]")) return;
    const box = make("label", "rescued", { textContent: say("extras_copy_text") }, (made) => corner(root).append(made));
    make("textarea", "rescued-text", { value: text, readOnly: true, rows: 8, cols: 40 }, (made) => box.append(made));
  }
}

/** @param {ShadowRoot} root */
const corner = (root) => /** @type {HTMLElement} */ (root.querySelector("div"));

/** @param {ShadowRoot} root */
const inputs = (root) =>
  /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll("[part~=form]:not(.sent) [name]")]);

/** @template T @param {T[]} list @param {T} item */
function remove(list, item) {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
