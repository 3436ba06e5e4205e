// @ts-check
/**
 * The list of the visitor's tickets: those that were sent from this browser, and where the page says who its visitor is
 * (`identity`), those of their account with their status. While it is open, the form is hidden.
 */

import { adopt, element } from "../shared/dom.js";
import { sentTickets, storageKey, writeStored } from "../shared/storage.js";
import { fetchTickets, listAddressOf, merged } from "./account-tickets.js";
import { ticketItem } from "./ticket-item.js";
import css from "./tickets.css";

/**
 * @typedef {{ host: HTMLElement, root: ShadowRoot, container: HTMLElement, form: any, say(key: string): string,
 *   language(): string, button: HTMLElement }} Options
 */

export class TicketsPanel {
  /** The open panels, by their containers. @type {WeakMap<Element, TicketsPanel>} */
  static #open = new WeakMap();

  #options;
  #panel;
  #closed = new AbortController();
  #heading = element("h3", "tickets-title", { tabIndex: -1 });
  #status = element("p", "said", { role: "status" });
  // With its role: without bullets Safari does not take it for a list.
  #list = element("ul", "ticket-list", { role: "list" });
  #note = element("p", "note");
  #clear = element("button", "link clear", { type: "button", onclick: () => this.#clearList() });
  #back = element("button", "back", { type: "button", onclick: () => this.#close(true) });
  #identity;
  #url;
  /** The account's tickets, once the endpoint has listed them. @type {import("./account-tickets.js").Ticket[]} */
  #accountTickets = [];
  #isCleared = false;
  /** The key of the status. */
  #statusKey = "";

  /** Opens the list, or closes it. @param {Options} options */
  static toggle(options) {
    const open = TicketsPanel.#open.get(options.container);
    if (open) open.#close(true);
    else new TicketsPanel(options).#show();
  }

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#panel = /** @type {HTMLElement} */ (options.container.closest("[part~=dialog]"));
    this.#identity = options.host.getAttribute("identity") ?? "";
    this.#url = this.#identity && listAddressOf(options.host);
  }

  #show() {
    const { root, container, button } = this.#options;
    adopt(root, "tickets", css);
    this.#listen();
    TicketsPanel.#open.set(container, this);
    container.id ||= "tickets";
    button.setAttribute("aria-controls", container.id);
    button.ariaExpanded = "true";
    const result = root.querySelector("[part~=result]");
    // An address that arrives while the list is open is not put aside: the visitor is led to it.
    result?.classList.toggle("aside", result.checkVisibility());
    const isEmpty = !this.#showTexts();
    const ends = element("div", "ends");
    ends.append(this.#back, this.#clear);
    container.replaceChildren(this.#heading, this.#status, this.#list, this.#note, ends);
    this.#panel.classList.add("listing");
    container.hidden = false;
    this.#heading.focus();
    const none = isEmpty ? "tickets_none" : "";
    // A live region announces changes, so it has to be there before.
    this.#announceLater(this.#url ? "tickets_loading" : none);
    if (this.#url) this.#load(this.#url);
  }

  #listen() {
    const { host, container, form } = this.#options;
    const { signal } = this.#closed;
    const closeFor = (/** @type {Event} */ event) => event.target == host && this.#close(false);
    // A call that leads the visitor to the form leads them away from here: a hidden form cannot be focused.
    form.addEventListener("before-focus", () => this.#close(false), { signal });
    host.addEventListener("ticket-close", closeFor, { signal });
    // A message that was being sent when the list was opened.
    for (const name of form.screen.isIn("sending") ? ["ticket-created", "ticket-queued", "ticket-error"] : [])
      host.addEventListener(name, closeFor, { signal });
    container.addEventListener("speak", () => this.#showTexts(), { signal });
  }

  /** @param {boolean} focus whether to focus the button that led here */
  #close(focus) {
    const { root, container, button } = this.#options;
    this.#closed.abort();
    TicketsPanel.#open.delete(container);
    const isInside = container.contains(root.activeElement);
    this.#panel.classList.remove("listing");
    container.hidden = true;
    container.replaceChildren();
    button.ariaExpanded = "false";
    if (focus || isInside) button.focus();
  }

  /** Shows all of it in the current language. @returns {number} how many tickets there are */
  #showTexts() {
    const { say, button } = this.#options;
    this.#heading.textContent = button.textContent;
    this.#note.textContent = say("tickets_here");
    this.#clear.textContent = say("tickets_clear");
    this.#back.textContent = say("tickets_back");
    this.#setStatus(this.#statusKey);
    return this.#showList();
  }

  /** @returns {number} how many tickets there are */
  #showList() {
    const { host, root, say, language } = this.#options;
    const local = sentTickets(host);
    const all = merged(local, this.#accountTickets);
    const focused = this.#list.contains(root.activeElement) ? root.activeElement : null;
    this.#list.replaceChildren(...all.map((ticket) => ticketItem(ticket, say, language(), root)));
    this.#list.hidden = !all.length;
    this.#clear.hidden = !local.length;
    // The endpoint stores an account's tickets, too.
    this.#note.hidden = !local.length || !!this.#url;
    // The links are new elements.
    const links = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll("a")]);
    if (focused) (links.find((link) => String(link) == String(focused)) ?? this.#heading).focus();
    return all.length;
  }

  #clearList() {
    const { host } = this.#options;
    writeStored(host, storageKey(host, "tickets"));
    this.#accountTickets = [];
    this.#isCleared = true;
    this.#setStatus(this.#showList() ? "" : "tickets_none");
    this.#heading.focus();
  }

  /** @param {string} url */
  async #load(url) {
    const isOver = () => this.#closed.signal.aborted || this.#isCleared;
    try {
      const tickets = await fetchTickets(url, this.#identity, this.#closed.signal);
      if (isOver()) return;
      this.#accountTickets = tickets;
      this.#announceLater(this.#showList() ? "" : "tickets_none");
    } catch (error) {
      if (isOver()) return;
      console.info("support-ticket-widget: no tickets from", url, error);
      this.#announceLater("tickets_failed");
    }
  }

  /** @param {string} key of a text; empty for none */
  #announceLater(key) {
    setTimeout(() => {
      if (!this.#closed.signal.aborted && !this.#isCleared) this.#setStatus(key);
    });
  }

  /** @param {string} key */
  #setStatus(key) {
    this.#statusKey = key;
    this.#status.textContent = key && this.#options.say(key);
  }
}
