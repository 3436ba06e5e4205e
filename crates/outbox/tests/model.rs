//! The promises of the outbox for all interleavings of two tabs, with a network, a server and a clock that do what they
//! like, and each followed by a time in which all is well. That this can fail is shown, too: rules which break a promise
//! are found out. `explore/world.rs` says what must hold.

#![allow(clippy::panic, reason = "a test's helper panics as its test does: clippy knows only the test")]

mod explore;

use explore::browser::{Rules, Why};
use explore::world::{Everything, LEASE_AND_MORE, Step};
use explore::{World, explore};
use support_ticket_outbox::{Effect, Event, Meaning, Phase, Record, step};

/// How many steps from the pressed Send every state is looked at.
const DEPTH: usize = 8;
/// And how many from what the first try came to, five steps later.
const DEPTH_AFTER_A_TRY: usize = 7;

/// The first try, its answer read and written down: lost after the ticket was made, or "too many, come back later".
const LOST: [Step; 5] =
    [Step::GoOn(0), Step::Serve(0, Meaning::Created), Step::LoseAnswer(0), Step::GoOn(0), Step::GoOn(0)];
const TURNED_AWAY: [Step; 5] =
    [Step::GoOn(0), Step::TurnAway(0, Meaning::TooMany), Step::Deliver(0), Step::GoOn(0), Step::GoOn(0)];
/// The first try is under way in a tab that the browser has frozen, and the second tab looks after the ticket.
const FROZEN: [Step; 5] =
    [Step::GoOn(0), Step::Clock(LEASE_AND_MORE), Step::Start(1, Why::Timer), Step::GoOn(1), Step::GoOn(1)];
/// There the visitor wants it sent again, and that is on its way, too.
const AND_SENT_NOW: [Step; 4] = [Step::Start(1, Why::SendNow), Step::GoOn(1), Step::GoOn(1), Step::GoOn(1)];

fn follow<'a>(start: &Everything, steps: impl IntoIterator<Item = &'a Step>) -> Everything {
    steps.into_iter().fold(start.clone(), |world, step| world.after(*step))
}

fn holds(repeatable: bool, has_locks: bool) {
    let pressed = Everything::pressed(step, repeatable, has_locks);
    let look = |start: Everything, depth| match explore(start, depth) {
        Ok(states) => states,
        Err(found) => panic!("{found}"),
    };
    let mut states = look(pressed.clone(), DEPTH);
    for steps in [LOST, TURNED_AWAY, FROZEN] {
        states += look(follow(&pressed, &steps), DEPTH_AFTER_A_TRY);
    }
    if !repeatable {
        states += look(follow(&pressed, FROZEN.iter().chain(&AND_SENT_NOW)), DEPTH_AFTER_A_TRY);
    }
    println!("repeatable: {repeatable}, locks: {has_locks}: {states} states");
    assert!(states > 10_000, "too few for all interleavings: {states}");
}

#[test]
fn a_repeatable_ticket_is_sent_once_with_locks() {
    holds(true, true);
}

#[test]
fn a_repeatable_ticket_is_sent_once_without_locks() {
    holds(true, false);
}

#[test]
fn a_ticket_of_v2_is_sent_once_or_asked_about_with_locks() {
    holds(false, true);
}

#[test]
fn a_ticket_of_v2_is_sent_once_or_asked_about_without_locks() {
    holds(false, false);
}

const EVERY_WAY: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

/// Rules that break a promise are found, in these ways of sending.
#[track_caller]
fn found(rules: Rules, why: &str, ways: &[(bool, bool)]) {
    for (repeatable, has_locks) in ways {
        is_found(Everything::pressed(rules, *repeatable, *has_locks), why);
    }
}

#[track_caller]
fn is_found(start: Everything, why: &str) {
    match explore(start, DEPTH) {
        Ok(states) => panic!("not found in {states} states"),
        Err(found) => assert!(found.why.starts_with(why), "{found}"),
    }
}

#[test]
fn finds_rules_that_forget_a_ticket_before_its_answer() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::Wait | Effect::Ask) => (record, Effect::Remove),
            other => other,
        }
    }
    found(rules, "forgotten before it was a ticket", &EVERY_WAY);
}

#[test]
fn finds_rules_that_drop_what_is_old() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::GiveBack) => (record, Effect::Remove),
            other => other,
        }
    }
    found(rules, "forgotten before it was a ticket", &EVERY_WAY);
}

#[test]
fn finds_rules_that_give_up_at_the_first_failure() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match step(record, event) {
            (record, Effect::Wait) => (Record { phase: Phase::Returned, ..record }, Effect::GiveBack),
            other => other,
        }
    }
    found(rules, "given back for no reason", &EVERY_WAY);
}

#[test]
fn finds_rules_that_repeat_in_doubt_what_is_not_repeatable() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        let (after, effect) = step(Record { repeatable: true, ..record }, event);
        (Record { repeatable: record.repeatable, ..after }, effect)
    }
    found(rules, "two tickets", &[(false, true), (false, false)]);
}

#[test]
fn finds_rules_that_believe_to_be_alone() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        step(
            record,
            match event {
                Event::Looked { now, hint, .. } => Event::Looked { now, hint, alone: true },
                other => other,
            },
        )
    }
    found(rules, "two tickets", &[(false, false)]);
}

#[test]
fn finds_rules_that_never_take_over_from_a_closed_tab() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match event {
            Event::Looked { .. } if record.phase == Phase::Sending => (record, Effect::Nothing),
            _ => step(record, event),
        }
    }
    found(rules, "stuck", &EVERY_WAY);
}

#[test]
fn finds_rules_that_trust_the_clock() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        match event {
            Event::Looked { now, hint: false, .. } if record.due > now => (record, Effect::Nothing),
            _ => step(record, event),
        }
    }
    found(rules, "stuck", &EVERY_WAY);
}

#[test]
fn finds_rules_that_take_an_answer_for_that_to_a_later_try() {
    fn rules(record: Record, event: Event) -> (Record, Effect) {
        step(
            record,
            match event {
                Event::Answered { meaning, retry_after, now, random, .. } => {
                    Event::Answered { attempt: record.tries, meaning, retry_after, now, random }
                }
                other => other,
            },
        )
    }
    let pressed = Everything::pressed(rules, false, true);
    let frozen = follow(&pressed, FROZEN.iter().chain(&AND_SENT_NOW));
    is_found(frozen, "sent by itself what may be a ticket");
}
