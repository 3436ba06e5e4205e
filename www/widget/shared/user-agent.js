// @ts-check
/** The facts about the visitor's browser that are sent in `info`. */

/**
 * The token that identifies a browser in a user agent, and the browser's name. Browsers also name the browsers they
 * descend from, so the most specific come first; phones also name the desktop system they descend from.
 */
const BROWSERS =
  "Edg/=Edge;EdgA/=Edge;OPR/=Opera;SamsungBrowser/=Samsung Internet;FxiOS/=Firefox;Firefox/=Firefox;CriOS/=Chrome;Chrome/=Chrome;Version/=Safari";
const SYSTEMS = "Android;iPhone=iOS;iPad=iPadOS;CrOS=ChromeOS;Windows;Mac=macOS;Linux;BSD";

/** The name of the first token in a list that a text contains, and the text after that token. @param {string} text @param {string} list */
const named = (text, list) => {
  for (const pair of list.split(";")) {
    const [token, name = token] = pair.split("=");
    const [, rest] = text.split(token);
    if (rest != null) return [name, rest];
  }
  return [];
};

/**
 * The browser, its language and time zone, and the size of its window in CSS pixels.
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
    // The page has broken Intl: the ticket has no time zone.
  }
  return facts;
}
