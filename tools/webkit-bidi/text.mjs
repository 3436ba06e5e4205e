// Enters text through the browser itself, as if a person typed it. Over BiDi, Playwright sets the value and dispatches
// the event itself, which a page can tell from typing.

/** The call with which Playwright's own script sets a value. */
const OWN_WAY = "window.__pw_bidiInsertText(";

/** In the page. A frame's content is edited by the frame. */
function insertText(text) {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at?.localName === "iframe") return at;
  if (!document.execCommand("insertText", false, text)) return window.__pw_bidiInsertText(text);
}

/** The parameters of a script.callFunction; if it fills in text, the browser enters it instead. */
export function withText(params) {
  const isIt = ({ value }) => typeof value === "string" && value.includes(OWN_WAY);
  if (!params.arguments?.some(isIt)) return params;
  const args = params.arguments.map((argument) =>
    isIt(argument) ? { ...argument, value: `(${insertText})` } : argument,
  );
  return { ...params, arguments: args };
}
