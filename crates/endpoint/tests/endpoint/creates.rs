//! Promises about creating a ticket as the contract defines, with its name, location and course.

use serde_json::json;

use crate::help::{ACCOUNT, CREATE, Endpoint, FROM_PAGE, ID, JSON, PUBLIC, ticket};

/// docs/contract/create_support_ticket.md, without the backslashes at its line ends.
const DOCUMENTED: &str = r#"{"email_address":"jd@example.com", 
       "subject":"package xyz", 
       "account_id":"291f43c1-deae-431c-b763-712307fa6859", 
       "body":"please install package xyz for use with Python3", 
       "tags":["member"], 
       "location":"/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews", 
       "info":{"user_agent":"Mozilla/5.0","course":"cc8f1243-d573-4562-9aab-c15a3872d683"}}"#;

#[tokio::test]
async fn the_documented_example_gets_its_ticket() {
    let endpoint = Endpoint::new().await.with_site("https://cocalc.com");
    let key = endpoint.key(ACCOUNT).await;
    let authorization = crate::help::basic(&format!("{key}:"));

    let answer = endpoint.send("POST", CREATE, &[JSON, ("authorization", &authorization)], DOCUMENTED).await;

    assert!(answer.url().starts_with("https://help.example.com/requests/"));
    assert!(support_ticket_contract::is_uuid(answer.json()["id"].as_str().unwrap()));
    assert_eq!(answer.json().as_object().unwrap().len(), 3);
    let kept = endpoint.export().await.remove(0);
    assert_eq!(
        kept["description"],
        "please install package xyz for use with Python3\n\nhttps://cocalc.com/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews\n\nCourse: https://cocalc.com/projects/cc8f1243-d573-4562-9aab-c15a3872d683"
    );
    assert_eq!((&kept["tags"], &kept["owner"]), (&json!(["member"]), &json!(ACCOUNT)));
    assert_eq!(kept["info"]["user_agent"], "Mozilla/5.0");
}

#[test]
fn the_documented_call_works_over_a_real_socket() {
    use crate::help::program::{Program, post, run};
    let folder = tempfile::tempdir().unwrap();
    let key = run(folder.path(), &["key", "add", "--account", ACCOUNT]);
    let key = String::from_utf8(key.stdout).unwrap();
    let server = Program::start(folder.path(), &[]);
    let headers = format!(
        "Authorization: {}\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\nContent-Type: application/json\r\n",
        crate::help::basic(&format!("{}:", key.trim()))
    );

    let (status, body) = post(&server.address, CREATE, &headers, DOCUMENTED.as_bytes()).unwrap();

    assert_eq!(status, 200, "{body}");
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let start = format!("http://{}/requests/", server.address);
    assert_eq!(answer["event"], "support_ticket_url");
    assert!(answer["url"].as_str().unwrap().starts_with(&start), "{body}");
}

#[tokio::test]
async fn every_field_is_stored_as_sent() {
    let endpoint = Endpoint::new().await;
    let sent = json!({
        "id": ID, "username": " Jo Doe ", "email_address": "Jo@Example.com", "subject": "Ü — ❄",
        "body": "one\r\ntwo <b>", "tags": ["member", "student"], "account_id": ACCOUNT.to_uppercase(),
        "location": "/a b?c#d", "info": { "z": 1, "a": { "deep": [null, 1.5, "x"] } },
    });

    endpoint.create(&sent).await.url();

    let kept = endpoint.export().await.remove(0);
    for (field, value) in sent.as_object().unwrap() {
        assert_eq!(&kept[field], value, "{field}");
    }
    assert_eq!(
        (&kept["name"], &kept["owner"], &kept["status"]),
        (&json!("Jo Doe"), &json!(null), &json!("new"))
    );
}

#[tokio::test]
async fn an_id_is_echoed_in_lower_case_or_generated() {
    let endpoint = Endpoint::new().await;

    let echoed = endpoint.create(&ticket(json!({ "id": ID.to_uppercase() }))).await.json();
    let one = endpoint.create(&ticket(json!({}))).await.json();
    let other = endpoint.create(&ticket(json!({}))).await.json();

    assert_eq!(echoed["id"], ID);
    assert!(support_ticket_contract::is_uuid(one["id"].as_str().unwrap()));
    assert_ne!(one["id"], other["id"]);
    assert_ne!(one["url"], other["url"]);
}

#[tokio::test]
async fn an_address_never_comes_from_the_host_header() {
    let endpoint = Endpoint::new().await;
    let headers = [JSON, FROM_PAGE, ("host", "evil.example"), ("x-forwarded-host", "evil.example")];

    let answer = endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await;

    let token = answer.url().strip_prefix(&format!("{PUBLIC}/requests/")).unwrap().to_owned();
    assert_eq!(token.len(), 22);
    assert!(
        token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'),
        "{token}"
    );
}

#[tokio::test]
async fn a_location_never_leaves_the_site() {
    let endpoint = Endpoint::new().await.with_site("https://cocalc.com");
    for location in [
        "//evil.example/x",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "\u{1}//evil.example",
        "@evil.example",
        ":80@evil.example",
        "../../.evil.example",
    ] {
        endpoint.create(&ticket(json!({ "location": location }))).await.url();
    }

    for kept in endpoint.export().await {
        let description = kept["description"].as_str().unwrap();
        let location = description.rsplit("\n\n").next().unwrap();
        assert!(location.starts_with("https://cocalc.com/"), "{kept}");
    }
}

#[tokio::test]
async fn a_body_without_a_location_says_so() {
    let endpoint = Endpoint::new().await;

    endpoint.create(&ticket(json!({ "info": { "course": "no" } }))).await.url();

    assert_eq!(endpoint.export().await[0]["description"], "please install it\n\nNo location provided.");
}

#[tokio::test]
async fn a_requester_is_created_once_and_only_its_account_renames_it() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    let requesters = async || {
        let pool = sqlx::SqlitePool::connect(&endpoint.store_address()).await.unwrap();
        let rows =
            sqlx::query("SELECT address, name, external_id FROM requesters").fetch_all(&pool).await.unwrap();
        use sqlx::Row;
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect::<Vec<(
            String,
            Option<String>,
            Option<String>,
        )>>()
    };
    let of = |name: &str| ticket(json!({ "username": name, "email_address": "JD@example.com" }));
    let address = || "jd@example.com".to_owned();

    endpoint.create(&ticket(json!({}))).await.url();
    assert_eq!(requesters().await, [(address(), None, None)]);
    endpoint.create(&of("A Claim")).await.url();
    assert_eq!(requesters().await, [(address(), Some("A Claim".to_owned()), None)]);
    let mut vouched_for = of("Jo Doe");
    vouched_for["account_id"] = json!(ACCOUNT);
    endpoint.create_with(&key, &vouched_for).await.url();
    let proven = [(address(), Some("Jo Doe".to_owned()), Some(ACCOUNT.to_owned()))];
    assert_eq!(requesters().await, proven);
    endpoint.create(&of("Mallory")).await.url();
    assert_eq!(requesters().await, proven);
}
