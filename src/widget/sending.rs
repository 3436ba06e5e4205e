//! Sends a ticket: shows it to the page, checks it, posts it and passes the result on. `answer` classifies the response,
//! `form` decides what follows.

use std::rc::Rc;

use js_sys::Object;
use serde::Serialize;
use support_ticket_contract::{Dialect, Field, Problem, check_request_size, check_text};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use super::{Widget, fresh_id};
use crate::{
    answer::SendError,
    browser,
    console::log_err,
    dom::{self, Clock, Settled},
    form::{Event, Input, Phase, Queued, TICK_SECONDS},
    host_page, response, text, words,
};

/// **A request that is being sent**, with its timer.
pub(super) struct PendingRequest {
    abort: AbortController,
    _clock: Option<Clock>,
}

impl Widget {
    /// Lets the page see the ticket and change it, then sends it.
    pub(super) fn send(self: &Rc<Self>) {
        let Some(ticket) = log_err(self.ticket()) else { return self.fail_unserializable() };
        let detail = Object::new();
        dom::set(&detail, "ticket", &ticket);
        let Some(event) = self.emit("ticket-submit", &detail, true) else {
            return self.dispatch(Event::CancelledByPage);
        };
        let ticket = dom::get(&dom::get(&event, "detail"), "ticket");
        let dialect = self.state.borrow().options.dialect;
        let Some(json) = log_err(to_json(&ticket, dialect)).and_then(|json| json.as_string()) else {
            return self.fail_unserializable();
        };
        let problems = problems(&ticket, json.len());
        if problems.is_empty() {
            self.post(&json);
        } else {
            self.dispatch(Event::Rejected(problems));
        }
    }

    fn post(self: &Rc<Self>, json: &str) {
        let endpoint = host_page::attribute(&self.host, "endpoint");
        let identity = host_page::attribute(&self.host, "identity");
        let (attempt, id) = {
            let state = self.state.borrow();
            (state.attempt, state.id.clone())
        };
        let Some(abort) = log_err(AbortController::new()) else { return self.fail_unserializable() };
        let widget = Rc::downgrade(self);
        let clock = Clock::start(TICK_SECONDS * 1000, move || {
            if let Some(widget) = widget.upgrade() {
                widget.dispatch(Event::Tick);
            }
        });
        let signal = abort.signal();
        *self.pending.borrow_mut() = Some(PendingRequest { abort, _clock: clock });
        let sent = browser::send(&self.host, &endpoint, json, &identity, &signal, &id);
        self.on_settled(sent, attempt, Widget::on_result);
    }

    /// Handles the result of a request.
    fn on_result(self: &Rc<Self>, attempt: u32, settled: Settled) {
        let dialect = self.state.borrow().options.dialect;
        let result = settled.unwrap_or_default();
        self.answered(attempt, response::parse(&result, dialect), queued(&result));
    }

    /// Aborts the pending request. The page's listeners may run, so nothing is borrowed meanwhile.
    pub(super) fn abort(&self) {
        let abort = self.pending.borrow().as_ref().map(|pending| pending.abort.clone());
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    fn answered(self: &Rc<Self>, attempt: u32, result: Result<String, SendError>, queued: Option<Queued>) {
        self.dispatch(Event::Answered { attempt, result, queued, spare_id: fresh_id() });
    }

    /// Fails the try, because the page has put values into the ticket that JSON cannot hold. The console has the error.
    fn fail_unserializable(self: &Rc<Self>) {
        let attempt = self.state.borrow().attempt;
        self.answered(attempt, Err(SendError::Refused { reason: None }), None);
    }

    pub(super) fn emit_outcome(&self) {
        if let Some(pending) = self.pending.take() {
            pending.abort.abort();
        }
        let detail = Object::new();
        let set = |key, value: &str| dom::set(&detail, key, &value.into());
        let name = {
            let state = self.state.borrow();
            set("id", &state.sent_id);
            match (&state.phase, &state.failure) {
                (Phase::Sent { url }, _) => {
                    set("url", url);
                    self.extra_info.take();
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

impl Widget {
    /// Returns the ticket as a JavaScript object with the contract's names, as it would be sent now. API v1 has no types, so
    /// there the type becomes a tag.
    pub(super) fn ticket(&self) -> Result<JsValue, JsValue> {
        let (mut ticket, kind, dialect) = {
            let (words, state) = (self.words.borrow(), self.state.borrow());
            let ticket = state.ticket(words::questions(state.kind()).map(|question| words.text(question)));
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
        dom::set(&object, Field::Info.name(), &host_page::info(&self.host, &self.extra_info.borrow()));
        Ok(object)
    }
}

/// Serializes a ticket for the wire.
fn to_json(ticket: &JsValue, dialect: Dialect) -> Result<JsValue, JsValue> {
    match dialect {
        Dialect::V1 => browser::in_json(ticket),
        Dialect::V2 => browser::in_json(&browser::to_v2(ticket)?),
    }
}
