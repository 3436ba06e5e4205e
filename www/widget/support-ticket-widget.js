// @ts-check
/**
 * The loader: defines <support-ticket-widget>, shows its button at once in the visitor's language, and fetches the form
 * (WebAssembly) when the visitor reaches for the button. If that fails, the page's own fallback comes back. The smallest
 * embed:
 *
 *   <script type="module" src="https://help.example.com/widget/support-ticket-widget.js"></script>
 *   <support-ticket-widget endpoint="https://help.example.com/api/v1/create_support_ticket">
 *     <a href="mailto:help@example.com">Help</a>
 *   </support-ticket-widget>
 *
 * Every byte here is paid on every page view (`cargo xtask bench --sizes`), so whatever can wait until the visitor
 * reaches for the button is in support-ticket-form.js, and what few pages ask for in support-ticket-early.js.
 */

import { file, script } from "./shared/files.js";

/**
 * The form's languages (locales/): a pattern for the beginning of a language tag, and the button's word in that
 * language. Where two patterns match, the first one counts.
 */
const LANGUAGES = [
  ["ar", "مساعدة"],
  ["cs", "Pomoc"],
  ["da", "Hjælp"],
  ["de", "Hilfe"],
  ["el", "Βοήθεια"],
  ["en", "Help"],
  ["es", "Ayuda"],
  ["fa", "کمک"],
  ["fi", "Ohje"],
  ["fr", "Aide"],
  ["he", "עזרה"],
  ["hi", "मदद"],
  ["hu", "Súgó"],
  ["id", "Bantuan"],
  ["it", "Aiuto"],
  ["ja", "ヘルプ"],
  ["ko", "도움말"],
  ["n[nbo]", "Hjelp"],
  ["nl", "Help"],
  ["pl", "Pomoc"],
  ["pt(-PT)?", "Ajuda"],
  ["ro", "Ajutor"],
  ["ru", "Помощь"],
  ["sv", "Hjälp"],
  ["tr", "Yardım"],
  ["uk", "Довідка"],
  ["vi", "Trợ giúp"],
  ["zh-(Hant|HK|MO|TW)", "說明"],
  ["zh", "帮助"],
];

/** Attributes that are present or absent, as `open` on <dialog>. */
const BOOLEAN_ATTRIBUTES = ["allow-tags", "open", "over-modals"];

/** Attributes with a value. Each attribute is also a property. */
const VALUE_ATTRIBUTES = [
  "account-id",
  "base-path",
  "body",
  "course",
  "dialect",
  "drafts",
  "email-address",
  "endpoint",
  "help-email",
  "identity",
  "label",
  "lang",
  "location-parts",
  "modal",
  "position",
  "prefill-from-url",
  "preload",
  "required",
  "subject",
  "tags",
  "theme",
  "type",
  "types",
  "username",
];

/** What the button needs. The rest of the corner's looks comes with the form (src/style.css). */
const STYLE = /* css */ `
  :host > div {
    position: fixed;
    right: 0;
    bottom: 0;
    z-index: var(--support-ticket-z-index, 99999999);
    margin: 16px;
  }
  :host([position$=left]) > div { right: auto; left: 0; }
  :host([position^=top]) > div { top: 0; bottom: auto; }
  :host([position=inline]) > div { position: static; }
  :host([position=inline]) slot { display: block; }

  button {
    min-height: 44px;
    padding: 0 1em;
    border-color: transparent;
    border-radius: 99px;
    background: var(--support-ticket-accent, #36d);
    color: var(--support-ticket-on-accent, #fff);
    font: inherit;
    font-weight: 600;
  }
  slot, :host([position=inline]) > div > button { display: none; }

  .loading * { opacity: 0.6; }
  .failed { background: Canvas; }
  .failed * { display: block !important; }
`;

const NAME = "support-ticket-widget";

/** The states of the corner, which are its classes. `IDLE` and `FAILED` begin to load when the form is needed. */
const IDLE = "";
const LOADING = "loading";
const FAILED = "failed";

/** Some browsers remember that an import failed, so each new attempt has another address. */
let retryQuery = "";

/** The closest `lang` around a node, through shadow roots. @param {any} node @returns {string} */
const langOf = (node) => node && (node.lang || langOf(node.parentNode || node.host));

/** The property for an attribute: `account-id` is `accountId`. @param {string} attribute */
const propertyOf = (attribute) => attribute.replace(/-./g, (pair) => pair[1].toUpperCase());

/** The element. On a server, which has no elements, it is a class that does nothing. */
export class SupportTicketWidget extends /** @type {typeof HTMLElement} */ (globalThis.HTMLElement || Object) {
  static observedAttributes = [...BOOLEAN_ATTRIBUTES, ...VALUE_ATTRIBUTES];

  /** What the form is made of, fetched once for all elements. Tests set it. @type {any} */
  static files = null;

  /** Fetches the form's script and its module, both at once. @returns {{ form: Promise<any>, module: Promise<any> }} */
  static load() {
    let { files } = SupportTicketWidget;
    if (!files) {
      files = SupportTicketWidget.files = {
        form: script("./support-ticket-form.js" + retryQuery),
        module: Promise.all([script("./support-ticket-module.js" + retryQuery), file("support-ticket-form.wasm")]),
      };
      // The form logs why it does not come.
      files.module.catch(SupportTicketWidget.forget);
    }
    return files;
  }

