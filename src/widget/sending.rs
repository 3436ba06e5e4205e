//! A ticket's way: seen by the page, checked, posted, answered. What an answer means is `answer`'s, what follows from
//! it is `form`'s. It must not know what the form looks like.

use std::rc::Rc;

use js_sys::Object;
use serde::Serialize;
use support_ticket_contract::{Field, Problem, check_request_size, check_text};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use super::{Widget, fresh_id};
use crate::{
    answer::SendError,
    browser, config,
    dom::{self, Clock, Settled},
    error::expect,
    form::{Event, Input, Phase, Queued, TICK_SECONDS},
    send::answer,
    text, words,
};

/// **A request under way**, and the clock beside it.
pub(super) struct UnderWay {
    abort: AbortController,
    _clock: Option<Clock>,
}

impl Widget {
    /// Lets the page see the ticket and change it, then sends it.
    pub(super) fn send(self: &Rc<Self>) {
        let Some(ticket) = expect(self.ticket()) else { return self.refuse() };
        let detail = Object::new();
        dom::set(&detail, "ticket", &ticket);
        let Some(event) = self.tell("ticket-submit", &detail, true) else {
            return self.happen(Event::Withheld);
        };
        let ticket = dom::get(&dom::get(&event, "detail"), "ticket");
        let v2 = self.state.borrow().asks.v2;
        let Some(json) = expect(json_of(&ticket, v2)).and_then(|json| json.as_string()) else {
            return self.refuse();
        };
        let problems = problems(&ticket, json.len());
        if problems.is_empty() {
            self.post(&json);
        } else {
            self.happen(Event::Wrong(problems));
        }
    }

    fn post(self: &Rc<Self>, json: &str) {
        let endpoint = config::attribute(&self.host, "endpoint");
        let identity = config::attribute(&self.host, "identity");
        let (attempt, id) = {
            let state = self.state.borrow();
            (state.attempt, state.id.clone())
        };
        let Some(abort) = expect(AbortController::new()) else { return self.refuse() };
        let widget = Rc::downgrade(self);
        let clock = Clock::start(TICK_SECONDS * 1000, move || {
            if let Some(widget) = widget.upgrade() {
                widget.happen(Event::Tick);
            }
        });
        let signal = abort.signal();
        *self.under_way.borrow_mut() = Some(UnderWay { abort, _clock: clock });
        let sent = browser::send(&self.host, &endpoint, json, &identity, &signal, &id);
        self.then(sent, attempt, Widget::replied);
    }

    /// The answer is there, or there is none.
    fn replied(self: &Rc<Self>, attempt: u32, settled: Settled) {
        let v2 = self.state.borrow().asks.v2;
        let came = settled.unwrap_or_default();
        self.answered(attempt, answer(&came, v2), queued(&came));
    }

    /// The page hears of it, too: nothing is borrowed meanwhile.
    pub(super) fn give_up(&self) {
        let abort = self.under_way.borrow().as_ref().map(|under_way| under_way.abort.clone());
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    fn answered(self: &Rc<Self>, attempt: u32, outcome: Result<String, SendError>, queued: Option<Queued>) {
        self.happen(Event::Answered { attempt, outcome, queued, spare_id: fresh_id() });
    }

    /// The page has put into the ticket what cannot be written as JSON; that was said on the console.
    fn refuse(self: &Rc<Self>) {
        let attempt = self.state.borrow().attempt;
        self.answered(attempt, Err(SendError::Refused { reason: None }), None);
    }

    pub(super) fn tell_outcome(&self) {
        if let Some(under_way) = self.under_way.take() {
            under_way.abort.abort();
        }
        let detail = Object::new();
        let set = |key, value: &str| dom::set(&detail, key, &value.into());
        let name = {
            let state = self.state.borrow();
            set("id", &state.sent_id);
            match (&state.phase, &state.failure) {
                (Phase::Sent { url }, _) => {
                    set("url", url);
                    self.of_ticket.take();
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
        self.tell(name, &detail, false);
    }
}

/// Whether the outbox has it: `browser`, or `page` where nothing can be kept.
fn queued(came: &JsValue) -> Option<Queued> {
    let queued = dom::string(came, "queued")?;
    Some(if queued == "page" { Queued::OnPage } else { Queued::InBrowser })
}

/// The problems that the visitor can see and solve in a ticket which the page may have changed.
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
    /// The ticket as a JavaScript object, by the contract's names, as it would go out now. API v1 knows no types: there
    /// the type is a tag.
    pub(super) fn ticket(&self) -> Result<JsValue, JsValue> {
        let (mut ticket, kind, v2) = {
            let (words, state) = (self.words.borrow(), self.state.borrow());
            let ticket = state.ticket(words::questions(state.kind()).map(|question| words.say(question)));
            // API v2 has to have a type.
            let first = || Some(state.asks.types.first().map_or("problem", |kind| kind.name()));
            let kind = state.kind().map(|kind| kind.name());
            (ticket, if state.asks.v2 { kind.or_else(first) } else { kind }, state.asks.v2)
        };
        if let (Some(kind), false) = (kind, v2) {
            ticket.tags.push(text::join(&["type:", kind]));
        }
        // From here on the page's own code may run.
        config::complete(&self.host, &mut ticket);
        let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
        let object = ticket.serialize(&serializer)?;
        if let (Some(kind), true) = (kind, v2) {
            dom::set(&object, Field::Type.name(), &kind.into());
        }
        dom::set(&object, Field::Info.name(), &config::info(&self.host, &self.of_ticket.borrow()));
        Ok(object)
    }
}

/// A ticket as it goes over the wire.
fn json_of(ticket: &JsValue, v2: bool) -> Result<JsValue, JsValue> {
    if v2 { browser::in_json(&browser::to_v2(ticket)?) } else { browser::in_json(ticket) }
}
