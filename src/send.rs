//! Reads what came back of sending a ticket (`www/widget/shared/post.js` does that). Anything may stand between the
//! page and the endpoint: nothing that comes back may throw. What it means is `answer`'s, how long to wait is `form`'s.

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

use crate::{
    answer::{Object, Reply, SendError, judge},
    browser, dom,
    form::{MAX_TICKS, TICK_SECONDS},
};

/// What came of it: the ticket's address, or why there is none. A body that was cut off counts as none: the server was
/// reached, and its status may say enough.
///
/// # Errors
/// Every [`SendError`].
pub(crate) fn answer(came: &JsValue, v2: bool) -> Result<String, SendError> {
    // The page may have put in the place of `fetch` what gives something else.
    let Ok(response) = dom::get(came, "response").dyn_into::<Response>() else {
        return Err(match dom::string(came, "why").unwrap_or_default().as_str() {
            "blocked" => SendError::Blocked,
            "not-found" => SendError::NotFound,
            "offline" => SendError::Offline,
            "timeout" => SendError::Timeout { after: MAX_TICKS * TICK_SECONDS },
            _ => SendError::Unreachable,
        });
    };
    let response = gloo_net::http::Response::from(response);
    let retry_after = response.headers().get("Retry-After");
    judge(
        Reply {
            status: response.status(),
            retry_after: retry_after.map(|value| browser::seconds(&value)).filter(|seconds| *seconds > 0),
            object: dom::string(came, "text").and_then(|text| object(&text)),
        },
        v2,
    )
}

fn object(text: &str) -> Option<Object> {
    let value = JSON::parse(text).ok().filter(JsValue::is_object)?;
    let string = |name| dom::string(&value, name);
    Some(Object { event: string("event"), url: string("url"), error: string("error") })
}
