// Scripts of pages that change built-ins, to run before the widget's. Libraries are the real ones, from npm.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./paths.mjs";

const library = (path) => readFileSync(join(ROOT, "node_modules", path), "utf8");

/** Freezes every built-in and its prototype, so that assignments throw. */
function freezeAll() {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
    if (typeof value !== "function" || !/^[A-Z]/.test(name)) continue;
    if (value.prototype) Object.freeze(value.prototype);
    Object.freeze(value);
  }
  for (const object of [JSON, Math, Reflect, Intl, WebAssembly, Object.getPrototypeOf([][Symbol.iterator]())])
    Object.freeze(object);
}

/** Like Prototype.js up to 1.6: arrays have a toJSON that returns text, which JSON.stringify then quotes. */
function arraysAreTexts() {
  Array.prototype.toJSON = function () {
    return `[${this.map((value) => JSON.stringify(value)).join(", ")}]`;
  };
}

/** Adds properties with common names to all objects, as many libraries did. */
function pollute() {
  for (const name of "extend each clone merge keys values isEmpty error id info url tags title texts files get set".split(
    " ",
  ))
    Object.prototype[name] = function () {
      return this;
    };
  for (const name of "each last first remove contains unique".split(" "))
    Array.prototype[name] = function () {
      return this;
    };
}

/** Wraps everything that takes callbacks, as error monitors do. */
function wrapCallbacks() {
  const wrapped = new WeakMap();
  const wrap = (call) => {
    if (typeof call !== "function") return call;
    if (!wrapped.has(call))
      wrapped.set(call, function (...all) {
        return call.apply(this, all);
      });
    return wrapped.get(call);
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (name, call, ...more) {
    return addEventListener.call(this, name, wrap(call), ...more);
  };
  EventTarget.prototype.removeEventListener = function (name, call, ...more) {
    return removeEventListener.call(this, name, wrap(call), ...more);
  };
  for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "queueMicrotask"]) {
    const real = globalThis[name];
    globalThis[name] = (call, ...more) => real.call(globalThis, wrap(call), ...more);
  }
  const { then } = Promise.prototype;
  Promise.prototype.then = function (done, failed) {
    return then.call(this, wrap(done), wrap(failed));
  };
  const { fetch } = globalThis;
  globalThis.fetch = function (...all) {
    return fetch.apply(this, all).then((answer) => answer.clone());
  };
}

const called = (script) => `(${script})()`;
const all = (name, script) => [name, typeof script === "function" ? called(script) : script];

/** Pages from which the ticket arrives. */
export const WORKS = [
  all("froze every built-in", freezeAll),
  all("is locked down by SES", `${library("ses/dist/ses.umd.min.js")};lockdown({ consoleTaming: "unsafe" })`),
  all("runs in Angular's zones", library("zone.js/bundles/zone.umd.min.js")),
  all("replaced Promise with Bluebird", `${library("bluebird/js/browser/bluebird.min.js")};window.Promise = P`),
  all("gave arrays a toJSON that returns text", arraysAreTexts),
  all("extended the prototypes of objects and arrays", pollute),
  all("wraps fetch, promises and everything that calls back", wrapCallbacks),
  all("wraps attachShadow", () => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      return attachShadow.call(this, { ...options, mode: "open" });
    };
  }),
  all("wraps customElements.define", () => {
    const { define } = customElements;
    customElements.define = (name, made, ...more) => define.call(customElements, name, class extends made {}, ...more);
  }),
  all("has no Web Locks", () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined })),
  all("has no randomUUID", () => delete Crypto.prototype.randomUUID),
];

/** Pages that show their own fallback. */
export const FALLS_BACK = [
  all("has a fetch that resolves with no Response", () => (globalThis.fetch = async () => ({ nothing: true }))),
  all("has a fetch that returns nothing", () => (globalThis.fetch = () => {})),
  all("has a fetch that rejects with nothing", () => (globalThis.fetch = () => Promise.reject())),
  all("has a fetch that throws", () => {
    globalThis.fetch = () => {
      throw new Error("none here");
    };
  }),
  all("replaced Promise with a broken one", () => (globalThis.Promise = function () {})),
  all("ignores customElements.define", () => (customElements.define = () => {})),
  all("throws from customElements.define", () => {
    customElements.define = () => {
      throw new Error("none here");
    };
  }),
  all("closes every shadow root", () => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      return attachShadow.call(this, { ...options, mode: "closed" });
    };
  }),
];

/** Changes to an open page that make sending impossible: the visitor is told and keeps the text. */
export const LATER = [
  all("fetch resolves with no Response", () => (globalThis.fetch = async () => ({ nothing: true }))),
  all("fetch returns nothing", () => (globalThis.fetch = () => {})),
  all("fetch rejects with nothing", () => (globalThis.fetch = () => Promise.reject())),
  all("fetch throws", () => {
    globalThis.fetch = () => {
      throw new Error("none here");
    };
  }),
  all("JSON.stringify throws", () => {
    JSON.stringify = () => {
      throw new Error("none here");
    };
  }),
  all("JSON.stringify returns nothing", () => (JSON.stringify = () => {})),
  all("JSON.parse throws", () => {
    JSON.parse = () => {
      throw new Error("none here");
    };
  }),
];
