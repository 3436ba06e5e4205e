// @ts-check
/**
 * Keeps the form above a modal dialog that the page made of its own elements (MUI, Radix, Bootstrap, …): the form becomes
 * modal, so that the page's dialog cannot take the focus back, screen readers reach the form, and Escape closes one of the
 * two. The page's dialog is not changed.
 */

/** Open dialogs of libraries. The form itself notices native ones. */
const DIALOGS = "[aria-modal=true],[role=dialog][data-state=open]";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function keepAboveDialogs({ host, root, form, signal }) {
  const panel = /** @type {HTMLDialogElement} */ (root.querySelector("dialog[part~=dialog]"));
  /** The elements around the form that the page had hidden from screen readers. @type {Element[]} */
  let unhidden = [];

  const isAbove = () =>
    [...document.querySelectorAll(DIALOGS)].some((dialog) => dialog.checkVisibility() && !dialog.contains(host));
  const hideAgain = () => {
    // If the page's dialog was closed meanwhile, nothing has to be hidden.
    if (isAbove()) for (const element of unhidden) element.setAttribute("aria-hidden", "true");
    unhidden = [];
  };
  const refresh = () => {
    if (!panel?.open && !panel?.matches(":popover-open")) return hideAgain();
    if (!isAbove()) return;
    for (let at = /** @type {any} */ (host); at; at = at.parentElement ?? at.getRootNode().host)
      if (at.ariaHidden == "true") {
        at.removeAttribute("aria-hidden");
        unhidden.push(at);
      }
    if (panel.matches(":modal")) return;
    form.panel.openAgain(root.activeElement ?? form.screen.input("body"), true);
  };
  // Libraries that lock the page's scrolling stop events outside of their dialog, and take back the focus from the form.
  // (They may at the form's first focus, before this: the form then moves above the dialog at once.)
  for (const name of ["wheel", "touchmove", "focusin"])
    panel?.addEventListener(name, (event) => event.stopPropagation(), { passive: true, signal });
  // A library may listen at the document: Escape would close its dialog, too.
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
  // Turning a phone changes whether the form is modal.
  panel?.addEventListener("toggle", refresh, { signal });
  addEventListener("resize", () => setTimeout(refresh), { signal });
  signal.addEventListener("abort", hideAgain);
  host.addEventListener("ticket-close", hideAgain, { signal });
  return { refresh };
}
