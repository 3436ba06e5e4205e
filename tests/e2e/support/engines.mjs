// What the driver of an engine cannot do, and which tests are left out there for that: the one place where engines differ.
// Who is left out is counted in the run's summary. With STW_LEFT_OUT=try those that are named by file or name run all the
// same, and fail should they pass: what passes is not to be named here.
import { join, relative } from "node:path";

import { ENGINE } from "./browser.mjs";
import { ROOT } from "./places.mjs";

const OVER_BIDI = ["firefox", "webkit"];
const TAB = "over BiDi, Tab does not come back from Firefox's bar";
const BODY = "over BiDi, Playwright reads no request's body";
const TOUCH = "over BiDi, Playwright does not touch";
const CANVAS = "axe takes the canvas of a dark page for white there";
const REPORTED = "over BiDi, Playwright's own scripts are the page's, and are reported";
const FRAMES = "over BiDi, no click comes into a frame of another site";
const BACK = "in that library's trap WebKit's Shift+Tab stays on the first field; Tab comes to the button";
const TREE = "only Chromium's DevTools give the accessibility tree";

/** Whole files, by their paths in tests/e2e/. */
export const FILES = {
  "site/demo-pages.test.mjs": {
    engines: OVER_BIDI,
    why: "over BiDi, Playwright reads no request's body and takes no network away",
  },
  "host-page/responsiveness.test.mjs": {
    engines: OVER_BIDI,
    why: "only Chromium's DevTools count listeners, bytes and work",
  },
  "a11y/screen-reader.test.mjs": { engines: OVER_BIDI, why: TREE },
  "host-page/extension.test.mjs": { engines: OVER_BIDI, why: "only Chromium is started with an extension" },
  "host-page/leaks.test.mjs": { engines: OVER_BIDI, why: "only Chromium's DevTools count listeners, nodes and memory" },
  "host-page/modals-isolation.test.mjs": { engines: ["webkit"], why: "no turn of a wheel comes into its page" },
};

/** Tests, by what stands in their names. */
export const TESTS = {
  "same origin gets the page's cookies": { engines: ["webkit"], why: "WebKitGTK does not tell which cookies go along" },
  "a touch fetches the rest": { engines: OVER_BIDI, why: TOUCH },
  // The focus is then in Firefox's bar, where a person's next Tab goes on; BiDi's goes to the page, which has no focus.
  "'s modal Tab goes around in the form": { engines: ["firefox"], why: TAB },
  "in a frame with sandbox=": { engines: OVER_BIDI, why: FRAMES },
  "offline it says so": { engines: ["webkit"], why: "its driver takes the network, and the page is not told" },
  "a text just under 500 kB": { engines: ["webkit"], why: "its driver does not come to an end with a text as long" },
  "MUI's modal the button is seen": { engines: ["webkit"], why: BACK },
  "Bootstrap's modal the button is seen": { engines: ["webkit"], why: BACK },
  "the list of pages opens from Menu": {
    engines: ["webkit"],
    why: "axe is put in by an eval there, which Trusted Types forbid",
  },
  "a form of another theme would be seen": {
    engines: ["webkit"],
    why: "its driver tells of a picture's data: URL what Playwright does not take",
  },
  "has a Promise that is none": { engines: ["webkit"], why: "Playwright waits there by the page's own Promise" },
  "also after it is written anew": {
    engines: ["webkit"],
    why: "its driver takes a document that is written anew for another page",
  },
  "has written on the prototypes of objects and arrays": {
    engines: ["webkit"],
    why: "its driver works by the page's own objects, and ends",
  },
  "works, and nothing is reported": { engines: OVER_BIDI, why: REPORTED },
  "denies itself every feature": { engines: OVER_BIDI, why: "only Chromium has Permissions-Policy" },
  "on a page without https": { engines: OVER_BIDI, why: "only Chromium is told where a name leads" },
  "where the browser blocks the storage of frames": {
    engines: OVER_BIDI,
    why: "only Chromium is started with a profile's settings",
  },
  "is accessible and loads nothing from elsewhere": { engines: OVER_BIDI, why: REPORTED },
  "sees how their tickets stand": { engines: OVER_BIDI, why: BODY },
  "the list keeps nobody out": { engines: OVER_BIDI, why: BODY },
  "on a phone Tab goes round in the form": { engines: ["firefox"], why: TAB },
  "the button is seen, clicked and reached by Tab": { engines: ["firefox"], why: TAB },
  "the whole way by keyboard alone": { engines: OVER_BIDI, why: "over BiDi, no leave to read the clipboard is given" },
  "dark it keeps nobody out": { engines: ["firefox"], why: CANVAS },
  "dark no state keeps anybody out": { engines: ["firefox"], why: CANVAS },
  "is right in the form where the browser finds it right": {
    engines: ["firefox"],
    why: "Firefox takes other scripts in a domain also from a script; the form writes in ASCII what a person typed",
  },
  "the form is modal to a screen reader": { engines: OVER_BIDI, why: TREE },
  "a screen reader finds the form": { engines: OVER_BIDI, why: TREE },
  "until the extras are there, no key is lost": { engines: OVER_BIDI, why: TREE },
  "the form works on a phone by touch": { engines: OVER_BIDI, why: TOUCH },
  "in a frame of another origin, sandboxed": { engines: OVER_BIDI, why: FRAMES },
  "a page that came back with the Back button": {
    engines: ["firefox"],
    why: "over BiDi, Playwright does not hear of a page that was kept",
  },
  "the page's text can be selected": {
    engines: ["firefox"],
    why: "over BiDi, Playwright's double click selects nothing",
  },
  "Bootstrap's modal Escape and Close end": { engines: ["firefox"], why: TAB },
};

/** What a test may ask of its browser: the tests that do are left out. */
const OPTIONS = {
  forcedColors: { engines: OVER_BIDI, why: "over BiDi, no colours can be forced" },
  reducedMotion: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot ask for less motion" },
  contrast: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot ask for more contrast" },
  timezoneId: { engines: ["webkit"], why: "WebKitGTK has one time zone for all visitors" },
  javaScriptEnabled: { engines: OVER_BIDI, why: "over BiDi, Playwright cannot turn scripts off" },
};

const isHere = (entry) => entry?.engines.includes(ENGINE);

/**
 * Why this test of this file is left out; nothing when it is not. `isTried` says that it runs all the same, and is to
 * fail.
 */
export function leftOut(name, options) {
  const option = Object.keys(options)
    .map((asked) => OPTIONS[asked])
    .find(isHere);
  if (option) return { why: option.why, isTried: false };
  const named = Object.entries(TESTS)
    .filter(([part]) => name.includes(part))
    .map(([, entry]) => entry);
  const entry = [FILES[relative(join(ROOT, "tests/e2e"), process.argv[1] ?? "")], ...named].find(isHere);
  return { why: entry?.why, isTried: Boolean(entry) && process.env.STW_LEFT_OUT === "try" };
}
