//! One widget from a visitor's view: opens it, types, sends and reads. It finds elements by their public part names.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, EventInit, HtmlAnchorElement, HtmlElement, HtmlInputElement, KeyboardEvent,
    KeyboardEventInit, ShadowRoot,
};

use super::{
    loader::{Loading, SupportTicketWidget},
    page::{body, document, set, until, window},
};

/// A ticket that passes every check.
pub(crate) const GOOD: [(&str, &str); 4] = [
    ("username", "Jo Doe"),
    ("email_address", "jd@example.com"),
    ("subject", "package xyz"),
    ("body", "please install package xyz"),
];

/// **A widget on the page.** Dropping it removes it.
pub(crate) struct Widget {
    pub(crate) element: SupportTicketWidget,
    _loading: Loading,
}

impl Widget {
    /// Adds a widget with these attributes; only its button is visible.
    pub(crate) fn new(attributes: &[(&str, &str)]) -> Widget {
        Widget::loading(Loading::works(), attributes)
    }

    pub(crate) fn loading(loading: Loading, attributes: &[(&str, &str)]) -> Widget {
        Widget::of(SupportTicketWidget::new(), loading, attributes)
    }

    pub(crate) fn of(element: SupportTicketWidget, loading: Loading, attributes: &[(&str, &str)]) -> Widget {
        element.set_attribute("endpoint", "/api/v1/create_support_ticket").unwrap();
        for (name, value) in attributes {
            element.set_attribute(name, value).unwrap();
        }
        body().append_child(&element).unwrap();
        Widget { element, _loading: loading }
    }

    pub(crate) async fn opened(attributes: &[(&str, &str)]) -> Widget {
        let widget = Widget::new(attributes);
        widget.open().await;
        widget
    }

    /// Adds an open widget with a valid ticket typed in.
    pub(crate) async fn filled_in(attributes: &[(&str, &str)]) -> Widget {
        let widget = Widget::opened(attributes).await;
        widget.type_all();
        widget
    }

    pub(crate) async fn open(&self) {
        self.press("button");
        until("the form is open", || self.is_open()).await;
    }

    pub(crate) fn root(&self) -> ShadowRoot {
        self.element.shadow_root().unwrap()
    }

    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root().query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    pub(crate) fn part(&self, part: &str) -> HtmlElement {
        self.find(&format!("[part~={part}]")).unwrap_or_else(|| panic!("there is no {part}"))
    }

    pub(crate) fn field(&self, name: &str) -> HtmlInputElement {
        self.find(&format!("[name={name}]")).unwrap_or_else(|| panic!("there is no {name}")).unchecked_into()
    }

    /// Whether the panel is in the browser's top layer.
    pub(crate) fn is_open(&self) -> bool {
        self.find("dialog").is_some_and(|panel| panel.matches(":popover-open, :modal").unwrap())
    }

    pub(crate) fn is_modal(&self) -> bool {
        self.part("dialog").matches(":modal").unwrap()
    }

    pub(crate) fn is_visible(&self, part: &str) -> bool {
        self.part(part).get_bounding_client_rect().height() > 0.0
    }

    pub(crate) fn press(&self, part: &str) {
        self.part(part).click();
    }

    pub(crate) fn press_send(&self) {
        self.press("submit");
    }

    /// Whether the key's default action was not prevented.
    pub(crate) fn press_key(&self, name: &str, key: &str) -> bool {
        press_key(&self.field(name), "keydown", key, false)
    }

    /// Replaces the value of a field.
    pub(crate) fn type_into(&self, name: &str, text: &str) {
        let field = self.field(name);
        field.focus().unwrap();
        field.set_value(text);
        let typed = EventInit::new();
        typed.set_bubbles(true);
        typed.set_composed(true);
        field.dispatch_event(&Event::new_with_event_init_dict("input", &typed).unwrap()).unwrap();
    }

    pub(crate) fn type_all(&self) {
        for (name, text) in GOOD {
            self.type_into(name, text);
        }
    }

    pub(crate) fn leave(&self, name: &str) {
        self.field(name).blur().unwrap();
    }

    pub(crate) fn text_of(&self, name: &str) -> String {
        self.field(name).value()
    }

    pub(crate) fn texts(&self) -> [String; 4] {
        GOOD.map(|(name, _)| self.text_of(name))
    }

    /// Returns the text of a field's problem, as a screen reader finds it; empty if there is none.
    pub(crate) fn problem_of(&self, name: &str) -> String {
        let described = self.field(name).get_attribute("aria-describedby").unwrap_or_default();
        let tied = described.split_whitespace().filter_map(|id| self.root().get_element_by_id(id));
        let errors = tied.filter(|node| node.matches("[part~=error]").unwrap());
        errors.filter_map(|error| error.text_content()).collect()
    }

    pub(crate) fn is_invalid(&self, name: &str) -> bool {
        self.field(name).get_attribute("aria-invalid").as_deref() == Some("true")
    }

    /// Returns the name or part of the focused element; empty if the focus is outside of the form.
    pub(crate) fn focused(&self) -> String {
        self.root().active_element().map(|element| name(&element)).unwrap_or_default()
    }

    /// Returns the names or parts of the panel's tab stops, in order.
    pub(crate) fn tab_stops(&self) -> Vec<String> {
        let all = self.part("dialog").query_selector_all("a, button, input, select, textarea, [tabindex]");
        let all = all.unwrap();
        let elements = (0..all.length()).filter_map(|at| all.get(at)).map(JsCast::unchecked_into);
        let stops = elements.filter(|element: &HtmlElement| {
            assert!(element.tab_index() <= 0, "a tabindex over 0 goes before everything of the page");
            let has_room = element.get_bounding_client_rect().height() > 0.0;
            let style = window().get_computed_style(element).unwrap().unwrap();
            let is_seen = style.get_property_value("visibility").unwrap() == "visible";
            element.tab_index() == 0 && has_room && is_seen
        });
        stops.map(|element| name(&element)).collect()
    }

    /// Returns what a screen reader has read out last: the progress, or the failure and what to do.
    pub(crate) fn said(&self) -> String {
        let alert = if self.is_visible("alert") { self.part("alert").inner_text() } else { String::new() };
        let said = alert + " " + &self.part("status").inner_text();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) async fn until_failed(&self) -> String {
        until("it says what went wrong", || self.is_visible("alert")).await;
        self.said()
    }

    /// Returns the ticket's URL.
    pub(crate) async fn until_sent(&self) -> String {
        until("there is a ticket", || self.is_visible("ticket-url")).await;
        self.part("ticket-url").unchecked_into::<HtmlAnchorElement>().href()
    }

    pub(crate) fn set_info(&self, info: &JsValue) {
        set(&self.element, "info", info);
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        self.element.remove();
    }
}

fn name(element: &Element) -> String {
    element.get_attribute("name").or_else(|| element.get_attribute("part")).unwrap_or_default()
}

/// Dispatches a key to an element, as if it was pressed there.
pub(crate) fn press_key(element: &Element, kind: &str, key: &str, is_composing: bool) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(true);
    init.set_is_composing(is_composing);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict(kind, &init).unwrap();
    element.dispatch_event(&event).unwrap()
}

/// Counts the page's elements outside of shadow roots.
pub(crate) fn elements_on_page() -> u32 {
    document().get_elements_by_tag_name("*").length()
}
