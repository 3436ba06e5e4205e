//! The rules of every field, and their limits. The messages here are for developers; visitors read those of the widget's
//! language files.

use core::fmt;

use crate::{Field, Ticket, TicketType, email::is_valid_email, uuid::is_uuid};

/// The longest name on a ticket, in characters (Unicode code points, as all limits here).
///
/// # Source
/// Ours; CoCalc sets none. The longest legal names known stay under it.
pub const MAX_USERNAME_CHARS: usize = 200;
/// The longest e-mail address, in characters.
///
/// # Source
/// RFC 5321 section 4.5.3.1.3: a path is at most 256 octets, two of which are its angle brackets.
pub const MAX_EMAIL_CHARS: usize = 254;
/// The longest subject, in characters.
///
/// # Source
/// Ours; CoCalc sets none.
pub const MAX_SUBJECT_CHARS: usize = 300;
/// The most tags on a ticket.
///
/// # Source
/// Ours; CoCalc sets none.
pub const MAX_TAGS: usize = 50;
/// The longest tag, in characters.
///
/// # Source
/// Ours; CoCalc sets none.
pub const MAX_TAG_CHARS: usize = 60;
/// The largest request, in bytes of its body as sent (kB as SI has it).
///
/// # Source
/// CoCalc API v1: "body at most 500 kB".
pub const MAX_REQUEST_BYTES: usize = 500_000;

/// **A rule that a value breaks**, with its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It must be present and have more than white space and invisible characters.
    Required,
    /// It must be an e-mail address, see [`is_valid_email`].
    Email,
    /// It must be at most `limit` characters long.
    TooLong {
        /// In characters.
        limit: usize,
    },
    /// It must be one line, without control characters.
    OneLine,
    /// It must not contain the character U+0000, where databases and mail programs truncate texts.
    NoNul,
    /// It must be a UUID, see [`is_uuid`].
    Uuid,
    /// It must have at most `limit` entries.
    TooMany {
        /// In entries.
        limit: usize,
    },
    /// Each entry must be a string.
    Strings,
    /// It must be a string.
    Text,
    /// It must be an object.
    Object,
    /// It must be a list.
    List,
    /// It must be one of the known names.
    Known,
    /// The whole request must be at most `limit` bytes.
    TooLarge {
        /// In bytes.
        limit: usize,
    },
}

impl Rule {
    /// Returns the rule's name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::Required => "required",
            Rule::Email => "email",
            Rule::TooLong { .. } => "too-long",
            Rule::OneLine => "one-line",
            Rule::NoNul => "no-nul",
            Rule::Uuid => "uuid",
            Rule::TooMany { .. } => "too-many",
            Rule::Strings => "strings",
            Rule::Text => "text",
            Rule::Object => "object",
            Rule::List => "list",
            Rule::Known => "known",
            Rule::TooLarge { .. } => "too-large",
        }
    }
}

/// **A problem of one field.**
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The field that has the problem.
    pub field: Field,
    /// The rule that its value breaks.
    pub rule: Rule,
}

/// **All problems of a ticket**, never empty. Its `Display` is the `error` of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// Returns every problem of a ticket at once, at most one per field, in the order of the fields. If there is none, the
/// ticket may be sent.
///
/// It does not check the content of `info`; [`check_request_size`] checks the size of the request.
pub fn check<I>(ticket: &Ticket<I>) -> Vec<Problem> {
    let text = |field, value: &Option<String>| match value {
        Some(value) => check_text(field, value),
        None => None,
    };
    [
        (Field::Id, text(Field::Id, &ticket.id)),
        (Field::Username, text(Field::Username, &ticket.username)),
        (Field::EmailAddress, check_text(Field::EmailAddress, &ticket.email_address)),
        (Field::Subject, check_text(Field::Subject, &ticket.subject)),
        (Field::Body, check_text(Field::Body, &ticket.body)),
        (Field::Tags, check_tags(&ticket.tags)),
        (Field::AccountId, text(Field::AccountId, &ticket.account_id)),
        (Field::Location, text(Field::Location, &ticket.location)),
    ]
    .into_iter()
    .filter_map(|(field, rule)| rule.map(|rule| Problem { field, rule }))
    .collect()
}

