// @ts-check
/** Copies a ticket's address, and moves the focus to it in an inline form. */

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
      // There is no clipboard without a secure context, and a policy may forbid it.
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
  // In an inline form the focused element is gone, and nothing else leads to the address.
  host.addEventListener(
    "ticket-created",
    () => {
      if (wasHere && !root.activeElement?.checkVisibility() && host.getAttribute("position") == "inline") link.focus();
    },
    { signal },
  );
  return {};
}
