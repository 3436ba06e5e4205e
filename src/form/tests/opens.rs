//! Promises about opening, closing and focusing the form.

use super::*;

#[test]
fn opening_and_closing_are_announced_once() {
    let mut state = fill();
    let close = Effects { panel: Some(false), notify: Some(Notice::Closed), ..NOTHING };
    let open = Effects {
        panel: Some(true),
        focus: Some(Focus::Input(Input::Body)),
        send: false,
        abort: false,
        notify: Some(Notice::Opened),
    };

    for (is_open, effects, label) in [
        (false, NOTHING, "closed already"),
        (true, open, "opened"),
        // Moved by the page, it has lost its place above it: it is shown anew, and nobody is told or led.
        (true, Effects { panel: Some(true), ..NOTHING }, "open already"),
        (false, close, "closed"),
        (false, NOTHING, "closed twice"),
        (true, open, "opened again"),
    ] {
        assert_eq!(step(&mut state, Event::SetOpen(is_open)), effects, "{label}");
        assert_eq!(state.open, is_open, "{label}");
    }
}

#[test]
fn closing_loses_nothing() {
    for mut state in [empty(), fill(), sending()] {
        step(&mut state, Event::SetOpen(true));
        let before = state.clone();

        step(&mut state, Event::SetOpen(false));
        step(&mut state, Event::SetOpen(true));

        assert_eq!(state, before);
    }
}

#[test]
fn opening_focuses_the_first_empty_field() {
    let mut state = empty();

    for (field, text) in [
        (Input::Username, "Jo Doe"),
        (Input::EmailAddress, "jd@example.com"),
        (Input::Subject, "package xyz"),
        (Input::Body, "please install it"),
    ] {
        assert_eq!(step(&mut state, Event::FocusRequested), leads_to(Focus::Input(field)));
        write(&mut state, field, text);
    }
    assert_eq!(
        step(&mut state, Event::FocusRequested),
        leads_to(Focus::Input(Input::Body)),
        "all are filled in"
    );
}

#[test]
fn opening_after_success_focuses_the_address() {
    let mut state = sending();
    answer(&mut state, Ok(URL));

    assert_eq!(step(&mut state, Event::FocusRequested), leads_to(Focus::Result));
    assert_eq!(step(&mut state, Event::SetOpen(true)).focus, Some(Focus::Result));
}

#[test]
fn another_ticket_starts_with_an_empty_subject() {
    let mut state = sending();
    answer(&mut state, Ok(URL));

    let effects = step(&mut state, Event::StartAnother);

    assert_eq!(state.phase, Phase::Writing);
    assert_eq!(effects, leads_to(Focus::Input(Input::Subject)));
    assert_eq!(problems(&state), [None; 4], "what is empty on purpose is not wrong");
}
