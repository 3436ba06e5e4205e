//! API v2 on the wire: what its form sends, what is read leniently and what is refused, and both answers as exact JSON.

#![allow(clippy::unwrap_used, reason = "a test's helper panics as its test does: clippy knows only the test")]

use serde_json::{Value, json};
use support_ticket_contract::{
    MAX_REQUEST_BYTES, TicketType,
    wire_v1::NotARequest,
    wire_v2::{CreateAnswer, CreateRequest, Options, read_create},
};

const DOCUMENTED: &str = r#"{"options":{"type":"problem","files":[],"email":"jd@example.com","body":"It broke","url":"https://cocalc.com/projects","subject":"package xyz","info":{"userAgent":"Mozilla/5.0","browser":"Firefox","context":"jupyter"}}}"#;

/// A request that passes, with these options put in or exchanged.
fn with(options: Value) -> Vec<u8> {
    let mut request =
        json!({"options": {"type": "question", "email": "jd@example.com", "subject": "s", "body": "b"}});
    for (key, value) in options.as_object().unwrap() {
        request["options"][key] = value.clone();
    }
    request.to_string().into_bytes()
}

#[track_caller]
fn refuses(body: impl AsRef<[u8]>, sentence: &str) {
    assert_eq!(read_create(body.as_ref()).map_err(|error| error.to_string()), Err(sentence.to_owned()));
}

#[test]
fn what_its_form_sends_is_read_and_written_the_same() {
    let request = read_create(DOCUMENTED.as_bytes()).unwrap();

    let info = json!({"userAgent": "Mozilla/5.0", "browser": "Firefox", "context": "jupyter"});
    let options = Options {
        kind: TicketType::Problem,
        files: Vec::new(),
        email: "jd@example.com".to_owned(),
        body: "It broke".to_owned(),
        url: Some("https://cocalc.com/projects".to_owned()),
        subject: "package xyz".to_owned(),
        info: info.as_object().cloned(),
    };
    assert_eq!(request, CreateRequest { options });
    assert_eq!(serde_json::to_string(&request).unwrap(), DOCUMENTED);
}

#[test]
fn every_type_is_read_and_written_by_its_name() {
    for kind in TicketType::ALL {
        let request = read_create(&with(json!({ "type": kind.name() }))).unwrap();

        assert_eq!(request.options.kind, kind);
        assert_eq!(serde_json::to_value(kind).unwrap(), json!(kind.name()));
        assert_eq!(serde_json::from_value::<TicketType>(json!(kind.name())).unwrap(), kind);
    }
}

#[test]
fn null_counts_as_absent_and_unknown_keys_are_ignored() {
    let least = read_create(&with(json!({})));

    assert!(least.is_ok());
    assert_eq!(read_create(&with(json!({"files": null, "url": null, "info": null, "priority": 7}))), least);
    assert_eq!(
        serde_json::to_string(&least.unwrap()).unwrap(),
        r#"{"options":{"type":"question","files":[],"email":"jd@example.com","body":"b","subject":"s"}}"#
    );
}

#[test]
fn files_are_kept_as_they_come() {
    let files = json!([{"filename": "a.png"}, "b", null, 7]);

    let request = read_create(&with(json!({ "files": files }))).unwrap();

    assert_eq!(Value::Array(request.options.files), files);
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_order() {
    refuses(
        r#"{"options":{}}"#,
        "email_address is required; type must be one of problem, question, task, purchase, chat; \
         subject is required; body is required",
    );
    let wrong =
        json!({"type": 7, "files": {}, "email": "jd", "body": [], "url": "\0", "subject": "a\nb", "info": 7});
    refuses(
        with(wrong),
        "email_address must be a valid e-mail address; type must be a string; \
         subject must be one line without control characters; body must be a string; \
         location must not contain the character U+0000; info must be an object; files must be a list",
    );
}

#[test]
fn an_unknown_type_is_refused() {
    for kind in [json!("incident"), json!("Problem"), json!(""), json!(null)] {
        refuses(with(json!({ "type": kind })), "type must be one of problem, question, task, purchase, chat");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for body in ["", "{", "options=x"] {
        assert!(matches!(read_create(body.as_bytes()), Err(NotARequest::Json(_))), "{body}");
    }
    for body in ["[]", "null", "7"] {
        refuses(body, "the request must be a JSON object");
    }
}

#[test]
fn a_request_without_options_is_told_where_they_belong() {
    for body in ["{}", r#"{"options":null}"#, r#"{"options":[]}"#, r#"{"options":"x"}"#, r#"{"email":"x"}"#] {
        refuses(body, "the request must have an object options, with the ticket in it");
    }
}

#[test]
fn a_request_over_500_kb_is_refused() {
    let body = with(json!({ "body": "x".repeat(MAX_REQUEST_BYTES) }));

    refuses(body, "the request may have at most 500000 bytes");
}

#[test]
fn both_answers_are_written_and_read() {
    for (answer, json) in [
        (CreateAnswer::Created { url: "https://x/1".to_owned() }, r#"{"url":"https://x/1"}"#),
        (CreateAnswer::Failed { error: "no \"luck\"".to_owned() }, r#"{"error":"no \"luck\""}"#),
    ] {
        assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        assert_eq!(serde_json::from_str::<CreateAnswer>(json).unwrap(), answer);
    }
    for json in ["{}", r#"{"url":7}"#, "null", "[]"] {
        assert!(serde_json::from_str::<CreateAnswer>(json).is_err(), "{json}");
    }
}
