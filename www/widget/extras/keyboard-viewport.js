// @ts-check
/**
 * While the form is open, sets the custom properties --_top and --_height of the panel to the part of the screen that a
 * phone's on-screen keyboard leaves free.
 */

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function trackKeyboard({ host, root, signal }) {
  const { visualViewport: viewport } = globalThis;
  const panel = /** @type {HTMLElement | null} */ (root.querySelector("[part~=dialog]"));
  let follows = false;

  const tell = () => {
    if (!viewport || !panel) return;
    // A visitor who zoomed in sees a part of the page, whatever the keyboard does.
    const { scale, height, offsetTop } = viewport;
    panel.style.setProperty("--_height", `${height * scale}px`);
    panel.style.setProperty("--_top", `${scale == 1 ? offsetTop : 0}px`);
  };
  const refresh = () => {
    const open = host.hasAttribute("open");
    if (open == follows || !viewport || !panel) return;
    follows = open;
    if (open) tell();
    else for (const name of ["--_height", "--_top"]) panel.style.removeProperty(name);
  };
  for (const event of ["resize", "scroll"]) viewport?.addEventListener(event, () => follows && tell(), { signal });
  // A growing footer (problems, status) must not push the focused field out of sight.
  const fields = root.querySelector(".fields");
  const observer = new ResizeObserver(() => {
    if (fields?.contains(root.activeElement)) root.activeElement?.scrollIntoView({ block: "nearest" });
  });
  if (fields) observer.observe(fields);
  signal.addEventListener("abort", () => observer.disconnect());
  return { refresh };
}
