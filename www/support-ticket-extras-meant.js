// @ts-check
/**
 * Asks whether another e-mail address is meant: the usual slips in the names of the large providers, or a name without
 * its ending. It only asks; what stands in the field is the visitor's. But a domain in another script is written as mail has
 * it, as Chromium and Safari do themselves. It must not keep anybody from sending.
 */

import { make, type } from "./support-ticket-extras.js";

/** The providers that most people have an address of. */
const PROVIDERS = "gmail.com googlemail.com hotmail.com outlook.com yahoo.com icloud.com protonmail.com live.com aol.com web.de yandex.ru".split(" ");
/** Real domains whose names are one slip away from a provider's; the shorter the name, the more there are. */
const REAL =
  "mail.com email.com ymail.com cloud.com aim.com aon.com ao.com bol.com love.com line.com olive.com alive.com life.com lime.com like.com five.com hive.com jive.com wed.de web.dk hotmail.co outlook.co yahoo.co live.co".split(" ");
/** Endings that nobody has, and what they stand for. */
const ENDINGS = /\.(con|cmo|ocm|vom|comm|coom)$/;

/** Whether one letter too many, too few or another one makes `typed` of `name`, or two that changed places. @param {string} typed @param {string} name */
function isSlip(typed, name) {
  let at = 0;
  while (at < name.length && typed[at] == name[at]) at++;
  const [a, b] = [typed.slice(at), name.slice(at)];
  return a.slice(1) == b || a == b.slice(1) || a.slice(1) == b.slice(1) || (a[0] == b[1] && a[1] == b[0] && a.slice(2) == b.slice(2));
}

/** The address that may be meant instead of this one. @param {string} address */
export function better(address) {
  const [, name, typed] = address.match(/^([^@]+@)([^@]+)$/) ?? [];
  const domain = (typed ?? "").toLowerCase();
  if (!name || PROVIDERS.includes(domain) || REAL.includes(domain)) return;
  const provider = PROVIDERS.find((one) => one.startsWith(domain + ".") || isSlip(domain, one));
  if (provider) return name + provider;
  if (ENDINGS.test(domain)) return name + domain.replace(ENDINGS, ".com");
}

/** `jd@bücher.example` with its domain in ASCII; nothing where it is that already, or none. @param {string} address */
export function inAscii(address) {
  const [, name, domain] = address.match(/^([^@]+@)([^@/:?#\\\s]*[^\0-\x7f][^@/:?#\\\s]*)$/) ?? [];
  return name && URL.canParse("http://" + domain) ? name + new URL("http://" + domain).hostname : undefined;
}

/** @param {import("./support-ticket-extras.js").Extra} extra */
export function meant({ root, signal, say }) {
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
  // Before the form looks at it.
  const leave = (/** @type {Event} */ event) => {
    const address = event.target == input && event.isTrusted && inAscii(input.value);
    if (address) type(input, address);
  };
  root.addEventListener("focusout", leave, { capture: true, signal });
  input.addEventListener("focusout", () => ask(better(input.value)), { signal });
  input.addEventListener("input", () => ask(undefined), { signal });
  return { refresh };
}
