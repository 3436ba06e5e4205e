// @ts-check
/**
 * What the loader fetches once the visitor reaches for the button: compiles the WebAssembly module, and has the form
 * put in place when it is needed. It must not know what a ticket is, and must not be needed to show the button.
 */

// @ts-ignore: made by wasm-bindgen from src/, beside this file in what is served
import { hearers, initSync, mount } from "./support_ticket_widget.js";
import { dress, take as takeOver } from "./support-ticket-form-element.js";
import { good } from "./support-ticket-files.js";
import { textsIn } from "./support-ticket-form-texts.js";

export { hearers };

/** @type {Response | undefined} */
let answered;
/** @type {Promise<WebAssembly.Module>} */
let compiled;

/**
 * Prepares the form of an element, and puts it in place if it is needed now.
 * @param {any} host
 * @param {Response} answer with the module's bytes
 * @param {(host: any) => string[]} language the loader's own way to find it
 * @param {boolean} [opens]
 */
export async function take(host, answer, language, opens) {
  dress(host.shadowRoot);
  const [, tag] = language(host);
  const texts = textsIn(tag, host.texts);
  if (answer != answered) {
    answered = answer;
    compiled = compile(answer);
  }
  const module = await compiled;
  if (opens)
    await takeOver(
      host,
      language,
      await texts,
      tag,
      (/** @type {any[]} */ ...all) => {
        initSync({ module });
        return mount(...all);
      },
      hearers,
    );
}

/** @param {Response} answer */
async function compile(answer) {
  // Not compileStreaming: it fails where a static host sends wasm under another MIME type.
  return WebAssembly.compile(await good(answer).arrayBuffer()).catch((cause) => {
    throw Error("A Content-Security-Policy needs script-src 'wasm-unsafe-eval'", { cause });
  });
}
