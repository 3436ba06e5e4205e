// @ts-check
/**
 * Opens and closes the form's panel: beside the page on a wide screen, as a modal dialog on a narrow one or over a modal
 * dialog of the page. Moves the focus in and out. An inline form is always open.
 */

/** Screens that the panel fills. The stylesheet repeats it. */
export const NARROW = "(max-width:640px),(max-height:480px)";

/** The focused element, inside of any shadow roots. @returns {any} */
function focusedElement() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

export class Panel {
  #host;
  #element;
  /** The element that had the focus before the panel was opened. @type {any} */
  #focusedBefore;

  /** @param {any} host @param {any} element the dialog, or the section of an inline form */
  constructor(host, element) {
    this.#host = host;
    this.#element = element;
  }

  get isInline() {
    return this.#element.localName != "dialog";
  }

  get isShown() {
    return this.#element.matches(":popover-open,:modal");
  }

  #coversPage() {
    const { modal } = this.#host;
    return modal == "always" || (modal != "never" && matchMedia(NARROW).matches);
  }

  /** @param {boolean} [isModal] */
  open(isModal = this.#coversPage()) {
    const dialog = this.#element;
    if (this.isInline || this.isShown || !this.#host.isConnected) return;
    this.#focusedBefore ??= focusedElement();
    dialog.popover = isModal ? null : "manual";
    // Browsers take every dialog in the top layer for modal; beside the page it is not.
    dialog.ariaModal = isModal ? null : "false";
    if (isModal) dialog.showModal();
    else dialog.showPopover();
  }

  /** Closes the panel, and restores the focus if it was in the panel. */
  close() {
    const before = this.#focusedBefore;
    const root = this.#host.shadowRoot;
    this.#focusedBefore = undefined;
    const isInside = root.contains(focusedElement());
    this.#hide();
    if (!isInside) return;
    // Not `tagName`, which is lower case in XHTML.
    const isThere = before?.isConnected && before.localName != "body";
    (isThere ? before : root.querySelector("[part=button]")).focus();
  }

  #hide() {
    if (this.isInline || !this.isShown) return;
    if (this.#element.popover) this.#element.hidePopover();
    else this.#element.close();
  }

  /** Opens the panel again, after the screen became narrow or wide: it may have to cover the page now. */
  reopen() {
    if (this.isShown) this.openAgain(focusedElement());
  }

  /** Opens the panel above a modal dialog of the page, which makes all else inert. @param {{ focus(): void }} content */
  openAbove(content) {
    if (this.isShown && !this.#host.shadowRoot.activeElement) this.openAgain(content, true);
  }

  /** Opens the panel in another way. @param {{ focus(): void } | undefined} focused gets the focus @param {boolean} [isModal] */
  openAgain(focused, isModal) {
    this.#hide();
    this.open(isModal);
    focused?.focus();
  }
}
