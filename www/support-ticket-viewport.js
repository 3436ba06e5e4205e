// @ts-check
/**
 * Tells the stylesheet what a phone's on-screen keyboard leaves of the screen, while the form is open: the custom
 * properties --_top and --_height of the panel. Only a screen that the panel fills has this fetched. It must not know
 * what is done with them.
 */

/**
 * @param {HTMLElement} panel
 * @returns {(isOpen: boolean) => void}
 */
export function follow(panel) {
  const viewport = /** @type {VisualViewport} */ (window.visualViewport);
  const { style } = panel;
  const tell = () => {
    // The visitor's own zoom is not the keyboard's doing: zoomed in, they look at a part of what there is.
    const { scale, height, offsetTop } = viewport;
    style.setProperty("--_height", `${height * scale}px`);
    style.setProperty("--_top", `${scale == 1 ? offsetTop : 0}px`);
  };
  return (isOpen) => {
    for (const event of ["resize", "scroll"])
      if (isOpen) viewport.addEventListener(event, tell);
      else viewport.removeEventListener(event, tell);
    if (isOpen) tell();
    else for (const name of ["--_height", "--_top"]) style.removeProperty(name);
  };
}
