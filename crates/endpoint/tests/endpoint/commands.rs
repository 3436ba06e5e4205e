//! Promises about the program's commands and options.

use std::thread;

use serde_json::{Value, json};

use crate::help::{
    ACCOUNT, CREATE,
    program::{Program, command, exchange, post, run},
    ticket,
};

const FROM_PAGE: &str = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";

/// What the program said on standard error when it refused.
#[track_caller]
fn refusal(folder: &std::path::Path, arguments: &[&str]) -> String {
    let done = run(folder, arguments);
    assert!(!done.status.success(), "{arguments:?} succeeded");
    String::from_utf8(done.stderr).unwrap()
}

fn out(folder: &std::path::Path, arguments: &[&str]) -> String {
    let done = run(folder, arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_key_is_shown_once_and_never_stored() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();

    let added = run(folder, &["key", "add", "--account", ACCOUNT, "--note", "the\twebsite"]);
    let said = String::from_utf8(added.stderr).unwrap();
    assert!(said.contains("there was no sqlite:tickets.db: it was created"), "{said}");
    let key = String::from_utf8(added.stdout).unwrap();
    let listed = out(folder, &["key", "list"]);

    let key = key.strip_suffix('\n').unwrap();
    assert!(key.starts_with("sk_") && key.len() == 33, "{key}");
    assert!(
        listed.contains(ACCOUNT) && listed.contains("the website") && listed.contains(&key[..9]),
        "{listed}"
    );
    assert!(!listed.contains(key));
    let kept = std::fs::read(folder.join("tickets.db")).unwrap();
    assert!(!kept.windows(key.len()).any(|window| window == key.as_bytes()));

    assert_eq!(out(folder, &["key", "revoke", "1"]), "key 1 is revoked\n");
    assert!(refusal(folder, &["key", "revoke", "1"]).contains("there is no key 1 in force"));
    assert!(refusal(folder, &["key", "add", "--account", "jo"]).contains("--account: \"jo\" is not a UUID"));
}

#[test]
fn an_export_has_one_line_per_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path(), &["--store", "sqlite:some.db"]);
    // More than an export holds at once.
    for number in 0..120 {
        let sent = ticket(json!({ "subject": format!("line {number}"), "body": "two\nlines" }));
        post(&server.address, CREATE, FROM_PAGE, sent.to_string().as_bytes()).unwrap();
    }

    let url = "https://help.example.com";
    let lines = out(folder.path(), &["export", "--store", "sqlite:some.db", "--public-url", url]);

    let tickets: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let subjects: Vec<_> =
        tickets.iter().map(|ticket| ticket["subject"].as_str().unwrap().to_owned()).collect();
    assert_eq!(subjects, (0..120).map(|number| format!("line {number}")).collect::<Vec<_>>());
    assert!(tickets[0]["url"].as_str().unwrap().starts_with("https://help.example.com/requests/"));
    assert_eq!((&tickets[0]["status"], &tickets[0]["owner"]), (&json!("new"), &json!(null)));
}

#[test]
fn reading_commands_do_not_create_a_store() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["export"][..], &["key", "list"], &["key", "revoke", "1"]] {
        let stderr = refusal(folder.path(), arguments);
        assert!(stderr.contains("--store: there is no sqlite:tickets.db"), "{arguments:?}: {stderr}");
    }
    assert!(!folder.path().join("tickets.db").exists());
}

