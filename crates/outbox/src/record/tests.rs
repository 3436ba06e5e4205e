//! The rules of a stored ticket, one test each. `tests/model.rs` checks that they hold together.

use proptest::prelude::*;

use support_ticket_contract::Dialect::{V1, V2};

use super::*;

const NOW: f64 = 1_800_000_000_000.0;
const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;

fn in_phase(phase: Phase, dialect: Dialect) -> Record {
    let due = NOW + if phase == Phase::Sending { 20_000.0 } else { MINUTE };
    Record { phase, tries: 3, submitted_at: NOW - HOUR, due, held: false, dialect }
}

fn waiting(dialect: Dialect) -> Record {
    in_phase(Phase::Waiting, dialect)
}

fn sending(dialect: Dialect) -> Record {
    in_phase(Phase::Sending, dialect)
}

/// A timer ended, and the caller holds the ticket's lock.
fn timer(now: f64) -> Event {
    Event::Checked { now, nudged: false, exclusive: true }
}

/// The same without locks, or while another tab holds it.
fn timer_without_lock(now: f64) -> Event {
    Event::Checked { now, nudged: false, exclusive: false }
}

fn nudged(now: f64) -> Event {
    Event::Checked { now, nudged: true, exclusive: true }
}

fn answer(outcome: Outcome) -> Event {
    Event::Answered { attempt: 3, outcome, retry_after: None, now: NOW, random: 0.5 }
}

#[track_caller]
fn sends(record: Record, event: Event) {
    let (after, effect) = step(record, event);
    let expected = Record {
        phase: Phase::Sending,
        tries: record.tries + 1,
        due: NOW + TAKEOVER_AFTER_MS,
        held: false,
        submitted_at: after.submitted_at,
        ..record
    };
    assert_eq!((after, effect), (expected, Effect::Send));
}

#[track_caller]
fn does_nothing(record: Record, event: Event) {
    assert_eq!(step(record, event), (record, Effect::Nothing));
}

#[track_caller]
fn ends(record: Record, event: Event, phase: Phase, effect: Effect) {
    assert_eq!(step(record, event), (Record { phase, held: false, ..record }, effect));
}

#[test]
fn a_submitted_ticket_is_sending_for_longer_than_a_try_may_take() {
    let record = Record::new(NOW, V1);

    assert_eq!(
        (record.phase, record.tries, record.submitted_at, record.held),
        (Phase::Sending, 1, NOW, false)
    );
    assert_eq!(record.due, NOW + 40_000.0);
    assert_eq!([record.dialect, Record::new(NOW, V2).dialect], [V1, V2]);
    const { assert!(TAKEOVER_AFTER_MS > TRY_TIMEOUT_MS) };
}

#[test]
fn phase_numbers_stored_by_older_versions_keep_their_meaning() {
    let phases = [Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned];
    assert_eq!([0, 1, 2, 3].map(Phase::from_u8), phases);
    assert_eq!(phases.map(|phase| phase as u8), [0, 1, 2, 3]);
    assert_eq!([Phase::from_u8(4), Phase::from_u8(u8::MAX)], [Phase::Returned; 2]);
}

#[test]
fn a_waiting_ticket_is_sent_when_it_is_due() {
    for dialect in [V1, V2] {
        let record = waiting(dialect);
        does_nothing(record, timer(NOW));
        sends(Record { due: NOW, ..record }, timer(NOW));
        sends(Record { due: NOW - HOUR, ..record }, timer(NOW));
    }
}

#[test]
fn a_nudge_sends_earlier_but_not_before_the_servers_retry_after() {
    sends(waiting(V1), nudged(NOW));
    let held = Record { held: true, ..waiting(V1) };
    does_nothing(held, nudged(NOW));
    sends(Record { due: NOW, ..held }, nudged(NOW));
}

#[test]
fn a_ticket_that_another_tab_is_sending_is_not_touched() {
    does_nothing(sending(V1), timer_without_lock(NOW));
    does_nothing(sending(V2), Event::Checked { now: NOW, nudged: true, exclusive: false });
    does_nothing(sending(V1), Event::SendNow { now: NOW, exclusive: false });
}

#[test]
fn an_abandoned_try_is_repeated_in_v1() {
    sends(sending(V1), timer(NOW));
    sends(Record { due: NOW, ..sending(V1) }, timer_without_lock(NOW));
    sends(sending(V1), Event::SendNow { now: NOW, exclusive: true });
}

#[test]
fn after_an_abandoned_try_the_visitor_is_asked_in_v2() {
    ends(sending(V2), timer(NOW), Phase::Asking, Effect::AskVisitor);
    ends(Record { due: NOW, ..sending(V2) }, timer_without_lock(NOW), Phase::Asking, Effect::AskVisitor);
    ends(sending(V2), Event::SendNow { now: NOW, exclusive: true }, Phase::Asking, Effect::AskVisitor);
}

