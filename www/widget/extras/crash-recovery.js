// @ts-check
/**
 * Where a call of the form's module throws (a trap: a fault of ours, or no memory), what stands in the form is kept, and a form
 * by a fresh instance takes its place. Should that break too before anything was sent, the page's own fallback comes back,
 * with the text to copy. It must not know what the inputs are for.
 */

/** @typedef {import("../form/mount.js").Hearers} Hearers */
/** @typedef {import("./drafts.js").Left} Left */

import { file, script } from "../shared/files.js";
import { make, type } from "../shared/dom.js";
import { isNobodys, place } from "../shared/storage.js";

/** How often a form may break in a row: the next time it is given up. */
const MAX_TRAPS = 1;

/** Since a ticket was sent last. */
let traps = 0;

/**
 * A fresh instance, for all forms of the one that broke, which is known by who hears of it.
 * @type {{ broke: Hearers, files: Promise<any[]> } | undefined}
 */
let renewed;

/** What forms that broke have left to the fresh ones. @type {WeakMap<HTMLElement, Left>} */
const left = new WeakMap();

/** @param {HTMLElement} host @returns {Left | undefined} for the form that begins there now */
export function leftTo(host) {
  const is = left.get(host);
  left.delete(host);
  return is;
}

/**
 * @param {import("../support-ticket-extras.js").Extra} extra
 * @param {Hearers} hearers of what breaks in the module
 * @param {() => boolean} isKept whether what stands in the form waits in the outbox, too
 * @param {() => Left} leave
 * @returns {<T>(call: () => T) => T | undefined} calls what may break
 */
export function rescue({ host, root, form, signal, say }, hearers, isKept, leave) {
  const corner = /** @type {HTMLElement} */ (root.querySelector("div"));
  const inputs = () => /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll("[part~=form]:not(.sent) [name]")]);

  let isBroken = false;

  /** @param {any} error */
  const broken = async (error) => {
    // Each further event of a form that is broken breaks, too.
    if (isBroken || !host.isConnected) return;
    isBroken = true;
    console.error("support-ticket-widget: the form broke:", error);
    // What broke may be the hearing of a key that the browser has yet to put into the text.
    await new Promise((done) => setTimeout(done));
    const isWaiting = isKept();
    const written = isWaiting ? [] : inputs().map(({ name, value }) => ({ name, value }));
    // What the page gave for this ticket alone; what waits has its own with it.
    const info = isWaiting ? undefined : form.info;
    const whose = place(host, "tickets");
    const focused = /** @type {HTMLInputElement | null} */ (root.activeElement)?.name;
    const more = leave();
    // The fresh one has nobody yet who hears of it.
    /** @type {unknown[]} */
    const faults = [];
    const hear = (/** @type {unknown} */ error) => void faults.push(error);
    /** @type {Hearers} */
    let fresh = [];
    takeAway();
    try {
      if (renewed?.broke != hearers) renew();
      const [files, answer] = (await renewed?.files) ?? [];
      fresh = files.hearers;
      fresh.push(hear);
      corner.className = "loading";
      const now = place(host, "tickets");
      if (now == whose || isNobodys(whose, now)) {
        left.set(host, more);
        // Before what the page has asked for meanwhile.
        /** @type {any} */ (host).calls.unshift({ info });
      } else written.length = 0; // Somebody else has signed in: it is the draft of who wrote it.
      await files.loadForm(host, answer, true);
      for (const input of inputs()) {
        const { value } = written.find(({ name }) => name == input.name) ?? {};
        if (value && value != input.value) type(input, value);
        if (input.name == focused) input.focus();
      }
      // Until its own extras hear of it.
      await new Promise((done) => setTimeout(done));
      if (faults.length) throw Error("the fresh form broke, too", { cause: faults[0] });
    } catch (error) {
      console.error("support-ticket-widget:", error);
      return giveUp(written);
    } finally {
      leaveOut(fresh, hear);
    }
    const before = (/** @type {HTMLElement} */ made) => root.querySelector(".fields")?.before(made);
    const row = make("div", "kept", { role: "status" }, before);
    setTimeout(() => make("span", "", { textContent: say("extras_broken") }, (made) => row.append(made)));
  };

  const takeAway = () => {
    /** @type {any} */ (host).calls = [];
    root.querySelector("[part~=dialog]")?.remove();
  };

  const renew = () => {
    if (++traps > MAX_TRAPS) throw Error("it broke again");
    const files = Promise.all([
      script(`./support-ticket-form.js?again=${Date.now()}`),
      file("support-ticket-form.wasm"),
    ]);
    renewed = { broke: hearers, files };
    // The page's other elements, and those to come, have the fresh one, too.
    /** @type {any} */ (customElements.get("support-ticket-widget")).files = files;
  };

  /** @param {{ name: string, value: string }[]} written */
  const giveUp = (written) => {
    takeAway();
    left.delete(host);
    corner.className = "failed";
    host.removeAttribute("open");
    const text = written
      .map(({ value }) => value)
      .filter((value) => value.trim())
      .join("\n\n");
    if (!text || root.querySelector("[part~=rescued]")) return;
    const box = make("label", "rescued", { textContent: say("extras_copy_text") }, (made) => corner.append(made));
    make("textarea", "rescued-text", { value: text, readOnly: true, rows: 8, cols: 40 }, (made) => box.append(made));
  };

  hearers.push(broken);
  // An answer may still come to a form that broke, and break it again: nothing for the page.
  signal.addEventListener("abort", () => isBroken || leaveOut(hearers, broken));
  host.addEventListener("ticket-created", () => (traps = 0), { signal });
  return (call) => {
    try {
      return call();
    } catch (error) {
      // All forms of the instance do, as where the browser calls it.
      for (const hear of hearers) hear(error);
    }
  };
}

/** @param {Hearers} list @param {Hearers[number]} one */
function leaveOut(list, one) {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}
