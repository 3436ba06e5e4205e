// @ts-check
/**
 * JSON in which arrays are arrays. A page may have given them a `toJSON` that makes texts of them, as Prototype.js did.
 * It must not know what is written.
 */

/** For `JSON.stringify`. @this {any} @param {string} key @param {unknown} value */
function asItIs(key, value) {
  return Array.isArray(this[key]) ? this[key] : value;
}

/** Throws what JSON throws: a cycle, a getter of the page's. @param {unknown} value @param {number} [indent] @returns {string} */
export const written = (value, indent) => JSON.stringify(value, asItIs, indent);
