// @ts-check
/**
 * What few visitors look at is fetched when they do: a button with data-late="NAME" in the form has
 * support-ticket-NAME.js show itself in the form's part NAME. It must not know what those parts show.
 */

/** Some browsers remember a failed import under its address, so each try has its own. */
let query = "";

/** @param {import("./support-ticket-extras.js").Extra} extra */
export function late({ host, root, form, say, language, signal }) {
  const hear = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-late]"));
    if (button) show(button, button.dataset.late ?? "");
  };
  // In the capture phase: the form lets no click out of its panel.
  root.addEventListener("click", hear, { capture: true, signal });

  /** @param {HTMLElement} button @param {string} name */
  async function show(button, name) {
    const near = "[part~=late-failed]";
    const failed = /** @type {HTMLElement | null} */ (
      button.parentElement?.querySelector(near) ?? root.querySelector(near)
    );
    try {
      const part = await import(new URL(`support-ticket-${name}.js${query}`, import.meta.url).href);
      const place = root.querySelector(`[part~=${name}]`);
      if (failed) failed.hidden = true;
      part.show({ host, root, place, form, say, language: language(), button });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      query += "?";
      if (failed) failed.hidden = false;
    }
  }
}
