// @ts-check
/**
 * What makes the form better once it is there, fetched right after it: drafts, the outbox's list, tags as chips, e-mail
 * suggestions, a summary of problems. All of it works on the form's own inputs and events, so the form is complete
 * without it.
 */

import { keepAboveDialogs } from "./extras/above-dialogs.js";
import { copyAddress } from "./extras/copy-address.js";
import { CrashRecovery, savedStateFor } from "./extras/crash-recovery.js";
import { Drafts } from "./extras/drafts.js";
import { emailSuggestion } from "./extras/email-suggestion.js";
import { errorSummary } from "./extras/error-summary.js";
import css from "./extras/extras.css";
import { trackKeyboard } from "./extras/keyboard-viewport.js";
import { latePanels } from "./extras/late-panels.js";
import { OutboxList } from "./extras/outbox-list.js";
import { resetOnClose } from "./extras/reset-on-close.js";
import { submitWhenSandboxed } from "./extras/sandboxed-submit.js";
import { SentTicketRecorder } from "./extras/sent-tickets.js";
import { tagChips } from "./extras/tag-chips.js";
import { adopt, isFormIn } from "./shared/dom.js";
import { say as sayIn } from "./shared/say.js";

/**
 * What each part gets: `typed` has the names of the inputs that the visitor has changed, and `signal` is aborted when the
 * form is removed.
 * @typedef {{
 *   host: HTMLElement, root: ShadowRoot, form: any, typed: Set<string>, signal: AbortSignal,
 *   say(key: string, value?: string | number): string, language(): string,
 * }} Extra
 * @typedef {{ refresh?(): void }} Part
 */

/**
 * Adds all of it to a form.
 * @param {HTMLElement} host @param {ShadowRoot} root
 * @param {any} form the module's; from now on its methods are ours, which call them
 * @param {Set<string>} typed the inputs that the visitor has changed already
 * @param {() => Promise<{ language: string, keys: string[], words: string[] }>} loadTexts in the language that is wanted now
 * @param {Promise<any>} outbox
 * @param {import("./form/mount.js").CrashListeners} crashListeners of the form's module
 * @returns {Promise<() => void>} removes the extras, when the form is removed
 */
export async function attach(host, root, form, typed, loadTexts, outbox, crashListeners) {
  let texts = await loadTexts();
  adopt(root, "extras", css);
  const removed = new AbortController();
  /** @type {Extra["say"]} */
  const say = (key, value) => sayIn(texts, key, value);
  const extra = { host, root, form, typed, signal: removed.signal, say, language: () => texts.language };
  const saveState = () => {
    removed.abort();
    return drafts.savedState();
  };
  const recovery = new CrashRecovery(extra, crashListeners, () => outboxList.isQueued(), saveState);
  guardMethods(extra, recovery);
  SentTicketRecorder.startFor(host);
  const drafts = new Drafts(extra, () => outboxList.removeQueued(), savedStateFor(host));
  const outboxList = new OutboxList(extra, outbox, drafts);
  /** @type {Part[]} */
  const parts = [
    drafts,
    tagChips(extra),
    emailSuggestion(extra),
    errorSummary(extra),
    trackKeyboard(extra),
    keepAboveDialogs(extra),
    copyAddress(extra),
    submitWhenSandboxed(extra),
    outboxList,
  ];
  resetOnClose(extra);
  const refreshPanels = latePanels(extra);
  const refresh = () => parts.forEach((part) => part.refresh?.());

  // The page acts on the form by these methods; the visitor acts by the form's own events.
  for (const name of ["configure", "prefill", "speak"]) {
    const method = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...args) => {
      // A message that is being sent stays.
      const isReset = name == "configure" && args[0] === false && !isFormIn(root, "sending");
      // First, or the text would be taken for one that the page has changed.
      if (isReset) outboxList.forget();
      method(...args);
      if (removed.signal.aborted) return;
      if (isReset) drafts.forget();
      if (name != "speak") return refresh();
      loadTexts().then((loaded) => {
        texts = loaded;
        refresh();
        refreshPanels();
      });
    };
  }
  refresh();
  return () => {
    drafts.flush();
    removed.abort();
  };
}

/** Recovers from crashes in the form's methods, and remembers the `info` of its next ticket. @param {Extra} extra @param {CrashRecovery} recovery */
function guardMethods({ host, form, signal }, recovery) {
  for (const name of ["configure", "free", "prefill", "speak", "ticket"]) {
    const method = form[name].bind(form);
    form[name] = (/** @type {any[]} */ ...args) => recovery.guard(() => method(...args));
  }
  const { prefill } = form;
  form.prefill = (/** @type {any} */ fields) => {
    form.info = fields.info ?? form.info;
    prefill(fields);
  };
  host.addEventListener("ticket-created", () => (form.info = undefined), { capture: true, signal });
}
