//! Promise: an acknowledged ticket survives whatever happens to the server afterwards.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

use crate::help::{
    CREATE,
    program::{Program, post, run},
    ticket,
};

const ROUNDS: usize = 4;
const CLIENTS: usize = 8;
/// How many tickets of a round are acknowledged before the server is killed.
const BEFORE_KILL: usize = 40;

const HEADERS: &str = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";

/// What the clients know: each id that was sent, and the address that was answered, if one was.
type Known = Mutex<HashMap<String, Option<String>>>;

#[test]
fn every_acknowledged_ticket_outlives_a_kill_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let known = Known::default();

    for _ in 0..ROUNDS {
        let server = Program::start(folder.path(), &["--public-url", "http://help.example"]);
        let address = server.address.clone();
        let acknowledged = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| send_until_the_server_dies(&address, &known, &acknowledged));
            }
            while acknowledged.load(Ordering::SeqCst) < BEFORE_KILL {
                thread::yield_now();
            }
            server.kill();
        });

        // Only what was acknowledged must be there; what was not may be, but then as the ticket it is.
        let kept = export(folder.path());
        for (id, url) in known.lock().unwrap().iter() {
            if let Some(url) = url {
                assert_eq!(kept.get(id), Some(url), "an acknowledged ticket is lost or has another address");
            }
        }
    }

    let known = known.into_inner().unwrap();
    let unknown = known.values().filter(|url| url.is_none()).count();
    assert!(known.len() >= ROUNDS * BEFORE_KILL && unknown > 0, "the kills hit nothing that was under way");
    repeat_all(folder.path(), &known);
    assert_eq!(export(folder.path()).len(), known.len());
}

fn body_of(id: &str) -> String {
    ticket(json!({ "id": id, "body": format!("the text of {id}") })).to_string()
}

/// Each client's last request is the one that the kill cut off.
fn send_until_the_server_dies(address: &str, known: &Known, acknowledged: &AtomicUsize) {
    loop {
        let id = support_ticket_endpoint::secret::new_id().unwrap();
        known.lock().unwrap().insert(id.clone(), None);
        match send(address, &id) {
            Ok(url) => {
                known.lock().unwrap().insert(id, Some(url));
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Err(_cut) => return,
        }
    }
}

fn send(address: &str, id: &str) -> std::io::Result<String> {
    let (status, body) = post(address, CREATE, HEADERS, body_of(id).as_bytes())?;
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status, &answer["event"], &answer["id"]),
        (200, &json!("support_ticket_url"), &json!(id)),
        "{body}"
    );
    Ok(answer["url"].as_str().unwrap().to_owned())
}

/// Sends everything again, as a browser's outbox would: what was acknowledged has its old address.
fn repeat_all(folder: &Path, known: &HashMap<String, Option<String>>) {
    let server = Program::start(folder, &["--public-url", "http://help.example"]);
    for (id, url) in known {
        let again = send(&server.address, id).unwrap();
        assert!(url.as_ref().is_none_or(|url| *url == again), "{id} has got another address");
    }
}

/// Every ticket's address by its id, each id once.
fn export(folder: &Path) -> HashMap<String, String> {
    let done = run(folder, &["export", "--public-url", "http://help.example"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let lines = String::from_utf8(done.stdout).unwrap();
    let mut tickets = HashMap::new();
    for line in lines.lines() {
        let ticket: Value = serde_json::from_str(line).unwrap();
        let (id, url) = (ticket["id"].as_str().unwrap(), ticket["url"].as_str().unwrap());
        assert_eq!(ticket["body"], format!("the text of {id}"));
        assert_eq!(tickets.insert(id.to_owned(), url.to_owned()), None, "{id} is there twice");
    }
    tickets
}
