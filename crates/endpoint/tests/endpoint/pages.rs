//! Promises about a ticket's page: everybody with its address can read it, and its content cannot harm them.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::help::{Answer, Endpoint, ticket};

#[tokio::test]
async fn a_ticket_can_be_read_at_its_address() {
    let endpoint = Endpoint::new().await.with_site("https://cocalc.com");
    let sent = ticket(json!({
        "username": "Jo Doe", "body": "It **broke**", "location": "/projects/a b",
        "info": { "course": "cc8f1243-d573-4562-9aab-c15a3872d683" },
    }));

    let page = endpoint.page_of(&endpoint.create(&sent).await).await;

    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    for part in [
        r#"<html lang="en">"#,
        r#"<h1 dir="auto">package xyz</h1>"#,
        "<bdi>Jo Doe</bdi>",
        ">NEW</strong>",
        "It <strong>broke</strong>",
        r#"href="https://cocalc.com/projects/a%20b""#,
        r#"href="https://cocalc.com/projects/cc8f1243-d573-4562-9aab-c15a3872d683""#,
        r#"href="/requests/page.css""#,
        "<main>",
    ] {
        assert!(page.text().contains(part), "{part} is not in {}", page.text());
    }
}

#[tokio::test]
async fn nothing_that_a_stranger_wrote_runs() {
    let endpoint = Endpoint::new().await;
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let sent = ticket(json!({
        "username": hostile, "subject": hostile, "body": format!("{hostile}\n\n[x](javascript:alert(1)) ok"),
        "location": "\"><script>alert(1)</script>",
    }));

    let page = endpoint.page_of(&endpoint.create(&sent).await).await;

    assert!(page.text().contains("ok"));
    for bad in ["<script", "<img", "javascript:"] {
        assert!(!page.text().contains(bad), "{bad} is in {}", page.text());
    }
}

#[tokio::test]
async fn a_page_loads_nothing_and_sends_no_referrer() {
    let endpoint = Endpoint::new().await;
    let page = endpoint.page_of(&endpoint.create(&ticket(json!({}))).await).await;
    let unknown = endpoint.get("/requests/AAAAAAAAAAAAAAAAAAAAAA").await;

    assert_eq!((page.status.as_u16(), unknown.status.as_u16()), (200, 404));
    assert!(unknown.text().contains("There is no ticket at this address"));
    for page in [page, unknown] {
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert!(page.header("x-robots-tag").contains("noindex"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn an_address_must_match_exactly() {
    let endpoint = Endpoint::new().await;
    let url = endpoint.create(&ticket(json!({}))).await.url();
    let token = url.rsplit('/').next().unwrap();
    let swapped: String = token
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();

    for wrong in [&swapped, &token[..21], &format!("{token}x"), "%27%20OR%201=1--", "%ff"] {
        assert_eq!(endpoint.get(&format!("/requests/{wrong}")).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn the_pages_stylesheet_is_cached() {
    let endpoint = Endpoint::new().await;
    let style = endpoint.get("/requests/page.css").await;

    let again = [("if-none-match", style.header("etag"))];
    let known = endpoint.send("GET", "/requests/page.css", &again, "").await;

    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!((known.status.as_u16(), known.text()), (304, ""));
}

#[tokio::test]
async fn an_endpoint_under_a_path_links_to_that_path() {
    let mut endpoint = Endpoint::new().await;
    endpoint.state.public_url =
        support_ticket_endpoint::config::PublicUrl::parse("https://example.com/help/").unwrap();

    let sent = endpoint
        .send(
            "POST",
            crate::help::CREATE,
            &[crate::help::JSON, ("origin", "https://example.com")],
            ticket(json!({})).to_string(),
        )
        .await;

    let path = sent.url().strip_prefix("https://example.com/help").unwrap().to_owned();
    assert!(endpoint.get(&path).await.text().contains(r#"href="/help/requests/page.css""#));
}

/// On one thread: whatever keeps it, keeps all.
#[tokio::test]
async fn slow_pages_do_not_delay_other_requests() {
    let endpoint = Endpoint::new().await;
    let hard = format!("{}a\n{}", ">".repeat(12_000), "b\n".repeat(6_000));
    let url = endpoint.create(&ticket(json!({ "body": hard }))).await.url();
    let path = url.strip_prefix(crate::help::PUBLIC).unwrap();
    let get = || endpoint.get(path);

    let start = Instant::now();
    let pages = async { tokio::join!(get(), get(), get(), get()) };
    tokio::pin!(pages);
    let mut longest = Duration::ZERO;
    let pages = loop {
        let asked = Instant::now();
        tokio::select! {
            pages = &mut pages => break <[Answer; 4]>::from(pages),
            answer = endpoint.get("/healthz") => assert_eq!(answer.text(), "ok\n"),
        }
        longest = longest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(1)).await;
    };
    let all = start.elapsed();

    assert!(pages.iter().all(|page| page.status == 200 && page.text().contains("<blockquote>")));
    assert!(
        longest > Duration::ZERO && longest < all / 5,
        "one waited {longest:?} of the {all:?} of four pages"
    );
}
