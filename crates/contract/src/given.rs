//! From what stands in a ticket's fields, whatever it is, to a checked ticket: the rules of types are the same for a
//! server that reads JSON and for a program that has an object. It must not know what the values are made of.

use crate::{Field, Problem, Rule, Ticket, check};

/// **What stands in a field**, as far as the rules ask. `I` is the type of `info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<I> {
    /// Nothing, or `null`.
    Nothing,
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
    /// A list with something else in it.
    List,
    /// An object.
    Object(I),
    /// A number, true or false.
    Other,
}

/// Every field of a ticket, each as `take` finds it, and the ticket checked.
///
/// # Errors
/// Every problem at once, at most one a field, in the order of the fields.
pub fn read<I>(mut take: impl FnMut(Field) -> Given<I>) -> Result<Ticket<I>, Vec<Problem>> {
    let mut reader = Reader::default();
    let mut text = |field| reader.text(field, take(field));
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
    ticket.tags = reader.texts(Field::Tags, take(Field::Tags));
    ticket.info = reader.object(Field::Info, take(Field::Info));

    let found = reader.close(check(&ticket));
    if found.is_empty() { Ok(ticket) } else { Err(found) }
}

/// **The fields read so far**, and what is wrong with their types.
#[derive(Debug, Default)]
pub struct Reader {
    found: Vec<Problem>,
}

impl Reader {
    /// A string; another type is a problem.
    pub fn text<I>(&mut self, field: Field, given: Given<I>) -> Option<String> {
        match given {
            Given::Text(text) => Some(text),
            Given::Nothing => None,
            _ => self.wrong(field, Rule::Text),
        }
    }

    /// A list of strings; anything else is a problem.
    pub fn texts<I>(&mut self, field: Field, given: Given<I>) -> Vec<String> {
        let texts = match given {
            Given::Texts(texts) => Some(texts),
            Given::Nothing => None,
            Given::List => self.wrong(field, Rule::Strings),
            _ => self.wrong(field, Rule::List),
        };
        texts.unwrap_or_default()
    }

    /// An object; another type is a problem.
    pub fn object<I>(&mut self, field: Field, given: Given<I>) -> Option<I> {
        match given {
            Given::Object(object) => Some(object),
            Given::Nothing => None,
            _ => self.wrong(field, Rule::Object),
        }
    }

    /// Takes a problem down; there is no value then.
    pub fn wrong<T>(&mut self, field: Field, rule: Rule) -> Option<T> {
        self.found.push(Problem { field, rule });
        None
    }

    /// All problems, in the order of the fields: those of a field's content only where its type is right.
    pub fn close(self, checked: impl IntoIterator<Item = Problem>) -> Vec<Problem> {
        let mut found = self.found;
        let of_types = found.len();
        for problem in checked {
            if !found[..of_types].iter().any(|earlier| earlier.field == problem.field) {
                found.push(problem);
            }
        }
        found.sort_by_key(|problem| problem.field);
        found
    }
}
