//! Promises about visitors with an identity token: the owner of their tickets, and the name and address on them.

use serde_json::{Value, json};

use crate::help::{
    ACCOUNT, Answer, CREATE, CREATE_V2, Endpoint, FROM_PAGE, ID, JSON, LIST, LIST_V2, OTHER_ACCOUNT,
    identity::{EMAIL, claims, token},
    ticket,
};

async fn send(endpoint: &Endpoint, path: &str, token: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [JSON, FROM_PAGE, ("authorization", authorization.as_str())];
    endpoint.send("POST", path, &headers, body.to_string()).await
}

/// Creates with a good token of these claims, and gives what is kept.
async fn kept(endpoint: &Endpoint, claims: &Value, sent: &Value) -> Value {
    send(endpoint, CREATE, &token(claims), sent).await.url();
    endpoint.export().await.pop().unwrap()
}

fn v2() -> Value {
    json!({ "options": { "type": "task", "email": EMAIL, "subject": "in v2", "body": "b" } })
}

#[tokio::test]
async fn a_ticket_with_a_token_belongs_to_its_account_and_is_listed_to_it() {
    let endpoint = Endpoint::new().await.with_identities();
    let key = endpoint.key(OTHER_ACCOUNT).await;
    let theirs = token(&claims(json!({ "sub": ACCOUNT.to_uppercase() })));
    send(&endpoint, CREATE, &theirs, &ticket(json!({ "subject": "in v1" }))).await.url();
    send(&endpoint, CREATE_V2, &theirs, &v2()).await;
    let by_key = ticket(json!({ "subject": "by key", "account_id": ACCOUNT }));
    endpoint.create_with(&key, &by_key).await.url();
    // A claim, somebody else's, and nobody's.
    endpoint.create(&ticket(json!({ "account_id": ACCOUNT }))).await.url();
    send(&endpoint, CREATE, &token(&claims(json!({ "sub": OTHER_ACCOUNT }))), &ticket(json!({}))).await.url();
    endpoint.create_with(&key, &ticket(json!({}))).await.url();

    let in_v1 = send(&endpoint, LIST, &theirs, &json!({ "id": ID })).await.json();
    let in_v2 = send(&endpoint, LIST_V2, &theirs, &json!({})).await.json();

    assert_eq!((&in_v1["event"], &in_v1["id"]), (&json!("support_tickets"), &json!(ID)));
    let subjects: Vec<_> = in_v1["tickets"].as_array().unwrap().iter().map(|one| &one["subject"]).collect();
    assert_eq!(subjects, ["by key", "in v2", "in v1"]);
    assert_eq!(in_v2, json!({ "tickets": in_v1["tickets"] }));
    assert_eq!(endpoint.list(&endpoint.key(ACCOUNT).await).await, in_v1["tickets"]);
    let owners: Vec<_> = endpoint.export().await.iter().map(|kept| kept["owner"].clone()).collect();
    let [account, other, none] = [json!(ACCOUNT), json!(OTHER_ACCOUNT), json!(null)];
    assert_eq!(owners, [account.clone(), account.clone(), account, none.clone(), other, none]);
}

#[tokio::test]
async fn the_tokens_name_is_the_default() {
    let endpoint = Endpoint::new().await.with_identities();
    for (written, claimed, name) in [
        (json!(null), json!("Jo Doe"), "Jo Doe"),
        (json!(" "), json!("Jo Doe"), "Jo Doe"),
        (json!("Joanna"), json!("Jo Doe"), "Joanna"),
        (json!(null), json!(null), EMAIL),
        (json!(null), json!(""), EMAIL),
    ] {
        let sent = ticket(json!({ "username": written }));

        let kept = kept(&endpoint, &claims(json!({ "name": claimed })), &sent).await;

        assert_eq!(kept["name"], name, "{written} {claimed}");
    }
}

