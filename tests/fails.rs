//! Promise: whatever the response is and whatever the page has done to `fetch`, the visitor reads what happened and what to
//! do, and keeps their text.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use js_sys::{Object, Promise};
use support::Widget;
use support::clock::Clock;
use support::network::{Answer, Network, ticket_url};
use support::page::{EventLog, SCRIPT_ERRORS, TICKET_EVENTS, document, frame, text, until, window};
use support::widget::GOOD;
use support_ticket_widget::{answer::SendError, words};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlAnchorElement, Response};

wasm_bindgen_test_configure!(run_in_browser);

/// What is tried, the answer, and what it means.
type Case = (&'static str, Answer, SendError);

/// The words for it, which `words` has tests of its own for.
fn words_of(error: &SendError) -> [String; 2] {
    let said = words::Words::english().failure(error, false, false);
    [said.happened, said.next]
}

/// Sends once for each case, and again with an answer that works.
async fn each_failure_is_shown(cases: Vec<Case>) {
    for (name, answer, error) in cases {
        let network = Network::answers([answer, Answer::created(&ticket_url(1))]);
        let (told, broken) =
            (EventLog::at(&document(), TICKET_EVENTS), EventLog::at(&window(), SCRIPT_ERRORS));
        let widget = Widget::filled_in(&[]).await;

        widget.press_send();
        let said = widget.until_failed().await;

        let [happened, next] = words_of(&error);
        assert_eq!(said, format!("{happened} Your text is still here. {next}"), "{name}");
        assert_eq!(widget.texts(), GOOD.map(|(_, typed)| typed), "{name}");
        let detail = told.detail("ticket-error");
        assert_eq!(text(&detail, "code"), error.code(), "{name}");
        assert_eq!(text(&detail, "message"), happened, "{name}");

        widget.press_send();
        assert_eq!(widget.until_sent().await, ticket_url(1), "{name}");
        let (first, second) = (text(&network.ticket(0).await, "id"), text(&network.ticket(1).await, "id"));
        assert_eq!(text(&detail, "id"), first, "{name}");
        assert_eq!(first == second, error != SendError::Conflict, "{name}: only a conflict needs another id");
        assert_eq!(broken.names(), [""; 0], "{name}");
    }
}

#[wasm_bindgen_test]
async fn the_servers_reason_is_shown_as_text() {
    let failed = r#"{"event":"error","id":"x","error":"The <b>mail</b> is down."}"#;
    let is_down = || SendError::Failed { reason: "The <b>mail</b> is down.".to_owned() };
    let is_odd = || SendError::Refused { reason: Some("subject is odd".to_owned()) };
    each_failure_is_shown(vec![
        ("an error event", Answer::json(200, failed), is_down()),
        ("an error event with 500", Answer::json(500, failed), is_down()),
        ("400 with its reason", Answer::json(400, r#"{"error":"subject is odd"}"#), is_odd()),
        ("400 without a reason", Answer::json(400, "{}"), SendError::Refused { reason: None }),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn every_status_is_understood() {
    let waits = |status, wait| Answer::of(status, "text/plain", "", Some(wait));
    let too_many = |wait| SendError::TooMany { wait };
    let down = |status, wait| SendError::ServerDown { status, wait };
    each_failure_is_shown(vec![
        ("401", Answer::json(401, r#"{"error":"no"}"#), SendError::NotAllowed),
        ("403", Answer::html(403), SendError::NotAllowed),
        ("404", Answer::html(404), SendError::NotFound),
        ("409", Answer::json(409, r#"{"error":"no"}"#), SendError::Conflict),
        ("413", Answer::html(413), SendError::TooLarge),
        ("429", Answer::json(429, "{}"), too_many(None)),
        ("429 for 5 s", waits(429, "5"), too_many(Some(5))),
        ("429 for 2 min", waits(429, "120"), too_many(Some(120))),
        ("429 until a date that is past", waits(429, "Wed, 21 Oct 2015 07:28:00 GMT"), too_many(None)),
        ("429 for no number", waits(429, "soon"), too_many(None)),
        ("500", Answer::html(500), down(500, None)),
        ("502", Answer::json(502, ""), down(502, None)),
        ("503 for 1 s", waits(503, "1"), down(503, Some(1))),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn responses_outside_of_the_contract_are_never_a_success() {
    let is_other = |name, answer| (name, answer, SendError::NotTheContract);
    each_failure_is_shown(vec![
        is_other("a page", Answer::html(200)),
        is_other("a page with 400", Answer::html(400)),
        is_other("an empty answer", Answer::json(200, "")),
        is_other("half of the JSON", Answer::json(200, r#"{"event":"support_ticket_u"#)),
        is_other("null", Answer::json(200, "null")),
        is_other("a list", Answer::json(200, "[1,2]")),
        is_other("a string", Answer::json(200, r#""support_ticket_url""#)),
        is_other("another shape", Answer::json(200, r#"{"event":1,"url":{"href":"x"},"error":[]}"#)),
        is_other("no event", Answer::json(200, r#"{"url":"https://help.example/1"}"#)),
        is_other("a connection that breaks", Answer::cut_short(r#"{"event":"support_ti"#)),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn only_http_addresses_become_links() {
    for url in ["javascript:alert(1)", "data:text/html,hello", "//help.example/1", "/requests/1", ""] {
        each_failure_is_shown(vec![(url, Answer::created(url), SendError::BadAddress)]).await;
    }
    for url in ["", r#","url":42"#, r#","url":null"#] {
        let answer = Answer::json(200, &format!(r#"{{"event":"support_ticket_url"{url}}}"#));
        each_failure_is_shown(vec![(url, answer, SendError::BadAddress)]).await;
    }
}

#[wasm_bindgen_test]
async fn a_badly_wrapped_fetch_loses_no_text() {
    let lost = |name, answer| (name, answer, SendError::Unreachable);
    let error = || JsValue::from(js_sys::TypeError::new("Failed to fetch"));
    each_failure_is_shown(vec![
        lost("it rejects as browsers do", Answer::Rejects(error())),
        lost("it rejects with a string", Answer::Rejects("no luck".into())),
        lost("it rejects with nothing", Answer::Rejects(JsValue::UNDEFINED)),
        lost("it throws", Answer::Throws(error())),
        lost("it throws a string", Answer::Throws("no luck".into())),
        lost("it resolves with nothing", Answer::resolves(JsValue::UNDEFINED)),
        lost("it resolves with something else", Answer::resolves(Object::new())),
        lost("it returns nothing", Answer::Returns(JsValue::UNDEFINED)),
        lost("it returns a number", Answer::Returns(JsValue::from(42))),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn a_response_body_read_by_the_page_is_no_success() {
    let response = created().await;
    JsFuture::from(response.text().unwrap()).await.unwrap();

    let answer = Answer::resolves(response);
    each_failure_is_shown(vec![("read", answer, SendError::NotTheContract)]).await;
}

#[wasm_bindgen_test]
async fn without_an_endpoint_it_says_so_and_sends_nothing() {
    let network = Network::works();
    let [no_desk, _] = words_of(&SendError::NotFound);
    for endpoint in ["", "https://"] {
        let widget = Widget::filled_in(&[("endpoint", endpoint)]).await;

        widget.press_send();

        assert!(widget.until_failed().await.starts_with(&no_desk), "{endpoint:?}");
        assert_eq!(widget.texts(), GOOD.map(|(_, typed)| typed), "{endpoint:?}");
    }
    assert_eq!(network.count(), 0);
}

#[wasm_bindgen_test]
async fn the_fallback_is_a_mail_with_the_text() {
    let _network = Network::answers([Answer::html(503), Answer::html(404)]);
    let [no_desk, _] = words_of(&SendError::NotFound);
    let widget = Widget::filled_in(&[("help-email", "help@example.com")]).await;

    widget.press_send();
    let said = widget.until_failed().await;
    assert!(said.ends_with("send again. Or write to help@example.com."), "{said}");
    let link: HtmlAnchorElement = widget.part("help-email").unchecked_into();
    let address = "mailto:help@example.com?subject=package%20xyz&body=please%20install%20package%20xyz";
    assert_eq!(link.href(), address);

    widget.press_send();
    until("the second failure is said", || widget.said().contains(&no_desk)).await;
    assert!(widget.said().ends_with("Your text is still here. Write to help@example.com instead."));
}

#[wasm_bindgen_test]
async fn after_thirty_seconds_it_stops_waiting_and_a_late_answer_changes_nothing() {
    let (answer, come) = Answer::later();
    let network = Network::answers([answer, Answer::created(&ticket_url(2))]);
    let clock = Clock::of_the_page();
    let told = EventLog::at(&document(), TICKET_EVENTS);
    let widget = Widget::filled_in(&[]).await;

    widget.press_send();
    until("the request is on its way", || network.count() == 1).await;
    clock.passes(10);
    assert_eq!(widget.said(), "Still sending. Your text is safe.");
    clock.passes(10);
    assert_eq!(told.count("ticket-error"), 0);
    clock.passes(10);

    let [too_late, _] = words_of(&SendError::Timeout { after: 30 });
    assert!(widget.until_failed().await.starts_with(&too_late), "{}", widget.said());
    assert!(network.request(0).signal().aborted(), "the request is given up");
    assert_eq!(clock.running(), 0);

    come.call1(&JsValue::NULL, &created().await.into()).unwrap();
    frame().await;
    assert_eq!(told.count("ticket-created"), 0);
    widget.press_send();
    assert_eq!(widget.until_sent().await, ticket_url(2));
}

/// A server's answer as `fetch` gives it, to do something else with.
async fn created() -> Response {
    let Answer::Returns(promise) = Answer::created(&ticket_url(1)) else { unreachable!("it returns") };
    JsFuture::from(Promise::resolve(&promise)).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn the_message_of_a_failure_disappears_at_the_next_try() {
    let (answer, come) = Answer::later();
    let network = Network::answers([Answer::html(503), answer]);
    let widget = Widget::filled_in(&[]).await;
    widget.press_send();
    widget.until_failed().await;

    widget.press_send();

    assert_eq!(widget.said(), "Sending…");
    until("the request is on its way", || network.count() == 2).await;
    come.call1(&JsValue::NULL, &JsValue::NULL).unwrap();
}
