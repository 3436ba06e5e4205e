//! The form on the screen: built once, row by row of a table, then shown after every change. It decides nothing: what
//! stands in it follows from `form::State`. It must not listen to anything or call the network.

use support_ticket_contract::Field;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlElement, ShadowRoot};

use crate::{
    dom::{self, Control},
    error::MountError,
    form::{FIELDS, Phase, State},
    words::{self, Text},
};

/// **A thing on the screen**: its place in [`SCREEN`]. Not named are those that never change.
#[derive(Clone, Copy)]
pub(crate) enum Thing {
    Panel = 0,
    Close = 3,
    Form = 4,
    /// The first of the fields, each of which takes [`ROWS_OF_A_FIELD`] rows.
    Fields = 6,
    Alert = 28,
    Happened = 29,
    Next = 30,
    Mail = 31,
    MailBefore = 32,
    MailLink = 33,
    MailAfter = 34,
    Submit = 35,
    Result = 36,
    TicketUrl = 38,
    Copied = 43,
    Status = 44,
}

/// A field's rows are: the group, its label, hint, problem and control.
const ROWS_OF_A_FIELD: usize = 5;

/// **An element to build**: its parent's place in the table, tag, attributes and text.
struct Row(usize, &'static str, &'static str, Option<Text>);

/// The whole screen, in the order in which it is read. A live region must be there before its text is: one that
/// comes with it is not read out.
const SCREEN: [Row; 45] = [
    Row(0, "dialog", "part=dialog;class=dialog;aria-labelledby=title;lang=en;dir=ltr", None),
    Row(0, "header", "part=header;class=header", None),
    Row(1, "h2", "part=title;class=title;id=title", Some(Text::Title)),
    Row(1, "button", "part=close;class=close;type=button", None),
    Row(0, "form", "part=form;class=form;novalidate", None),
    Row(4, "div", "class=fields", None),
    Row(5, "div", "part=field;class=field", None),
    Row(6, "label", "part=label;class=label;for=username", Some(Text::Username)),
    Row(6, "p", "hidden", None),
    Row(6, "p", "part=error;class=error;id=username-error", None),
    Row(
        6,
        "input",
        "part=input;class=input;id=username;name=username;dir=auto;autocomplete=name;\
         aria-describedby=username-error",
        None,
    ),
    Row(5, "div", "part=field;class=field", None),
    Row(11, "label", "part=label;class=label;for=email_address", Some(Text::EmailAddress)),
    Row(11, "p", "part=hint;class=hint;id=email_address-hint", Some(Text::EmailAddressHint)),
    Row(11, "p", "part=error;class=error;id=email_address-error", None),
    Row(
        11,
        "input",
        "part=input;class=input;id=email_address;name=email_address;type=email;inputmode=email;\
         autocomplete=email;autocapitalize=none;spellcheck=false;aria-required=true;\
         aria-describedby=email_address-error email_address-hint",
        None,
    ),
    Row(5, "div", "part=field;class=field", None),
    Row(16, "label", "part=label;class=label;for=subject", Some(Text::Subject)),
    Row(16, "p", "hidden", None),
    Row(16, "p", "part=error;class=error;id=subject-error", None),
    Row(
        16,
        "input",
        "part=input;class=input;id=subject;name=subject;dir=auto;autocomplete=off;aria-required=true;\
         aria-describedby=subject-error",
        None,
    ),
    Row(5, "div", "part=field;class=field", None),
    Row(21, "label", "part=label;class=label;for=body", Some(Text::Body)),
    Row(21, "p", "part=hint;class=hint;id=body-hint", Some(Text::BodyHint)),
    Row(21, "p", "part=error;class=error;id=body-error", None),
    Row(
        21,
        "textarea",
        "part=input;class=input;id=body;name=body;dir=auto;rows=5;aria-required=true;\
         aria-describedby=body-error body-hint",
        None,
    ),
    Row(5, "p", "part=hint;class=hint", Some(Text::SentAlong)),
    Row(4, "footer", "class=footer", None),
    Row(27, "div", "part=alert;class=alert;role=alert", None),
    Row(28, "p", "", None),
    Row(28, "p", "", None),
    Row(28, "p", "", None),
    Row(31, "span", "", None),
    Row(31, "a", "part=help-email", None),
    Row(31, "span", "", None),
    Row(27, "button", "part=submit;class=submit;type=submit", Some(Text::Send)),
    Row(0, "div", "part=result;class=result", None),
    Row(36, "p", "", Some(Text::SaveAddress)),
    Row(36, "a", "part=ticket-url;class=ticket-url;target=_blank;rel=noopener", None),
    Row(36, "p", "part=hint;class=hint", Some(Text::OpensInNewTab)),
    Row(36, "div", "class=actions", None),
    Row(40, "button", "part=copy;class=copy;type=button", Some(Text::Copy)),
    Row(40, "button", "part=another;class=another;type=button", Some(Text::Another)),
    Row(36, "p", "part=hint;class=hint;role=status", None),
    Row(0, "p", "part=status;class=status;role=status", None),
];

