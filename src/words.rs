//! What is said to the visitor. No other file speaks to people; the sentences are in `www/locales/`.
//! It decides by typed cases, never by a browser's messages, and must not know where a sentence is shown.

use support_ticket_contract::{Field, Rule};

use crate::{answer::SendError, text};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

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

impl Text {
    /// The text as it stands in the language file.
    pub fn say(self) -> &'static str {
        nth(self as usize)
    }

    /// The text with `value` in the place of its placeholder, if it has one.
    pub fn with(self, value: &str) -> String {
        match self.around() {
            (before, Some(after)) => text::join(&[before, value, after]),
            (whole, None) => whole.to_owned(),
        }
    }

    /// What stands before the text's placeholder and what after, if it has one.
    pub fn around(self) -> (&'static str, Option<&'static str>) {
        let whole = self.say();
        let before = whole.get(..text::position(whole, |byte| byte == b'{')).unwrap_or_default();
        (before, text::after(whole, "}"))
    }
}

/// The text at a place among the keys; empty if there is none.
pub(crate) fn nth(at: usize) -> &'static str {
    text::pieces(ENGLISH, b'\n').nth(at).unwrap_or_default()
}

/// What a field's problem is, and how to solve it.
pub fn problem(field: Field, rule: Rule) -> String {
    let (text, limit) = match (field, rule) {
        (Field::Username, Rule::TooLong { limit }) => (Text::UsernameTooLong, limit),
        (Field::Username, _) => (Text::UsernameOneLine, 0),
        (Field::EmailAddress, Rule::Required) => (Text::EmailAddressRequired, 0),
        (Field::EmailAddress, Rule::TooLong { limit }) => (Text::EmailAddressTooLong, limit),
        (Field::EmailAddress, _) => (Text::EmailAddressInvalid, 0),
        (Field::Subject, Rule::Required) => (Text::SubjectRequired, 0),
        (Field::Subject, Rule::TooLong { limit }) => (Text::SubjectTooLong, limit),
        (Field::Subject, _) => (Text::SubjectOneLine, 0),
        (_, Rule::Required) => (Text::BodyRequired, 0),
        // The limit is in bytes of the whole request: what is left for the text is less.
        (_, Rule::TooLarge { limit }) => (Text::BodyTooLarge, limit / 10 * 9),
        _ => (Text::BodyInvalid, 0),
    };
    text.with(&digits(limit))
}

/// What happened when sending failed, and what to do.
pub fn failure(error: &SendError, has_mail: bool) -> Said {
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
            value = duration(*after);
            (Text::Timeout, Text::NextSendAgain)
        }
    };
    let next = match wait {
        Some(seconds) => Text::NextSendAfter.with(&duration(seconds)),
        // Copying the text is for those who have nowhere to write to.
        None if has_mail && next == Text::NextTell => String::new(),
        None => next.say().to_owned(),
    };
    Said { happened: happened.with(&value), next }
}

/// A duration in words, rounded up: minutes from two on.
fn duration(seconds: u32) -> String {
    let (text, number) =
        if seconds < 120 { (Text::Seconds, seconds) } else { (Text::Minutes, seconds.div_ceil(60)) };
    // Nobody minds waiting for two seconds instead of one, and English has a plural only from there on.
    text.with(&digits(number.max(2) as usize))
}

fn short(reason: &str) -> &str {
    let mut end = MAX_REASON_BYTES.min(reason.len());
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}

/// A number in digits. (`to_string` would bring in the formatting machinery, 2 kB.)
fn digits(number: usize) -> String {
    let mut digits = if number < 10 { String::new() } else { self::digits(number / 10) };
    let last = number % 10;
    digits.push_str(&"0123456789"[last..=last]);
    digits
}

#[cfg(test)]
mod tests;
