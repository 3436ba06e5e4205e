//! A ticket's way: seen by the page, checked, posted, answered. What an answer means is `answer`'s, what follows from
//! it is `form`'s. It must not know what the form looks like.

use std::rc::Rc;

use js_sys::{JSON, Object};
use serde::Serialize;
use support_ticket_contract::{Field, Problem, check_request_size, check_text};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, Response};

use super::{Widget, fresh_id};
use crate::{
    answer::SendError,
    browser, config,
    dom::{self, Clock, Settled},
    error::expect,
    form::{Event, Input, Phase, TICK_SECONDS},
    send, text, words,
};

/// How long after a request was lost the browser may still say that the page's policy forbade it, in milliseconds.
///
/// # Source
/// Ours. The event is a task of its own, seen in Chromium to come after the rejection.
const POLICY_MILLIS: i32 = 50;

/// **A request under way**, and the clock beside it.
pub(super) struct UnderWay {
    attempt: u32,
    url: String,
    abort: AbortController,
    /// The answer, until its body is there.
    response: Option<Response>,
    clock: Option<Clock>,
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
        let wire = if self.state.borrow().asks.v2 { browser::in_v2(&ticket) } else { ticket.clone() };
        let Some(json) = expect(JSON::stringify(&wire)).and_then(|json| json.as_string()) else {
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
        let attempt = self.state.borrow().attempt;
        let Some(abort) = expect(AbortController::new()) else { return self.refuse() };
        let Some(request) = send::request(&endpoint, json, &identity, &abort) else {
            return self.answered(attempt, Err(SendError::NotFound));
        };
        let widget = Rc::downgrade(self);
        let clock = Clock::start(self.window.clone(), TICK_SECONDS as i32 * 1000, move || {
            if let Some(widget) = widget.upgrade() {
                widget.happen(Event::Tick);
            }
        });
        let url = request.url();
        *self.under_way.borrow_mut() = Some(UnderWay { attempt, url, abort, response: None, clock });
        self.then(send::start(&self.window, &request), attempt, Widget::responded);
    }

    /// The head of the answer is there, or there is none.
    fn responded(self: &Rc<Self>, attempt: u32, settled: Settled) {
        // The page may have wrapped `text`, too: it is called before anything is borrowed.
        let (response, text) = match settled.and_then(JsCast::dyn_into::<Response>) {
            Ok(response) => {
                let text = response.text().map(JsValue::from);
                (Some(response), text)
            }
            Err(error) => (None, Err(error)),
        };
        let mut under_way = self.under_way.borrow_mut();
        // An earlier try has no business here any more.
        let Some(under_way) = under_way.as_mut().filter(|it| it.attempt == attempt) else { return };
        if response.is_some() {
            self.then(text, attempt, Widget::has_body);
        } else {
            under_way.clock = self.lost(attempt);
        }
        under_way.response = response;
    }

    /// Nothing came back. Whether the page's policy forbade the request, the browser says a task later: it is awaited,
    /// so that the visitor is told once, and told the truth.
    fn lost(self: &Rc<Self>, attempt: u32) -> Option<Clock> {
        let widget = Rc::downgrade(self);
        Clock::start(self.window.clone(), POLICY_MILLIS, move || {
            if let Some(widget) = widget.upgrade() {
                widget.answered(attempt, Err(send::lost(&widget.window)));
            }
        })
    }

    fn has_body(self: &Rc<Self>, attempt: u32, settled: Settled) {
        let response = match self.under_way.borrow_mut().as_mut() {
            Some(under_way) if under_way.attempt == attempt => under_way.response.take(),
            _ => None,
        };
        if let Some(response) = response {
            let v2 = self.state.borrow().asks.v2;
            self.answered(attempt, send::judge_response(response, settled, v2));
        }
    }

    fn answered(self: &Rc<Self>, attempt: u32, outcome: Result<String, SendError>) {
        self.happen(Event::Answered { attempt, outcome, spare_id: fresh_id() });
    }

    /// The page has put into the ticket what cannot be written as JSON; that was said on the console.
    fn refuse(self: &Rc<Self>) {
        let attempt = self.state.borrow().attempt;
        self.answered(attempt, Err(SendError::Refused { reason: None }));
    }

    /// The browser says that the page's policy forbids something: perhaps our request.
    pub(super) fn hear_policy(self: &Rc<Self>, event: &web_sys::Event) {
        let blocked = dom::string(event, "blockedURI");
        let is_ours = self.under_way.borrow().as_ref().is_some_and(|it| blocked.as_ref() == Some(&it.url));
        if is_ours {
            self.happen(Event::Blocked);
        }
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
                    "ticket-error"
                }
                _ => return,
            }
        };
        self.tell(name, &detail, false);
    }
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
