// @ts-check
/**
 * The loader: defines <support-ticket-widget>, shows its button at once in the visitor's language, fetches the form
 * (WebAssembly) when the visitor reaches for it, and puts the page's own fallback back where that fails. The smallest
 * embed:
 *
 *   <script type="module" src="https://help.example.com/widget/support-ticket-widget.js"></script>
 *   <support-ticket-widget endpoint="https://help.example.com/api/v1/create_support_ticket">
 *     <a href="mailto:help@example.com">Help</a>
 *   </support-ticket-widget>
 *
 * It must not know what a ticket is: fields, checks, sending and the form's words are Rust's (src/). Every byte
 * here is paid on every page view, used or not (`cargo xtask bench` says how many there are), so what is needed
 * only after the visitor reached for the button is in support-ticket-form.js and its parts, and what few pages ask
 * for in support-ticket-ahead.js. Where something stands in a list matters to brotli, and was found by trying.
 */

/**
 * The form's languages (`www/locales/`): what their tags begin with, and the word on the button, which must be there
 * before any file could be. One that begins with another stands before it.
 */
const LANGUAGES =
  "sv=Hjälp (cs|pl)=Pomoc fi=Ohje zh-(Hant|TW|HK|MO)=說明 de=Hilfe zh=帮助 ja=ヘルプ es=Ayuda it=Aiuto hi=मदद id=Bantuan el=Βοήθεια he=עזרה hu=Súgó pt(-PT)?=Ajuda fa=کمک ko=도움말 ro=Ajutor n[bno]=Hjelp uk=Довідка vi=Trợ giúp fr=Aide (en|nl)=Help tr=Yardım ru=Помощь da=Hjælp ar=مساعدة".split(
    " ",
  );

/** Every attribute that is a property too. */
const ATTRIBUTES =
  "body account-id lang base-path modal label over-modals course tags subject open required help-email drafts dialect position allow-tags types preload theme endpoint location-parts type identity username prefill-from-url email-address".split(
    " ",
  );

/** Those of them that are there or not, as `open` on <dialog>. */
const IS_BOOLEAN = /^(o|al)/;

/** What the button needs before the form is there; the rest is in support-ticket-form-element.js. */
const STYLE =
  ":host([position=inline])>div{position:static}" +
  ":host([position$=left])>div{left:0;right:auto}" +
  ".failed{background:Canvas}" +
  "slot,:host([position=inline])>div>button{display:none}" +
  "button{padding:0 1em;min-height:44px;font:inherit;border-color:#0000;border-radius:99px;color:var(--support-ticket-on-accent,#fff);font-weight:600;background:var(--support-ticket-accent,#36d)}" +
  ":host([position=inline]) slot{display:block}" +
  ".loading>button{opacity:.6}" +
  ":host([position^=top])>div{top:0;bottom:auto}" +
  ".failed *{display:block!important}" +
  ":host>div{margin:16px;z-index:var(--support-ticket-z-index,99999999);bottom:0;right:0;position:fixed}";

const NAME = "support-ticket-widget";

/** Some browsers remember a failed import under its address, so each try has its own. */
let query = "";

/** The language that is set for a place in the page. @param {any} node @returns {string} */
const langOf = (node) => node && (node.lang || langOf(node.parentNode || node.host));

/**
 * The button's word in the page's language, or else in one of the visitor's, and the tag that it was found by.
 * @param {Element} host @returns {any}
 */
const language = (host) => {
  for (const tag of [langOf(host) || navigator.languages, "en"].flat())
    for (const line of LANGUAGES) {
      const [own, help] = line.split("=");
      if (RegExp(`^${own}\\b`, "i").test(tag)) return [help, tag];
    }
};

