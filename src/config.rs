//! What the page says: the host element's attributes and properties, and what the browser tells of itself. They are
//! read when they are needed, so a page may change them at any time. It must not know what is done with them.

use js_sys::{Array, JSON, Object};
use support_ticket_contract::{Field, Ticket, check_text};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use crate::{dom, error::report, page, text};

/// The value of an attribute; empty if it is absent.
pub(crate) fn attribute(host: &Element, name: &str) -> String {
    host.get_attribute(name).unwrap_or_default()
}

/// The attribute that prefills a field.
pub(crate) fn attribute_of(field: Field) -> &'static str {
    if field == Field::EmailAddress { "email-address" } else { field.name() }
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

/// Adds to a ticket what the page and the browser say, but for its `info`. What the page set wrongly is left out, and
/// said on the console: a visitor could not set it right.
pub(crate) fn complete<I>(host: &Element, ticket: &mut Ticket<I>) {
    let valid = |field, name: &str, value: &str| {
        let value = value.trim_ascii();
        let is_wrong = check_text(field, value).is_some();
        if is_wrong && !value.is_empty() {
            report(&JsValue::from_str(name));
        }
        (!is_wrong).then(|| value.to_owned())
    };
    let tags = attribute(host, "tags");
    ticket.tags.extend(text::pieces(&tags, b',').filter_map(|tag| valid(Field::Tags, "tags", tag)));
    ticket.account_id = valid(Field::AccountId, "account-id", &attribute(host, "account-id"));
    ticket.location = location(host);
}

fn location(host: &Element) -> Option<String> {
    let window = dom::window(host)?;
    let address = dom::get(&window, "location");
    let of = |part| dom::string(&address, part).unwrap_or_default();
    Some(page::location(
        &of("pathname"),
        &of("search"),
        &of("hash"),
        &attribute(host, "base-path"),
        page::Parts::read(&attribute(host, "location-parts")),
    ))
}

/// What helps support: the browser and its screen; the page's own keys win.
pub(crate) fn info(host: &HtmlElement) -> Object {
    let info = Object::new();
    let set = |key: &str, value: &JsValue| dom::set(&info, key, value);
    if let Some(window) = dom::window(host) {
        let navigator = dom::get(&window, "navigator");
        let user_agent = dom::string(&navigator, "userAgent").unwrap_or_default();
        set("browser", &page::browser(&user_agent).into());
        set("os", &page::os(&user_agent).into());
        set("mobile", &page::is_mobile(&user_agent).into());
        set("user_agent", &user_agent.into());
        set("language", &dom::get(&navigator, "language"));
        // In CSS pixels, such as 390x844.
        let size = |of| dom::get(&window, of);
        set("time_zone", &time_zone(&window).unwrap_or_default());
        set("viewport", &Array::of2(&size("innerWidth"), &size("innerHeight")).join("x"));
    }
    let course = attribute(host, "course");
    if !course.is_empty() {
        set("course", &course.into());
    }
    // As it will be written: what cannot be written (a cycle, a getter that throws) costs the page its keys, and not
    // the visitor the ticket.
    let page = JSON::stringify(&dom::get(host, "info")).map(|json| json.as_string());
    match page.map(|json| JSON::parse(&json.unwrap_or_default()).unwrap_or_default()) {
        Ok(page) => Object::assign(&info, page.unchecked_ref()),
        Err(error) => {
            report(&error);
            info
        }
    }
}

/// The page may have put there what it likes.
fn time_zone(window: &JsValue) -> Result<JsValue, JsValue> {
    let intl = dom::get(window, "Intl");
    let format = dom::method(&intl, "DateTimeFormat")?.call0(&intl)?;
    Ok(dom::get(&dom::method(&format, "resolvedOptions")?.call0(&format)?, "timeZone"))
}
