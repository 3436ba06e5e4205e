//! Promise: problems are described beside their field, not before that helps, and they are the server's rules.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper panics as its test does")]

mod support;

use support::Widget;
use support::network::Network;
use support_ticket_contract::{Field, check_text};
use support_ticket_widget::{
    form::{Input, InputProblem},
    words::Words,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const NO_ADDRESS: &str = "Enter your email address.";
const NO_SUCH_ADDRESS: &str = "Enter an email address like name@example.com.";

#[wasm_bindgen_test]
async fn an_untouched_form_shows_no_problems() {
    let widget = Widget::opened(&[]).await;
    widget.field("email_address").focus().unwrap();
    widget.leave("email_address");

    for (name, _) in support::widget::GOOD {
        assert_eq!(widget.problem_of(name), "", "{name}");
        assert!(!widget.is_invalid(name), "{name}");
    }
}

#[wasm_bindgen_test]
async fn send_shows_everything_missing_at_once_and_sends_nothing() {
    let network = Network::works();
    let widget = Widget::opened(&[]).await;

    widget.press_send();

    assert_eq!(widget.problem_of("username"), "");
    assert_eq!(widget.problem_of("email_address"), NO_ADDRESS);
    assert_eq!(widget.problem_of("subject"), "Enter a subject: a few words are enough.");
    assert_eq!(widget.problem_of("body"), "Tell us what we can help with.");
    assert_eq!(network.count(), 0);
}

#[wasm_bindgen_test]
async fn send_focuses_the_first_field_with_a_problem() {
    let widget = Widget::opened(&[]).await;

    for (name, good) in &support::widget::GOOD[1..] {
        widget.press_send();
        assert_eq!(widget.focused(), *name);
        widget.type_into(name, good);
    }
}

#[wasm_bindgen_test]
async fn send_can_be_pressed_at_any_time() {
    let widget = Widget::opened(&[]).await;
    widget.press_send();

    assert!(widget.part("submit").matches(":enabled:not([aria-disabled])").unwrap());
}

#[wasm_bindgen_test]
async fn an_edited_field_is_checked_when_it_loses_the_focus() {
    let widget = Widget::opened(&[]).await;

    widget.type_into("email_address", "jd@");
    assert_eq!(widget.problem_of("email_address"), "");

    widget.leave("email_address");
    assert_eq!(widget.problem_of("email_address"), NO_SUCH_ADDRESS);
}

#[wasm_bindgen_test]
async fn a_field_with_a_problem_is_checked_at_every_key() {
    let widget = Widget::opened(&[]).await;
    widget.type_into("email_address", "jd");
    widget.leave("email_address");

    widget.type_into("email_address", "");
    assert_eq!(widget.problem_of("email_address"), NO_ADDRESS);

    widget.type_into("email_address", "jd@e");
    assert_eq!(widget.problem_of("email_address"), "");
    assert!(!widget.is_invalid("email_address"));

    widget.type_into("email_address", "jd@e.");
    assert_eq!(widget.problem_of("email_address"), NO_SUCH_ADDRESS);
}

#[wasm_bindgen_test]
async fn a_screen_reader_finds_the_problem_at_its_field() {
    let widget = Widget::opened(&[]).await;

    widget.press_send();

    for (name, wrong) in [("username", false), ("email_address", true), ("subject", true), ("body", true)] {
        assert_eq!(widget.is_invalid(name), wrong, "{name}");
        assert_eq!(!widget.problem_of(name).is_empty(), wrong, "{name}");
    }
}

#[wasm_bindgen_test]
async fn the_form_and_the_servers_checks_agree() {
    let widget = Widget::opened(&[]).await;
    let long = |count| "ü".repeat(count);
    let cases = [
        (Field::Username, vec![String::new(), " ".into(), long(200), long(201), "Jo\u{7}".into()]),
        (Field::Subject, vec![long(300), long(301), " \u{200b} ".into(), "a\u{2028}b".into(), "?".into()]),
        (Field::Body, vec!["\n\n".into(), "\u{feff}".into(), "a\0b".into(), "日本語\r\n".into()]),
        (Field::EmailAddress, ADDRESSES.iter().map(|&address| address.into()).collect()),
        (Field::EmailAddress, vec![format!("{}@example.com", "a".repeat(243))]),
    ];

    for (field, texts) in cases {
        for text in texts {
            widget.type_into(field.name(), &text);
            widget.leave(field.name());
            // The browser itself may take out what a field cannot hold, such as line ends.
            let rule = check_text(field, &widget.text_of(field.name()));
            let input = Input::from_name(field.name()).unwrap();
            let words = Words::english();
            let expected =
                rule.map(|rule| words.problem(input, InputProblem::Rule(rule), "")).unwrap_or_default();
            assert_eq!(widget.problem_of(field.name()), expected, "{}: {text:?}", field.name());
        }
    }
}

const ADDRESSES: [&str; 14] = [
    "jd@example.com",
    "jd@localhost",
    "a.b+c@x-y.example",
    "o'neil@example.com",
    "",
    " ",
    "jd",
    "@example.com",
    "jd@",
    "jd@@example.com",
    "jd@-example.com",
    "jd@example..com",
    "jd@exämple.com",
    "jö@example.com",
];

#[wasm_bindgen_test]
async fn the_browsers_check_of_an_address_agrees() {
    let widget = Widget::opened(&[]).await;

    // An empty field is none of that check's business, and a domain in another script is a matter of taste: Firefox
    // looks at it as it stands in the DNS.
    for address in ADDRESSES.iter().filter(|address| !address.trim().is_empty() && !address.contains('ä')) {
        widget.type_into("email_address", address);
        let agrees = check_text(Field::EmailAddress, address).is_none();
        assert_eq!(widget.field("email_address").check_validity(), agrees, "{address}");
    }
}

#[wasm_bindgen_test]
async fn a_text_over_500_kb_is_reported_before_sending() {
    let network = Network::works();
    let widget = Widget::filled_in(&[]).await;
    widget.type_into("body", &"ü".repeat(260_000));

    widget.press_send();

    let words = "Your text is too long. Shorten it to about 450,000 characters.";
    assert_eq!(widget.problem_of("body"), words);
    assert_eq!(widget.focused(), "body");
    assert_eq!(network.count(), 0);

    widget.type_into("body", "shorter");
    widget.press_send();
    widget.until_sent().await;
}

#[wasm_bindgen_test]
async fn the_message_names_the_limit() {
    let widget = Widget::opened(&[]).await;
    widget.press_send();

    widget.type_into("username", &"x".repeat(201));
    widget.type_into("subject", &"x".repeat(301));
    widget.leave("username");

    assert_eq!(widget.problem_of("username"), "Your name can have up to 200 characters.");
    assert_eq!(widget.problem_of("subject"), "The subject can have up to 300 characters.");
}