/// **What the visitor sees.**
pub(crate) struct View(Vec<HtmlElement>);

impl View {
    /// Builds it in `root`, as a dialog, or in the page's flow.
    pub(crate) fn build(root: &ShadowRoot, inline: bool) -> Result<View, MountError> {
        let mut built: Vec<HtmlElement> = Vec::new();
        for Row(parent, tag, attributes, text) in SCREEN {
            let made = match built.get(parent) {
                Some(parent) => dom::element(parent, tag, attributes)?,
                None => dom::element(root, if inline { "section" } else { tag }, attributes)?,
            };
            if let Some(text) = text {
                dom::text(&made, text.say());
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

    pub(crate) fn link(&self, thing: Thing) -> &HtmlAnchorElement {
        self.at(thing).unchecked_ref()
    }

    pub(crate) fn control(&self, field: Field) -> &Control {
        self.row(field, 4).unchecked_ref()
    }

    /// A row of a field; see [`ROWS_OF_A_FIELD`].
    fn row(&self, field: Field, row: usize) -> &HtmlElement {
        let at = FIELDS.iter().position(|one| *one == field).unwrap_or_default();
        &self.0[Thing::Fields as usize + at * ROWS_OF_A_FIELD + row]
    }

    fn say(&self, thing: Thing, text: &str) {
        dom::text(self.at(thing), text);
    }

    /// Shows the state. What is as it was is not touched. `duration` says a number of seconds in words.
    pub(crate) fn show(&self, state: &State, help_email: &str, duration: fn(u32) -> String) {
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
        dom::attr(self.at(Thing::Form), "class", &["form ", class].concat());
        self.say(Thing::Submit, if is_sending { status } else { Text::Send.say() });
        self.say(Thing::Status, status);
        dom::show(self.at(Thing::Form), !is_sent);
        dom::show(self.at(Thing::Result), is_sent);
        if let Phase::Sent { url } = &state.phase {
            self.say(Thing::TicketUrl, url);
            self.link(Thing::TicketUrl).set_href(url);
        } else {
            self.say(Thing::Copied, "");
        }
        self.show_failure(state, help_email, duration);
    }

    fn show_field(&self, state: &State, field: Field, is_sending: bool) {
        let entry = state.entry(field);
        let control = self.control(field);
        // Setting a value moves the cursor.
        if control.value() != entry.value {
            control.set_value(&entry.value);
        }
        control.set_read_only(is_sending);
        let problem = entry.problem.map(|rule| words::problem(field, rule)).unwrap_or_default();
        dom::attr(control, "aria-invalid", if problem.is_empty() { "false" } else { "true" });
        dom::text(self.row(field, 3), &problem);
    }

    fn show_failure(&self, state: &State, help_email: &str, duration: fn(u32) -> String) {
        let alert = self.at(Thing::Alert);
        let Some(error) = &state.failure else {
            for thing in [Thing::Happened, Thing::Next, Thing::MailBefore, Thing::MailLink, Thing::MailAfter]
            {
                self.say(thing, "");
            }
            return dom::attr(alert, "class", "alert");
        };
        let has_mail = !help_email.is_empty();
        let said = words::failure(error, has_mail, duration);
        dom::attr(alert, "class", "alert said");
        self.say(Thing::Happened, &[&said.happened, " ", Text::Kept.say()].concat());
        self.say(Thing::Next, &said.next);
        dom::show(self.at(Thing::Mail), has_mail);
        if has_mail {
            let (before, after) = if said.next.is_empty() { Text::NextMail } else { Text::OrMail }.around();
            self.say(Thing::MailBefore, before);
            self.say(Thing::MailLink, help_email);
            self.say(Thing::MailAfter, after);
            self.link(Thing::MailLink).set_href(&mail_address(help_email, state));
        }
    }

    /// Says that the address was copied, or how to copy it.
    pub(crate) fn show_copied(&self, copied: bool) {
        self.say(Thing::Copied, if copied { Text::Copied } else { Text::CopyFailed }.say());
    }
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
    ["mailto:", help_email, "?subject=", &text(Field::Subject), "&body=", &text(Field::Body)].concat()
}
