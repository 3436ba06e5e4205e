//! The rules of a kept ticket, one test each. That they hold together is `tests/model.rs`'s to show.

use proptest::prelude::*;

use super::*;

const NOW: f64 = 1_800_000_000_000.0;
const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;
const V1: bool = true;
const V2: bool = false;

fn in_phase(phase: Phase, repeatable: bool) -> Record {
    let due = NOW + if phase == Phase::Sending { 20_000.0 } else { MINUTE };
    Record { phase, tries: 3, pressed: NOW - HOUR, due, held: false, repeatable }
}

fn waiting(repeatable: bool) -> Record {
    in_phase(Phase::Waiting, repeatable)
}

fn sending(repeatable: bool) -> Record {
    in_phase(Phase::Sending, repeatable)
}

/// A timer ended, and the caller holds the ticket's lock.
fn timer(now: f64) -> Event {
    Event::Looked { now, hint: false, alone: true }
}

/// The same where there are no locks, or somebody else has it.
fn timer_without_lock(now: f64) -> Event {
    Event::Looked { now, hint: false, alone: false }
}

fn hint(now: f64) -> Event {
    Event::Looked { now, hint: true, alone: true }
}

fn answer(meaning: Meaning) -> Event {
    Event::Answered { attempt: 3, meaning, retry_after: None, now: NOW, random: 0.5 }
}

