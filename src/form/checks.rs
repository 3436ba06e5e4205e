//! What is wrong with what stands in the form. The rules are the contract's; what is the form's own is that the text
//! may stand in any of its boxes, and that a page may ask for a piece of it or of the subject to be replaced.

use support_ticket_contract::{Field, MAX_TAGS, Rule, check_text, is_blank};

use super::{Input, State, Wrong};
use crate::text;

impl State {
    /// Checks an input, and remembers what is wrong with it.
    pub(super) fn check(&mut self, input: Input) {
        let problem = self.wrong(input);
        let entry = self.entry_mut(input);
        entry.problem = problem;
        entry.was_wrong |= problem.is_some();
        entry.was_left = true;
    }

    fn wrong(&self, input: Input) -> Option<Wrong> {
        let value = &self.entry(input).value;
        let placeholder = &self.asks.placeholder;
        // A type's name is not the visitor's to write.
        if input >= Input::Subject
            && input < Input::Tags
            && !placeholder.is_empty()
            && text::after(value, placeholder).is_some()
        {
            return Some(Wrong::Placeholder);
        }
        let rule = match input {
            // Which types there are is the page's; what the list has is known.
            Input::Type => None,
            Input::Tags if self.tags().count() > MAX_TAGS => Some(Rule::TooMany { limit: MAX_TAGS }),
            Input::Tags => self.tags().find_map(|tag| check_text(Field::Tags, tag)),
            Input::Body if !self.has_more() => check_text(Field::Body, value),
            // Empty boxes are left out.
            Input::Body | Input::Second | Input::Third => {
                check_text(Field::Body, value).filter(|rule| *rule != Rule::Required)
            }
            _ => check_text(input.field(), value),
        };
        rule.map(Wrong::Rule)
    }

    /// The inputs that still lack something, in the order of the screen.
    pub fn missing(&self) -> impl Iterator<Item = Input> {
        let is_missing = |input: &Input| {
            is_blank(&self.entry(*input).value) && !(*input == Input::Body && self.has_more())
        };
        Input::NEEDED.into_iter().filter(is_missing)
    }

    /// Whether the visitor has filled in an input, and rightly.
    pub fn is_right(&self, input: Input) -> bool {
        let entry = self.entry(input);
        entry.was_left && !is_blank(&entry.value) && self.wrong(input).is_none()
    }
}
