//! Promises about pages of other origins (CORS).

use serde_json::json;
use support_ticket_endpoint::config::Origins;

use crate::help::{CREATE, CREATE_V2, Endpoint, JSON, LIST, LIST_V2, ticket};

const ASK: [(&str, &str); 2] =
    [("access-control-request-method", "POST"), ("access-control-request-headers", "content-type")];

#[tokio::test]
async fn an_allowed_origin_may_ask_and_send_and_read() {
    let endpoint = Endpoint::new().await.with_origins(&["https://www.example.com"]);
    let origin = ("origin", "https://www.example.com");

    let asked = endpoint.send("OPTIONS", CREATE, &[&[origin], &ASK[..]].concat(), "").await;
    let sent = endpoint.send("POST", CREATE, &[JSON, origin], ticket(json!({})).to_string()).await;
    let refused = endpoint.send("POST", CREATE, &[JSON, origin], "{}").await;

    assert!(asked.status.is_success());
    assert_eq!(asked.header("access-control-allow-methods"), "POST");
    assert_eq!(asked.header("access-control-allow-headers"), "content-type,authorization");
    assert_eq!(asked.header("access-control-max-age"), "3600");
    sent.url();
    for answer in [asked, sent, refused] {
        assert_eq!(answer.header("access-control-allow-origin"), origin.1);
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert!(answer.header("vary").contains("origin"));
    }
    let sent = endpoint.send("POST", CREATE, &[JSON, origin], "{}").await;
    assert_eq!(sent.header("access-control-expose-headers"), "retry-after");
}

#[tokio::test]
async fn every_call_may_bring_an_authorization_from_an_allowed_origin() {
    let endpoint = Endpoint::new().await.with_origins(&["https://www.example.com"]);
    let headers = [
        ("origin", "https://www.example.com"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type"),
    ];

    for path in [CREATE, LIST, CREATE_V2, LIST_V2] {
        let asked = endpoint.send("OPTIONS", path, &headers, "").await;

        assert!(asked.status.is_success(), "{path}");
        assert_eq!(asked.header("access-control-allow-origin"), "https://www.example.com", "{path}");
        assert_eq!(asked.header("access-control-allow-headers"), "content-type,authorization", "{path}");
    }
}

#[tokio::test]
async fn other_origins_are_rejected() {
    let endpoint = Endpoint::new().await.with_origins(&["https://www.example.com"]);

    for origin in ["https://example.com", "https://www.example.com:8443", "http://www.example.com", "null"] {
        let asked = endpoint.send("OPTIONS", CREATE, &[&[("origin", origin)], &ASK[..]].concat(), "").await;
        assert_eq!(asked.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn only_listed_browser_extensions_may_send() {
    let listed = [
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://0ae2e3f0-2a1c-4a2b-9c55-3c1f2b6d7e88",
    ];
    let endpoint = Endpoint::new().await.with_origins(&listed);

    for origin in listed {
        let headers = [JSON, ("origin", origin)];
        let sent = endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await;
        assert_eq!(sent.header("access-control-allow-origin"), origin);
        sent.url();
    }
    let other = [JSON, ("origin", "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba")];
    let refused = endpoint.send("POST", CREATE, &other, ticket(json!({})).to_string()).await;
    assert!(!refused.status.is_success());
    for wrong in ["chrome-extension://", "chrome-extension://*", "chrome-extension://a/b", "file://a"] {
        assert!(Origins::parse(vec![wrong.to_owned()]).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_star_lets_every_page_send() {
    let endpoint = Endpoint::new().await.with_origins(&["*"]);

    for origin in ["https://anywhere.example", "null"] {
        let headers = [JSON, ("origin", origin)];
        let sent = endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await;
        assert_eq!(sent.header("access-control-allow-origin"), origin);
        sent.url();
    }
}
