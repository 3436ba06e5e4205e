// @ts-check
/**
 * "What will be sent": the location, account, tags and `info` of the ticket as it would be sent now, in plain words and as
 * JSON, and the claims of the page's `identity`. Each has a switch that leaves it out, except the type that API v2 needs.
 * It shows what the form and the token say, and adds nothing.
 */

import { adopt, element } from "../shared/dom.js";
import { inJson } from "../shared/ticket.js";
import css from "./details.css";
import { LeftOut } from "./left-out.js";
import { inDialect, itemsOf, MASK, typeOf, untypedOf } from "./ticket-items.js";

/** Events that may change the ticket while it is shown. Changes by the page alone are seen with the next of them. */
const CHANGES = ["input", "change", "click", "focusin"];

/**
 * @typedef {{ host: HTMLElement, root: ShadowRoot, container: HTMLElement, form: any, say(key: string): string,
 *   button: HTMLElement }} Options
 * @typedef {{ item: HTMLElement, label: HTMLElement, toggle: HTMLInputElement, value: HTMLElement, text: HTMLElement }} Row
 */

export class DetailsPanel {
  /** The open panels, by their containers. @type {WeakMap<Element, DetailsPanel>} */
  static #open = new WeakMap();

  #options;
  #leftOut;
  #closed = new AbortController();
  #isRefreshDue = false;
  #intro = element("p", "hint");
  #masked = element("p", "masked");
  #nothing = element("p", "hint");
  // With its role: without bullets Safari does not take it for a list.
  #list = element("ul", "detail-list", { role: "list" });
  #json = element("details", "");
  #summary = element("summary", "");
  #pre = element("pre", "json", { tabIndex: 0, dir: "ltr" });
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** The names of the rows in the list. */
  #shown = "";

  /** Opens the panel, or closes it. @param {Options} options */
  static toggle(options) {
    const open = DetailsPanel.#open.get(options.container);
    if (open) open.#close();
    else new DetailsPanel(options).#show();
  }

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#leftOut = LeftOut.of(options.host);
    this.#json.append(this.#summary, this.#pre);
  }

  #show() {
    const { root, container, button } = this.#options;
    adopt(root, "details", css);
    this.#listen();
    DetailsPanel.#open.set(container, this);
    container.id ||= "details";
    button.setAttribute("aria-controls", container.id);
    button.ariaExpanded = "true";
    container.replaceChildren(this.#intro, this.#masked, this.#nothing, this.#list, this.#json);
    container.hidden = false;
    this.#refresh();
    scrollIntoView(container, button);
  }

  #close() {
    const { container, button } = this.#options;
    this.#closed.abort();
    DetailsPanel.#open.delete(container);
    container.hidden = true;
    container.replaceChildren();
    button.ariaExpanded = "false";
  }

  #listen() {
    const { root, container } = this.#options;
    const { signal } = this.#closed;
    const refreshLater = () => this.#refreshLater();
    for (const name of CHANGES) root.addEventListener(name, refreshLater, { capture: true, signal });
    container.addEventListener("speak", () => this.#refresh(), { signal });
    this.#options.form.addEventListener("refresh", refreshLater, { signal });
    addEventListener("resize", refreshLater, { signal }); // The window's size is one of the items.
    // The field that loses the focus would be checked, and its problem would push the switch away from under the pointer.
    this.#list.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest("label, input")) event.preventDefault();
    });
  }

  /** The form gets the event after this panel, which listens in the capture phase. */
  #refreshLater() {
    if (this.#isRefreshDue) return;
    this.#isRefreshDue = true;
    setTimeout(() => {
      this.#isRefreshDue = false;
      if (!this.#closed.signal.aborted) this.#refresh();
    });
  }

  #refresh() {
    const { host, root, container, form, say } = this.#options;
    // The form was removed.
    if (!root.contains(container)) return this.#close();
    const isV2 = host.getAttribute("dialect") == "v2";
    const ticket = untypedOf(form.ticket(), isV2 ? (host.getAttribute("base-path") ?? "") : undefined);
    const items = [...typeOf(ticket, root), ...itemsOf(ticket, host.getAttribute("identity"), say)];
    setText(this.#intro, say("details_intro"));
    setText(this.#masked, say("details_masked"));
    setText(this.#nothing, say("details_nothing"));
    setText(this.#summary, say("details_json"));
    this.#showRows(items);
    setText(this.#pre, inJson(inDialect(this.#leftOut.removeFrom(structuredClone(ticket)), isV2), 2));
    this.#masked.hidden = !items.some(([, , text]) => text.includes(MASK));
    this.#nothing.hidden = items.length > 0;
    this.#intro.hidden = this.#list.hidden = this.#json.hidden = !items.length;
  }

  /** @param {import("./ticket-items.js").Item[]} items */
  #showRows(items) {
    const { root } = this.#options;
    for (const [name, label, text] of items) {
      const row = this.#rows.get(name) ?? this.#makeRow(name);
      this.#rows.set(name, row);
      setText(row.label, label);
      setText(row.text, text);
      row.item.classList.toggle("off", !row.toggle.checked);
    }
    // Reordered only if an item came or went: a switch that is moved loses the focus.
    const names = items.map(([name]) => name).join("\n");
    if (names != this.#shown) {
      const focused = /** @type {HTMLElement | null} */ (root.activeElement);
      this.#list.replaceChildren(...items.map(([name]) => this.#rows.get(name)?.item ?? ""));
      if (this.#list.contains(focused)) focused?.focus();
      this.#shown = names;
    }
    for (const { value, label } of this.#rows.values()) makeReachable(value, label.textContent ?? "");
  }

  /** @param {string} name @returns {Row} */
  #makeRow(name) {
    const { names } = this.#leftOut;
    const id = "details-" + this.#rows.size;
    const item = element("li", "detail");
    const label = element("label", "detail-name", { htmlFor: id });
    const checked = !names.has(name);
    const toggle = /** @type {HTMLInputElement} */ (
      element("input", "switch", { type: "checkbox", role: "switch", id, checked })
    );
    toggle.onchange = () => {
      if (toggle.checked) names.delete(name);
      else names.add(name);
      this.#refresh();
    };
    const value = element("div", "value");
    // The text has its own direction, and begins where the row begins.
    const text = element("bdi", "");
    value.append(text);
    item.append(label, name == "type" ? "" : toggle, value);
    return { item, label, toggle, value, text };
  }
}

/** Replaces a text, unless it is the same: the visitor may have selected it. @param {Node} node @param {string} text */
function setText(node, text) {
  if (node.textContent != text) node.textContent = text;
}

/** Makes a value that scrolls reachable by keyboard, with a name. @param {HTMLElement} value @param {string} label */
function makeReachable(value, label) {
  const scrolls = value.scrollHeight > value.clientHeight + 1;
  for (const [name, text] of Object.entries({ tabindex: "0", role: "group", "aria-label": label }))
    if (scrolls) value.setAttribute(name, text);
    else value.removeAttribute(name);
}

/** Scrolls the fields, at whose end the panel opens. @param {HTMLElement} container @param {HTMLElement} button */
function scrollIntoView(container, button) {
  const fields = container.closest("[part~=fields]");
  if (!fields) return;
  const { top, bottom } = fields.getBoundingClientRect();
  if (container.getBoundingClientRect().bottom <= bottom) return;
  const { matches: isReduced } = matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = isReduced ? "instant" : "smooth";
  fields.scrollBy({ top: button.getBoundingClientRect().top - top - 4, behavior });
}
