// @ts-check
/**
 * The form of one element, from its first screen until the element is removed. It listens to the visitor and the page,
 * has the module decide, and outlives it: what is typed before the module is there counts, and after a crash a fresh
 * instance attaches to the same inputs.
 *
 * Other parts follow it by its events: "refresh" after anything that the page changed, "before-show" and "before-reset"
 * before the page opens or resets it, "before-focus", "reset", "speak" after its texts changed, "attached" when the
 * module is there, "restarted" after a crash, "removed".
 */

import { LatePart, logMissing } from "../shared/late-part.js";
import { post } from "../shared/post.js";
import { storePending } from "../shared/storage.js";
import { freshId } from "../shared/uuid.js";
import { FormTexts } from "./form-texts.js";
import { NARROW, Panel } from "./panel.js";
import { fieldsOf, fromAddress } from "./prefill.js";
import { Prefills } from "./prefills.js";
import { Screen } from "./screen.js";
import { listenTo } from "./visitor-events.js";

/**
 * @typedef {import("./form-module.js").FormModule} FormModule
 * @typedef {import("./form-module.js").Form} Form
 * @typedef {import("../shared/texts.js").Texts} Texts
 * What the form is made of: screen.txt, the stylesheet, and the English texts by their keys.
 * @typedef {{ table: string, css: string, english: Record<string, string> }} Parts
 * The page and the `info` of a message that the visitor takes up again: they are sent with the changed message, too.
 * @typedef {{ location?: string, info?: Record<string, unknown> }} Context
 */

/** How long the module may take before the form says that it does not work, and offers another way. */
const MODULE_TIMEOUT_MS = 10_000;

/** How long a pressed Send waits for the outbox before it goes without: the outbox may never come. */
const OUTBOX_TIMEOUT_MS = 5_000;

/** How often the module hears that the ticket is still being sent: `TICK_SECONDS` of src/form.rs. */
const TICK_MS = 10_000;

/** A page in the background draws no frames. */
const afterNextFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });

export class LiveForm extends EventTarget {
  host;
  screen;
  panel;
  /** The names of the inputs that the visitor has changed. @type {Set<string>} */
  typed = new Set();
  /** The page's `info` for the next ticket alone. @type {any} */
  info;
  /** @type {Context | undefined} */
  context;
  /** Whether the page's `identity` goes with the tickets. The visitor can leave it out. */
  sendsIdentity = true;
  /** Stores and sends the tickets. @type {LatePart | undefined} */
  #outbox;
  /** Resolved when the module is there for the first time. */
  #attached = new Promise((resolve) => this.addEventListener("attached", resolve, { once: true }));
  #texts;
  #prefills = new Prefills();
  /** The ticket's id, for when there is no module. */
  #id = freshId();
  /** @type {FormModule | undefined} */
  #module;
  /** The module's side of this form. @type {Form | undefined} */
  #form;
  #isOpen = false;
  #isSendWanted = false;
  #isSending = false;
  #isStopped = false;
  #removed = new AbortController();

  /** @param {any} host @param {Parts} parts @param {Texts} texts of its language @param {string} tag that they were found by */
  constructor(host, { table, css, english }, texts, tag) {
    super();
    this.host = host;
    this.#texts = new FormTexts(host, english, texts, tag, (texts) => this.#speak(texts));
    this.screen = new Screen(host, { table, css }, texts);
    this.panel = new Panel(host, this.screen.panel);
    this.#listen();
    this.#fillIn(fromAddress(host));
  }

  /**
   * Puts the form of an element in place, and starts what it needs.
   * @param {any} host @param {Parts} parts @param {Texts} texts @param {string} tag
   * @param {{ module: Promise<any> }} files as the loader fetches them
   */
  static start(host, parts, texts, tag, { module }) {
    const corner = host.shadowRoot.querySelector("div");
    if (!host.isConnected) return void (corner.className = "");
    const form = new LiveForm(host, parts, texts, tag);
    host.liveForm = form;
    for (const [name, ...args] of host.asked.splice(0)) /** @type {any} */ (form)[name](...args);
    corner.className = "ready";
    form.update();
    form.loadModule(module);
    form.#attachExtras();
  }

