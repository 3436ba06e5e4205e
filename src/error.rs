//! What can go wrong between the widget and the page it is in. Such an error is a developer's: it never reaches the
//! visitor, who gets the page's own fallback instead.

use wasm_bindgen::JsValue;

/// **The form could not be put in place**; what the browser said.
#[derive(Debug, Clone)]
pub(crate) struct MountError(pub(crate) JsValue);

impl From<JsValue> for MountError {
    fn from(value: JsValue) -> MountError {
        MountError(value)
    }
}

impl From<MountError> for JsValue {
    fn from(error: MountError) -> JsValue {
        error.0
    }
}

/// Says one line on the console: for the page's developer.
pub(crate) fn report(error: &JsValue) {
    web_sys::console::error_2(&JsValue::from_str("support-ticket-widget:"), error);
}

/// Says so on the console where a call failed that cannot fail but by a bug, and goes on without what it gave.
pub(crate) fn expect<T>(result: Result<T, JsValue>) -> Option<T> {
    result.map_err(|error| report(&error)).ok()
}
