// @ts-check
/** Prepares the button for its form, or finds that this browser is too old for it. */

/** Throws if the browser cannot show the form. @param {ShadowRoot} root */
export function prepare(root) {
  const button = /** @type {HTMLElement} */ (root.querySelector("button"));
  if (button.ariaHasPopup) return;
  // The newest features that the form needs: without them, the page's own fallback stays.
  if (!CSS.supports("color:light-dark(#15c,#8bf)") || !button.showPopover) throw Error("needs a newer browser");
  button.ariaHasPopup = "dialog";
}
