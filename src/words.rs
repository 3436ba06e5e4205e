//! All text shown to the visitor, from `www/widget/locales/`. Texts are chosen by typed cases, never by a browser's
//! messages.

use support_ticket_contract::Rule;

use crate::{
    answer::SendError,
    form::{Input, InputProblem},
    text,
};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// **The texts of one language**, with its plurals.
#[derive(Debug, Clone)]
pub struct Words {
    /// The BCP 47 tag.
    language: String,
    /// The texts in the order of [`Text`], one per line.
    lines: String,
    counted: Counted,
}

/// Returns CLDR's plural category of a number in a language, and its digits there: `one:1`.
pub type Counted = fn(language: &str, number: u32) -> String;

/// **The message after sending failed.** The form says in between that the text is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FailureText {
    /// What happened.
    pub happened: String,
    /// The one node to do next; empty where writing to the help address is all that is left.
    pub next: String,
}

/// The longest part of a server's reason that is shown, in bytes.
///
/// # Source
/// Ours: about six lines of the panel. A stack trace would push the rest out of sight.
const MAX_REASON_BYTES: usize = 300;

impl Words {
    /// Creates the texts of a language from its tag and its lines.
    pub fn new(language: String, lines: String, counted: Counted) -> Words {
        Words { language, lines, counted }
    }

    /// Creates English, with plurals that need no browser.
    pub fn english() -> Words {
        let counted = |_: &str, number| format!("{}:{number}", if number == 1 { "one" } else { "other" });
        Words::new("en".to_owned(), ENGLISH.to_owned(), counted)
    }

    /// Returns a text as it is in the language file.
    pub fn text(&self, text: Text) -> &str {
        text::pieces(&self.lines, b'\n').nth(text as usize).unwrap_or_default()
    }

    /// Returns a text with `value` in place of its placeholder, if it has one.
    pub fn with(&self, text: Text, value: &str) -> String {
        fill(self.text(text), value)
    }

    /// Returns the parts of a text before and after its placeholder, if it has one.
    pub fn around_placeholder(&self, text: Text) -> (&str, Option<&str>) {
        split_placeholder(self.text(text))
    }

    /// Returns a text with a number, in the right plural form.
    pub fn count(&self, text: Text, number: usize) -> String {
        let counted = (self.counted)(&self.language, number as u32);
        let mut halves = text::pieces(&counted, b':');
        let category = halves.next().unwrap_or_default();
        let digits = halves.next().unwrap_or_default();
        let mut plural = "";
        for form in text::pieces(self.text(text), b'|') {
            let end = text::position(form, |byte| byte == b':');
            if plural.is_empty() || form.get(..end) == Some(category) {
                plural = form.get(end + 1..).unwrap_or(form);
            }
        }
        fill(plural, digits)
    }

    /// Describes the problem of an input and how to solve it.
    pub fn problem(&self, input: Input, wrong: InputProblem, placeholder: &str) -> String {
        let rule = match wrong {
            InputProblem::Placeholder => return self.with(Text::BodyPlaceholder, placeholder),
            InputProblem::Rule(rule) => rule,
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
            // The limit is in bytes of the whole request; less is left for the text.
            (_, Rule::TooLarge { limit }) => return self.count(Text::BodyTooLarge, limit / 10 * 9),
            _ => Text::BodyInvalid,
        };
        self.text(text).to_owned()
    }

    /// Describes why sending failed and what to do. `in_doubt`: the ticket may have been created anyway, so that resending
    /// could duplicate it.
    pub fn failure(&self, error: &SendError, has_mail: bool, in_doubt: bool) -> FailureText {
        let mut value = String::new();
        let mut wait = None;
        let (happened, next) = match error {
            SendError::Failed { reason } => {
                value.push_str(shorten(reason));
                (Text::Failed, Text::NextSendLater)
            }
            SendError::Refused { reason: Some(reason) } => {
                value.push_str(shorten(reason));
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
            _ if in_doubt => self.text(Text::NextInDoubt).to_owned(),
            Some(seconds) => self.with(Text::NextSendAfter, &self.duration(seconds)),
            // With a help address, the visitor need not copy the text.
            None if has_mail && next == Text::NextTell => String::new(),
            None => self.text(next).to_owned(),
        };
        FailureText { happened: self.with(happened, &value), next }
    }

    /// Describes a duration, rounded up: in minutes from two minutes on.
    fn duration(&self, seconds: u32) -> String {
        let (text, number) =
            if seconds < 120 { (Text::Seconds, seconds) } else { (Text::Minutes, seconds.div_ceil(60)) };
        self.count(text, number as usize)
    }
}

fn split_placeholder(text: &str) -> (&str, Option<&str>) {
    let before = text.get(..text::position(text, |byte| byte == b'{')).unwrap_or_default();
    (before, text::after(text, "}"))
}

fn fill(text: &str, value: &str) -> String {
    match split_placeholder(text) {
        (before, Some(after)) => text::join(&[before, value, after]),
        (whole, None) => whole.to_owned(),
    }
}

fn shorten(reason: &str) -> &str {
    let mut end = MAX_REASON_BYTES.min(reason.len());
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}

/// Formats a number with ASCII digits, as every language does for an HTTP status. (`to_string` would add 2 kB of
/// formatting code.)
fn digits(number: usize) -> String {
    let mut digits = if number < 10 { String::new() } else { self::digits(number / 10) };
    let last = number % 10;
    digits.push_str(&"0123456789"[last..=last]);
    digits
}

#[cfg(test)]
mod tests;
