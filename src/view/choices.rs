//! The parts of the form that depend on the page's options and the ticket's type: the list of types, the boxes of the
//! text, and the tags.

use super::{HINT, LABEL, View, log_err_element};
use crate::{
    dom,
    form::{Input, State},
    text,
    words::{self, Text, Words},
};

impl View {
    /// Fills the list of types in the current language. It includes a prefilled type that the page does not offer.
    pub(crate) fn show_types(&self, state: &State, words: &Words) {
        let list = self.control(Input::Type);
        let value = list.value();
        dom::set_text(list, "");
        let add = |name: &str, text| {
            let option = dom::append_element(list, "option", "", &text::join(&["value=", name]));
            if let Some(option) = log_err_element(option) {
                dom::set_text(&option, words.text(text));
            }
        };
        add("", Text::TypeNone);
        for kind in &state.options.types {
            add(kind.name(), words::type_name(*kind));
        }
        if let Some(kind) = state.kind().filter(|kind| !state.options.types.contains(kind)) {
            add(kind.name(), words::type_name(kind));
        }
        list.set_value(&value);
        dom::set_visible(self.row(Input::Type, 0), !state.options.types.is_empty());
    }

    /// Shows the type's questions with their boxes, and the tags. A box with text stays visible, so that choosing a type loses
    /// nothing.
    pub(super) fn update_questions(&self, state: &State, words: &Words) {
        let kind = state.kind();
        let questions = words::questions(kind);
        for (input, question) in Input::BOXES.into_iter().zip(questions) {
            dom::set_text(self.row(input, LABEL), words.text(question));
            let is_asked = question != Text::More || !state.entry(input).value.is_empty();
            dom::set_visible(self.row(input, 0), is_asked);
        }
        let hint = if kind.is_none() { words.text(Text::BodyHint) } else { "" };
        let hint = text::join(&[hint, " ", words.text(Text::Markdown)]);
        dom::set_text(self.row(Input::Body, HINT), hint.trim_ascii());
        dom::set_visible(self.row(Input::Tags, 0), state.options.tags || state.tags().next().is_some());
    }
}
