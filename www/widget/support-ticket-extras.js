// @ts-check
/**
 * What makes the form better once it stands, fetched right after it: drafts, tags as chips, "did you mean …?" and a
 * summary of what is wrong. All of it goes through the form's own inputs and events, so that the form is whole without
 * it. It must not know how the form decides.
 */

import { above } from "./extras/above-dialogs.js";
import { copying } from "./extras/copy-address.js";
import { drafts } from "./extras/drafts.js";
import { late } from "./extras/late-panels.js";
import css from "./extras/extras.css";
import { waiting } from "./extras/outbox-list.js";
import { meant } from "./extras/email-suggestion.js";
import { summary } from "./extras/error-summary.js";
import { chips } from "./extras/tag-chips.js";
import { leftTo, rescue } from "./extras/crash-recovery.js";
import { submitting } from "./extras/sandboxed-submit.js";
import { follow } from "./extras/keyboard-viewport.js";
import { adopt } from "./shared/dom.js";
import { say as sayIn } from "./shared/say.js";

/**
 * @typedef {{
 *   host: HTMLElement, root: ShadowRoot, form: any, typed: Set<string>, signal: AbortSignal,
 *   say(key: string, value?: string | number): string, language(): string,
 * }} Extra what each of the parts gets; `typed` has the names of the inputs that the visitor has
 *   changed, `signal` says that the form is gone
 * @typedef {{ refresh?(): void }} Part
 */

/**
 * Adds all of it to a form.
 * @param {HTMLElement} host @param {ShadowRoot} root
 * @param {any} form the module's; what is called on it goes through here from now on
 * @param {Set<string>} typed the inputs that the visitor has changed already
 * @param {() => Promise<{ language: string, keys: string[], words: string[] }>} texts those of the language that is wanted now
 * @param {Promise<any>} outbox
 * @param {import("./form/mount.js").Hearers} hearers of what breaks in the form's module
 * @returns {Promise<() => void>} to be called when the form is taken away
 */
export async function attach(host, root, form, typed, texts, outbox, hearers) {
  let said = await texts();
  adopt(root, "extras", css);
  const gone = new AbortController();
  /** @type {Extra["say"]} */
  const say = (key, value) => sayIn(said, key, value);
  const extra = { host, root, form, typed, signal: gone.signal, say, language: () => said.language };
  const leave = () => {
    gone.abort();
    return draft.leave();
  };
  const safely = rescue(extra, hearers, () => waits.isKept(), leave);
  for (const name of ["configure", "free", "prefill", "speak", "ticket"]) {
    const call = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...all) => safely(() => call(...all));
  }
  const { prefill } = form;
  form.prefill = (/** @type {any} */ fields) => {
    form.info = fields.info ?? form.info;
    prefill(fields);
  };
  host.addEventListener("ticket-created", () => (form.info = undefined), { capture: true, signal: gone.signal });
  const draft = drafts(extra, () => waits.takeBack(), leftTo(host));
  const waits = waiting(extra, outbox, draft);
  /** @type {Part[]} */
  const parts = [
    draft,
    chips(extra),
    meant(extra),
    summary(extra),
    follow(extra),
    above(extra),
    copying(extra),
    submitting(extra),
    waits,
  ];
  const speak = late(extra);
  const refresh = () => parts.forEach((part) => part.refresh?.());

  // What the page does to the form is heard here; what the visitor does is heard as the form's own events.
  for (const name of ["configure", "prefill", "speak"]) {
    const call = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...all) => {
      // What is on its way stays.
      const isReset = name == "configure" && all[0] === false && !root.querySelector("[part~=form].sending");
      // First, or the text that goes would be taken for one that the page has changed.
      if (isReset) waits.forget();
      call(...all);
      if (gone.signal.aborted) return;
      if (isReset) draft.forget();
      if (name == "speak") texts().then((now) => ((said = now), refresh(), speak()));
      else refresh();
    };
  }
  refresh();
  return () => {
    draft.keep();
    gone.abort();
  };
}
