// A thousand added and removed widgets leave no listener, node or memory behind, in the page or in the module, and no
// built-in of the browser is changed.
import assert from "node:assert/strict";

import { recordInstances } from "../support/all-features.mjs";
import { test } from "../support/test.mjs";
import { until } from "../support/until.mjs";

/** Rounds before the first measurement, to fill caches. */
const WARM_UP = 100;
const COUNT = 900;
/** The allowed growth for each removed widget, in bytes: the engine keeps some; a leaked form would be 20 kB. */
const HEAP_EACH = 500;

/**
 * Adds and removes widgets: every second one is always the same element, the others are new. Most are opened until the
 * form is complete.
 */
async function addAndRemove({ count, endpoint }) {
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
  await page.addInitScript(recordInstances);
  await visit();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  const measured = async () => {
    // The first collection makes more objects collectable.
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

  await page.evaluate(addAndRemove, { count: WARM_UP, endpoint: answers.create });
  const before = await measured();
  await page.evaluate(addAndRemove, { count: COUNT, endpoint: answers.create });
  const after = await measured();

  assert.equal(after.listeners, before.listeners, "listeners");
  assert.ok(after.nodes <= before.nodes, `${before.nodes} nodes, then ${after.nodes}`);
  assert.deepEqual(after.memory, before.memory, "the modules' memory");
  const grown = after.heap - before.heap;
  assert.ok(grown < COUNT * HEAP_EACH, `${grown} bytes of heap more`);
});

/** Records every property of every built-in. */
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

  // `RegExp.$1` and the like change with every match.
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
