//! Tests a ticket's location, course and name with the contract's own cases (`docs/contract/vectors.json`) and ours
//! (`vectors/*.json`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's helper panics as its test does: clippy knows only the test"
)]

use std::{fs, path::Path};

use serde_json::{Value, json};
use support_ticket_contract::{
    Info, Ticket,
    expand::{NO_LOCATION, Site, expand_body},
    wire_v1::read_create,
};

const COURSE: &str = "cc8f1243-d573-4562-9aab-c15a3872d683";

fn site() -> Site {
    Site::parse("https://cocalc.com").unwrap()
}

/// Every case of this kind: a label, what is given, what is expected.
fn cases(kind: &str) -> Vec<(String, Value, Option<String>)> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = fs::read_dir(crate_folder.join("tests/vectors")).unwrap().map(|entry| entry.unwrap().path());
    let mut cases = Vec::new();
    for path in ours.chain([crate_folder.join("../../docs/contract/vectors.json")]) {
        let vectors: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in vectors[kind].as_array().into_iter().flatten() {
            let label = format!("{}: {}", path.file_name().unwrap().display(), case[0]);
            cases.push((label, case[0].clone(), case[1].as_str().map(str::to_owned)));
        }
    }
    cases
}

/// A ticket whose body is "It broke", as a server has it after the checks.
fn ticket(location: Option<&str>, course: Option<&Value>) -> Ticket<Info> {
    Ticket {
        body: "It broke".to_owned(),
        location: location.map(str::to_owned),
        info: course.map(|course| Info::from_iter([("course".to_owned(), course.clone())])),
        ..Ticket::default()
    }
}

// That `locate` compares origins at its end, no location can show (`cargo mutants` says so): what leads elsewhere has
// lost its slashes before. It is the second lock on the same door, for a parser of addresses that changes.
#[test]
fn a_location_becomes_a_complete_address_on_the_site() {
    let cases = cases("location");

    assert!(cases.len() > 60, "the files are found");
    for (label, given, expected) in cases {
        let line = expected.unwrap_or_else(|| NO_LOCATION.to_owned());

        let body = expand_body(&ticket(given.as_str(), None), &site());

        assert_eq!(body, format!("It broke\n\n{line}"), "{label}");
    }
}

#[test]
fn only_a_uuid_names_a_course() {
    let cases = cases("course");

    assert!(cases.len() > 15, "the files are found");
    for (label, given, expected) in cases {
        let line = expected.map(|line| format!("\n\n{line}")).unwrap_or_default();

        let body = expand_body(&ticket(None, Some(&given)), &site());

        assert_eq!(body, format!("It broke\n\nNo location provided.{line}"), "{label}");
    }
}

#[test]
fn the_name_on_a_ticket_is_the_user_name_or_else_the_address() {
    let cases = cases("name");

    assert!(cases.len() > 8, "the files are found");
    for (label, mut given, expected) in cases {
        given["subject"] = json!("package xyz");
        given["body"] = json!("It broke");

        let ticket = read_create(given.to_string().as_bytes()).unwrap();

        assert_eq!(Some(ticket.name()), expected.as_deref(), "{label}");
    }
}

#[test]
fn location_and_course_follow_the_body_after_blank_lines() {
    let course = json!(COURSE);

    let body = expand_body(&ticket(Some("/x"), Some(&course)), &site());

    assert_eq!(
        body,
        format!("It broke\n\nhttps://cocalc.com/x\n\nCourse: https://cocalc.com/projects/{COURSE}")
    );
}

#[test]
fn a_very_long_location_is_kept_whole() {
    let located = site().locate(&"/é".repeat(50_000));

    assert_eq!(located, format!("https://cocalc.com{}", "/%C3%A9".repeat(50_000)));
}

#[test]
fn a_site_is_the_origin_of_a_web_address() {
    for (address, origin) in [
        ("https://cocalc.com", "https://cocalc.com"),
        ("https://cocalc.com/", "https://cocalc.com"),
        ("https://COCALC.com:443/projects?a=b#c", "https://cocalc.com"),
        ("https://user:password@cocalc.com/", "https://cocalc.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.1:80", "http://127.0.0.1"),
        ("https://[::1]:8443/x", "https://[::1]:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ] {
        let site = Site::parse(address).unwrap();

        assert_eq!(site.origin(), origin, "{address}");
        assert_eq!(site.locate("/x"), format!("{origin}/x"), "{address}");
        assert_eq!(
            site.course_line(COURSE),
            Some(format!("Course: {origin}/projects/{COURSE}")),
            "{address}"
        );
    }
}

#[test]
fn other_texts_are_not_a_site() {
    for address in [
        "",
        "cocalc.com",
        "//cocalc.com",
        "/projects",
        "https://",
        "https://:443",
        "https://a b",
        "https://cocalc.com:99999",
        "ftp://cocalc.com",
        "ws://cocalc.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:,x",
        "blob:https://cocalc.com/1",
    ] {
        let error = Site::parse(address).unwrap_err();

        assert_eq!(error.to_string(), format!("{address:?} is not an http(s) URL of a site"));
    }
}