  /** What could not be loaded is fetched again when it is needed next. */
  static forget() {
    SupportTicketWidget.files = null;
    retryQuery += "?";
  }

  /**
   * The language of an element: the closest `lang` around it, else the first of the visitor's languages that we have,
   * else English. Gives the button's word and the tag that was found.
   * @param {Element} host @returns {[word: string, tag: string]}
   */
  static language(host) {
    for (const tag of [langOf(host) || navigator.languages, "en"].flat())
      for (const [pattern, word] of LANGUAGES) if (RegExp(`^${pattern}(_|\\b)`, "i").test(tag)) return [word, tag];
    return ["Help", "en"];
  }

  /** The form, once it is there (form/live-form.js). @type {any} */
  liveForm;

  /** What was asked of the form before it was there: the names of its methods, and their arguments. @type {any[][]} */
  asked = [];

  constructor() {
    super();
    // Properties that the page set before the element was defined would hide the accessors.
    const properties = /** @type {any} */ (this);
    for (const [name, value] of Object.entries(properties)) {
      delete properties[name];
      properties[name] = value;
    }
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const corner = document.createElement("div");
    const button = document.createElement("button");
    corner.append(document.createElement("slot"), button);
    root.append(corner);
    button.setAttribute("part", "button");
    button.onclick = () => this.show();

    /** Async, because the page's own `fetch` may throw. @param {boolean} [isNeeded] whether the form has to appear now */
    const load = async (isNeeded) => {
      try {
        const files = SupportTicketWidget.load();
        await (await files.form).loadForm(this, files, isNeeded);
      } catch (error) {
        SupportTicketWidget.forget();
        if (isNeeded) this.fail(error);
      }
    };

    /** The form cannot be shown: brings the page's fallback back. @param {unknown} error */
    this.fail = (error) => {
      console.error(NAME, error);
      corner.className = FAILED;
      properties.open = false;
    };

    // The visitor reaches for the button.
    button.onfocus = button.onpointerover = () => load();

    /** Follows the attributes and the element's place in the page: loads the form if it is needed. */
    this.update = (isNeeded = properties.open) => {
      button.textContent = properties.label || SupportTicketWidget.language(this)[0];
      if (isNeeded && [IDLE, FAILED].includes(corner.className)) {
        corner.className = LOADING;
        load(true);
      }
      this.liveForm?.update();
    };
  }

  /** Has the form do something, as soon as it is there. @param {string} name of its method @param {unknown[]} args */
  ask(name, ...args) {
    if (this.liveForm) this.liveForm[name](...args);
    else this.asked.push([name, ...args]);
  }

  async connectedCallback() {
    // Also after a move, which closes what was in the top layer.
    this.update();
    try {
      if (
        this.matches("[position=inline],[preload=idle],[over-modals]") ||
        // An earlier visit left a message to send.
        Object.keys(localStorage).some((key) => key.includes("outbox "))
      )
        (await import("./support-ticket-early.js")).begin(this);
    } catch {} // There is no storage, so nothing waits. Or the script cannot be fetched, which the browser itself logs.
  }

  disconnectedCallback() {
    this.update();
  }

  attributeChangedCallback() {
    this.update();
  }

  /** Opens the form; if it is open, moves the focus to it. @param {object} [fields] to fill in, or an opener element */
  show(fields) {
    this.ask("show", fields);
    /** @type {any} */ (this).open = true;
  }

  /** Closes the form. What was typed is kept. */
  close() {
    /** @type {any} */ (this).open = false;
  }

  /** Fills in what the visitor has not typed. @param {object} fields by the contract's names, such as `email_address` */
  prefill(fields) {
    this.ask("prefill", fields);
  }

  /** Opens a report about something that was thrown. @param {unknown} error */
  showError(error) {
    this.show({ error });
  }

  /** Throws away what was typed: the form is as the page filled it in. */
  reset() {
    this.ask("reset");
  }
}

for (const name of SupportTicketWidget.observedAttributes) {
  const isBoolean = BOOLEAN_ATTRIBUTES.includes(name);
  Object.defineProperty(SupportTicketWidget.prototype, propertyOf(name), {
    get() {
      return isBoolean ? this.hasAttribute(name) : this.getAttribute(name) || "";
    },
    set(value) {
      // null and undefined remove any attribute.
      if (isBoolean || value == null) this.toggleAttribute(name, !!value);
      else this.setAttribute(name, value);
    },
  });
}

/** Opens the form for a click on an element with `data-support-ticket`. @param {MouseEvent} event */
function openFor(event) {
  for (const opener of /** @type {any[]} */ (event.composedPath())) {
    const id = opener.dataset?.supportTicket;
    if (id != null) {
      const widget = /** @type {any} */ (document.getElementById(id) || document.querySelector(NAME));
      // Without a widget, a link is a link.
      if (widget?.show) event.preventDefault();
      return widget?.show(opener);
    }
  }
}

try {
  // A browser that cannot construct stylesheets cannot show the button: the element stays undefined, and the fallback.
  new CSSStyleSheet();
  customElements.define(NAME, SupportTicketWidget);
  // In the capture phase, because many dialogs of pages let no click out.
  addEventListener("click", openFor, true);
} catch {} // A server has no elements; and if a page loads the script twice, the first definition stays.
