//! The few things that are done to the page's elements, each in one place. Only here elements are made and cast;
//! what they mean is `view`'s.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlInputElement, Node, Window};

use crate::{
    error::{MountError, expect},
    text::pieces,
};

/// An `<input>` or `<textarea>`. The bindings of the one serve the other: they go by the names of properties.
pub(crate) type Control = HtmlInputElement;

/// Makes an element and puts it at the end of `parent`. Its class is that of its part; its attributes are written
/// `name=value;name=value`.
pub(crate) fn element(
    parent: &Node,
    tag: &str,
    part: &str,
    attributes: &str,
) -> Result<HtmlElement, MountError> {
    let page = parent.owner_document().ok_or(JsValue::UNDEFINED)?;
    let made = page.create_element(tag)?;
    if !part.is_empty() {
        made.set_attribute("part", part)?;
        made.set_attribute("class", part)?;
    }
    for attribute in pieces(attributes, b';') {
        let mut halves = pieces(attribute, b'=');
        let name = halves.next().unwrap_or_default();
        made.set_attribute(name, halves.next().unwrap_or_default())?;
    }
    parent.append_child(&made)?;
    Ok(made.unchecked_into())
}

/// Sets an attribute, if it is not so already: a live region would say it again.
pub(crate) fn attr(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        expect(element.set_attribute(name, value));
    }
}

/// Sets the text, if it is not so already. Text is never read as HTML.
pub(crate) fn text(node: &Node, text: &str) {
    if node.text_content().as_deref() != Some(text) {
        node.set_text_content(Some(text));
    }
}

pub(crate) fn show(element: &HtmlElement, visible: bool) {
    element.set_hidden(!visible);
}

pub(crate) fn focus(element: &HtmlElement) {
    expect(element.focus());
}

pub(crate) fn window(node: &Node) -> Option<Window> {
    node.owner_document()?.default_view()
}

/// The element that has the focus, through as many shadow roots as there are.
pub(crate) fn focused(node: &Node) -> Option<HtmlElement> {
    let mut at = node.owner_document()?.active_element()?;
    while let Some(inner) = at.shadow_root().and_then(|root| root.active_element()) {
        at = inner;
    }
    Some(at.unchecked_into())
}

/// A method of an object of the page, which may have put there what it likes.
pub(crate) fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    let method = get(object, name);
    if method.is_function() { Ok(method.unchecked_into()) } else { Err(method) }
}

/// The string under a key of an object, if there is one.
pub(crate) fn string(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// The value under a key of an object; undefined if there is none, or no object.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Sets a key of an object made here, which takes any.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    expect(Reflect::set(object, &JsValue::from_str(name), value));
}

/// What a promise came to, or a call that gives one.
pub(crate) type Settled = Result<JsValue, JsValue>;

/// Calls once a promise is settled. It holds what it needs for that until then, and no longer.
pub(crate) fn then(started: Settled, call: impl Fn(Settled) + Clone + 'static) {
    let promise = match started {
        Ok(promise) => Promise::resolve(&promise),
        Err(error) => Promise::reject(&error),
    };
    let failed = call.clone();
    let succeeded = callback(move |value| call(Ok(value)));
    let failed = callback(move |error| failed(Err(error)));
    expect(method(&promise, "then").and_then(|then| then.call2(&promise, &succeeded, &failed)));
}

/// A function that JavaScript keeps, and lets go of when it has forgotten the promise: that may be after the widget.
#[allow(clippy::disallowed_methods, reason = "every browser that has popovers has weak references")]
fn callback(call: impl Fn(JsValue) + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue)>::new(call).into_js_value()
}

/// **A listener to many events, for as long as it is held.** Dropping it takes it away.
///
/// It is `Fn`: hearing one event may set off another (`focus()` a `focusout`), which is heard before it is done.
#[must_use]
pub(crate) struct Listener {
    closure: Closure<dyn Fn(Event)>,
    heard: Vec<(EventTarget, &'static str)>,
}

impl Listener {
    pub(crate) fn new(listen: impl Fn(Event) + 'static) -> Listener {
        Listener { closure: Closure::new(listen), heard: Vec::new() }
    }

    /// Listens to an event. It may call `preventDefault`: the listener is not passive.
    pub(crate) fn hear(&mut self, target: &EventTarget, name: &'static str) {
        expect(target.add_event_listener_with_callback(name, self.closure.as_ref().unchecked_ref()));
        self.heard.push((target.clone(), name));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for (target, name) in &self.heard {
            expect(target.remove_event_listener_with_callback(name, self.closure.as_ref().unchecked_ref()));
        }
    }
}

// Not web-sys, for which a timer is an integer: where a page or a test puts its own timers in place of the browser's, they
// are known by larger numbers or by objects, and a clock that is not stopped would call what is gone. 0.1 kB less than as
// numbers.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setInterval)]
    fn set_interval(call: &Function, millis: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(id: &JsValue);
}

/// **A clock, for as long as it is held.** Dropping it stops it.
#[must_use]
pub(crate) struct Clock {
    id: JsValue,
    _closure: Closure<dyn Fn()>,
}

impl Clock {
    /// Calls again and again, every so many milliseconds.
    pub(crate) fn start(millis: u32, call: impl Fn() + 'static) -> Option<Clock> {
        let closure = Closure::<dyn Fn()>::new(call);
        let id = expect(set_interval(closure.as_ref().unchecked_ref(), millis))?;
        Some(Clock { id, _closure: closure })
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        clear_interval(&self.id);
    }
}
