// Drafts and sent tickets in the browser's storage: whose they are, and what happens to damaged, old and newer ones.
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { accountOf } from "../../www/widget/shared/jwt.js";
import {
  addSentTicket,
  hasStorage,
  isSameWidgetSignedOut,
  readStored,
  removeDraftOf,
  sentTickets,
  storageKey,
  writeStored,
} from "../../www/widget/shared/storage.js";

const DAY_MS = 86_400_000;

/** Keeps its items as properties of its own, as a browser's storage does. */
class FakeStorage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, text) {
    this[key] = text;
  }
  removeItem(key) {
    delete this[key];
  }
}

const hostOf = (attributes = {}) => {
  const all = { endpoint: "https://help.example/create", ...attributes };
  const host = { id: "", localName: "support-ticket-widget", getAttribute: (name) => all[name] ?? null };
  host.getRootNode = () => ({ querySelectorAll: () => [host] });
  return host;
};
const tokenOf = (claims) => `a.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c`;
const SENT = { id: "1", url: "https://help.example/1", subject: "package xyz", at: 1 };

beforeEach(() => {
  globalThis.document = { baseURI: "https://example.com/app/" };
  globalThis.localStorage = new FakeStorage();
  globalThis.sessionStorage = new FakeStorage();
  for (const name of ["info", "warn"]) console[name] = () => {};
});

test("what is stored is read again, until it is removed", () => {
  const host = hostOf();
  const key = storageKey(host, "draft");
  assert.equal(writeStored(host, key, { id: "1" }), true);
  assert.equal(readStored(host, key).id, "1");
  assert.equal(writeStored(host, key), true);
  assert.equal(readStored(host, key), null);
});

test("another account, endpoint or widget has another key", () => {
  const keys = [
    hostOf(),
    hostOf({ "account-id": "jo" }),
    hostOf({ endpoint: "/create" }),
    Object.assign(hostOf(), { id: "two" }),
  ].map((host) => storageKey(host, "draft"));
  assert.equal(new Set(keys).size, keys.length);
});

test("a token's account is the key's account", () => {
  assert.equal(
    storageKey(hostOf({ identity: tokenOf({ sub: "jo" }) }), "draft"),
    storageKey(hostOf({ "account-id": "jo" }), "draft"),
  );
});

for (const identity of ["an opaque token", tokenOf({ name: "Jo" })]) {
  test(`nothing is stored for an unknown account (${identity.slice(0, 15)})`, () => {
    const host = hostOf({ identity });
    assert.equal(storageKey(host, "draft"), "");
    assert.equal(writeStored(host, "", { id: "1" }), false);
    assert.deepEqual(Object.keys(localStorage), []);
  });
}

test("a token's account is its sub, and nobody's without a token", () => {
  assert.equal(accountOf("", assert.fail), "");
  assert.equal(accountOf(tokenOf({ sub: 7 }), assert.fail), "7");
  assert.equal(accountOf(tokenOf({}), assert.fail), undefined);
});

test("an anonymous key is the twin of an account's key of the same widget only", () => {
  const anonymous = storageKey(hostOf(), "draft");
  const twin = (attributes) => isSameWidgetSignedOut(anonymous, storageKey(hostOf(attributes), "draft"));
  assert.equal(twin({ "account-id": "jo" }), true);
  assert.equal(twin({}), false);
  assert.equal(twin({ "account-id": "jo", endpoint: "/create" }), false);
});

test("drafts=session stores in the tab, and drafts=none nowhere", () => {
  const session = hostOf({ drafts: "session" });
  writeStored(session, storageKey(session, "draft"), { id: "1" });
  const none = hostOf({ drafts: "none" });
  assert.equal(writeStored(none, storageKey(none, "draft"), { id: "1" }), true);
  assert.deepEqual([Object.keys(localStorage).length, Object.keys(sessionStorage).length], [0, 1]);
});

test("a full storage is reported, not thrown", () => {
  const host = hostOf();
  localStorage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.equal(writeStored(host, storageKey(host, "draft"), { id: "1" }), false);
});

test("a forbidden storage is reported, not thrown", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: () => {
      throw new DOMException("no", "SecurityError");
    },
  });
  const host = hostOf();
  const results = [hasStorage(host), writeStored(host, storageKey(host, "draft"), {}), sentTickets(host)];
  Object.defineProperty(globalThis, "localStorage", { configurable: true, writable: true, value: undefined });
  assert.deepEqual(results, [false, false, []]);
});

for (const text of ["{", "[]", '"text"', '{"version":1}', '{"version":0,"at":1}']) {
  test(`the damaged draft ${text} is set aside`, () => {
    const host = hostOf();
    const key = storageKey(host, "draft");
    localStorage.setItem(key, text);
    assert.equal(readStored(host, key), null);
    assert.deepEqual(Object.values(localStorage), [text]);
    assert.match(Object.keys(localStorage)[0], /^support-ticket-damaged /);
  });
}

test("a newer version's draft is neither read nor overwritten", () => {
  const host = hostOf();
  const key = storageKey(host, "draft");
  const text = `{"version":9,"at":${Date.now()}}`;
  localStorage.setItem(key, text);
  assert.equal(readStored(host, key), null);
  assert.equal(writeStored(host, key, { id: "1" }), false);
  assert.equal(localStorage.getItem(key), text);
});

test("a draft older than 24 hours is removed, whoever wrote it", () => {
  const host = hostOf();
  const [old, fresh] = ["jo", "ann"].map((account) => storageKey(hostOf({ "account-id": account }), "draft"));
  writeStored(host, old, { at: Date.now() - DAY_MS });
  writeStored(host, fresh, { at: Date.now() - DAY_MS + 60_000 });
  readStored(host, fresh);
  assert.deepEqual(Object.keys(localStorage), [fresh]);
});

test("sent tickets are listed newest first, each once, fifty at most", () => {
  const host = hostOf();
  for (let n = 1; n <= 60; n += 1) addSentTicket(host, { ...SENT, url: `https://help.example/${n}`, at: n });
  addSentTicket(host, { ...SENT, url: "https://help.example/20", at: 61 });
  const list = sentTickets(host);
  assert.deepEqual([list.length, list[0].url, list[1].at], [50, "https://help.example/20", 60]);
  assert.equal(new Set(list.map(({ url }) => url)).size, 50);
  assert.deepEqual(sentTickets(hostOf({ "account-id": "jo" })), []);
});

test("a sent ticket removes its own draft and no other", () => {
  const host = hostOf();
  const key = storageKey(host, "draft");
  writeStored(host, key, { id: "1" });
  removeDraftOf(host, "2");
  assert.equal(readStored(host, key).id, "1");
  removeDraftOf(host, "1");
  assert.equal(readStored(host, key), null);
});
