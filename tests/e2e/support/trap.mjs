// Crashes the form's module with real WebAssembly traps, at the calls that a test chooses.
import { until } from "./until.mjs";

/**
 * Makes the next `__traps` calls into the form's module end in `unreachable`. With `__everyCall` a broken instance traps at
 * every further call.
 */
export const installTraps = (page) =>
  page.addInitScript(() => {
    const real = WebAssembly.Instance;
    // A module whose one function is `unreachable`.
    const bytes = [
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ];
    const { t } = new real(new WebAssembly.Module(new Uint8Array(bytes))).exports;
    globalThis.__traps = 0;
    WebAssembly.Instance = function (module, imports) {
      const instance = new real(module, imports);
      // The outbox's module has few imports; it must keep working.
      if (WebAssembly.Module.imports(module).length < 20) return instance;
      let isBroken = false;
      const exports = Object.entries(instance.exports).map(([name, value]) => [
        name,
        typeof value == "function"
          ? (...all) => {
              if (isBroken || globalThis.__traps > 0) {
                if (!isBroken) globalThis.__traps -= 1;
                isBroken = globalThis.__everyCall;
                t();
              }
              return value(...all);
            }
          : value,
      ]);
      return { exports: Object.fromEntries(exports) };
    };
  });

/** @param {{ count?: number, everyCall?: boolean }} how */
export const trap = (page, { count = 1, everyCall = false } = {}) =>
  page.evaluate((given) => Object.assign(globalThis, given), { __traps: count, __everyCall: everyCall });

/** Waits until a draft with this text is saved: from then on only the visitor's next action calls the module. */
export async function untilDraftSaved(page, text) {
  const drafts = () => page.evaluate(() => Object.entries(localStorage).join());
  await until(async () => (await drafts()).includes(text), "a draft is kept", drafts);
}
