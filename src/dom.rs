//! Small wrappers of the DOM: creating and changing elements, promises, listeners and timers. Only this file creates and
//! casts elements.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlInputElement, Node, Window};

use crate::{
    console::{MountError, log_err},
    text::pieces,
};

/// An `<input>`, `<textarea>` or `<select>`: bindings look properties up by name, so those of one element work for all.
pub(crate) type Control = HtmlInputElement;

/// Creates an element at the end of `parent`. The part is its class, too; attributes are written
/// `name=value;name=value`.
pub(crate) fn append_element(
    parent: &Node,
    tag: &str,
    part: &str,
    attributes: &str,
) -> Result<HtmlElement, MountError> {
    let document = parent.owner_document().ok_or(JsValue::UNDEFINED)?;
    let element = document.create_element(tag)?;
    if !part.is_empty() {
        element.set_attribute("part", part)?;
        element.set_attribute("class", part)?;
    }
    for attribute in pieces(attributes, b';') {
        let mut halves = pieces(attribute, b'=');
        let name = halves.next().unwrap_or_default();
        element.set_attribute(name, halves.next().unwrap_or_default())?;
    }
    parent.append_child(&element)?;
    Ok(element.unchecked_into())
}

/// Sets an attribute, unless it has the value already: screen readers would repeat a live region.
pub(crate) fn set_attr(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        log_err(element.set_attribute(name, value));
    }
}

/// Sets the text, unless it is the same already. It is never parsed as HTML.
pub(crate) fn set_text(node: &Node, text: &str) {
    if node.text_content().as_deref() != Some(text) {
        node.set_text_content(Some(text));
    }
}

pub(crate) fn set_visible(element: &HtmlElement, visible: bool) {
    element.set_hidden(!visible);
}

pub(crate) fn focus(element: &HtmlElement) {
    log_err(element.focus());
}

pub(crate) fn window(node: &Node) -> Option<Window> {
    node.owner_document()?.default_view()
}

/// Returns the focused element, inside of any shadow roots.
pub(crate) fn focused(node: &Node) -> Option<HtmlElement> {
    let mut focused = node.owner_document()?.active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    Some(focused.unchecked_into())
}

/// Returns a method of an object, or the value that the page may have put in its place.
pub(crate) fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    let method = get(object, name);
    if method.is_function() { Ok(method.unchecked_into()) } else { Err(method) }
}

/// Returns the string under a key of an object, if there is one.
pub(crate) fn string(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// Returns the value under a key of an object; undefined if there is none, or no object.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Sets a key of an object.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    log_err(Reflect::set(object, &JsValue::from_str(name), value));
}

/// The result of a promise, or of a call that returns one.
pub(crate) type Settled = Result<JsValue, JsValue>;

/// Calls `call` when a promise is settled. The closures are freed with the promise.
pub(crate) fn on_settled(started: Settled, call: impl Fn(Settled) + Clone + 'static) {
    let promise = match started {
        Ok(promise) => Promise::resolve(&promise),
        Err(error) => Promise::reject(&error),
    };
    let failed = call.clone();
    let succeeded = callback(move |value| call(Ok(value)));
    let failed = callback(move |error| failed(Err(error)));
    log_err(method(&promise, "then").and_then(|then| then.call2(&promise, &succeeded, &failed)));
}

/// A function owned by JavaScript; it is freed with the promise, possibly after the widget.
#[allow(clippy::disallowed_methods, reason = "every browser that has popovers has weak references")]
fn callback(call: impl Fn(JsValue) + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue)>::new(call).into_js_value()
}

/// **A listener for many events.** Dropping it removes it.
///
/// It is `Fn`, because handling one event may dispatch another at once (`focus()` a `focusout`).
#[must_use]
pub(crate) struct Listener {
    closure: Closure<dyn Fn(Event)>,
    targets: Vec<(EventTarget, &'static str)>,
}

impl Listener {
    pub(crate) fn new(on_event: impl Fn(Event) + 'static) -> Listener {
        Listener { closure: Closure::new(on_event), targets: Vec::new() }
    }

    /// Listens to an event. The listener is not passive, so it may call `preventDefault`.
    pub(crate) fn listen(&mut self, target: &EventTarget, name: &'static str) {
        log_err(target.add_event_listener_with_callback(name, self.closure.as_ref().unchecked_ref()));
        self.targets.push((target.clone(), name));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for (target, name) in &self.targets {
            log_err(target.remove_event_listener_with_callback(name, self.closure.as_ref().unchecked_ref()));
        }
    }
}

// web-sys takes a timer's id for an integer. Timers that a page or a test puts in place of the browser's have larger
// numbers or objects; without the exact id the clock would not stop and would call into a freed widget. This also saves
// 0.1 kB.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setInterval)]
    fn set_interval(call: &Function, millis: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(id: &JsValue);
}

/// **A repeating timer.** Dropping it stops it.
#[must_use]
pub(crate) struct Clock {
    id: JsValue,
    _closure: Closure<dyn Fn()>,
}

impl Clock {
    /// Calls `call` every `millis` milliseconds.
    pub(crate) fn start(millis: u32, call: impl Fn() + 'static) -> Option<Clock> {
        let closure = Closure::<dyn Fn()>::new(call);
        let id = log_err(set_interval(closure.as_ref().unchecked_ref(), millis))?;
        Some(Clock { id, _closure: closure })
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        clear_interval(&self.id);
    }
}
