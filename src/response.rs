//! Parses the result of sending a ticket, which `www/widget/shared/post.js` does. Proxies, extensions or the page may have
//! replaced it, so nothing in it may throw.

use js_sys::JSON;
use support_ticket_contract::Dialect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

use crate::{
    answer::{ParsedResponse, ResponseBody, SendError, classify},
    browser, dom,
    form::{MAX_TICKS, TICK_SECONDS},
};

/// Returns the ticket's address. A truncated body counts as none: the server was reached, and its status may be enough.
///
/// # Errors
/// Every [`SendError`].
pub(crate) fn parse(result: &JsValue, dialect: Dialect) -> Result<String, SendError> {
    // A page's replacement for `fetch` may return something else.
    let Ok(response) = dom::get(result, "response").dyn_into::<Response>() else {
        return Err(match dom::string(result, "why").unwrap_or_default().as_str() {
            "blocked" => SendError::Blocked,
            "not-found" => SendError::NotFound,
            "offline" => SendError::Offline,
            "timeout" => SendError::Timeout { after: MAX_TICKS * TICK_SECONDS },
            _ => SendError::Unreachable,
        });
    };
    let response = gloo_net::http::Response::from(response);
    let retry_after = response.headers().get("Retry-After");
    classify(
        ParsedResponse {
            status: response.status(),
            retry_after: retry_after.map(|value| browser::seconds(&value)).filter(|seconds| *seconds > 0),
            body: dom::string(result, "text").and_then(|text| parse_body(&text)),
        },
        dialect,
    )
}

fn parse_body(text: &str) -> Option<ResponseBody> {
    let value = JSON::parse(text).ok().filter(JsValue::is_object)?;
    let string = |name| dom::string(&value, name);
    Some(ResponseBody { event: string("event"), url: string("url"), error: string("error") })
}
