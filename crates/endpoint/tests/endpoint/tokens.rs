//! Promises about tokens: which are accepted, from whom, and the errors of all others.

use serde_json::{Value, json};
use support_ticket_endpoint::identity::Verifier;

use crate::help::{
    ACCOUNT, Answer, CREATE, CREATE_V2, Endpoint, FROM_PAGE, JSON, LIST, LIST_V2, PUBLIC,
    identity::{EMAIL, SECRET, claims, in_seconds, token, token_of},
    ticket,
};

const NO_AUTHORIZATION: &str = "You must provide authentication via an API key.";
const NO_PAGE: &str = "You must provide authentication via an API key. An identity token is accepted only from a page: the Origin \
                       header is missing.";
const MALFORMED: &str = "The identity token is malformed: it must be a JWT, three parts of base64url with dots \
     between, the first two of them JSON objects.";
const ALGORITHM: &str = "The identity token must be signed with HS256, and say so in its header.";
const SIGNATURE: &str =
    "The identity token's signature is not valid: it was signed with another secret, or changed.";
const EXPIRED: &str = "The identity token has expired.";
const EXP: &str = "The identity token's claim exp must be the time when it expires, in seconds since 1970.";
const SUB: &str = "The identity token's claim sub must be the account's UUID.";
const BAD_EMAIL: &str = "The identity token's claim email must be a valid e-mail address.";
const BAD_NAME: &str = "The identity token's claim name must be one line of at most 200 characters.";

/// It is refused by every call, in the form of each, and nothing is stored.
#[track_caller]
fn refused(answers: &[Answer; 4], error: &str) {
    for (answer, status) in answers.iter().zip([400, 400, 200, 200]) {
        answer.refuses(status, error);
    }
}

async fn everywhere(endpoint: &Endpoint, headers: &[(&str, &str)]) -> [Answer; 4] {
    let headers = [&[JSON], headers].concat();
    let in_v2 = json!({ "options": { "type": "task", "email": EMAIL, "subject": "s", "body": "b" } });
    let post = async |path, body: Value| endpoint.send("POST", path, &headers, body.to_string()).await;
    [
        post(CREATE, ticket(json!({}))).await,
        post(LIST, json!({})).await,
        post(CREATE_V2, in_v2).await,
        post(LIST_V2, json!({})).await,
    ]
}

async fn creates(endpoint: &Endpoint, token: &str) {
    let authorization = format!("Bearer {token}");
    let headers = [JSON, FROM_PAGE, ("authorization", authorization.as_str())];
    endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await.url();
}

