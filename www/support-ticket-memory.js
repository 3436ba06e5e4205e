// @ts-check
/**
 * What outlives the page in the visitor's browser: drafts, and the list of tickets that were sent. The page says by
 * `drafts` where: `local` (the default), `session` (until the tab is closed), `none`. It must not know what is kept,
 * nor be asked before the visitor has reached for the button. Where nothing can be kept (forbidden, full), that is
 * said once on the console, and all goes on.
 */

/** How long what was typed is kept, in milliseconds: 24 hours, as issue 4 says. */
const DRAFT_AGE = 86_400_000;

/** How many of the tickets that were sent are remembered. */
const MAX_TICKETS = 50;

const DRAFT = "support-ticket-draft ";

/** A ticket that was sent, `at` in milliseconds. @typedef {{ id: string, url: string, subject: string, at: number }} Sent */

/**
 * The key under which a widget keeps something (`draft`, `tickets`): the page's origin has its own store already, and
 * within it each endpoint and account has its own place. Empty if it cannot be told whose it would be: that is not kept.
 * @param {HTMLElement} host @param {string} what
 */
export function place(host, what) {
  const of = (/** @type {string} */ name) => host.getAttribute(name) ?? "";
  const account = of("account-id") || accountOf(of("identity"));
  let endpoint = of("endpoint");
  if (account == null || !endpoint) return "";
  if (URL.canParse(endpoint, document.baseURI)) endpoint = new URL(endpoint, document.baseURI).href;
  let path = "";
  // The list of tickets is one for all widgets of a page; of drafts, each has its own: which of the page's widgets it
  // is, and which of the components that have one.
  if (what == "draft")
    for (let at = host, root; at; at = root.host) {
      root = /** @type {any} */ (at.getRootNode());
      path += " " + (at.id || [...(root.querySelectorAll?.(at.localName) ?? [])].indexOf(at));
    }
  return ["support-ticket-" + what, endpoint, account].join(" ") + path;
}

/**
 * Whose a token is; empty for nobody's. What one visitor typed must not be shown to the next who signs in here.
 * @param {string} token a JWT, base64url
 * @returns {string | undefined} none if it does not say
 */
function accountOf(token) {
  if (!token) return "";
  try {
    const { sub } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    return sub ? String(sub) : undefined;
  } catch (error) {
    unkept(error);
  }
}

/** @param {HTMLElement} host @returns {Storage | undefined} none if the page wants nothing kept */
function store(host) {
  const drafts = host.getAttribute("drafts");
  return drafts == "none" ? undefined : drafts == "session" ? sessionStorage : localStorage;
}

let isSaid = false;

/** @param {unknown} error */
function unkept(error) {
  if (!isSaid) console.info("support-ticket-widget: nothing can be kept here:", error);
  isSaid = true;
}

/**
 * What is written there; nothing if it is not ours.
 * @param {Storage} store @param {string} key @returns {any}
 */
function read(store, key) {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null; // another script of this origin wrote there
  }
}

/**
 * Drafts that grew old, whosever they are: text that nobody came back for does not stay.
 * @param {Storage} store
 */
function sweep(store) {
  for (const key of Object.keys(store))
    if (key.startsWith(DRAFT) && !(read(store, key)?.at > Date.now() - DRAFT_AGE)) store.removeItem(key);
}

/**
 * What was kept, if it still is.
 * @param {HTMLElement} host @param {string} key @returns {any}
 */
export function kept(host, key) {
  try {
    const there = key && store(host);
    if (!there) return null;
    sweep(there);
    return read(there, key);
  } catch (error) {
    unkept(error);
    return null;
  }
}

/**
 * Keeps an object; without one, nothing any more.
 * @param {HTMLElement} host @param {string} key @param {object} [value]
 */
export function keep(host, key, value) {
  try {
    const there = key && store(host);
    if (!there) return;
    if (value) there.setItem(key, JSON.stringify({ at: Date.now(), ...value }));
    else there.removeItem(key);
  } catch (error) {
    unkept(error);
  }
}

/**
 * The tickets that were sent, newest first.
 * @param {HTMLElement} host @returns {Sent[]}
 */
export function sent(host) {
  const list = kept(host, place(host, "tickets"))?.list;
  return Array.isArray(list) ? list.filter((ticket) => typeof ticket?.url == "string") : [];
}

/**
 * Remembers a ticket that was sent, for the visitor's list.
 * @param {HTMLElement} host @param {string} id @param {string} url @param {string} subject
 */
export function remember(host, id, url, subject) {
  const others = sent(host).filter((ticket) => ticket.url != url);
  keep(host, place(host, "tickets"), { list: [{ id, url, subject, at: Date.now() }, ...others].slice(0, MAX_TICKETS) });
}
