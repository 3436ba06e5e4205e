// @ts-check
/** The language of one form: the page's `lang` and its own texts (the property `texts`) change it. */

import { formTexts } from "../shared/texts.js";

/** @typedef {import("../shared/texts.js").Texts} Texts */

export class FormTexts {
  /** What the form says now. @type {Texts} */
  current;
  #host;
  #english;
  /** The language tag that the texts are wanted for. */
  #tag;
  /** The page's own texts. @type {any} */
  #own;
  #onChange;

  /**
   * @param {any} host @param {Record<string, string>} english by their keys
   * @param {Texts} current of its language @param {string} tag that they were found by
   * @param {(texts: Texts) => void} onChange
   */
  constructor(host, english, current, tag, onChange) {
    this.current = current;
    this.#host = host;
    this.#english = english;
    this.#tag = tag;
    this.#onChange = onChange;
    this.#define();
  }

  /** The language tag, and the page's own texts. @returns {[tag: string, own: any]} */
  get language() {
    return [this.#tag, this.#own];
  }

  /** Follows the languages of the page. */
  update() {
    const [, tag] = this.#host.constructor.language(this.#host);
    if (tag == this.#tag) return;
    this.#tag = tag;
    this.#load();
  }

  /** The property `texts` changes the words of the form. */
  #define() {
    const host = this.#host;
    this.#own = host.texts;
    delete host.texts;
    Object.defineProperty(host, "texts", {
      get: () => this.#own,
      set: (texts) => {
        this.#own = texts;
        this.#load();
      },
      configurable: true,
      enumerable: true,
    });
  }

  async #load() {
    const [tag, own] = this.language;
    const texts = await formTexts(tag, own, this.#english);
    // An older language may arrive after a newer one.
    if (tag != this.#tag || own != this.#own) return;
    this.current = texts;
    this.#onChange(texts);
  }
}