#[test]
fn a_malformed_option_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, said) in [
        (
            &["serve", "--listen", "nowhere"][..],
            "--listen (or SUPPORT_TICKET_LISTEN, or listen in support-ticket.toml): \"nowhere\" is not an address",
        ),
        (&["serve", "--public-url", "ftp://x"], "--public-url (or SUPPORT_TICKET_PUBLIC_URL"),
        (&["serve", "--public-url", "https://x/?a"], "must have no user name, password, query or fragment"),
        (&["serve", "--site", "cocalc.com"], "--site (or SUPPORT_TICKET_SITE"),
        (
            &["serve", "--allow-origin", "https://a.example/path"],
            "--allow-origin (or SUPPORT_TICKET_ALLOW_ORIGIN",
        ),
        (&["serve", "--store", "mysql://x"], "--store (or SUPPORT_TICKET_STORE"),
        (
            &["serve", "--identity-secret-file", "missing"],
            "--identity-secret-file (or SUPPORT_TICKET_IDENTITY_SECRET_FILE, or identity-secret-file in \
             support-ticket.toml): \"missing\" cannot be read: No such file",
        ),
        (&["serve", "--log", "loud"], "--log (or SUPPORT_TICKET_LOG"),
        (&["serve", "--config", "missing.toml"], "--config: cannot read \"missing.toml\""),
        (
            &["serve", "--listen", "127.0.0.1:0", "--store", "sqlite:no/such/folder/t.db"],
            "cannot open the store's file",
        ),
    ] {
        let stderr = refusal(folder.path(), arguments);
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
    assert!(!folder.path().join("tickets.db").exists());
}

#[test]
fn an_address_in_use_is_reported_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();

    let mut command = command(folder.path());
    command.args(["serve", "--listen", &address]).env("RUST_BACKTRACE", "1");
    let stderr = String::from_utf8(command.output().unwrap().stderr).unwrap();

    assert!(stderr.starts_with(&format!("Error: --listen: cannot listen on {address}: ")), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
fn a_flag_outranks_the_environment_and_that_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = "public-url = \"https://file.example\"\nsite = \"https://site.example\"\nallow-origin = [\"https://a.example\"]\n";
    std::fs::write(folder.path().join("support-ticket.toml"), file).unwrap();
    let url_with = |flag: &[&str], variable: Option<&str>| {
        let mut command = command(folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(flag);
        command.envs(variable.map(|value| ("SUPPORT_TICKET_PUBLIC_URL", value)));
        let server = Program::listening(command);
        let headers = "content-type: application/json\r\norigin: https://a.example\r\n";
        let (_, body) =
            post(&server.address, CREATE, headers, ticket(json!({})).to_string().as_bytes()).unwrap();
        serde_json::from_str::<Value>(&body).unwrap()["url"].as_str().unwrap().to_owned()
    };

    assert!(url_with(&[], None).starts_with("https://file.example/"));
    assert!(url_with(&[], Some("https://env.example")).starts_with("https://env.example/"));
    let flag = ["--public-url", "https://flag.example"];
    assert!(url_with(&flag, Some("https://env.example")).starts_with("https://flag.example/"));
    assert!(out(folder.path(), &["export"]).contains("\"site\":\"https://site.example\""));
}

#[test]
fn an_unknown_name_in_the_file_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("support-ticket.toml"), "public_url = \"https://x.example\"\n")
        .unwrap();

    let said = refusal(folder.path(), &["key", "list"]);

    assert!(said.contains("unknown field `public_url`") && said.contains("support-ticket.toml"), "{said}");
}

#[test]
fn a_server_that_is_terminated_finishes_pending_requests() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path(), &[]);
    let sent = ticket(json!({})).to_string();
    let mut socket = std::net::TcpStream::connect(&server.address).unwrap();
    let head = format!(
        "POST {CREATE} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: {}\r\n{FROM_PAGE}\r\n",
        sent.len()
    );
    socket.write_all(head.as_bytes()).unwrap();
    // The server asks for the body: so it has taken the request.
    let mut go_on = [0; 25];
    std::io::Read::read_exact(&mut socket, &mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    server.terminate();
    while std::net::TcpStream::connect(&server.address).is_ok() {
        thread::yield_now();
    }
    socket.write_all(sent.as_bytes()).unwrap();
    let (status, body) = crate::help::program::answer(socket).unwrap();

    assert_eq!(status, 200, "{body}");
    let (status, rest) = server.ended();
    assert!(status.success());
    assert_eq!(rest, "", "more than one line on standard output");
    assert_eq!(out(folder.path(), &["export"]).lines().count(), 1);
    // The log is folded in: what is left is one file to copy.
    assert!(!folder.path().join("tickets.db-wal").exists());
}

