// @ts-check
/**
 * What few visitors look at is fetched when they do: a button with data-late="NAME" in the form has
 * support-ticket-NAME.js show itself in the form's part NAME. What is open there hears "speak" once the form's texts are
 * others. And what was filled in for one visit to the form is over with it. It must not know what those parts show, nor
 * what is filled in.
 */

import { script } from "../shared/files.js";
import { fromAddress } from "../form/prefill.js";

/** Some browsers remember a failed import under its address, so each try has its own. */
let query = "";

/** Elements whose form is there to report an error; also after it broke, and is another one. @type {WeakSet<HTMLElement>} */
const reports = new WeakSet();

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @returns {() => void} to be called when the texts are others
 */
export function late(extra) {
  const { host, root, form, say, language, signal } = extra;
  passing(extra);
  const hear = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-late]"));
    if (button) show(button, button.dataset.late ?? "");
  };
  // In the capture phase: the form lets no click out of its panel.
  root.addEventListener("click", hear, { capture: true, signal });

  /** @param {HTMLElement} button @param {string} name */
  async function show(button, name) {
    const near = "[part~=late-failed]";
    const failed = /** @type {HTMLElement | null} */ (
      button.parentElement?.querySelector(near) ?? root.querySelector(near)
    );
    try {
      const late = await script(`./support-ticket-${name}.js${query}`);
      const place = root.querySelector(`[part~=${name}]`);
      if (failed) failed.hidden = true;
      late.show({ host, root, place, form, say, language, button });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      query += "?";
      if (failed) failed.hidden = false;
    }
  }

  return () => {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-late]")))
      root.querySelector(`[part~=${button.dataset.late}]`)?.dispatchEvent(new Event("speak"));
  };
}

/**
 * An opener's data- and the report of an error are about what the visitor came for then. Who closes the form without
 * having begun a subject or a text comes for something else the next time, by whatever opens it; after a reset or a
 * ticket nothing of it is left.
 * @param {import("../support-ticket-extras.js").Extra} extra
 */
function passing({ host, root, form, typed, signal }) {
  const { calls } = /** @type {any} */ (host);
  const { push } = calls;
  const { configure } = form;
  const typeOfPage = () => fromAddress(host).type ?? host.getAttribute("type") ?? "";
  // An error that was shown before this file was there has opened the form.
  if (host.hasAttribute("open") && form.ticket()?.info?.error) reports.add(host);
  calls.push = (/** @type {any[]} */ ...all) => {
    const [what, focus] = all;
    const opens = focus && !host.hasAttribute("open");
    if (opens && ![...typed].some((name) => /^(subject|body)/.test(name))) {
      push(document.createElement("a")); // an opener that fills in nothing, after the last one
      if (reports.delete(host)) push({ type: typeOfPage(), info: { ...form.info, error: undefined } });
    }
    if (focus && Object(what) === what && "error" in what) reports.add(host);
    return push(...all);
  };
  form.configure = (/** @type {boolean | undefined} */ what) => {
    const isKept = what !== false || root.querySelector("[part~=form].sending");
    configure.call(form, what);
    if (!isKept) form.prefill({ type: typeOfPage(), info: {} });
  };
  host.addEventListener("ticket-created", () => form.prefill({ type: typeOfPage() }), { signal });
}
