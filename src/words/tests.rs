//! The visitor's texts, word for word, so that every change of one shows here.

use std::collections::HashSet;

use support_ticket_contract::{
    MAX_EMAIL_CHARS, MAX_REQUEST_BYTES, MAX_SUBJECT_CHARS, MAX_TAG_CHARS, MAX_USERNAME_CHARS, Rule,
    check_request_size, check_text,
};

use super::{ENGLISH, FailureText, MAX_REASON_BYTES, Text, Words};
use crate::{
    answer::{SendError, tests::one_of_each},
    form::{Input, InputProblem},
};

fn problem(input: Input, rule: Rule) -> String {
    Words::english().problem(input, InputProblem::Rule(rule), "")
}

/// What is said where the page gives a help address, and where it gives none.
fn said(error: &SendError) -> [FailureText; 2] {
    [true, false].map(|has_mail| Words::english().failure(error, has_mail, false))
}

fn server_says(reason: &str) -> SendError {
    SendError::Failed { reason: reason.to_owned() }
}

const LATER: &str = "Wait a few minutes, then send again.";
const TELL: &str = "Copy it and tell the people who run this site.";

/// Every error, what happened, and what to do next.
fn table() -> Vec<(SendError, &'static str, &'static str)> {
    let refused = |reason: Option<&str>| SendError::Refused { reason: reason.map(str::to_owned) };
    vec![
        (server_says("the disk is full"), "We couldn’t create a ticket: “the disk is full”", LATER),
        (
            refused(Some("no tags here")),
            "We couldn’t accept this: “no tags here”",
            "Fix that, then send again.",
        ),
        (refused(None), "We couldn’t accept this and don’t know why.", TELL),
        (SendError::NotAllowed, "We can’t accept messages from this page.", TELL),
        (SendError::NotFound, "This page has the wrong address for the help desk.", TELL),
        (SendError::TooLarge, "Your text is too long for the help desk.", "Shorten it, then send again."),
        (
            SendError::Conflict,
            "We already have an earlier version of this message.",
            "Send again if you want a second ticket.",
        ),
        (SendError::TooMany { wait: None }, "We’re getting too many messages right now.", LATER),
        (
            SendError::TooMany { wait: Some(7) },
            "We’re getting too many messages right now.",
            "Wait 7 seconds, then send again.",
        ),
        (
            SendError::ServerDown { status: 500, wait: None },
            "Something went wrong on our side (error 500).",
            LATER,
        ),
        (
            SendError::ServerDown { status: 503, wait: Some(60) },
            "Something went wrong on our side (error 503).",
            "Wait 60 seconds, then send again.",
        ),
        (
            SendError::NotTheContract,
            "We got an unexpected reply, perhaps from a Wi-Fi sign-in page.",
            "Sign in to the network or leave it, then send again.",
        ),
        (SendError::BadAddress, "We have your message, but the link to it doesn’t work.", LATER),
        (SendError::Offline, "You seem to be offline.", "Connect to the internet, then send again."),
        (
            SendError::Unreachable,
            "The help desk can’t be reached.",
            "Check your connection, turn off any ad blocker for this page, then send again.",
        ),
        (SendError::Blocked, "This page’s security rules block the help desk.", TELL),
        (
            SendError::Timeout { after: 30 },
            "There was no answer within 30 seconds.",
            "Send again: it won’t create a second ticket.",
        ),
    ]
}

#[test]
fn every_error_has_a_message_and_one_thing_to_do() {
    let table = table();

    assert_eq!(table.iter().map(|row| row.0.clone()).collect::<Vec<_>>(), one_of_each());
    for (error, happened, next) in table {
        let [_, without_mail] = said(&error);

        assert_eq!(
            without_mail,
            FailureText { happened: happened.to_owned(), next: next.to_owned() },
            "{error:?}"
        );
    }
}

#[test]
fn with_a_help_address_nobody_is_asked_to_copy_the_text() {
    for (error, happened, next) in table() {
        let [with_mail, _] = said(&error);

        let next = if next == TELL { "" } else { next };
        assert_eq!(
            with_mail,
            FailureText { happened: happened.to_owned(), next: next.to_owned() },
            "{error:?}"
        );
    }
}

#[test]
fn no_two_kinds_of_error_have_the_same_message() {
    let errors = one_of_each();

    let kinds: HashSet<_> = errors.iter().map(std::mem::discriminant).collect();
    let heard: HashSet<_> =
        errors.iter().map(|error| said(error)[1].happened.replace("500", "").replace("503", "")).collect();

    // A refusal sounds different with and without a reason.
    assert_eq!(heard.len(), kinds.len() + 1);
}

