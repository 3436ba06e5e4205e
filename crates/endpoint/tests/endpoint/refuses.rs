//! Promises about errors: the client gets all of its own at once, in the contract's format, and the server's without
//! details.

use serde_json::json;

use crate::help::{CREATE, Endpoint, FORM, FROM_PAGE, ID, JSON, LIST, ticket};

#[tokio::test]
async fn all_problems_are_reported_at_once() {
    let endpoint = Endpoint::new().await;
    let bad = json!({
        "id": "no", "email_address": "jd", "subject": "\n", "tags": ["", 1], "account_id": 7, "info": [], "username": "a\nb",
    });

    let answer = endpoint.create(&bad).await;

    answer.refuses(
        400,
        "id must be a UUID; username must be one line without control characters; \
         email_address must be a valid e-mail address; subject is required; body is required; \
         tags must be a list of strings; account_id must be a string; info must be an object",
    );
    assert_eq!(endpoint.export().await.len(), 0);
}

#[tokio::test]
async fn a_body_that_is_not_a_json_object_is_rejected() {
    let endpoint = Endpoint::new().await;
    let send = async |body: &str| endpoint.send("POST", CREATE, &[JSON, FROM_PAGE], body.to_owned()).await;

    send("[]").await.refuses(400, "the request must be a JSON object");
    for broken in ["", "{", "{\"email_address\":\"jd@example.com\", \\\n}", "\u{0}", "{\"a\":\"\\ud800\"}"] {
        let answer = send(broken).await;
        assert_eq!(answer.status, 400, "{broken:?}");
        assert!(
            answer.json()["error"].as_str().unwrap().starts_with("the request must be JSON: "),
            "{broken:?}"
        );
    }
    assert_eq!(send(&"[".repeat(100_000)).await.status, 400);
    let invalid = endpoint.send("POST", CREATE, &[JSON, FROM_PAGE], vec![b'"', 0xff, b'"']).await;
    assert_eq!(invalid.status, 400);
}

#[tokio::test]
async fn other_content_types_are_rejected_with_the_accepted_ones() {
    let endpoint = Endpoint::new().await;
    let accepted = "the request must be application/json or application/x-www-form-urlencoded, not ";
    for (headers, got) in [
        (vec![FROM_PAGE], "without a Content-Type"),
        (vec![FROM_PAGE, ("content-type", "text/plain")], "'text/plain'"),
        (
            vec![FROM_PAGE, ("content-type", "multipart/form-data; boundary=x")],
            "'multipart/form-data; boundary=x'",
        ),
    ] {
        let answer = endpoint.send("POST", CREATE, &headers, ticket(json!({})).to_string()).await;
        answer.refuses(400, &format!("{accepted}{got}"));
    }
    let with_charset = [("content-type", "Application/JSON; charset=utf-8"), FROM_PAGE];
    endpoint.send("POST", CREATE, &with_charset, ticket(json!({})).to_string()).await.url();
}

#[tokio::test]
async fn a_request_of_500_kb_is_accepted_and_one_byte_more_is_not() {
    let endpoint = Endpoint::new().await;
    let room = 500_000 - ticket(json!({ "body": "" })).to_string().len();

    let most = endpoint.create(&ticket(json!({ "body": "x".repeat(room) }))).await;
    let more = endpoint.create(&ticket(json!({ "body": "x".repeat(room + 1) }))).await;

    most.url();
    more.refuses(413, "the request may have at most 500000 bytes");
    assert_eq!(endpoint.export().await.len(), 1);
}

#[tokio::test]
async fn a_large_request_of_unknown_length_is_rejected() {
    use http_body_util::BodyExt;
    let endpoint = Endpoint::new().await;
    // Without a length, as of a request in chunks.
    let body = http_body_util::Full::from(vec![b'x'; 600_000]).map_err(axum::Error::new).boxed_unsync();
    let unsized_body = axum::body::Body::new(Unsized(body));

    let answer = endpoint.send("POST", CREATE, &[JSON, FROM_PAGE], unsized_body).await;

    answer.refuses(413, "the request may have at most 500000 bytes");
}

/// A body that does not tell its length.
struct Unsized(http_body_util::combinators::UnsyncBoxBody<axum::body::Bytes, axum::Error>);

impl axum::body::HttpBody for Unsized {
    type Data = axum::body::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<axum::body::Bytes>, axum::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(context)
    }
}

#[test]
fn a_client_that_sends_too_much_over_a_socket_reads_the_error() {
    use crate::help::program::{Program, post};
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path(), &[]);
    let headers = "content-type: application/json\r\nsec-fetch-site: same-origin\r\n";

    // The larger one is more than the sockets hold: its sender still writes when the server knows the answer.
    for bytes in [500_001, 7_500_000] {
        let (status, body) = post(&server.address, CREATE, headers, &vec![b' '; bytes]).unwrap();
        assert_eq!(
            (status, body.as_str()),
            (413, r#"{"error":"the request may have at most 500000 bytes"}"#)
        );
    }
}

#[tokio::test]
async fn a_store_that_fails_is_an_error_event_without_detail() {
    let endpoint = Endpoint::new().await;
    endpoint.store().close().await;

    let create = endpoint.create(&ticket(json!({ "id": ID.to_uppercase() }))).await;
    let list = endpoint.send("POST", LIST, &[JSON, ("authorization", "Bearer sk_x")], "{}").await;
    let form = [FORM, FROM_PAGE, ("accept", "text/html")];
    let page = endpoint.send("POST", CREATE, &form, "email_address=jd@example.com&subject=s&body=b").await;
    let ready = endpoint.get("/readyz").await;

    let said = "The server could not process this right now. Please try again later.";
    assert_eq!(create.status, 200);
    assert_eq!(create.json(), json!({ "event": "error", "id": ID, "error": said }));
    assert_eq!(
        (list.status.as_u16(), &list.json()["event"], &list.json()["error"]),
        (200, &json!("error"), &json!(said))
    );
    assert_eq!(page.status, 500);
    assert!(page.text().contains(said));
    assert_eq!((ready.status.as_u16(), endpoint.get("/healthz").await.status.as_u16()), (503, 200));
}

#[tokio::test]
async fn unknown_addresses_and_methods_get_json_or_a_page() {
    let endpoint = Endpoint::new().await;

    for path in ["/api", "/api/", "/api/v1/x", "/api/v9/create_support_ticket"] {
        endpoint.get(path).await.refuses(404, "there is nothing at this address");
    }
    let get = endpoint.get(CREATE).await;
    get.refuses(405, "this address does not accept GET requests");
    assert_eq!(get.header("allow"), "POST");
    let page = endpoint.get("/nowhere").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"));
    let posted = endpoint.send("POST", "/healthz", &[], "").await;
    assert_eq!((posted.status.as_u16(), posted.header("content-type")), (405, "text/html; charset=utf-8"));
}
