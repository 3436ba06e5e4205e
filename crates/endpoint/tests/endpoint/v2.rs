//! Promises about API v2: it creates and lists the same tickets, and answers everything with 200.

use serde_json::{Value, json};

use crate::help::{
    ACCOUNT, Answer, CREATE, CREATE_V2, Endpoint, FORM, FROM_PAGE, JSON, LIST, LIST_V2, PUBLIC, ticket,
};

const SITE: &str = "https://www.example.com";
const FROM_SITE: (&str, &str) = ("origin", SITE);

/// The smallest request, with more options over it.
fn request(more: Value) -> Value {
    let mut request = json!({ "options": {
        "type": "problem", "files": [], "email": "jd@example.com", "subject": "package xyz", "body": "It broke",
    } });
    request["options"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

async fn send(endpoint: &Endpoint, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    endpoint.send("POST", path, &[&[JSON], headers].concat(), body.to_string()).await
}

async fn create(endpoint: &Endpoint, headers: &[(&str, &str)], options: Value) -> Answer {
    send(endpoint, CREATE_V2, headers, &request(options)).await
}

/// The address of the ticket, which is all that the answer says.
#[track_caller]
fn url(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let url = answer["url"].as_str().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(answer, json!({ "url": url }));
    url.to_owned()
}

#[tokio::test]
async fn a_ticket_gets_its_address_and_is_stored_as_in_v1() {
    let endpoint = Endpoint::new().await;
    let options = json!({
        "url": format!("{PUBLIC}/projects/a"),
        "info": {
            "userAgent": "Mozilla/5.0", "username": "Jo Doe", "tags": ["member"], "account_id": ACCOUNT,
            "course": "cc8f1243-d573-4562-9aab-c15a3872d683",
        },
        "files": [{ "filename": "a.png" }],
    });
    let in_v1 = ticket(json!({
        "username": "Jo Doe", "body": "It broke", "tags": ["type:problem", "member"], "account_id": ACCOUNT,
        "location": "/projects/a",
        "info": {
            "userAgent": "Mozilla/5.0", "course": "cc8f1243-d573-4562-9aab-c15a3872d683",
            "files": [{ "filename": "a.png" }],
        },
    }));

    let answer = create(&endpoint, &[FROM_PAGE], options).await;
    endpoint.create(&in_v1).await.url();

    let path = url(&answer).strip_prefix(PUBLIC).unwrap().to_owned();
    assert!(endpoint.get(&path).await.text().contains("Jo Doe"));
    let mut kept = endpoint.export().await;
    assert!(support_ticket_contract::is_uuid(kept[0]["id"].as_str().unwrap()));
    for one in &mut kept {
        for own in ["id", "url", "created_at", "updated_at"] {
            one[own].take();
        }
    }
    assert_eq!(kept[0], kept[1]);
    assert_eq!(
        kept[0]["description"],
        format!(
            "It broke\n\n{PUBLIC}/projects/a\n\nCourse: {PUBLIC}/projects/cc8f1243-d573-4562-9aab-c15a3872d683"
        )
    );
}

#[tokio::test]
async fn each_request_is_a_new_ticket() {
    let endpoint = Endpoint::new().await;

    let one = url(&create(&endpoint, &[FROM_PAGE], json!({ "id": crate::help::ID })).await);
    let other = url(&create(&endpoint, &[FROM_PAGE], json!({ "id": crate::help::ID })).await);

    assert_ne!(one, other);
    assert_eq!(endpoint.export().await.len(), 2);
}

#[tokio::test]
async fn a_location_stays_on_the_configured_site() {
    let anywhere = "https://anywhere.example";
    for (site, headers, page, location) in [
        (None, vec![FROM_SITE], format!("{SITE}/a"), format!("{SITE}/a")),
        (None, vec![FROM_PAGE], format!("{PUBLIC}/a"), format!("{PUBLIC}/a")),
        (
            Some("https://site.example"),
            vec![FROM_SITE],
            format!("{SITE}/a"),
            "https://site.example/a".to_owned(),
        ),
        (
            Some("https://site.example"),
            vec![FROM_SITE],
            "https://site.example/a".to_owned(),
            "https://site.example/a".to_owned(),
        ),
        (None, vec![FROM_SITE], format!("{SITE}//evil.example/a"), format!("{SITE}/evil.example/a")),
        // Of another page than it comes from, of an origin that anybody may make up, and of no web page at all.
        (None, vec![FROM_SITE], format!("{PUBLIC}/a"), "No location provided.".to_owned()),
        (None, vec![("origin", anywhere)], format!("{anywhere}/a"), "No location provided.".to_owned()),
        (None, vec![FROM_SITE], "javascript:alert(1)".to_owned(), "No location provided.".to_owned()),
        (None, vec![FROM_SITE], format!("{SITE}@evil.example/a"), "No location provided.".to_owned()),
    ] {
        let mut endpoint = Endpoint::new().await.with_origins(&[SITE, "*"]);
        if let Some(site) = site {
            endpoint = endpoint.with_site(site);
        }

        url(&create(&endpoint, &headers, json!({ "url": page })).await);

        let kept = endpoint.export().await.remove(0);
        assert_eq!(kept["description"], format!("It broke\n\n{location}"), "{page}");
        let claimed = if kept.get("location").is_some() { json!(null) } else { json!(page) };
        assert_eq!(kept["info"]["url"], claimed, "{page}");
    }
}

#[tokio::test]
async fn by_key_the_address_names_its_site_if_the_configuration_knows_it() {
    let endpoint = Endpoint::new().await.with_origins(&[SITE]);
    let authorization = format!("Bearer {}", endpoint.key(ACCOUNT).await);
    let key = ("authorization", authorization.as_str());

    for page in [format!("{SITE}/a"), format!("{PUBLIC}/a"), "https://evil.example/a".to_owned()] {
        url(&create(&endpoint, &[key], json!({ "url": page, "info": { "account_id": ACCOUNT } })).await);
    }

    let kept = endpoint.export().await;
    let sites: Vec<_> = kept.iter().map(|kept| (&kept["site"], &kept["location"], &kept["owner"])).collect();
    let (site, public, path, owner) = (&json!(SITE), &json!(PUBLIC), &json!("/a"), &json!(ACCOUNT));
    assert_eq!(sites, [(site, path, owner), (public, path, owner), (public, &json!(null), owner)]);
}

#[tokio::test]
async fn an_account_lists_the_tickets_of_both_dialects() {
    let endpoint = Endpoint::new().await;
    let authorization = format!("Bearer {}", endpoint.key(ACCOUNT).await);
    let key = ("authorization", authorization.as_str());
    let in_v1 = ticket(json!({ "subject": "first", "account_id": ACCOUNT }));
    send(&endpoint, CREATE, &[key], &in_v1).await.url();
    let second = json!({ "subject": "second", "info": { "account_id": ACCOUNT } });
    url(&create(&endpoint, &[key], second.clone()).await);
    // A claim, which is never listed.
    url(&create(&endpoint, &[FROM_PAGE], second).await);

    let listed = send(&endpoint, LIST_V2, &[key], &json!({})).await;
    let without_body = endpoint.send("POST", LIST_V2, &[key], "").await;

    assert_eq!(listed.status, 200);
    let listed = listed.json();
    assert_eq!(listed, without_body.json());
    let in_v1 = send(&endpoint, LIST, &[key], &json!({})).await.json();
    assert_eq!(listed, json!({ "tickets": in_v1["tickets"] }));
    let subjects: Vec<_> = listed["tickets"].as_array().unwrap().iter().map(|one| &one["subject"]).collect();
    assert_eq!(subjects, ["second", "first"]);
}

#[tokio::test]
async fn every_rejection_is_an_error_with_200_and_creates_no_ticket() {
    let endpoint = Endpoint::new().await;
    let no_authorization = "You must provide authentication via an API key.";
    let json_only = "the request must be application/json, not 'application/x-www-form-urlencoded'";
    let good = request(json!({})).to_string();
    let large = request(json!({ "body": "x".repeat(500_000) })).to_string();
    for (headers, body, error) in [
        (vec![JSON], good.as_str(), no_authorization),
        (vec![JSON], "{}", no_authorization),
        (vec![JSON, ("origin", "https://evil.example")], &good, no_authorization),
        (vec![JSON, ("authorization", "Bearer sk_x"), FROM_PAGE], &good, "This API key is not valid."),
        (vec![JSON, ("authorization", "Digest x")], &good, "Unknown authorization type 'Digest'"),
        (vec![FORM, FROM_PAGE], &good, json_only),
        (vec![FROM_PAGE], &good, "the request must be application/json, not without a Content-Type"),
        (vec![JSON, FROM_PAGE], "[]", "the request must be a JSON object"),
        (vec![JSON, FROM_PAGE], "{}", "the request must have an object options, with the ticket in it"),
        (
            vec![JSON, FROM_PAGE],
            r#"{"options":{"type":"problem","email":"jd"}}"#,
            "email_address must be a valid e-mail address; subject is required; body is required",
        ),
        (vec![JSON, FROM_PAGE], &large, "the request may have at most 500000 bytes"),
    ] {
        let answer = endpoint.send("POST", CREATE_V2, &headers, body.to_owned()).await;
        answer.refuses(200, error);
    }
    assert_eq!(endpoint.export().await.len(), 0);

    let claim = [JSON, FROM_PAGE];
    endpoint.send("POST", LIST_V2, &claim, "{}").await.refuses(200, no_authorization);
    endpoint.get(CREATE_V2).await.refuses(405, "this address does not accept GET requests");
}

#[tokio::test]
async fn a_store_that_fails_is_an_error_without_detail() {
    let endpoint = Endpoint::new().await;
    endpoint.store().close().await;

    let said = "The server could not process this right now. Please try again later.";
    create(&endpoint, &[FROM_PAGE], json!({})).await.refuses(200, said);
    let key = ("authorization", "Bearer sk_x");
    send(&endpoint, LIST_V2, &[key], &json!({})).await.refuses(200, said);
}

#[test]
fn a_client_that_sends_too_much_over_a_socket_reads_the_error() {
    use crate::help::program::{Program, post};
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path(), &[]);
    let headers = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";

    let (status, body) = post(&server.address, CREATE_V2, headers, &vec![b' '; 7_500_000]).unwrap();

    assert_eq!((status, body.as_str()), (200, r#"{"error":"the request may have at most 500000 bytes"}"#));
}
