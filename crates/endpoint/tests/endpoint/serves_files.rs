//! The widget's files, as they were when the program was built, for pages of every site.
//!
//! `cargo xtask test` builds the widget first, so that there are some; without them the one promise left is that
//! the endpoint says so.

use std::{fs, path::Path};

use support_ticket_endpoint::{files, widget_dir::WidgetDir};

use crate::help::{Endpoint, program::run};

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

/// A folder for `--widget-dir`, inside another one with a file that is not to be served.
fn widget_dir() -> tempfile::TempDir {
    let outside = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("secret.js", "secret"),
        ("dist/widget/support-ticket-widget.js", "// first"),
        ("dist/widget/support-ticket-widget.js.br", "of an older build"),
        ("dist/site/index.html", "<title>Start</title>"),
        ("dist/site/demo/index.html", "<title>Demos</title>"),
    ] {
        let file = outside.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    outside
}

async fn served_from(folder: &Path) -> Endpoint {
    let mut endpoint = Endpoint::new().await;
    endpoint.state.widget_dir = Some(WidgetDir::open(folder).unwrap());
    endpoint
}

#[tokio::test]
async fn a_file_of_the_widget_dir_is_served_as_it_is_now() {
    const LOADER: &str = "/widget/support-ticket-widget.js";
    let outside = widget_dir();
    let endpoint = served_from(&outside.path().join("dist")).await;

    let first = endpoint.send("GET", LOADER, &[("accept-encoding", "br")], "").await;
    fs::write(outside.path().join("dist").join(&LOADER[1..]), "// second").unwrap();
    let tag = first.header("etag");
    let second = endpoint.send("GET", LOADER, &[("if-none-match", tag)], "").await;
    let known = endpoint.send("GET", LOADER, &[("if-none-match", second.header("etag"))], "").await;

    assert_eq!((first.text(), second.text()), ("// first", "// second"));
    assert_eq!((known.status.as_u16(), known.text()), (304, ""));
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("content-encoding", ""),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(second.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn the_site_of_the_widget_dir_has_the_same_addresses_and_policy() {
    let outside = widget_dir();
    let endpoint = served_from(&outside.path().join("dist")).await;

    let (start, demo) = (endpoint.get("/").await, endpoint.get("/demo?from=mail").await);

    assert_eq!(start.text(), "<title>Start</title>");
    assert!(start.header("content-security-policy").contains("trusted-types 'none'"));
    assert_eq!((demo.status.as_u16(), demo.header("location")), (307, "./demo/?from=mail"));
    assert_eq!(endpoint.send("POST", "/demo/", &[], "").await.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn nothing_outside_of_the_widget_dir_is_served() {
    let outside = widget_dir();
    let folder = outside.path().join("dist");
    let endpoint = served_from(&folder).await;
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path().join("secret.js"), folder.join("widget/link.js")).unwrap();
    let absolute = format!("/{}/secret.js", outside.path().display());

    for path in [
        "/widget/../../secret.js",
        "/../secret.js",
        "/%2e%2e/secret.js",
        "/widget/%2e%2e/%2e%2e/secret.js",
        "/widget/..%2f..%2fsecret.js",
        "/widget/..%5c..%5csecret.js",
        "/widget/link.js",
        "/widget/support-ticket-widget.js%00",
        "/widget/support-ticket-widget.js.br",
        "/widget/",
        "/widget",
        "//demo/",
        absolute.as_str(),
    ] {
        let answer = endpoint.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn a_widget_dir_that_is_missing_is_an_error_at_start() {
    let folder = tempfile::tempdir().unwrap();

    let done = run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--widget-dir", "nowhere"]);

    let said = String::from_utf8(done.stderr).unwrap();
    assert!(!done.status.success() && said.contains("--widget-dir (or SUPPORT_TICKET_WIDGET_DIR"), "{said}");
    assert!(said.contains("\"nowhere\" cannot be served: No such file"), "{said}");
    assert!(!folder.path().join("tickets.db").exists());
}
