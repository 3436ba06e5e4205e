// @ts-check
/**
 * Shows tags as chips that can be removed, with a field for another tag if the page allows it. The form's own input has
 * the tags separated by commas.
 */

import { make, type } from "../shared/dom.js";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function tagChips({ host, root, signal, say }) {
  const all = /** @type {HTMLInputElement} */ (root.querySelector("[part~=form] [name=tags]"));
  const label = /** @type {HTMLLabelElement} */ (root.querySelector("label[for=tags]"));
  const hint = /** @type {HTMLElement} */ (root.querySelector("#tags-hint"));
  const field = /** @type {HTMLElement} */ (all.closest("[part~=field]"));
  const list = make("ul", "chips", { role: "list" }, (made) => field.append(made));
  const one = /** @type {HTMLInputElement} */ (all.cloneNode());
  one.id = "tag";
  one.removeAttribute("name");
  one.value = "";
  // The form moves the focus here if a tag is wrong; it goes on to the visible field.
  all.classList.add("gone");
  all.tabIndex = -1;
  all.ariaHidden = "true";
  all.addEventListener("focus", () => (one.hidden ? list.querySelector("button") : one)?.focus(), { signal });
  all.after(one);
  label.htmlFor = "tag";

  const tags = () =>
    all.value
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
  const set = (/** @type {string[]} */ to) => {
    type(all, [...new Set(to)].join(", "));
    refresh();
  };
  const add = () => {
    const more = one.value;
    if (!more.trim()) return;
    one.value = "";
    set([
      ...tags(),
      ...more
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    ]);
  };
  const remove = (/** @type {number} */ at) => {
    set(tags().filter((_, other) => other != at));
    const next =
      list.querySelectorAll("button")[at] ??
      list.querySelector("li:last-child button") ??
      (one.hidden ? root.querySelector("[data-late=details]") : one);
    /** @type {HTMLElement | null} */ (next)?.focus();
  };
  const refresh = () => {
    const mayType = host.hasAttribute("allow-tags");
    one.hidden = hint.hidden = !mayType;
    list.ariaLabel = label.textContent;
    const now = tags();
    // While the ticket is being sent, it cannot be changed.
    one.readOnly = all.readOnly;
    for (const chip of list.querySelectorAll("button")) chip.disabled = all.readOnly;
    const signature = say("extras_tag_remove") + now.join();
    if (list.dataset.said == signature) return;
    list.dataset.said = signature;
    list.replaceChildren();
    now.forEach((tag, at) => {
      const item = make("li", "", {}, (made) => list.append(made));
      const ariaLabel = say("extras_tag_remove", tag);
      make("button", "chip", { type: "button", textContent: tag, ariaLabel, onclick: () => remove(at) }, (made) =>
        item.append(made),
      );
    });
    field.hidden = !mayType && !now.length;
  };
  one.addEventListener(
    "keydown",
    (event) => {
      if (event.key != "Enter" || event.isComposing || !one.value.trim()) return;
      event.preventDefault();
      add();
    },
    { signal },
  );
  one.addEventListener("input", () => one.value.includes(",") && add(), { signal });
  one.addEventListener("focusout", add, { signal });
  // A tag that is still being typed is sent, too.
  root.addEventListener("submit", add, { capture: true, signal });
  root.addEventListener("input", (event) => event.target == all && refresh(), { capture: true, signal });
  for (const name of ["ticket-submit", "ticket-created", "ticket-queued", "ticket-error"])
    host.addEventListener(name, () => setTimeout(refresh), { signal });
  return { refresh };
}
