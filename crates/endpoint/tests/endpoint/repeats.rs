//! Promises about repeated requests: an id creates one ticket, even concurrently.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::help::{ACCOUNT, CREATE, Endpoint, FORM, FROM_PAGE, ID, ticket};

#[tokio::test]
async fn a_repeated_ticket_gets_the_same_address() {
    let endpoint = Endpoint::new().await;
    let sent = ticket(json!({ "id": ID, "info": { "a": 1, "b": 2 } }));
    let reordered = json!({
        "info": { "b": 2, "a": 1 }, "body": "please install it", "id": ID.to_uppercase(), "subject": "package xyz",
        "email_address": "jd@example.com", "unknown": true, "username": null, "tags": [],
    });

    let first = endpoint.create(&sent).await.url();

    assert_eq!(endpoint.create(&sent).await.url(), first);
    assert_eq!(endpoint.create(&reordered).await.url(), first);
    assert_eq!(endpoint.export().await.len(), 1);
}

#[tokio::test]
async fn the_same_ticket_as_a_form_and_by_key_is_still_the_same() {
    let endpoint = Endpoint::new().await;
    let key = endpoint.key(ACCOUNT).await;
    let form = format!(
        "id={ID}&email_address=jd%40example.com&subject=package+xyz&body=please+install+it&username="
    );

    let first = endpoint.create(&ticket(json!({ "id": ID }))).await.url();

    assert_eq!(endpoint.send("POST", CREATE, &[FORM, FROM_PAGE], form).await.url(), first);
    assert_eq!(endpoint.create_with(&key, &ticket(json!({ "id": ID }))).await.url(), first);
}

#[tokio::test]
async fn another_ticket_with_the_same_id_is_rejected() {
    let endpoint = Endpoint::new().await;
    endpoint.create(&ticket(json!({ "id": ID }))).await.url();

    for other in [
        json!({ "body": "another" }),
        json!({ "subject": "another" }),
        json!({ "username": "Jo" }),
        json!({ "email_address": "another@example.com" }),
        json!({ "tags": ["member"] }),
        json!({ "account_id": ACCOUNT }),
    ] {
        let mut other = ticket(other);
        other["id"] = json!(ID);
        let error = format!("another ticket was already created under the id {ID}");
        endpoint.create(&other).await.refuses(409, &error);
    }
    let kept = endpoint.export().await;
    assert_eq!((kept.len(), &kept[0]["body"]), (1, &json!("please install it")));
}

#[tokio::test]
async fn the_same_text_from_elsewhere_is_the_same_ticket() {
    let endpoint = Endpoint::new().await;
    let sent = |location: Value, info: Value| {
        let mut sent =
            ticket(json!({ "id": ID, "username": "Jo", "tags": ["member"], "account_id": ACCOUNT }));
        sent["location"] = location;
        sent["info"] = info;
        sent
    };
    let first = endpoint.create(&sent(json!("/first"), json!({ "viewport": "800x600" }))).await.url();

    for (location, info) in [
        (json!("/first"), json!({ "viewport": "600x800" })),
        (json!("/another"), json!({ "viewport": "800x600" })),
        (json!(null), json!(null)),
    ] {
        let again = endpoint.create(&sent(location.clone(), info.clone())).await;
        assert_eq!(again.url(), first, "{location} {info}");
    }
    let kept = endpoint.export().await;
    assert_eq!(kept.len(), 1);
    assert_eq!((&kept[0]["location"], &kept[0]["info"]["viewport"]), (&json!("/first"), &json!("800x600")));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_requests_with_one_id_at_once_create_one_ticket() {
    let endpoint = std::sync::Arc::new(Endpoint::new().await);
    let requests: Vec<_> = (0..20)
        .map(|_| {
            let endpoint = endpoint.clone();
            tokio::spawn(async move { endpoint.create(&ticket(json!({ "id": ID }))).await.url() })
        })
        .collect();

    let mut urls = HashSet::new();
    for request in requests {
        urls.insert(request.await.unwrap());
    }

    assert_eq!(urls.len(), 1);
    assert_eq!(endpoint.export().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_tickets_with_one_id_at_once_one_is_stored() {
    let endpoint = std::sync::Arc::new(Endpoint::new().await);
    let requests: Vec<_> = (0..20)
        .map(|number| {
            let endpoint = endpoint.clone();
            let sent = ticket(json!({ "id": ID, "body": format!("text {number}") }));
            tokio::spawn(async move { endpoint.create(&sent).await.status.as_u16() })
        })
        .collect();

    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.unwrap());
    }

    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[409; 19]].concat());
    assert_eq!(endpoint.export().await.len(), 1);
}
