// @ts-check
/**
 * An opener's data- and an error report are for one visit to the form. A visitor who closes it without having started a
 * subject or a message comes for something else the next time; after a reset or a ticket nothing of it is left.
 */

import { fromAddress } from "../form/prefill.js";
import { element } from "../shared/dom.js";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function resetOnClose({ host, form, typed, signal }) {
  const pageType = () => fromAddress(host).type ?? host.getAttribute("type") ?? "";
  const hasBegun = () => [...typed].some((name) => /^(subject|body)/.test(name));
  // The error may have been reported before this script was there.
  let reportsError = host.hasAttribute("open") && form.info?.error != null;
  form.addEventListener(
    "before-show",
    (/** @type {any} */ { detail: fields }) => {
      if (!host.hasAttribute("open") && !hasBegun()) {
        form.prefill(element("a", "")); // An opener that fills in nothing replaces the last one.
        if (reportsError) form.prefill({ type: pageType(), info: { ...form.info, error: undefined } });
        reportsError = false;
      }
      reportsError ||= Object(fields) === fields && "error" in fields;
    },
    { signal },
  );
  form.addEventListener("reset", () => form.prefill({ type: pageType(), info: {} }), { signal });
  host.addEventListener("ticket-created", () => form.prefill({ type: pageType() }), { signal });
}
