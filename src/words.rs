//! What is said to the visitor. No other file speaks to people; the sentences are in `www/widget/locales/`.
//! It decides by typed cases, never by a browser's messages, and must not know where a sentence is shown.

use support_ticket_contract::{Rule, TicketType};

use crate::{
    answer::SendError,
    form::{Input, Wrong},
    text,
};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// **The texts of one language**, and how it counts.
#[derive(Debug, Clone)]
pub struct Words {
    /// Its BCP 47 tag.
    language: String,
    /// The texts in the order of [`Text`], each a line; English where it is empty.
    lines: String,
    counted: Counted,
}

/// The plural's category that CLDR has for a number in a language, and the number as it is written there: `one:1`.
pub type Counted = fn(language: &str, number: u32) -> String;

/// **What is said when sending failed.** That the text is kept stands between the two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// What happened.
    pub happened: String,
    /// The one thing to do next; empty where writing to the help address is all that is left.
    pub next: String,
}

/// The longest reason of a server's that is repeated to the visitor, in bytes.
///
/// # Source
/// Ours: about six lines of the panel. A stack trace would push the rest out of sight.
const MAX_REASON_BYTES: usize = 300;

impl Words {
    /// A language by its tag, with its texts as a language file has them; without any it is English.
    pub fn new(language: String, lines: String, counted: Counted) -> Words {
        Words { language, lines, counted }
    }

    /// English, counted without the browser.
    pub fn english() -> Words {
        let counted = |_: &str, number| format!("{}:{number}", if number == 1 { "one" } else { "other" });
        Words::new("en".to_owned(), String::new(), counted)
    }

    /// The language's tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Which way the language is written: `rtl` or `ltr`.
    pub fn direction(&self) -> &'static str {
        let is_rtl = ["ar", "fa", "he"].iter().any(|rtl| self.language.starts_with(rtl));
        if is_rtl { "rtl" } else { "ltr" }
    }

    /// A text as it stands in the language file.
    pub fn say(&self, text: Text) -> &str {
        self.nth(text as usize)
    }

    /// The text at a place among the keys; empty if there is none.
    pub(crate) fn nth(&self, at: usize) -> &str {
        let lines = if self.lines.is_empty() { ENGLISH } else { &self.lines };
        text::pieces(lines, b'\n').nth(at).unwrap_or_default()
    }

    /// A text with `value` in the place of its placeholder, if it has one.
    pub fn with(&self, text: Text, value: &str) -> String {
        filled(self.say(text), value)
    }

    /// What stands before a text's placeholder and what after, if it has one.
    pub fn around(&self, text: Text) -> (&str, Option<&str>) {
        around(self.say(text))
    }

    /// A text in which a number stands, in the number's plural.
    pub fn count(&self, text: Text, number: usize) -> String {
        let counted = (self.counted)(&self.language, number as u32);
        let mut halves = text::pieces(&counted, b':');
        let category = halves.next().unwrap_or_default();
        let digits = halves.next().unwrap_or_default();
        let mut plural = "";
        for form in text::pieces(self.say(text), b'|') {
            let end = text::position(form, |byte| byte == b':');
            if plural.is_empty() || form.get(..end) == Some(category) {
                plural = form.get(end + 1..).unwrap_or(form);
            }
        }
        filled(plural, digits)
    }

    /// What is wrong with an input, and how to solve it.
    pub fn problem(&self, input: Input, wrong: Wrong, placeholder: &str) -> String {
        let rule = match wrong {
            Wrong::Placeholder => return self.with(Text::BodyPlaceholder, placeholder),
            Wrong::Rule(rule) => rule,
        };
        let text = match (input, rule) {
            (Input::Username, Rule::TooLong { limit }) => return self.count(Text::UsernameTooLong, limit),
            (Input::Username, _) => Text::UsernameOneLine,
            (Input::EmailAddress, Rule::Required) => Text::EmailAddressRequired,
            (Input::EmailAddress, Rule::TooLong { limit }) => {
                return self.count(Text::EmailAddressTooLong, limit);
            }
            (Input::EmailAddress, _) => Text::EmailAddressInvalid,
            (Input::Subject, Rule::Required) => Text::SubjectRequired,
            (Input::Subject, Rule::TooLong { limit }) => return self.count(Text::SubjectTooLong, limit),
            (Input::Subject, _) => Text::SubjectOneLine,
            (Input::Tags, Rule::TooLong { limit }) => return self.count(Text::TagsTooLong, limit),
            (Input::Tags, Rule::TooMany { limit }) => return self.count(Text::TagsTooMany, limit),
            (Input::Tags, _) => Text::TagsInvalid,
            (_, Rule::Required) => Text::BodyRequired,
            // The limit is in bytes of the whole request: what is left for the text is less.
            (_, Rule::TooLarge { limit }) => return self.count(Text::BodyTooLarge, limit / 10 * 9),
            _ => Text::BodyInvalid,
        };
        self.say(text).to_owned()
    }

    /// What happened when sending failed, and what to do. `in_doubt`: the ticket may exist all the same, and sending
    /// again may make a second one.
    pub fn failure(&self, error: &SendError, has_mail: bool, in_doubt: bool) -> Said {
        let mut value = String::new();
        let mut wait = None;
        let (happened, next) = match error {
            SendError::Failed { reason } => {
                value.push_str(short(reason));
                (Text::Failed, Text::NextSendLater)
            }
            SendError::Refused { reason: Some(reason) } => {
                value.push_str(short(reason));
                (Text::Refused, Text::NextCorrect)
            }
            SendError::Refused { reason: None } => (Text::RefusedSilently, Text::NextTell),
            SendError::NotAllowed => (Text::NotAllowed, Text::NextTell),
            SendError::NotFound => (Text::NotFound, Text::NextTell),
            SendError::TooLarge => (Text::TooLarge, Text::NextShorten),
            SendError::Conflict => (Text::Conflict, Text::NextSecond),
            SendError::TooMany { wait: seconds } => {
                wait = *seconds;
                (Text::TooMany, Text::NextSendLater)
            }
            SendError::ServerDown { status, wait: seconds } => {
                wait = *seconds;
                value = digits(usize::from(*status));
                (Text::ServerDown, Text::NextSendLater)
            }
            SendError::NotTheContract => (Text::NotTheContract, Text::NextSignIn),
            SendError::BadAddress => (Text::BadAddress, Text::NextSendLater),
            SendError::Offline => (Text::Offline, Text::NextOnline),
            SendError::Unreachable => (Text::Unreachable, Text::NextConnection),
            SendError::Blocked => (Text::Blocked, Text::NextTell),
            SendError::Timeout { after } => {
                value = self.duration(*after);
                (Text::Timeout, Text::NextSendAgain)
            }
        };
        let next = match wait {
            _ if in_doubt => self.say(Text::NextInDoubt).to_owned(),
            Some(seconds) => self.with(Text::NextSendAfter, &self.duration(seconds)),
            // Copying the text is for those who have nowhere to write to.
            None if has_mail && next == Text::NextTell => String::new(),
            None => self.say(next).to_owned(),
        };
        Said { happened: self.with(happened, &value), next }
    }

    /// A duration in words, rounded up: minutes from two on.
    fn duration(&self, seconds: u32) -> String {
        let (text, number) =
            if seconds < 120 { (Text::Seconds, seconds) } else { (Text::Minutes, seconds.div_ceil(60)) };
        self.count(text, number as usize)
    }
}