#[test]
fn without_locks_only_v1_tickets_are_sent_automatically() {
    sends(Record { due: NOW, ..waiting(V1) }, timer_without_lock(NOW));
    ends(Record { due: NOW, ..waiting(V2) }, timer_without_lock(NOW), Phase::Asking, Effect::AskVisitor);
    let held = Record { held: true, due: NOW, ..waiting(V2) };
    ends(held, timer_without_lock(NOW), Phase::Asking, Effect::AskVisitor);
    ends(
        waiting(V2),
        Event::Checked { now: NOW, nudged: true, exclusive: false },
        Phase::Asking,
        Effect::AskVisitor,
    );
}

#[test]
fn a_ticket_is_handed_back_after_seven_days() {
    for dialect in [V1, V2] {
        let record = Record { submitted_at: NOW - 7.0 * 24.0 * HOUR, due: NOW, ..waiting(dialect) };
        sends(record, timer(NOW));
        let old = Record { submitted_at: record.submitted_at - 1.0, due: NOW + MINUTE, held: true, ..record };
        ends(old, timer(NOW), Phase::Returned, Effect::HandBack);
        ends(old, timer_without_lock(NOW), Phase::Returned, Effect::HandBack);
    }
    let old = Record { submitted_at: NOW - KEEP_FOR_MS - 1.0, ..sending(V1) };
    does_nothing(old, timer_without_lock(NOW));
    ends(old, timer(NOW), Phase::Returned, Effect::HandBack);
    // It may have arrived: however old it is, "it was not sent" could be false.
    ends(Record { dialect: V2, ..old }, timer(NOW), Phase::Asking, Effect::AskVisitor);
}

#[test]
fn a_ticket_that_the_visitor_decides_on_is_never_due() {
    for phase in [Phase::Asking, Phase::Returned] {
        let record = Record { submitted_at: NOW - 2.0 * KEEP_FOR_MS, due: NOW - HOUR, ..in_phase(phase, V1) };
        does_nothing(record, nudged(NOW));
        assert_eq!(record.delay_until_due(NOW), None);
    }
}

#[test]
fn send_now_sends_at_once_and_restarts_the_seven_days() {
    for phase in [Phase::Waiting, Phase::Asking, Phase::Returned] {
        for (dialect, exclusive) in [(V1, true), (V2, true), (V2, false)] {
            let record =
                Record { held: true, submitted_at: NOW - KEEP_FOR_MS - 1.0, ..in_phase(phase, dialect) };
            let event = Event::SendNow { now: NOW, exclusive };
            sends(record, event);
            assert_eq!(step(record, event).0.submitted_at, NOW);
        }
    }
}

#[test]
fn a_clock_put_back_delays_by_the_longest_wait_at_most() {
    let far = NOW + 1_000.0 * HOUR;
    sends(Record { due: far, submitted_at: far, ..waiting(V1) }, timer(NOW));
    sends(Record { due: far, held: true, ..waiting(V1) }, timer(NOW));
    sends(Record { due: far, ..sending(V1) }, timer_without_lock(NOW));
    assert_eq!(step(Record { due: far, submitted_at: far, ..waiting(V1) }, timer(NOW)).0.submitted_at, NOW);

    assert_eq!([LONGEST_WAIT_MS, LONGEST_HELD_MS], [15.0 * MINUTE, 26.4 * HOUR]);
    let delay_until_due = |record: Record, due: f64| Record { due: NOW + due, ..record }.delay_until_due(NOW);
    assert_eq!(
        [delay_until_due(waiting(V1), LONGEST_WAIT_MS), delay_until_due(waiting(V1), LONGEST_WAIT_MS + 1.0)],
        [Some(LONGEST_WAIT_MS), Some(0.0)]
    );
    let held = Record { held: true, ..waiting(V1) };
    assert_eq!(
        [delay_until_due(held, LONGEST_HELD_MS), delay_until_due(held, LONGEST_HELD_MS * 1.01)],
        [Some(LONGEST_HELD_MS), Some(0.0)]
    );
    assert_eq!(
        [
            delay_until_due(sending(V1), TAKEOVER_AFTER_MS),
            delay_until_due(sending(V1), TAKEOVER_AFTER_MS + 1.0)
        ],
        [Some(TAKEOVER_AFTER_MS), Some(0.0)]
    );
    assert_eq!(delay_until_due(waiting(V1), -1.0), Some(0.0));
}

#[test]
fn nan_in_a_record_neither_loses_nor_blocks_the_ticket() {
    let record = Record { submitted_at: f64::NAN, due: f64::NAN, ..waiting(V1) };
    assert_eq!(record.delay_until_due(NOW), Some(0.0));
    let (record, effect) = step(record, timer(NOW));
    assert_eq!((effect, record.submitted_at, record.due), (Effect::Send, NOW, NOW + TAKEOVER_AFTER_MS));
}

