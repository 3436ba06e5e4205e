// @ts-check
/** The tickets of the visitor's account, as the endpoint lists them. */

/** How long the endpoint may take: the list of this browser is there meanwhile. */
const LIST_TIMEOUT_MS = 15_000;

/** The last part of the address that creates a ticket, and of the one that lists tickets, in both dialects. @type {[RegExp, string][]} */
const LIST_ADDRESSES = [
  [/create_support_ticket\/?$/, "get_support_tickets"],
  [/create-ticket\/?$/, "tickets"],
];

/** @typedef {{ id?: string, url: string, subject: string, at: number, status?: string }} Ticket */

/** The address that lists an account's tickets, if the endpoint has one. @param {HTMLElement} host */
export function listAddressOf(host) {
  const endpoint = host.getAttribute("endpoint") ?? "";
  if (!URL.canParse(endpoint, document.baseURI)) return;
  const url = new URL(endpoint, document.baseURI);
  for (const [create, list] of LIST_ADDRESSES)
    if (create.test(url.pathname)) {
      url.pathname = url.pathname.replace(create, list);
      return url.href;
    }
}

/**
 * Fetches the account's tickets. Throws if the endpoint does not list them.
 * @param {string} url @param {string} identity @param {AbortSignal} signal @returns {Promise<Ticket[]>}
 */
export async function fetchTickets(url, identity, signal) {
  // Not AbortSignal.any with AbortSignal.timeout: WebKit drops the one, and the other never fires.
  const abort = new AbortController();
  const timeout = setTimeout(() => abort.abort(Error("no answer in time")), LIST_TIMEOUT_MS);
  signal.addEventListener("abort", () => abort.abort());
  let answer;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + identity },
      body: "{}",
      signal: abort.signal,
    });
    answer = { error: `${response.status} for ${url}`, ...Object(await response.json()) };
  } finally {
    clearTimeout(timeout);
  }
  const { tickets, error } = answer;
  if (!Array.isArray(tickets)) throw Error(error);
  return tickets
    .filter((ticket) => typeof ticket?.url == "string")
    .map(({ id, url, subject, status, created_at }) => ({ id, url, subject, status, at: Date.parse(created_at) }));
}

/**
 * Both lists in one, newest first. The account's tickets replace this browser's.
 * @param {Ticket[]} local @param {Ticket[]} account
 */
export function merged(local, account) {
  const isSame = (/** @type {Ticket} */ a, /** @type {Ticket} */ b) => a.url == b.url || (a.id && a.id == b.id);
  const others = local.filter((ticket) => !account.some((known) => isSame(ticket, known)));
  return [...account, ...others].sort((a, b) => (b.at || 0) - (a.at || 0));
}
