// @ts-check
/**
 * If more than one field has a problem, lists the problems above Send, each as a link to its field. The texts are those
 * beside the fields.
 */

import { make } from "../shared/dom.js";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function errorSummary({ root, signal, say }) {
  const box = make("div", "summary", {}, (made) => root.querySelector("[part~=submit]")?.before(made));
  let isShown = false;
  const refresh = () => {
    const wrong = isShown ? [...root.querySelectorAll("[part~=form] [aria-invalid=true]")] : [];
    isShown = wrong.length > 0;
    const said = wrong.map((input) => root.querySelector(`[part~=form] [id="${input.id}-error"]`)?.textContent ?? "");
    // An unchanged list stays: the focus may be in it.
    if (box.dataset.said == said.join()) return;
    box.dataset.said = said.join();
    box.replaceChildren();
    if (!isShown) return;
    make("p", "", { textContent: say("extras_wrong", wrong.length) }, (made) => box.append(made));
    const list = make("ul", "", { role: "list" }, (made) => box.append(made));
    wrong.forEach((input, at) => {
      const item = make("li", "", {}, (made) => list.append(made));
      const onclick = (/** @type {Event} */ event) => {
        event.preventDefault();
        /** @type {HTMLElement} */ (input).focus();
      };
      make("a", "jump", { href: `#${input.id}`, textContent: said[at], onclick }, (made) => item.append(made));
    });
  };
  // After the form's own listener, which checks the fields.
  root.addEventListener(
    "submit",
    () => {
      isShown = root.querySelectorAll("[part~=form] [aria-invalid=true]").length > 1;
      refresh();
    },
    { signal },
  );
  root.addEventListener("input", () => setTimeout(refresh), { capture: true, signal });
  return { refresh };
}
