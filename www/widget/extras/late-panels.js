// @ts-check
/**
 * Panels that few visitors open are fetched when they do: a button with data-late="NAME" has support-ticket-NAME.js show
 * itself in the form's part NAME. An open panel gets the event "speak" when the form's texts have changed.
 */

import { script } from "../shared/files.js";

/** Some browsers remember that an import failed, so each new attempt has another address. */
class Retries {
  static query = "";
}

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @returns {() => void} tells open panels that the texts have changed
 */
export function latePanels({ host, root, form, say, language, signal }) {
  /** @param {HTMLElement} button @param {string} name */
  async function show(button, name) {
    const error = "[part~=late-failed]";
    const failed = /** @type {HTMLElement | null} */ (
      button.parentElement?.querySelector(error) ?? root.querySelector(error)
    );
    try {
      const panel = await script(`./support-ticket-${name}.js${Retries.query}`);
      const container = root.querySelector(`[part~=${name}]`);
      if (failed) failed.hidden = true;
      panel.show({ host, root, container, form, say, language, button });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      Retries.query += "?";
      if (failed) failed.hidden = false;
    }
  }

  const onClick = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-late]"));
    if (button) show(button, button.dataset.late ?? "");
  };
  // In the capture phase: the form lets no click out of its panel.
  root.addEventListener("click", onClick, { capture: true, signal });

  return () => {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-late]")))
      root.querySelector(`[part~=${button.dataset.late}]`)?.dispatchEvent(new Event("speak"));
  };
}
