//! A replacement of `fetch` that records requests and returns prepared answers, which are real `Response`s.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{JSON, Promise};
use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, Response, ResponseInit};

use super::page::{Replaced, window};

#[wasm_bindgen(inline_js = r#"
export function cut_short(text) {
  const bytes = new TextEncoder().encode(text);
  const start = (to) => (to.enqueue(bytes), to.error(new TypeError("the connection is gone")));
  return new Response(new ReadableStream({ start }));
}"#)]
extern "C" {
    /// Creates an answer whose connection breaks after `text`.
    fn cut_short(text: &str) -> Response;
}

/// **The behaviour of `fetch`.**
pub(crate) enum Answer {
    /// It returns this.
    Returns(JsValue),
    /// It returns a promise that is rejected with this.
    Rejects(JsValue),
    /// It throws this.
    Throws(JsValue),
}

impl Answer {
    /// Creates a complete answer.
    pub(crate) fn of(status: u16, kind: &str, body: &str, retry_after: Option<&str>) -> Answer {
        let init = ResponseInit::new();
        let headers = Headers::new().unwrap();
        headers.set("Content-Type", kind).unwrap();
        if let Some(wait) = retry_after {
            headers.set("Retry-After", wait).unwrap();
        }
        init.set_status(status);
        init.set_headers(&headers);
        Answer::resolves(Response::new_with_opt_str_and_init(Some(body), &init).unwrap())
    }

    pub(crate) fn json(status: u16, body: &str) -> Answer {
        Answer::of(status, "application/json", body, None)
    }

    pub(crate) fn html(status: u16) -> Answer {
        Answer::of(status, "text/html", "<!doctype html><title>Please sign in</title>", None)
    }

    /// Creates the contract's answer for a ticket with this URL.
    pub(crate) fn created(url: &str) -> Answer {
        let url = JSON::stringify(&url.into()).unwrap();
        Answer::json(200, &format!(r#"{{"event":"support_ticket_url","id":"x","url":{url}}}"#))
    }

    pub(crate) fn cut_short(text: &str) -> Answer {
        Answer::resolves(cut_short(text))
    }

    pub(crate) fn resolves(value: impl Into<JsValue>) -> Answer {
        Answer::Returns(Promise::resolve(&value.into()).into())
    }

    /// Creates a pending answer, and the function that resolves it.
    pub(crate) fn later() -> (Answer, js_sys::Function) {
        let mut answer = None;
        let promise = Promise::new(&mut |resolve, _| answer = Some(resolve));
        (Answer::Returns(promise.into()), answer.unwrap())
    }
}

type Fetch = dyn Fn(Request) -> Result<JsValue, JsValue>;

/// **A replaced `fetch`**, which records every request. Dropping it restores the original.
pub(crate) struct Network {
    requests: Rc<RefCell<Vec<Request>>>,
    _fetch: Replaced<Fetch>,
}

impl Network {
    /// Replaces `fetch` with these answers, one after the other.
    pub(crate) fn answers(answers: impl IntoIterator<Item = Answer>) -> Network {
        let requests = Rc::<RefCell<Vec<Request>>>::default();
        let sent = requests.clone();
        let answers = RefCell::new(answers.into_iter().collect::<VecDeque<_>>());
        let fetch = Closure::<Fetch>::new(move |request: Request| {
            sent.borrow_mut().push(request);
            match answers.borrow_mut().pop_front() {
                Some(Answer::Returns(value)) => Ok(value),
                Some(Answer::Rejects(error)) => Ok(Promise::reject(&error).into()),
                Some(Answer::Throws(error)) => Err(error),
                None => Err("the test has no answer for one more request".into()),
            }
        });
        Network { requests, _fetch: Replaced::new(window(), "fetch", fetch) }
    }

    /// Replaces `fetch` with a server that creates a ticket for every request.
    pub(crate) fn works() -> Network {
        Network::answers((1..9).map(|number| Answer::created(&ticket_url(number))))
    }

    /// Counts the requests.
    pub(crate) fn count(&self) -> usize {
        self.requests.borrow().len()
    }

    pub(crate) fn request(&self, at: usize) -> Request {
        self.requests.borrow()[at].clone().unwrap()
    }

    /// Parses the ticket in the body of a request.
    pub(crate) async fn ticket(&self, at: usize) -> JsValue {
        let body = JsFuture::from(self.request(at).text().unwrap()).await.unwrap();
        JSON::parse(&body.as_string().unwrap()).unwrap()
    }
}

/// Returns the URL of the n-th ticket of [`Network::works`], counted from 1.
pub(crate) fn ticket_url(number: usize) -> String {
    format!("https://help.example/requests/{number}")
}
