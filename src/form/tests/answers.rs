//! Promises about answers: on time, late or missing.

use super::*;

#[test]
fn keeps_the_text_on_every_failure() {
    for error in one_of_each() {
        let mut state = sending();

        let effects = answer(&mut state, Err(error.clone()));

        assert_eq!(values(&state), values(&fill()), "{error:?}");
        assert_eq!(problems(&state), [None; 4], "{error:?}");
        assert_eq!((&state.phase, &state.failure), (&Phase::Writing, &Some(error)));
        assert_eq!(effects, Effects { notify: Some(Notice::Failed), ..NOTHING });
    }
}

#[test]
fn a_retry_has_the_same_id() {
    for error in one_of_each().into_iter().filter(|error| *error != SendError::Conflict) {
        let mut state = sending();
        answer(&mut state, Err(error.clone()));

        let effects = step(&mut state, Event::Send);

        assert!(effects.send, "{error:?}");
        assert_eq!((state.id.as_str(), state.sent_id.as_str()), (ID, ID), "{error:?}");
        assert_eq!(state.failure, None, "{error:?}");
    }
}

#[test]
fn a_retry_after_a_timeout_has_the_same_id() {
    let mut state = sending();
    for _ in 0..MAX_TICKS {
        step(&mut state, Event::Tick);
    }
    answer(&mut state, Err(SendError::Timeout { after: 30 }));

    assert!(step(&mut state, Event::Send).send);

    assert_eq!(state.id, ID);
    assert_eq!(state.phase, Phase::Sending { ticks: 0 }, "the clock begins anew");
}

#[test]
fn after_a_conflict_the_next_ticket_has_a_new_id() {
    let mut state = sending();

    answer(&mut state, Err(SendError::Conflict));

    assert_eq!((state.id.as_str(), state.sent_id.as_str()), (SPARE, ID));
}

#[test]
fn a_failure_is_shown_until_the_next_try() {
    let mut state = sending();
    answer(&mut state, Err(SendError::Offline));

    write(&mut state, Input::Subject, "");
    step(&mut state, Event::Send);
    assert_eq!(state.failure, Some(SendError::Offline), "nothing went out");

    write(&mut state, Input::Subject, "package xyz");
    step(&mut state, Event::Send);
    assert_eq!(state.failure, None);
}

#[test]
fn success_clears_subject_and_body_only() {
    let mut state = sending();

    answer(&mut state, Ok(URL));

    assert_eq!(values(&state), ["Jo Doe", "jd@example.com", "", ""]);
    assert_eq!(problems(&state), [None; 4]);
    assert_eq!(state.phase, Phase::Sent { url: URL.to_owned() });
}

#[test]
fn after_success_the_next_ticket_has_a_new_id() {
    let mut state = sending();

    answer(&mut state, Ok(URL));

    assert_eq!((state.id.as_str(), state.sent_id.as_str()), (SPARE, ID));
}

#[test]
fn success_focuses_the_address() {
    let mut state = sending();

    let effects = answer(&mut state, Ok(URL));

    assert_eq!(effects, Effects { focus: Some(Focus::Result), notify: Some(Notice::Created), ..NOTHING });
}

#[test]
fn another_ticket_starts_without_text_and_without_problems() {
    let mut state = sending();
    answer(&mut state, Ok(URL));

    assert_eq!(step(&mut state, Event::StartAnother), NOTHING);

    assert_eq!(state.phase, Phase::Writing);
    assert_eq!(values(&state), ["Jo Doe", "jd@example.com", "", ""]);
    assert_eq!(problems(&state), [None; 4], "what is empty on purpose is not wrong");
}

#[test]
fn cleared_fields_show_no_problems() {
    let mut state = fill();
    write(&mut state, Input::Subject, "");
    step(&mut state, Event::Send);
    write(&mut state, Input::Subject, "package xyz");
    step(&mut state, Event::Send);
    answer(&mut state, Ok(URL));
    step(&mut state, Event::StartAnother);

    step(&mut state, Event::Blurred(Input::Subject));
    write(&mut state, Input::Subject, " ");

    assert_eq!(state.entry(Input::Subject).problem, None, "nothing is said before it was touched");
}

#[test]
fn an_answer_that_nobody_waits_for_is_ignored() {
    let mut timed_out = sending();
    answer(&mut timed_out, Err(SendError::Timeout { after: 30 }));
    for mut state in [empty(), fill(), timed_out] {
        let before = state.clone();

        for result in [Ok(URL), Err(SendError::Offline), Err(SendError::Conflict)] {
            assert_eq!(answer(&mut state, result), NOTHING);
        }

        assert_eq!(state, before);
    }
}

#[test]
fn a_form_that_replaces_a_crashed_one_gets_its_answer() {
    let mut state = fill();
    step(&mut state, Event::StillSending);
    assert_eq!(step(&mut state, Event::Send), NOTHING, "it is on its way already");

    assert_eq!(answer(&mut state, Ok(URL)).notify, Some(Notice::Created));

    assert_eq!((&state.phase, state.sent_id.as_str()), (&Phase::Sent { url: URL.to_owned() }, ID));
}

#[test]
fn a_second_answer_to_the_same_try_is_ignored() {
    let mut state = sending();
    answer(&mut state, Ok(URL));
    let sent = state.clone();

    assert_eq!(answer(&mut state, Err(SendError::Offline)), NOTHING);
    assert_eq!(answer(&mut state, Ok("https://evil.example")), NOTHING);

    assert_eq!(state, sent);
}

fn queued() -> State {
    let mut state = sending();
    let result = Err(SendError::Offline);
    step(&mut state, Event::Answered { result, queued: Some(Queued::InBrowser), spare_id: SPARE.to_owned() });
    assert!(state.queued.is_some() && state.failure.is_some());
    state
}

fn arrived(state: &mut State, id: &str) -> Effects {
    step(state, Event::SentByOutbox { id: id.to_owned(), url: URL.to_owned(), spare_id: SPARE.to_owned() })
}

#[test]
fn a_ticket_sent_by_the_outbox_shows_the_result() {
    let mut state = queued();

    assert_eq!(arrived(&mut state, ID).notify, Some(Notice::Created));

    assert_eq!(state.phase, Phase::Sent { url: URL.to_owned() });
    assert_eq!((state.id.as_str(), state.sent_id.as_str(), state.failure), (SPARE, ID, None));
}

#[test]
fn the_outbox_does_not_change_a_form_with_another_ticket() {
    for (mut state, id) in [(queued(), SPARE), (sending(), ID), (fill(), ID)] {
        let before = state.clone();

        assert_eq!(arrived(&mut state, id), NOTHING);

        assert_eq!(state, before);
    }
}

#[test]
fn editing_a_queued_ticket_removes_its_queued_message() {
    let mut state = queued();
    let same = state.entry(Input::Body).value.clone();
    write(&mut state, Input::Body, &same);
    assert!(state.queued.is_some(), "a browser says `input` for a change that is none");

    write(&mut state, Input::Body, "It works again.");

    assert_eq!((state.queued, &state.failure), (None, &None));
    assert_eq!(arrived(&mut state, ID), NOTHING);
    assert_eq!(state.entry(Input::Body).value, "It works again.");
}

#[test]
fn a_queued_ticket_can_be_sent_by_hand() {
    let mut state = queued();

    assert!(step(&mut state, Event::Send).send);

    assert_eq!((state.queued, &state.failure, state.id.as_str()), (None, &None, ID));
}
