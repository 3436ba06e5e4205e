//! Promise: the button is visible at once and loads the form when the visitor reaches for it. If that fails, the page's
//! fallback is shown.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Promise};
use support::Widget;
use support::loader::{Loading, files_that_attach, the_files};
use support::page::{document, frame, get, text, until};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, HtmlSlotElement};

wasm_bindgen_test_configure!(run_in_browser);

const FALLBACK: &str = "Write to us";

/// The element with the page's own way out inside, and whether that is shown.
fn with_fallback(loading: Loading, attributes: &[(&str, &str)]) -> Widget {
    let widget = Widget::loading(loading, attributes);
    let link = document().create_element("a").unwrap();
    link.set_text_content(Some(FALLBACK));
    widget.element.append_child(&link).unwrap();
    widget
}

fn shows_fallback(widget: &Widget) -> bool {
    let link = widget.element.first_element_child().unwrap();
    link.get_bounding_client_rect().height() > 0.0
}

fn button(widget: &Widget) -> String {
    widget.part("button").inner_text()
}

/// It is paler meanwhile.
fn is_loading(widget: &Widget) -> bool {
    widget.find(".loading").is_some()
}

/// A load that comes when it is called for, and how often it was asked for.
fn loading_later() -> (Loading, Function, Rc<Cell<u32>>) {
    let mut come = None;
    let promise = Promise::new(&mut |resolve, _| come = Some(resolve));
    let asked = Rc::new(Cell::new(0));
    let counted = asked.clone();
    let loading = Loading::is(move || {
        counted.set(counted.get() + 1);
        promise.clone()
    });
    (loading, come.unwrap(), asked)
}

/// A load that fails the first time.
fn loading_fails_once() -> Loading {
    let failed = Cell::new(false);
    Loading::is(move || {
        if failed.replace(true) { Promise::resolve(&the_files()) } else { Promise::reject(&"offline".into()) }
    })
}

#[wasm_bindgen_test]
fn the_button_is_there_at_once_and_nothing_is_loaded_for_it() {
    let (loading, _, asked) = loading_later();
    let widget = with_fallback(loading, &[]);

    assert!(widget.is_visible("button"));
    assert_eq!(button(&widget), "Help");
    assert!(!shows_fallback(&widget));
    assert!(!is_loading(&widget));
    assert_eq!(asked.get(), 0);
}

#[wasm_bindgen_test]
fn reaching_for_the_button_starts_loading() {
    for reach in ["pointerover", "focus"] {
        let (loading, _, asked) = loading_later();
        let widget = Widget::loading(loading, &[]);

        widget.part("button").dispatch_event(&Event::new(reach).unwrap()).unwrap();

        assert_eq!(asked.get(), 1, "{reach}");
        assert!(!is_loading(&widget), "{reach}");
    }
}

#[wasm_bindgen_test]
async fn while_it_loads_the_button_says_so_and_a_second_click_is_not_needed() {
    let (loading, come, _) = loading_later();
    let widget = Widget::loading(loading, &[]);

    widget.press("button");
    widget.press("button");
    assert!(is_loading(&widget));

    come.call1(&JsValue::NULL, &the_files()).unwrap();
    until("the form is open", || widget.is_open()).await;
    assert!(!is_loading(&widget));
    assert_eq!(text(&widget.part("button"), "textContent"), "Help");
    assert_eq!(widget.root().query_selector_all("dialog").unwrap().length(), 1);
}

#[wasm_bindgen_test]
async fn a_visitor_who_closes_while_it_loads_is_not_disturbed() {
    let (loading, come, _) = loading_later();
    let widget = Widget::loading(loading, &[]);
    widget.press("button");

    widget.element.close();
    come.call1(&JsValue::NULL, &the_files()).unwrap();
    until("the form is there", || widget.find("dialog").is_some()).await;
    frame().await;

    assert!(!widget.is_open());
}

#[wasm_bindgen_test]
async fn when_loading_fails_the_fallback_is_shown_and_a_retry_works() {
    let widget = with_fallback(loading_fails_once(), &[]);

    widget.press("button");
    until("it says that loading failed", || shows_fallback(&widget)).await;
    assert!(widget.is_visible("button"));
    assert!(!is_loading(&widget) && !get(&widget.element, "open").is_truthy());

    widget.open().await;
    assert!(!shows_fallback(&widget));
}

#[wasm_bindgen_test]
async fn a_form_that_cannot_be_mounted_counts_as_a_failed_load() {
    let broken = Function::new_no_args("throw new Error('the form is broken')");
    let widget = with_fallback(Loading::is(move || Promise::resolve(&files_that_attach(&broken))), &[]);

    widget.press("button");

    until("the way out is shown", || shows_fallback(&widget)).await;
    assert!(widget.is_visible("button"));
}

#[wasm_bindgen_test]
async fn an_inline_form_shows_the_fallback_until_it_is_ready() {
    let (loading, come, asked) = loading_later();
    let widget = with_fallback(loading, &[("position", "inline")]);
    assert!(shows_fallback(&widget));
    assert!(!widget.is_visible("button"));

    until("it is loaded when it comes into view", || asked.get() == 1).await;
    assert!(shows_fallback(&widget));
    come.call1(&JsValue::NULL, &the_files()).unwrap();

    until("the form is there", || widget.find("[name=subject]").is_some()).await;
    assert!(widget.is_visible("submit") && !widget.is_visible("button"));
    assert!(!shows_fallback(&widget));
}

#[wasm_bindgen_test]
async fn an_inline_form_can_be_loaded_again_after_a_failure() {
    let widget = with_fallback(loading_fails_once(), &[("position", "inline")]);
    until("it says that loading failed", || widget.is_visible("button")).await;
    assert!(shows_fallback(&widget));

    widget.press("button");

    until("the form is there", || widget.find("[name=subject]").is_some()).await;
    assert!(!shows_fallback(&widget) && !widget.is_visible("button"));
}

#[wasm_bindgen_test]
async fn an_element_removed_while_it_loads_stays_removed() {
    let (loading, come, _) = loading_later();
    let widget = Widget::loading(loading, &[]);
    widget.press("button");

    widget.element.remove();
    come.call1(&JsValue::NULL, &the_files()).unwrap();
    frame().await;

    assert!(widget.find("dialog").is_none());
    assert!(!is_loading(&widget));
}

#[wasm_bindgen_test]
async fn the_fallback_is_the_elements_content() {
    let widget = with_fallback(loading_fails_once(), &[]);
    let slot: HtmlSlotElement = widget.find("slot").unwrap().unchecked_into();

    assert_eq!(slot.assigned_nodes().length(), 1);
    assert_eq!(widget.element.text_content().as_deref(), Some(FALLBACK));
}