#[track_caller]
fn posts(record: Record, event: Event) {
    let (after, effect) = step(record, event);
    let expected = Record {
        phase: Phase::Sending,
        tries: record.tries + 1,
        due: NOW + LEASE,
        held: false,
        pressed: after.pressed,
        ..record
    };
    assert_eq!((after, effect), (expected, Effect::Post));
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
fn a_pressed_send_is_on_its_way_for_longer_than_a_try_may_take() {
    let record = Record::pressed(NOW, V1);

    assert_eq!((record.phase, record.tries, record.pressed, record.held), (Phase::Sending, 1, NOW, false));
    assert_eq!(record.due, NOW + 40_000.0);
    assert!(record.repeatable && !Record::pressed(NOW, V2).repeatable);
    const { assert!(LEASE > TRY) };
}

#[test]
fn what_was_written_down_by_an_older_version_means_the_same() {
    let phases = [Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned];
    assert_eq!([0, 1, 2, 3].map(Phase::by), phases);
    assert_eq!(phases.map(|phase| phase as u8), [0, 1, 2, 3]);
    assert_eq!([Phase::by(4), Phase::by(u8::MAX)], [Phase::Returned; 2]);
}

#[test]
fn what_waits_is_sent_when_it_is_due() {
    for repeatable in [V1, V2] {
        let record = waiting(repeatable);
        does_nothing(record, timer(NOW));
        posts(Record { due: NOW, ..record }, timer(NOW));
        posts(Record { due: NOW - HOUR, ..record }, timer(NOW));
    }
}

#[test]
fn a_hint_sends_it_earlier_but_not_before_the_server_lets_it() {
    posts(waiting(V1), hint(NOW));
    let held = Record { held: true, ..waiting(V1) };
    does_nothing(held, hint(NOW));
    posts(Record { due: NOW, ..held }, hint(NOW));
}

#[test]
fn what_somebody_is_sending_is_left_alone() {
    does_nothing(sending(V1), timer_without_lock(NOW));
    does_nothing(sending(V2), Event::Looked { now: NOW, hint: true, alone: false });
    does_nothing(sending(V1), Event::SendNow { now: NOW, alone: false });
}

#[test]
fn what_was_left_behind_is_sent_again_where_that_makes_no_second_ticket() {
    posts(sending(V1), timer(NOW));
    posts(Record { due: NOW, ..sending(V1) }, timer_without_lock(NOW));
    posts(sending(V1), Event::SendNow { now: NOW, alone: true });
}

#[test]
fn what_was_left_behind_is_asked_about_where_it_may_make_a_second_ticket() {
    ends(sending(V2), timer(NOW), Phase::Asking, Effect::Ask);
    ends(Record { due: NOW, ..sending(V2) }, timer_without_lock(NOW), Phase::Asking, Effect::Ask);
    ends(sending(V2), Event::SendNow { now: NOW, alone: true }, Phase::Asking, Effect::Ask);
}

#[test]
fn without_locks_only_what_is_repeatable_is_sent_by_itself() {
    posts(Record { due: NOW, ..waiting(V1) }, timer_without_lock(NOW));
    ends(Record { due: NOW, ..waiting(V2) }, timer_without_lock(NOW), Phase::Asking, Effect::Ask);
    let held = Record { held: true, due: NOW, ..waiting(V2) };
    ends(held, timer_without_lock(NOW), Phase::Asking, Effect::Ask);
    ends(waiting(V2), Event::Looked { now: NOW, hint: true, alone: false }, Phase::Asking, Effect::Ask);
}

#[test]
fn after_seven_days_it_is_handed_back() {
    for repeatable in [V1, V2] {
        let record = Record { pressed: NOW - 7.0 * 24.0 * HOUR, due: NOW, ..waiting(repeatable) };
        posts(record, timer(NOW));
        let old = Record { pressed: record.pressed - 1.0, due: NOW + MINUTE, held: true, ..record };
        ends(old, timer(NOW), Phase::Returned, Effect::GiveBack);
        ends(old, timer_without_lock(NOW), Phase::Returned, Effect::GiveBack);
    }
    let old = Record { pressed: NOW - KEPT - 1.0, ..sending(V1) };
    does_nothing(old, timer_without_lock(NOW));
    ends(old, timer(NOW), Phase::Returned, Effect::GiveBack);
    // What may have arrived is asked about, however old: "it was not sent" may be false.
    ends(Record { repeatable: V2, ..old }, timer(NOW), Phase::Asking, Effect::Ask);
}

#[test]
fn what_is_the_visitors_turn_waits_for_the_visitor() {
    for phase in [Phase::Asking, Phase::Returned] {
        let record = Record { pressed: NOW - 2.0 * KEPT, due: NOW - HOUR, ..in_phase(phase, V1) };
        does_nothing(record, hint(NOW));
        assert_eq!(record.rest(NOW), None);
    }
}

#[test]
fn the_visitors_word_sends_it_at_once_and_keeps_it_for_seven_days_more() {
    for phase in [Phase::Waiting, Phase::Asking, Phase::Returned] {
        for (repeatable, alone) in [(V1, true), (V2, true), (V2, false)] {
            let record = Record { held: true, pressed: NOW - KEPT - 1.0, ..in_phase(phase, repeatable) };
            let event = Event::SendNow { now: NOW, alone };
            posts(record, event);
            assert_eq!(step(record, event).0.pressed, NOW);
        }
    }
}

#[test]
fn a_clock_that_was_put_back_delays_nothing_for_long() {
    let far = NOW + 1_000.0 * HOUR;
    posts(Record { due: far, pressed: far, ..waiting(V1) }, timer(NOW));
    posts(Record { due: far, held: true, ..waiting(V1) }, timer(NOW));
    posts(Record { due: far, ..sending(V1) }, timer_without_lock(NOW));
    assert_eq!(step(Record { due: far, pressed: far, ..waiting(V1) }, timer(NOW)).0.pressed, NOW);

    assert_eq!([LONGEST_WAIT, LONGEST_HELD], [15.0 * MINUTE, 26.4 * HOUR]);
    let rest = |record: Record, due: f64| Record { due: NOW + due, ..record }.rest(NOW);
    assert_eq!(
        [rest(waiting(V1), LONGEST_WAIT), rest(waiting(V1), LONGEST_WAIT + 1.0)],
        [Some(LONGEST_WAIT), Some(0.0)]
    );
    let held = Record { held: true, ..waiting(V1) };
    assert_eq!([rest(held, LONGEST_HELD), rest(held, LONGEST_HELD * 1.01)], [Some(LONGEST_HELD), Some(0.0)]);
    assert_eq!([rest(sending(V1), LEASE), rest(sending(V1), LEASE + 1.0)], [Some(LEASE), Some(0.0)]);
    assert_eq!(rest(waiting(V1), -1.0), Some(0.0));
}

#[test]
fn numbers_that_are_none_neither_lose_it_nor_hold_it() {
    let record = Record { pressed: f64::NAN, due: f64::NAN, ..waiting(V1) };
    assert_eq!(record.rest(NOW), Some(0.0));
    let (record, effect) = step(record, timer(NOW));
    assert_eq!((effect, record.pressed, record.due), (Effect::Post, NOW, NOW + LEASE));
}

#[test]
fn each_answer_has_its_consequence() {
    use Effect::*;
    let cases = [
        (Meaning::Created, Remove, Remove),
        (Meaning::Failed, Wait, GiveBack),
        (Meaning::Refused, GiveBack, GiveBack),
        (Meaning::NotAllowed, Wait, Wait),
        (Meaning::NotFound, Wait, Wait),
        (Meaning::TooLarge, GiveBack, GiveBack),
        (Meaning::Conflict, GiveBack, GiveBack),
        (Meaning::TooMany, Wait, Wait),
        (Meaning::ServerDown, Wait, Ask),
        (Meaning::NotTheContract, Wait, Ask),
        (Meaning::BadAddress, Wait, Ask),
        (Meaning::Offline, Wait, Ask),
        (Meaning::Unreachable, Wait, Ask),
        (Meaning::Blocked, Wait, Wait),
        (Meaning::Timeout, Wait, Ask),
    ];
    assert_eq!(cases.map(|(meaning, ..)| meaning), Meaning::ALL);
    for (meaning, in_v1, in_v2) in cases {
        for (repeatable, effect) in [(V1, in_v1), (V2, in_v2)] {
            let (record, followed) = step(sending(repeatable), answer(meaning));
            let phase = match effect {
                Wait => Phase::Waiting,
                Ask => Phase::Asking,
                GiveBack => Phase::Returned,
                _ => Phase::Sending,
            };
            assert_eq!((followed, record.phase), (effect, phase), "{meaning:?}");
            assert!(repeatable || followed != Wait || !meaning.may_have_arrived(), "{meaning:?}");
        }
    }
}

#[test]
fn after_a_failure_it_waits_longer_each_time_and_a_servers_word_is_held() {
    let (record, _) = step(sending(V1), answer(Meaning::ServerDown));
    assert_eq!(record, Record { phase: Phase::Waiting, due: NOW + 10_000.0, ..sending(V1) });

    let after = |retry_after| {
        let meaning = Meaning::TooMany;
        step(sending(V2), Event::Answered { attempt: 3, meaning, retry_after, now: NOW, random: 0.0 }).0
    };
    let held = Record { phase: Phase::Waiting, due: NOW + 2.0 * MINUTE, held: true, ..sending(V2) };
    assert_eq!(after(Some(2.0 * MINUTE)), held);
    for none in [None, Some(0.0), Some(-5.0), Some(f64::NAN)] {
        assert_eq!(after(none), Record { due: NOW + 1_000.0, held: false, ..held });
    }
}

#[test]
fn a_late_answer_harms_nothing_unless_it_brings_the_address() {
    let others = Meaning::ALL.into_iter().filter(|meaning| *meaning != Meaning::Created);
    for meaning in others {
        does_nothing(Record { tries: 4, ..sending(V1) }, answer(meaning));
        for phase in [Phase::Waiting, Phase::Asking, Phase::Returned] {
            does_nothing(in_phase(phase, V2), answer(meaning));
        }
    }
    for phase in [Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned] {
        let record = Record { tries: 4, ..in_phase(phase, V2) };
        assert_eq!(step(record, answer(Meaning::Created)), (record, Effect::Remove));
    }
}

#[test]
fn a_try_that_never_began_waits_in_both_dialects() {
    let unsent = Event::Unsent { attempt: 3, now: NOW, random: 0.5 };
    for repeatable in [V1, V2] {
        let waits = Record { phase: Phase::Waiting, due: NOW + 10_000.0, ..sending(repeatable) };
        assert_eq!(step(sending(repeatable), unsent), (waits, Effect::Wait));
        does_nothing(Record { tries: 4, ..sending(repeatable) }, unsent);
        does_nothing(in_phase(Phase::Asking, repeatable), unsent);
    }
}

fn any_record() -> impl Strategy<Value = Record> {
    let phase = prop::sample::select(vec![Phase::Sending, Phase::Waiting, Phase::Asking, Phase::Returned]);
    let time = || prop_oneof![any::<f64>(), -2.0 * KEPT..2.0 * KEPT];
    (phase, any::<u32>(), time(), time(), any::<bool>(), any::<bool>()).prop_map(
        |(phase, tries, pressed, due, held, repeatable)| Record {
            phase,
            tries,
            pressed: NOW + pressed,
            due: NOW + due,
            held,
            repeatable,
        },
    )
}

proptest! {
    #[test]
    fn whatever_was_written_down_is_tried_or_shown_within_the_longest_wait(record in any_record()) {
        let rest = record.rest(NOW).unwrap_or_default();
        prop_assert!((0.0..=LONGEST_HELD).contains(&rest));
        // A millisecond for what rounding took off.
        let later = NOW + rest + 1.0;
        let (after, effect) = step(record, Event::Looked { now: later, hint: false, alone: false });
        let is_shown = matches!(after.phase, Phase::Asking | Phase::Returned);
        prop_assert!(effect == Effect::Post || is_shown, "{effect:?} {after:?}");
    }
}
