//! What a visitor fills in: the inputs of the form, and what stands in each. It must not know why an input is changed
//! or when it is checked.

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
    /// A second box of the text, where the ticket's type has more than one question.
    Second,
    /// A third.
    Third,
    /// With commas between them.
    Tags,
}

impl Input {
    /// All of them.
    pub const ALL: [Input; 8] = [
        Input::Username,
        Input::EmailAddress,
        Input::Type,
        Input::Subject,
        Input::Body,
        Input::Second,
        Input::Third,
        Input::Tags,
    ];

    /// Those that are always there, and that the contract has as texts.
    pub const FIELDS: [Input; 4] = [Input::Username, Input::EmailAddress, Input::Subject, Input::Body];

    /// The boxes of the text.
    pub const BOXES: [Input; 3] = [Input::Body, Input::Second, Input::Third];

    /// Those without which there is no ticket.
    pub const NEEDED: [Input; 3] = [Input::EmailAddress, Input::Subject, Input::Body];

    /// The contract's field that it goes into.
    pub const fn field(self) -> Field {
        match self {
            Input::Username => Field::Username,
            Input::EmailAddress => Field::EmailAddress,
            Input::Type => Field::Type,
            Input::Subject => Field::Subject,
            Input::Body | Input::Second | Input::Third => Field::Body,
            Input::Tags => Field::Tags,
        }
    }

    /// Its name on the screen and in a draft: the contract's, where there is one.
    pub const fn name(self) -> &'static str {
        match self {
            Input::Second => "body_2",
            Input::Third => "body_3",
            _ => self.field().name(),
        }
    }

    /// The input of this name.
    pub fn from_name(name: &str) -> Option<Input> {
        Input::ALL.into_iter().find(|input| input.name() == name)
    }
}

/// **What is wrong with what stands in an input.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It breaks a rule of the contract.
    Rule(Rule),
    /// The piece of the prefilled text that the visitor was to replace is still there.
    Placeholder,
}

/// **An input as it is filled in.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What stands in it.
    pub value: String,
    /// What is wrong with it, once the visitor should know.
    pub problem: Option<Wrong>,
    /// What the page filled in.
    pub(super) prefill: String,
    /// Whether the visitor has changed it: then no prefill may.
    pub(super) typed: bool,
    /// Whether it has been found wrong: then every key is checked, so that the problem goes as soon as it is solved.
    pub(super) was_wrong: bool,
    /// Whether the visitor has been through with it.
    pub(super) was_left: bool,
}

impl Entry {
    /// Empties it. What the page filled in comes back by a reset only.
    pub(super) fn clear(&mut self) {
        let prefill = core::mem::take(&mut self.prefill);
        *self = Entry { prefill, ..Entry::default() };
    }

    /// As the page filled it in.
    pub(super) fn reset(&mut self) {
        self.clear();
        self.value.clone_from(&self.prefill);
    }
}
