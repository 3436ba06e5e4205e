// @ts-check
/**
 * What the loader fetches once the visitor reaches for the button: compiles the WebAssembly module, and puts the form in
 * place when it is needed.
 */

// @ts-ignore: made by wasm-bindgen from src/
import { crashListeners, initSync, mount } from "./support_ticket_widget.js";
import { mountForm, styleButton } from "./form/mount.js";
import { textsIn } from "./shared/texts.js";

export { crashListeners };

/** @param {Response} response */
async function compile(response) {
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  return WebAssembly.compile(await response.arrayBuffer()).catch((cause) => {
    throw Error("A Content-Security-Policy needs script-src 'wasm-unsafe-eval'", { cause });
  });
}

/**
 * Prepares the form of an element, and puts it in place if it is needed now.
 * @param {any} host @param {any} response a Response with the module's bytes @param {boolean} [isNeeded]
 */
export async function loadForm(host, response, isNeeded) {
  styleButton(host.shadowRoot);
  const [, tag] = host.constructor.language(host);
  const texts = textsIn(tag, host.texts);
  // Once for all forms that have it from the same response.
  const module = await (response.compiled ??= compile(response));
  if (!isNeeded) return;
  const mountFresh = (/** @type {any[]} */ ...all) => {
    initSync({ module });
    return mount(...all);
  };
  mountForm(host, await texts, tag, mountFresh, crashListeners);
}
