//! Errors for the page's developer, on the console. The visitor never sees them and gets the page's own fallback instead.

use wasm_bindgen::JsValue;

/// Logs an error with the widget's name.
pub(crate) fn report(error: &JsValue) {
    web_sys::console::error_2(&JsValue::from_str("support-ticket-widget:"), error);
}

/// Logs an error that only a bug can cause, and returns `None`.
pub(crate) fn log_err<T>(result: Result<T, JsValue>) -> Option<T> {
    result.map_err(|error| report(&error)).ok()
}
