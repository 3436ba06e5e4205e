//! What scripts in `www/widget/shared/` do for us: one line of JavaScript each, and many bytes through bindings. It
//! must not decide anything.

use js_sys::Object;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{AbortSignal, HtmlElement};

#[wasm_bindgen(module = "/www/widget/shared/rust.js")]
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

    /// A value as JSON. Throws what JSON throws.
    #[wasm_bindgen(catch, js_name = inJson)]
    pub(crate) fn in_json(value: &JsValue) -> Result<JsValue, JsValue>;

    /// A ticket in the shape of API v2. Throws what the page's own getters throw.
    #[wasm_bindgen(catch, js_name = toV2)]
    pub(crate) fn to_v2(ticket: &JsValue) -> Result<JsValue, JsValue>;

    /// The seconds that a `Retry-After` asks for, 0 if none (RFC 9110, section 10.2.3).
    pub(crate) fn seconds(retry_after: &str) -> u32;

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

/// What `rust.js` imports. Nothing of it is called from here: wasm-bindgen serves what is named.
macro_rules! served {
    ($($module:literal $name:ident $js:literal),*) => {$(
        #[wasm_bindgen(module = $module)]
        extern "C" {
            #[wasm_bindgen(js_name = $js)]
            #[allow(dead_code, reason = "it is for the file that it stands in")]
            fn $name();
        }
    )*};
}
served!(
    "/www/widget/shared/post.js" post "post",
    "/www/widget/shared/say.js" say "say",
    "/www/widget/shared/secrets.js" secrets "masked",
    "/www/widget/shared/ticket.js" ticket "inJson",
    "/www/widget/shared/user-agent.js" user_agent "facts"
);
