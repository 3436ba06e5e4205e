//! API v2 on the wire: the requests of its form, lenient and rejected inputs, the conversion to a ticket, and every response
//! as exact JSON.

#![allow(clippy::unwrap_used, reason = "a test's helper panics as its test does: clippy knows only the test")]

use serde_json::{Value, json};
use support_ticket_contract::{
    Info, MAX_REQUEST_BYTES, Ticket, TicketType, check,
    expand::Site,
    wire_v1::{InvalidRequest, TicketSummary},
    wire_v2::{CreateAnswer, CreateRequest, Options, TicketsAnswer, into_ticket, read_create},
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

/// The ticket that these options become, on the site cocalc.com.
#[track_caller]
fn ticket(options: Value) -> Ticket<Info> {
    let request = read_create(&with(options)).unwrap();
    let ticket = into_ticket(request.options, &[&Site::parse("https://cocalc.com").unwrap()]);
    assert_eq!(check(&ticket), [], "{ticket:?}");
    ticket
}

/// The `info` of a ticket, as JSON.
fn info_of(ticket: &Ticket<Info>) -> Value {
    ticket.info.clone().map_or(Value::Null, Value::Object)
}

#[track_caller]
fn refuses(body: impl AsRef<[u8]>, sentence: &str) {
    assert_eq!(read_create(body.as_ref()).map_err(|error| error.to_string()), Err(sentence.to_owned()));
}

#[test]
fn a_request_of_cocalcs_form_survives_a_round_trip() {
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
fn all_problems_are_listed_at_once_in_order() {
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
fn a_known_type_does_not_hide_other_problems() {
    refuses(with(json!({"email": "jd"})), "email_address must be a valid e-mail address");
    refuses(with(json!({"files": 7})), "files must be a list");
}

#[test]
fn an_unknown_type_is_refused() {
    for kind in [json!("incident"), json!("Problem"), json!(""), json!(null)] {
        refuses(with(json!({ "type": kind })), "type must be one of problem, question, task, purchase, chat");
    }
}

#[test]
fn a_body_that_is_not_json_is_rejected() {
    for body in ["", "{", "options=x"] {
        assert!(matches!(read_create(body.as_bytes()), Err(InvalidRequest::Json(_))), "{body}");
    }
    for body in ["[]", "null", "7"] {
        refuses(body, "the request must be a JSON object");
    }
}

#[test]
fn a_request_without_options_gets_an_error_that_names_them() {
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

#[test]
fn a_request_becomes_the_ticket_that_v1_would_have() {
    let request = read_create(DOCUMENTED.as_bytes()).unwrap();

    let ticket = into_ticket(request.options, &[&Site::parse("https://cocalc.com").unwrap()]);

    assert_eq!(
        serde_json::to_value(&ticket).unwrap(),
        json!({
            "email_address": "jd@example.com", "subject": "package xyz", "body": "It broke",
            "location": "/projects", "tags": ["type:problem"],
            "info": { "userAgent": "Mozilla/5.0", "browser": "Firefox", "context": "jupyter" },
        })
    );
}

#[test]
fn fields_that_v2_does_not_have_are_moved_out_of_info() {
    let account = "291f43c1-deae-431c-b763-712307fa6859";
    let course = "cc8f1243-d573-4562-9aab-c15a3872d683";

    let ticket = ticket(json!({ "info": {
        "a": 1, "username": "Jo Doe", "tags": ["member", "type:question"], "account_id": account, "course": course, "z": 2,
    } }));

    assert_eq!(
        (ticket.username.as_deref(), ticket.account_id.as_deref(), ticket.id.as_deref()),
        (Some("Jo Doe"), Some(account), None)
    );
    assert_eq!(ticket.tags, ["type:question", "member"]);
    assert_eq!(
        serde_json::to_string(&info_of(&ticket)).unwrap(),
        format!(r#"{{"a":1,"course":"{course}","z":2}}"#)
    );
}

#[test]
fn invalid_values_in_info_stay_there() {
    for info in [
        json!({ "username": 7, "tags": "member", "account_id": "jo" }),
        json!({ "username": "a\nb", "tags": ["member", 7], "account_id": null }),
        json!({ "username": " ", "tags": [""], "account_id": "" }),
        json!({ "username": "x".repeat(201), "tags": ["x".repeat(61)] }),
        // With its type it would be one too many.
        json!({ "tags": (0..50).map(|number| number.to_string()).collect::<Vec<_>>() }),
    ] {
        let ticket = ticket(json!({ "info": info }));

        assert_eq!(info_of(&ticket), info);
        assert_eq!((ticket.username.as_deref(), ticket.account_id.as_deref()), (None, None), "{info}");
        assert_eq!(ticket.tags, ["type:question"], "{info}");
    }
    let forty_nine: Vec<_> = (0..49).map(|number| number.to_string()).collect();
    assert_eq!(ticket(json!({ "info": { "tags": forty_nine } })).tags.len(), 50);
}

#[test]
fn files_are_kept_in_info() {
    let files = json!([{ "filename": "a.png" }, "b"]);

    assert_eq!(info_of(&ticket(json!({ "files": files }))), json!({ "files": files }));
    assert_eq!(ticket(json!({ "files": [] })).info, None);
}

#[test]
fn a_url_of_the_site_becomes_the_location_others_stay_in_info() {
    for (url, location) in [
        ("https://cocalc.com/projects/a%20b", Some("/projects/a%20b")),
        ("https://cocalc.com", Some("/")),
        ("https://cocalc.com:443/a?b#c", Some("/a?b#c")),
        ("HTTPS://jo:secret@CoCalc.com/a", Some("/a")),
        ("/projects", Some("/projects")),
        ("https://cocalc.com.evil.example/a", None),
        ("https://cocalc.com@evil.example/a", None),
        ("https://cocalc.com:8443/a", None),
        ("http://cocalc.com/a", None),
        ("javascript:alert(1)", None),
        ("projects", None),
    ] {
        let ticket = ticket(json!({ "url": url }));

        assert_eq!(ticket.location.as_deref(), location, "{url}");
        let kept = if location.is_some() { json!(null) } else { json!({ "url": url }) };
        assert_eq!(info_of(&ticket), kept, "{url}");
    }
    let absent = ticket(json!({ "url": "" }));
    assert_eq!((absent.location, absent.info), (None, None));
    let with_own = ticket(json!({ "url": "https://evil.example", "info": { "url": 7 } }));
    assert_eq!(info_of(&with_own), json!({ "url": 7 }));
}

#[test]
fn a_list_of_tickets_is_written_and_read() {
    let one = TicketSummary {
        id: "i".to_owned(),
        subject: "s".to_owned(),
        description: "d".to_owned(),
        created_at: "c".to_owned(),
        updated_at: "u".to_owned(),
        status: "NEW".to_owned(),
        url: "https://x/1".to_owned(),
    };
    for (answer, json) in [
        (
            TicketsAnswer::Tickets { tickets: vec![one] },
            r#"{"tickets":[{"id":"i","subject":"s","description":"d","created_at":"c","updated_at":"u","status":"NEW","url":"https://x/1"}]}"#,
        ),
        (TicketsAnswer::Tickets { tickets: Vec::new() }, r#"{"tickets":[]}"#),
        (TicketsAnswer::Failed { error: "no".to_owned() }, r#"{"error":"no"}"#),
    ] {
        assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        assert_eq!(serde_json::from_str::<TicketsAnswer>(json).unwrap(), answer);
    }
}