#[tokio::test]
async fn an_invalid_token_is_rejected_and_creates_no_ticket() {
    let endpoint = Endpoint::new().await.with_identities();
    let good = token(&claims(json!({})));
    let text = claims(json!({})).to_string();
    let with = |header: &str| token_of(SECRET, header, &text);
    let of = |more: Value| token(&claims(more));
    let without = |claim: &str| {
        let mut claims = claims(json!({}));
        claims.as_object_mut().unwrap().remove(claim);
        token(&claims)
    };
    let (unsigned, _) = good.rsplit_once('.').unwrap();
    let none = with(r#"{"alg":"none"}"#);
    let (unsigned_none, _) = none.rsplit_once('.').unwrap();
    let half = &good[..good.len() / 2];
    let huge = of(json!({ "more": "x".repeat(8192) }));

    for (token, error) in [
        (token_of("another secret, as long as the right one", r#"{"alg":"HS256"}"#, &text), SIGNATURE),
        (good[..good.len() - 2].to_owned(), MALFORMED),
        (good[..good.len() - 3].to_owned(), SIGNATURE),
        (format!("{unsigned}."), SIGNATURE),
        (unsigned.to_owned(), MALFORMED),
        (half.to_owned(), MALFORMED),
        (format!("{good}.{good}"), MALFORMED),
        (format!("{good} {good}"), MALFORMED),
        ("x".to_owned(), MALFORMED),
        ("..".to_owned(), MALFORMED),
        ("é.é.é".to_owned(), MALFORMED),
        (with("not JSON"), MALFORMED),
        (token_of(SECRET, r#"{"alg":"HS256"}"#, "not JSON"), MALFORMED),
        (token_of(SECRET, r#"{"alg":"HS256"}"#, "7"), MALFORMED),
        (token_of(SECRET, r#"{"alg":"HS256"}"#, &"[".repeat(4000)), MALFORMED),
        (huge, "The identity token may have at most 8192 bytes."),
        (none.clone(), ALGORITHM),
        (format!("{unsigned_none}."), ALGORITHM),
        (with(r#"{"alg":"None"}"#), ALGORITHM),
        (with(r#"{"alg":"hs256"}"#), ALGORITHM),
        (with(r#"{"alg":"RS256"}"#), ALGORITHM),
        (with(r#"{"alg":"HS512"}"#), ALGORITHM),
        (with(r#"{"alg":"ES256"}"#), ALGORITHM),
        (with(r#"{"alg":["HS256"]}"#), MALFORMED),
        (with("{}"), ALGORITHM),
        (of(json!({ "exp": in_seconds(-70) })), EXPIRED),
        (of(json!({ "exp": 0 })), EXPIRED),
        (of(json!({ "exp": in_seconds(3600) * 1000 })), EXP),
        (of(json!({ "exp": in_seconds(3600).to_string() })), EXP),
        (of(json!({ "exp": -1 })), EXP),
        (of(json!({ "exp": 1e300 })), EXP),
        (of(json!({ "exp": null })), EXP),
        (without("exp"), EXP),
        (of(json!({ "nbf": in_seconds(3600) })), "The identity token is not valid yet."),
        (
            of(json!({ "aud": "https://help.example.com" })),
            "The identity token is meant for somebody else: it must have no claim aud.",
        ),
        (of(json!({ "sub": "'; DROP TABLE tickets; --" })), SUB),
        (of(json!({ "sub": format!("{ACCOUNT}' OR '1'='1") })), SUB),
        (of(json!({ "sub": "42" })), SUB),
        (of(json!({ "sub": 42 })), SUB),
        (of(json!({ "sub": "" })), SUB),
        (of(json!({ "sub": null })), SUB),
        (without("sub"), SUB),
        (of(json!({ "email": "jd@example.com\r\nBcc: all@example.com" })), BAD_EMAIL),
        (of(json!({ "email": "jd@example.com\n" })), BAD_EMAIL),
        (of(json!({ "email": "jd" })), BAD_EMAIL),
        (of(json!({ "email": format!("{}@example.com", "x".repeat(300)) })), BAD_EMAIL),
        (of(json!({ "email": [EMAIL] })), BAD_EMAIL),
        (of(json!({ "name": "Jo\r\nDoe" })), BAD_NAME),
        (of(json!({ "name": "x".repeat(201) })), BAD_NAME),
        (of(json!({ "name": { "first": "Jo" } })), BAD_NAME),
    ] {
        let authorization = format!("Bearer {token}");
        let answers = everywhere(&endpoint, &[FROM_PAGE, ("authorization", &authorization)]).await;
        assert_eq!(answers[0].json()["error"], error, "{token}");
        refused(&answers, error);
    }
    assert_eq!(endpoint.export().await.len(), 0);
    creates(&endpoint, &good).await;
}

#[test]
fn a_token_with_any_character_changed_is_rejected() {
    let verifier = Verifier::new(SECRET.as_bytes()).unwrap();
    let good = token(&claims(json!({})));
    assert!(verifier.verify(&good).is_ok());

    for at in 0..good.len() {
        for other in ["A", "b", "7", "_", ".", "="] {
            let changed = format!("{}{other}{}", &good[..at], &good[at + 1..]);
            assert_eq!(verifier.verify(&changed).is_ok(), changed == good, "{changed}");
        }
    }
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart() {
    let endpoint = Endpoint::new().await.with_identities();

    for more in [
        json!({ "exp": in_seconds(-50) }),
        json!({ "exp": in_seconds(-50) as f64 + 0.5 }),
        json!({ "nbf": in_seconds(50) }),
    ] {
        creates(&endpoint, &token(&claims(more))).await;
    }
}

/// By the lines of docs/identity.md, under Node.js 20.
#[test]
fn a_token_signed_by_node_is_accepted() {
    let made = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIyOTFmNDNjMS1kZWFlLTQzMWMtYjc2My03MTIzMDdmYTY4NTkiLCJlbWFpbCI6ImpkQGV4YW1wbGUuY29tIiwibmFtZSI6IkrDtiBEb2UiLCJleHAiOjQxMDI0NDQ4MDB9.cQeECIQAUopp2_lTGuZOA76-7B8uinLxjDjln_6tf1U";
    let verifier = Verifier::new(SECRET.as_bytes()).unwrap();

    let identity = verifier.verify(made).unwrap();

    assert_eq!(identity.account, ACCOUNT);
    assert_eq!((identity.email.as_deref(), identity.name.as_deref()), (Some(EMAIL), Some("Jö Doe")));
}

#[tokio::test]
async fn without_a_secret_no_token_is_accepted() {
    let endpoint = Endpoint::new().await;
    let authorization = format!("Bearer {}", token(&claims(json!({}))));

    let answers = everywhere(&endpoint, &[FROM_PAGE, ("authorization", &authorization)]).await;

    let error = "This server accepts no identity tokens: it runs without --identity-secret-file.";
    refused(&answers, error);
    assert_eq!(endpoint.export().await.len(), 0);
}

#[tokio::test]
async fn a_token_is_accepted_only_from_an_allowed_page() {
    let endpoint = Endpoint::new().await.with_identities().with_origins(&["https://www.example.com"]);
    let good = format!("Bearer {}", token(&claims(json!({}))));

    for (page, error) in [
        (&[][..], NO_PAGE),
        (&[("origin", "https://evil.example")][..], NO_AUTHORIZATION),
        (&[("origin", "null")][..], NO_AUTHORIZATION),
        (&[("origin", "https://evil.example"), ("host", "evil.example")][..], NO_AUTHORIZATION),
        (&[("sec-fetch-site", "cross-site")][..], NO_PAGE),
    ] {
        // Nor does it learn whether the token was a good one.
        for authorization in [good.as_str(), "Bearer x"] {
            let answers = everywhere(&endpoint, &[page, &[("authorization", authorization)]].concat()).await;
            refused(&answers, error);
        }
    }
    assert_eq!(endpoint.export().await.len(), 0);

    for page in [("origin", PUBLIC), ("origin", "https://www.example.com"), ("sec-fetch-site", "same-origin")]
    {
        let [created, listed, ..] = everywhere(&endpoint, &[page, ("authorization", &good)]).await;
        created.url();
        assert_eq!(listed.json()["event"], "support_tickets", "{page:?}");
    }
}

#[test]
fn a_huge_token_over_a_socket_is_rejected_and_the_server_survives() {
    use crate::help::program::{Program, exchange, post};
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), SECRET).unwrap();
    let server = Program::start(folder.path(), &["--identity-secret-file", "secret"]);
    let page = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";
    let with = |token: &str| {
        let headers = format!("{page}authorization: Bearer {token}\r\n");
        post(&server.address, CREATE, &headers, ticket(json!({})).to_string().as_bytes())
    };

    let (status, body) = with(&"x".repeat(100_000)).unwrap();
    assert_eq!(
        (status, body.as_str()),
        (400, r#"{"error":"The identity token may have at most 8192 bytes."}"#)
    );
    // More than any head may have: it gets an answer of the protocol's, or a closed connection while it still writes.
    let head =
        format!("POST {CREATE} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", "x".repeat(600_000));
    if let Ok((status, _)) = exchange(&server.address, head.as_bytes()) {
        assert_eq!(status, 431);
    }
    assert_eq!(with(&token(&claims(json!({})))).unwrap().0, 200);
}
