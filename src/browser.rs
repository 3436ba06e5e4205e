//! Binds functions of `www/widget/shared/`: in JavaScript each is a line or two, through bindings it would be many bytes.

use js_sys::Object;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/www/widget/shared/rust.js")]
extern "C" {
    /// Returns a number's plural category in a language and its digits there, such as `one:1`.
    pub(crate) fn counted(language: &str, number: u32) -> String;

    /// Masks what looks like a secret in a text; in an address (`strict`), hashes count as secrets, too.
    pub(crate) fn masked(text: &str, strict: bool) -> String;

    /// Copies an object through JSON and masks what looks like a secret. Throws what JSON throws.
    #[wasm_bindgen(catch, js_name = maskedInfo)]
    pub(crate) fn masked_info(object: &JsValue) -> Result<Object, JsValue>;

    /// Returns facts for `info`: the browser and the visitor's language, time zone and window.
    pub(crate) fn facts() -> JsValue;

    /// Serializes a value as JSON. Throws what JSON throws.
    #[wasm_bindgen(catch, js_name = inJson)]
    pub(crate) fn in_json(value: &JsValue) -> Result<JsValue, JsValue>;

    /// Converts a ticket to API v2. Throws what the page's own getters throw.
    #[wasm_bindgen(catch, js_name = toV2)]
    pub(crate) fn to_v2(ticket: &JsValue) -> Result<JsValue, JsValue>;

    /// Parses a `Retry-After` into seconds, 0 if invalid (RFC 9110, section 10.2.3).
    pub(crate) fn seconds(retry_after: &str) -> u32;
}

/// Names the modules that `rust.js` imports, so that wasm-bindgen copies them. Nothing here calls them.
macro_rules! served {
    ($($module:literal $name:ident $js:literal),*) => {$(
        #[wasm_bindgen(module = $module)]
        extern "C" {
            #[wasm_bindgen(js_name = $js)]
            #[allow(dead_code, reason = "only its module is needed")]
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
