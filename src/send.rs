//! Sends a ticket and reads what comes back. The page's own code may have wrapped `fetch`, and anything may stand
//! between the page and the endpoint: nothing that comes back may throw. What it means is `answer`'s, how long to
//! wait is `form`'s.

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, Response, Window};

use crate::{
    answer::{Object, Reply, SendError, judge},
    browser,
    dom::{self, Settled},
    error::report,
    text,
};

/// A request that creates a ticket, for the visitor that the site's token names, if it gives one; its credentials are
/// `same-origin`, as of every request. None, said on the console, if `endpoint` is no URL.
pub(crate) fn request(
    endpoint: &str,
    json: &str,
    identity: &str,
    abort: &AbortController,
) -> Option<web_sys::Request> {
    let (init, headers) = (js_sys::Object::new(), js_sys::Object::new());
    dom::set(&headers, "Content-Type", &"application/json".into());
    if !identity.is_empty() {
        dom::set(&headers, "Authorization", &text::join(&["Bearer ", identity]).into());
    }
    dom::set(&init, "method", &"POST".into());
    dom::set(&init, "headers", &headers);
    dom::set(&init, "body", &json.into());
    dom::set(&init, "signal", &abort.signal());
    match web_sys::Request::new_with_str_and_init(endpoint, init.unchecked_ref()) {
        // An empty address would be the page's own.
        Ok(request) if !endpoint.is_empty() => Some(request),
        _ => {
            report(&JsValue::from_str("the attribute `endpoint` is no URL"));
            None
        }
    }
}

/// Starts sending. gloo-net's own `send` would panic where the page's `fetch` rejects with something that is no
/// `Error`, and web-sys' binding would throw through us where it throws.
pub(crate) fn start(window: &Window, request: &web_sys::Request) -> Settled {
    dom::method(window, "fetch")?.call1(window, request)
}

/// Why nothing came back: as much of it as the browser lets on.
pub(crate) fn lost(window: &Window) -> SendError {
    if dom::get(&dom::get(window, "navigator"), "onLine").is_truthy() {
        SendError::Unreachable
    } else {
        SendError::Offline
    }
}

/// What an answer means. A body that was cut off counts as none: the server was reached, and its status may say
/// enough.
///
/// # Errors
/// Every [`SendError`] that is the server's.
pub(crate) fn judge_response(response: Response, body: Settled, v2: bool) -> Result<String, SendError> {
    let response = gloo_net::http::Response::from(response);
    let retry_after = response.headers().get("Retry-After");
    judge(
        Reply {
            status: response.status(),
            retry_after: retry_after.map(|value| browser::seconds(&value)).filter(|seconds| *seconds > 0),
            object: body.unwrap_or_default().as_string().and_then(|text| object(&text)),
        },
        v2,
    )
}

fn object(text: &str) -> Option<Object> {
    let value = JSON::parse(text).ok().filter(JsValue::is_object)?;
    let string = |name| dom::string(&value, name);
    Some(Object { event: string("event"), url: string("url"), error: string("error") })
}
