//! What `npm/client.js` calls: JavaScript's values in and out. It must not decide anything.

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use support_ticket_contract::{
    Field, Problem, TicketType, check_request_size,
    given::Given,
    wire_v2::{CreateRequest, Options},
};
use support_ticket_outbox::{Facts, Meaning, Said, Url, judge};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{Draft, Tries, draft, words};

/// As in the form's module: smaller than the default one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A ticket's `info`, which goes through as it is.
#[derive(Serialize)]
struct Info(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

/// What goes over the wire for a ticket in the words of API v1, which must be plain data, as of `JSON.parse`. What is
/// wrong with it is put into `problems`, and then there is nothing to send.
///
/// # Errors
/// Only with a page that has broken `Reflect`.
#[wasm_bindgen]
pub fn prepare(ticket: &JsValue, v2: bool, problems: &Array) -> Result<JsValue, JsValue> {
    match draft(v2, |field| given(Reflect::get(ticket, &field.name().into()).unwrap_or_default())) {
        Ok(Draft { ticket, kind }) => {
            let writer = serde_wasm_bindgen::Serializer::json_compatible();
            Ok(match kind {
                None => ticket.serialize(&writer)?,
                Some(kind) => in_v2(ticket, kind)?.serialize(&writer)?,
            })
        }
        Err(found) => {
            list(found, problems)?;
            Ok(JsValue::UNDEFINED)
        }
    }
}

/// What is wrong with a request of so many bytes.
///
/// # Errors
/// As [`prepare`].
#[wasm_bindgen(js_name = checkSize)]
pub fn check_size(bytes: usize, problems: &Array) -> Result<(), JsValue> {
    list(check_request_size(bytes), problems)
}

fn given(value: JsValue) -> Given<Info> {
    if value.is_null() || value.is_undefined() {
        Given::Nothing
    } else if let Some(text) = value.as_string() {
        Given::Text(text)
    } else if Array::is_array(&value) {
        let texts = Array::from(&value).iter().map(|entry| entry.as_string()).collect::<Option<_>>();
        texts.map_or(Given::List, Given::Texts)
    } else if value.is_object() {
        Given::Object(Info(value))
    } else {
        Given::Other
    }
}

fn list(found: impl IntoIterator<Item = Problem>, to: &Array) -> Result<(), JsValue> {
    for problem in found {
        let object = Object::new();
        let message = words::problem(&problem);
        for (name, text) in
            [("field", problem.field.name()), ("code", problem.rule.code()), ("message", &message)]
        {
            Reflect::set(&object, &name.into(), &text.into())?;
        }
        to.push(&object);
    }
    Ok(())
}

type Ticket = support_ticket_contract::Ticket<Info>;

/// API v2 has fewer fields: the others go into its `info`, as the widget puts them there.
fn in_v2(ticket: Ticket, kind: TicketType) -> Result<CreateRequest<(), Info>, JsValue> {
    let info = ticket.info.map_or_else(|| Object::new().into(), |Info(info)| info);
    let text = |text: &Option<String>| text.as_deref().map_or(JsValue::UNDEFINED, JsValue::from);
    let tags: Array = ticket.tags.iter().map(|tag| JsValue::from(tag.as_str())).collect();
    let user_agent: JsValue = "user_agent".into();
    let more = [
        ("userAgent", Reflect::get(&info, &user_agent)?),
        ("context", text(&ticket.location)),
        (Field::Username.name(), text(&ticket.username)),
        (Field::Tags.name(), if ticket.tags.is_empty() { JsValue::UNDEFINED } else { tags.into() }),
        (Field::AccountId.name(), text(&ticket.account_id)),
    ];
    Reflect::set(&info, &user_agent, &JsValue::UNDEFINED)?;
    for (name, value) in more {
        Reflect::set(&info, &name.into(), &value)?;
    }
    let (email, subject, body) = (ticket.email_address, ticket.subject, ticket.body);
    let (files, url, info) = (Vec::new(), ticket.location, Some(Info(info)));
    Ok(CreateRequest { options: Options { kind, files, email, body, url, subject, info } })
}

/// **A ticket on its way.** Times are in milliseconds.
#[wasm_bindgen]
pub struct Sending {
    tries: Tries,
    v2: bool,
    seconds: u32,
}

/// **What a try came to.**
#[wasm_bindgen(getter_with_clone)]
pub struct Outcome {
    /// `created`, or that of the page's `ticket-error` event.
    pub code: String,
    /// In English; empty for a ticket.
    pub message: String,
}

#[wasm_bindgen]
impl Sending {
    /// See [`Tries::begin`]. `seconds`: how long a try may take.
    #[wasm_bindgen(constructor)]
    pub fn new(v2: bool, retries: u32, now: f64, seconds: u32) -> Sending {
        Sending { tries: Tries::begin(!v2, retries, now), v2, seconds }
    }

    /// The server answered. `event`, `url` and `error` are those of the answer's object where they are strings;
    /// `retry_after` is 0 or NaN if the server did not say.
    #[allow(
        clippy::too_many_arguments,
        reason = "an object with as many names costs more to read than to pass"
    )]
    pub fn answered(
        &mut self,
        status: u16,
        is_object: bool,
        event: Option<String>,
        url: Option<String>,
        error: Option<String>,
        retry_after: f64,
        now: f64,
        random: f64,
    ) -> Outcome {
        let (said, url) = (Said::by(event.as_deref()), Url::by(url.as_deref()));
        let meaning = judge(Facts { status, is_object, said, url, has_error: error.is_some() }, self.v2);
        self.tries.came_to(meaning, Some(retry_after), now, random);
        self.outcome(meaning, error.as_deref(), status)
    }

    /// There is no answer, for a reason by its code. `left`: the request may have left.
    pub fn lost(&mut self, why: &str, left: bool, now: f64, random: f64) -> Outcome {
        let known = Meaning::ALL.into_iter().find(|meaning| meaning.code() == why);
        let meaning = known.unwrap_or(Meaning::Unreachable);
        if left {
            self.tries.came_to(meaning, None, now, random);
        } else {
            self.tries.left_nothing(now, random);
        }
        self.outcome(meaning, None, 0)
    }

    fn outcome(&self, meaning: Meaning, reason: Option<&str>, status: u16) -> Outcome {
        let is_created = meaning == Meaning::Created;
        let message =
            if is_created { String::new() } else { words::failure(meaning, reason, status, self.seconds) };
        Outcome { code: meaning.code().to_owned(), message }
    }

    /// See [`Tries::goes_on`].
    #[wasm_bindgen(getter, js_name = goesOn)]
    pub fn goes_on(&self) -> bool {
        self.tries.goes_on()
    }

    /// See [`Tries::rest`].
    pub fn rest(&self, now: f64) -> f64 {
        self.tries.rest(now)
    }

    /// See [`Tries::again`].
    pub fn again(&mut self, now: f64) -> bool {
        self.tries.again(now)
    }
}

/// See [`support_ticket_outbox::TRY`].
#[wasm_bindgen(js_name = tryMillis)]
pub fn try_millis() -> f64 {
    support_ticket_outbox::TRY
}
