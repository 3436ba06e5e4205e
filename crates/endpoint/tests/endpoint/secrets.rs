//! Promises about the secret of identity tokens: its sources, its length, and that it is never printed.

use std::path::Path;

use serde_json::{Value, json};

use crate::help::{
    CREATE,
    identity::{SECRET, claims, token},
    program::{Program, command, post, run},
    ticket,
};

const FROM_PAGE: &str = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";

/// Whether a server that is started so accepts a token signed with the tests' secret.
fn accepts_tokens(folder: &Path, options: &[&str], variable: Option<&str>) -> bool {
    let mut command = command(folder);
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(options);
    command.envs(variable.map(|value| ("SUPPORT_TICKET_IDENTITY_SECRET_FILE", value)));
    let server = Program::listening(command);
    let headers = format!("{FROM_PAGE}authorization: Bearer {}\r\n", token(&claims(json!({}))));
    let (status, body) =
        post(&server.address, CREATE, &headers, ticket(json!({})).to_string().as_bytes()).unwrap();
    let answer = serde_json::from_str::<Value>(&body).unwrap();
    assert_eq!(status == 200, answer["url"].is_string(), "{body}");
    status == 200
}

#[test]
fn a_line_end_is_not_part_of_the_secret() {
    let folder = tempfile::tempdir().unwrap();
    for (end, is_accepted) in [("", true), ("\n", true), ("\r\n", true), (" ", false), ("\n\n", false)] {
        std::fs::write(folder.path().join("secret"), format!("{SECRET}{end}")).unwrap();

        let accepted = accepts_tokens(folder.path(), &["--identity-secret-file", "secret"], None);

        assert_eq!(accepted, is_accepted, "{end:?}");
    }
}

#[test]
fn the_file_is_named_by_a_flag_the_environment_or_the_options_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), SECRET).unwrap();
    std::fs::write(folder.path().join("other"), "x".repeat(32)).unwrap();
    let options = |named: &str| {
        let line = format!("identity-secret-file = \"{named}\"\n");
        std::fs::write(folder.path().join("support-ticket.toml"), line).unwrap();
    };

    assert!(!accepts_tokens(folder.path(), &[], None));
    assert!(accepts_tokens(folder.path(), &[], Some("secret")));
    options("secret");
    assert!(accepts_tokens(folder.path(), &[], None));
    assert!(!accepts_tokens(folder.path(), &[], Some("other")));
    options("other");
    assert!(accepts_tokens(folder.path(), &["--identity-secret-file", "secret"], Some("other")));
}

#[test]
fn a_short_secret_is_rejected_without_printing_it() {
    let folder = tempfile::tempdir().unwrap();
    for (secret, bytes) in
        [("", 0), ("\n", 0), ("swordfish\r\n", 9), ("thirty-one bytes are not enough\n", 31)]
    {
        std::fs::write(folder.path().join("secret"), secret).unwrap();

        let done =
            run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--identity-secret-file", "secret"]);

        let said = String::from_utf8(done.stderr).unwrap();
        let expected = format!(
            "\"secret\" holds a secret of {bytes} bytes: it must have at least 32, as `openssl rand -base64 32` makes it"
        );
        assert!(!done.status.success() && said.contains(&expected), "{said}");
        assert!(said.contains("--identity-secret-file (or SUPPORT_TICKET_IDENTITY_SECRET_FILE"), "{said}");
        assert!(secret.trim().is_empty() || !said.contains(secret.trim()), "{said}");
    }
    assert!(!folder.path().join("tickets.db").exists());
}

#[test]
fn neither_a_secret_nor_a_token_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), SECRET).unwrap();
    let mut command = command(folder.path());
    command.args(["serve", "--listen", "127.0.0.1:0", "--identity-secret-file", "secret", "--log", "trace"]);
    let (server, log) = Program::logging(command, folder.path().join("log"));
    let good = token(&claims(json!({})));
    let bad = token(&claims(json!({ "sub": "jo" })));

    for token in [&good, &bad] {
        let headers = format!("{FROM_PAGE}authorization: Bearer {token}\r\n");
        post(&server.address, CREATE, &headers, ticket(json!({})).to_string().as_bytes()).unwrap();
    }

    let log = log();
    assert!(log.contains("ticket stored"), "{log}");
    for secret in [SECRET, &good, &bad] {
        assert!(!log.contains(secret), "{log}");
    }
}
