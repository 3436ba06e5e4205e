// @ts-check
/**
 * over-modals: while the page has a modal dialog open, the element is in it. Everything outside of such a dialog is
 * inert, hidden from screen readers, or loses the focus again at once; what is inside can be seen, clicked and reached
 * by Tab. It must not know the form, nor move anything while the visitor is in it.
 */

import { addRules } from "./shared/dom.js";
import css from "./over-modals/over-modals.css";

/** How dialogs of the page show that they are open and modal: by the platform, by ARIA (MUI, Bootstrap), by Radix. */
const MODAL = "dialog:modal, [aria-modal=true], [role=dialog][data-state=open], [role=alertdialog][data-state=open]";
/** The attributes that may change with that. Bootstrap's and MUI's come and go with `aria-modal`. */
const ATTRIBUTES = ["open", "aria-modal", "data-state", "role"];

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

/** How watching over an element begins anew after it was taken off the page. @type {WeakMap<HTMLElement, () => void>} */
const watched = new WeakMap();

/** @param {any} host an element that is in the page; moving it says so again */
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
  /** The dialog that it is in. @type {Element | undefined} */
  let inside;
  let frame = 0;
  /** What of the page's fallback could be focused if it was shown, and its own tabindex. @type {Map<Element, string | null>} */
  const fallback = new Map();

  const enter = (/** @type {Element} */ dialog) => {
    if (!inside) host.before(place);
    inside = dialog;
    dialog.append(host);
    // Focus traps ask elements for their tabindex: they do not look into shadow roots, nor whether an element is shown.
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
    // Moving would take the focus from whoever has it here.
    if (host.open || (host.matches(":focus-within") && inside?.matches(MODAL))) return;
    const dialog = host.overModals && host.position != "inline" ? topmost() : undefined;
    if (dialog == inside || (!inside && dialog?.contains(host))) return;
    if (dialog) enter(dialog);
    else leave();
  };
  const lookSoon = () => (frame ||= requestAnimationFrame(look));

  const observer = new MutationObserver(() => {
    if (host.isConnected) return lookSoon();
    // The page took the dialog away, and the element with it.
    if (inside && !inside.isConnected) return leave();
    // The page took the element itself away.
    observer.disconnect();
    isWatching = false;
    inside = undefined;
    place.remove();
  });
  let isWatching = false;
  host.addEventListener("focusout", lookSoon);

  // To Tab the element and its button are one.
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

/** The last that opened is the last in the page, or in the one that is there already. */
function topmost() {
  const dialogs = [...document.querySelectorAll(MODAL)].filter((dialog) =>
    dialog.checkVisibility({ visibilityProperty: true }),
  );
  // A native one makes everything else inert.
  return dialogs.filter((dialog) => dialog.matches(":modal")).at(-1) ?? dialogs.at(-1);
}
