// @ts-check
/**
 * What the loader fetches once the visitor reaches for the button: starts the WebAssembly module and puts the form
 * of one element in place. It must not know what a ticket is, and must not be needed to show the button.
 */

// @ts-ignore: made by wasm-bindgen from src/, beside this file in what is served
import { initSync, mount } from "./support_ticket_widget.js";

/** @typedef {{ configure(focusOrReset?: boolean): void, prefill(fields: object): void, free(): void }} Form */
/** @typedef {(host: HTMLElement, prefill: object) => Form} Mount */

/**
 * Compiles the module. It is started when the first form is put in place, once for all.
 * @param {Response} answer with the module's bytes
 * @returns {Promise<Mount>}
 */
export async function prepare(answer) {
  if (!answer.ok) throw Error(`${answer.status} for ${answer.url}`);
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  const module = await WebAssembly.compile(await answer.arrayBuffer()).catch((cause) => {
    throw Error("WebAssembly does not compile. A Content-Security-Policy needs script-src 'wasm-unsafe-eval'.", { cause });
  });
  return (host, prefill) => {
    initSync({ module });
    const form = mount(host, host.shadowRoot, "en", "");
    form.prefill(prefill);
    return form;
  };
}
