// @ts-check
/** The row above the fields: "Your text from last time is still here. Discard", or "Discarded. Undo". */

import { make } from "../shared/dom.js";

export class DraftRow {
  /** @type {"" | "saved" | "restarted" | "discarded"} */
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
      state == "discarded"
        ? ["extras_discarded", "extras_undo", this.#actions.undo]
        : [state == "saved" ? "extras_draft_kept" : "extras_broken", "extras_discard", this.#actions.discard];
    make("span", "", { textContent: this.#say(text) }, (made) => this.#row.append(made));
    const button = { type: "button", textContent: this.#say(action), onclick };
    make("button", "link", button, (made) => this.#row.append(made));
  }

  focusButton() {
    this.#row.querySelector("button")?.focus();
  }
}
