// @ts-check
/**
 * "My tickets", in the place of the form: those that were sent from this browser, and where the page says who its
 * visitor is (`identity`), those of their account with their status. It must not know how a ticket is made, and
 * changes nothing of the form but whether it is in sight.
 */

import { keep, place as placeOf, sent } from "./shared/storage.js";
import { adopt } from "./shared/dom.js";
import css from "./tickets/tickets.css";

/** How long the endpoint may take to list tickets, in milliseconds: the list of this browser is there meanwhile. */
const PATIENCE = 15_000;

/** The endpoint's words for a ticket's status, and the keys of ours. @type {Record<string, string>} */
const STATUS = { NEW: "new", OPEN: "open", "AWAITING YOUR REPLY": "awaiting", SOLVED: "solved" };

/** What lists tickets, beside what creates them, in either dialect. @type {[RegExp, string][]} */
const SIBLINGS = [
  [/create_support_ticket\/?$/, "get_support_tickets"],
  [/create-ticket\/?$/, "tickets"],
];

/**
 * A ticket in the list.
 * @typedef {{ id?: string, url: string, subject: string, at: number, status?: string }} Ticket
 */

/** @type {WeakMap<Element, (focus: boolean) => void>} what leads back from those that are open */
const open = new WeakMap();

/**
 * Shows the list in the place of the form, or the form again.
 * @param {{ host: HTMLElement, root: ShadowRoot, place: HTMLElement, form: any, say: (key: string) => string,
 *   language(): string, button: HTMLElement }} all
 */
export function show({ host, root, place, form, say, language, button }) {
  const isOpen = open.get(place);
  if (isOpen) return isOpen(true);
  adopt(root, "tickets", css);
  const panel = /** @type {HTMLElement} */ (place.closest("[part~=dialog]"));
  const end = new AbortController();
  const { signal } = end;

  const heading = make("h3", "tickets-title");
  heading.tabIndex = -1;
  const said = make("p", "said");
  said.role = "status";
  const list = make("ul", "ticket-list");
  list.role = "list"; // without its bullets it is none in Safari
  const note = make("p", "note");
  const clears = make("button", "link clear");
  const leads = make("button", "back");
  const ends = make("div", "ends");
  ends.append(leads, clears);

  const identity = host.getAttribute("identity") ?? "";
  const url = identity && listOf(host);
  /** @type {Ticket[]} the account's, once the endpoint has told them */
  let theirs = [];
  let isCleared = false;
  /** The key of what `said` says; none says nothing. */
  let told = "";

  function fill() {
    const ours = sent(host);
    const all = merged(ours, theirs);
    const focused = list.contains(root.activeElement) ? root.activeElement : null;
    list.replaceChildren(...all.map((ticket) => item(ticket, say, language(), root)));
    list.hidden = !all.length;
    clears.hidden = !ours.length;
    // Where it is known whose they are, the endpoint keeps them, too.
    note.hidden = !ours.length || !!url;
    // The links were made anew.
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a")]);
    if (focused) (links.find((link) => String(link) == String(focused)) ?? heading).focus();
    return all.length;
  }

  /** Says all of it in the language of now. */
  function speak() {
    heading.textContent = button.textContent;
    note.textContent = say("tickets_here");
    clears.textContent = say("tickets_clear");
    leads.textContent = say("tickets_back");
    said.textContent = told && say(told);
    return fill();
  }

  /** @param {boolean} focus whether to go to what led here */
  function back(focus) {
    end.abort();
    open.delete(place);
    const isInside = place.contains(root.activeElement);
    panel.classList.remove("listing");
    place.hidden = true;
    place.replaceChildren();
    button.ariaExpanded = "false";
    form.configure = configure;
    if (focus || isInside) button.focus();
  }

  leads.onclick = () => back(true);
  clears.onclick = () => {
    keep(host, placeOf(host, "tickets"));
    theirs = [];
    isCleared = true;
    told = fill() ? "" : "tickets_none";
    said.textContent = told && say(told);
    heading.focus();
  };
  // Who leads the visitor to the form leads them away from here: it cannot take the focus while it is out of sight.
  const { configure } = form;
  form.configure = (/** @type {boolean | undefined} */ what) => {
    if (what) back(false);
    configure.call(form, what);
  };
  host.addEventListener("ticket-close", (event) => event.target == host && back(false), { signal });
  // What was on its way when the list was opened.
  const isSending = !!root.querySelector("[part~=form].sending");
  for (const outcome of isSending ? ["ticket-created", "ticket-queued", "ticket-error"] : [])
    host.addEventListener(outcome, (event) => event.target == host && back(false), { signal });

  place.addEventListener("speak", speak, { signal });
  open.set(place, back);
  place.id ||= "tickets";
  button.setAttribute("aria-controls", place.id);
  button.ariaExpanded = "true";
  const result = root.querySelector("[part~=result]");
  // An address that comes while the list is open is not put aside: the visitor is led to it.
  result?.classList.toggle("aside", result.checkVisibility());
  const isEmpty = !speak();
  place.replaceChildren(heading, said, list, note, ends);
  panel.classList.add("listing");
  place.hidden = false;
  heading.focus();

  const tell = (/** @type {string} */ key) => {
    if (signal.aborted || isCleared) return;
    told = key;
    said.textContent = key && say(key);
  };
  const none = isEmpty ? "tickets_none" : "";
  // A live region says what changes in it, so it is there before.
  setTimeout(() => tell(url ? "tickets_loading" : none));
  if (url)
    ask(url, identity, signal).then(
      (tickets) => {
        if (signal.aborted || isCleared) return;
        theirs = tickets;
        const isEmpty = !fill();
        setTimeout(() => tell(isEmpty ? "tickets_none" : ""));
      },
      (error) => {
        if (signal.aborted || isCleared) return;
        console.info("support-ticket-widget: no tickets from", url, error);
        setTimeout(() => tell("tickets_failed"));
      },
    );
}

