//! Promises about lists: an account sees its own tickets only, without mere claims.

use serde_json::json;

use crate::help::{ACCOUNT, Endpoint, FORM, FROM_PAGE, ID, JSON, LIST, OTHER_ACCOUNT, ticket};

#[tokio::test]
async fn an_account_sees_its_own_tickets_newest_first() {
    let endpoint = Endpoint::new().await.with_site("https://cocalc.com");
    let key = endpoint.key(ACCOUNT).await;
    let other = endpoint.key(OTHER_ACCOUNT).await;
    for number in 0..3 {
        let sent =
            ticket(json!({ "subject": format!("s{number}"), "location": "/a", "account_id": ACCOUNT }));
        endpoint.create_with(&key, &sent).await.url();
    }
    endpoint
        .create_with(&other, &ticket(json!({ "subject": "of another", "account_id": OTHER_ACCOUNT })))
        .await
        .url();

    let listed = endpoint.list(&key).await;

    let subjects: Vec<_> = listed.as_array().unwrap().iter().map(|one| one["subject"].clone()).collect();
    assert_eq!(subjects, ["s2", "s1", "s0"]);
    let newest = &listed[0];
    assert_eq!(newest["description"], "please install it\n\nhttps://cocalc.com/a");
    assert_eq!(newest["status"], "NEW");
    assert_eq!(newest["created_at"], newest["updated_at"]);
    assert!(newest["url"].as_str().unwrap().starts_with("https://help.example.com/requests/"));
    let keys: Vec<_> = newest.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "subject", "description", "created_at", "updated_at", "status", "url"]);
}

#[tokio::test]
async fn a_claimed_account_never_shows_in_its_list() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;

    endpoint.create(&ticket(json!({ "account_id": ACCOUNT }))).await.url();

    assert_eq!(endpoint.list(&key).await, json!([]));
}

/// "If account_id is not provided, the ticket will be created, but ticket info will not be returned by
/// get_support_tickets." (docs/contract/create_support_ticket.md)
#[tokio::test]
async fn a_ticket_without_an_account_shows_in_no_list() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;

    endpoint.create_with(&key, &ticket(json!({}))).await.url();

    assert_eq!(endpoint.list(&key).await, json!([]));
    assert_eq!(endpoint.export().await.len(), 1);
}

#[tokio::test]
async fn the_newest_thousand_tickets_are_listed() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    endpoint.create_with(&key, &ticket(json!({ "account_id": ACCOUNT }))).await.url();
    let pool = sqlx::SqlitePool::connect(&endpoint.store_address()).await.unwrap();
    // Copies of it: a thousand requests would take a thousand writes to disk.
    sqlx::query(
        "WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < 1001) \
         INSERT INTO tickets (id, token, fingerprint, requester, email_address, subject, body, tags, owner, site, \
         status, created_at, updated_at) \
         SELECT 'id' || number, 'token' || number, fingerprint, requester, email_address, 's' || number, body, tags, \
         owner, site, status, created_at, updated_at FROM tickets, copy",
    )
    .execute(&pool)
    .await
    .unwrap();

    let listed = endpoint.list(&key).await;

    let subjects: Vec<_> = listed.as_array().unwrap().iter().map(|one| one["subject"].clone()).collect();
    assert_eq!((subjects.len(), &subjects[0], &subjects[999]), (1000, &json!("s1001"), &json!("s2")));
}

#[tokio::test]
async fn statuses_are_shown_as_the_requester_sees_them() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    endpoint.create_with(&key, &ticket(json!({ "account_id": ACCOUNT }))).await.url();
    let pool = sqlx::SqlitePool::connect(&endpoint.store_address()).await.unwrap();

    for (status, shown) in [
        ("new", "NEW"),
        ("open", "OPEN"),
        ("pending", "AWAITING YOUR REPLY"),
        ("hold", "OPEN"),
        ("solved", "SOLVED"),
        ("closed", "SOLVED"),
    ] {
        sqlx::query("UPDATE tickets SET status = ?1").bind(status).execute(&pool).await.unwrap();
        assert_eq!(endpoint.list(&key).await[0]["status"], shown, "{status}");
    }
}

#[tokio::test]
async fn the_requests_id_is_echoed_or_generated() {
    let endpoint = Endpoint::new().await;
    let authorization = format!("Bearer {}", endpoint.key(ACCOUNT).await);
    let authorization = ("authorization", authorization.as_str());

    let with_id = format!(r#"{{"id":"{ID}"}}"#);
    for (headers, body, echoed) in [
        (&[JSON, authorization][..], with_id.as_str(), true),
        (&[FORM, authorization], &format!("id={ID}"), true),
        (&[JSON, authorization], "{}", false),
        (&[authorization], "", false),
    ] {
        let answer = endpoint.send("POST", LIST, headers, body.to_owned()).await.json();
        assert_eq!(answer["event"], "support_tickets", "{answer}");
        assert_eq!(answer["id"] == ID, echoed, "{answer}");
        assert!(support_ticket_contract::is_uuid(answer["id"].as_str().unwrap()));
    }
    let bad = endpoint.send("POST", LIST, &[JSON, authorization], r#"{"id":"x"}"#).await;
    bad.refuses(400, "id must be a UUID");
}

#[tokio::test]
async fn listing_needs_a_key() {
    let endpoint = Endpoint::new().await;

    let answer = endpoint.send("POST", LIST, &[JSON, FROM_PAGE], "{}").await;

    answer.refuses(400, "You must provide authentication via an API key.");
}
