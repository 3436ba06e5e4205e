//! Promises about the ticket's type, the boxes of its text, its tags and the page's options.

use support_ticket_contract::{Dialect, MAX_TAG_CHARS, MAX_TAGS, TicketType};

use super::*;

const HEADINGS: [&str; 3] = ["What did you do?", "What happened?", "What did you expect?"];

fn body(state: &State) -> String {
    state.ticket(HEADINGS.map(str::to_owned)).body
}

#[test]
fn text_in_the_first_box_alone_is_sent_unchanged() {
    let mut state = fill();
    write(&mut state, Input::Type, "problem");
    write(&mut state, Input::Body, "  # as *it* is\n");

    assert_eq!(body(&state), "  # as *it* is\n");
}

#[test]
fn filled_boxes_are_joined_under_their_headings() {
    for (boxes, expected) in [
        (
            ["a", "b", "c"],
            "## What did you do?\n\na\n\n## What happened?\n\nb\n\n## What did you expect?\n\nc",
        ),
        (["a", " ", "c"], "## What did you do?\n\na\n\n## What did you expect?\n\nc"),
        (["", "b", "\u{200b}"], "## What happened?\n\nb"),
    ] {
        let mut state = fill();
        for (input, text) in Input::BOXES.into_iter().zip(boxes) {
            write(&mut state, input, text);
        }

        assert_eq!(body(&state), expected);
        assert!(step(&mut state, Event::Send).send, "{boxes:?}");
    }
}

#[test]
fn a_text_is_missing_only_while_every_box_is_empty() {
    let mut state = fill();
    write(&mut state, Input::Body, "");
    assert_eq!(step(&mut state, Event::Send), leads_to(Focus::Input(Input::Body)));

    write(&mut state, Input::Body3, "it is somewhere else");

    assert_eq!(problems(&state), [None; 4], "the problem goes as soon as it is solved");
}

#[test]
fn only_known_types_are_sent() {
    let mut state = fill();
    for (name, kind) in [("purchase", Some(TicketType::Purchase)), ("", None), ("gift", None)] {
        write(&mut state, Input::Type, name);

        assert_eq!(state.kind(), kind);
    }
}

#[test]
fn tags_are_separated_by_commas() {
    let mut state = fill();
    write(&mut state, Input::Tags, " member,, student , ");

    assert_eq!(state.ticket(HEADINGS.map(str::to_owned)).tags, ["member", "student"]);
}

#[test]
fn an_invalid_tag_is_a_problem_of_the_tags() {
    let many = vec!["x"; MAX_TAGS + 1].join(",");
    for (tags, rule) in [
        (many.as_str(), Rule::TooMany { limit: MAX_TAGS }),
        (&"x".repeat(MAX_TAG_CHARS + 1), Rule::TooLong { limit: MAX_TAG_CHARS }),
        ("a\0", Rule::NoNul),
    ] {
        let mut state = fill();
        write(&mut state, Input::Tags, tags);

        assert_eq!(step(&mut state, Event::Send), leads_to(Focus::Input(Input::Tags)));
        assert_eq!(state.entry(Input::Tags).problem, Some(InputProblem::Rule(rule)));
    }
}

#[test]
fn the_placeholder_has_to_be_replaced() {
    let mut state = fill();
    step(
        &mut state,
        Event::OptionsChanged(FormOptions {
            placeholder: "[which package?]".to_owned(),
            ..FormOptions::default()
        }),
    );
    write(&mut state, Input::Body, "Please install [which package?] for me");

    assert_eq!(step(&mut state, Event::Send), leads_to(Focus::Input(Input::Body)));
    assert_eq!(state.entry(Input::Body).problem, Some(InputProblem::Placeholder));
    write(&mut state, Input::Body, "Please install xyz for me");

    assert!(step(&mut state, Event::Send).send);
}

#[test]
fn the_placeholder_is_found_in_every_box_and_in_the_subject() {
    for input in [Input::Subject, Input::Body, Input::Body2, Input::Body3] {
        let mut state = fill();
        step(
            &mut state,
            Event::OptionsChanged(FormOptions {
                placeholder: "[version]".to_owned(),
                ..FormOptions::default()
            }),
        );
        write(&mut state, input, "It broke in [version].");

        assert_eq!(step(&mut state, Event::Send), leads_to(Focus::Input(input)), "{input:?}");
        assert_eq!(state.entry(input).problem, Some(InputProblem::Placeholder), "{input:?}");
        write(&mut state, input, "It broke in 3.1.");

        assert_eq!(state.entry(input).problem, None, "{input:?}");
        assert!(step(&mut state, Event::Send).send, "{input:?}");
    }
    // A type's name is not the visitor's to write.
    let mut state = fill();
    step(
        &mut state,
        Event::OptionsChanged(FormOptions { placeholder: "problem".to_owned(), ..FormOptions::default() }),
    );
    write(&mut state, Input::Type, "problem");

    assert!(step(&mut state, Event::Send).send);
}

#[test]
fn a_valid_input_is_marked_after_the_visitor_left_it() {
    let mut state = empty();
    write(&mut state, Input::EmailAddress, "jd@example.com");
    assert!(!state.is_valid(Input::EmailAddress), "not while it is typed");

    step(&mut state, Event::Blurred(Input::EmailAddress));

    assert!(state.is_valid(Input::EmailAddress));
    assert!(!state.is_valid(Input::Username), "nothing stands there");
    write(&mut state, Input::EmailAddress, "jd@");
    assert!(!state.is_valid(Input::EmailAddress));
}

#[test]
fn after_success_the_pages_type_and_tags_are_restored() {
    let mut state = fill();
    prefill(&mut state, Input::Tags, "member");
    write(&mut state, Input::Tags, "member, urgent");
    write(&mut state, Input::Type, "task");
    write(&mut state, Input::Body2, "more");
    step(&mut state, Event::Send);

    answer(&mut state, Ok(URL));

    assert_eq!(state.entry(Input::Tags).value, "member");
    assert_eq!(state.kind(), None);
    assert_eq!(state.entry(Input::Body2).value, "");
}

#[test]
fn a_resumed_draft_keeps_the_id_of_its_first_try() {
    let mut state = fill();

    step(&mut state, Event::ResumedAs("the draft's id".to_owned()));

    assert_eq!(state.ticket(HEADINGS.map(str::to_owned)).id.as_deref(), Some("the draft's id"));
}

#[test]
fn only_v2_failures_leave_a_ticket_in_doubt() {
    for error in one_of_each() {
        for dialect in [Dialect::V1, Dialect::V2] {
            let mut state = fill();
            step(&mut state, Event::OptionsChanged(FormOptions { dialect, ..FormOptions::default() }));
            step(&mut state, Event::Send);

            answer(&mut state, Err(error.clone()));

            let in_doubt = dialect == Dialect::V2 && error.may_have_arrived();
            assert_eq!(state.in_doubt, in_doubt, "{error:?}");
        }
    }
}
