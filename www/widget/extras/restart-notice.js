// @ts-check
/** Says that the form broke and was restarted, and that the text is still there. */

import { make } from "../shared/dom.js";

/** @param {import("../support-ticket-extras.js").Extra} extra */
export function restartNotice({ form, root, say, signal }) {
  const row = make("div", "restarted", { className: "kept", role: "status" }, (made) =>
    root.querySelector(".fields")?.before(made),
  );
  const clear = () => row.replaceChildren();
  form.addEventListener(
    "restarted",
    () => {
      clear();
      make("span", "", { textContent: say("extras_broken") }, (made) => row.append(made));
    },
    { signal },
  );
  for (const name of ["reset", "speak"]) form.addEventListener(name, clear, { signal });
  return {};
}
