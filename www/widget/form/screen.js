// @ts-check
/**
 * Builds the form's elements from screen.txt and shows what does not need the module: the texts, the list of types, the
 * questions of a type, and what the page filled in. It decides nothing.
 */

import { adopt, element as makeElement } from "../shared/dom.js";

/** @typedef {import("../shared/texts.js").Texts} Texts */

/** The depth, the tag, the part, the attributes and the key of the text of a line in screen.txt. */
const ROW = /^( *)(\w+)(?:\.(\S+))?(?: @\w+)?(?: ([^{]+?))?(?: ?\{(\w+)\})?$/;

/** The languages that are written from right to left. */
const RIGHT_TO_LEFT = /^(ar|fa|he)/;

/** The keys of the questions above the boxes of the text, for each type that has its own. @type {Record<string, string[]>} */
const QUESTIONS = {
  problem: ["problem_1", "problem_2", "problem_3"],
  task: ["task_1", "task_2", "task_3"],
  question: ["question_1", "more", "more"],
};

/** The questions of a ticket without a type, or of any other type. */
const GENERAL_QUESTIONS = ["body", "more", "more"];

/** The boxes of the text. */
const BOXES = ["body", "body_2", "body_3"];

/** Sets a text, unless it is the same: screen readers would repeat a live region. @param {Element | null} element @param {string} text */
function setText(element, text) {
  if (element && element.textContent != text) element.textContent = text;
}

export class Screen {
  /** All elements, in the order of screen.txt. @type {HTMLElement[]} */
  elements = [];
  /** The keys of the texts that stand in them. @type {(string | undefined)[]} */
  #keys = [];
  /** The dialog, or the section of an inline form. @type {HTMLElement} */
  panel;
  #host;
  /** @type {Texts} */
  #texts;

  /**
   * Builds the closed form in the shadow root of an element.
   * @param {any} host @param {{ table: string, css: string }} look screen.txt and the stylesheet @param {Texts} texts
   */
  constructor(host, { table, css }, texts) {
    this.#host = host;
    this.#texts = texts;
    adopt(host.shadowRoot, "form", css);
    this.#build(table);
    [this.panel] = this.elements;
    this.speak(texts);
    host.shadowRoot.append(this.panel);
  }

  /** @param {string} table */
  #build(table) {
    /** The elements around the next one. @type {{ depth: number, element: HTMLElement }[]} */
    const around = [];
    for (const line of table.split("\n")) {
      const [, indent, tag, part, attributes, key] = ROW.exec(line) ?? [];
      if (!tag) continue;
      const isSection = !this.elements.length && this.#host.position == "inline";
      const element = makeElement(isSection ? "section" : tag, part?.replace(".", " ") ?? "");
      for (const attribute of attributes?.split(";") ?? []) {
        const [name, value = ""] = attribute.split("=");
        element.setAttribute(name, value);
      }
      while (around.length && around[0].depth >= indent.length) around.shift();
      around[0]?.element.append(element);
      around.unshift({ depth: indent.length, element });
      this.elements.push(element);
      this.#keys.push(key);
    }
  }

  /** @param {string} key @returns {string} */
  #text(key) {
    const { keys, words } = this.#texts;
    return words[keys.indexOf(key)] ?? "";
  }

  /** The element with a part. @param {string} part @returns {any} */
  part(part) {
    return this.panel.querySelector(`[part~=${part}]`);
  }

  /** An input of the form, if it has one with this name. @param {string} name @returns {any} */
  input(name) {
    return this.inputs.find((input) => input.name == name);
  }

  /** All inputs. @returns {any[]} */
  get inputs() {
    return [...this.panel.querySelectorAll("[part~=form] [name]")];
  }

  /** Shows the form in a language. @param {Texts} texts */
  speak(texts) {
    this.#texts = texts;
    const { language } = texts;
    this.elements.forEach((element, row) => {
      const key = this.#keys[row];
      if (key) setText(element, this.#text(key));
    });
    Object.assign(this.panel, { lang: language, dir: RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr" });
    const close = this.part("close");
    setText(close, "×");
    close.ariaLabel = this.#text("close");
    close.hidden = this.#host.position == "inline";
    this.showTypes();
    this.refresh();
  }

  /**
   * Fills the list of types: those that the page offers, and those that were chosen without being offered.
   * @param {string} [chosen] by the visitor @param {string} [prefilled] by the page
   */
  showTypes(chosen = this.input("type").value, prefilled = "") {
    const list = this.input("type");
    const offered = (this.#host.getAttribute("types") ?? "problem,question,task").split(",");
    const isKnown = (/** @type {string} */ type) => /^\w+$/.test(type) && this.#text(`type_${type}`) && type != "none";
    const types = [...new Set(offered.map((/** @type {string} */ type) => type.trim()))].filter(isKnown);
    const isAsked = types.length > 0;
    for (const type of [chosen, prefilled.trim()]) if (isKnown(type) && !types.includes(type)) types.push(type);
    list.replaceChildren(
      ...["", ...types].map((value) =>
        makeElement("option", "", { value, textContent: this.#text(`type_${value || "none"}`) }),
      ),
    );
    list.value = chosen;
    if (list.selectedIndex < 0) list.value = "";
    list.parentElement.hidden = !isAsked;
  }

  /** Shows the questions of the type with their boxes, and the tags. A box with text stays, so that choosing a type loses nothing. */
  refresh() {
    const { value: type } = this.input("type");
    const questions = QUESTIONS[type] ?? GENERAL_QUESTIONS;
    BOXES.forEach((name, at) => {
      const box = this.input(name);
      setText(box.parentElement.querySelector("label"), this.#text(questions[at]));
      box.parentElement.hidden = questions[at] == "more" && !box.value;
    });
    const hint = type ? "" : this.#text("body_hint") + " ";
    setText(this.input("body").parentElement.querySelector("[part~=hint]"), hint + this.#text("markdown"));
    const tags = this.input("tags");
    tags.parentElement.hidden = !this.#host.hasAttribute("allow-tags") && !tags.value.replace(/[\s,]/g, "");
  }

  /** Shows that Send was pressed before the module is there: the text stays as it is until then. @param {boolean} isEarly */
  showEarlySend(isEarly) {
    setText(this.part("submit"), this.#text(isEarly ? "sending" : "send"));
    setText(this.part("status"), isEarly ? this.#text("sending") : "");
    this.part("form").classList.toggle("sending", isEarly);
    // A select cannot be read-only.
    for (const input of this.inputs) input[input.name == "type" ? "disabled" : "readOnly"] = isEarly;
  }

  /**
   * Shows that the form does not work, with the page's own way out and the address of the help desk. The text stays.
   * @param {boolean} isStopped
   */
  showStopped(isStopped) {
    const box = this.part("stopped");
    const slot = this.#host.shadowRoot.querySelector("slot");
    box.replaceChildren();
    if (!isStopped) return this.#host.shadowRoot.querySelector("div").prepend(slot);
    const { helpEmail } = this.#host;
    const text = makeElement("p", "", { textContent: `${this.#text("stopped")} ${this.#text("kept")}` });
    const mail = makeElement("a", "help-email", { href: `mailto:${helpEmail}`, textContent: helpEmail });
    box.append(text, slot, helpEmail ? mail : "");
  }

  /** Leaves only the button. */
  remove() {
    this.showStopped(false);
    this.panel.remove();
    this.#host.shadowRoot.querySelector("div").className = "";
  }

  /** Whether the form is in a state: `sending`, `sent`. @param {string} state */
  isIn(state) {
    return this.part("form").classList.contains(state);
  }

  /** Moves the focus into the form: to the first empty field, or to the ticket's address. */
  focus() {
    const fields = ["username", "email_address", "subject", "body"].map((name) => this.input(name));
    const target = this.isIn("sent")
      ? this.part("ticket-url")
      : (fields.find(({ value }) => !value) ?? this.input("body"));
    target.focus();
  }
}
