//! The page around the widget: its event log, replaced globals, other elements and address. Dropping a value restores the
//! page.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

/// The timeout of a wait. Nothing here takes longer than a few frames.
const TIMEOUT_MS: f64 = 10_000.0;

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn document() -> Document {
    window().document().unwrap()
}

pub(crate) fn body() -> HtmlElement {
    document().body().unwrap()
}

/// Waits until the browser has drawn a frame.
pub(crate) async fn frame() {
    let drawn = Promise::new(&mut |resolve, _| _ = window().request_animation_frame(&resolve).unwrap());
    JsFuture::from(drawn).await.unwrap();
}

/// Waits until a condition holds, checking it at every frame.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = js_sys::Date::now();
    while !is_so() {
        assert!(js_sys::Date::now() - begun < TIMEOUT_MS, "waited too long until {what}");
        frame().await;
    }
}

/// Returns the value under a key, as the page's script would read it.
pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

pub(crate) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_else(|| panic!("{key} is no string"))
}

pub(crate) fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    assert!(Reflect::set(object, &key.into(), &value.into()).unwrap());
}

/// **Another element of the page.** Dropping it removes it.
pub(crate) struct OnPage(pub(crate) HtmlElement);

impl OnPage {
    pub(crate) fn new(tag: &str) -> OnPage {
        let element: HtmlElement = document().create_element(tag).unwrap().unchecked_into();
        body().append_child(&element).unwrap();
        OnPage(element)
    }

    /// Adds a focused input.
    pub(crate) fn focused_input() -> OnPage {
        let input = OnPage::new("input");
        input.0.focus().unwrap();
        input
    }

    pub(crate) fn has_focus(&self) -> bool {
        document().active_element().as_ref() == Some(&self.0)
    }
}

impl Drop for OnPage {
    fn drop(&mut self) {
        Element::remove(&self.0);
    }
}

/// **The events that a target received.** Dropping it removes the listener.
pub(crate) struct EventLog {
    target: EventTarget,
    names: &'static [&'static str],
    events: Rc<RefCell<Vec<Event>>>,
    listener: Closure<dyn Fn(Event)>,
}

/// The events of the widget.
pub(crate) const TICKET_EVENTS: &[&str] =
    &["ticket-open", "ticket-close", "ticket-submit", "ticket-created", "ticket-error"];
/// The events of uncaught errors.
pub(crate) const SCRIPT_ERRORS: &[&str] = &["error", "unhandledrejection"];

impl EventLog {
    pub(crate) fn at(target: &EventTarget, names: &'static [&'static str]) -> EventLog {
        EventLog::with_handler(target, names, |_| ())
    }

    /// Records events and calls `answer` for each.
    pub(crate) fn with_handler(
        target: &EventTarget,
        names: &'static [&'static str],
        answer: impl Fn(&Event) + 'static,
    ) -> EventLog {
        let events = Rc::<RefCell<Vec<Event>>>::default();
        let heard = events.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            answer(&event);
            heard.borrow_mut().push(event);
        });
        for name in names {
            target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).unwrap();
        }
        EventLog { target: target.clone(), names, events, listener }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.events.borrow().iter().map(Event::type_).collect()
    }

    /// Counts the events of a name.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|heard| *heard == name).count()
    }

    /// Returns the `detail` of the last event of a name.
    pub(crate) fn detail(&self, name: &str) -> JsValue {
        let events = self.events.borrow();
        let event = events.iter().rev().find(|event| event.type_() == name);
        get(event.unwrap_or_else(|| panic!("{name} was not told")), "detail")
    }
}

impl Drop for EventLog {
    fn drop(&mut self) {
        for name in self.names {
            let listener = self.listener.as_ref().unchecked_ref();
            self.target.remove_event_listener_with_callback(name, listener).unwrap();
        }
    }
}

/// **A replaced function of the browser.** Dropping it restores the original.
pub(crate) struct Replaced<T: ?Sized> {
    object: JsValue,
    name: &'static str,
    before: JsValue,
    _by: Closure<T>,
}

impl<T: ?Sized> Replaced<T> {
    pub(crate) fn new(object: impl Into<JsValue>, name: &'static str, by: Closure<T>) -> Replaced<T> {
        let object = object.into();
        let before = get(&object, name);
        set(&object, name, by.as_ref().unchecked_ref::<Function>());
        Replaced { object, name, before, _by: by }
    }
}

impl<T: ?Sized> Drop for Replaced<T> {
    fn drop(&mut self) {
        set(&self.object, self.name, &self.before);
    }
}

/// **The page's address**, set as a router does. Dropping it restores the original.
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn is(path: &str) -> Address {
        let before = window().location().href().unwrap();
        go_to(path);
        Address(before)
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        go_to(&self.0);
    }
}

fn go_to(address: &str) {
    window().history().unwrap().replace_state_with_url(&JsValue::NULL, "", Some(address)).unwrap();
}
