// A thousand widgets that come and go leave nothing: no listener, no node, no memory of the page's or the module's; and
// nothing that the browser gives a page is touched, from loading to the ticket.
import assert from "node:assert/strict";

import { holdInstances } from "../support/everything.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

/** How many come and go before it is measured what they leave: caches fill once. */
const WARM_UP = 100;
const COUNT = 900;
/** What may be there more for each that came and went, in bytes: the engine keeps some of its own, a form that stays is 20 kB. */
const HEAP_EACH = 500;

/**
 * Has widgets come and go: each second is the same element again, which stays all the time, the others are new ones. Most
 * are opened until their form is whole.
 */
async function comeAndGo({ count, endpoint }) {
  const same = (globalThis.__same ??= document.createElement("support-ticket-widget"));
  const frame = () => new Promise((done) => setTimeout(done));
  for (let at = 0; at < count; at += 1) {
    const host = at % 2 ? same : document.createElement("support-ticket-widget");
    host.endpoint = endpoint;
    host.drafts = "none";
    host.tags = "member, student";
    host.position = !(at % 2) && at % 5 === 0 ? "inline" : "bottom-right";
    host.toggleAttribute("over-modals", at % 7 === 0);
    document.body.append(host);
    if (at % 3 === 0 || at % 2) {
      host.show();
      const isWhole = () =>
        host.shadowRoot.querySelector("[part~=chip]") && host.shadowRoot.querySelector("[part~=outbox]");
      for (let tries = 0; !isWhole(); tries += 1) {
        if (tries > 2_000) throw new Error(`the form of number ${at} does not come`);
        await frame();
      }
      if (at % 4 === 0) host.close();
    }
    host.remove();
    await frame();
  }
}

test("a thousand removed widgets leave no listener, node or memory", async ({ page, answers, visit }) => {
  await page.addInitScript(holdInstances);
  await visit();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  const measured = async () => {
    // What is freed by a first collection lets go of more.
    for (let time = 0; time < 4; time += 1) {
      await session.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    }
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
    const memory = await page.evaluate(() =>
      globalThis.__instances.map(
        ({ exports }) => Object.values(exports).find((value) => value instanceof WebAssembly.Memory).buffer.byteLength,
      ),
    );
    return { listeners: of("JSEventListeners"), nodes: of("Nodes"), heap: of("JSHeapUsedSize"), memory };
  };

  await page.evaluate(comeAndGo, { count: WARM_UP, endpoint: answers.create });
  const before = await measured();
  await page.evaluate(comeAndGo, { count: COUNT, endpoint: answers.create });
  const after = await measured();

  assert.equal(after.listeners, before.listeners, "listeners");
  assert.ok(after.nodes <= before.nodes, `${before.nodes} nodes, then ${after.nodes}`);
  assert.deepEqual(after.memory, before.memory, "the modules' memory");
  const grown = after.heap - before.heap;
  assert.ok(grown < COUNT * HEAP_EACH, `${grown} bytes of heap more`);
});

/** Remembers every property of every thing that the browser gives a page. */
function rememberBuiltIns() {
  const described = (object) =>
    new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
  const objects = new Map();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
    if (Object(value) !== value || value === globalThis) continue;
    objects.set(name, value);
    if (typeof value === "function" && value.prototype) objects.set(`${name}.prototype`, value.prototype);
  }
  const before = new Map([...objects].map(([name, object]) => [name, described(object)]));
  const isSame = (a, b) =>
    a &&
    b &&
    ["value", "get", "set", "writable", "configurable", "enumerable"].every((key) => Object.is(a[key], b[key]));
  const changes = () => {
    const found = [];
    for (const [name, object] of objects) {
      const [was, is] = [before.get(name), described(object)];
      for (const key of new Set([...was.keys(), ...is.keys()]))
        if (!isSame(was.get(key), is.get(key))) found.push(`${name}.${String(key)}`);
    }
    return found;
  };
  Object.defineProperty(globalThis, "__changes", { value: changes, enumerable: false });
}

test("no built-in of the page is changed, from loading to the ticket", async ({ page, widget, visit }) => {
  await page.addInitScript(rememberBuiltIns);
  await visit({ attributes: { tags: "member", "over-modals": "" } });
  await widget.writeAndSend();
  await widget.address();
  await until(() => widget.host.locator("[part~=chip]").count(), "the form is whole");

  // `RegExp.$1` and its kin are the last match of anybody.
  const changed = (await page.evaluate(() => globalThis.__changes())).filter(
    (name) => !/^(RegExp\.|document|localStorage|sessionStorage|history|performance)/.test(name),
  );
  assert.deepEqual(changed, []);
  await page.evaluate(() => void (Array.prototype.mine = 1));
  assert.deepEqual(
    (await page.evaluate(() => globalThis.__changes())).filter((name) => /^Array/.test(name)),
    ["Array.prototype.mine"],
  );
});
