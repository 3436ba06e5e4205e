// @ts-check
/** A script that the form needs later. If it cannot be fetched, it is fetched again when that may work. */

import { script } from "./files.js";

/** How long after a failure it is fetched again, unless the browser goes online or the page becomes visible before. */
const RETRY_MS = 30_000;

/** @param {unknown} error */
export const logMissing = (error) => console.warn("support-ticket-widget: without", error);

/** Waits for a good moment to fetch something again. */
const untilWorthATry = () =>
  new Promise((resolve) => {
    setTimeout(resolve, RETRY_MS);
    addEventListener("online", resolve, { once: true });
    document.addEventListener("visibilitychange", resolve, { once: true });
  });

export class LatePart {
  /** The part, once it is there. @type {Promise<any>} */
  loaded;
  /** The part, or nothing if the first try failed. @type {Promise<any>} */
  firstTry;

  /** @param {string} name such as `./support-ticket-outbox.js` */
  constructor(name) {
    const first = script(name);
    this.firstTry = first.catch(logMissing);
    this.loaded = first.catch(() => fetchAgain(name));
  }
}

/** @param {string} name @returns {Promise<any>} */
async function fetchAgain(name) {
  // Some browsers remember that an import failed, so each new attempt has another address.
  for (let address = name; ; ) {
    await untilWorthATry();
    address += "?";
    try {
      return await script(address);
    } catch (error) {
      logMissing(error);
    }
  }
}
