//! What `www/support-ticket-browser.js` does for us: one line of JavaScript each, and many bytes through bindings. It
//! must not decide anything.

use js_sys::Object;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{AbortSignal, HtmlElement};

#[wasm_bindgen(module = "/www/support-ticket-browser.js")]
extern "C" {
    /// The plural category of a number in a language and the number as it is written there, such as `one:1`.
    pub(crate) fn counted(language: &str, number: u32) -> String;

    /// Texts, each ended by a line break, in a list as the language writes one.
    pub(crate) fn listed(language: &str, texts: &str) -> String;

    /// A text without what looks like a secret; in an address (`strict`) a hash counts as one.
    pub(crate) fn masked(text: &str, strict: bool) -> String;

    /// A copy of an object as JSON has it, without what looks like a secret. Throws what JSON throws.
    #[wasm_bindgen(catch, js_name = maskedInfo)]
    pub(crate) fn masked_info(object: &JsValue) -> Result<Object, JsValue>;

    /// What the browser says of itself and of the visitor's language, time zone and window, for `info`.
    pub(crate) fn facts() -> JsValue;

    /// The seconds that a `Retry-After` asks for, 0 if none (RFC 9110, section 10.2.3).
    pub(crate) fn seconds(retry_after: &str) -> u32;

    /// A ticket as JSON, in the words of API v2 if it is to be. Throws what JSON throws.
    #[wasm_bindgen(catch)]
    pub(crate) fn written(ticket: &JsValue, v2: bool) -> Result<JsValue, JsValue>;

    /// Sends a ticket. The promise gives the `response` with its `text`, or `why` there is none.
    #[wasm_bindgen(catch)]
    pub(crate) fn send(
        host: &HtmlElement,
        endpoint: &str,
        json: &str,
        identity: &str,
        signal: &AbortSignal,
        id: &str,
    ) -> Result<JsValue, JsValue>;
}
