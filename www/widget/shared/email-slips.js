// @ts-check
/** Finds mistyped e-mail addresses, and converts domains in other scripts. */

/** The most common providers. */
const PROVIDERS =
  "gmail.com googlemail.com hotmail.com outlook.com yahoo.com icloud.com protonmail.com live.com aol.com web.de yandex.ru".split(
    " ",
  );
/** Real domains whose names are one typo away from a provider's. */
const REAL =
  "mail.com email.com ymail.com cloud.com aim.com aon.com ao.com bol.com love.com line.com olive.com alive.com life.com lime.com like.com five.com hive.com jive.com wed.de web.dk hotmail.co outlook.co yahoo.co live.co".split(
    " ",
  );
/** Mistyped versions of `.com`. */
const ENDINGS = /\.(con|cmo|ocm|vom|comm|coom)$/;

/** Whether `typed` is `name` with one letter added, missing, replaced, or two letters swapped. @param {string} typed @param {string} name */
function isSlip(typed, name) {
  let at = 0;
  while (at < name.length && typed[at] == name[at]) at++;
  const [a, b] = [typed.slice(at), name.slice(at)];
  return (
    a.slice(1) == b ||
    a == b.slice(1) ||
    a.slice(1) == b.slice(1) ||
    (a[0] == b[1] && a[1] == b[0] && a.slice(2) == b.slice(2))
  );
}

/** The address that was probably meant, if this one looks mistyped. @param {string} address */
export function suggest(address) {
  const [, name, typed] = address.match(/^([^@]+@)([^@]+)$/) ?? [];
  const domain = (typed ?? "").toLowerCase();
  if (!name || PROVIDERS.includes(domain) || REAL.includes(domain)) return;
  const provider = PROVIDERS.find((one) => one.startsWith(domain + ".") || isSlip(domain, one));
  if (provider) return name + provider;
  if (ENDINGS.test(domain)) return name + domain.replace(ENDINGS, ".com");
}

/** `jd@bücher.example` with its domain in ASCII; undefined if it is ASCII already. @param {string} address */
export function withAsciiDomain(address) {
  const [, name, domain] = address.match(/^([^@]+@)([^@/:?#\\\s]*[^\0-\x7f][^@/:?#\\\s]*)$/) ?? [];
  return name && URL.canParse("http://" + domain) ? name + new URL("http://" + domain).hostname : undefined;
}