/** The element. On a server, where there are no elements, it is a class without a use. */
export class SupportTicketWidget extends /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ATTRIBUTES;
  /**
   * What the form has to do, once it is there: an object is a prefill (an element: its data-), `false` a reset. The
   * form takes the place of `push`, which without an argument says that something changed, and before does nothing.
   * @type {any[]}
   */
  calls = [];

  constructor() {
    super();
    // What a page set before this definition was there would hide the accessors.
    const own = /** @type {any} */ (this);
    for (const [name, value] of Object.entries(own)) {
      delete own[name];
      own[name] = value;
    }
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    /** Its class is the state: "", "failed", "loading" or "ready". */
    const corner = document.createElement("div");
    const button = /** @type {any} */ (document.createElement("button"));
    root.append(corner);
    corner.append(document.createElement("slot"), button);
    button.part = "button";
    button.onclick = () => this.show();

    /**
     * Fetches the form's code and its module, both at once, for all elements. Tests put other `files` into the class.
     * @param {boolean} [opens] whether the form is needed now
     */
    const load = (opens) =>
      (/** @type {any} */ (SupportTicketWidget).files ??= Promise.all([
        import("./support-ticket-form.js" + query),
        fetch(import.meta.resolve("./support-ticket-form.wasm")),
      ])).then((/** @type {any} */ files) => files[0].take(this, files[1], language, opens));

    const forget = () => {
      /** @type {any} */ (SupportTicketWidget).files = undefined;
      query += "?";
    };

    /** Starts the fetching early. Should it fail, opening tries again, and says so. */
    button.onfocus = button.onpointerover = () => load().catch(forget);

    /**
     * Does what follows from the attributes and from where the element is: the form is put in place if it is needed,
     * and neither there nor under way.
     */
    this.update = (needed = this.open) => {
      button.textContent = own.label || language(this)[0];
      if (needed && corner.className < "g") {
        corner.className = "loading";
        load(true).catch((/** @type {unknown} */ error) => {
          console.error(NAME, error);
          forget();
          corner.className = "failed";
          this.open = false;
        });
      }
      this.calls.push();
    };
  }

  connectedCallback() {
    // Also after a move, which closes what was in the top layer.
    this.update();
    try {
      // The last: what an earlier visit could not send.
      if (
        this.matches("[position=inline],[preload=idle],[over-modals]") ||
        /outbox /.test(/** @type {any} */ (Object.keys(localStorage)))
      )
        import("./support-ticket-ahead.js").then((ahead) => ahead.take(this, language));
    } catch {} // The page has no storage: nothing waits.
  }

  /** Opens the form; where it is open already, brings the visitor to it. @param {object} [fields] of an opener's */
  show(fields) {
    this.calls.push(fields, 1);
    this.open = true;
  }

  /** Closes the form. What was typed is kept. */
  close() {
    this.open = false;
  }

  /** Fills in what the visitor has not typed. @param {object} fields by the contract's names, such as `email_address` */
  prefill(fields) {
    this.calls.push(fields);
  }

  /** Opens a report of what was thrown. @param {unknown} error */
  showError(error) {
    this.show({ error });
  }

  disconnectedCallback() {
    this.update();
  }

  attributeChangedCallback() {
    this.update();
  }

  /** Throws away what was typed: the form is as the page prefilled it. */
  reset() {
    this.calls.push(false);
  }
}

for (const name of ATTRIBUTES)
  Object.defineProperty(SupportTicketWidget.prototype, name.replace(/-./g, (pair) => pair[1].toUpperCase()), {
    get() {
      return IS_BOOLEAN.test(name) ? this.hasAttribute(name) : (this.getAttribute(name) ?? "");
    },
    set(value) {
      // Nothing takes the attribute off; it does not say "null".
      if (IS_BOOLEAN.test(name) || value == null) this.toggleAttribute(name, !!value);
      else this.setAttribute(name, value);
    },
  });

try {
  customElements.define(NAME, SupportTicketWidget);
  // In the capture phase: many a dialog of a page lets no click out.
  addEventListener(
    "click",
    (event) => {
      for (const opener of /** @type {any[]} */ (event.composedPath())) {
        const id = opener.dataset?.supportTicket;
        if (id != null)
          return /** @type {any} */ (document.getElementById(id) ?? document.querySelector(NAME))?.show(
            opener,
            event.preventDefault(),
          );
      }
    },
    true,
  );
} catch {} // A server has no elements; and where a page loads the script twice, the first definition stays.
