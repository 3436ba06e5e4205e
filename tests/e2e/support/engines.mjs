// The one list of what an engine's driver cannot do, and the tests that are left out because of it. The summary of a
// run counts them. STW_LEFT_OUT=try runs those listed by file or name anyway and fails if they pass, so that the list
// stays true.
import { ENGINE } from "./browser.mjs";

const OVER_BIDI = ["firefox", "webkit"];
const TAB = "over BiDi, Tab does not come back from Firefox's toolbar";
const BODY = "over BiDi, Playwright cannot read request bodies";
const TOUCH = "over BiDi, Playwright cannot send touches";
const CANVAS = "axe assumes a white canvas on dark pages there";
const REPORTED = "over BiDi, Playwright's own scripts run as the page's and are reported";
const FRAMES = "over BiDi, clicks do not reach frames of another site";
const BACK = "in that library's focus trap WebKit's Shift+Tab stays on the first field; Tab reaches the button";
const TREE = "only Chromium's DevTools give the accessibility tree";

/** Whole files, by their paths in tests/e2e/. */
export const FILES = {
  "site/demo-pages.test.mjs": {
    engines: OVER_BIDI,
    why: "over BiDi, Playwright cannot read request bodies or go offline",
  },
  "host-page/responsiveness.test.mjs": {
    engines: OVER_BIDI,
    why: "only Chromium's DevTools count listeners, bytes and work",
  },
  "a11y/screen-reader.test.mjs": { engines: OVER_BIDI, why: TREE },
  "host-page/extension.test.mjs": { engines: OVER_BIDI, why: "only Chromium is started with an extension" },
  "host-page/leaks.test.mjs": { engines: OVER_BIDI, why: "only Chromium's DevTools count listeners, nodes and memory" },
  "host-page/modals-isolation.test.mjs": { engines: ["webkit"], why: "wheel events do not reach its page" },
};

/** Tests, by a part of their names. */
export const TESTS = {
  "a same-origin server gets the page's cookies": {
    engines: ["webkit"],
    why: "WebKitGTK does not report a request's cookies",
  },
  "a touch fetches the rest": { engines: OVER_BIDI, why: TOUCH },
  // The focus is then in Firefox's toolbar: a person's next Tab continues there, but BiDi's goes to the page, which has
  // no focus.
  "'s modal Tab cycles within the form": { engines: ["firefox"], why: TAB },
  "from a frame with sandbox=": { engines: OVER_BIDI, why: FRAMES },
  "offline it says so": {
    engines: ["webkit"],
    why: "its driver blocks the network, but the page gets no offline event",
  },
  "a text just under 500 kB": { engines: ["webkit"], why: "its driver does not finish a text that long" },
  "MUI's modal the button works by mouse and Tab": { engines: ["webkit"], why: BACK },
  "Bootstrap's modal the button works by mouse and Tab": { engines: ["webkit"], why: BACK },
  "the list of pages opens from Menu": {
    engines: ["webkit"],
    why: "axe is injected by eval there, which Trusted Types forbid",
  },
  "a form of another theme would be seen": {
    engines: ["webkit"],
    why: "Playwright rejects what its driver reports about data: URLs of pictures",
  },
  "replaced Promise with a broken one": {
    engines: ["webkit"],
    why: "Playwright uses the page's own Promise there",
  },
  "even after a rewrite": {
    engines: ["webkit"],
    why: "its driver mistakes a rewritten document for another page",
  },
  "extended the prototypes of objects and arrays": {
    engines: ["webkit"],
    why: "its driver uses the page's own objects and crashes",
  },
  "works and nothing is reported": { engines: OVER_BIDI, why: REPORTED },
  "denies itself every feature": { engines: OVER_BIDI, why: "only Chromium has Permissions-Policy" },
  "everything works without https": { engines: OVER_BIDI, why: "only Chromium can map host names" },
  "whose storage the browser blocks": {
    engines: OVER_BIDI,
    why: "only Chromium starts with a profile's settings",
  },
  "is accessible and loads nothing from elsewhere": { engines: OVER_BIDI, why: REPORTED },
  "sees the status of their tickets": { engines: OVER_BIDI, why: BODY },
  "the list is accessible": { engines: OVER_BIDI, why: BODY },
  "on a phone Tab cycles within the form": { engines: ["firefox"], why: TAB },
  "the button works by mouse and Tab": { engines: ["firefox"], why: TAB },
  "the whole journey works by keyboard alone": {
    engines: OVER_BIDI,
    why: "over BiDi, the clipboard permission cannot be granted",
  },
  "dark the details are accessible": { engines: ["firefox"], why: CANVAS },
  "dark every state is accessible": { engines: ["firefox"], why: CANVAS },
  "the form accepts the e-mail addresses that the browser accepts": {
    engines: ["firefox"],
    why: "Firefox accepts international domains from scripts too; the form converts only typed ones to ASCII",
  },
  "the form is modal to a screen reader": { engines: OVER_BIDI, why: TREE },
  "a screen reader finds the form": { engines: OVER_BIDI, why: TREE },
  "if it closes before the extras load": { engines: OVER_BIDI, why: TREE },
  "the form works by touch on a phone": { engines: OVER_BIDI, why: TOUCH },
  "in a sandboxed frame of another origin": { engines: OVER_BIDI, why: FRAMES },
  "a page restored by the Back button": {
    engines: ["firefox"],
    why: "over BiDi, Playwright gets no event for a page from the back/forward cache",
  },
  "the page's text can be selected": {
    engines: ["firefox"],
    why: "over BiDi, Playwright's double click selects nothing",
  },
  "Bootstrap's modal Escape and Close close": { engines: ["firefox"], why: TAB },
};

/** Browser options that a test may ask for; tests that use them are left out. */
const OPTIONS = {
  forcedColors: { engines: OVER_BIDI, why: "over BiDi, colours cannot be forced" },
  reducedMotion: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot request reduced motion" },
  contrast: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot request more contrast" },
  timezoneId: { engines: ["webkit"], why: "WebKitGTK has one time zone for all visitors" },
  javaScriptEnabled: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot turn scripts off" },
};

const isHere = (entry) => entry?.engines.includes(ENGINE);

/**
 * The reason why this test of `file` (its path in tests/e2e/) is left out, or nothing if it is not. `isTried` says that it
 * runs anyway and must fail.
 */
export function leftOut(name, options, file) {
  const option = Object.keys(options)
    .map((asked) => OPTIONS[asked])
    .find(isHere);
  if (option) return { why: option.why, isTried: false };
  const named = Object.entries(TESTS)
    .filter(([part]) => name.includes(part))
    .map(([, entry]) => entry);
  const entry = [FILES[file], ...named].find(isHere);
  return { why: entry?.why, isTried: Boolean(entry) && process.env.STW_LEFT_OUT === "try" };
}
