//! Reads the host element's attributes and properties, and the browser's facts. It reads them when they are needed, so
//! that a page may change them at any time.

use js_sys::Object;
use support_ticket_contract::{Dialect, Field, Ticket, TicketType, check_text};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::{
    browser,
    console::report,
    dom,
    form::{FormOptions, Input},
    location, text,
};

/// Returns the value of an attribute; empty if it is absent.
pub(crate) fn attribute(host: &Element, name: &str) -> String {
    host.get_attribute(name).unwrap_or_default()
}

/// Normalizes a prefilled value. Invalid types and tags are dropped and logged, because a visitor could not correct them.
pub(crate) fn normalize(input: Input, value: &str) -> String {
    match input {
        Input::Type => valid(Field::Type, value).unwrap_or_default(),
        Input::Tags => {
            let mut tags = String::new();
            for tag in text::pieces(value, b',').filter_map(|tag| valid(Field::Tags, tag)) {
                tags = text::join(&[&tags, if tags.is_empty() { "" } else { ", " }, &tag]);
            }
            tags
        }
        _ => value.to_owned(),
    }
}

fn valid(field: Field, value: &str) -> Option<String> {
    let value = value.trim_ascii();
    let is_wrong = check_text(field, value).is_some();
    if is_wrong && !value.is_empty() {
        report(&JsValue::from_str(field.name()));
    }
    (!is_wrong).then(|| value.to_owned())
}

/// Returns the form's options.
pub(crate) fn options(host: &Element) -> FormOptions {
    let types = host.get_attribute("types");
    let types = types.as_deref().unwrap_or("problem,question,task");
    FormOptions {
        types: text::pieces(types, b',')
            .filter_map(|name| TicketType::from_name(name.trim_ascii()))
            .collect(),
        placeholder: attribute(host, "required"),
        tags: host.get_attribute("allow-tags").is_some(),
        dialect: Dialect::from_is_v2(attribute(host, "dialect") == "v2"),
    }
}

/// Adds the visitor's account and the page's location to a ticket.
pub(crate) fn add_page_details<I>(host: &Element, ticket: &mut Ticket<I>) {
    ticket.account_id = valid(Field::AccountId, &attribute(host, "account-id"));
    ticket.location = current_location(host);
}

fn current_location(host: &Element) -> Option<String> {
    let window = dom::window(host)?;
    let address = dom::get(&window, "location");
    let of = |part| dom::string(&address, part).unwrap_or_default();
    let location = location::location(
        &of("pathname"),
        &of("search"),
        &of("hash"),
        &attribute(host, "base-path"),
        location::Parts::parse(&attribute(host, "location-parts")),
    );
    Some(browser::masked(&location, true))
}

/// Collects a ticket's `info`: the browser's facts, overridden by the page's keys, overridden by those of this ticket.
/// Secrets are masked.
pub(crate) fn info(host: &HtmlElement, extra_info: &JsValue) -> Object {
    let info = Object::new();
    let course = attribute(host, "course");
    if !course.is_empty() {
        dom::set(&info, "course", &course.into());
    }
    // Converted to JSON now: values that JSON cannot hold (a cycle, a getter that throws) cost the page its keys, not
    // the visitor the ticket.
    for more in [browser::facts(), info.clone().into(), dom::get(host, "info"), extra_info.clone()] {
        match browser::masked_info(&more) {
            Ok(more) => _ = Object::assign(&info, &more),
            Err(error) => report(&error),
        }
    }
    info
}
