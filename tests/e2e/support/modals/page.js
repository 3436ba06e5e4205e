// What every page with a modal has in it: the same things by the same names, whatever library shows them. It must not
// know any library.

/** The widget of the page, which stands outside of every modal. */
const widget = () => document.querySelector("support-ticket-widget");

/** In the modal: `[id, tag, text or attributes, what a click does]`; "done" is the modal's own way to close it. */
export const CONTENT = [
  { id: "name", tag: "input", attributes: { "aria-label": "Name of the notebook" } },
  { id: "ask", tag: "button", text: "Ask by script", click: () => widget().show() },
  {
    id: "ask-by-attribute",
    tag: "button",
    text: "Ask by attribute",
    attributes: { "data-support-ticket": "", "data-subject": "From the dialog" },
  },
  { id: "done", tag: "button", text: "Done" },
];

export const TITLE = "Rename the notebook";

/** The content as elements, for the libraries that take the page's own HTML. */
export function elements(close) {
  return CONTENT.map(({ id, tag, text = "", attributes = {}, click }) => {
    const element = Object.assign(document.createElement(tag), { id, textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.addEventListener("click", id === "done" ? close : (click ?? (() => {})));
    return element;
  });
}

/** What opens the modal. */
export const opener = () => document.querySelector("#open");
