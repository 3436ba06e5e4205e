// How text is put in where a person writes: as if they had, by the browser itself. Over BiDi, Playwright sets the value and
// makes the event itself, which a page may tell from a person's. It must not know which engine does it.

/** In what Playwright has the page evaluate, the call of its own way. */
const OWN_WAY = "window.__pw_bidiInsertText(";

/** In the page. What is edited in a frame is for the frame. */
function insertText(text) {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at?.localName === "iframe") return at;
  if (!document.execCommand("insertText", false, text)) return window.__pw_bidiInsertText(text);
}

/** The parameters of a script.callFunction, with the text put in by the browser if it puts in any. */
export function withText(params) {
  const isIt = ({ value }) => typeof value === "string" && value.includes(OWN_WAY);
  if (!params.arguments?.some(isIt)) return params;
  const args = params.arguments.map((argument) =>
    isIt(argument) ? { ...argument, value: `(${insertText})` } : argument,
  );
  return { ...params, arguments: args };
}
