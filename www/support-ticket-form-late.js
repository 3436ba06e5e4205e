// @ts-check
/**
 * What few visitors look at is fetched when they do: a button with data-late="NAME" in the form has
 * support-ticket-NAME.js show itself in the form's part NAME, with the texts that only such parts need. It must not
 * know what those parts show.
 */

import { textsIn } from "./support-ticket-form-texts.js";

/** Some browsers remember a failed import under its address, so each try has its own. */
let query = "";

/**
 * @param {HTMLElement} host
 * @param {ShadowRoot} root
 * @param {object} form
 * @param {() => { tag: string, own: any }} texts which of them are wanted now
 * @returns {() => void} to be called when the form is taken away
 */
export function late(host, root, form, texts) {
  const hear = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-late]"));
    if (button) show(button, button.dataset.late ?? "");
  };
  // In the capture phase: the form lets no click out of its panel.
  root.addEventListener("click", hear, true);

  /** @param {HTMLElement} button @param {string} name */
  async function show(button, name) {
    const near = "[part~=late-failed]";
    const failed = /** @type {HTMLElement | null} */ (
      button.parentElement?.querySelector(near) ?? root.querySelector(near)
    );
    const { tag, own } = texts();
    try {
      const [part, { language, keys, words }] = await Promise.all([
        import(new URL(`support-ticket-${name}.js${query}`, import.meta.url).href),
        textsIn(tag, own, ".late"),
      ]);
      const say = (/** @type {string} */ key) => words[keys.indexOf(key)] ?? "";
      const place = root.querySelector(`[part~=${name}]`);
      if (failed) failed.hidden = true;
      part.show({ host, root, place, form, say, language, button });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      query += "?";
      if (failed) failed.hidden = false;
    }
  }
  return () => root.removeEventListener("click", hear, true);
}
