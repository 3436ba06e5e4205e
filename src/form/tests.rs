//! The form's promises, one per test. This file has those about sending, `tests/` the others by topic, and
//! `tests/any_order.rs` those that hold for any order of events.

use support_ticket_contract::{Field, MAX_REQUEST_BYTES, MAX_USERNAME_CHARS, Problem, Rule};

use super::{
    Effects, Event, Focus, FormOptions, Input, InputProblem, MAX_TICKS, Notice, Phase, Queued, State,
    TICK_SECONDS, step,
};
use crate::answer::{SendError, tests::one_of_each};

#[cfg(not(target_arch = "wasm32"))]
mod any_order;

mod answers;
mod checks;
mod prefills;
mod text;

/// The inputs that are always there.
const FIELDS: [Input; 4] = Input::FIELDS;
const ID: &str = "the first id";
const SPARE: &str = "the second id";
const URL: &str = "https://help.example.com/requests/1";
const NOTHING: Effects = Effects { focus: None, send: false, abort: false, notify: None };

fn empty() -> State {
    State::new(ID.to_owned())
}

/// A form with all that a ticket needs, and a name.
fn fill() -> State {
    let mut state = empty();
    for (field, text) in [
        (Input::Username, "Jo Doe"),
        (Input::EmailAddress, "jd@example.com"),
        (Input::Subject, "package xyz"),
        (Input::Body, "please install it"),
    ] {
        write(&mut state, field, text);
    }
    state
}

/// A form whose ticket is on its way.
#[track_caller]
fn sending() -> State {
    let mut state = fill();
    assert!(step(&mut state, Event::Send).send);
    state
}

fn write(state: &mut State, field: Input, text: &str) -> Effects {
    step(state, Event::Typed(field, text.to_owned()))
}

fn prefill(state: &mut State, field: Input, text: &str) -> Effects {
    step(state, Event::Prefilled(field, text.to_owned()))
}

fn reset(state: &mut State) -> Effects {
    step(state, Event::Reset { spare_id: SPARE.to_owned() })
}

/// The answer to the try that is under way.
fn answer(state: &mut State, result: Result<&str, SendError>) -> Effects {
    let result = result.map(str::to_owned);
    step(state, Event::Answered { result, queued: None, spare_id: SPARE.to_owned() })
}

fn leads_to(focus: Focus) -> Effects {
    Effects { focus: Some(focus), ..NOTHING }
}

fn problems(state: &State) -> [Option<Rule>; 4] {
    FIELDS.map(|field| match state.entry(field).problem {
        Some(InputProblem::Rule(rule)) => Some(rule),
        other => {
            assert_eq!(other, None, "{field:?}");
            None
        }
    })
}

fn values(state: &State) -> [&str; 4] {
    FIELDS.map(|field| state.entry(field).value.as_str())
}

#[test]
fn a_complete_form_is_sent() {
    let mut state = fill();

    let effects = step(&mut state, Event::Send);

    assert_eq!(effects, Effects { send: true, ..NOTHING });
    assert_eq!(state.phase, Phase::Sending { ticks: 0 });
}

#[test]
fn the_name_is_optional() {
    let mut state = fill();
    write(&mut state, Input::Username, "");

    assert!(step(&mut state, Event::Send).send);
}

#[test]
fn sends_once_on_a_double_press() {
    let mut state = sending();
    let before = state.clone();

    assert_eq!(step(&mut state, Event::Send), NOTHING);

    assert_eq!(state, before);
}

#[test]
fn another_ticket_cannot_start_while_one_is_being_sent() {
    let mut state = sending();

    step(&mut state, Event::StartAnother);

    assert_eq!(state.phase, Phase::Sending { ticks: 0 });
    assert_eq!(step(&mut state, Event::Send), NOTHING);
}

#[test]
fn a_submit_that_the_page_cancels_leaves_the_form_unchanged() {
    let mut state = sending();

    assert_eq!(step(&mut state, Event::CancelledByPage), NOTHING);

    assert_eq!((&state.phase, &state.failure, state.id.as_str()), (&Phase::Writing, &None, ID));
    assert_eq!(values(&state), values(&fill()));
}

#[test]
fn a_slow_request_is_announced_and_aborted_after_30_seconds() {
    let mut state = sending();

    for ticks in 1..MAX_TICKS {
        assert_eq!(step(&mut state, Event::Tick), NOTHING);
        assert_eq!(state.phase, Phase::Sending { ticks });
    }
    let effects = step(&mut state, Event::Tick);

    assert_eq!(MAX_TICKS * TICK_SECONDS, 30);
    assert_eq!(effects, Effects { abort: true, ..NOTHING });
    let effects = answer(&mut state, Err(SendError::Timeout { after: 30 }));
    assert_eq!(effects, Effects { notify: Some(Notice::Failed), ..NOTHING });
    assert_eq!((&state.phase, &state.failure), (&Phase::Writing, &Some(SendError::Timeout { after: 30 })));
    assert_eq!(values(&state), values(&fill()));
}

#[test]
fn ticks_are_ignored_while_nothing_is_being_sent() {
    for mut state in [empty(), fill()] {
        let before = state.clone();

        for _ in 0..=MAX_TICKS {
            assert_eq!(step(&mut state, Event::Tick), NOTHING);
        }

        assert_eq!(state, before);
    }
}
