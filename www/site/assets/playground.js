// Sets the help button's attributes, shows them as HTML, and logs the page's events.
const LANGUAGES =
  "ar cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt pt-PT ro ru sv tr uk vi zh zh-Hant".split(" ");
const EVENTS = ["open", "close", "submit", "queued", "created", "error"].map((name) => `ticket-${name}`);
/** Attributes that are read only when the element is added: a change needs a new element. */
const READ_ONCE = ["position"];
const ENDPOINTS = { "": "api/v1/create_support_ticket", v2: "api/v2/support/create-ticket" };
/** Error codes that mean that there is no endpoint for this page. */
const NOBODY = ["unreachable", "blocked", "not-found", "not-allowed", "not-the-contract", "failed", "refused"];

const form = document.querySelector("#attributes");
const code = document.querySelector("code.out");
const heard = document.querySelector("#heard");
const accent = form.querySelector("#accent");
const plain = accent.value;
const help = () => document.querySelector("support-ticket-widget");

for (const tag of LANGUAGES) {
  const option = new Option(new Intl.DisplayNames([tag], { type: "language" }).of(tag), tag);
  option.lang = tag;
  form.elements.lang.append(option);
}
document.querySelector("#origin").textContent = location.origin;

/** The chosen attributes. */
function chosen() {
  const named = [...form.elements].filter(({ name }) => name);
  const values = named.map(({ name, type, value, checked }) => [
    name,
    type == "checkbox" ? (checked ? "" : undefined) : value || undefined,
  ]);
  // The endpoint first, as one writes it.
  return values.filter(([, value]) => value != undefined).sort(([a], [b]) => (b == "endpoint") - (a == "endpoint"));
}

function show() {
  const attributes = chosen();
  const wanted = new Map(attributes.map(([name, value]) => [name, value.trim()]));
  let element = help();
  if (READ_ONCE.some((name) => (wanted.get(name) ?? null) != element.getAttribute(name))) {
    const other = element.cloneNode(true);
    other.removeAttribute("open");
    for (const name of READ_ONCE) set(other, name, wanted.get(name));
    element.replaceWith(other);
    element = other;
  }
  for (const { name } of form.elements) if (name) set(element, name, wanted.get(name));
  const ownAccent = accent.value != plain;
  if (ownAccent) element.style.setProperty("--support-ticket-accent", accent.value);
  else element.style.removeProperty("--support-ticket-accent");
  code.textContent = html(wanted, ownAccent);
}

function set(element, name, value) {
  if (value == undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) != value) element.setAttribute(name, value);
}

function html(attributes, ownAccent) {
  const lines = [...attributes].map(
    ([name, value]) => `\n  ${name}${value || name == "types" ? `="${escaped(value)}"` : ""}`,
  );
  const style = ownAccent ? `<style>support-ticket-widget { --support-ticket-accent: ${accent.value}; }</style>\n` : "";
  const script = '<script type="module" src="widget/support-ticket-widget.js"></script>\n';
  return `${script}${style}<support-ticket-widget${lines.join("")}>\n  <a href="mailto:help@example.com">Help</a>\n</support-ticket-widget>`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

form.addEventListener("input", ({ target }) => {
  const { dialect, endpoint } = form.elements;
  if (target == dialect && Object.values(ENDPOINTS).includes(endpoint.value)) endpoint.value = ENDPOINTS[dialect.value];
  // An address that is half written is none.
  if (target != endpoint) show();
});
form.addEventListener("change", show);
form.addEventListener("submit", (event) => event.preventDefault());
// The fields have their first values only after this event.
form.addEventListener("reset", () => setTimeout(show));

const lines = [];
for (const name of EVENTS)
  addEventListener(name, ({ detail }) => {
    const detailed = Object.keys(detail).length ? ` ${JSON.stringify(detail, undefined, 2)}` : "";
    lines.unshift(`${new Date().toLocaleTimeString()}  ${name}${detailed}`);
    heard.textContent = lines.join("\n");
    if (NOBODY.includes(detail.code)) document.querySelector("#nowhere").hidden = false;
    if (name == "ticket-created") document.querySelector("#nowhere").hidden = true;
  });
show();
