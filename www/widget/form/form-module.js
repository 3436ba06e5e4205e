// @ts-check
/**
 * The form's WebAssembly module: one instance for all forms of the page. After a crash a fresh instance takes its place,
 * and every form attaches to it again. After a second crash, before anything was sent, the forms stop.
 */

/**
 * What wasm-bindgen makes of `src/widget.rs`.
 * @typedef {{
 *   configure(): void, prefill(fields: object): void, typed(name: string): void, blurred(name: string): void,
 *   send(info: unknown): string | undefined, keepSending(): void, tick(): boolean, answered(came: object): void,
 *   sentByOutbox(id: string, url: string): void, startAnother(): void, reset(): void,
 *   speak(language: string, texts: string): void, ticket(info: unknown): any, id: string, free(): void,
 * }} Form
 * @typedef {(host: HTMLElement, elements: HTMLElement[], language: string, texts: string, id: string) => Form} Attach
 * @typedef {{ attachAgain(): void, stop(error: unknown): void }} User a form that uses the module
 */

/** How many crashes in a row are recovered from. */
const MAX_CRASHES = 1;

export class FormModule {
  #attach;
  #restart;
  /** The forms that use it. @type {Set<User>} */
  users = new Set();
  /** How often it crashed since a ticket was sent. */
  #crashes = 0;
  /** Whether the instance crashed and must not be called. */
  isBroken = false;
  /** Whether the next form needs a fresh instance. */
  #isUsedUp = false;

  /** @param {Attach} attach @param {() => void} restart replaces the instance by a fresh one */
  constructor(attach, restart) {
    this.#attach = attach;
    this.#restart = restart;
  }

  /** Attaches a form to its elements. @type {Attach} */
  attach(...all) {
    if (this.#isUsedUp) this.#restart();
    this.#isUsedUp = false;
    return this.#attach(...all);
  }

  /** A ticket was sent: the module works. */
  forgetCrashes() {
    this.#crashes = 0;
  }

  /** Something that it was called for threw. @param {unknown} error */
  onCrash(error) {
    if (this.isBroken) return;
    this.isBroken = true;
    console.error("support-ticket-widget: the form broke:", error);
    // Calls of the crashed instance may be under way further up, and must not see the fresh one.
    setTimeout(() => this.#recover(error));
  }

  /** @param {unknown} error */
  #recover(error) {
    const users = [...this.users];
    this.#isUsedUp = true;
    this.isBroken = false;
    if (++this.#crashes > MAX_CRASHES) {
      this.#crashes = 0;
      for (const user of users) user.stop(error);
    }
    // One that crashes again starts another recovery for all of them.
    else for (const user of users) if (!this.isBroken) user.attachAgain();
  }
}
