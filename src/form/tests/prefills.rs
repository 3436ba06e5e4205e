//! Promises about prefilled values and resets.

use super::*;

#[test]
fn a_prefill_sets_the_value_without_a_check() {
    let mut state = empty();

    assert_eq!(prefill(&mut state, Input::EmailAddress, "not an address"), NOTHING);
    step(&mut state, Event::Blurred(Input::EmailAddress));

    assert_eq!(values(&state), ["", "not an address", "", ""]);
    assert_eq!(problems(&state), [None; 4], "the visitor has not touched it");
    step(&mut state, Event::Send);
    assert_eq!(
        state.entry(Input::EmailAddress).problem,
        Some(InputProblem::Rule(Rule::Email)),
        "but on Send it is said"
    );
}

#[test]
fn a_later_prefill_replaces_an_earlier_one() {
    let mut state = empty();

    prefill(&mut state, Input::Subject, "one");
    prefill(&mut state, Input::Subject, "two");

    assert_eq!(state.entry(Input::Subject).value, "two");
}

#[test]
fn a_prefill_never_replaces_typed_text() {
    for typed in ["mine", ""] {
        let mut state = empty();
        prefill(&mut state, Input::Body, "the page's");
        write(&mut state, Input::Body, typed);

        prefill(&mut state, Input::Body, "the page's again");

        assert_eq!(state.entry(Input::Body).value, typed);
    }
}

#[test]
fn a_reset_restores_the_prefilled_values() {
    let mut state = fill();
    prefill(&mut state, Input::EmailAddress, "page@example.com");
    prefill(&mut state, Input::Body, "the page's");

    assert_eq!(reset(&mut state), NOTHING);

    assert_eq!(values(&state), ["", "page@example.com", "", "the page's"]);
    prefill(&mut state, Input::Body, "the page's again");
    assert_eq!(state.entry(Input::Body).value, "the page's again", "it is untouched again");
}

#[test]
fn a_reset_starts_a_new_ticket_without_problems_or_failure() {
    let mut state = sending();
    answer(&mut state, Err(SendError::Offline));
    write(&mut state, Input::Subject, "");
    step(&mut state, Event::Send);

    reset(&mut state);

    assert_eq!(problems(&state), [None; 4]);
    assert_eq!((&state.phase, &state.failure, state.id.as_str()), (&Phase::Writing, &None, SPARE));
    write(&mut state, Input::Subject, " ");
    assert_eq!(state.entry(Input::Subject).problem, None, "nothing is said before it was touched");
}

#[test]
fn a_reset_after_success_shows_the_form_again() {
    let mut state = sending();
    prefill(&mut state, Input::Subject, "the page's");
    answer(&mut state, Ok(URL));
    assert_eq!(state.entry(Input::Subject).value, "", "the visitor's next ticket is about something else");

    reset(&mut state);

    assert_eq!(state.phase, Phase::Writing);
    assert_eq!(values(&state), ["", "", "the page's", ""]);
}

#[test]
fn a_ticket_that_is_being_sent_cannot_be_reset() {
    let mut state = sending();
    let before = state.clone();

    assert_eq!(reset(&mut state), NOTHING);

    assert_eq!(state, before);
}
