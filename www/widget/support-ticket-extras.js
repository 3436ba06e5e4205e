// @ts-check
/**
 * What makes the form better once it is there, fetched right after it: drafts, the outbox's list, tags as chips, e-mail
 * suggestions, a summary of problems. All of it works on the form's own inputs and events, so the form is complete
 * without it.
 */

import { keepAboveDialogs } from "./extras/above-dialogs.js";
import { copyAddress } from "./extras/copy-address.js";
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
import { adopt } from "./shared/dom.js";
import { say as sayIn } from "./shared/say.js";
import { lateTexts } from "./shared/texts.js";

/**
 * What each part gets: `typed` has the names of the inputs that the visitor has changed, and `signal` is aborted when the
 * form is removed.
 * @typedef {{
 *   host: HTMLElement, root: ShadowRoot, form: import("./form/live-form.js").LiveForm, typed: Set<string>, signal: AbortSignal,
 *   say(key: string, value?: string | number): string, language(): string,
 * }} Extra
 * @typedef {{ refresh?(): void }} Part
 */

/**
 * Adds all of it to a form.
 * @param {import("./form/live-form.js").LiveForm} form
 */
export async function attach(form) {
  const { host, signal, typed } = form;
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  let texts = await lateTexts(...form.language);
  if (signal.aborted) return;
  adopt(root, "extras", css);
  /** @type {Extra["say"]} */
  const say = (key, value) => sayIn(texts, key, value);
  const extra = { host, root, form, typed, signal, say, language: () => texts.language };
  SentTicketRecorder.startFor(host);
  const drafts = new Drafts(extra, () => outboxList.removeQueued());
  const outboxList = new OutboxList(extra, drafts);
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
  form.addEventListener("refresh", refresh, { signal });
  // First, or the text would be taken for one that the page has changed.
  form.addEventListener("before-reset", () => outboxList.forget(), { signal });
  form.addEventListener("reset", () => drafts.forget(), { signal });
  form.addEventListener("removed", () => drafts.flush(), { signal });
  const speak = async () => {
    texts = await lateTexts(...form.language);
    refresh();
    refreshPanels();
  };
  form.addEventListener("speak", speak, { signal });
  refresh();
}
