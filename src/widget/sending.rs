//! Makes a ticket and its request, and handles the response. `answer` classifies it, `form` decides what follows.

use js_sys::Object;
use serde::Serialize;
use support_ticket_contract::{Dialect, Field, Problem, check_request_size, check_text};
use wasm_bindgen::JsValue;

use super::{Form, fresh_id};
use crate::{
    answer::SendError,
    browser,
    console::log_err,
    dom,
    form::{Event, Input, Phase, Queued},
    host_page, response, text,
};

impl Form {
    /// Lets the page see the ticket and change it, checks it, and returns the request's body.
    pub(super) fn request_body(&self, info: &JsValue) -> Option<String> {
        let Some(ticket) = log_err(self.current_ticket(info)) else { return self.fail_unserializable() };
        let detail = Object::new();
        dom::set(&detail, "ticket", &ticket);
        let Some(event) = self.emit("ticket-submit", &detail, true) else {
            self.dispatch(Event::CancelledByPage);
            return None;
        };
        let ticket = dom::get(&dom::get(&event, "detail"), "ticket");
        let dialect = self.state.borrow().options.dialect;
        let Some(json) = log_err(to_json(&ticket, dialect)).and_then(|json| json.as_string()) else {
            return self.fail_unserializable();
        };
        let problems = problems(&ticket, json.len());
        if problems.is_empty() {
            return Some(json);
        }
        self.dispatch(Event::Rejected(problems));
        None
    }

    /// Handles what came of the request.
    pub(super) fn on_answer(&self, came: &JsValue) {
        let dialect = self.state.borrow().options.dialect;
        self.end_try(response::parse(came, dialect), queued(came));
    }

    fn end_try(&self, result: Result<String, SendError>, queued: Option<Queued>) {
        self.dispatch(Event::Answered { result, queued, spare_id: fresh_id() });
    }

    /// Fails the try, because the page has put values into the ticket that JSON cannot hold. The console has the error.
    fn fail_unserializable(&self) -> Option<String> {
        self.end_try(Err(SendError::Refused { reason: None }), None);
        None
    }

    pub(super) fn emit_outcome(&self) {
        let detail = Object::new();
        let set = |key, value: &str| dom::set(&detail, key, &value.into());
        let name = {
            let state = self.state.borrow();
            set("id", &state.sent_id);
            match (&state.phase, &state.failure) {
                (Phase::Sent { url }, _) => {
                    set("url", url);
                    "ticket-created"
                }
                (_, Some(error)) => {
                    set("code", error.code());
                    set("message", &self.words.borrow().failure(error, true, false).happened);
                    if state.queued.is_some() { "ticket-queued" } else { "ticket-error" }
                }
                _ => return,
            }
        };
        self.emit(name, &detail, false);
    }

    /// Returns the ticket as a JavaScript object with the contract's names, as it would be sent now. API v1 has no types, so
    /// there the type becomes a tag.
    pub(super) fn current_ticket(&self, extra_info: &JsValue) -> Result<JsValue, JsValue> {
        let (mut ticket, kind, dialect) = {
            let state = self.state.borrow();
            let ticket = state.ticket(Input::BOXES.map(|input| self.view.label(input)));
            // API v2 requires a type.
            let first = || Some(state.options.types.first().map_or("problem", |kind| kind.name()));
            let kind = state.kind().map(|kind| kind.name());
            let dialect = state.options.dialect;
            (ticket, if dialect == Dialect::V2 { kind.or_else(first) } else { kind }, dialect)
        };
        if let (Some(kind), Dialect::V1) = (kind, dialect) {
            ticket.tags.push(text::join(&["type:", kind]));
        }
        // From here on, the page's own code may run.
        host_page::add_page_details(&self.host, &mut ticket);
        let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
        let object = ticket.serialize(&serializer)?;
        if let (Some(kind), Dialect::V2) = (kind, dialect) {
            dom::set(&object, Field::Type.name(), &kind.into());
        }
        dom::set(&object, Field::Info.name(), &host_page::info(&self.host, extra_info));
        Ok(object)
    }
}

/// Parses where the outbox has stored the ticket, if it has: `browser`, or `page` if the browser stores nothing.
fn queued(result: &JsValue) -> Option<Queued> {
    let queued = dom::string(result, "queued")?;
    Some(if queued == "page" { Queued::OnPage } else { Queued::InBrowser })
}

/// Checks the fields that the visitor can correct, in a ticket which the page may have changed.
fn problems(ticket: &JsValue, bytes: usize) -> Vec<Problem> {
    let mut problems: Vec<Problem> = check_request_size(bytes).into_iter().collect();
    for input in Input::FIELDS {
        let field = input.field();
        let value = dom::string(ticket, field.name()).unwrap_or_default();
        if let Some(rule) = check_text(field, &value) {
            problems.push(Problem { field, rule });
        }
    }
    problems
}

/// Serializes a ticket for the wire.
fn to_json(ticket: &JsValue, dialect: Dialect) -> Result<JsValue, JsValue> {
    match dialect {
        Dialect::V1 => browser::in_json(ticket),
        Dialect::V2 => browser::in_json(&browser::to_v2(ticket)?),
    }
}
