// The comparison of `cargo xtask bench`: the help button and its four-field form as one would write them by hand,
// with the look, the checks and the answers of comparable extent, and without WebAssembly. It must not share
// anything with the widget, or it would measure that.

const STYLE = `
:host { --accent: light-dark(#1f5fd0, #8ab4ff); --border: light-dark(#767b85, #8b919c); --danger: light-dark(#b3261e, #ffb4ab) }
* { box-sizing: border-box; font: inherit }
button { min-height: 44px; padding: 8px 20px; border: 1px solid transparent; border-radius: 22px; font-weight: 600;
  background: var(--accent); color: light-dark(#fff, #0b1526); cursor: pointer }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
.open { position: fixed; right: 16px; bottom: 16px; box-shadow: 0 2px 8px #0004 }
dialog { position: fixed; inset: auto 16px 16px auto; width: 26rem; max-width: calc(100vw - 32px);
  max-height: calc(100dvh - 32px); padding: 0; border: 1px solid var(--border); border-radius: 12px;
  background: light-dark(#fff, #1b1e24); color: light-dark(#1b1e24, #f2f4f8); box-shadow: 0 8px 32px #0003 }
dialog:popover-open { display: flex; flex-direction: column; animation: come 150ms ease-out }
@keyframes come { from { opacity: 0; transform: translateY(8px) } }
@media (prefers-reduced-motion: reduce) { dialog { animation: none !important } }
header { display: flex; justify-content: space-between; align-items: center; padding: 16px }
h2 { margin: 0; font-size: 1.25em; font-weight: 600 }
header button { min-width: 44px; padding: 8px; background: none; color: inherit }
form { display: flex; flex-direction: column; min-height: 0 }
.fields { overflow: auto; padding: 0 16px; display: grid; gap: 16px }
.field { display: grid; gap: 4px }
label { font-weight: 600 }
.hint { color: light-dark(#565c66, #b3b9c4); font-size: .875em; margin: 0 }
.error { color: var(--danger); font-weight: 600; margin: 0 }
input, textarea { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--border); border-radius: 8px;
  background: transparent; color: inherit }
textarea { min-height: 8rem; resize: vertical }
[aria-invalid=true] { border: 2px solid var(--danger) }
footer { padding: 16px; display: grid; gap: 8px }
[hidden] { display: none }`;

const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const isBlank = (text) => !/[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u3164]/u.test(text);
const isLonger = (text, limit) => [...text].length > limit;

/** Name, label, hint, element, autocomplete, and what is wrong with a text. */
const FIELDS = [
  [
    "username",
    "Your name (optional)",
    "",
    "input",
    "name",
    (text) =>
      isLonger(text, 200)
        ? "Your name may have at most 200 characters."
        : /\p{Cc}/u.test(text)
          ? "Your name must be one line."
          : "",
  ],
  [
    "email_address",
    "E-mail address",
    "The answer goes there.",
    "input",
    "email",
    (text) =>
      isBlank(text)
        ? "Enter your e-mail address."
        : isLonger(text, 254)
          ? "The address may have at most 254 characters."
          : !EMAIL.test(text)
            ? "Enter an e-mail address like name@example.com."
            : "",
  ],
  [
    "subject",
    "Subject",
    "",
    "input",
    "off",
    (text) =>
      isBlank(text)
        ? "Enter a subject."
        : isLonger(text, 300)
          ? "The subject may have at most 300 characters."
          : /[\p{Cc}\u2028\u2029]/u.test(text)
            ? "The subject must be one line."
            : "",
  ],
  [
    "body",
    "What is the matter?",
    "What you did, what happened, and what you expected.",
    "textarea",
    "off",
    (text) => (isBlank(text) ? "Write what is the matter." : ""),
  ],
];

/** What went wrong with a request, in words. */
async function failureOf(answer) {
  if (answer.status === 429) return "There are too many requests. Try again in a while.";
  if (answer.status === 413) return "The text is too long. Shorten it.";
  if (answer.status >= 500) return "The server has a problem. Try again in a while.";
  const said = await answer.json().catch(() => undefined);
  return said?.error ?? "The answer was not understood. Try again.";
}

class PlainTicketForm extends HTMLElement {
  #fields = new Map();
  #sending = false;
  #id = crypto.randomUUID();

  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const open = make("button", { type: "button", class: "open", part: "button" }, "Help");
    root.append(open);
    open.addEventListener("click", () => {
      this.dialog ??= this.#build(root);
      this.dialog.showPopover();
      this.#fields.get("username").input.focus();
    });
  }

  /** Builds the form when it is first needed, as the widget does. */
  #build(root) {
    const dialog = make("dialog", { popover: "manual", part: "dialog", "aria-labelledby": "title" });
    const close = make("button", { type: "button", "aria-label": "Close" }, "✕");
    const header = make("header", {}, make("h2", { id: "title" }, "Contact support"), close);
    const fields = make("div", { class: "fields" }, ...FIELDS.map((field) => this.#field(field)));
    this.status = make("p", { role: "status" });
    const submit = make("button", { type: "submit" }, "Send");
    const form = make("form", { novalidate: "" }, fields, make("footer", {}, this.status, submit));
    dialog.append(header, form);
    root.append(dialog);

    close.addEventListener("click", () => dialog.hidePopover());
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") dialog.hidePopover();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    return dialog;
  }

  #field([name, label, hint, tag, autocomplete, check]) {
    const error = make("p", { class: "error", id: `${name}-error`, hidden: "" });
    const described = hint ? `${name}-hint ${name}-error` : `${name}-error`;
    const input = make(tag, { name, id: name, autocomplete, "aria-describedby": described });
    const show = () => {
      const words = check(input.value);
      error.textContent = words;
      error.hidden = !words;
      input.toggleAttribute("aria-invalid", false);
      if (words) input.setAttribute("aria-invalid", "true");
      return !words;
    };
    input.addEventListener("input", () => error.hidden || show());
    input.addEventListener("change", show);
    this.#fields.set(name, { input, show });
    const parts = [make("label", { for: name }, label), error, input];
    if (hint) parts.splice(1, 0, make("p", { class: "hint", id: `${name}-hint` }, hint));
    return make("div", { class: "field" }, ...parts);
  }

  async #send() {
    if (this.#sending) return;
    const wrong = [...this.#fields.values()].filter(({ show }) => !show());
    if (wrong.length > 0) return void wrong[0].input.focus();
    this.#sending = true;
    this.status.textContent = "Sending…";
    const ticket = { id: this.#id, location: location.pathname, info: { user_agent: navigator.userAgent } };
    for (const [name, { input }] of this.#fields) if (input.value) ticket[name] = input.value;
    try {
      const answer = await fetch(this.getAttribute("endpoint"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(ticket),
        signal: AbortSignal.timeout(30_000),
      });
      const created = answer.ok && (await answer.clone().json());
      this.status.textContent = created?.url ? `Please save this address: ${created.url}` : await failureOf(answer);
      if (created?.url) this.#id = crypto.randomUUID();
    } catch {
      this.status.textContent = "The server could not be reached. Your text is still here. Try again.";
    } finally {
      this.#sending = false;
    }
  }
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

customElements.define("plain-ticket-form", PlainTicketForm);
