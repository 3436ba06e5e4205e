//! The form on the screen: built once, row by row of a table, then shown after every change. It decides nothing: what
//! stands in it follows from `form::State` and `words::Words`. It must not listen to anything or call the network.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::{
    browser,
    dom::{self, Control},
    error::{MountError, expect},
    form::{Input, Phase, Queued, State},
    text,
    words::{self, Said, Text, Words},
};

mod choices;

include!(concat!(env!("OUT_DIR"), "/screen.rs"));

/// The rows of an input, by their distance from its first.
const LABEL: usize = 1;
const HINT: usize = 2;
const PROBLEM: usize = 3;
const CONTROL: usize = 4;

/// **What the visitor sees.**
pub(crate) struct View(Vec<HtmlElement>);

/// A row of the screen: its parent's row, the text that stands in it, tag, part and attributes.
fn rows() -> impl Iterator<Item = (usize, usize, [&'static str; 3])> {
    text::pieces(SCREEN, b'\n').map(|row| {
        let mut pieces = text::pieces(row, b'|');
        let mut next = || pieces.next().unwrap_or_default();
        (number(next()), number(next()), [next(), next(), next()])
    })
}

/// A number as build.rs writes it, in characters that add up to it.
fn number(characters: &str) -> usize {
    characters.bytes().map(|byte| usize::from(byte - b'*')).sum()
}

impl View {
    /// Builds it in `root`, as a dialog, or in the page's flow.
    pub(crate) fn build(root: &ShadowRoot, inline: bool) -> Result<View, MountError> {
        let mut built: Vec<HtmlElement> = Vec::new();
        for (parent, _, [tag, part, attributes]) in rows() {
            built.push(match built.get(parent) {
                Some(parent) => dom::element(parent, tag, part, attributes)?,
                None => dom::element(root, if inline { "section" } else { tag }, part, attributes)?,
            });
        }
        let view = View(built);
        view.say(Thing::Close, "×");
        dom::show(view.at(Thing::Close), !inline);
        Ok(view)
    }

    /// Says in a language what is always said.
    pub(crate) fn speak(&self, words: &Words) {
        for ((_, text, _), element) in rows().zip(&self.0) {
            let text = words.nth(text);
            if !text.is_empty() {
                dom::text(element, text);
            }
        }
        let panel = self.at(Thing::Panel);
        dom::attr(panel, "lang", words.language());
        dom::attr(panel, "dir", words.direction());
        dom::attr(self.at(Thing::Close), "aria-label", words.say(Text::Close));
    }

    pub(crate) fn at(&self, thing: Thing) -> &HtmlElement {
        &self.0[thing as usize]
    }

    pub(crate) fn control(&self, input: Input) -> &Control {
        self.row(input, CONTROL).unchecked_ref()
    }

    fn row(&self, input: Input, row: usize) -> &HtmlElement {
        let first = match input {
            Input::Username => Thing::Username,
            Input::EmailAddress => Thing::EmailAddress,
            Input::Type => Thing::Type,
            Input::Subject => Thing::Subject,
            Input::Body => Thing::Body,
            Input::Second => Thing::Second,
            Input::Third => Thing::Third,
            Input::Tags => Thing::Tags,
        };
        &self.0[first as usize + row]
    }

    #[inline(never)]
    fn say(&self, thing: Thing, text: &str) {
        dom::text(self.at(thing), text);
    }

    #[inline(never)]
    fn say_in(&self, words: &Words, thing: Thing, text: Text) {
        self.say(thing, words.say(text));
    }

    /// Shows the state. What is as it was is not touched.
    pub(crate) fn show(&self, state: &State, words: &Words, help_email: &str) {
        let (class, status) = match state.phase {
            Phase::Writing => ("", ""),
            Phase::Sending { ticks: 0 } => ("sending", words.say(Text::Sending)),
            Phase::Sending { .. } => ("sending slow", words.say(Text::StillSending)),
            Phase::Sent { .. } => ("sent", words.say(Text::Sent)),
        };
        let is_sending = matches!(state.phase, Phase::Sending { .. });
        let is_sent = matches!(state.phase, Phase::Sent { .. });
        for input in Input::ALL {
            self.show_input(state, words, input, is_sending);
        }
        self.show_questions(state, words);
        dom::attr(self.at(Thing::Form), "class", &text::join(&["form ", class]));
        self.say_in(words, Thing::Title, if is_sent { Text::Thanks } else { Text::Title });
        self.say_in(words, Thing::SubmitSaid, if is_sending { Text::Sending } else { Text::Send });
        self.say(Thing::Missing, &self.missing(state, words));
        self.say(Thing::Status, status);
        dom::show(self.at(Thing::Form), !is_sent);
        dom::show(self.at(Thing::Result), is_sent);
        if let Phase::Sent { url } = &state.phase {
            self.say(Thing::TicketUrl, url);
            dom::set(self.at(Thing::TicketUrl), "href", &url.as_str().into());
        }
        self.show_failure(state, words, help_email);
    }

    fn show_input(&self, state: &State, words: &Words, input: Input, is_sending: bool) {
        let entry = state.entry(input);
        let control = self.control(input);
        // Setting a value moves the cursor.
        if control.value() != entry.value {
            control.set_value(&entry.value);
        }
        // A list cannot be read-only.
        dom::set(control, if input == Input::Type { "disabled" } else { "readOnly" }, &is_sending.into());
        let problem = entry.problem.map(|wrong| words.problem(input, wrong, &state.asks.placeholder));
        dom::attr(control, "aria-invalid", if problem.is_some() { "true" } else { "false" });
        dom::text(self.row(input, PROBLEM), &problem.unwrap_or_default());
        let class = if state.is_right(input) { "field right" } else { "field" };
        dom::attr(self.row(input, 0), "class", class);
    }

    /// What is still missing, in a list; nothing while the ticket is on its way.
    fn missing(&self, state: &State, words: &Words) -> String {
        let mut names = String::new();
        for input in state.missing() {
            names = text::join(&[&names, words.say(words::missing(input)), "\n"]);
        }
        if names.is_empty() || !matches!(state.phase, Phase::Writing) {
            return names;
        }
        words.with(Text::Missing, &browser::listed(words.language(), &names))
    }

    fn show_failure(&self, state: &State, words: &Words, help_email: &str) {
        let has_mail = !help_email.is_empty();
        let (said, kept, class) = match &state.failure {
            Some(error) => {
                let mut said = words.failure(error, has_mail, state.in_doubt);
                if state.queued == Some(Queued::InBrowser) {
                    said.next = words.say(Text::Queued).to_owned();
                }
                let kept = words.say(Text::Kept);
                (said, kept, "alert said")
            }
            None => (Said::default(), "", "alert"),
        };
        dom::attr(self.at(Thing::Alert), "class", class);
        self.say(Thing::Happened, &text::join(&[&said.happened, " ", kept]));
        self.say(Thing::Next, &said.next);
        // A live region says what is new in it: what is hidden until it is needed is not.
        let offers_mail = has_mail && state.failure.is_some();
        dom::show(self.at(Thing::Mail), offers_mail);
        let (before, after) = words.around(if said.next.is_empty() { Text::NextMail } else { Text::OrMail });
        self.say(Thing::MailBefore, before);
        self.say(Thing::MailLink, help_email);
        self.say(Thing::MailAfter, after.unwrap_or_default());
        // Not while it is hidden: it would encode the text at every key.
        if offers_mail {
            dom::set(self.at(Thing::MailLink), "href", &mail_address(help_email, state).into());
        }
    }
}

fn expect_element(made: Result<HtmlElement, MountError>) -> Option<HtmlElement> {
    expect(made.map_err(|error| error.0))
}

/// The most of a text that goes into a `mailto:` address, in bytes before encoding.
///
/// # Source
/// Ours: mail programs cut addresses at about 2,000 characters, and encoding makes them longer.
const MAX_MAIL_BYTES: usize = 1200;

/// A mail to the help address that has the visitor's words in it, where they fit.
fn mail_address(help_email: &str, state: &State) -> String {
    let text = |input| {
        let value = &state.entry(input).value;
        let fits = value.len() <= MAX_MAIL_BYTES;
        String::from(js_sys::encode_uri_component(if fits { value } else { "" }))
    };
    text::join(&["mailto:", help_email, "?subject=", &text(Input::Subject), "&body=", &text(Input::Body)])
}
