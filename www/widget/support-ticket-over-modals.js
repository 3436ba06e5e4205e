// @ts-check
/**
 * over-modals: while the page has a modal dialog open, moves the element into it. Outside, it would be inert, hidden from
 * screen readers, or lose the focus at once; inside, it can be seen, clicked and reached by Tab. It is never moved while
 * the visitor is in it.
 */

import { addRules } from "./shared/dom.js";
import css from "./over-modals/over-modals.css";

/** Open modal dialogs: native ones, by ARIA (MUI, Bootstrap), of Radix. */
const MODAL = "dialog:modal, [aria-modal=true], [role=dialog][data-state=open], [role=alertdialog][data-state=open]";
/** The attributes that change when a dialog opens or closes. */
const ATTRIBUTES = ["open", "aria-modal", "data-state", "role"];

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

/** Starts to watch an element again after it was removed from the page. @type {WeakMap<HTMLElement, () => void>} */
const watched = new WeakMap();

/** @param {any} host an element in the page; called again when it was moved */
export function watch(host) {
  if (!watched.has(host)) watched.set(host, prepared(host));
  watched.get(host)?.();
}

/** @param {any} host @returns {() => void} */
function prepared(host) {
  /** @type {ShadowRoot} */
  const root = host.shadowRoot;
  const corner = /** @type {HTMLElement} */ (root.querySelector("div"));
  const button = /** @type {HTMLElement} */ (root.querySelector("button"));
  addRules(root, css);

  /** Keeps the element's place in the page. */
  const place = document.createComment("support-ticket-widget");
  /** The dialog that the element is in. @type {Element | undefined} */
  let inside;
  let frame = 0;
  /** The focusable elements of the page's fallback, and their own tabindex. @type {Map<Element, string | null>} */
  const fallback = new Map();

  const enter = (/** @type {Element} */ dialog) => {
    if (!inside) host.before(place);
    inside = dialog;
    dialog.append(host);
    // Focus traps look at tabindex only, not into shadow roots nor at visibility.
    host.tabIndex = 0;
    for (const element of corner.className == "failed" ? [] : host.querySelectorAll(FOCUSABLE)) {
      if (!fallback.has(element)) fallback.set(element, element.getAttribute("tabindex"));
      element.tabIndex = -1;
    }
    corner.popover = "manual";
    corner.showPopover();
  };

  const leave = () => {
    inside = undefined;
    host.removeAttribute("tabindex");
    for (const [element, tabindex] of fallback)
      if (tabindex == null) element.removeAttribute("tabindex");
      else element.setAttribute("tabindex", tabindex);
    fallback.clear();
    corner.popover = null;
    if (place.isConnected) place.replaceWith(host);
    else document.body.append(host);
  };

  const look = () => {
    frame = 0;
    if (!host.isConnected) return;
    // Moving the element would lose the focus.
    if (host.open || (host.matches(":focus-within") && inside?.matches(MODAL))) return;
    const dialog = host.overModals && host.position != "inline" ? topmost() : undefined;
    if (dialog == inside || (!inside && dialog?.contains(host))) return;
    if (dialog) enter(dialog);
    else leave();
  };
  const lookSoon = () => (frame ||= requestAnimationFrame(look));

  const observer = new MutationObserver(() => {
    if (host.isConnected) return lookSoon();
    // The page removed the dialog, and the element with it.
    if (inside && !inside.isConnected) return leave();
    // The page removed the element itself.
    observer.disconnect();
    isWatching = false;
    inside = undefined;
    place.remove();
  });
  let isWatching = false;
  host.addEventListener("focusout", lookSoon);

  // Tab treats the element and its button as one.
  host.addEventListener("focus", () => inside && root.activeElement == null && button.focus());
  button.addEventListener("keydown", (event) => {
    if (inside && event.key == "Tab" && event.shiftKey) host.tabIndex = -1;
  });
  button.addEventListener("blur", () => inside && (host.tabIndex = 0));

  return () => {
    if (isWatching) return;
    isWatching = true;
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ATTRIBUTES });
    lookSoon();
  };
}

/** The dialog that opened last: the last in the page, or in another dialog. */
function topmost() {
  const dialogs = [...document.querySelectorAll(MODAL)].filter((dialog) =>
    dialog.checkVisibility({ visibilityProperty: true }),
  );
  // A native dialog makes everything else inert.
  return dialogs.filter((dialog) => dialog.matches(":modal")).at(-1) ?? dialogs.at(-1);
}
