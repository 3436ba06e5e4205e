// @ts-check
/**
 * "What will be sent": location, account, tags and info of the ticket as it would go out now, in plain words and as
 * JSON, and whom the page's `identity` names, each with a switch that leaves it out, but for the type that API v2 cannot do
 * without. What is left out stays so for as
 * long as the page lives, and is taken from the ticket before the page's own listeners see it. It must not know how a
 * ticket is made, and shows what the form and the token say and nothing that it knows by itself.
 */

import { inJson } from "./shared/ticket.js";
import { payloadOf } from "./shared/jwt.js";
import { adopt } from "./shared/dom.js";
import css from "./details/details.css";

/** The keys of `info` that have a name in the visitor's language, `details_` before it. */
const NAMED = ["browser", "os", "mobile", "user_agent", "language", "time_zone", "viewport", "course", "error"];

/** What may change the ticket while it is shown. What the page changes by itself is seen with the next of them. */
const CHANGES = ["input", "change", "click", "focusin"];

/** For `***`, as `support-ticket-browser.js` writes it. */
const HIDDEN = "***";

/** @type {WeakMap<Element, () => void>} what closes those that are open */
const open = new WeakMap();
/** @type {WeakMap<HTMLElement, Set<string>>} names such as `location` and `info.browser` */
const leftOut = new WeakMap();

/**
 * Shows what will be sent, or hides it again.
 * @param {{ host: HTMLElement, root: ShadowRoot, place: HTMLElement, form: any, say: (key: string) => string,
 *   button: HTMLElement }} all
 */
export function show({ host, root, place, form, say, button }) {
  const closes = open.get(place);
  if (closes) return closes();
  adopt(root, "details", css);
  const names = leftOutOf(host);
  const isV2 = () => host.getAttribute("dialect") == "v2";
  const ticketNow = () => sent(form.ticket(), isV2() ? (host.getAttribute("base-path") ?? "") : undefined);

  const intro = make("p", "hint");
  const masked = make("p", "masked");
  const nothing = make("p", "hint");
  const list = make("ul", "detail-list");
  list.role = "list"; // without its bullets it is none in Safari
  const pre = make("pre", "json");
  pre.tabIndex = 0;
  pre.dir = "ltr";
  const json = make("details", "");
  const opens = make("summary", "");
  json.append(opens, pre);

  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  let shown = "";

  /** @param {string} name */
  function row(name) {
    const item = make("li", "detail");
    const label = /** @type {HTMLLabelElement} */ (make("label", "detail-name"));
    const toggle = /** @type {HTMLInputElement} */ (make("input", "switch"));
    toggle.type = "checkbox";
    toggle.role = "switch";
    toggle.id = label.htmlFor = "details-" + rows.size;
    toggle.checked = !names.has(name);
    toggle.onchange = () => {
      if (toggle.checked) names.delete(name);
      else names.add(name);
      refresh();
    };
    const value = make("div", "value");
    // What is sent has its own direction, and stands where the row begins.
    const text = make("bdi", "");
    value.append(text);
    item.append(label, name == "type" ? "" : toggle, value);
    return { item, toggle, value, text, label };
  }

  function refresh() {
    // A form that was taken away says nothing any more.
    if (!root.contains(place)) return close();
    const ticket = ticketNow();
    const items = [...typeOf(ticket, root), ...itemsOf(ticket, host.getAttribute("identity"), say)];
    for (const [node, key] of /** @type {[Node, string][]} */ ([
      [intro, "details_intro"],
      [masked, "details_masked"],
      [nothing, "details_nothing"],
      [opens, "details_json"],
    ]))
      put(node, say(key));
    for (const [name, label, text] of items) {
      if (!rows.has(name)) rows.set(name, row(name));
      const { item, toggle, label: named, text: at } = /** @type {ReturnType<typeof row>} */ (rows.get(name));
      put(named, label);
      put(at, text);
      item.classList.toggle("off", !toggle.checked);
    }
    // Put in order only when something came or went: a switch that is moved loses the focus.
    const there = items.map(([name]) => name).join("\n");
    if (there != shown) {
      const focused = /** @type {HTMLElement | null} */ (root.activeElement);
      list.replaceChildren(...items.map(([name]) => rows.get(name)?.item ?? ""));
      if (list.contains(focused)) focused?.focus();
      shown = there;
    }
    for (const { value, label } of rows.values()) scrollable(value, label.textContent ?? "");
    const whole = inJson(wire(ticket, names, isV2()), 2);
    put(pre, whole);
    masked.hidden = !items.some(([, , text]) => text.includes(HIDDEN));
    nothing.hidden = items.length > 0;
    intro.hidden = list.hidden = json.hidden = !items.length;
  }

  const end = new AbortController();
  const { signal } = end;
  let isDue = false;
  /** The form hears of it after us, who listen in the capture phase since it lets little out. */
  const later = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      if (!signal.aborted) refresh();
    });
  };
  for (const name of CHANGES) root.addEventListener(name, later, { capture: true, signal });
  place.addEventListener("speak", refresh, { signal });
  addEventListener("resize", later, { signal }); // the window's size is among it
  // The field that is left would be checked, its problem would push the switch away, and the click miss it.
  list.addEventListener("mousedown", (event) => {
    if (/** @type {Element} */ (event.target).closest("label, input")) event.preventDefault();
  });

  function close() {
    end.abort();
    open.delete(place);
    place.hidden = true;
    place.replaceChildren();
    button.ariaExpanded = "false";
  }

  open.set(place, close);
  place.id ||= "details";
  button.setAttribute("aria-controls", place.id);
  button.ariaExpanded = "true";
  place.replaceChildren(intro, masked, nothing, list, json);
  place.hidden = false;
  refresh();
  comeIntoSight(place, button);
}

