//! Promise: pressing Send creates one ticket with the visitor's text and location, and shows its address.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::network::{Answer, Network, ticket_url};
use support::page::{EventLog, TICKET_EVENTS, document, frame, get, set, text, until};
use support::widget::GOOD;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::RequestCredentials;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn one_json_request_goes_to_the_endpoint_without_other_sites_cookies() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;

    widget.press_send();
    widget.until_sent().await;

    let request = network.request(0);
    assert_eq!(network.count(), 1);
    assert_eq!(request.method(), "POST");
    assert!(request.url().ends_with("/api/v1/create_support_ticket"), "{}", request.url());
    assert_eq!(request.credentials(), RequestCredentials::SameOrigin);
    assert_eq!(request.headers().get("Content-Type").unwrap().as_deref(), Some("application/json"));
    assert_eq!(request.headers().get("Authorization").unwrap(), None);
}

#[wasm_bindgen_test]
async fn two_presses_send_once() {
    let (answer, come) = Answer::later();
    let network = Network::answers([answer]);
    let widget = Widget::filled_in(&[]).await;

    widget.press_send();
    widget.press_send();
    frame().await;
    widget.press_send();
    until("the request is on its way", || network.count() > 0).await;
    frame().await;

    assert_eq!(network.count(), 1);
    assert_eq!(widget.said(), "Sending…");
    assert!(widget.field("body").read_only(), "what is sent cannot be changed meanwhile");
    come.call1(&JsValue::NULL, &JsValue::NULL).unwrap();
}

#[wasm_bindgen_test]
async fn the_address_of_the_ticket_is_shown_to_be_kept() {
    let _network = Network::works();
    let told = EventLog::at(&document(), TICKET_EVENTS);
    let widget = Widget::filled_in(&[]).await;

    widget.press_send();

    assert_eq!(widget.until_sent().await, ticket_url(1));
    assert_eq!(widget.said(), "We have your message.");
    assert_eq!(widget.focused(), "ticket-url");
    assert_eq!(told.names(), ["ticket-open", "ticket-submit", "ticket-created"]);
    assert_eq!(text(&told.detail("ticket-created"), "url"), ticket_url(1));
}

#[wasm_bindgen_test]
async fn another_ticket_keeps_the_address_and_has_a_new_id() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    widget.press_send();
    widget.until_sent().await;

    widget.press("another");
    assert_eq!(widget.texts(), ["Jo Doe", "jd@example.com", "", ""]);
    assert_eq!(widget.focused(), "subject");

    widget.type_all();
    widget.press_send();
    until("the second ticket is there", || network.count() == 2 && widget.is_visible("ticket-url")).await;
    assert_ne!(text(&network.ticket(0).await, "id"), text(&network.ticket(1).await, "id"));
    assert_eq!(widget.until_sent().await, ticket_url(2));
}

#[wasm_bindgen_test]
async fn a_second_try_carries_the_same_id() {
    let network = Network::answers([
        Answer::Rejects("gone".into()),
        Answer::json(503, ""),
        Answer::created(&ticket_url(1)),
    ]);
    let widget = Widget::filled_in(&[]).await;
    let told = EventLog::at(&document(), TICKET_EVENTS);

    for tries in 1..=2 {
        widget.press_send();
        until("it failed", || told.count("ticket-error") == tries).await;
    }
    widget.type_into("body", "please install package xyz, and abc");
    widget.press_send();
    widget.until_sent().await;

    let id = text(&network.ticket(0).await, "id");
    assert_eq!(text(&network.ticket(1).await, "id"), id);
    assert_eq!(text(&network.ticket(2).await, "id"), id);
    assert_eq!(text(&told.detail("ticket-created"), "id"), id);
}

#[wasm_bindgen_test]
async fn the_page_may_change_the_ticket_before_it_goes_out() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    let _page = EventLog::with_handler(&document(), &["ticket-submit"], |event| {
        let ticket = get(&get(event, "detail"), "ticket");
        set(&ticket, "subject", "changed by the page");
        set(&get(&ticket, "info"), "plan", "pro");
    });

    widget.press_send();
    widget.until_sent().await;

    let ticket = network.ticket(0).await;
    assert_eq!(text(&ticket, "subject"), "changed by the page");
    assert_eq!(text(&get(&ticket, "info"), "plan"), "pro");
}

#[wasm_bindgen_test]
async fn a_page_change_that_breaks_a_rule_is_shown_and_not_sent() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    let _page = EventLog::with_handler(&document(), &["ticket-submit"], |event| {
        set(&get(&get(event, "detail"), "ticket"), "subject", "");
    });

    widget.press_send();

    assert_eq!(widget.problem_of("subject"), "Enter a subject: a few words are enough.");
    assert_eq!(network.count(), 0);
}

#[wasm_bindgen_test]
async fn a_page_can_cancel_the_submit_and_the_text_stays() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    let page = EventLog::with_handler(&document(), &["ticket-submit"], |event| event.prevent_default());

    widget.press_send();

    assert_eq!(network.count(), 0);
    assert_eq!(widget.texts(), GOOD.map(|(_, typed)| typed));
    assert_eq!(widget.said(), "");
    drop(page);
    widget.press_send();
    widget.until_sent().await;
}
