//! The rules of every field, at their limits and one past them; all problems at once; and the developers' messages word for
//! word. `email.rs` tests e-mail addresses.

#![allow(clippy::unwrap_used, reason = "a test's helper panics as its test does: clippy knows only the test")]

use regex::Regex;
use support_ticket_contract::{
    Field, MAX_EMAIL_CHARS, MAX_REQUEST_BYTES, MAX_SUBJECT_CHARS, MAX_TAG_CHARS, MAX_TAGS,
    MAX_USERNAME_CHARS, Problem, Problems, Rule, Status, Ticket, TicketType, check, check_request_size,
    check_text, is_blank, is_uuid,
};

const ID: &str = "291f43c1-deae-431c-b763-712307fa6859";

/// A ticket that has all that it must have.
fn valid() -> Ticket<()> {
    Ticket {
        email_address: "jd@example.com".to_owned(),
        subject: "package xyz".to_owned(),
        body: "please install it".to_owned(),
        ..Ticket::default()
    }
}

/// `valid()` with one change.
fn with(change: impl FnOnce(&mut Ticket<()>)) -> Ticket<()> {
    let mut ticket = valid();
    change(&mut ticket);
    ticket
}

fn some(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

#[track_caller]
fn passes(ticket: Ticket<()>) {
    assert_eq!(check(&ticket), []);
}

/// The ticket has exactly this problem.
#[track_caller]
fn breaks(field: Field, rule: Rule, ticket: Ticket<()>) {
    assert_eq!(check(&ticket), [Problem { field, rule }]);
}

#[test]
fn the_required_fields_are_enough() {
    passes(valid());
}

#[test]
fn an_empty_ticket_lacks_address_subject_and_body() {
    let problems = check(&Ticket::<()>::default());

    let lacking = [Field::EmailAddress, Field::Subject, Field::Body];
    assert_eq!(problems, lacking.map(|field| Problem { field, rule: Rule::Required }));
}

#[test]
fn invisible_text_counts_as_absent() {
    for blank in
        ["", " ", "\n", "\t \r\n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}", "\0", "\u{2800}", "\u{3164}"]
    {
        assert!(is_blank(blank), "{blank:?}");
        breaks(Field::EmailAddress, Rule::Required, with(|ticket| ticket.email_address = blank.to_owned()));
        breaks(Field::Subject, Rule::Required, with(|ticket| ticket.subject = blank.to_owned()));
        breaks(Field::Body, Rule::Required, with(|ticket| ticket.body = blank.to_owned()));
        breaks(Field::Tags, Rule::Required, with(|ticket| ticket.tags = vec![blank.to_owned()]));
    }
    for text in ["a", " a ", ".", "é", "😀", "\u{200b}a", "\u{301}", "0"] {
        assert!(!is_blank(text), "{text:?}");
    }
}

/// The judge is another's table of Unicode, the one of the crate `regex`.
#[test]
fn invisible_is_what_unicode_says() {
    let invisible =
        Regex::new(r"^[\p{White_Space}\p{Control}\p{Default_Ignorable_Code_Point}\u{2800}\u{3164}]$")
            .unwrap();

    let wrong: Vec<String> = ('\0'..=char::MAX)
        .map(String::from)
        .filter(|text| is_blank(text) != invisible.is_match(text))
        .map(|text| text.escape_unicode().to_string())
        .collect();

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_name_has_at_most_200_characters_in_one_line() {
    assert_eq!(MAX_USERNAME_CHARS, 200);
    let name = |text: &str| with(|ticket| ticket.username = some(text));

    passes(name(""));
    passes(name("   "));
    passes(name(&"x".repeat(200)));
    passes(name(&"é".repeat(200)));
    passes(name(&"😀".repeat(200)));
    for long in ["x", "é", "😀"] {
        breaks(Field::Username, Rule::TooLong { limit: 200 }, name(&long.repeat(201)));
    }
    for control in
        ["Jo\nDoe", "Jo\r", "\tJo", "Jo\0", "Jo\u{7f}", "Jo\u{85}", "Jo\u{2028}Doe", "Jo\u{2029}Doe"]
    {
        breaks(Field::Username, Rule::OneLine, name(control));
    }
}

#[test]
fn an_address_has_at_most_254_characters() {
    assert_eq!(MAX_EMAIL_CHARS, 254);
    let address = |length: usize| {
        with(|ticket| ticket.email_address = format!("{}@e.example", "j".repeat(length - 10)))
    };

    passes(address(254));
    breaks(Field::EmailAddress, Rule::TooLong { limit: 254 }, address(255));
    breaks(Field::EmailAddress, Rule::Email, with(|ticket| ticket.email_address = "jd".to_owned()));
    breaks(Field::EmailAddress, Rule::Email, with(|ticket| ticket.email_address = " jd@e".to_owned()));
}

#[test]
fn a_subject_has_at_most_300_characters_in_one_line() {
    assert_eq!(MAX_SUBJECT_CHARS, 300);
    let subject = |text: &str| with(|ticket| ticket.subject = text.to_owned());

    passes(subject("x"));
    passes(subject(&"x".repeat(300)));
    passes(subject(&"😀".repeat(300)));
    // One character to a decoder, two code points: it is the code points that count.
    passes(subject(&"e\u{301}".repeat(150)));
    breaks(Field::Subject, Rule::TooLong { limit: 300 }, subject(&"x".repeat(301)));
    breaks(Field::Subject, Rule::TooLong { limit: 300 }, subject(&"😀".repeat(301)));
    breaks(Field::Subject, Rule::TooLong { limit: 300 }, subject(&("e\u{301}".repeat(150) + "x")));
    for control in
        ["a\nb", "a\r\nb", "a\tb", "a\0b", "a\u{1b}b", "a\u{9f}b", "a\u{2028}b", "a\u{2029}b", "a\n"]
    {
        breaks(Field::Subject, Rule::OneLine, subject(control));
    }
}

#[test]
fn a_body_may_have_anything_but_the_character_nul() {
    let body = |text: &str| with(|ticket| ticket.body = text.to_owned());

    passes(body("one\r\ntwo\tthree\u{1b}[0m"));
    passes(body("<script>alert(1)</script>"));
    passes(body(&"x".repeat(1_000_000)));
    breaks(Field::Body, Rule::NoNul, body("a\0b"));
}

#[test]
fn there_are_at_most_50_tags_of_at_most_60_characters() {
    assert_eq!((MAX_TAGS, MAX_TAG_CHARS), (50, 60));
    let tags = |tags: Vec<String>| with(|ticket| ticket.tags = tags);

    passes(tags(vec!["member".to_owned(); 50]));
    passes(tags(vec!["x".repeat(60), "é".repeat(60), "😀".repeat(60)]));
    breaks(Field::Tags, Rule::TooMany { limit: 50 }, tags(vec!["member".to_owned(); 51]));
    breaks(Field::Tags, Rule::TooLong { limit: 60 }, tags(vec!["member".to_owned(), "x".repeat(61)]));
    breaks(Field::Tags, Rule::TooLong { limit: 60 }, tags(vec!["😀".repeat(61)]));
    breaks(Field::Tags, Rule::Required, tags(vec!["member".to_owned(), String::new()]));
    breaks(Field::Tags, Rule::NoNul, tags(vec!["a\0b".to_owned()]));
}

#[test]
fn ids_are_uuids_of_either_case() {
    for id in [ID, &ID.to_uppercase(), "00000000-0000-0000-0000-000000000000"] {
        assert!(is_uuid(id), "{id}");
        passes(with(|ticket| ticket.id = some(id)));
        passes(with(|ticket| ticket.account_id = some(id)));
    }
    for id in [
        "",
        "x",
        "291f43c1deae431cb763712307fa6859",
        "{291f43c1-deae-431c-b763-712307fa6859}",
        "urn:uuid:291f43c1-deae-431c-b763-712307fa6859",
        "291f43c1-deae-431c-b763-712307fa685",
        "291f43c1-deae-431c-b763-712307fa68599",
        "291f43c1-deae-431c-b763-712307fa685g",
        "291f43c1-deae-431c-b763_712307fa6859",
        "291f43c1-deae-431c-b763-712307fa68é",
        " 291f43c1-deae-431c-b763-712307fa6859",
        "291f43c1-deae-431c-b763-712307fa6859\n",
    ] {
        assert!(!is_uuid(id), "{id:?}");
        breaks(Field::Id, Rule::Uuid, with(|ticket| ticket.id = some(id)));
        breaks(Field::AccountId, Rule::Uuid, with(|ticket| ticket.account_id = some(id)));
    }
}

#[test]
fn a_location_may_be_anything_but_have_the_character_nul() {
    passes(with(|ticket| ticket.location = some("")));
    passes(with(|ticket| ticket.location = some("//evil.example/\n\\..")));
    breaks(Field::Location, Rule::NoNul, with(|ticket| ticket.location = some("/a\0")));
}

#[test]
fn a_type_is_one_of_the_five() {
    for kind in TicketType::ALL {
        assert_eq!(check_text(Field::Type, kind.name()), None);
        assert_eq!(TicketType::from_name(kind.name()), Some(kind));
    }
    for name in ["", "Problem", "problem ", "incident", "prob"] {
        assert_eq!(check_text(Field::Type, name), Some(Rule::Known), "{name:?}");
        assert_eq!(TicketType::from_name(name), None, "{name:?}");
    }
    assert_eq!(TicketType::ALL.map(TicketType::name), ["problem", "question", "task", "purchase", "chat"]);
}

#[test]
fn info_and_files_have_no_text_rule() {
    for field in [Field::Info, Field::Files] {
        assert_eq!(check_text(field, ""), None);
        assert_eq!(check_text(field, "\0"), None);
    }
}

#[test]
fn a_request_has_at_most_500_kb() {
    assert_eq!(MAX_REQUEST_BYTES, 500_000);

    assert_eq!(check_request_size(0), None);
    assert_eq!(check_request_size(500_000), None);
    for bytes in [500_001, usize::MAX] {
        let rule = Rule::TooLarge { limit: 500_000 };
        assert_eq!(check_request_size(bytes), Some(Problem { field: Field::Body, rule }));
    }
}

#[test]
fn all_problems_are_listed_at_once_in_the_order_of_the_fields() {
    let ticket: Ticket<()> = Ticket {
        id: some("1"),
        username: some("Jo\nDoe"),
        email_address: "jd".to_owned(),
        subject: "x".repeat(301),
        body: " ".to_owned(),
        tags: vec![String::new()],
        account_id: some("2"),
        location: some("\0"),
        info: None,
    };

    let problems = Problems(check(&ticket));

    assert_eq!(
        problems.to_string(),
        "id must be a UUID; \
         username must be one line without control characters; \
         email_address must be a valid e-mail address; \
         subject may have at most 300 characters; \
         body is required; \
         tags must not be empty strings; \
         account_id must be a UUID; \
         location must not contain the character U+0000"
    );
    assert!(problems.0.is_sorted_by_key(|problem| problem.field));
}

#[test]
fn every_rule_has_its_message() {
    for (field, rule, sentence) in [
        (Field::Subject, Rule::Required, "subject is required"),
        (Field::Tags, Rule::Required, "tags must not be empty strings"),
        (Field::EmailAddress, Rule::Email, "email_address must be a valid e-mail address"),
        (Field::Username, Rule::TooLong { limit: 200 }, "username may have at most 200 characters"),
        (Field::Tags, Rule::TooLong { limit: 60 }, "each of tags may have at most 60 characters"),
        (Field::Subject, Rule::OneLine, "subject must be one line without control characters"),
        (Field::Body, Rule::NoNul, "body must not contain the character U+0000"),
        (Field::Id, Rule::Uuid, "id must be a UUID"),
        (Field::Tags, Rule::TooMany { limit: 50 }, "tags may have at most 50 entries"),
        (Field::Tags, Rule::Strings, "tags must be a list of strings"),
        (Field::AccountId, Rule::Text, "account_id must be a string"),
        (Field::Info, Rule::Object, "info must be an object"),
        (Field::Files, Rule::List, "files must be a list"),
        (Field::Type, Rule::Known, "type must be one of problem, question, task, purchase, chat"),
        (Field::Body, Rule::TooLarge { limit: 500_000 }, "the request may have at most 500000 bytes"),
    ] {
        assert_eq!(Problem { field, rule }.to_string(), sentence);
    }
}

// Programs go by these names (npm/client.d.ts has them as a type): another name is another interface.
#[test]
fn every_rule_has_its_name_for_programs() {
    for (rule, name) in [
        (Rule::Required, "required"),
        (Rule::Email, "email"),
        (Rule::TooLong { limit: 200 }, "too-long"),
        (Rule::OneLine, "one-line"),
        (Rule::NoNul, "no-nul"),
        (Rule::Uuid, "uuid"),
        (Rule::TooMany { limit: 50 }, "too-many"),
        (Rule::Strings, "strings"),
        (Rule::Text, "text"),
        (Rule::Object, "object"),
        (Rule::List, "list"),
        (Rule::Known, "known"),
        (Rule::TooLarge { limit: 500_000 }, "too-large"),
    ] {
        assert_eq!(rule.code(), name);
    }
}

#[test]
fn a_requester_sees_a_status_from_their_side() {
    let seen = Status::ALL.map(|status| (status.name(), status.for_requester()));

    assert_eq!(
        seen,
        [
            ("new", "NEW"),
            ("open", "OPEN"),
            ("pending", "AWAITING YOUR REPLY"),
            ("hold", "OPEN"),
            ("solved", "SOLVED"),
            ("closed", "SOLVED"),
        ]
    );
    for status in Status::ALL {
        assert_eq!(Status::from_name(status.name()), Some(status));
    }
    assert_eq!(Status::from_name("NEW"), None);
}
