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
  "zh-(TW|HK|MO|Hant)=說明 es=Ayuda hi=मदद ar=مساعدة vi=Trợ giúp it=Aiuto de=Hilfe he=עזרה fi=Ohje el=Βοήθεια (pl|cs)=Pomoc ko=도움말 sv=Hjälp ru=Помощь (nl|en)=Help da=Hjælp ja=ヘルプ zh=帮助 id=Bantuan hu=Súgó uk=Довідка ro=Ajutor fr=Aide fa=کمک tr=Yardım n[nbo]=Hjelp pt(-PT)?=Ajuda".split(
    " ",
  );

/** Every attribute that is a property too. */
const ATTRIBUTES =
  "endpoint theme types prefill-from-url type identity username tags help-email allow-tags email-address label subject over-modals body base-path modal open preload drafts position course lang dialect required location-parts account-id".split(
    " ",
  );

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
      if (RegExp(`^${own}(_|\\b)`, "i").test(tag)) return [help, tag];
    }
};

/** The element. On a server, where there are no elements, it is a class without a use. */
export class SupportTicketWidget extends /** @type {typeof HTMLElement} */ (globalThis.HTMLElement || Object) {
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
    // What the button needs before the form is there; the rest is in support-ticket-form-element.js.
    sheet.replaceSync(
      ":host>div{position:fixed;z-index:var(--support-ticket-z-index,99999999);margin:16px;right:0;bottom:0}" +
      ":host([position$=left])>div{right:auto;left:0}" +
      ":host([position^=top])>div{top:0;bottom:auto}" +
      "button{color:var(--support-ticket-on-accent,#fff);padding:0 1em;border-color:#0000;border-radius:99px;font:inherit;min-height:44px;background:var(--support-ticket-accent,#36d);font-weight:600}" +
      ":host([position=inline]) slot{display:block}" +
      ".loading *{opacity:.6}" +
      ".failed *{display:block!important}" +
      ":host([position=inline])>div{position:static}" +
      "slot,:host([position=inline])>div>button{display:none}" +
      ".failed{background:Canvas}",
    );
    root.adoptedStyleSheets = [sheet];
    /** Its class is the state: "", "failed", "loading" or "ready". */
    const corner = document.createElement("div");
    const button = /** @type {any} */ (document.createElement("button"));
    root.append(corner);
    corner.append(document.createElement("slot"), button);
    button.part = "button";
    button.onclick = () => this.show();

    /**
     * Fetches the form's code and its module, both at once, for all elements. Should that fail, the next time tries
     * again, and who opens is told. It is `async`, since a page's own `fetch` or `Promise` may throw at once. Tests put
     * other `files` into the class.
     * @param {boolean} [opens] whether the form is needed now
     */
    const load = async (opens) => {
      try {
        const [form, answer] = await (/** @type {any} */ (SupportTicketWidget).files ||= Promise.all([
          import("./support-ticket-form.js" + query),
          fetch(import.meta.resolve("./support-ticket-form.wasm")),
        ]));
        await form.take(this, answer, language, opens);
      } catch (error) {
        /** @type {any} */ (SupportTicketWidget).files = null;
        query += "?";
        if (opens) {
          console.error(NAME, error);
          corner.className = "failed";
          this.open = false;
        }
      }
    };

    /** Starts the fetching early. */
    button.onfocus = button.onpointerover = () => load();

    /**
     * Does what follows from the attributes and from where the element is: the form is put in place if it is needed,
     * and neither there nor under way.
     */
    this.update = (needed = this.open) => {
      button.textContent = own.label || language(this)[0];
      if (needed && corner.className < "g") {
        corner.className = "loading";
        load(true);
      }
      this.calls.push();
    };
  }

  disconnectedCallback() {
    this.update();
  }

  /** Closes the form. What was typed is kept. */
  close() {
    this.open = false;
  }

  /** Opens the form; where it is open already, brings the visitor to it. @param {object} [fields] of an opener's */
  show(fields) {
    this.calls.push(fields, 1);
    this.open = true;
  }

  /** Opens a report of what was thrown. @param {unknown} error */
  showError(error) {
    this.show({ error });
  }

  /** Throws away what was typed: the form is as the page prefilled it. */
  reset() {
    this.calls.push(false);
  }

  attributeChangedCallback() {
    this.update();
  }

  /** Fills in what the visitor has not typed. @param {object} fields by the contract's names, such as `email_address` */
  prefill(fields) {
    this.calls.push(fields);
  }

  async connectedCallback() {
    // Also after a move, which closes what was in the top layer.
    this.update();
    try {
      // The last: what an earlier visit could not send.
      if (
        this.matches("[position=inline],[preload=idle],[over-modals]") ||
        /outbox /.test(/** @type {any} */ (Object.keys(localStorage)))
      )
        (await import("./support-ticket-ahead.js")).take(this, language);
    } catch {} // The page has no storage: nothing waits. Or the part cannot be fetched, which the browser says itself.
  }
}

for (const name of ATTRIBUTES)
  Object.defineProperty(SupportTicketWidget.prototype, name.replace(/-./g, (pair) => pair[1].toUpperCase()), {
    // Some are there or not, as `open` on <dialog>. Written twice it is smaller.
    get() {
      return /^(o|al)/.test(name) ? this.hasAttribute(name) : this.getAttribute(name) || "";
    },
    set(value) {
      // Nothing takes the attribute off; it does not say "null".
      if (/^(o|al)/.test(name) || value == null) this.toggleAttribute(name, !!value);
      else this.setAttribute(name, value);
    },
  });

try {
  // Where a script can make no stylesheet it is not defined: of what the browser has not got, that comes last.
  customElements.define(NAME, SupportTicketWidget, /** @type {any} */ (new CSSStyleSheet()));
  // In the capture phase: many a dialog of a page lets no click out.
  addEventListener(
    "click",
    (event) => {
      for (const opener of /** @type {any[]} */ (event.composedPath())) {
        const id = opener.dataset?.supportTicket;
        if (id != null)
          return /** @type {any} */ (document.getElementById(id) || document.querySelector(NAME))?.show(
            opener,
            event.preventDefault(),
          );
      }
    },
    true,
  );
} catch {} // A server has no elements; and where a page loads the script twice, the first definition stays.
