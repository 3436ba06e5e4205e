//! The form on the screen: built once, row by row of a table, then shown after every change. It decides nothing: what
//! stands in it follows from `form::State`. It must not listen to anything or call the network.

use support_ticket_contract::Field;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::{
    dom::{self, Control},
    error::MountError,
    form::{FIELDS, Phase, State},
    text,
    words::{self, Said, Text},
};

include!(concat!(env!("OUT_DIR"), "/screen.rs"));

/// The rows of a field, by their distance from its first: then come its label and its hint.
const PROBLEM: usize = 3;
const CONTROL: usize = 4;

/// **What the visitor sees.**
pub(crate) struct View(Vec<HtmlElement>);

impl View {
    /// Builds it in `root`, as a dialog, or in the page's flow.
    pub(crate) fn build(root: &ShadowRoot, inline: bool) -> Result<View, MountError> {
        let mut built: Vec<HtmlElement> = Vec::new();
        for row in text::pieces(SCREEN, b'\n') {
            let mut pieces = text::pieces(row, b'|');
            let mut next = || pieces.next().unwrap_or_default();
            let (parent, text, tag, part, attributes) =
                (number(next()), number(next()), next(), next(), next());
            let made = match built.get(parent) {
                Some(parent) => dom::element(parent, tag, part, attributes)?,
                None => dom::element(root, if inline { "section" } else { tag }, part, attributes)?,
            };
            let text = words::nth(text);
            if !text.is_empty() {
                dom::text(&made, text);
            }
            built.push(made);
        }
        let view = View(built);
        let close = view.at(Thing::Close);
        dom::text(close, "×");
        dom::attr(close, "aria-label", Text::Close.say());
        dom::show(close, !inline);
        Ok(view)
    }

    pub(crate) fn at(&self, thing: Thing) -> &HtmlElement {
        &self.0[thing as usize]
    }

    pub(crate) fn control(&self, field: Field) -> &Control {
        self.row(field, CONTROL).unchecked_ref()
    }

    fn row(&self, field: Field, row: usize) -> &HtmlElement {
        let first = match field {
            Field::Username => Thing::Username,
            Field::EmailAddress => Thing::EmailAddress,
            Field::Subject => Thing::Subject,
            _ => Thing::Body,
        };
        &self.0[first as usize + row]
    }

    fn say(&self, thing: Thing, text: &str) {
        dom::text(self.at(thing), text);
    }

    /// Shows the state. What is as it was is not touched.
    pub(crate) fn show(&self, state: &State, help_email: &str) {
        let (class, status) = match state.phase {
            Phase::Writing => ("", ""),
            Phase::Sending { ticks: 0 } => ("sending", Text::Sending.say()),
            Phase::Sending { .. } => ("sending slow", Text::StillSending.say()),
            Phase::Sent { .. } => ("sent", Text::Sent.say()),
        };
        let is_sending = matches!(state.phase, Phase::Sending { .. });
        let is_sent = matches!(state.phase, Phase::Sent { .. });
        for field in FIELDS {
            self.show_field(state, field, is_sending);
        }
        dom::attr(self.at(Thing::Form), "class", &text::join(&["form ", class]));
        self.say(Thing::Title, if is_sent { Text::Thanks } else { Text::Title }.say());
        self.say(Thing::Submit, if is_sending { status } else { Text::Send.say() });
        self.say(Thing::Status, status);
        dom::show(self.at(Thing::Form), !is_sent);
        dom::show(self.at(Thing::Result), is_sent);
        if let Phase::Sent { url } = &state.phase {
            self.say(Thing::TicketUrl, url);
            dom::set(self.at(Thing::TicketUrl), "href", &url.as_str().into());
        } else {
            self.say(Thing::Copied, "");
        }
        self.show_failure(state, help_email);
    }

    fn show_field(&self, state: &State, field: Field, is_sending: bool) {
        let entry = state.entry(field);
        let control = self.control(field);
        // Setting a value moves the cursor.
        if control.value() != entry.value {
            control.set_value(&entry.value);
        }
        dom::set(control, "readOnly", &is_sending.into());
        let problem = entry.problem.map(|rule| words::problem(field, rule)).unwrap_or_default();
        dom::attr(control, "aria-invalid", if problem.is_empty() { "false" } else { "true" });
        dom::text(self.row(field, PROBLEM), &problem);
    }

    fn show_failure(&self, state: &State, help_email: &str) {
        let has_mail = !help_email.is_empty();
        let (said, kept, class) = match &state.failure {
            Some(error) => (words::failure(error, has_mail), Text::Kept.say(), "alert said"),
            None => (Said::default(), "", "alert"),
        };
        dom::attr(self.at(Thing::Alert), "class", class);
        self.say(Thing::Happened, &text::join(&[&said.happened, " ", kept]));
        self.say(Thing::Next, &said.next);
        // A live region says what is new in it: what is hidden until it is needed is not.
        let offers_mail = has_mail && state.failure.is_some();
        dom::show(self.at(Thing::Mail), offers_mail);
        let (before, after) = if said.next.is_empty() { Text::NextMail } else { Text::OrMail }.around();
        self.say(Thing::MailBefore, before);
        self.say(Thing::MailLink, help_email);
        self.say(Thing::MailAfter, after.unwrap_or_default());
        // Not while it is hidden: it would encode the text at every key.
        if offers_mail {
            dom::set(self.at(Thing::MailLink), "href", &mail_address(help_email, state).into());
        }
    }

    /// Says that the address was copied, or how to copy it.
    pub(crate) fn show_copied(&self, copied: bool) {
        self.say(Thing::Copied, if copied { Text::Copied } else { Text::CopyFailed }.say());
    }
}

/// A number as build.rs writes it, in one character.
fn number(character: &str) -> usize {
    character.bytes().map(|byte| usize::from(byte - b'*')).sum()
}

/// The most of a text that goes into a `mailto:` address, in bytes before encoding.
///
/// # Source
/// Ours: mail programs cut addresses at about 2,000 characters, and encoding makes them longer.
const MAX_MAIL_BYTES: usize = 1200;

/// A mail to the help address that has the visitor's words in it, where they fit.
fn mail_address(help_email: &str, state: &State) -> String {
    let text = |field| {
        let value = &state.entry(field).value;
        let fits = value.len() <= MAX_MAIL_BYTES;
        String::from(js_sys::encode_uri_component(if fits { value } else { "" }))
    };
    text::join(&["mailto:", help_email, "?subject=", &text(Field::Subject), "&body=", &text(Field::Body)])
}
