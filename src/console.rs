//! Errors for the page's developer, on the console. The visitor never sees them and gets the page's own fallback instead.

use wasm_bindgen::JsValue;

/// **The form could not be mounted**; it holds the browser's error.
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

/// Logs an error with the widget's name.
pub(crate) fn report(error: &JsValue) {
    web_sys::console::error_2(&JsValue::from_str("support-ticket-widget:"), error);
}

/// Logs an error that only a bug can cause, and returns `None`.
pub(crate) fn log_err<T>(result: Result<T, JsValue>) -> Option<T> {
    result.map_err(|error| report(&error)).ok()
}