/** Where the endpoint lists an account's tickets, if it does. @param {HTMLElement} host */
function listOf(host) {
  const endpoint = host.getAttribute("endpoint") ?? "";
  if (!URL.canParse(endpoint, document.baseURI)) return;
  const url = new URL(endpoint, document.baseURI);
  for (const [creates, lists] of SIBLINGS)
    if (creates.test(url.pathname)) {
      url.pathname = url.pathname.replace(creates, lists);
      return url.href;
    }
}

/**
 * The account's tickets. Throws if they are not told.
 * @param {string} url @param {string} identity @param {AbortSignal} signal @returns {Promise<Ticket[]>}
 */
async function ask(url, identity, signal) {
  // Not AbortSignal.any with AbortSignal.timeout: in WebKit the one is forgotten, and the other never heard of.
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(Error("no answer in time")), PATIENCE);
  signal.addEventListener("abort", () => over.abort());
  let answered;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + identity },
      body: "{}",
      signal: over.signal,
    });
    answered = { error: `${answer.status} for ${url}`, ...Object(await answer.json()) };
  } finally {
    clearTimeout(timer);
  }
  const { tickets, error } = answered;
  if (!Array.isArray(tickets)) throw Error(error);
  return tickets
    .filter((ticket) => typeof ticket?.url == "string")
    .map(({ id, url, subject, status, created_at }) => ({ id, url, subject, status, at: Date.parse(created_at) }));
}

/**
 * Both lists in one, newest first. The endpoint knows better.
 * @param {Ticket[]} ours @param {Ticket[]} theirs
 */
function merged(ours, theirs) {
  const isSame = (/** @type {Ticket} */ a, /** @type {Ticket} */ b) => a.url == b.url || (a.id && a.id == b.id);
  const others = ours.filter((our) => !theirs.some((their) => isSame(our, their)));
  return [...theirs, ...others].sort((a, b) => (b.at || 0) - (a.at || 0));
}

/** @param {Ticket} ticket @param {(key: string) => string} say @param {string} language @param {ShadowRoot} root */
function item({ url, subject, at, status }, say, language, root) {
  const item = make("li", "ticket");
  // Nothing but a page: what was kept, and what an endpoint says, may be anything.
  const isPage = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const link = make(isPage ? "a" : "span", "ticket-link");
  link.append(make("bdi", "ticket-subject", subject || url));
  if (isPage) Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
  const opensElsewhere = root.querySelector("[part~=ticket-url] + [part~=hint]");
  if (opensElsewhere) link.setAttribute("aria-describedby", (opensElsewhere.id ||= "elsewhere"));
  item.append(link);
  if (at)
    item.append(
      make(
        "span",
        "ticket-when",
        say("tickets_when").replace("{when}", () => written(at, language)),
      ),
    );
  if (status) {
    const known = STATUS[status];
    const pill = make("span", "ticket-status", known ? say("tickets_" + known) : status);
    if (known) pill.classList.add("is-" + known);
    item.append(pill);
  }
  return item;
}

/** A time in the visitor's language. @param {number} at @param {string} language */
function written(at, language) {
  try {
    return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
  } catch {
    return new Date(at).toString(); // a page that has broken Intl, or a time that is none
  }
}

/** @param {string} tag @param {string} part its name to the page's stylesheets and to ours @param {string} [text] */
function make(tag, part, text = "") {
  const element = document.createElement(tag);
  element.setAttribute("part", (element.className = part));
  element.textContent = text;
  if (element instanceof HTMLButtonElement) element.type = "button";
  return element;
}
