//! The page around the widget: what it hears, what it replaces, what else stands on it, and its time. Whatever is put
//! there goes away again when it is dropped. It must not know the widget.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

/// How long anything may take before the test is given up. Nothing here takes longer than a few frames.
const PATIENCE_MILLIS: f64 = 10_000.0;

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn document() -> Document {
    window().document().unwrap()
}

pub(crate) fn body() -> HtmlElement {
    document().body().unwrap()
}

/// Until the browser has drawn what there is.
pub(crate) async fn frame() {
    let drawn = Promise::new(&mut |resolve, _| _ = window().request_animation_frame(&resolve).unwrap());
    JsFuture::from(drawn).await.unwrap();
}

/// Looks at every frame until it is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = js_sys::Date::now();
    while !is_so() {
        assert!(js_sys::Date::now() - begun < PATIENCE_MILLIS, "waited too long until {what}");
        frame().await;
    }
}

/// The value under a key, as the page's own script would read it.
pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

pub(crate) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_else(|| panic!("{key} is no string"))
}

pub(crate) fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    assert!(Reflect::set(object, &key.into(), &value.into()).unwrap());
}

/// **An element of the page's own**, for as long as it is held.
pub(crate) struct OnPage(pub(crate) HtmlElement);

impl OnPage {
    pub(crate) fn new(tag: &str) -> OnPage {
        let element: HtmlElement = document().create_element(tag).unwrap().unchecked_into();
        body().append_child(&element).unwrap();
        OnPage(element)
    }

    /// Something of the page that can be typed in; it has the focus.
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

/// **The events that were heard at a place of the page**, for as long as it is held.
pub(crate) struct Heard {
    target: EventTarget,
    names: &'static [&'static str],
    events: Rc<RefCell<Vec<Event>>>,
    listener: Closure<dyn Fn(Event)>,
}

/// All that the element tells the page.
pub(crate) const TOLD: &[&str] =
    &["ticket-open", "ticket-close", "ticket-submit", "ticket-created", "ticket-error"];
/// What a browser reports when a script of the page breaks.
pub(crate) const BROKEN: &[&str] = &["error", "unhandledrejection"];

impl Heard {
    pub(crate) fn at(target: &EventTarget, names: &'static [&'static str]) -> Heard {
        Heard::answered(target, names, |_| ())
    }

    /// Hears it, and does something about it.
    pub(crate) fn answered(
        target: &EventTarget,
        names: &'static [&'static str],
        answer: impl Fn(&Event) + 'static,
    ) -> Heard {
        let events = Rc::<RefCell<Vec<Event>>>::default();
        let heard = events.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            answer(&event);
            heard.borrow_mut().push(event);
        });
        for name in names {
            target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).unwrap();
        }
        Heard { target: target.clone(), names, events, listener }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.events.borrow().iter().map(Event::type_).collect()
    }

    /// How often it was heard.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|heard| *heard == name).count()
    }

    /// The `detail` of the last event of that name.
    pub(crate) fn detail(&self, name: &str) -> JsValue {
        let events = self.events.borrow();
        let event = events.iter().rev().find(|event| event.type_() == name);
        get(event.unwrap_or_else(|| panic!("{name} was not told")), "detail")
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        for name in self.names {
            let listener = self.listener.as_ref().unchecked_ref();
            self.target.remove_event_listener_with_callback(name, listener).unwrap();
        }
    }
}

/// **Something of the browser's that the page has replaced**, for as long as it is held.
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

/// **The page's address**, as its router sets it, for as long as it is held.
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
