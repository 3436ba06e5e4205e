//! Promise: the form opens where the visitor can reach it, and closing it restores the page.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::page::{EventLog, OnPage, document, frame, until};
use support::widget::press_key;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlDialogElement;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_button_opens_the_form_above_the_page_and_beside_its_content() {
    let input = OnPage::new("input");

    let widget = Widget::opened(&[]).await;
    input.0.focus().unwrap();

    assert!(widget.part("dialog").matches(":popover-open").unwrap(), "it is in the top layer");
    assert!(!widget.is_modal());
    assert!(input.has_focus(), "the page can still be used");
}

#[wasm_bindgen_test]
async fn a_modal_form_keeps_the_page_out_of_reach() {
    let input = OnPage::new("input");

    let widget = Widget::opened(&[("modal", "always")]).await;
    input.0.focus().unwrap();

    assert!(widget.is_modal());
    assert!(!input.has_focus());
}

#[wasm_bindgen_test]
async fn over_a_modal_dialog_of_the_page_the_form_is_modal_and_can_be_typed_in() {
    let dialog = OnPage::new("dialog");
    dialog.0.unchecked_ref::<HtmlDialogElement>().show_modal().unwrap();

    let widget = Widget::opened(&[]).await;
    widget.field("subject").focus().unwrap();

    assert!(widget.is_modal());
    assert_eq!(widget.focused(), "subject");
}

#[wasm_bindgen_test]
async fn modal_never_is_honoured() {
    let widget = Widget::opened(&[("modal", "never")]).await;

    assert!(widget.is_open() && !widget.is_modal());
}

#[wasm_bindgen_test]
async fn the_visitor_can_type_at_once_in_the_first_empty_field() {
    let widget = Widget::opened(&[]).await;
    assert_eq!(widget.focused(), "username");

    let widget = Widget::opened(&[("username", "Jo"), ("email-address", "jd@example.com")]).await;
    assert_eq!(widget.focused(), "subject");
}

#[wasm_bindgen_test]
async fn closing_restores_the_focus() {
    for modal in ["never", "always"] {
        let input = OnPage::focused_input();
        let widget = Widget::new(&[("modal", modal)]);
        widget.element.show();
        until("the form is open", || widget.is_open()).await;

        widget.press("close");

        assert!(!widget.is_open(), "modal={modal}");
        assert!(input.has_focus(), "modal={modal}");
    }
}

#[wasm_bindgen_test]
async fn closing_leaves_the_focus_with_the_page_if_the_visitor_went_there() {
    let (first, second) = (OnPage::focused_input(), OnPage::new("input"));
    let widget = Widget::opened(&[]).await;

    second.0.focus().unwrap();
    widget.element.close();

    assert!(!widget.is_open());
    assert!(second.has_focus() && !first.has_focus());
}

#[wasm_bindgen_test]
async fn escape_closes_and_keeps_the_text() {
    let widget = Widget::opened(&[]).await;
    widget.type_into("body", "half a sentence");

    widget.press_key("body", "Escape");
    assert!(!widget.is_open());
    assert!(!widget.element.has_attribute("open"));

    widget.open().await;
    assert_eq!(widget.text_of("body"), "half a sentence");
}

#[wasm_bindgen_test]
async fn escape_that_ends_an_input_method_does_not_close() {
    let widget = Widget::opened(&[]).await;

    press_key(&widget.field("body"), "keydown", "Escape", true);

    assert!(widget.is_open());
}

#[wasm_bindgen_test]
async fn the_browsers_own_ways_to_close_a_modal_form_close_it_for_the_page_too() {
    let widget = Widget::opened(&[("modal", "always")]).await;

    widget.part("dialog").unchecked_into::<HtmlDialogElement>().close();
    until("the element says that it is closed", || !widget.element.has_attribute("open")).await;

    widget.open().await;
    assert!(widget.is_modal());
}

#[wasm_bindgen_test]
async fn the_open_attribute_opens_and_closes() {
    let widget = Widget::new(&[("open", "")]);
    until("the form is open", || widget.is_open()).await;

    widget.element.remove_attribute("open").unwrap();
    assert!(!widget.is_open());

    widget.element.set_attribute("open", "").unwrap();
    assert!(widget.is_open());
}

#[wasm_bindgen_test]
async fn each_opening_and_closing_is_announced_once() {
    let told = EventLog::at(&document(), support::page::TICKET_EVENTS);
    let widget = Widget::opened(&[]).await;

    widget.element.show();
    widget.element.set_attribute("open", "open").unwrap();
    frame().await;
    assert_eq!(told.names(), ["ticket-open"]);

    widget.press("close");
    widget.element.close();
    frame().await;
    assert_eq!(told.names(), ["ticket-open", "ticket-close"]);
}

#[wasm_bindgen_test]
async fn showing_an_open_form_focuses_it() {
    let widget = Widget::opened(&[]).await;
    let input = OnPage::focused_input();
    assert!(input.has_focus());

    widget.element.show();

    assert_eq!(widget.focused(), "username");
}
