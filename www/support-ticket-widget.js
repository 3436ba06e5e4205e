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
  "hi=मदद ru=Помощь zh-(Hant|TW|HK|MO)=說明 id=Bantuan ja=ヘルプ ko=도움말 es=Ayuda da=Hjælp sv=Hjälp (en|nl)=Help he=עזרה de=Hilfe (cs|pl)=Pomoc vi=Trợ giúp fa=کمک it=Aiuto pt(-PT)?=Ajuda el=Βοήθεια uk=Довідка hu=Súgó fi=Ohje zh=帮助 tr=Yardım ar=مساعدة fr=Aide n[bno]=Hjelp ro=Ajutor".split(
    " ",
  );

/** Every attribute that is a property too. */
const ATTRIBUTES =
  "open account-id tags allow-tags help-email username theme label position subject body types location-parts preload base-path course identity email-address prefill-from-url endpoint drafts dialect lang modal type required over-modals".split(
    " ",
  );

/** Those of them that are there or not, as `open` on <dialog>. */
const IS_BOOLEAN = /^(o|al)/;

/** What the button needs before the form is there; the rest is in support-ticket-form-element.js. */
const STYLE =
  ".loading>button{opacity:.6}" +
  ":host([position=inline])>div{position:static}" +
  ".failed{background:Canvas}" +
  "slot,:host([position=inline])>div>button{display:none}" +
  ":host([position^=top])>div{bottom:auto;top:0}" +
  ":host([position=inline]) slot{display:block}" +
  ".failed *{display:block!important}" +
  "button{border-color:#0000;border-radius:99px;min-height:44px;background:var(--support-ticket-accent,#36d);font:inherit;padding:0 1em;color:var(--support-ticket-on-accent,#fff);font-weight:600}" +
  ":host([position$=left])>div{right:auto;left:0}" +
  ":host>div{bottom:0;right:0;position:fixed;margin:16px;z-index:var(--support-ticket-z-index,99999999)}";

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
        fetch(import.meta.resolve("./support_ticket_widget_bg.wasm")),
      ])).then((/** @type {any} */ [form, answer]) => form.take(this, answer, language, opens));

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
    if (this.matches("[position=inline],[preload=idle],[over-modals]"))
      import("./support-ticket-ahead.js").then((ahead) => ahead.take(this));
  }

  disconnectedCallback() {
    this.update();
  }

  attributeChangedCallback() {
    this.update();
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
      if (IS_BOOLEAN.test(name)) this.toggleAttribute(name, value);
      else if (value == null) this.removeAttribute(name);
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