#[tokio::test]
async fn the_tokens_address_is_recorded_if_the_visitor_enters_another() {
    let endpoint = Endpoint::new().await.with_identities();
    for (written, claimed, recorded) in [
        ("other@example.com", json!(EMAIL), json!({ "a": 1, "identity_email": EMAIL })),
        (EMAIL, json!(EMAIL), json!({ "a": 1 })),
        ("JD@Example.com", json!(EMAIL), json!({ "a": 1 })),
        (EMAIL, json!(null), json!({ "a": 1 })),
        (EMAIL, json!(""), json!({ "a": 1 })),
    ] {
        // What the page says by itself must never look like the site's word.
        let info = json!({ "identity_email": "boss@example.com", "a": 1 });
        let sent = ticket(json!({ "email_address": written, "info": info }));

        let kept = kept(&endpoint, &claims(json!({ "email": claimed })), &sent).await;

        assert_eq!((&kept["email_address"], &kept["info"]), (&json!(written), &recorded), "{claimed}");
    }
    let without_info = ticket(json!({ "email_address": "other@example.com" }));
    let without_info = kept(&endpoint, &claims(json!({})), &without_info).await;
    assert_eq!(without_info["info"], json!({ "identity_email": EMAIL }));

    let faked = ticket(json!({ "info": { "identity_email": "boss@example.com" } }));
    endpoint.create(&faked).await.url();
    assert_eq!(endpoint.export().await.pop().unwrap()["info"], json!({}));
    // A server with a key is believed in everything.
    endpoint.create_with(&endpoint.key(ACCOUNT).await, &faked).await.url();
    assert_eq!(endpoint.export().await.pop().unwrap()["info"], faked["info"]);
}

#[tokio::test]
async fn a_visitor_cannot_take_over_the_requester_of_anothers_address() {
    let endpoint = Endpoint::new().await.with_identities();
    let requesters = async || {
        let pool = sqlx::SqlitePool::connect(&endpoint.store_address()).await.unwrap();
        let rows =
            sqlx::query("SELECT address || ' ' || name || ' ' || coalesce(external_id, '-') FROM requesters");
        let rows = rows.fetch_all(&pool).await.unwrap();
        use sqlx::Row;
        rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>()
    };
    let jo = format!("{EMAIL} Jo Doe {ACCOUNT}");
    let mallory = claims(json!({ "sub": OTHER_ACCOUNT, "email": "m@example.com", "name": "Mallory" }));

    kept(&endpoint, &claims(json!({})), &ticket(json!({}))).await;
    assert_eq!(requesters().await, [jo.as_str()]);
    kept(&endpoint, &mallory, &ticket(json!({}))).await;
    assert_eq!(requesters().await, [jo.as_str()]);
    kept(&endpoint, &mallory, &ticket(json!({ "email_address": "m@example.com" }))).await;
    assert_eq!(requesters().await, [jo, format!("m@example.com Mallory {OTHER_ACCOUNT}")]);
}

#[tokio::test]
async fn a_visitor_can_only_use_their_own_account() {
    let endpoint = Endpoint::new().await.with_identities();
    let theirs = token(&claims(json!({})));
    let error = "account_id must be the account of the identity token, or absent";
    let mut in_v2 = v2();
    in_v2["options"]["info"] = json!({ "account_id": OTHER_ACCOUNT });

    let in_v1 = ticket(json!({ "account_id": OTHER_ACCOUNT }));
    send(&endpoint, CREATE, &theirs, &in_v1).await.refuses(400, error);
    send(&endpoint, CREATE_V2, &theirs, &in_v2).await.refuses(200, error);
    assert_eq!(endpoint.export().await.len(), 0);

    let own = ticket(json!({ "account_id": ACCOUNT.to_uppercase() }));
    assert_eq!(kept(&endpoint, &claims(json!({})), &own).await["owner"], ACCOUNT);
}

#[tokio::test]
async fn a_retry_after_signing_in_or_out_creates_no_second_ticket() {
    let endpoint = Endpoint::new().await.with_identities();
    let signed_in = token(&claims(json!({})));
    for (id, first_signed_in) in [(ID, true), (OTHER_ACCOUNT, false)] {
        let sent = ticket(json!({ "id": id, "email_address": "other@example.com" }));

        let as_visitor = async || send(&endpoint, CREATE, &signed_in, &sent).await.url();
        let as_nobody = async || endpoint.create(&sent).await.url();
        let (first, again) = if first_signed_in {
            (as_visitor().await, as_nobody().await)
        } else {
            (as_nobody().await, as_visitor().await)
        };

        assert_eq!(first, again);
    }
    let owners: Vec<_> = endpoint.export().await.iter().map(|kept| kept["owner"].clone()).collect();
    assert_eq!(owners, [json!(ACCOUNT), json!(null)]);
}
