// @ts-check
/** The row above the fields: "Draft saved · Discard", or "Discarded · Undo". */

import { make } from "../shared/dom.js";

export class DraftRow {
  /** @type {"" | "saved" | "discarded"} */
  state = "";
  /** @type {HTMLElement} */
  #row;
  /** @type {(key: string) => string} */
  #say;
  /** @type {{ discard(): void, undo(): void }} */
  #actions;

  /** @param {ShadowRoot} root @param {(key: string) => string} say @param {{ discard(): void, undo(): void }} actions */
  constructor(root, say, actions) {
    this.#row = make("div", "kept", { role: "status" }, (made) => root.querySelector(".fields")?.before(made));
    this.#say = say;
    this.#actions = actions;
  }

  /** @param {DraftRow["state"]} [state] */
  show(state = this.state) {
    this.state = state;
    this.#row.replaceChildren();
    if (!state) return;
    const [text, action, onclick] =
      state == "saved"
        ? ["extras_draft_kept", "extras_discard", this.#actions.discard]
        : ["extras_discarded", "extras_undo", this.#actions.undo];
    make("span", "", { textContent: this.#say(text) }, (made) => this.#row.append(made));
    const button = { type: "button", textContent: this.#say(action), onclick };
    make("button", "link", button, (made) => this.#row.append(made));
  }

  focusButton() {
    this.#row.querySelector("button")?.focus();
  }
}
