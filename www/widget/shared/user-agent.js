// @ts-check
/** What the browser says of itself, for `info`. */

/**
 * By what a user agent says that it is a browser, and the name. Every browser names others before itself, so the more
 * particular come first; a phone's system names its kin on the desktop, too.
 */
const BROWSERS =
  "Edg/=Edge;EdgA/=Edge;OPR/=Opera;SamsungBrowser/=Samsung Internet;FxiOS/=Firefox;Firefox/=Firefox;CriOS/=Chrome;Chrome/=Chrome;Version/=Safari";
const SYSTEMS = "Android;iPhone=iOS;iPad=iPadOS;CrOS=ChromeOS;Windows;Mac=macOS;Linux;BSD";

/** The name that belongs to the first of the list that a text has, and what follows it there. @param {string} text @param {string} list */
const named = (text, list) => {
  for (const pair of list.split(";")) {
    const [token, name = token] = pair.split("=");
    const [, rest] = text.split(token);
    if (rest != null) return [name, rest];
  }
  return [];
};

/**
 * What the browser says of itself and of the visitor's language, time zone and window, in CSS pixels.
 * @param {string} [agent]
 */
export function facts(agent = navigator.userAgent) {
  const [browser, version] = named(agent, BROWSERS);
  const [os] = named(agent, SYSTEMS);
  /** @type {any} */
  const facts = {
    browser: browser && browser + " " + version.match(/^[\d.]*/),
    os,
    mobile: /Mobi|Android/.test(agent),
    user_agent: agent,
    language: navigator.language,
    viewport: innerWidth + "x" + innerHeight,
  };
  try {
    facts.time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    // A page that has broken Intl gets its tickets without it.
  }
  return facts;
}