#[test]
fn each_outcome_has_its_effect_in_both_dialects() {
    use Effect::*;
    let cases = [
        (Outcome::Created, Remove, Remove),
        (Outcome::Failed, Wait, HandBack),
        (Outcome::Refused, HandBack, HandBack),
        (Outcome::NotAllowed, Wait, Wait),
        (Outcome::NotFound, Wait, Wait),
        (Outcome::TooLarge, HandBack, HandBack),
        (Outcome::Conflict, HandBack, HandBack),
        (Outcome::TooMany, Wait, Wait),
        (Outcome::ServerDown, Wait, AskVisitor),
        (Outcome::NotTheContract, Wait, AskVisitor),
        (Outcome::BadAddress, Wait, AskVisitor),
        (Outcome::Offline, Wait, AskVisitor),
        (Outcome::Unreachable, Wait, AskVisitor),
        (Outcome::Blocked, Wait, Wait),
        (Outcome::Timeout, Wait, AskVisitor),
    ];
    assert_eq!(cases.map(|(outcome, ..)| outcome), Outcome::ALL);
    for (outcome, in_v1, in_v2) in cases {
        for (dialect, effect) in [(V1, in_v1), (V2, in_v2)] {
            let (record, followed) = step(sending(dialect), answer(outcome));
            let phase = match effect {
                Wait => Phase::Waiting,
                AskVisitor => Phase::Asking,
                HandBack => Phase::Returned,
                _ => Phase::Sending,
            };
            assert_eq!((followed, record.phase), (effect, phase), "{outcome:?}");
            assert!(
                dialect.is_repeatable() || followed != Wait || !outcome.may_have_arrived(),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn failures_back_off_and_retry_after_is_held() {
    let (record, _) = step(sending(V1), answer(Outcome::ServerDown));
    assert_eq!(record, Record { phase: Phase::Waiting, due: NOW + 10_000.0, ..sending(V1) });

    let after = |retry_after| {
        let outcome = Outcome::TooMany;
        step(sending(V2), Event::Answered { attempt: 3, outcome, retry_after, now: NOW, random: 0.0 }).0
    };
    let held = Record { phase: Phase::Waiting, due: NOW + 2.0 * MINUTE, held: true, ..sending(V2) };
    assert_eq!(after(Some(2.0 * MINUTE)), held);
    for none in [None, Some(0.0), Some(-5.0), Some(f64::NAN)] {
        assert_eq!(after(none), Record { due: NOW + 1_000.0, held: false, ..held });
    }
}

#[test]
fn a_late_answer_changes_nothing_unless_it_has_the_address() {
    let others = Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Created);
    for outcome in others {
        does_nothing(Record { tries: 4, ..sending(V1) }, answer(outcome));
        for phase in [Phase::Waiting, Phase::Asking, Phase::Returned] {
            does_nothing(in_phase(phase, V2), answer(outcome));
        }
    }
    for phase in [Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned] {
        let record = Record { tries: 4, ..in_phase(phase, V2) };
        assert_eq!(step(record, answer(Outcome::Created)), (record, Effect::Remove));
    }
}

#[test]
fn a_try_that_never_started_waits_in_both_dialects() {
    let unsent = Event::Unsent { attempt: 3, now: NOW, random: 0.5 };
    for dialect in [V1, V2] {
        let waits = Record { phase: Phase::Waiting, due: NOW + 10_000.0, ..sending(dialect) };
        assert_eq!(step(sending(dialect), unsent), (waits, Effect::Wait));
        does_nothing(Record { tries: 4, ..sending(dialect) }, unsent);
        does_nothing(in_phase(Phase::Asking, dialect), unsent);
    }
}

fn any_record() -> impl Strategy<Value = Record> {
    let phase = prop::sample::select(vec![Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned]);
    let time = || prop_oneof![any::<f64>(), -2.0 * KEEP_FOR_MS..2.0 * KEEP_FOR_MS];
    (phase, any::<u32>(), time(), time(), any::<bool>(), prop::sample::select(vec![V1, V2])).prop_map(
        |(phase, tries, pressed, due, held, dialect)| Record {
            phase,
            tries,
            submitted_at: NOW + pressed,
            due: NOW + due,
            held,
            dialect,
        },
    )
}

proptest! {
    #[test]
    fn any_stored_record_is_sent_or_shown_within_the_longest_wait(record in any_record()) {
        let delay = record.delay_until_due(NOW).unwrap_or_default();
        prop_assert!((0.0..=LONGEST_HELD_MS).contains(&delay));
        // A millisecond for rounding errors.
        let later = NOW + delay + 1.0;
        let (after, effect) = step(record, Event::Checked { now: later, nudged: false, exclusive: false });
        let is_shown = matches!(after.phase, Phase::Asking | Phase::Returned);
        prop_assert!(effect == Effect::Send || is_shown, "{effect:?} {after:?}");
    }
}