/**
 * What of a ticket is not typed, as JSON has it. API v2 has a type, and the page's whole address beside the location.
 * @param {any} ticket @param {string | undefined} base the app's path, which the location lacks; given in API v2
 * @returns {Record<string, any>}
 */
function sent(ticket, base) {
  const { type, location, account_id, tags, info } = JSON.parse(inJson(ticket ?? {}));
  return {
    type,
    location,
    url: location && base != null ? addressOf(location, base) : undefined,
    account_id,
    tags,
    info,
  };
}

/** The page's address, masked where the location is, which is the end of it. @param {string} path @param {string} base */
function addressOf(path, base) {
  const { origin, pathname } = location;
  const [end] = path.split(/[?#]/);
  base = base.replace(/\/$/, "");
  return origin + (!end.includes(HIDDEN) ? pathname : pathname.startsWith(base + "/") ? base + end : end);
}

/**
 * A row for each: its name, what it is called, and what it says in plain words.
 * @param {Record<string, any>} ticket @param {string | null} identity @param {(key: string) => string} say
 */
function itemsOf({ location, url, account_id, tags, info }, identity, say) {
  /** @type {[string, string, string][]} */
  const items = [];
  const page = [url, location].filter((address) => address).join("\n");
  if (page) items.push(["location", say("details_location"), page]);
  if (account_id) items.push(["account_id", say("details_account_id"), account_id]);
  if (identity) items.push(["identity", say("details_identity"), namedBy(identity)]);
  if (tags?.length) items.push(["tags", say("details_tags"), tags.join(", ")]);
  for (const [key, value] of Object.entries(info ?? {})) {
    const label = (NAMED.includes(key) && say("details_" + key)) || key;
    const words = typeof value == "boolean" ? say(value ? "details_yes" : "details_no") : value;
    items.push(["info." + key, label, typeof words == "string" && words ? words : inJson(words)]);
  }
  return items;
}

/**
 * The type that goes out where nobody has chosen one, as the form calls it.
 * @param {Record<string, any>} ticket @param {ShadowRoot} root
 * @returns {[string, string, string][]}
 */
function typeOf({ type }, root) {
  const choice = /** @type {HTMLSelectElement | null} */ (root.querySelector("[part~=form] [name=type]"));
  if (!type || choice?.value) return [];
  const called = [...(choice?.options ?? [])].find(({ value }) => value == type)?.text ?? type;
  return [["type", root.querySelector("label[for=type]")?.textContent ?? "", called]];
}

/** Whom a token names, one claim a line. It is signed, so all of it goes or nothing. @param {string} token a JWT */
function namedBy(token) {
  try {
    const bytes = Uint8Array.from(payloadOf(token), (byte) => byte.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return [claims.name, claims.email, claims.sub].filter(Boolean).join("\n") || HIDDEN;
  } catch {
    return HIDDEN; // no token of ours: whatever it says, it goes along
  }
}

/** The ticket without what is left out, by the names that the dialect has. @param {any} ticket @param {Set<string>} names @param {boolean} isV2 */
function wire(ticket, names, isV2) {
  const { type, location, url, account_id, tags, info = {} } = without(structuredClone(ticket), names);
  if (!isV2) return { location, account_id, tags, info };
  const { user_agent: userAgent, ...more } = info;
  return { type, files: [], url: location && url, info: { ...more, userAgent, context: location, tags, account_id } };
}

/** @param {any} ticket @param {Set<string>} names */
function without(ticket, names) {
  for (const name of names)
    if (name.startsWith("info.")) delete ticket?.info?.[name.slice(5)];
    else delete ticket?.[name];
  return ticket;
}

/** What a visitor leaves out, of this element. It is taken from every ticket. @param {HTMLElement} host */
function leftOutOf(host) {
  const known = leftOut.get(host);
  if (known) return known;
  const names = new Set();
  leftOut.set(host, names);
  host.addEventListener(
    "ticket-submit",
    (event) => {
      if (event.target != host) return;
      without(/** @type {CustomEvent} */ (event).detail.ticket, names);
      if (names.has("identity")) leaveTokenOut(host, names);
    },
    true,
  );
  return names;
}

/** What sends without the token where that is left out. @type {WeakSet<Function>} */
const senders = new WeakSet();

/**
 * Has the next tickets go out without the page's token while it is left out: it travels beside the ticket, not in it.
 * Each form of the element has a sender of its own. @param {any} host @param {Set<string>} names
 */
function leaveTokenOut({ calls }, names) {
  const { send } = calls;
  if (senders.has(send)) return;
  calls.send = (/** @type {[string, string, string, ...any]} */ ...[endpoint, json, identity, ...more]) =>
    (send ?? more.at(-1))(endpoint, json, names.has("identity") ? "" : identity, ...more);
  senders.add(calls.send);
}

/** Puts a text where another one is. What is selected in one that is the same stays so. @param {Node} node @param {string} text */
function put(node, text) {
  if (node.textContent != text) node.textContent = text;
}

/** What scrolls can be reached by keyboard, and has a name. @param {HTMLElement} value @param {string} label */
function scrollable(value, label) {
  const scrolls = value.scrollHeight > value.clientHeight + 1;
  for (const [name, said] of Object.entries({ tabindex: "0", role: "group", "aria-label": label }))
    if (scrolls) value.setAttribute(name, said);
    else value.removeAttribute(name);
}

/** The fields scroll, and what is opened stands at their end. @param {HTMLElement} place @param {HTMLElement} button */
function comeIntoSight(place, button) {
  const fields = place.closest("[part~=fields]");
  if (!fields) return;
  const { top, bottom } = fields.getBoundingClientRect();
  if (place.getBoundingClientRect().bottom <= bottom) return;
  const { matches: isStill } = matchMedia("(prefers-reduced-motion: reduce)");
  fields.scrollBy({ top: button.getBoundingClientRect().top - top - 4, behavior: isStill ? "instant" : "smooth" });
}

/** @param {string} tag @param {string} part its name to the page's stylesheets and to ours @param {string} [text] */
function make(tag, part, text = "") {
  const element = document.createElement(tag);
  if (part) element.setAttribute("part", (element.className = part));
  element.textContent = text;
  return element;
}