  /** Aborted when the form is removed. */
  get signal() {
    return this.#removed.signal;
  }

  /** Whether the form still shows what becomes of its ticket. */
  get isIntact() {
    return !this.signal.aborted && !this.#isStopped;
  }

  /** @param {string} name @param {unknown} [detail] */
  #notify(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // What the page asks for.

  /** Fills in the form, and moves the focus to it if it is open. @param {any} [fields] or an opener element */
  show(fields) {
    this.#notify("before-show", fields);
    this.prefill(fields);
    if (this.host.open) this.focus();
    this.#notify("refresh");
  }

  /** Fills in what the visitor has not typed. @param {any} what fields by the contract's names, or an opener element */
  prefill(what) {
    if (Object(what) !== what) return;
    const fields = fieldsOf(what, this.host);
    // The attributes first: the call is newer.
    this.#readAttributes();
    this.#fillIn(fields);
    if (fields.info && typeof fields.info == "object") this.info = fields.info;
    this.#notify("refresh");
  }

  /** Throws away what was typed: the form is as the page filled it in. A message that is being sent stays. */
  reset() {
    if (this.screen.isIn("sending")) return;
    this.#notify("before-reset");
    this.typed.clear();
    if (this.#isAttached) this.#call((form) => form.reset());
    else this.#showPrefills();
    this.#readId();
    this.#notify("reset");
    this.#notify("refresh");
  }

  /** Follows the attributes and the element's place in the page. */
  update() {
    const { host } = this;
    // A move is a removal followed at once by an insertion, and must not lose what was typed.
    if (!host.isConnected) return queueMicrotask(() => host.isConnected || this.remove());
    this.#texts.update();
    this.#readAttributes();
    this.screen.showTypes(undefined, this.#prefills.of("type"));
    this.#call((form) => form.configure());
    this.#setOpen(host.open);
    this.#notify("refresh");
  }

  remove() {
    this.#notify("removed");
    this.#removed.abort();
    this.#module?.users.delete(this);
    this.host.liveForm = undefined;
    this.screen.remove();
    if (!this.#module?.isBroken) this.#form?.free();
    this.#form = undefined;
  }

  // What other parts of the widget ask for.

  /** The id of the message in the form. It stays the same until the ticket exists. */
  get id() {
    return this.#id;
  }

  /** Continues an earlier try, which may have created the ticket with this id. */
  set id(id) {
    this.#id = id;
    this.#call((form) => (form.id = id));
    this.#notify("refresh");
  }

  /** The ticket as it would be sent now; none before the module is there. @returns {any} */
  ticket() {
    const ticket = this.#call((form) => form.ticket(this.info));
    this.#addContext(ticket);
    return ticket;
  }

  /** The outbox has sent the ticket with this id. @param {string} id @param {string} url */
  showSent(id, url) {
    this.#call((form) => form.sentByOutbox(id, url));
    this.#readId();
    this.#notify("refresh");
  }

  focus() {
    this.#notify("before-focus");
    this.screen.focus();
    this.panel.openAbove(this.screen);
  }

  /** The language that the form is in, and the page's own texts. @returns {[tag: string, own: any]} */
  get language() {
    return this.#texts.language;
  }

  // The visitor.

  #listen() {
    const { host, signal } = this;
    listenTo(this.screen.panel, this);
    matchMedia(NARROW).addEventListener("change", () => this.panel.reopen(), { signal });
    const isOurs = (/** @type {Event} */ event) => event.target == host;
    host.addEventListener(
      "ticket-submit",
      (/** @type {any} */ event) => isOurs(event) && this.#addContext(event.detail.ticket),
      { capture: true, signal },
    );
    host.addEventListener("ticket-created", () => (this.info = undefined), { capture: true, signal });
  }

  startAnother() {
    this.#call((form) => form.startAnother());
    this.focus();
  }

  /** @param {string} name of the input that the visitor left */
  onLeave(name) {
    this.#call((form) => form.blurred(name));
  }

  /** @param {string} name of the input that the visitor changed */
  onInput(name) {
    this.typed.add(name);
    if (this.#isAttached) this.#call((form) => form.typed(name));
    else this.screen.refresh();
  }

  /** Closes the form by its attribute, which the page sees. */
  close() {
    this.host.open = false;
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    const hasChanged = this.#isOpen != isOpen;
    this.#isOpen = isOpen;
    // If it was open already, the page may have moved the element, which closes its dialog.
    if (isOpen) this.panel.open();
    else if (hasChanged) this.panel.close();
    if (!hasChanged) return;
    if (isOpen) this.focus();
    if (isOpen) this.#tryAgain();
    const name = isOpen ? "ticket-open" : "ticket-close";
    this.host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: {} }));
  }

