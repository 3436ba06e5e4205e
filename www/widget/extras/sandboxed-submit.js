// @ts-check
/**
 * Send in a sandboxed frame without `allow-forms`: browsers submit no form there, and tell the form nothing of it. It must
 * not know what is sent.
 */

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function submitWhenSandboxed({ root, signal }) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form[part~=form]"));
  let isHeard = false;
  form.addEventListener("submit", () => (isHeard = true), { capture: true, signal });
  // Enter in a field clicks Send, too.
  root.querySelector("[part~=submit]")?.addEventListener(
    "click",
    () => {
      isHeard = false;
      // The browser submits right after the click is over.
      setTimeout(() => {
        if (!isHeard && !signal.aborted) form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      });
    },
    { signal },
  );
  return {};
}
