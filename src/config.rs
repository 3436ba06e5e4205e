//! What the page says: the host element's attributes and properties, and what the browser tells of itself. They are
//! read when they are needed, so a page may change them at any time. It must not know what is done with them.

use js_sys::Object;
use support_ticket_contract::{Field, Ticket, TicketType, check_text};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::{
    browser, dom,
    error::report,
    form::{Asks, Input},
    page, text,
};

/// The value of an attribute; empty if it is absent.
pub(crate) fn attribute(host: &Element, name: &str) -> String {
    host.get_attribute(name).unwrap_or_default()
}

/// What a page filled in by an attribute.
pub(crate) fn prefill(host: &Element, input: Input) -> String {
    let name = if input == Input::EmailAddress { "email-address" } else { input.name() };
    tidy(input, &attribute(host, name))
}

/// What a page may fill in as it goes into the input. What it set wrongly is left out, and said on the console: a
/// visitor could not set it right.
pub(crate) fn tidy(input: Input, value: &str) -> String {
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

/// What the page asks of the visitor.
pub(crate) fn asks(host: &Element) -> Asks {
    let types = host.get_attribute("types");
    let types = types.as_deref().unwrap_or("problem,question,task");
    Asks {
        types: text::pieces(types, b',')
            .filter_map(|name| TicketType::from_name(name.trim_ascii()))
            .collect(),
        placeholder: attribute(host, "required"),
        tags: host.get_attribute("allow-tags").is_some(),
        v2: attribute(host, "dialect") == "v2",
    }
}

/// Whether the panel is to be above the page's content, which is out of reach meanwhile, and not beside it. `auto`:
/// where there is no room beside it.
pub(crate) fn is_modal(host: &Element) -> bool {
    match attribute(host, "modal").as_str() {
        "always" => true,
        "never" => false,
        _ => is_narrow(host),
    }
}

/// Where the panel fills the screen. The stylesheet has the same words.
pub(crate) const NARROW: &str = "(max-width:640px),(max-height:480px)";

fn is_narrow(host: &Element) -> bool {
    dom::window(host)
        .and_then(|window| window.match_media(NARROW).ok()?)
        .is_some_and(|list| dom::get(&list, "matches").is_truthy())
}

/// Adds to a ticket what the page says of the visitor and where they are.
pub(crate) fn complete<I>(host: &Element, ticket: &mut Ticket<I>) {
    ticket.account_id = valid(Field::AccountId, &attribute(host, "account-id"));
    ticket.location = location(host);
}

fn location(host: &Element) -> Option<String> {
    let window = dom::window(host)?;
    let address = dom::get(&window, "location");
    let of = |part| dom::string(&address, part).unwrap_or_default();
    let location = page::location(
        &of("pathname"),
        &of("search"),
        &of("hash"),
        &attribute(host, "base-path"),
        page::Parts::read(&attribute(host, "location-parts")),
    );
    Some(browser::masked(&location, true))
}

/// What helps support: the browser and its screen; the page's own keys win, and over them those of this ticket. What
/// looks like a secret is hidden.
pub(crate) fn info(host: &HtmlElement, of_ticket: &JsValue) -> Object {
    let info = Object::new();
    let course = attribute(host, "course");
    if !course.is_empty() {
        dom::set(&info, "course", &course.into());
    }
    // As it will be written: what cannot be written (a cycle, a getter that throws) costs the page its keys, and not
    // the visitor the ticket.
    for more in [browser::facts(), info.clone().into(), dom::get(host, "info"), of_ticket.clone()] {
        match browser::masked_info(&more) {
            Ok(more) => _ = Object::assign(&info, &more),
            Err(error) => report(&error),
        }
    }
    info
}
