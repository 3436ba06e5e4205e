//! The functions that `npm/client.js` calls. They convert JavaScript's values and decide nothing.

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use support_ticket_contract::{
    Dialect, Field, Problem, TicketType, check_request_size,
    decode::FieldValue,
    wire_v2::{CreateRequest, Options},
};
use support_ticket_outbox::{EventKind, Outcome, ResponseFacts, UrlKind, classify};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{CheckedTicket, Tries, words};

/// As in the form's module: smaller than the default one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A ticket's `info`, which is passed through unchanged.
#[derive(Serialize)]
struct Info(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

type Ticket = support_ticket_contract::Ticket<Info>;

/// Returns the request for a ticket, which must be plain data as from `JSON.parse`. If the ticket has problems, it adds
/// them to `problems` and returns undefined.
///
/// # Errors
/// Only in a page that has broken `Reflect`.
#[wasm_bindgen(js_name = prepareRequest)]
pub fn prepare_request(ticket: &JsValue, v2: bool, problems: &Array) -> Result<JsValue, JsValue> {
    let value_of = |field: Field| field_value(get(ticket, field.name()));
    match CheckedTicket::decode(Dialect::from_is_v2(v2), value_of) {
        Ok(CheckedTicket { ticket, kind }) => {
            let serializer = serde_wasm_bindgen::Serializer::json_compatible();
            Ok(match kind {
                None => ticket.serialize(&serializer)?,
                Some(kind) => to_v2(ticket, kind)?.serialize(&serializer)?,
            })
        }
        Err(found_problems) => {
            push_problems(problems, found_problems)?;
            Ok(JsValue::UNDEFINED)
        }
    }
}

/// Adds a problem to `problems` if a request of this size is too large.
///
/// # Errors
/// As [`prepare_request`].
#[wasm_bindgen(js_name = checkSize)]
pub fn check_size(bytes: usize, problems: &Array) -> Result<(), JsValue> {
    push_problems(problems, check_request_size(bytes))
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn field_value(value: JsValue) -> FieldValue<Info> {
    if value.is_null() || value.is_undefined() {
        FieldValue::Absent
    } else if let Some(text) = value.as_string() {
        FieldValue::Text(text)
    } else if Array::is_array(&value) {
        let texts = Array::from(&value).iter().map(|entry| entry.as_string()).collect::<Option<_>>();
        texts.map_or(FieldValue::MixedList, FieldValue::Texts)
    } else if value.is_object() {
        FieldValue::Object(Info(value))
    } else {
        FieldValue::Other
    }
}

fn push_problems(list: &Array, problems: impl IntoIterator<Item = Problem>) -> Result<(), JsValue> {
    for problem in problems {
        let object = Object::new();
        let message = words::problem(&problem);
        for (name, text) in
            [("field", problem.field.name()), ("code", problem.rule.code()), ("message", &message)]
        {
            Reflect::set(&object, &name.into(), &text.into())?;
        }
        list.push(&object);
    }
    Ok(())
}

/// Converts a ticket to API v2. Fields that v2 does not have go into `info`, as in the widget.
fn to_v2(ticket: Ticket, kind: TicketType) -> Result<CreateRequest<(), Info>, JsValue> {
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

/// **The sending of one ticket.** Times are in milliseconds.
#[wasm_bindgen]
pub struct Sending {
    tries: Tries,
    dialect: Dialect,
    timeout_seconds: u32,
}

/// **The outcome of a try**, for JavaScript.
#[wasm_bindgen(getter_with_clone)]
pub struct TryResult {
    /// `created`, or the code of the page's `ticket-error` event.
    pub code: String,
    /// A sentence in English; empty if the ticket was created.
    pub message: String,
}

/// **A server's response.** `event`, `url` and `error` are set if they are strings in the response's object.
struct Response {
    status: u16,
    is_object: bool,
    event: Option<String>,
    url: Option<String>,
    error: Option<String>,
    /// In milliseconds.
    retry_after: Option<f64>,
}

impl Response {
    /// Reads the object with these keys, in camel case, that `npm/client.js` makes.
    fn from_js(object: &JsValue) -> Response {
        Response {
            status: get(object, "status").as_f64().unwrap_or_default() as u16,
            is_object: get(object, "isObject").is_truthy(),
            event: get(object, "event").as_string(),
            url: get(object, "url").as_string(),
            error: get(object, "error").as_string(),
            retry_after: get(object, "retryAfter").as_f64(),
        }
    }
}

#[wasm_bindgen]
impl Sending {
    /// See [`Tries::new`]; a try may take `timeout_seconds`.
    #[wasm_bindgen(constructor)]
    pub fn new(v2: bool, retries: u32, now: f64, timeout_seconds: u32) -> Sending {
        let dialect = Dialect::from_is_v2(v2);
        Sending { tries: Tries::new(dialect, retries, now), dialect, timeout_seconds }
    }

    /// Records a response: an object with `status`, `isObject`, `event`, `url`, `error` and `retryAfter`.
    #[wasm_bindgen(js_name = recordResponse)]
    pub fn record_response(&mut self, response: &JsValue, now: f64, random: f64) -> TryResult {
        let Response { status, is_object, event, url, error, retry_after } = Response::from_js(response);
        let (event, url) = (EventKind::parse(event.as_deref()), UrlKind::classify(url.as_deref()));
        let facts = ResponseFacts { status, is_object, event, url, has_error: error.is_some() };
        let outcome = classify(facts, self.dialect);
        self.tries.record_outcome(outcome, retry_after, now, random);
        self.result(outcome, error.as_deref(), status)
    }

    /// Records a try without a response, for a reason by its code. `was_sent`: the request may have been sent.
    #[wasm_bindgen(js_name = recordLoss)]
    pub fn record_loss(&mut self, code: &str, was_sent: bool, now: f64, random: f64) -> TryResult {
        let known = Outcome::ALL.into_iter().find(|outcome| outcome.code() == code);
        let outcome = known.unwrap_or(Outcome::Unreachable);
        if was_sent {
            self.tries.record_outcome(outcome, None, now, random);
        } else {
            self.tries.record_unsent(now, random);
        }
        self.result(outcome, None, 0)
    }

    fn result(&self, outcome: Outcome, reason: Option<&str>, status: u16) -> TryResult {
        let message = match outcome {
            Outcome::Created => String::new(),
            _ => words::failure(outcome, reason, status, self.timeout_seconds),
        };
        TryResult { code: outcome.code().to_owned(), message }
    }

    /// See [`Tries::will_retry`].
    #[wasm_bindgen(getter, js_name = willRetry)]
    pub fn will_retry(&self) -> bool {
        self.tries.will_retry()
    }

    /// See [`Tries::delay_until_due`].
    #[wasm_bindgen(js_name = delayUntilDue)]
    pub fn delay_until_due(&self, now: f64) -> f64 {
        self.tries.delay_until_due(now)
    }

    /// See [`Tries::start_next`].
    #[wasm_bindgen(js_name = startNext)]
    pub fn start_next(&mut self, now: f64) -> bool {
        self.tries.start_next(now)
    }
}

/// See [`support_ticket_outbox::TRY_TIMEOUT_MS`].
#[wasm_bindgen(js_name = tryTimeoutMs)]
pub fn try_timeout_ms() -> f64 {
    support_ticket_outbox::TRY_TIMEOUT_MS
}
