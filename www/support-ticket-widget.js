// @ts-check
/**
 * The loader: defines <support-ticket-widget>, shows its button at once, fetches the form (WebAssembly) when the
 * visitor reaches for it, and puts the page's own fallback back where that fails. The smallest embed:
 *
 *   <script type="module" src="https://help.example.com/widget/support-ticket-widget.js"></script>
 *   <support-ticket-widget endpoint="https://help.example.com/api/v1/create_support_ticket">
 *     <a href="mailto:help@example.com">Help</a>
 *   </support-ticket-widget>
 *
 * It must not know what a ticket is: fields, checks, sending and the form's words are Rust's (src/). Every byte
 * here is paid on every page view, used or not (`cargo xtask bench` says how many there are), so what is needed
 * only after the visitor reached for the button is in support-ticket-form.js.
 */

/** What the loader says itself, before any other file could be there. */
const WORDS = /** @type {Record<string, string>} */ ({ loading: "Loading…", failed: "Loading failed. Try again" });
const HELP = "Help";

/** Every attribute that is a property too, after its = what the property says while the attribute is absent. */
const ATTRIBUTES =
  "endpoint account-id username email-address subject body tags course base-path help-email label location-parts=path theme=auto modal=auto position=bottom-right preload=intent"
    .split(" ")
    .map((pair) => pair.split("="));

const CSS =
  ":host{--_accent:var(--support-ticket-accent,light-dark(#1f5fd0,#8ab4ff));--_on:var(--support-ticket-on-accent,light-dark(#fff,#000))}" +
  ":host([theme=light]){color-scheme:light}" +
  ":host([theme=dark]){color-scheme:dark}" +
  "[hidden]{display:none}" +
  ":host>div{position:fixed;z-index:var(--support-ticket-z-index,2147483000);right:16px;bottom:16px;margin:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)}" +
  ":host([position$=left])>div{right:auto;left:16px}" +
  ":host([position^=top])>div{bottom:auto;top:16px}" +
  ":host([position=inline])>div{position:static}" +
  ":host([open]) .ready{visibility:hidden}" +
  ".failed{display:grid;gap:8px;padding:8px;background:Canvas}" +
  "button{font:inherit;font-weight:600;min-height:44px;padding:8px 20px;border:1px solid #0000;border-radius:99px;background:var(--_accent);color:var(--_on);box-shadow:0 2px 8px #0004}" +
  "button:focus-visible{outline:3px solid var(--_accent);outline-offset:3px}";

/** @typedef {import("./support-ticket-form.js").Form} Form */
/** @typedef {import("./support-ticket-form.js").Mount} Mount */

/** @type {Promise<Mount> | undefined} one for all elements; empty again after a failure */
let files;
/** Some browsers remember a failed import under its address, so each try has its own. */
let query = "";

/** Fetches the form's code and its module, both at once. @returns {Promise<Mount>} */
const load = () =>
  (files ??= Promise.all([
    import("./support-ticket-form.js" + query),
    fetch(new URL("support_ticket_widget_bg.wasm", import.meta.url)),
  ])
    .then(([form, answer]) => form.prepare(answer))
    .catch((error) => {
      files = undefined;
      query += "?";
      throw error;
    }));

