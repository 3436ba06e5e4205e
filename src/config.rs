//! What the page says: the host element's attributes and properties, and what the browser tells of itself. They are
//! read when they are needed, so a page may change them at any time. It must not know what is done with them.

use js_sys::{Object, Reflect};
use support_ticket_contract::{Field, Ticket, check_text};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, Window};

use crate::{dom, error::report, form::State, page};

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
        _ => is_narrow() || has_modal(host),
    };
    if modal { Manner::Modal } else { Manner::Beside }
}

/// Where the panel fills the screen. The stylesheet has the same words.
pub(crate) const NARROW: &str = "(max-width:640px),(max-height:480px)";

fn is_narrow() -> bool {
    let list = web_sys::window().and_then(|window| window.match_media(NARROW).ok()?);
    list.is_some_and(|list| list.matches())
}

fn has_modal(host: &Element) -> bool {
    host.owner_document().and_then(|page| page.query_selector(":modal").ok()?).is_some()
}

/// The ticket without its `info`: what the visitor wrote, and what the page and the browser add. What the page set wrongly is left
/// out, and said on the console: a visitor could not set it right.
pub(crate) fn ticket(host: &Element, state: &State) -> Ticket<()> {
    let valid = |field, name: &str, value: String| {
        if value.is_empty() {
            return None;
        }
        let is_wrong = check_text(field, &value).is_some();
        if is_wrong {
            report(&JsValue::from_str(name));
        }
        (!is_wrong).then_some(value)
    };
    let of = |field| state.entry(field).value.clone();
    let username = state.entry(Field::Username).value.trim();
    let tags = attribute(host, "tags");
    let tags = tags.split(',').map(|tag| tag.trim().to_owned());
    Ticket {
        id: Some(state.id.clone()),
        username: (!username.is_empty()).then(|| username.to_owned()),
        email_address: of(Field::EmailAddress),
        subject: of(Field::Subject),
        body: of(Field::Body),
        tags: tags.filter_map(|tag| valid(Field::Tags, "tags", tag)).collect(),
        account_id: valid(Field::AccountId, "account-id", attribute(host, "account-id")),
        location: web_sys::window().and_then(|window| location(host, &window)),
        info: None,
    }
}

fn location(host: &Element, window: &Window) -> Option<String> {
    let address = window.location();
    Some(page::location(
        &address.pathname().ok()?,
        &address.search().ok()?,
        &address.hash().ok()?,
        &attribute(host, "base-path"),
        page::Parts::read(&attribute(host, "location-parts")),
    ))
}

/// What helps support: the browser and its screen; the page's own keys win.
pub(crate) fn info(host: &HtmlElement, window: &Window) -> Object {
    let info = Object::new();
    let set = |key: &str, value: JsValue| {
        // An object made here takes any key.
        if !value.is_undefined() {
            crate::error::expect(Reflect::set(&info, &JsValue::from_str(key), &value));
        }
    };
    let navigator = window.navigator();
    let user_agent = navigator.user_agent().unwrap_or_default();
    set("browser", page::browser(&user_agent).into());
    set("os", page::os(&user_agent).into());
    set("mobile", page::is_mobile(&user_agent).into());
    set("user_agent", user_agent.into());
    set("language", navigator.language().into());
    set("time_zone", time_zone().into());
    set("viewport", viewport(window).into());
    let course = attribute(host, "course");
    if !course.is_empty() {
        set("course", course.into());
    }
    if let Ok(page) = Reflect::get(host, &JsValue::from_str("info"))
        && page.is_object()
    {
        Object::assign(&info, &page.into());
    }
    info
}

fn time_zone() -> Option<String> {
    let none = js_sys::Array::new();
    let options = js_sys::Intl::DateTimeFormat::new(&none, &Object::new()).resolved_options();
    dom::string(&options, "timeZone")
}

/// Such as `390x844`, in CSS pixels.
fn viewport(window: &Window) -> Option<String> {
    let text = |size: Result<JsValue, JsValue>| -> Option<String> {
        Some(js_sys::Number::from(size.ok()?.as_f64()?).to_string_with_radix(10).ok()?.into())
    };
    let mut viewport = text(window.inner_width())?;
    viewport.push('x');
    viewport.push_str(&text(window.inner_height())?);
    Some(viewport)
}
