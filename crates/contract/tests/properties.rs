//! Properties of all inputs: valid tickets survive the wire and expand, nothing panics, and locations stay on their site.

#![allow(clippy::unwrap_used, reason = "a test's helper panics as its test does: clippy knows only the test")]

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Number, Value, json};
use support_ticket_contract::{
    Info, MAX_SUBJECT_CHARS, MAX_TAG_CHARS, MAX_USERNAME_CHARS, Ticket, check,
    expand::{Site, expand_body},
    wire_v1::{self, InvalidRequest, read_create_form, read_tickets},
    wire_v2,
};
use url::Url;

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Any JSON, a few levels deep.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter_map("JSON has no infinity", |number| Number::from_f64(number).map(Value::from)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn info() -> impl Strategy<Value = Info> {
    vec((prop_oneof![Just("course".to_owned()), any::<String>()], value()), 0..4)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn uuid() -> impl Strategy<Value = String> {
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
}

/// One line of at most so many characters, with something to see in it.
fn line(limit: usize) -> impl Strategy<Value = String> {
    let length = prop_oneof![9 => Just(0..8), 1 => Just(limit - 1..limit)];
    length.prop_flat_map(|length| vec(prop_oneof![Just('😀'), any::<char>()], length)).prop_map(
        |characters| {
            let shown = |c: &char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
            characters.into_iter().filter(shown).chain(['!']).collect()
        },
    )
}

/// Text of any length without U+0000, with something to see in it.
fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace('\0', "\n") + "!")
}

fn ticket() -> impl Strategy<Value = Ticket<Info>> {
    let address = r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,30}@[a-z0-9]{1,20}(\.[a-z0-9]{1,10}){0,3}";
    let location = any::<String>().prop_map(|text| text.replace('\0', "/"));
    (
        (option::of(uuid()), option::of(line(MAX_USERNAME_CHARS)), address, line(MAX_SUBJECT_CHARS), text()),
        (vec(line(MAX_TAG_CHARS), 0..4), option::of(uuid()), option::of(location), option::of(info())),
    )
        .prop_map(
            |((id, username, email_address, subject, body), (tags, account_id, location, info))| Ticket {
                id,
                username,
                email_address,
                subject,
                body,
                tags,
                account_id,
                location,
                info,
            },
        )
}

/// Requests that come close to one: the contract's names with any values, and cut or altered bytes of good ones.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let name = select(vec![
        "id",
        "username",
        "email_address",
        "subject",
        "body",
        "tags",
        "account_id",
        "location",
        "info",
        "options",
        "type",
        "files",
        "email",
        "url",
    ]);
    let object = vec((name.prop_map(str::to_owned), value()), 0..10)
        .prop_map(|pairs| Value::Object(pairs.into_iter().collect()))
        .boxed();
    let altered =
        (ticket(), any::<prop::sample::Index>(), any::<u8>(), 0..3_u8).prop_map(|(ticket, at, byte, how)| {
            let mut bytes = serde_json::to_vec(&ticket).unwrap();
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
            bytes
        });
    let v2 = (ticket(), any::<String>(), vec(value(), 3)).prop_map(|(ticket, url, values)| {
        let info = json!({ "username": values[0], "account_id": values[1], "tags": [values[2]] });
        let options = json!({
            "type": "task", "email": ticket.email_address, "subject": ticket.subject, "body": ticket.body,
            "url": url, "info": info,
        });
        json!({ "options": options }).to_string().into_bytes()
    });
    prop_oneof![
        v2,
        vec(any::<u8>(), 0..200),
        any::<String>().prop_map(String::into_bytes),
        value().prop_map(|value| value.to_string().into_bytes()),
        object.clone().prop_map(|object| object.to_string().into_bytes()),
        object.prop_map(|object| json!({ "options": object }).to_string().into_bytes()),
        altered,
    ]
}

