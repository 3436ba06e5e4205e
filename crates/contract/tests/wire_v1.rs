//! API v1 on the wire: the documented examples word for word, lenient and rejected inputs, and every response as exact
//! JSON.

#![allow(clippy::unwrap_used, reason = "a test's helper panics as its test does: clippy knows only the test")]

use serde_json::{Value, json};
use support_ticket_contract::{
    Info, MAX_REQUEST_BYTES, Ticket,
    wire_v1::{
        CreateAnswer, EVENT_CREATED, EVENT_ERROR, ErrorBody, InvalidRequest, TicketSummary, TicketsAnswer,
        TicketsRequest, read_create, read_create_form, read_tickets,
    },
};

/// The body of the documentation's curl command, as a shell passes it on: in single quotes, line ends and all.
const DOCUMENTED: &str = r#"{"email_address":"jd@example.com", \
       "subject":"package xyz", \
       "account_id":"291f43c1-deae-431c-b763-712307fa6859", \
       "body":"please install package xyz for use with Python3", \
       "tags":["member"], \
       "location":"/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews", \
       "info":{"user_agent":"Mozilla/5.0","course":"cc8f1243-d573-4562-9aab-c15a3872d683"}}"#;
const ID: &str = "abd649bf-ea2d-4952-b925-e44c6903945e";

fn documented_ticket() -> Ticket<Info> {
    let info = json!({"user_agent": "Mozilla/5.0", "course": "cc8f1243-d573-4562-9aab-c15a3872d683"});
    Ticket {
        id: None,
        username: None,
        email_address: "jd@example.com".to_owned(),
        subject: "package xyz".to_owned(),
        body: "please install package xyz for use with Python3".to_owned(),
        tags: vec!["member".to_owned()],
        account_id: Some("291f43c1-deae-431c-b763-712307fa6859".to_owned()),
        location: Some("/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews".to_owned()),
        info: info.as_object().cloned(),
    }
}

/// A ticket that passes, with these keys put in or exchanged.
fn with(keys: Value) -> Vec<u8> {
    let mut ticket = json!({"email_address": "jd@example.com", "subject": "s", "body": "b"});
    for (key, value) in keys.as_object().unwrap() {
        ticket[key] = value.clone();
    }
    ticket.to_string().into_bytes()
}

#[track_caller]
fn refuses(body: impl AsRef<[u8]>, sentence: &str) {
    assert_eq!(read_create(body.as_ref()).map_err(|error| error.to_string()), Err(sentence.to_owned()));
}

#[track_caller]
fn is_written<T>(answer: T, json: &str)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(serde_json::to_string(&answer).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), answer);
}

fn form(pairs: &[(&str, &str)]) -> Result<Ticket<Info>, InvalidRequest> {
    read_create_form(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())))
}

#[test]
fn the_documented_example_is_read_whole() {
    let ticket = read_create(DOCUMENTED.replace('\\', "").as_bytes());

    assert_eq!(ticket, Ok(documented_ticket()));
}

#[test]
fn the_documented_example_with_its_backslashes_is_no_json() {
    refuses(DOCUMENTED, "the request must be JSON: key must be a string at line 1 column 36");
}

#[test]
fn a_ticket_is_serialized_as_documented() {
    let mut ticket = documented_ticket();
    ticket.id = Some(ID.to_owned());
    ticket.username = Some("Jo Doe".to_owned());

    let json = serde_json::to_string(&ticket).unwrap();

    assert_eq!(
        json,
        r#"{"id":"abd649bf-ea2d-4952-b925-e44c6903945e","username":"Jo Doe","email_address":"jd@example.com","subject":"package xyz","body":"please install package xyz for use with Python3","account_id":"291f43c1-deae-431c-b763-712307fa6859","location":"/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews","tags":["member"],"info":{"user_agent":"Mozilla/5.0","course":"cc8f1243-d573-4562-9aab-c15a3872d683"}}"#
    );
    assert_eq!(read_create(json.as_bytes()), Ok(ticket));
}

#[test]
fn absent_fields_are_not_serialized() {
    let ticket = read_create(&with(json!({}))).unwrap();

    assert_eq!(
        serde_json::to_string(&ticket).unwrap(),
        r#"{"email_address":"jd@example.com","subject":"s","body":"b"}"#
    );
}

#[test]
fn null_counts_as_absent() {
    let nulls = json!({
        "id": null, "username": null, "tags": null, "account_id": null, "location": null, "info": null,
    });

    assert_eq!(read_create(&with(nulls)), read_create(&with(json!({}))));
    refuses(
        r#"{"email_address": null, "subject": null, "body": null}"#,
        "email_address is required; subject is required; body is required",
    );
}

#[test]
fn unknown_keys_are_ignored() {
    let ticket = read_create(&with(json!({"type": 7, "priority": "high", "": {}})));

    assert_eq!(ticket, read_create(&with(json!({}))));
}

