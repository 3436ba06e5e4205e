//! The widget's files, as they were when the program was built, for pages of every site.
//!
//! `cargo xtask test` builds the widget first, so that there are some; without them the one promise left is that
//! the endpoint says so.

use support_ticket_endpoint::files;

use crate::help::Endpoint;

/// The address of an embedded file: one of the widget's, so that the test sees what a page asks for.
fn path(ending: &str) -> Option<String> {
    files::names()
        .find(|name| name.starts_with("widget/") && name.ends_with(ending))
        .map(|name| format!("/{name}"))
}

/// The built file itself, to compare with.
fn built(path: &str, packed: &str) -> Vec<u8> {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/widget/dist");
    std::fs::read(format!("{dist}{path}{packed}")).unwrap()
}

#[tokio::test]
async fn without_the_widget_its_addresses_say_how_to_build_it() {
    let endpoint = Endpoint::new().await;
    for path in ["/widget/support-ticket-widget.js", "/"] {
        let answer = endpoint.get(path).await;
        if files::has_widget() {
            assert_ne!(answer.status, 503, "{path}");
        } else {
            assert_eq!(answer.status, 503, "{path}");
            assert!(answer.text().contains("cargo xtask demo"));
        }
    }
}

#[tokio::test]
async fn each_file_comes_in_the_best_encoding_that_is_taken() {
    let endpoint = Endpoint::new().await;
    let Some(path) = path(".wasm") else { return assert!(!files::has_widget(), "a widget without wasm") };
    let mut tags = std::collections::HashSet::new();

    for (accepted, encoding, packed) in [
        ("gzip, deflate, br, zstd", "br", ".br"),
        ("gzip", "gzip", ".gz"),
        ("", "", ""),
        ("identity, br;q=0", "", ""),
    ] {
        let answer = endpoint.send("GET", &path, &[("accept-encoding", accepted)], "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-encoding")),
            (200, encoding),
            "{accepted}"
        );
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert!(answer.bytes == built(&path, packed), "{accepted}: other bytes than in the folder");
        tags.insert(answer.header("etag").to_owned());
    }
    assert_eq!(tags.len(), 3);
}

#[tokio::test]
async fn pages_of_every_site_may_load_the_widget() {
    let endpoint = Endpoint::new().await;
    let Some(path) = path("/support-ticket-widget.js") else {
        return assert!(!files::has_widget(), "a widget without its loader");
    };

    let answer = endpoint.send("GET", &path, &[("origin", "https://anywhere.example")], "").await;

    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_file_that_is_known_is_not_sent_again() {
    let endpoint = Endpoint::new().await;
    let Some(path) = path(".js") else { return assert!(!files::has_widget(), "a widget without scripts") };
    let tag = endpoint.send("GET", &path, &[("accept-encoding", "br")], "").await.header("etag").to_owned();

    let known = endpoint.send("GET", &path, &[("accept-encoding", "br"), ("if-none-match", &tag)], "").await;
    let other = endpoint.send("GET", &path, &[("if-none-match", &tag)], "").await;
    let posted = endpoint.send("POST", &path, &[], "").await;

    assert_eq!((known.status.as_u16(), known.bytes.len(), known.header("etag")), (304, 0, tag.as_str()));
    assert_eq!(other.status, 200);
    assert_eq!((posted.status.as_u16(), posted.header("allow")), (405, "GET,HEAD"));
}

#[tokio::test]
async fn an_address_without_its_slash_or_html_leads_to_the_page() {
    let endpoint = Endpoint::new().await;
    for (path, place) in [("/demo", "./demo/"), ("/recipes?from=mail", "./recipes.html?from=mail")] {
        let answer = endpoint.get(path).await;
        if files::has_widget() {
            assert_eq!((answer.status.as_u16(), answer.header("location")), (307, place));
        } else {
            assert_eq!(answer.status, 404, "{path}");
        }
    }
    assert_eq!(endpoint.send("POST", "/demo", &[], "").await.status, 404);
    for path in ["/nothing", "//example.com", "/demo/types.html/", "/widget"] {
        assert_eq!(endpoint.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_of_the_files_is_served() {
    let endpoint = Endpoint::new().await;

    for path in ["/widget/../Cargo.toml", "/../Cargo.toml", "/widget/", "/widget/x.br", "/%2e%2e/Cargo.toml"]
    {
        let status = endpoint.get(path).await.status.as_u16();
        assert!(matches!(status, 404 | 503), "{path}: {status}");
    }
}

#[tokio::test]
async fn the_sites_pages_may_run_the_widget_and_nothing_else() {
    let endpoint = Endpoint::new().await;
    let Some(name) = files::names().find(|name| name.starts_with("site/") && name.ends_with(".html")) else {
        return assert_eq!(files::names().find(|name| name.starts_with("site/")), None);
    };

    let page = endpoint.get(name.strip_prefix("site").unwrap()).await;

    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "form-action 'self' https://help.example.com",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, "same-origin"));
}