#[test]
fn two_servers_on_one_file_start_and_write_together() {
    let folder = tempfile::tempdir().unwrap();
    let servers: Vec<Program> = thread::scope(|scope| {
        let starting: Vec<_> = (0..3).map(|_| scope.spawn(|| Program::start(folder.path(), &[]))).collect();
        starting.into_iter().map(|server| server.join().unwrap()).collect()
    });

    let id = crate::help::ID;
    let urls = thread::scope(|scope| {
        let writers: Vec<_> = (0..6)
            .map(|number| {
                let address = &servers[number % 3].address;
                scope.spawn(move || {
                    let once =
                        |sent: Value| post(address, CREATE, FROM_PAGE, sent.to_string().as_bytes()).unwrap();
                    for _ in 0..20 {
                        assert_eq!(once(ticket(json!({ "subject": "apart" }))).0, 200);
                    }
                    let (_, body) = once(ticket(json!({ "id": id })));
                    let answer = serde_json::from_str::<Value>(&body).unwrap();
                    answer["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<std::collections::HashSet<_>>()
    });

    assert_eq!(urls.len(), 1);
    assert_eq!(out(folder.path(), &["export"]).lines().count(), 121);
}

#[test]
fn many_may_open_a_new_file_at_once() {
    use support_ticket_endpoint::store;
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("tickets.db").display());
        // Threads with a runtime each: as far apart as programs, but started closer together.
        let together = std::sync::Barrier::new(6);
        thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    together.wait();
                    runtime.block_on(async {
                        let store = store::open(&address).await.unwrap();
                        store.ping().await.unwrap();
                        store.close().await;
                    });
                });
            }
        });
    }
}

#[test]
fn the_server_warns_of_addresses_that_visitors_cannot_reach() {
    let folder = tempfile::tempdir().unwrap();
    for (options, warned) in [
        (&["--listen", "0.0.0.0:0"][..], true),
        (&["--listen", "0.0.0.0:0", "--public-url", "https://help.example.com"], false),
        (&["--listen", "127.0.0.1:0"], false),
    ] {
        let mut command = command(folder.path());
        command.arg("serve").args(options);
        let (_server, log) = Program::logging(command, folder.path().join("log"));

        let said = log().contains("set --public-url");

        assert_eq!(said, warned, "{options:?}: {}", log());
    }
}

#[test]
fn a_page_view_writes_nothing_to_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    let (server, log) = Program::logging(command, folder.path().join("log"));
    // A table's cleaner has much to say about this.
    let sent = ticket(json!({ "body": "<table><p>x".repeat(20) })).to_string();
    let (_, body) = post(&server.address, CREATE, FROM_PAGE, sent.as_bytes()).unwrap();
    let url = serde_json::from_str::<Value>(&body).unwrap()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&format!("http://{}", server.address)).unwrap();
    let before = log();

    let get = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let (status, page) = exchange(&server.address, get.as_bytes()).unwrap();

    assert!(status == 200 && page.contains("<table>"), "{page}");
    assert!(before.contains("ticket stored"), "{before}");
    assert_eq!(log(), before);
}

#[test]
fn traffic_that_is_not_http_does_not_stop_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path(), &[]);

    for nonsense in
        [&b"\x00\xff\r\n\r\n"[..], b"GET\r\n\r\n", b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n"]
    {
        // Any answer will do, or none.
        let _answer = exchange(&server.address, nonsense);
    }

    let (status, _) =
        exchange(&server.address, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    assert_eq!(status, 200);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();

    let _server = Program::start(folder.path(), &[]);

    for file in ["tickets.db", "tickets.db-wal"] {
        let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}
