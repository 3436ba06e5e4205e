//! Promise: if the browser blocks a request, the visitor reads whether the page's policy or the network is the reason.
//! None of these requests reaches a network.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::page::{EventLog, TICKET_EVENTS, document, text};
use support::widget::GOOD;
use support_ticket_widget::{answer::SendError, words};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A port that browsers refuse to talk to (Fetch standard, "port blocking").
const BAD_PORT: &str = "http://127.0.0.1:1";

#[wasm_bindgen_test]
async fn a_request_that_the_pages_policy_forbids_is_not_blamed_on_the_network() {
    let policy = document().create_element("meta").unwrap();
    policy.set_attribute("http-equiv", "Content-Security-Policy").unwrap();
    policy.set_attribute("content", &format!("connect-src 'self' {BAD_PORT}")).unwrap();
    document().head().unwrap().append_child(&policy).unwrap();

    is_said("http://127.0.0.1:9/create_support_ticket", SendError::Blocked).await;
}

#[wasm_bindgen_test]
async fn a_request_that_does_not_get_through_is_reported() {
    is_said(&format!("{BAD_PORT}/create_support_ticket"), SendError::Unreachable).await;
}

async fn is_said(endpoint: &str, error: SendError) {
    let told = EventLog::at(&document(), TICKET_EVENTS);
    let widget = Widget::filled_in(&[("endpoint", endpoint)]).await;

    widget.press_send();
    let said = widget.until_failed().await;

    let expected = words::Words::english().failure(&error, false, false);
    assert_eq!(said, format!("{} Your text is still here. {}", expected.happened, expected.next));
    assert_eq!(text(&told.detail("ticket-error"), "code"), error.code());
    assert_eq!(widget.texts(), GOOD.map(|(_, typed)| typed));
}
