//! The inputs of the form and their values.

use support_ticket_contract::{Field, Rule};

/// **An input of the form**, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the contract's field of that name")]
pub enum Input {
    Username,
    EmailAddress,
    Type,
    Subject,
    Body,
    /// The text's second box, if the ticket's type has more than one question.
    Body2,
    /// The text's third box.
    Body3,
    /// Separated by commas.
    Tags,
}

impl Input {
    /// Every input.
    pub const ALL: [Input; 8] = [
        Input::Username,
        Input::EmailAddress,
        Input::Type,
        Input::Subject,
        Input::Body,
        Input::Body2,
        Input::Body3,
        Input::Tags,
    ];

    /// The inputs that are always visible and are texts in the contract.
    pub const FIELDS: [Input; 4] = [Input::Username, Input::EmailAddress, Input::Subject, Input::Body];

    /// The boxes of the text.
    pub const BOXES: [Input; 3] = [Input::Body, Input::Body2, Input::Body3];

    /// Returns the contract's field that it becomes part of.
    pub const fn field(self) -> Field {
        match self {
            Input::Username => Field::Username,
            Input::EmailAddress => Field::EmailAddress,
            Input::Type => Field::Type,
            Input::Subject => Field::Subject,
            Input::Body | Input::Body2 | Input::Body3 => Field::Body,
            Input::Tags => Field::Tags,
        }
    }

    /// Returns its name in the DOM and in drafts: the contract's name, if there is one.
    pub const fn name(self) -> &'static str {
        match self {
            Input::Body2 => "body_2",
            Input::Body3 => "body_3",
            _ => self.field().name(),
        }
    }

    /// Returns the input with this name.
    pub fn from_name(name: &str) -> Option<Input> {
        Input::ALL.into_iter().find(|input| input.name() == name)
    }
}

/// **A problem of an input's value.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputProblem {
    /// It breaks a rule of the contract.
    Rule(Rule),
    /// It still contains the placeholder that the visitor has to replace.
    Placeholder,
}

/// **The state of an input.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The current value.
    pub value: String,
    /// The problem, once the visitor should see it.
    pub problem: Option<InputProblem>,
    /// The page's prefilled value.
    pub(super) prefill: String,
    /// Whether the visitor has changed it, so that no prefill may.
    pub(super) typed: bool,
    /// Whether it has had a problem. Then it is checked at every key, so that the problem disappears once it is solved.
    pub(super) had_problem: bool,
    /// Whether the visitor has left it or pressed Send.
    pub(super) was_visited: bool,
}

impl Entry {
    /// Clears the value. Only a reset restores the prefilled one.
    pub(super) fn clear(&mut self) {
        let prefill = core::mem::take(&mut self.prefill);
        *self = Entry { prefill, ..Entry::default() };
    }

    /// Restores the prefilled value.
    pub(super) fn reset(&mut self) {
        self.clear();
        self.value.clone_from(&self.prefill);
    }
}
