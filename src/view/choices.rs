//! The parts of the screen that the page and the ticket's type decide on: types to choose from, the boxes of the text,
//! the tags. It must not know what is chosen or typed, but by the state.

use super::{HINT, LABEL, View, expect_element};
use crate::{
    dom,
    form::{Input, State},
    text,
    words::{self, Text, Words},
};

impl View {
    /// Which types there are to choose from, in the words of the language; one that the page filled in is among them.
    pub(crate) fn offer(&self, state: &State, words: &Words) {
        let list = self.control(Input::Type);
        let value = list.value();
        dom::text(list, "");
        let add = |name: &str, text| {
            let made = dom::element(list, "option", "", &text::join(&["value=", name]));
            if let Some(option) = expect_element(made) {
                dom::text(&option, words.say(text));
            }
        };
        add("", Text::TypeNone);
        for kind in &state.asks.types {
            add(kind.name(), words::name_of(*kind));
        }
        if let Some(kind) = state.kind().filter(|kind| !state.asks.types.contains(kind)) {
            add(kind.name(), words::name_of(kind));
        }
        list.set_value(&value);
        dom::show(self.row(Input::Type, 0), !state.asks.types.is_empty());
    }

    /// The questions of the type, over as many boxes, and the tags. A box with text in it stays: nothing is lost by a choice.
    pub(super) fn show_questions(&self, state: &State, words: &Words) {
        let kind = state.kind();
        let questions = words::questions(kind);
        for (input, question) in Input::BOXES.into_iter().zip(questions) {
            dom::text(self.row(input, LABEL), words.say(question));
            let is_asked = question != Text::More || !state.entry(input).value.is_empty();
            dom::show(self.row(input, 0), is_asked);
        }
        let hint = if kind.is_none() { words.say(Text::BodyHint) } else { "" };
        let hint = text::join(&[hint, " ", words.say(Text::Markdown)]);
        dom::text(self.row(Input::Body, HINT), hint.trim_ascii());
        dom::show(self.row(Input::Tags, 0), state.asks.tags || state.tags().next().is_some());
    }
}
