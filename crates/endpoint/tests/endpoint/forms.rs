//! Promises about plain HTML forms: they are accepted, and answered with a page instead of JSON.

use crate::help::{Answer, CREATE, Endpoint, FORM, FROM_PAGE, ID, JSON, PUBLIC};

const BROWSER: (&str, &str) =
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8");
const GOOD: &str = "email_address=jd%40example.com&subject=package+xyz&body=a%0D%0A%C3%BC";

async fn send(endpoint: &Endpoint, headers: &[(&str, &str)], body: &str) -> Answer {
    endpoint.send("POST", CREATE, &[&[FROM_PAGE], headers].concat(), body.to_owned()).await
}

#[tokio::test]
async fn a_form_is_redirected_to_its_ticket() {
    let endpoint = Endpoint::new().await;

    let answer = send(&endpoint, &[FORM, BROWSER], GOOD).await;

    assert_eq!((answer.status.as_u16(), answer.text()), (303, ""));
    let path = answer.header("location").strip_prefix(PUBLIC).unwrap();
    let page = endpoint.get(path).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("package xyz"));
    assert_eq!(endpoint.export().await[0]["body"], "a\r\nü");
}

#[tokio::test]
async fn a_form_that_a_script_sends_is_answered_with_json() {
    let endpoint = Endpoint::new().await;

    for headers in [
        &[FORM][..],
        &[FORM, ("accept", "*/*")],
        &[FORM, ("accept", "application/json")],
        &[FORM, ("accept", "application/json, text/html;q=0.5")],
    ] {
        send(&endpoint, headers, GOOD).await.url();
    }
}

#[tokio::test]
async fn a_form_with_tags_or_info_must_be_json() {
    let endpoint = Endpoint::new().await;

    for more in ["&tags=member", "&info=%7B%7D"] {
        let answer = send(&endpoint, &[FORM], &format!("{GOOD}{more}")).await;
        answer.refuses(400, "if tags or info are provided, options must be sent as a JSON object");
    }
}

#[tokio::test]
async fn empty_fields_of_a_form_count_as_absent() {
    let endpoint = Endpoint::new().await;

    send(&endpoint, &[FORM], &format!("{GOOD}&id=&username=&account_id=&location=")).await.url();

    let kept = endpoint.export().await.remove(0);
    assert!(kept.get("username").is_none() && kept.get("account_id").is_none());
}

#[tokio::test]
async fn a_form_with_problems_gets_a_page_with_all_of_them() {
    let endpoint = Endpoint::new().await;

    let answer = send(&endpoint, &[FORM, BROWSER], "email_address=jd&subject=&body=b").await;

    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (400, "text/html; charset=utf-8"));
    assert!(answer.text().contains("The e-mail address is not complete."));
    assert!(answer.text().contains("The subject is missing."));
    assert!(answer.text().contains("Back button: what you wrote is still there."));
}

#[tokio::test]
async fn a_browser_reads_every_refusal_as_a_page_with_its_status() {
    let endpoint = Endpoint::new().await;
    send(&endpoint, &[FORM], &format!("{GOOD}&id={ID}")).await.url();

    let large = format!("{GOOD}{}", "x".repeat(500_000));
    for (status, headers, body) in [
        (409, [FORM, BROWSER], format!("{GOOD}x&id={ID}")),
        (413, [FORM, BROWSER], large),
        (400, [("content-type", "multipart/form-data; boundary=x"), BROWSER], GOOD.to_owned()),
    ] {
        let answer = send(&endpoint, &headers, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (status, "text/html; charset=utf-8")
        );
        assert!(answer.text().contains("<h1>Your ticket was not sent yet</h1>"));
    }
    let elsewhere = endpoint.send("POST", CREATE, &[FORM, BROWSER], GOOD).await;
    assert_eq!(
        (elsewhere.status.as_u16(), elsewhere.header("content-type")),
        (400, "text/html; charset=utf-8")
    );
    assert!(elsewhere.text().contains("may not send tickets here"));
}

#[tokio::test]
async fn json_is_answered_with_json_whatever_is_accepted() {
    let endpoint = Endpoint::new().await;

    send(&endpoint, &[JSON, BROWSER], r#"{"email_address":"jd@example.com","subject":"s","body":"b"}"#)
        .await
        .url();
}

#[tokio::test]
async fn a_forms_fields_are_never_html_on_the_page() {
    let endpoint = Endpoint::new().await;

    let headers = [("content-type", "text/<b>x</b>"), BROWSER];
    let answer = send(&endpoint, &headers, "").await;

    assert!(answer.text().contains("text/&lt;b&gt;x&lt;/b&gt;"), "{}", answer.text());
}
