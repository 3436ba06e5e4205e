// @ts-check
/** Copies the ticket's address, and says so. It must not know where the address comes from. */

/** @param {import("./support-ticket-extras.js").Extra} extra */
export function copying({ host, root, signal, say }) {
  const button = /** @type {HTMLElement} */ (root.querySelector("[part~=copy]"));
  const status = /** @type {HTMLElement} */ (root.querySelector("[part~=copied]"));
  const link = /** @type {HTMLAnchorElement} */ (root.querySelector("[part~=ticket-url]"));
  button.hidden = false;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = say("extras_copied");
    } catch {
      // Without a secure context there is no clipboard, and a policy may forbid it.
      status.textContent = say("extras_copy_failed");
    }
  };
  button.addEventListener("click", copy, { signal });
  for (const name of ["ticket-submit", "ticket-created"])
    host.addEventListener(name, () => (status.textContent = ""), { signal });
  return {};
}
