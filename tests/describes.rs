//! Promise: a ticket contains the visitor's text, and automatically their location and browser.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use js_sys::{JSON, Object};
use support::Widget;
use support::network::Network;
use support::page::{Address, get, text, window};
use support::widget::GOOD;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn keys(object: &JsValue) -> Vec<String> {
    let mut keys: Vec<_> =
        Object::keys(object.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()).collect();
    keys.sort();
    keys
}

/// Fills in a form with these attributes, sends it and gives the ticket that went out.
async fn sent(attributes: &[(&str, &str)]) -> JsValue {
    let network = Network::works();
    let widget = Widget::filled_in(attributes).await;
    widget.press_send();
    widget.until_sent().await;
    network.ticket(0).await
}

#[wasm_bindgen_test]
async fn the_ticket_has_the_contracts_keys_and_the_visitors_text() {
    let ticket = sent(&[]).await;

    assert_eq!(keys(&ticket), ["body", "email_address", "id", "info", "location", "subject", "username"]);
    for (name, typed) in GOOD {
        assert_eq!(text(&ticket, name), typed);
    }
    assert!(support_ticket_contract::is_uuid(&text(&ticket, "id")), "{}", text(&ticket, "id"));
}

#[wasm_bindgen_test]
async fn the_pages_account_attributes_are_sent() {
    let account = "291f43c1-deae-431c-b763-712307fa6859";
    let course = "cc8f1243-d573-4562-9aab-c15a3872d683";
    let ticket = sent(&[("account-id", account), ("tags", "member, student"), ("course", course)]).await;

    assert_eq!(text(&ticket, "account_id"), account);
    assert_eq!(JSON::stringify(&get(&ticket, "tags")).unwrap(), r#"["member","student"]"#);
    assert_eq!(text(&get(&ticket, "info"), "course"), course);
}

#[wasm_bindgen_test]
async fn invalid_attributes_do_not_stop_a_ticket() {
    let ticket = sent(&[("account-id", "42"), ("tags", ",ok,"), ("username", " ")]).await;

    assert!(get(&ticket, "account_id").is_undefined());
    assert_eq!(JSON::stringify(&get(&ticket, "tags")).unwrap(), r#"["ok"]"#);
}

#[wasm_bindgen_test]
async fn the_location_is_the_part_of_the_address_that_the_page_allows() {
    let _address = Address::is("/app/projects/1/a%20b.md?page=2#line-3");
    let cases = [
        (vec![], "/app/projects/1/a%20b.md"),
        (vec![("base-path", "/app")], "/projects/1/a%20b.md"),
        (vec![("base-path", "/ap")], "/app/projects/1/a%20b.md"),
        (vec![("location-parts", "path query")], "/app/projects/1/a%20b.md?page=2"),
        (
            vec![("base-path", "/app/"), ("location-parts", "path query hash")],
            "/projects/1/a%20b.md?page=2#line-3",
        ),
    ];

    for (attributes, location) in cases {
        let ticket = sent(&attributes).await;
        assert_eq!(text(&ticket, "location"), location, "{attributes:?}");
    }
}

#[wasm_bindgen_test]
async fn the_location_is_where_the_visitor_is_when_they_send() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;

    let _address = Address::is("/later");
    widget.press_send();
    widget.until_sent().await;

    assert_eq!(text(&network.ticket(0).await, "location"), "/later");
}

#[wasm_bindgen_test]
async fn the_browser_describes_itself() {
    let info = get(&sent(&[]).await, "info");
    let window = window();
    let size = |name| get(&window, name).as_f64().unwrap();

    assert_eq!(keys(&info), ["browser", "language", "mobile", "os", "time_zone", "user_agent", "viewport"]);
    assert_eq!(text(&info, "user_agent"), window.navigator().user_agent().unwrap());
    assert_eq!(text(&info, "language"), window.navigator().language().unwrap());
    assert_eq!(text(&info, "viewport"), format!("{}x{}", size("innerWidth"), size("innerHeight")));
    assert!(["Chrome ", "Firefox ", "Safari "].iter().any(|name| text(&info, "browser").starts_with(name)));
    assert_eq!(get(&info, "mobile"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn the_pages_info_overrides_the_browsers_facts() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    let info = JSON::parse(r#"{"os":"Plan 9","project_id":"p1","quotas":{"cores":2}}"#).unwrap();
    widget.set_info(&info);

    widget.press_send();
    widget.until_sent().await;

    let sent = get(&network.ticket(0).await, "info");
    assert_eq!(text(&sent, "os"), "Plan 9");
    assert_eq!(text(&sent, "project_id"), "p1");
    assert_eq!(get(&get(&sent, "quotas"), "cores"), JsValue::from(2));
    assert!(text(&sent, "user_agent").starts_with("Mozilla/5.0"));
    assert_eq!(keys(&info), ["os", "project_id", "quotas"], "the page's own object is not touched");
}
