//! Decodes loosely typed field values into a checked ticket. A server that reads JSON and a program that has a JavaScript
//! object share these rules, so the values are abstract.

use crate::{Field, Problem, Rule, Ticket, check};

/// **A field's value**, as far as the rules distinguish types. `I` is the type of `info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue<I> {
    /// Missing, or `null`.
    Absent,
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
    /// A list with an entry that is not a string.
    MixedList,
    /// An object.
    Object(I),
    /// A number or a boolean.
    Other,
}

/// Decodes and checks a ticket; `value_of` gives the value of each field.
///
/// # Errors
/// Every problem at once, at most one per field, in the order of the fields.
pub fn ticket<I>(mut value_of: impl FnMut(Field) -> FieldValue<I>) -> Result<Ticket<I>, Vec<Problem>> {
    let mut decoder = Decoder::default();
    let mut text = |field| decoder.text(field, value_of(field));
    let mut ticket = Ticket {
        id: text(Field::Id),
        username: text(Field::Username),
        email_address: text(Field::EmailAddress).unwrap_or_default(),
        subject: text(Field::Subject).unwrap_or_default(),
        body: text(Field::Body).unwrap_or_default(),
        account_id: text(Field::AccountId),
        location: text(Field::Location),
        tags: Vec::new(),
        info: None,
    };
    ticket.tags = decoder.texts(Field::Tags, value_of(Field::Tags));
    ticket.info = decoder.object(Field::Info, value_of(Field::Info));

    let problems = decoder.finish(check(&ticket));
    if problems.is_empty() { Ok(ticket) } else { Err(problems) }
}

/// **Decodes one field after the other** and collects the values of the wrong type.
#[derive(Debug, Default)]
pub struct Decoder {
    problems: Vec<Problem>,
}

impl Decoder {
    /// Decodes a string; another type is a problem.
    pub fn text<I>(&mut self, field: Field, value: FieldValue<I>) -> Option<String> {
        match value {
            FieldValue::Text(text) => Some(text),
            FieldValue::Absent => None,
            _ => self.reject(field, Rule::Text),
        }
    }

    /// Decodes a list of strings; another type is a problem.
    pub fn texts<I>(&mut self, field: Field, value: FieldValue<I>) -> Vec<String> {
        let texts = match value {
            FieldValue::Texts(texts) => Some(texts),
            FieldValue::Absent => None,
            FieldValue::MixedList => self.reject(field, Rule::Strings),
            _ => self.reject(field, Rule::List),
        };
        texts.unwrap_or_default()
    }

    /// Decodes an object; another type is a problem.
    pub fn object<I>(&mut self, field: Field, value: FieldValue<I>) -> Option<I> {
        match value {
            FieldValue::Object(object) => Some(object),
            FieldValue::Absent => None,
            _ => self.reject(field, Rule::Object),
        }
    }

    /// Records a problem. It returns `None`, for the value that is missing then.
    pub fn reject<T>(&mut self, field: Field, rule: Rule) -> Option<T> {
        self.problems.push(Problem { field, rule });
        None
    }

    /// Returns all problems in the order of the fields: those of the types, and those in `content_problems` whose field
    /// has the right type.
    pub fn finish(self, content_problems: impl IntoIterator<Item = Problem>) -> Vec<Problem> {
        let mut problems = self.problems;
        let type_problems = problems.len();
        for problem in content_problems {
            if !problems[..type_problems].iter().any(|earlier| earlier.field == problem.field) {
                problems.push(problem);
            }
        }
        problems.sort_by_key(|problem| problem.field);
        problems
    }
}
