//! Checks the inputs by the contract's rules. The form adds two: the text may be in any of its boxes, and the page's
//! placeholder has to be replaced.

use support_ticket_contract::{Field, MAX_TAGS, Rule, check_text, is_blank};

use super::{Input, InputProblem, State};
use crate::text;

impl State {
    /// Checks an input and stores its problem.
    pub(super) fn check(&mut self, input: Input) {
        let problem = self.find_problem(input);
        let entry = self.entry_mut(input);
        entry.problem = problem;
        entry.had_problem |= problem.is_some();
        entry.was_visited = true;
    }

    fn find_problem(&self, input: Input) -> Option<InputProblem> {
        let value = &self.entry(input).value;
        let placeholder = &self.options.placeholder;
        // Only the subject and the text have a placeholder.
        if input >= Input::Subject
            && input < Input::Tags
            && !placeholder.is_empty()
            && text::after(value, placeholder).is_some()
        {
            return Some(InputProblem::Placeholder);
        }
        let rule = match input {
            // The list has valid types only.
            Input::Type => None,
            Input::Tags if self.tags().count() > MAX_TAGS => Some(Rule::TooMany { limit: MAX_TAGS }),
            Input::Tags => self.tags().find_map(|tag| check_text(Field::Tags, tag)),
            Input::Body if !self.has_text_in_other_boxes() => check_text(Field::Body, value),
            // Empty boxes are omitted.
            Input::Body | Input::Body2 | Input::Body3 => {
                check_text(Field::Body, value).filter(|rule| *rule != Rule::Required)
            }
            _ => check_text(input.field(), value),
        };
        rule.map(InputProblem::Rule)
    }

    /// Whether the visitor has filled in an input without a problem.
    pub fn is_valid(&self, input: Input) -> bool {
        let entry = self.entry(input);
        entry.was_visited && !is_blank(&entry.value) && self.find_problem(input).is_none()
    }
}
