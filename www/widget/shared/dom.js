// @ts-check
/** Makes elements, adopts stylesheets and fills in fields: what all parts of the widget do to the page. */

/**
 * Makes an element whose class and part are the same name, and puts it somewhere.
 * @param {string} tag @param {string} part @param {object} properties @param {(made: HTMLElement) => void} put
 */
export function make(tag, part, properties, put) {
  const made = Object.assign(document.createElement(tag), part ? { className: part } : {}, properties);
  if (part) made.setAttribute("part", part);
  put(made);
  return made;
}

/** Makes an element that is put somewhere later. @param {string} tag @param {string} part @param {object} [properties] */
export const element = (tag, part, properties = {}) => make(tag, part, properties, () => {});

/** Sets an input's value as if the visitor had typed it. @param {any} input @param {string} value */
export function type(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Adds a stylesheet to a shadow root, once, whoever asks for it and in which bundle.
 * @param {ShadowRoot} root @param {string} name of the part whose stylesheet it is @param {string} css
 */
export function adopt(root, name, css) {
  const sheets = /** @type {(CSSStyleSheet & { part?: string })[]} */ (root.adoptedStyleSheets);
  if (sheets.some(({ part }) => part == name)) return;
  const sheet = Object.assign(new CSSStyleSheet(), { part: name });
  sheet.replaceSync(css);
  sheets.push(sheet);
}

/**
 * Adds rules to the loader's own stylesheet, before its others.
 * @param {ShadowRoot} root @param {string} css rules without others inside them
 */
export function addRules(root, css) {
  for (const rule of css.match(/[^}]+}/g) ?? []) root.adoptedStyleSheets[0].insertRule(rule);
}
