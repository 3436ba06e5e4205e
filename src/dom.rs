//! Small wrappers of the DOM: changing elements, and reading and setting keys of objects.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node, Window};

use crate::console::log_err;

/// An `<input>`, `<textarea>` or `<select>`: bindings look properties up by name, so those of one element work for all.
pub(crate) type Control = HtmlInputElement;

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
