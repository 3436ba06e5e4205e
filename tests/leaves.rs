//! Promise: a removed form leaves nothing behind: no node, listener or timer.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::clock::Clock;
use support::loader::{Loading, SupportTicketWidget};
use support::network::{Answer, Network, ticket_url};
use support::page::{EventLog, OnPage, SCRIPT_ERRORS, TICKET_EVENTS, document, frame, get, until, window};
use support::widget::elements_on_page;
use support_ticket_widget::Form;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Attaches the module once more to the elements of a form.
fn attached(widget: &Widget) -> Form {
    let panel = widget.part("dialog");
    let inside = panel.query_selector_all(":not(option)").unwrap();
    let inside = (0..inside.length()).filter_map(|at| inside.get(at)).map(JsCast::unchecked_into);
    let elements = std::iter::once(panel.clone()).chain(inside).collect();
    let host: HtmlElement = widget.element.clone().unchecked_into();
    Form::attach(host, elements, "en".to_owned(), String::new(), String::new())
}

#[wasm_bindgen_test]
async fn removing_the_element_removes_all_of_the_form() {
    let widget = Widget::opened(&[]).await;
    let root = widget.root();
    assert_eq!(root.child_element_count(), 2);

    drop(widget);
    frame().await;

    assert_eq!(root.child_element_count(), 1, "the button's corner");
}

#[wasm_bindgen_test]
async fn forms_come_and_go_without_a_trace() {
    let before = elements_on_page();
    let element = SupportTicketWidget::new();

    for _ in 0..3 {
        let widget = Widget::of(element.clone(), Loading::works(), &[]);
        widget.open().await;
        drop(widget);
        frame().await;
    }

    assert_eq!(elements_on_page(), before);
    let root = element.shadow_root().unwrap();
    assert_eq!(root.child_element_count(), 1);
    assert_eq!(root.adopted_style_sheets().length(), 2);
}

#[wasm_bindgen_test]
async fn two_hundred_forms_need_no_more_memory_than_the_first_ones() {
    let widget = Widget::opened(&[]).await;
    let bytes = || get(&get(&wasm_bindgen::memory(), "buffer"), "byteLength").as_f64().unwrap();
    (0..20).for_each(|_| drop(attached(&widget)));
    let before = bytes();

    (0..200).for_each(|_| drop(attached(&widget)));

    assert_eq!(bytes(), before);
}

#[wasm_bindgen_test]
async fn a_late_answer_to_a_removed_form_does_nothing() {
    for answer in [Answer::created(&ticket_url(1)), Answer::json(503, "")] {
        let Answer::Returns(answer) = answer else { unreachable!("it returns a promise") };
        let (later, come) = Answer::later();
        let network = Network::answers([later]);
        let (told, broken) =
            (EventLog::at(&document(), TICKET_EVENTS), EventLog::at(&window(), SCRIPT_ERRORS));
        let widget = Widget::filled_in(&[]).await;
        widget.press_send();
        until("the request is on its way", || network.count() == 1).await;

        drop(widget);
        frame().await;
        come.call1(&JsValue::NULL, &answer).unwrap();
        frame().await;

        assert_eq!(told.names(), ["ticket-open", "ticket-submit"]);
        assert_eq!(broken.names(), [""; 0]);
    }
}

#[wasm_bindgen_test]
async fn a_removed_form_has_no_timers() {
    let (later, _come) = Answer::later();
    let _network = Network::answers([later]);
    let clock = Clock::of_the_page();
    let widget = Widget::filled_in(&[]).await;
    widget.press_send();
    assert_eq!(clock.running(), 1);

    drop(widget);
    until("the clock is stopped", || clock.running() == 0).await;
}

#[wasm_bindgen_test]
async fn removing_an_open_modal_form_makes_the_page_usable_again() {
    let input = OnPage::new("input");
    let widget = Widget::opened(&[("modal", "always")]).await;

    drop(widget);
    frame().await;
    input.0.focus().unwrap();

    assert!(input.has_focus());
    assert!(document().query_selector(":modal, :popover-open").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn removing_the_element_in_an_event_listener_breaks_nothing() {
    let broken = EventLog::at(&window(), SCRIPT_ERRORS);
    for name in [&["ticket-submit"], &["ticket-created"]] {
        let _network = Network::works();
        let widget = Widget::filled_in(&[]).await;
        let _page = EventLog::with_handler(&widget.element, name, remove);

        widget.press_send();
        until("the form is gone", || widget.find("dialog").is_none()).await;
    }

    let widget = Widget::new(&[]);
    let page = EventLog::with_handler(&widget.element, &["ticket-open"], remove);
    widget.press("button");
    until("it is told", || page.count("ticket-open") == 1).await;
    until("the form is gone", || widget.find("dialog").is_none()).await;
    assert_eq!(broken.names(), [""; 0]);
}

fn remove(event: &Event) {
    event.target().unwrap().unchecked_into::<Element>().remove();
}
