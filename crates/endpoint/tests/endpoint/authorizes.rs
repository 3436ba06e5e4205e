//! Promises about who may create tickets, and for which account.

use serde_json::json;

use crate::help::{ACCOUNT, CREATE, Endpoint, JSON, OTHER_ACCOUNT, PUBLIC, basic, ticket};

const NO_AUTHORIZATION: &str = "You must provide authentication via an API key.";

/// Sends a ticket with these headers.
async fn create(endpoint: &Endpoint, headers: &[(&str, &str)]) -> crate::help::Answer {
    let headers = [&[JSON], headers].concat();
    endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await
}

#[tokio::test]
async fn a_key_is_accepted_as_basic_or_bearer() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;

    for authorization in [
        basic(&format!("{key}:")),
        basic(&key),
        basic(&format!("{key}:ignored")),
        format!("Bearer {key}"),
        format!("bearer  {key}"),
        basic(&format!("{key}:")).replace("Basic", "BASIC"),
    ] {
        create(&endpoint, &[("authorization", &authorization)]).await.url();
    }
}

#[tokio::test]
async fn a_request_needs_a_key_or_an_allowed_page() {
    let endpoint = Endpoint::new().await;

    for headers in [
        &[][..],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        &[("origin", "https://help.example.com.evil.example")],
        &[("origin", "http://help.example.com")],
        &[("sec-fetch-site", "none")],
        // A name of the attacker's that was led to this server: any name can be.
        &[("origin", "http://evil.example"), ("host", "evil.example")],
        &[("origin", "http://evil.example:8000"), ("host", "evil.example:8000")],
        &[("origin", "http://localhost.evil.example"), ("host", "localhost.evil.example")],
        &[("origin", "http://notlocalhost"), ("host", "notlocalhost")],
        &[("origin", "http://1.2.3.4.evil.example"), ("host", "1.2.3.4.evil.example")],
        &[("origin", "http://127.0.0.1:8000"), ("host", "127.0.0.1:8001")],
        &[("origin", "ftp://localhost"), ("host", "localhost")],
    ] {
        create(&endpoint, headers).await.refuses(400, NO_AUTHORIZATION);
    }
    assert_eq!(endpoint.export().await.len(), 0);
}

#[tokio::test]
async fn authorization_is_checked_before_the_ticket() {
    let endpoint = Endpoint::new().await;

    endpoint.send("POST", CREATE, &[JSON], "{}").await.refuses(400, NO_AUTHORIZATION);
}

#[tokio::test]
async fn a_bad_key_is_rejected_even_from_an_allowed_page() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    // Keys are drawn: now and then one ends in an x by itself.
    let (start, end) = key.split_at(key.len() - 1);
    let other_end = format!("Bearer {start}{}", if end == "x" { "y" } else { "x" });
    let malformed =
        "The Authorization header is malformed: it must be 'Basic' with base64 of 'KEY:', or 'Bearer KEY'.";
    for (authorization, error) in [
        ("Bearer sk_unknown", "This API key is not valid."),
        (&other_end, "This API key is not valid."),
        ("Digest x", "Unknown authorization type 'Digest'"),
        ("Basic ***", malformed),
        ("Basic", malformed),
        ("Bearer ", malformed),
        (&basic(":password"), malformed),
    ] {
        create(&endpoint, &[("authorization", authorization), ("origin", PUBLIC)]).await.refuses(400, error);
    }
}

#[tokio::test]
async fn a_revoked_key_is_rejected() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    endpoint.create_with(&key, &ticket(json!({}))).await.url();

    assert!(endpoint.store().revoke_key(1, "2026-11-24T00:00:00.000Z").await.unwrap());

    let refused = endpoint.create_with(&key, &ticket(json!({}))).await;
    refused.refuses(400, "This API key is not valid.");
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_send() {
    let endpoint = Endpoint::new().await.with_origins(&["https://www.example.com", "http://localhost:3000/"]);

    for headers in [
        &[("origin", PUBLIC)][..],
        &[("origin", "https://www.example.com")],
        &[("origin", "http://localhost:3000")],
        &[("sec-fetch-site", "same-origin")],
        &[("origin", "http://127.0.0.1:8000"), ("host", "127.0.0.1:8000")],
        &[("origin", "http://[::1]:8000"), ("host", "[::1]:8000")],
        &[("origin", "http://192.168.0.7"), ("host", "192.168.0.7")],
        &[("origin", "http://localhost:8000"), ("host", "localhost:8000")],
        &[("origin", "http://help.localhost:8000"), ("host", "help.localhost:8000")],
    ] {
        create(&endpoint, headers).await.url();
    }
    create(&endpoint, &[("origin", "https://example.com")]).await.refuses(400, NO_AUTHORIZATION);
}

#[tokio::test]
async fn a_location_belongs_to_an_origin_only_if_that_is_configured() {
    let endpoint = Endpoint::new().await.with_origins(&["https://www.example.com", "*"]);
    let mut expected = Vec::new();
    for (headers, site) in [
        (vec![("origin", "https://www.example.com")], "https://www.example.com"),
        (vec![("origin", PUBLIC)], PUBLIC),
        // What anybody may write into a request: never where a location leads.
        (vec![("origin", "https://evil.example")], PUBLIC),
        (vec![("origin", "https://evil.example"), ("host", "evil.example")], PUBLIC),
        (vec![("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")], PUBLIC),
        (vec![("origin", "null")], PUBLIC),
    ] {
        create(&endpoint, &headers).await.url();
        expected.push(site);
    }

    let sites: Vec<_> = endpoint.export().await.iter().map(|kept| kept["site"].clone()).collect();
    assert_eq!(sites, expected);
}

#[tokio::test]
async fn a_ticket_by_key_belongs_to_the_account_that_it_names() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;

    endpoint.create_with(&key, &ticket(json!({}))).await.url();
    endpoint.create_with(&key, &ticket(json!({ "account_id": OTHER_ACCOUNT.to_uppercase() }))).await.url();
    endpoint.create(&ticket(json!({ "account_id": ACCOUNT }))).await.url();

    let owners: Vec<_> = endpoint.export().await.iter().map(|kept| kept["owner"].clone()).collect();
    assert_eq!(owners, [json!(null), json!(OTHER_ACCOUNT), json!(null)]);
}
