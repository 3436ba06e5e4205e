//! Promise: the page can prefill the form, and the visitor's text is never overwritten.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use js_sys::Object;
use support::Widget;
use support::network::Network;
use support::page::set;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const BY_ATTRIBUTES: [(&str, &str); 4] = [
    ("username", "Jo Doe"),
    ("email-address", "jd@example.com"),
    ("subject", "package xyz"),
    ("body", "Where:\nWhen:"),
];

fn fields(pairs: &[(&str, &str)]) -> JsValue {
    let fields = Object::new();
    pairs.iter().for_each(|(name, text)| set(&fields, name, *text));
    fields.into()
}

#[wasm_bindgen_test]
async fn attributes_prefill_the_fields() {
    let widget = Widget::opened(&BY_ATTRIBUTES).await;

    assert_eq!(widget.texts(), ["Jo Doe", "jd@example.com", "package xyz", "Where:\nWhen:"]);
}

#[wasm_bindgen_test]
async fn a_changed_attribute_changes_fields_that_were_not_edited() {
    let widget = Widget::opened(&BY_ATTRIBUTES).await;
    widget.type_into("subject", "my own");

    widget.element.set_attribute("subject", "theirs").unwrap();
    widget.element.set_attribute("username", "Jane").unwrap();
    widget.element.remove_attribute("body").unwrap();

    assert_eq!(widget.texts(), ["Jane", "jd@example.com", "my own", ""]);
}

#[wasm_bindgen_test]
async fn a_field_that_the_visitor_emptied_stays_empty() {
    let widget = Widget::opened(&BY_ATTRIBUTES).await;
    widget.type_into("username", "");

    widget.element.set_attribute("username", "Jane").unwrap();
    widget.element.prefill(&fields(&[("username", "Jim")]));

    assert_eq!(widget.text_of("username"), "");
}

#[wasm_bindgen_test]
async fn prefill_before_the_form_is_there_waits_for_it() {
    let widget = Widget::new(&[("subject", "from the attribute")]);
    widget.element.prefill(&fields(&[("email_address", "old@example.com"), ("body", "What I did:")]));
    widget.element.prefill(&fields(&[("email_address", "jd@example.com")]));

    widget.open().await;

    assert_eq!(widget.texts(), ["", "jd@example.com", "from the attribute", "What I did:"]);
}

#[wasm_bindgen_test]
async fn prefill_changes_an_open_form_but_not_edited_fields() {
    let widget = Widget::opened(&[]).await;
    widget.type_into("body", "my own words");

    widget.element.prefill(&fields(&[("subject", "A page that hangs"), ("body", "theirs")]));

    assert_eq!(widget.texts(), ["", "", "A page that hangs", "my own words"]);
}

#[wasm_bindgen_test]
async fn unknown_fields_and_other_types_are_not_prefilled() {
    let widget = Widget::opened(&BY_ATTRIBUTES).await;
    let odd = fields(&[("tags", "a"), ("nothing", "b")]);
    set(&odd, "subject", 42);
    set(&odd, "body", JsValue::NULL);

    widget.element.prefill(&odd);
    widget.element.prefill(&JsValue::NULL);

    assert_eq!(widget.texts(), BY_ATTRIBUTES.map(|(_, text)| text));
}

#[wasm_bindgen_test]
async fn an_empty_prefill_loses_no_text() {
    let widget = Widget::filled_in(&[]).await;

    widget.element.prefill(&JsValue::UNDEFINED);

    assert_eq!(widget.texts(), support::widget::GOOD.map(|(_, typed)| typed));
}

#[wasm_bindgen_test]
async fn reset_restores_the_last_prefill() {
    let widget = Widget::opened(&BY_ATTRIBUTES).await;
    widget.type_all();
    widget.element.prefill(&fields(&[("username", "Jane")]));
    widget.type_into("email_address", "wrong");
    widget.press_send();

    widget.element.reset();

    assert_eq!(widget.texts(), ["Jane", "jd@example.com", "package xyz", "Where:\nWhen:"]);
    assert_eq!(widget.problem_of("email_address"), "");
    assert!(!widget.is_invalid("email_address"));
}

#[wasm_bindgen_test]
async fn after_reset_a_prefill_counts_again() {
    let widget = Widget::filled_in(&[]).await;
    widget.element.reset();
    assert_eq!(widget.texts(), ["", "", "", ""]);

    widget.element.set_attribute("subject", "theirs").unwrap();

    assert_eq!(widget.text_of("subject"), "theirs");
}

#[wasm_bindgen_test]
async fn a_prefilled_form_can_be_sent_as_it_is() {
    let network = Network::works();
    let widget = Widget::opened(&BY_ATTRIBUTES).await;

    widget.press_send();
    widget.until_sent().await;

    assert_eq!(support::page::text(&network.ticket(0).await, "body"), "Where:\nWhen:");
}