/** The element. On a server, where there are no elements, it is a class without a use. */
export class SupportTicketWidget extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = [...ATTRIBUTES.map(([name]) => name), "open"];
  /** How the files come; tests put a slow or a failing way here. */
  static load = load;

  /** @type {Form | undefined} */ #form;
  /** What the page prefilled before the form was there. @type {object} */ #prefill = {};
  /** Its class is the state: "", "loading", "ready" or "failed". @type {any} */ #corner;
  /** @type {any} */ #fallback;
  /** @type {any} */ #button;

  connectedCallback() {
    const { position, preload } = /** @type {any} */ (this);
    if (!this.#corner) this.#build();
    this.#render();
    // In the page's flow there is no button to reach for: coming into view is the reach.
    if (position == "inline")
      new IntersectionObserver(([entry]) => entry.isIntersecting && this.#mount()).observe(this);
    if (preload == "idle" && !(/** @type {any} */ (navigator).connection?.saveData)) setTimeout(prefetch, 999);
    // Also after a move, which closes what was in the top layer.
    if (this.open) this.#mount();
  }

  disconnectedCallback() {
    // A move is a removal followed at once by an insertion: what was typed must outlive it.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#form?.free();
      this.#form = undefined;
      this.#corner.className = "";
    });
  }

  attributeChangedCallback() {
    if (!this.#corner) return;
    this.#render();
    if (this.open) this.#mount();
    else this.#form?.configure();
  }

  /** Opens the form; where it is open already, brings the visitor to it. */
  show() {
    this.open = true;
    this.#form?.configure(true);
  }

  /** Closes the form. What was typed is kept. */
  close() {
    this.open = false;
  }

  /** Fills in what the visitor has not typed. @param {object} fields by the contract's names, such as `email_address` */
  prefill(fields) {
    if (this.#form) this.#form.prefill(fields);
    else Object.assign(this.#prefill, fields);
  }

  /** Throws away what was typed: the form is as the page prefilled it. */
  reset() {
    this.#form?.configure(false);
  }

  /** Whether the form is open, as on <dialog>. */
  get open() {
    return this.hasAttribute("open");
  }
  set open(open) {
    this.toggleAttribute("open", open);
  }

  #build() {
    // What a page set before this definition was there would hide the accessors.
    const own = /** @type {any} */ (this);
    for (const [name, value] of Object.entries(own)) {
      delete own[name];
      own[name] = value;
    }
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    root.append((this.#corner = make("div", {})));
    this.#corner.append(
      (this.#fallback = make("slot", {})),
      (this.#button = make("button", {
        type: "button",
        part: "button",
        ariaHasPopup: "dialog",
        onpointerover: prefetch,
        onfocus: prefetch,
        onclick: () => this.show(),
      })),
    );
  }

  /** Puts the form there if it is not, and lets it read the attributes, of which `open` is one. */
  async #mount() {
    if (this.#form || this.#corner.className == "loading") return this.#form?.configure();
    try {
      this.#render("loading");
      const mount = await SupportTicketWidget.load();
      if (!this.isConnected) return this.#render("");
      this.#form ??= mount(this, this.#prefill);
      this.#render("ready");
      this.#form.configure();
    } catch (error) {
      console.error("support-ticket-widget:", error);
      this.#render("failed");
      this.open = false;
    }
  }

  /** @param {string} state */
  #render(state = this.#corner.className) {
    const { position, label } = /** @type {any} */ (this);
    const failed = state == "failed";
    const inline = position == "inline";
    this.#corner.className = state;
    this.#fallback.hidden = !failed && (!inline || state == "ready");
    this.#button.hidden = !failed && inline;
    this.#button.ariaBusy = state == "loading";
    this.#button.textContent = WORDS[state] || label || HELP;
  }
}

/** Starts the fetching early. Should it fail, opening tries again, and says so. */
const prefetch = () => SupportTicketWidget.load().catch(() => {});

/** @param {string} tag @param {object} properties */
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

for (const [name, absent = ""] of ATTRIBUTES)
  Object.defineProperty(SupportTicketWidget.prototype, name.replace(/-(.)/, (_, letter) => letter.toUpperCase()), {
    get() {
      return this.getAttribute(name) ?? absent;
    },
    set(value) {
      // Nothing takes the attribute off; it does not say "null".
      this.toggleAttribute(name, value != null) && this.setAttribute(name, value);
    },
  });

// A page may load the script twice; the first definition stays.
const { customElements } = globalThis;
if (!customElements?.get("support-ticket-widget")) customElements?.define("support-ticket-widget", SupportTicketWidget);