  // What the page fills in.

  /** The attributes that have changed fill in their inputs. */
  #readAttributes() {
    this.#fillIn(this.#prefills.changedAttributes(this.host));
  }

  /** @param {Record<string, unknown>} fields */
  #fillIn(fields) {
    const values = this.#prefills.take(fields);
    if (!Object.keys(values).length) return;
    // A select shows a value only if it is in its list.
    if (values.type != null) this.screen.showTypes(undefined, values.type);
    if (this.#isAttached) this.#call((form) => form.prefill(values));
    else this.#showPrefills();
  }

  /** Without the module: shows what the page filled in. */
  #showPrefills() {
    for (const input of this.screen.inputs)
      if (!this.typed.has(input.name)) input.value = this.#prefills.of(input.name);
    this.screen.refresh();
  }

  /** @param {any} ticket */
  #addContext(ticket) {
    const { context } = this;
    if (context && ticket) Object.assign(ticket, { location: context.location, info: context.info ?? {} });
  }

  /** @param {Texts} texts */
  #speak(texts) {
    if (this.signal.aborted) return;
    this.screen.speak(texts);
    this.screen.showEarlySend(this.#isSendWanted);
    this.#call((form) => form.speak(texts.language, texts.words.join("\n")));
    this.#notify("speak");
  }

  // The module.

  /**
   * Attaches the module once it is there. If it does not come, the form says so and offers the page's own way out.
   * @param {Promise<[script: { start(response: Response): Promise<FormModule> }, response: Response]>} files
   */
  async loadModule(files) {
    const late = setTimeout(() => this.isIntact && this.#showStopped(), MODULE_TIMEOUT_MS);
    try {
      const [script, response] = await files;
      const module = await script.start(response);
      if (this.signal.aborted) return;
      this.#module = module;
      module.users.add(this);
      this.#attach();
    } catch (error) {
      this.stop(error);
    } finally {
      clearTimeout(late);
    }
  }

  /** After it stopped. */
  #tryAgain() {
    if (this.#isStopped) this.loadModule(this.host.constructor.load().module);
  }

  #attach() {
    const { host, screen } = this;
    const { language, words } = this.#texts.current;
    const module = /** @type {FormModule} */ (this.#module);
    try {
      const form = module.attach(host, screen.elements, language, words.join("\n"), this.#id);
      // Also what the browser filled in without an event.
      for (const { name, value } of screen.inputs)
        if (this.typed.has(name) || value != this.#prefills.of(name)) form.typed(name);
      form.prefill(this.#prefills.all());
      if (this.#isSending) form.keepSending();
      this.#form = form;
    } catch (error) {
      module.onCrash(error);
      return;
    }
    screen.showStopped(false);
    this.#isStopped = false;
    screen.refresh();
    this.#notify("attached");
    this.#notify("refresh");
    if (this.#isSendWanted) {
      this.#isSendWanted = false;
      this.send();
    }
  }

  /** After a crash: goes on with a fresh instance. */
  attachAgain() {
    this.#form = undefined;
    this.#attach();
    if (this.#isAttached) this.#notify("restarted");
  }

  /** There is no module, and none is to be expected. @param {unknown} error */
  stop(error) {
    if (this.signal.aborted) return;
    this.#module?.users.delete(this);
    this.#module = this.#form = undefined;
    this.#isStopped = true;
    this.host.constructor.forget();
    const hasText = [...this.typed].some((name) => this.screen.input(name).value.trim());
    if (!hasText) {
      this.remove();
      this.host.fail(error);
      return;
    }
    console.error("support-ticket-widget:", error);
    this.#showStopped();
  }

  #showStopped() {
    this.#isSendWanted = false;
    this.screen.showEarlySend(false);
    this.screen.showStopped(true);
  }

  /** Whether the module can be called. */
  get #isAttached() {
    return !!this.#form && !this.#module?.isBroken;
  }

  /** Calls the module, if it is there. @template T @param {(form: Form) => T} call @returns {T | undefined} */
  #call(call) {
    if (!this.#isAttached) return undefined;
    try {
      return call(/** @type {Form} */ (this.#form));
    } catch (error) {
      this.#module?.onCrash(error);
    } finally {
      this.screen.refresh();
    }
  }

  // Sending.

  async send() {
    if (!this.#isAttached) {
      this.#isSendWanted = true;
      this.screen.showEarlySend(true);
      return this.#tryAgain();
    }
    const json = this.#call((form) => form.send(this.info));
    this.#readId();
    if (json == null) return;
    this.#isSending = true;
    const abort = new AbortController();
    const ticker = setInterval(() => {
      if (this.#call((form) => form.tick())) abort.abort();
    }, TICK_MS);
    const stopTicker = () => clearInterval(ticker);
    this.signal.addEventListener("abort", stopTicker);
    const came = await this.#post(json, abort.signal).finally(stopTicker);
    if (this.signal.aborted) return;
    // The module broke meanwhile: the fresh instance gets the answer.
    if (!this.#isAttached) await new Promise((resolve) => this.addEventListener("restarted", resolve, { once: true }));
    this.#isSending = false;
    this.#call((form) => form.answered(came));
    this.#readId();
    if (this.screen.isIn("sent")) this.#module?.forgetCrashes();
  }

  /** The module gives the next ticket another id. */
  #readId() {
    this.#id = this.#call((form) => form.id) ?? this.#id;
  }

  /** The outbox's script, which is fetched when it is needed first. */
  get #outboxPart() {
    return (this.#outbox ??= new LatePart("./support-ticket-outbox.js"));
  }

  /** The outbox, once this form can send. @returns {Promise<import("../outbox/outbox.js").Outbox>} */
  get outboxLoaded() {
    return this.#attached.then(async () => (await this.#outboxPart.loaded).outbox);
  }

  /** The outbox and the extras come after the form's first frame. Without the extras it is complete. */
  async #attachExtras() {
    await afterNextFrame();
    if (this.signal.aborted) return;
    this.outboxLoaded.then((outbox) => outbox.start());
    const { loaded } = new LatePart("./support-ticket-extras.js");
    loaded.then((extras) => this.signal.aborted || extras.attach(this)).catch(logMissing);
  }

  /** Stores the ticket, and has the outbox send it. @param {string} json @param {AbortSignal} signal @returns {Promise<object>} */
  async #post(json, signal) {
    const { host } = this;
    const { endpoint } = host;
    const identity = this.sendsIdentity ? host.identity : "";
    const ticket = storePending(host, this.#id, endpoint, json);
    const send = () => post(endpoint, json, identity, signal);
    const timeout = new Promise((resolve) => setTimeout(resolve, OUTBOX_TIMEOUT_MS));
    const part = await Promise.race([this.#outboxPart.firstTry, timeout]);
    return part ? part.outbox.submit(host, ticket, !!identity, send, signal, () => this.isIntact) : send();
  }
}
