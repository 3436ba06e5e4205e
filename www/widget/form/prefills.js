// @ts-check
/** What the page fills in: the last value for each input, from attributes and calls. */

import { NAMES } from "./visitor-events.js";

/** The property for the attribute of an input: `email_address` is `emailAddress`. @param {string} name */
const propertyOf = (name) => name.replace(/_./, (pair) => pair[1].toUpperCase());

export class Prefills {
  /** @type {Map<string, string>} */
  #values = new Map();
  /** The last values of the attributes. @type {Map<string, string>} */
  #attributes = new Map();

  /** The value for an input; empty if the page filled in none. @param {string} name */
  of(name) {
    return this.#values.get(name) ?? "";
  }

  /** The values for all inputs. @returns {Record<string, string>} */
  all() {
    return Object.fromEntries(NAMES.map((name) => [name, this.of(name)]));
  }

  /** The values of the attributes that have changed. @param {any} host @returns {Record<string, string>} */
  changedAttributes(host) {
    /** @type {Record<string, string>} */
    const changed = {};
    for (const name of NAMES) {
      const value = host[propertyOf(name)] ?? "";
      if (value != (this.#attributes.get(name) ?? "")) changed[name] = value;
      this.#attributes.set(name, value);
    }
    return changed;
  }

  /** Takes the fields that are inputs' and texts. @param {Record<string, unknown>} fields @returns {Record<string, string>} these */
  take(fields) {
    /** @type {Record<string, string>} */
    const taken = {};
    for (const name of NAMES) {
      const value = fields[name];
      if (typeof value != "string") continue;
      taken[name] = value;
      this.#values.set(name, value);
    }
    return taken;
  }
}