/// Returns the rule that a field's text breaks, if any. For `Tags`, the text is one tag. `Info` and `Files` are not
/// texts and have no rule here.
pub fn check_text(field: Field, value: &str) -> Option<Rule> {
    const NO_LIMIT: usize = usize::MAX;
    let (required, limit, form) = match field {
        Field::Id | Field::AccountId => (false, NO_LIMIT, Rule::Uuid),
        Field::Username => (false, MAX_USERNAME_CHARS, Rule::OneLine),
        Field::EmailAddress => (true, MAX_EMAIL_CHARS, Rule::Email),
        Field::Subject => (true, MAX_SUBJECT_CHARS, Rule::OneLine),
        Field::Body => (true, NO_LIMIT, Rule::NoNul),
        Field::Tags => (true, MAX_TAG_CHARS, Rule::NoNul),
        Field::Location => (false, NO_LIMIT, Rule::NoNul),
        Field::Type => (false, NO_LIMIT, Rule::Known),
        Field::Info | Field::Files => return None,
    };
    if required && is_blank(value) {
        return Some(Rule::Required);
    }
    if value.chars().count() > limit {
        return Some(Rule::TooLong { limit });
    }
    let has_form = match form {
        Rule::Uuid => is_uuid(value),
        Rule::Email => is_valid_email(value),
        Rule::Known => TicketType::from_name(value).is_some(),
        Rule::OneLine => !value.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')),
        _ => !value.bytes().any(|byte| byte == 0),
    };
    (!has_form).then_some(form)
}

/// Returns the problem of a request of this size, if it is too large.
pub fn check_request_size(bytes: usize) -> Option<Problem> {
    let rule = Rule::TooLarge { limit: MAX_REQUEST_BYTES };
    (bytes > MAX_REQUEST_BYTES).then_some(Problem { field: Field::Body, rule })
}

/// Whether `text` looks empty: it has only white space, control and invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || INVISIBLE.iter().any(|(a, z)| (*a..=*z).contains(&c)))
}

/// The ranges of invisible characters.
///
/// # Source
/// Unicode's Default_Ignorable_Code_Point, and the two blank letters (U+2800 braille, U+3164 Hangul) with which
/// "empty" messages are commonly made.
const INVISIBLE: [(char, char); 18] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fff8}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

fn check_tags(tags: &[String]) -> Option<Rule> {
    if tags.len() > MAX_TAGS {
        return Some(Rule::TooMany { limit: MAX_TAGS });
    }
    tags.iter().find_map(|tag| check_text(Field::Tags, tag))
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.field.name();
        match self.rule {
            Rule::Required if self.field == Field::Tags => write!(to, "tags must not be empty strings"),
            Rule::Required => write!(to, "{name} is required"),
            Rule::Email => write!(to, "{name} must be a valid e-mail address"),
            Rule::TooLong { limit } if self.field == Field::Tags => {
                write!(to, "each of tags may have at most {limit} characters")
            }
            Rule::TooLong { limit } => write!(to, "{name} may have at most {limit} characters"),
            Rule::OneLine => write!(to, "{name} must be one line without control characters"),
            Rule::NoNul => write!(to, "{name} must not contain the character U+0000"),
            Rule::Uuid => write!(to, "{name} must be a UUID"),
            Rule::TooMany { limit } => write!(to, "{name} may have at most {limit} entries"),
            Rule::Strings => write!(to, "{name} must be a list of strings"),
            Rule::Text => write!(to, "{name} must be a string"),
            Rule::Object => write!(to, "{name} must be an object"),
            Rule::List => write!(to, "{name} must be a list"),
            Rule::Known => write!(to, "{name} must be one of problem, question, task, purchase, chat"),
            Rule::TooLarge { limit } => write!(to, "the request may have at most {limit} bytes"),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.0.iter().enumerate() {
            if at > 0 {
                to.write_str("; ")?;
            }
            problem.fmt(to)?;
        }
        Ok(())
    }
}

impl core::error::Error for Problems {}
