// @ts-check
/**
 * The stored drafts of one widget. Each form has a draft of its own, so that two tabs never overwrite each other's text. A
 * lock tells that the form of a draft is still there; a form takes over the newest draft whose form is gone.
 */

import { draftKeys, readStored, writeStored } from "../shared/storage.js";
import { freshId } from "../shared/uuid.js";

/** @typedef {{ id: string, at: number, tried?: boolean, about?: object, values: Record<string, string> }} Draft */

/** The lock of the form that a draft belongs to. @param {string} key of the draft */
const lockOf = (key) => `support-ticket-draft-form ${key.split("~")[1]}`;

export class DraftStore {
  #host;
  /** Marks this form's draft. */
  #mark = `~${freshId()}`;
  /** The key of the widget and its visitor, which may change. Empty if nothing is stored for them. */
  base;
  /** Gives the lock back. @type {((value?: any) => void) | undefined} */
  #release;

  /** @param {HTMLElement} host @param {string} base */
  constructor(host, base) {
    this.#host = host;
    this.base = base;
  }

  get #key() {
    return this.base && `${this.base} ${this.#mark}`;
  }

  /** This form's draft. @returns {Draft | null} */
  read() {
    return readStored(this.#host, this.#key);
  }

  /** Stores this form's draft. @param {object} draft @returns {boolean} whether that worked */
  write(draft) {
    this.hold();
    return writeStored(this.#host, this.#key, draft);
  }

  /** @returns {boolean} whether that worked */
  remove() {
    return writeStored(this.#host, this.#key);
  }

  /**
   * Hands over this form's draft, or else the newest whose form is gone.
   * @param {(draft: Draft) => boolean} use makes it this form's, and stores it as such; false if it is of no use
   */
  async adopt(use) {
    const own = this.read();
    if (own) use(own);
    else await this.adoptAnother(use);
  }

  /** Hands over the newest draft whose form is gone. @param {(draft: Draft) => boolean} use as `adopt` takes it */
  async adoptAnother(use) {
    const { base } = this;
    const at = (/** @type {string} */ key) => this.#readOf(key)?.at ?? 0;
    const keys = draftKeys(this.#host, base).filter((key) => key != this.#key);
    for (const key of keys.sort((a, b) => at(b) - at(a))) {
      // The visitor may have signed in or out meanwhile.
      if ((await this.#takeOver(key, use)) || base != this.base) return;
    }
  }

  /** @param {string} key @returns {Draft | null} */
  #readOf(key) {
    const draft = readStored(this.#host, key);
    return Object(draft?.values) === draft?.values ? draft : null;
  }

  /** @param {string} key of another form's draft @param {(draft: Draft) => boolean} use @returns {Promise<boolean>} whether it was used */
  async #takeOver(key, use) {
    const move = (/** @type {Lock | null} */ lock) => lock !== null && this.#move(key, use);
    try {
      return await navigator.locks.request(lockOf(key), { ifAvailable: true }, move);
    } catch {
      // A page without https, or in a sandbox, has no locks. If the other form is still there, it stores its text again.
      return this.#move(key, use);
    }
  }

  /** @param {string} key @param {(draft: Draft) => boolean} use */
  #move(key, use) {
    const draft = this.#readOf(key);
    const isUsed = draft != null && use(draft);
    // If the storage is full, it stays where it is.
    if (isUsed && this.read()) writeStored(this.#host, key);
    return isUsed;
  }

  /** Tells others that this form is still there. */
  hold() {
    if (this.#release || !navigator.locks) return;
    const left = new Promise((resolve) => (this.#release = resolve));
    // Without a lock, others take this form's draft for one that is left.
    navigator.locks.request(lockOf(this.#mark), () => left).catch(() => this.letGo());
  }

  letGo() {
    this.#release?.();
    this.#release = undefined;
  }
}
