//! Promises about problems: when and where they are shown, and when they disappear.

use super::*;

#[test]
fn send_shows_everything_missing_and_focuses_the_first_field() {
    let mut state = empty();

    let effects = step(&mut state, Event::Send);

    assert_eq!(problems(&state), [None, Some(Rule::Required), Some(Rule::Required), Some(Rule::Required)]);
    assert_eq!(effects, leads_to(Focus::Input(Input::EmailAddress)));
    assert_eq!(state.phase, Phase::Writing);
}

#[test]
fn the_first_problem_in_the_order_of_the_screen_is_focused() {
    for (field, text) in
        [(Input::Username, "Jo\nDoe"), (Input::EmailAddress, "jd"), (Input::Subject, "  "), (Input::Body, "")]
    {
        let mut state = fill();
        write(&mut state, Input::Body, "");
        write(&mut state, field, text);

        let effects = step(&mut state, Event::Send);

        assert_eq!(effects, leads_to(Focus::Input(field)), "{field:?}");
    }
}

#[test]
fn an_untouched_field_shows_no_problem() {
    let mut state = empty();

    for field in FIELDS {
        assert_eq!(step(&mut state, Event::Blurred(field)), NOTHING);
    }

    assert_eq!(problems(&state), [None; 4]);
}

#[test]
fn the_first_edit_of_a_field_shows_no_problem() {
    let mut state = empty();

    for text in ["j", "jd", "jd@", ""] {
        assert_eq!(write(&mut state, Input::EmailAddress, text), NOTHING);
        assert_eq!(problems(&state), [None; 4], "{text:?}");
    }
}

#[test]
fn an_edited_field_is_checked_on_blur() {
    for (field, text, rule) in [
        (Input::Username, "Jo\nDoe", Rule::OneLine),
        (Input::Username, &*"x".repeat(MAX_USERNAME_CHARS + 1), Rule::TooLong { limit: MAX_USERNAME_CHARS }),
        (Input::EmailAddress, "jd", Rule::Email),
        (Input::EmailAddress, "", Rule::Required),
        (Input::Subject, " ", Rule::Required),
        (Input::Body, "\0", Rule::Required),
        (Input::Body, "a\0", Rule::NoNul),
    ] {
        let mut state = empty();
        write(&mut state, field, text);

        let effects = step(&mut state, Event::Blurred(field));

        assert_eq!(state.entry(field).problem, Some(InputProblem::Rule(rule)), "{field:?} {text:?}");
        assert_eq!(effects, NOTHING, "the visitor is led nowhere while writing");
        let others = FIELDS.iter().filter(|&&other| other != field);
        assert!(others.map(|&other| state.entry(other).problem).all(|problem| problem.is_none()));
    }
}

#[test]
fn a_field_that_had_a_problem_is_checked_at_every_key() {
    let mut state = empty();
    write(&mut state, Input::EmailAddress, "jd@");
    step(&mut state, Event::Blurred(Input::EmailAddress));

    for (text, problem) in [
        ("jd@-", Some(Rule::Email)),
        ("jd@e", None),
        ("jd@", Some(Rule::Email)),
        ("", Some(Rule::Required)),
        ("jd@example.com", None),
    ] {
        write(&mut state, Input::EmailAddress, text);

        assert_eq!(state.entry(Input::EmailAddress).problem, problem.map(InputProblem::Rule), "{text:?}");
    }
}

#[test]
fn solving_one_problem_keeps_the_others() {
    let mut state = empty();
    step(&mut state, Event::Send);

    write(&mut state, Input::Subject, "p");

    assert_eq!(problems(&state), [None, Some(Rule::Required), None, Some(Rule::Required)]);
}

#[test]
fn problems_caused_by_the_page_are_shown_at_their_field() {
    let mut state = sending();
    let too_large = Rule::TooLarge { limit: MAX_REQUEST_BYTES };

    let effects = step(
        &mut state,
        Event::Rejected(vec![
            Problem { field: Field::Body, rule: too_large },
            Problem { field: Field::EmailAddress, rule: Rule::Email },
        ]),
    );

    assert_eq!(problems(&state), [None, Some(Rule::Email), None, Some(too_large)]);
    assert_eq!(effects, leads_to(Focus::Input(Input::EmailAddress)));
    assert_eq!(state.phase, Phase::Writing);
    write(&mut state, Input::Body, "shorter");
    assert_eq!(state.entry(Input::Body).problem, None, "the next key solves it");
}