/// Locations out of pieces that mean something to a browser's parser of addresses.
fn hostile_location() -> impl Strategy<Value = String> {
    let pieces = vec![
        "/",
        "//",
        "\\",
        "\t",
        "\n",
        "\r",
        " ",
        "\0",
        "\u{1f}",
        "\u{7f}",
        ".",
        "..",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "%00",
        "%",
        "@",
        ":",
        ":443",
        "?",
        "#",
        "&",
        "[",
        "]",
        "[::1]",
        "evil.example",
        "127.1",
        "http:",
        "https://",
        "javascript:",
        "file:",
        "data:",
        "blob:",
        "user:password",
        "é",
        "。",
        "／",
        "\u{a0}",
        "\u{feff}",
        "\u{202e}",
        "\u{ad}",
        "😀",
        "a",
        "|",
        "C:",
        "^",
        "'",
        "\"",
        "<",
        ">",
    ];
    prop_oneof![
        4 => vec(select(pieces), 0..12).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_passes_the_checks_survives_the_wire_and_expands(ticket in ticket()) {
        prop_assert_eq!(check(&ticket), []);

        let json = serde_json::to_vec(&ticket).unwrap();
        let read = wire_v1::read_create(&json);
        prop_assert_eq!(read.as_ref(), Ok(&ticket));

        let body = expand_body(&ticket, &Site::parse("https://cocalc.com").unwrap());
        let below = body.strip_prefix(&ticket.body);
        prop_assert!(below.is_some_and(|below| below.starts_with("\n\n")));
        prop_assert!(!ticket.name().is_empty());
    }

    #[test]
    fn a_form_says_the_same_as_json(ticket in ticket()) {
        let ticket = Ticket { tags: Vec::new(), info: None, ..ticket };
        let optional = |text: Option<String>| text.filter(|text| !text.is_empty());
        let ticket = Ticket { location: optional(ticket.location.clone()), ..ticket };

        let pairs = serde_json::to_value(&ticket).unwrap();
        let pairs = pairs.as_object().unwrap().iter();
        let read = read_create_form(pairs.map(|(name, value)| (name, value.as_str().unwrap().to_owned())));

        prop_assert_eq!(read, Ok(ticket));
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    /// And what was read is what it says: it passes, or its problems are said.
    #[test]
    fn whatever_comes_in_is_a_ticket_or_a_sentence(bytes in hostile()) {
        match wire_v1::read_create(&bytes) {
            Ok(ticket) => {
                prop_assert_eq!(check(&ticket), []);
                expand_body(&ticket, &Site::parse("https://cocalc.com").unwrap());
            }
            Err(InvalidRequest::Problems(problems)) => prop_assert!(!problems.0.is_empty()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        match wire_v2::read_create(&bytes) {
            Ok(request) => {
                let written = serde_json::to_vec(&request).unwrap();
                prop_assert_eq!(wire_v2::read_create(&written), Ok(request.clone()));
                let ticket = wire_v2::into_ticket(request.options, &[&Site::parse("https://cocalc.com").unwrap()]);
                prop_assert_eq!(check(&ticket), []);
            }
            Err(InvalidRequest::Problems(problems)) => prop_assert!(!problems.0.is_empty()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        if let Err(error) = read_tickets(&bytes) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn whatever_a_form_brings_is_a_ticket_or_a_sentence(
        pairs in vec((prop_oneof![select(vec!["id", "username", "email_address", "subject", "body", "account_id",
            "location", "tags", "info"]).prop_map(str::to_owned), any::<String>()], any::<String>()), 0..8)
    ) {
        let needs_json = pairs.iter().any(|(name, _)| name == "tags" || name == "info");

        match read_create_form(pairs) {
            Ok(ticket) => prop_assert_eq!(check(&ticket), []),
            Err(error) => {
                prop_assert_eq!(error == InvalidRequest::NeedsJson, needs_json);
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn a_location_never_leaves_the_site(
        location in hostile_location(),
        site in select(vec!["https://cocalc.com", "http://localhost:8000", "https://[::1]:8443", "http://127.0.0.1",
            "https://xn--bcher-kva.example"]),
    ) {
        let located = Site::parse(site).unwrap().locate(&location);

        // The first is what a decoder of the ticket sees, the second what their browser makes of it.
        prop_assert!(located.starts_with(&format!("{site}/")), "{}", located);
        let url = Url::parse(&located).unwrap();
        prop_assert_eq!(url.origin().ascii_serialization(), site);
        prop_assert_eq!((url.username(), url.password()), ("", None));
        prop_assert_eq!(url.as_str(), &located);
        prop_assert!(located.bytes().all(|byte| byte.is_ascii_graphic()), "{}", located);
    }

    #[test]
    fn a_site_is_an_origin_or_refused(address in prop_oneof![any::<String>(), hostile_location()]) {
        if let Ok(site) = Site::parse(&address) {
            let origin = site.origin();
            prop_assert!(origin.starts_with("https://") || origin.starts_with("http://"), "{}", origin);
            prop_assert_eq!(Site::parse(&origin), Ok(site));
        }
    }
}