#[test]
fn every_rule_that_a_field_can_break_has_its_own_message() {
    let long = |length| "x".repeat(length + 1);
    let cases = [
        (Input::Username, long(MAX_USERNAME_CHARS), "Your name can have up to 200 characters."),
        (Input::Username, "Jo\nDoe".to_owned(), "Your name must be on one line."),
        (Input::EmailAddress, String::new(), "Enter your email address."),
        (Input::EmailAddress, "jd".to_owned(), "Enter an email address like name@example.com."),
        (Input::EmailAddress, long(MAX_EMAIL_CHARS), "Your email address can have up to 254 characters."),
        (Input::Subject, " ".to_owned(), "Enter a subject: a few words are enough."),
        (Input::Subject, long(MAX_SUBJECT_CHARS), "The subject can have up to 300 characters."),
        (Input::Subject, "a\tb".to_owned(), "The subject must be on one line."),
        (Input::Body, "\n".to_owned(), "Tell us what we can help with."),
        (Input::Body, "a\0b".to_owned(), "Your text has a character that can’t be sent. Remove it."),
        (Input::Tags, "a\0b".to_owned(), "A tag has a character that can’t be sent. Remove it."),
        (Input::Tags, long(MAX_TAG_CHARS), "A tag can have up to 60 characters."),
    ];

    let mut heard = HashSet::new();
    for (field, value, sentence) in cases {
        let rule = check_text(field.field(), &value).expect("the value breaks a rule");

        assert_eq!(problem(field, rule), sentence, "{field:?} {rule:?}");
        assert!(heard.insert(sentence), "said twice: {sentence}");
    }
}

#[test]
fn an_oversized_request_is_a_problem_of_the_text() {
    let found = check_request_size(MAX_REQUEST_BYTES + 1).expect("it is too large");

    assert_eq!(
        problem(Input::Body, found.rule),
        "Your text is too long. Shorten it to about 450000 characters."
    );
}

#[test]
fn a_long_reason_is_cut_between_two_characters() {
    for (reason, kept) in [
        ("x".repeat(MAX_REASON_BYTES), 300),
        ("x".repeat(MAX_REASON_BYTES + 1), 300),
        ("é".repeat(200), 150),
        (format!("x{}", "é".repeat(200)), 150),
        ("😀".repeat(100), 75),
        (format!("x{}", "😀".repeat(100)), 75),
        (format!("xx{}", "😀".repeat(100)), 76),
        (format!("xxx{}", "😀".repeat(100)), 77),
    ] {
        let expected: String = reason.chars().take(kept).collect();

        for error in [server_says(&reason), SendError::Refused { reason: Some(reason.clone()) }] {
            let happened = Words::english().failure(&error, false, false).happened;

            let (_, quoted) = happened.split_once('“').expect("the reason is quoted");
            assert_eq!(quoted.strip_suffix('”'), Some(expected.as_str()));
        }
    }
}

#[test]
fn a_servers_reason_is_repeated_unchanged() {
    for reason in ["<b>no</b>", "{n} {wait} {reason}", "“no”", "line\nline", ""] {
        let happened = Words::english().failure(&server_says(reason), false, false).happened;

        assert_eq!(happened, format!("We couldn’t create a ticket: “{reason}”"));
    }
}

#[test]
fn every_placeholder_is_filled() {
    let of_errors =
        one_of_each().into_iter().flat_map(|error| said(&error)).flat_map(|said| [said.happened, said.next]);
    let rules = [
        Rule::Required,
        Rule::Email,
        Rule::TooLong { limit: 1 },
        Rule::OneLine,
        Rule::NoNul,
        Rule::TooLarge { limit: 10 },
    ];
    let of_fields = Input::ALL.into_iter().flat_map(|field| rules.map(|rule| problem(field, rule)));

    for sentence in of_errors.chain(of_fields) {
        assert!(!sentence.contains(['{', '}']), "{sentence}");
    }
}

#[test]
fn a_text_has_at_most_one_placeholder() {
    for text in ENGLISH.lines().flat_map(|line| line.split('|')) {
        let count = |of| text.chars().filter(|c| *c == of).count();

        assert!(count('{') <= 1 && count('{') == count('}'), "{text}");
    }
}

#[test]
fn a_text_can_be_split_around_its_placeholder() {
    let words = Words::english();

    assert_eq!(words.around_placeholder(Text::NextMail), ("Write to ", Some(" instead.")));
    assert_eq!(words.around_placeholder(Text::Send), ("Send", None));
    assert_eq!(words.with(Text::Send, "ignored"), "Send");
}

#[test]
fn numbers_are_written_in_digits() {
    for (status, number) in [(0, "0"), (9, "9"), (10, "10"), (599, "599"), (u16::MAX, "65535")] {
        let happened =
            Words::english().failure(&SendError::ServerDown { status, wait: None }, false, false).happened;

        assert_eq!(happened, format!("Something went wrong on our side (error {number})."));
    }
}

#[test]
fn waits_are_rounded_up_to_seconds_or_minutes() {
    let next = |wait| Words::english().failure(&SendError::TooMany { wait: Some(wait) }, false, false).next;

    assert_eq!(next(1), "Wait 1 second, then send again.");
    assert_eq!(next(119), "Wait 119 seconds, then send again.");
    assert_eq!(next(120), "Wait 2 minutes, then send again.");
    assert_eq!(next(121), "Wait 3 minutes, then send again.");
}
