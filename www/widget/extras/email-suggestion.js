// @ts-check
/**
 * Suggests an e-mail address for one that looks mistyped. It only asks, and never keeps a visitor from sending. A domain in
 * another script is converted to ASCII, as Chromium and Safari do themselves.
 */

import { make, type } from "../shared/dom.js";
import { suggest, withAsciiDomain } from "../shared/email-slips.js";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function emailSuggestion({ root, signal, say }) {
  const input = /** @type {HTMLInputElement} */ (root.querySelector("[part~=form] [name=email_address]"));
  const row = make("p", "meant", { role: "status" }, (made) => input.after(made));
  const refresh = () => {
    const address = row.dataset.address;
    row.replaceChildren();
    if (!address) return;
    const textContent = say("extras_did_you_mean", address);
    const onclick = () => {
      type(input, address);
      input.focus();
    };
    make("button", "link", { type: "button", textContent, onclick }, (made) => row.append(made));
  };
  const ask = (/** @type {string | undefined} */ address) => {
    row.dataset.address = address ?? "";
    refresh();
  };
  // Before the form checks it.
  const leave = (/** @type {Event} */ event) => {
    const address = event.target == input && event.isTrusted && withAsciiDomain(input.value);
    if (address) type(input, address);
  };
  root.addEventListener("focusout", leave, { capture: true, signal });
  input.addEventListener("focusout", () => ask(suggest(input.value)), { signal });
  input.addEventListener("input", () => ask(undefined), { signal });
  return { refresh };
}
