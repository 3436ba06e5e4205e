// @ts-check
/**
 * Tells the stylesheet what a phone's on-screen keyboard leaves of the screen, while the form is open: the custom
 * properties --_top and --_height of the panel. It must not know what is done with them.
 */

/**
 * @param {any} host
 * @param {ShadowRoot} root
 * @returns {() => void} to be called when the form may have been opened, closed or taken away
 */
export function follow(host, root) {
  const { visualViewport: viewport } = globalThis;
  const panel = /** @type {HTMLElement | null} */ (root.querySelector("[part~=dialog]"));
  let follows = false;

  const tell = () => {
    if (!viewport || !panel) return;
    // The visitor's own zoom is not the keyboard's doing: zoomed in, they look at a part of what there is.
    const { scale, height, offsetTop } = viewport;
    panel.style.setProperty("--_height", `${height * scale}px`);
    panel.style.setProperty("--_top", `${scale == 1 ? offsetTop : 0}px`);
  };
  return () => {
    const open = host.open && host.isConnected;
    if (open == follows || !viewport || !panel) return;
    follows = open;
    for (const event of ["resize", "scroll"])
      if (open) viewport.addEventListener(event, tell);
      else viewport.removeEventListener(event, tell);
    if (open) tell();
    else for (const name of ["--_height", "--_top"]) panel.style.removeProperty(name);
  };
}
