// @ts-check
/** Starts the form's WebAssembly module, which checks the fields and sends the ticket. Fetched with the form's script. */

// @ts-ignore: made by wasm-bindgen from src/
import { __wbg_reset_state as resetState, Form, initSync } from "./support_ticket_widget.js";
import { FormModule } from "./form/form-module.js";

/** The one module of the page. */
class Instance {
  /** @type {Promise<FormModule> | undefined} */
  static #started;

  /** @param {Response} response with the module's bytes @returns {Promise<FormModule>} */
  static start(response) {
    return (Instance.#started ??= compile(response).catch((error) => {
      Instance.#started = undefined;
      throw error;
    }));
  }
}

/** @param {Response} response */
async function compile(response) {
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  const module = await WebAssembly.compile(await response.arrayBuffer()).catch((cause) => {
    throw Error("A Content-Security-Policy needs script-src 'wasm-unsafe-eval'", { cause });
  });
  initSync({ module });
  return new FormModule((...all) => new Form(...all), resetState);
}

export const { start } = Instance;