/// The question that stands over each of the boxes of a kind of ticket, the first of which is the text itself.
pub fn questions(kind: Option<TicketType>) -> [Text; 3] {
    match kind {
        Some(TicketType::Problem) => [Text::Problem1, Text::Problem2, Text::Problem3],
        Some(TicketType::Task) => [Text::Task1, Text::Task2, Text::Task3],
        Some(TicketType::Question) => [Text::Question1, Text::More, Text::More],
        _ => [Text::Body, Text::More, Text::More],
    }
}

/// What a kind of ticket is called.
pub fn name_of(kind: TicketType) -> Text {
    match kind {
        TicketType::Problem => Text::TypeProblem,
        TicketType::Question => Text::TypeQuestion,
        TicketType::Task => Text::TypeTask,
        TicketType::Purchase => Text::TypePurchase,
        TicketType::Chat => Text::TypeChat,
    }
}

/// What an input is called where it is said to be missing.
pub fn missing(input: Input) -> Text {
    match input {
        Input::EmailAddress => Text::MissingEmailAddress,
        Input::Subject => Text::MissingSubject,
        _ => Text::MissingBody,
    }
}

fn around(text: &str) -> (&str, Option<&str>) {
    let before = text.get(..text::position(text, |byte| byte == b'{')).unwrap_or_default();
    (before, text::after(text, "}"))
}

fn filled(text: &str, value: &str) -> String {
    match around(text) {
        (before, Some(after)) => text::join(&[before, value, after]),
        (whole, None) => whole.to_owned(),
    }
}

fn short(reason: &str) -> &str {
    let mut end = MAX_REASON_BYTES.min(reason.len());
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}

/// A number in digits, as in an HTTP status, which every language writes so. (`to_string` would bring in the
/// formatting machinery, 2 kB.)
fn digits(number: usize) -> String {
    let mut digits = if number < 10 { String::new() } else { self::digits(number / 10) };
    let last = number % 10;
    digits.push_str(&"0123456789"[last..=last]);
    digits
}

#[cfg(test)]
mod tests;