#[test]
fn info_is_kept_whole_and_in_order() {
    let info = r#"{"z":1,"a":{"deep":[null,true,-1.5,"é\u0000"]},"":"","user_agent":"x"}"#;
    let body = format!(r#"{{"email_address":"jd@example.com","subject":"s","body":"b","info":{info}}}"#);

    let ticket = read_create(body.as_bytes()).unwrap();

    assert_eq!(serde_json::to_string(&ticket.info).unwrap(), info);
}

#[test]
fn a_value_of_the_wrong_type_is_a_problem_of_each_field() {
    for wrong in [json!(7), json!(true), json!([]), json!({}), json!(["jd@example.com"])] {
        for name in ["id", "username", "email_address", "subject", "body", "account_id", "location"] {
            refuses(with(json!({ name: wrong })), &format!("{name} must be a string"));
        }
    }
    for wrong in [json!("member"), json!({"0": "member"}), json!(7), json!(false)] {
        refuses(with(json!({ "tags": wrong })), "tags must be a list");
    }
    for wrong in [json!([7]), json!(["member", null]), json!([["member"]])] {
        refuses(with(json!({ "tags": wrong })), "tags must be a list of strings");
    }
    for wrong in [json!("x"), json!([]), json!(7), json!(true)] {
        refuses(with(json!({ "info": wrong })), "info must be an object");
    }
}

#[test]
fn wrong_types_and_wrong_values_are_listed_together_in_order() {
    let body = json!({"info": 7, "location": "\0", "tags": [""], "body": 7, "subject": "", "id": "x"});

    refuses(
        body.to_string(),
        "id must be a UUID; email_address is required; subject is required; body must be a string; \
         tags must not be empty strings; location must not contain the character U+0000; \
         info must be an object",
    );
}

#[test]
fn a_body_that_is_not_a_json_object_is_rejected() {
    for (body, sentence) in [
        ("", "the request must be JSON: EOF while parsing a value at line 1 column 0"),
        ("{", "the request must be JSON: EOF while parsing an object at line 1 column 1"),
        ("{} {}", "the request must be JSON: trailing characters at line 1 column 4"),
        ("subject=s&body=b", "the request must be JSON: expected value at line 1 column 1"),
        ("null", "the request must be a JSON object"),
        ("[]", "the request must be a JSON object"),
        ("\"text\"", "the request must be a JSON object"),
        ("7", "the request must be a JSON object"),
    ] {
        refuses(body, sentence);
    }
    for bytes in [&b"\xff"[..], b"{\"body\":\"\xc3\"}", b"{\"body\":\"\\ud800\"}", b"\xef\xbb\xbf{}"] {
        assert!(matches!(read_create(bytes), Err(InvalidRequest::Json(_))), "{bytes:?}");
    }
}

#[test]
fn endless_nesting_is_rejected() {
    for body in ["[".repeat(400_000), "{\"info\":".repeat(60_000)] {
        assert!(matches!(read_create(body.as_bytes()), Err(InvalidRequest::Json(_))));
    }
}

#[test]
fn a_request_of_500_kb_passes_and_one_byte_more_does_not() {
    let filled = |length| {
        let empty = with(json!({"subject": "s", "body": ""})).len();
        with(json!({ "body": "x".repeat(length - empty) }))
    };

    assert!(read_create(&filled(MAX_REQUEST_BYTES)).is_ok());
    refuses(filled(MAX_REQUEST_BYTES + 1), "the request may have at most 500000 bytes");
}

#[test]
fn a_form_makes_the_same_ticket_as_json() {
    let ticket = form(&[
        ("id", ID),
        ("username", "Jo Doe"),
        ("email_address", "jd@example.com"),
        ("subject", "s"),
        ("body", "one\r\ntwo"),
        ("account_id", ID),
        ("location", "/x"),
        ("unknown", "ignored"),
    ]);

    let json =
        json!({"id": ID, "username": "Jo Doe", "body": "one\r\ntwo", "account_id": ID, "location": "/x"});
    assert_eq!(ticket, read_create(&with(json)));
}

#[test]
fn empty_fields_of_a_form_are_absent() {
    let empty = [("id", ""), ("username", ""), ("account_id", ""), ("location", "")];
    let filled = [("email_address", "jd@example.com"), ("subject", "s"), ("body", "b")];

    assert_eq!(form(&[&empty[..], &filled].concat()), read_create(&with(json!({}))));
    assert_eq!(
        form(&[("email_address", ""), ("subject", "")]).unwrap_err().to_string(),
        "email_address is required; subject is required; body is required"
    );
}

#[test]
fn the_last_of_repeated_names_in_a_form_counts() {
    let filled = [("subject", "s"), ("body", "b")];
    let twice = [("email_address", "first@example.com"), ("email_address", "jd@example.com")];

    assert_eq!(form(&[&twice[..], &filled].concat()), read_create(&with(json!({}))));
}

#[test]
fn a_form_with_tags_or_info_must_be_json() {
    for name in ["tags", "info"] {
        for value in ["", "member", "{}"] {
            let error = form(&[("subject", ""), (name, value)]).unwrap_err();

            assert_eq!(error, InvalidRequest::NeedsJson);
            assert_eq!(
                error.to_string(),
                "if tags or info are provided, options must be sent as a JSON object"
            );
        }
    }
}

#[test]
fn get_support_tickets_has_an_optional_id() {
    for body in ["", "{}", r#"{"id":null}"#, r#"{"account_id":"x"}"#] {
        assert_eq!(read_tickets(body.as_bytes()), Ok(TicketsRequest { id: None }), "{body}");
    }
    let body = format!(r#"{{"id":"{ID}"}}"#);
    let request = read_tickets(body.as_bytes()).unwrap();

    assert_eq!(request, TicketsRequest { id: Some(ID.to_owned()) });
    assert_eq!(serde_json::to_string(&request).unwrap(), body);
    assert_eq!(serde_json::to_string(&TicketsRequest::default()).unwrap(), "{}");
}

#[test]
fn get_support_tickets_reports_problems() {
    for (body, sentence) in [
        (r#"{"id":"x"}"#, "id must be a UUID"),
        (r#"{"id":""}"#, "id must be a UUID"),
        (r#"{"id":7}"#, "id must be a string"),
        ("[]", "the request must be a JSON object"),
        (" ", "the request must be JSON: EOF while parsing a value at line 1 column 1"),
    ] {
        assert_eq!(read_tickets(body.as_bytes()).unwrap_err().to_string(), sentence, "{body}");
    }
}

#[test]
fn the_documented_answer_is_written_and_read() {
    let created = CreateAnswer::Created {
        id: ID.to_owned(),
        url: "https://sagemathcloud.zendesk.com/requests/0123".to_owned(),
    };

    is_written(
        created,
        r#"{"event":"support_ticket_url","id":"abd649bf-ea2d-4952-b925-e44c6903945e","url":"https://sagemathcloud.zendesk.com/requests/0123"}"#,
    );
    assert_eq!(EVENT_CREATED, "support_ticket_url");
}

#[test]
fn an_answer_without_a_ticket_is_an_error_event() {
    is_written(
        CreateAnswer::Failed { id: ID.to_owned(), error: "it \"broke\"".to_owned() },
        r#"{"event":"error","id":"abd649bf-ea2d-4952-b925-e44c6903945e","error":"it \"broke\""}"#,
    );
    assert_eq!(EVENT_ERROR, "error");
}

#[test]
fn a_refusal_is_only_an_error() {
    let error = "You must provide authentication via an API key.".to_owned();

    is_written(ErrorBody { error }, r#"{"error":"You must provide authentication via an API key."}"#);
}

#[test]
fn tickets_are_listed_with_all_their_keys() {
    let ticket = TicketSummary {
        id: ID.to_owned(),
        subject: "s".to_owned(),
        description: "b".to_owned(),
        created_at: "2026-01-02T03:04:05Z".to_owned(),
        updated_at: "2026-01-02T03:04:06Z".to_owned(),
        status: "AWAITING YOUR REPLY".to_owned(),
        url: "https://help.example.com/requests/1".to_owned(),
    };

    is_written(
        TicketsAnswer::Tickets { id: ID.to_owned(), tickets: vec![ticket] },
        r#"{"event":"support_tickets","id":"abd649bf-ea2d-4952-b925-e44c6903945e","tickets":[{"id":"abd649bf-ea2d-4952-b925-e44c6903945e","subject":"s","description":"b","created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z","status":"AWAITING YOUR REPLY","url":"https://help.example.com/requests/1"}]}"#,
    );
    is_written(
        TicketsAnswer::Tickets { id: ID.to_owned(), tickets: Vec::new() },
        r#"{"event":"support_tickets","id":"abd649bf-ea2d-4952-b925-e44c6903945e","tickets":[]}"#,
    );
    is_written(
        TicketsAnswer::Failed { id: ID.to_owned(), error: "down".to_owned() },
        r#"{"event":"error","id":"abd649bf-ea2d-4952-b925-e44c6903945e","error":"down"}"#,
    );
}

#[test]
fn an_answer_of_another_event_is_none() {
    for json in [r#"{"event":"other","id":"x","url":"y"}"#, r#"{"id":"x","url":"y"}"#, "{}", "null"] {
        assert!(serde_json::from_str::<CreateAnswer>(json).is_err(), "{json}");
        assert!(serde_json::from_str::<TicketsAnswer>(json).is_err(), "{json}");
    }
}
