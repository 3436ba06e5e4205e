// @ts-check
/**
 * An opener's data- and an error report are for one visit to the form. A visitor who closes it without having started a
 * subject or a message comes for something else the next time; after a reset or a ticket nothing of it is left.
 */

import { fromAddress } from "../form/prefill.js";
import { isFormIn } from "../shared/dom.js";

/** The elements whose form is open to report an error, also after a crash. */
class ErrorReports {
  /** @type {WeakSet<HTMLElement>} */
  static hosts = new WeakSet();
}

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function resetOnClose({ host, root, form, typed, signal }) {
  const { calls } = /** @type {any} */ (host);
  const { push } = calls;
  const { configure } = form;
  const pageType = () => fromAddress(host).type ?? host.getAttribute("type") ?? "";
  const hasBegun = () => [...typed].some((name) => /^(subject|body)/.test(name));
  // The error was reported before this script was there.
  if (host.hasAttribute("open") && form.ticket()?.info?.error) ErrorReports.hosts.add(host);
  calls.push = (/** @type {any[]} */ ...args) => {
    const [fields, focus] = args;
    if (focus && !host.hasAttribute("open") && !hasBegun()) {
      push(document.createElement("a")); // An opener that fills in nothing replaces the last one.
      if (ErrorReports.hosts.delete(host)) push({ type: pageType(), info: { ...form.info, error: undefined } });
    }
    if (focus && Object(fields) === fields && "error" in fields) ErrorReports.hosts.add(host);
    return push(...args);
  };
  form.configure = (/** @type {boolean | undefined} */ focusOrReset) => {
    const isReset = focusOrReset === false && !isFormIn(root, "sending");
    configure.call(form, focusOrReset);
    if (isReset) form.prefill({ type: pageType(), info: {} });
  };
  host.addEventListener("ticket-created", () => form.prefill({ type: pageType() }), { signal });
}
