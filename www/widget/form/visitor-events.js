// @ts-check
/** Turns the events of the form's panel into what the visitor did, and keeps from the page what is not for it. */

/** The names of the inputs. */
export const NAMES = ["username", "email_address", "type", "subject", "body", "body_2", "body_3", "tags"];

/** The panel's events. `cancel` and `close` are its own, the others bubble up to it. */
const EVENTS = [
  ...["submit", "click", "mousedown", "pointerdown", "touchstart", "input", "change", "focusout", "cancel", "close"],
  ...["keydown", "keyup", "keypress", "copy", "cut", "paste", "dblclick"],
];

/**
 * What the visitor can do. `name` is an input's.
 * @typedef {{
 *   send(): void, onInput(name: string): void, onLeave(name: string): void, close(): void, startAnother(): void,
 *   panel: { isInline: boolean, isShown: boolean },
 * }} Actions
 */

/** @param {HTMLElement} panel @param {Actions} actions */
export function listenTo(panel, actions) {
  for (const type of EVENTS) panel.addEventListener(type, (event) => onEvent(event, actions));
}

/** @param {any} event @param {Actions} actions */
function onEvent(event, actions) {
  const { type, target } = event;
  const name = NAMES.find((name) => name == target.getAttribute?.("name"));
  if (type == "submit") {
    event.preventDefault();
    return actions.send();
  }
  if (name && (type == "input" || type == "change")) return actions.onInput(name);
  if (name && type == "focusout") return actions.onLeave(name);
  if (type == "cancel") {
    // The back gesture of a phone. The `open` attribute closes the form.
    event.preventDefault();
    return actions.close();
  }
  if (type == "close") return actions.panel.isShown || actions.close();
  // The page gets no keys, clipboard or pointer events, so that its shortcuts do not run and its modal dialog does not
  // close. It does get `focusin`: a modal dialog that then takes the focus back shows that the form must be above it.
  event.stopPropagation();
  if (type == "click") return onClick(target, actions);
  // Otherwise the focused field would be checked now, its error would move the button, and the click would miss it.
  if (type == "mousedown" && target.matches("button")) event.preventDefault();
  if (type == "keydown" && event.key == "Escape" && !event.isComposing && !actions.panel.isInline) {
    // A dialog of the page below the form must not close, too.
    event.preventDefault();
    actions.close();
  }
}

/** @param {Element} target @param {Actions} actions */
function onClick(target, actions) {
  const part = target.getAttribute("part");
  if (part == "close") actions.close();
  if (part == "another") actions.startAnother();
}
