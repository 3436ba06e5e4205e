//! Promise: the element behaves like an HTML element: attributes and properties, moving, several on one page.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use js_sys::Array;
use support::Widget;
use support::loader::{Loading, SupportTicketWidget, loaded_again};
use support::page::{OnPage, body, frame, get, set, text, until, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Document;

wasm_bindgen_test_configure!(run_in_browser);

fn button(widget: &Widget) -> String {
    widget.part("button").inner_text()
}

#[wasm_bindgen_test]
fn the_label_is_the_pages() {
    let widget = Widget::new(&[("label", "Hilfe")]);
    assert_eq!(button(&widget), "Hilfe");

    widget.element.set_attribute("label", "Aide").unwrap();
    assert_eq!(button(&widget), "Aide");
}

#[wasm_bindgen_test]
fn every_attribute_is_a_property() {
    let widget = Widget::new(&[]);
    widget.element.remove_attribute("endpoint").unwrap();
    let names = observed_attributes();
    assert!(names.len() > 10, "{names:?}");
    for name in &names {
        let property = property_of(name);
        if ["open", "over-modals", "allow-tags"].contains(&name.as_str()) {
            assert_eq!(get(&widget.element, &property), JsValue::FALSE, "{name}");
            set(&widget.element, &property, true);
            assert_eq!(widget.element.get_attribute(name).as_deref(), Some(""), "{name}");
            set(&widget.element, &property, false);
            assert!(!widget.element.has_attribute(name), "{name}");
            continue;
        }
        assert_eq!(text(&widget.element, &property), "", "{name}");

        set(&widget.element, &property, "set as property");
        assert_eq!(widget.element.get_attribute(name).as_deref(), Some("set as property"), "{name}");

        widget.element.set_attribute(name, "set as attribute").unwrap();
        assert_eq!(text(&widget.element, &property), "set as attribute", "{name}");

        set(&widget.element, &property, JsValue::NULL);
        assert!(!widget.element.has_attribute(name), "{name}");
    }
}

fn observed_attributes() -> Vec<String> {
    let class = get(&widget_class(), "observedAttributes").unchecked_into::<Array>();
    class.iter().filter_map(|name| name.as_string()).collect()
}

fn widget_class() -> JsValue {
    window().custom_elements().get("support-ticket-widget")
}

/// `email-address` is `emailAddress`.
fn property_of(attribute: &str) -> String {
    let mut words = attribute.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

#[wasm_bindgen_test]
async fn open_is_a_property_as_on_a_dialog() {
    let widget = Widget::new(&[]);
    assert_eq!(get(&widget.element, "open"), JsValue::FALSE);

    set(&widget.element, "open", true);
    until("the form is open", || widget.is_open()).await;
    assert!(widget.element.has_attribute("open"));

    set(&widget.element, "open", false);
    assert!(!widget.is_open() && !widget.element.has_attribute("open"));
}

#[wasm_bindgen_test]
async fn properties_set_before_the_script_loads_count() {
    // In a document without a window nothing is defined.
    let elsewhere = Document::new().unwrap();
    let element = elsewhere.create_element_ns(Some("http://www.w3.org/1999/xhtml"), "support-ticket-widget");
    let element: SupportTicketWidget = element.unwrap().unchecked_into();
    set(&element, "subject", "from before");
    set(&element, "label", "Aide");

    let widget = Widget::of(element, Loading::works(), &[]);
    assert_eq!(button(&widget), "Aide");
    widget.open().await;

    assert_eq!(widget.text_of("subject"), "from before");
}

#[wasm_bindgen_test]
async fn a_moved_element_keeps_its_text_and_stays_open() {
    let place = OnPage::new("section");
    let widget = Widget::filled_in(&[]).await;

    place.0.append_child(&widget.element).unwrap();
    frame().await;

    assert!(widget.is_open());
    assert_eq!(widget.text_of("subject"), "package xyz");
}

#[wasm_bindgen_test]
async fn a_removed_element_frees_its_form_and_works_when_put_back() {
    let widget = Widget::filled_in(&[]).await;

    widget.element.remove();
    frame().await;
    assert!(widget.find("dialog").is_none());

    body().append_child(&widget.element).unwrap();
    until("the form is open again", || widget.is_open()).await;
    assert_eq!(widget.text_of("subject"), "");
}

#[wasm_bindgen_test]
async fn two_elements_do_not_share_their_text() {
    let first = Widget::opened(&[("modal", "never")]).await;
    first.type_into("subject", "the first");
    let second = Widget::opened(&[("modal", "never")]).await;

    assert_eq!(second.text_of("subject"), "");
    assert_eq!(first.text_of("subject"), "the first");
}

#[wasm_bindgen_test]
async fn a_script_that_is_loaded_twice_defines_the_element_once() {
    let before = widget_class();

    let again = loaded_again().await;

    assert_ne!(again, before, "it is another copy of the script");
    assert_eq!(widget_class(), before);
    assert_eq!(button(&Widget::new(&[])), "Help");
}
