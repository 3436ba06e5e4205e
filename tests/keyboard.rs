//! Promise: the form works by keyboard alone, and its keys do not trigger the page's shortcuts.
//!
//! Keys from scripts have no default actions, so these tests check the attributes that decide what Tab and Enter do. The
//! end-to-end tests press real keys.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::network::{Network, ticket_url};
use support::page::{EventLog, OnPage, body, document, get, window};
use support::widget::press_key;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{EventTarget, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

const KEYS: &[&str] = &["keydown", "keypress", "keyup"];

#[wasm_bindgen_test]
async fn keys_in_the_form_do_not_reach_the_page() {
    let page: [EventTarget; 3] = [window().into(), document().into(), body().into()];
    for modal in ["never", "always"] {
        let heard = page.each_ref().map(|target| EventLog::at(target, KEYS));
        let widget = Widget::opened(&[("modal", modal)]).await;

        for part in ["input", "close", "submit"] {
            KEYS.iter().for_each(|kind| _ = press_key(&widget.part(part), kind, "s", false));
        }
        widget.press_key("body", "Escape");

        assert!(!widget.is_open(), "modal={modal}");
        heard.iter().for_each(|heard| assert_eq!(heard.names(), [""; 0], "modal={modal}"));
    }
}

#[wasm_bindgen_test]
async fn the_page_still_gets_its_own_keys_while_the_form_is_open() {
    let widget = Widget::opened(&[]).await;
    let (input, heard) = (OnPage::focused_input(), EventLog::at(&document(), KEYS));

    KEYS.iter().for_each(|kind| _ = press_key(&input.0, kind, "Escape", false));

    assert_eq!(heard.names(), KEYS);
    assert!(widget.is_open(), "a key of the page is none of ours");
}

#[wasm_bindgen_test]
async fn keys_keep_their_default_actions() {
    let widget = Widget::opened(&[]).await;

    for key in ["a", "Enter", "Tab", " ", "ArrowDown", "Backspace"] {
        assert!(widget.press_key("subject", key), "{key} in the subject");
        assert!(widget.press_key("body", key), "{key} in the text");
    }
}

#[wasm_bindgen_test]
async fn escape_in_the_form_does_not_close_a_dialog_below_it() {
    let widget = Widget::opened(&[]).await;

    assert!(!widget.press_key("subject", "Escape"));
}

#[wasm_bindgen_test]
async fn enter_in_a_field_of_one_line_presses_send() {
    let _network = Network::works();
    let widget = Widget::filled_in(&[]).await;

    // The button that Enter presses (HTML standard, "implicit submission").
    let default: HtmlElement = widget.find("form :default").unwrap();
    assert_eq!(default, widget.part("submit"));
    for name in ["username", "email_address", "subject"] {
        assert!(
            get(&widget.field(name), "form") == JsValue::from(widget.part("form")),
            "{name} is in the form"
        );
    }

    default.click();
    assert_eq!(widget.until_sent().await, ticket_url(1));
}

#[wasm_bindgen_test]
async fn tab_goes_through_the_form_in_the_order_of_the_screen() {
    let widget = Widget::opened(&[]).await;

    let stops = widget.tab_stops();

    // What the form has beyond these comes with support-ticket-extras.js, which these tests do without.
    assert_eq!(stops, ["close", "username", "email_address", "type", "subject", "body", "submit"]);
}

#[wasm_bindgen_test]
async fn tab_reaches_the_address_and_its_buttons() {
    let _network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    widget.press_send();
    widget.until_sent().await;

    assert_eq!(widget.tab_stops(), ["close", "ticket-url", "another"]);
}

#[wasm_bindgen_test]
async fn every_tab_stop_is_focusable_and_has_a_name() {
    let widget = Widget::opened(&[]).await;

    for stop in widget.tab_stops() {
        let element = widget.find(&format!("[name='{stop}'], [part='{stop}']")).unwrap();
        element.focus().unwrap();
        assert_eq!(widget.focused(), stop);
        let label = widget.find(&format!("label[for='{stop}']")).map(JsCast::unchecked_into);
        let text = label.unwrap_or(element).inner_text();
        assert!(!text.trim().is_empty(), "{stop} has no name");
    }
}
