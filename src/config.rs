//! What the page says: the host element's attributes and properties, and what the browser tells of itself. They are
//! read when they are needed, so a page may change them at any time. It must not know what is done with them.

use js_sys::{Array, Intl, JSON, Object};
use support_ticket_contract::{Field, Ticket, check_text};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use crate::{dom, error::report, form::State, page, text};

/// The value of an attribute; empty if it is absent.
pub(crate) fn attribute(host: &Element, name: &str) -> String {
    host.get_attribute(name).unwrap_or_default()
}

/// The attribute that prefills a field.
pub(crate) fn attribute_of(field: Field) -> &'static str {
    if field == Field::EmailAddress { "email-address" } else { field.name() }
}

/// **How the panel is shown.**
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Beside the page's content, which stays usable.
    Beside,
    /// Above the page's content, which is out of reach meanwhile.
    Modal,
}

/// The manner that the attribute `modal` asks for, now. `auto`: beside the content where there is room and the
/// page has no modal dialog open, outside of which everything is inert, the panel too.
pub(crate) fn manner(host: &Element) -> Manner {
    let modal = match attribute(host, "modal").as_str() {
        "always" => true,
        "never" => false,
        _ => is_narrow(host) || has_modal(host),
    };
    if modal { Manner::Modal } else { Manner::Beside }
}

/// Where the panel fills the screen. The stylesheet has the same words.
pub(crate) const NARROW: &str = "(max-width:640px),(max-height:480px)";

fn is_narrow(host: &Element) -> bool {
    dom::window(host)
        .and_then(|window| window.match_media(NARROW).ok()?)
        .is_some_and(|list| dom::get(&list, "matches").is_truthy())
}

fn has_modal(host: &Element) -> bool {
    host.owner_document().and_then(|page| page.query_selector(":modal").ok()?).is_some()
}

/// The ticket without its `info`: what the visitor wrote, and what the page and the browser add. What the page set
/// wrongly is left out, and said on the console: a visitor could not set it right.
pub(crate) fn ticket(host: &Element, state: &State) -> Ticket<&'static str> {
    let valid = |field, name: &str, value: &str| {
        let value = value.trim_ascii();
        let is_wrong = check_text(field, value).is_some();
        if is_wrong && !value.is_empty() {
            report(&JsValue::from_str(name));
        }
        (!is_wrong).then(|| value.to_owned())
    };
    let of = |field| state.entry(field).value.clone();
    let username = state.entry(Field::Username).value.trim_ascii();
    let tags = attribute(host, "tags");
    Ticket {
        id: Some(state.id.clone()),
        username: (!username.is_empty()).then(|| username.to_owned()),
        email_address: of(Field::EmailAddress),
        subject: of(Field::Subject),
        body: of(Field::Body),
        tags: text::pieces(&tags, b',').filter_map(|tag| valid(Field::Tags, "tags", tag)).collect(),
        account_id: valid(Field::AccountId, "account-id", &attribute(host, "account-id")),
        location: location(host),
        info: None,
    }
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
        set("viewport", &Array::of2(&size("innerWidth"), &size("innerHeight")).join("x"));
    }
    set("time_zone", &time_zone());
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

fn time_zone() -> JsValue {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    dom::get(&format.resolved_options(), "timeZone")
}
