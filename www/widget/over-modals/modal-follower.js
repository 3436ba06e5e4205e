// @ts-check
/** Moves one element into the page's topmost modal dialog, and back to its place when the dialog closes. */

import { addRules } from "../shared/dom.js";
import css from "./over-modals.css";

/** Open modal dialogs: native ones, by ARIA (MUI, Bootstrap), of Radix. */
const MODAL = "dialog:modal, [aria-modal=true], [role=dialog][data-state=open], [role=alertdialog][data-state=open]";
/** The attributes that change when a dialog opens or closes. */
const ATTRIBUTES = ["open", "aria-modal", "data-state", "role"];

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

export class ModalFollower {
  /** @type {WeakMap<HTMLElement, ModalFollower>} */
  static #ofHosts = new WeakMap();

  #host;
  #corner;
  /** Keeps the element's place in the page. */
  #marker = document.createComment("support-ticket-widget");
  /** The dialog that the element is in. @type {Element | undefined} */
  #dialog;
  #frame = 0;
  /** The focusable elements of the page's fallback, and their own tabindex. @type {Map<Element, string | null>} */
  #fallback = new Map();
  #isObserving = false;
  #observer = new MutationObserver(() => this.#onMutation());

  /** @param {any} host an element in the page; called again when it was moved */
  static watch(host) {
    const follower = ModalFollower.#ofHosts.get(host) ?? new ModalFollower(host);
    ModalFollower.#ofHosts.set(host, follower);
    follower.#observe();
  }

  /** @param {any} host */
  constructor(host) {
    /** @type {ShadowRoot} */
    const root = host.shadowRoot;
    const button = /** @type {HTMLElement} */ (root.querySelector("button"));
    this.#host = host;
    this.#corner = /** @type {HTMLElement} */ (root.querySelector("div"));
    addRules(root, css);
    host.addEventListener("focusout", () => this.#checkSoon());
    // Tab treats the element and its button as one.
    host.addEventListener("focus", () => this.#dialog && root.activeElement == null && button.focus());
    button.addEventListener("keydown", (event) => {
      if (this.#dialog && event.key == "Tab" && event.shiftKey) host.tabIndex = -1;
    });
    button.addEventListener("blur", () => this.#dialog && (host.tabIndex = 0));
  }

  #observe() {
    if (this.#isObserving) return;
    this.#isObserving = true;
    this.#observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
    this.#checkSoon();
  }

  #onMutation() {
    if (this.#host.isConnected) return this.#checkSoon();
    // The page removed the dialog, and the element with it.
    if (this.#dialog && !this.#dialog.isConnected) return this.#leave();
    // The page removed the element itself.
    this.#observer.disconnect();
    this.#isObserving = false;
    this.#dialog = undefined;
    this.#marker.remove();
  }

  #checkSoon() {
    this.#frame ||= requestAnimationFrame(() => this.#check());
  }

  #check() {
    const host = this.#host;
    this.#frame = 0;
    if (!host.isConnected) return;
    // Moving the element would lose the focus.
    if (host.open || (host.matches(":focus-within") && this.#dialog?.matches(MODAL))) return;
    const dialog = host.overModals && host.position != "inline" ? topmostDialog() : undefined;
    if (dialog == this.#dialog || (!this.#dialog && dialog?.contains(host))) return;
    if (dialog) this.#enter(dialog);
    else this.#leave();
  }

  /** @param {Element} dialog */
  #enter(dialog) {
    const host = this.#host;
    if (!this.#dialog) host.before(this.#marker);
    this.#dialog = dialog;
    dialog.append(host);
    // Focus traps look at tabindex only, not into shadow roots nor at visibility.
    host.tabIndex = 0;
    for (const element of this.#corner.className == "failed" ? [] : host.querySelectorAll(FOCUSABLE)) {
      if (!this.#fallback.has(element)) this.#fallback.set(element, element.getAttribute("tabindex"));
      element.tabIndex = -1;
    }
    this.#corner.popover = "manual";
    this.#corner.showPopover();
  }

  #leave() {
    this.#dialog = undefined;
    this.#host.removeAttribute("tabindex");
    for (const [element, tabindex] of this.#fallback)
      if (tabindex == null) element.removeAttribute("tabindex");
      else element.setAttribute("tabindex", tabindex);
    this.#fallback.clear();
    this.#corner.popover = null;
    if (this.#marker.isConnected) this.#marker.replaceWith(this.#host);
    else document.body.append(this.#host);
  }
}

/** The dialog that opened last: the last in the page, or in another dialog. */
function topmostDialog() {
  const dialogs = [...document.querySelectorAll(MODAL)].filter((dialog) =>
    dialog.checkVisibility({ visibilityProperty: true }),
  );
  // A native dialog makes everything else inert.
  return dialogs.filter((dialog) => dialog.matches(":modal")).at(-1) ?? dialogs.at(-1);
}
