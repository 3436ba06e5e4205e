// @ts-check
/**
 * The form above a modal dialog that the page made of its own elements (MUI, Radix, Bootstrap and their like): it is
 * shown modal, so that the page's dialog cannot take the focus back, screen readers get to it, and Escape closes one
 * thing. It must not change the page's dialog.
 */

/** Open dialogs as libraries make them. Of a native one the form finds out itself. */
const DIALOGS = "[aria-modal=true],[role=dialog][data-state=open]";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function keepAboveDialogs({ host, root, signal }) {
  const panel = /** @type {HTMLDialogElement} */ (root.querySelector("dialog[part~=dialog]"));
  /** What of the page was hidden from screen readers with the form in it. @type {Element[]} */
  let unhidden = [];

  const isAbove = () =>
    [...document.querySelectorAll(DIALOGS)].some((dialog) => dialog.checkVisibility() && !dialog.contains(host));
  const hideAgain = () => {
    // Where the page's dialog was closed meanwhile, nothing is to be hidden any more.
    if (isAbove()) for (const element of unhidden) element.setAttribute("aria-hidden", "true");
    unhidden = [];
  };
  const refresh = () => {
    if (!panel?.open && !panel?.matches(":popover-open")) return hideAgain();
    // Beside the page it is not modal, which browsers take every dialog in the top layer for.
    panel.ariaModal = panel.matches(":modal") ? null : "false";
    if (!isAbove()) return;
    for (let at = /** @type {any} */ (host); at; at = at.parentElement ?? at.getRootNode().host)
      if (at.ariaHidden == "true") {
        at.removeAttribute("aria-hidden");
        unhidden.push(at);
      }
    if (panel.matches(":modal")) return;
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    panel.hidePopover();
    panel.removeAttribute("popover");
    panel.ariaModal = null;
    panel.showModal();
    (focused ?? /** @type {HTMLElement | null} */ (root.querySelector("[name=body]")))?.focus();
  };
  // A library that locks the page's scrolling stops what it hears outside of its dialog. One that is opened beside the
  // form would take the focus back from who presses into it. (At the form's first focus, which is before this, it may:
  // the form then shows itself above at once.)
  for (const name of ["wheel", "touchmove", "focusin"])
    panel?.addEventListener(name, (event) => event.stopPropagation(), { passive: true, signal });
  // A library may hear a key at the document before the form does: Escape would close its dialog, too.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key != "Escape" || event.isComposing || !panel || !event.composedPath().includes(panel)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      host.removeAttribute("open");
    },
    { capture: true, signal },
  );
  // A turned phone makes it modal, or no longer.
  panel?.addEventListener("toggle", refresh, { signal });
  addEventListener("resize", () => setTimeout(refresh), { signal });
  signal.addEventListener("abort", hideAgain);
  host.addEventListener("ticket-close", hideAgain, { signal });
  return { refresh };
}
