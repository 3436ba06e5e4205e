//! Checks the promises of the outbox for all interleavings of two tabs, with a network, a server and a clock that fail
//! and then recover. `explore/world.rs` defines the promises. Further tests show that wrong rules are found.

#![allow(clippy::panic, reason = "a test's helper panics as its test does: clippy knows only the test")]

mod explore;

use explore::browser::{Reason, Rules};
use explore::world::{AFTER_TAKEOVER, Model, Step};
use explore::{World, explore};
use support_ticket_contract::Dialect::{self, V1, V2};
use support_ticket_outbox::{Effect, Event, Outcome, Phase, Record, step};

/// How many steps after the submit are explored.
const DEPTH: usize = 8;
/// How many steps after the outcome of the first try are explored; that comes five steps after the submit.
const DEPTH_AFTER_A_TRY: usize = 7;

/// The first try until its outcome is stored: its answer was lost after the ticket was created, or it was "too many".
const LOST: [Step; 5] = [
    Step::Advance(0),
    Step::Serve(0, Outcome::Created),
    Step::LoseAnswer(0),
    Step::Advance(0),
    Step::Advance(0),
];
const REJECTED: [Step; 5] = [
    Step::Advance(0),
    Step::Reject(0, Outcome::TooMany),
    Step::Deliver(0),
    Step::Advance(0),
    Step::Advance(0),
];
/// The browser froze the first tab during the first try, and the second tab checks the ticket.
const FROZEN: [Step; 5] = [
    Step::Advance(0),
    Step::Clock(AFTER_TAKEOVER),
    Step::Start(1, Reason::Timer),
    Step::Advance(1),
    Step::Advance(1),
];
/// Then the visitor sends it again in the second tab, and that request is pending, too.
const AND_SENT_NOW: [Step; 4] =
    [Step::Start(1, Reason::SendNow), Step::Advance(1), Step::Advance(1), Step::Advance(1)];

fn run<'a>(start: &Model, steps: impl IntoIterator<Item = &'a Step>) -> Model {
    steps.into_iter().fold(start.clone(), |world, step| world.after(*step))
}

fn keeps_promises(dialect: Dialect, has_locks: bool) {
    let submitted = Model::new(step, dialect, has_locks);
    let explore_from = |start: Model, depth| match explore(start, depth) {
        Ok(states) => states,
        Err(found) => panic!("{found}"),
    };
    let mut states = explore_from(submitted.clone(), DEPTH);
    for steps in [LOST, REJECTED, FROZEN] {
        states += explore_from(run(&submitted, &steps), DEPTH_AFTER_A_TRY);
    }
    if dialect == V2 {
        states += explore_from(run(&submitted, FROZEN.iter().chain(&AND_SENT_NOW)), DEPTH_AFTER_A_TRY);
    }
    println!("{dialect:?}, locks: {has_locks}: {states} states");
    assert!(states > 10_000, "too few for all interleavings: {states}");
}

#[test]
fn a_v1_ticket_is_sent_once_with_locks() {
    keeps_promises(V1, true);
}

#[test]
fn a_v1_ticket_is_sent_once_without_locks() {
    keeps_promises(V1, false);
}

#[test]
fn a_v2_ticket_is_sent_once_or_the_visitor_is_asked_with_locks() {
    keeps_promises(V2, true);
}

#[test]
fn a_v2_ticket_is_sent_once_or_the_visitor_is_asked_without_locks() {
    keeps_promises(V2, false);
}

/// The dialect, and whether the browser has Web Locks.
const ALL_SETUPS: [(Dialect, bool); 4] = [(V1, true), (V1, false), (V2, true), (V2, false)];

/// Asserts that rules which break a promise are found in these setups.
#[track_caller]
fn finds(rules: Rules, why: &str, setups: &[(Dialect, bool)]) {
    for (dialect, has_locks) in setups {
        finds_from(Model::new(rules, *dialect, *has_locks), why);
    }
}

#[track_caller]
fn finds_from(start: Model, why: &str) {
    match explore(start, DEPTH) {
        Ok(states) => panic!("not found in {states} states"),
        Err(found) => assert!(found.why.starts_with(why), "{found}"),
    }
}

#[test]
fn finds_rules_that_delete_a_ticket_before_its_answer() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::Wait | Effect::AskVisitor) => (record, Effect::Remove),
            other => other,
        }
    }
    finds(rules, "deleted before the ticket existed", &ALL_SETUPS);
}

#[test]
fn finds_rules_that_drop_expired_tickets() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::HandBack) => (record, Effect::Remove),
            other => other,
        }
    }
    finds(rules, "deleted before the ticket existed", &ALL_SETUPS);
}

#[test]
fn finds_rules_that_give_up_at_the_first_failure() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::Wait) => (Record { phase: Phase::Returned, ..record }, Effect::HandBack),
            other => other,
        }
    }
    finds(rules, "handed back for no reason", &ALL_SETUPS);
}

#[test]
fn finds_rules_that_repeat_v2_tickets_in_doubt() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        let (after, effect) = step(Record { dialect: V1, ..record }, event);
        (Record { dialect: record.dialect, ..after }, effect)
    }
    finds(rules, "two tickets", &[(V2, true), (V2, false)]);
}

#[test]
fn finds_rules_that_assume_the_lock() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        step(
            record,
            match event {
                Event::Checked { now, nudged, .. } => Event::Checked { now, nudged, exclusive: true },
                other => other,
            },
        )
    }
    finds(rules, "two tickets", &[(V2, false)]);
}

#[test]
fn finds_rules_that_never_take_over_from_a_closed_tab() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match event {
            Event::Checked { .. } if record.phase == Phase::Sending => (record, Effect::Nothing),
            _ => step(record, event),
        }
    }
    finds(rules, "stuck", &ALL_SETUPS);
}

#[test]
fn finds_rules_that_trust_the_clock() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match event {
            Event::Checked { now, nudged: false, .. } if record.due > now => (record, Effect::Nothing),
            _ => step(record, event),
        }
    }
    finds(rules, "stuck", &ALL_SETUPS);
}

#[test]
fn finds_rules_that_accept_late_answers() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        step(
            record,
            match event {
                Event::Answered { outcome, retry_after, now, random, .. } => {
                    Event::Answered { attempt: record.tries, outcome, retry_after, now, random }
                }
                other => other,
            },
        )
    }
    let submitted = Model::new(rules, V2, true);
    let frozen = run(&submitted, FROZEN.iter().chain(&AND_SENT_NOW));
    finds_from(frozen, "sent automatically though a ticket may exist");
}
