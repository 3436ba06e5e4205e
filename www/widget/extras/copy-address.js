// @ts-check
/** What can be done with a ticket's address: coming to it, and copying it. It must not know where it comes from. */

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function copyAddress({ host, root, signal, say }) {
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
  let wasHere = false;
  host.addEventListener(
    "ticket-submit",
    () => {
      status.textContent = "";
      wasHere = !!root.activeElement;
    },
    { signal },
  );
  // In the page's flow nothing leads to the address but this: what had the focus is gone.
  host.addEventListener(
    "ticket-created",
    () => {
      if (wasHere && !root.activeElement?.checkVisibility() && host.getAttribute("position") == "inline") link.focus();
    },
    { signal },
  );
  return {};
}
