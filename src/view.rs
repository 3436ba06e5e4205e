//! The form on the screen: built once from a table, then updated after every change from `form::State` and
//! `words::Words`. It decides nothing and listens to nothing.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::{
    browser,
    console::{MountError, log_err},
    dom::{self, Control},
    form::{Input, Phase, Queued, State},
    text,
    words::{self, FailureText, Text, Words},
};

mod choices;
#[path = "screen_codec.rs"]
mod screen_codec;

include!(concat!(env!("OUT_DIR"), "/screen.rs"));

/// The rows of an input, as offsets from its first row.
const LABEL: usize = 1;
const HINT: usize = 2;
const PROBLEM: usize = 3;
const CONTROL: usize = 4;

/// **The elements of the form**, by their row in the table.
pub(crate) struct View(Vec<HtmlElement>);

/// Iterates over the table's rows: the parent's row, the index of the text, and tag, part and attributes.
fn rows() -> impl Iterator<Item = (usize, usize, [&'static str; 3])> {
    text::pieces(SCREEN, b'\n').map(|row| {
        let mut pieces = text::pieces(row, b'|');
        let mut next = || pieces.next().unwrap_or_default();
        (screen_codec::decode(next()), screen_codec::decode(next()), [next(), next(), next()])
    })
}

impl View {
    /// Builds the form in `root`, as a dialog, or inline in the page.
    pub(crate) fn build(root: &ShadowRoot, inline: bool) -> Result<View, MountError> {
        let mut built: Vec<HtmlElement> = Vec::new();
        for (parent, _, [tag, part, attributes]) in rows() {
            built.push(match built.get(parent) {
                Some(parent) => dom::append_element(parent, tag, part, attributes)?,
                None => dom::append_element(root, if inline { "section" } else { tag }, part, attributes)?,
            });
        }
        let view = View(built);
        view.set_text(Node::Close, "×");
        dom::set_visible(view.node(Node::Close), !inline);
        Ok(view)
    }

    /// Sets the language and the texts that never change otherwise.
    pub(crate) fn set_language(&self, words: &Words) {
        for ((_, text, _), element) in rows().zip(&self.0) {
            let text = words.nth_text(text);
            if !text.is_empty() {
                dom::set_text(element, text);
            }
        }
        let panel = self.node(Node::Panel);
        dom::set_attr(panel, "lang", words.language());
        dom::set_attr(panel, "dir", words.direction());
        dom::set_attr(self.node(Node::Close), "aria-label", words.text(Text::Close));
    }

    pub(crate) fn node(&self, node: Node) -> &HtmlElement {
        &self.0[node as usize]
    }

    pub(crate) fn control(&self, input: Input) -> &Control {
        self.row(input, CONTROL).unchecked_ref()
    }

    fn row(&self, input: Input, row: usize) -> &HtmlElement {
        let first = match input {
            Input::Username => Node::Username,
            Input::EmailAddress => Node::EmailAddress,
            Input::Type => Node::Type,
            Input::Subject => Node::Subject,
            Input::Body => Node::Body,
            Input::Body2 => Node::Second,
            Input::Body3 => Node::Third,
            Input::Tags => Node::Tags,
        };
        &self.0[first as usize + row]
    }

    #[inline(never)]
    fn set_text(&self, node: Node, text: &str) {
        dom::set_text(self.node(node), text);
    }

    #[inline(never)]
    fn set_translated(&self, words: &Words, node: Node, text: Text) {
        self.set_text(node, words.text(text));
    }

    /// Updates the elements whose content differs from the state.
    pub(crate) fn update(&self, state: &State, words: &Words, help_email: &str) {
        let (class, status) = match state.phase {
            Phase::Writing => ("", ""),
            Phase::Sending { ticks: 0 } => ("sending", words.text(Text::Sending)),
            Phase::Sending { .. } => ("sending slow", words.text(Text::StillSending)),
            Phase::Sent { .. } => ("sent", words.text(Text::Sent)),
        };
        let is_sending = matches!(state.phase, Phase::Sending { .. });
        let is_sent = matches!(state.phase, Phase::Sent { .. });
        for input in Input::ALL {
            self.update_input(state, words, input, is_sending);
        }
        self.update_questions(state, words);
        dom::set_attr(self.node(Node::Form), "class", &text::join(&["form ", class]));
        self.set_translated(words, Node::Title, if is_sent { Text::Thanks } else { Text::Title });
        self.set_translated(words, Node::SubmitSaid, if is_sending { Text::Sending } else { Text::Send });
        self.set_text(Node::Missing, &self.missing_list(state, words));
        self.set_text(Node::Status, status);
        dom::set_visible(self.node(Node::Form), !is_sent);
        dom::set_visible(self.node(Node::Result), is_sent);
        if let Phase::Sent { url } = &state.phase {
            self.set_text(Node::TicketUrl, url);
            dom::set(self.node(Node::TicketUrl), "href", &url.as_str().into());
        }
        self.update_failure(state, words, help_email);
    }

    fn update_input(&self, state: &State, words: &Words, input: Input, is_sending: bool) {
        let entry = state.entry(input);
        let control = self.control(input);
        // Setting a value moves the cursor, so an unchanged one is left alone.
        if control.value() != entry.value {
            control.set_value(&entry.value);
        }
        // A select cannot be read-only.
        dom::set(control, if input == Input::Type { "disabled" } else { "readOnly" }, &is_sending.into());
        let problem = entry.problem.map(|wrong| words.problem(input, wrong, &state.options.placeholder));
        dom::set_attr(control, "aria-invalid", if problem.is_some() { "true" } else { "false" });
        dom::set_text(self.row(input, PROBLEM), &problem.unwrap_or_default());
        let class = if state.is_valid(input) { "field right" } else { "field" };
        dom::set_attr(self.row(input, 0), "class", class);
    }

    /// Lists the inputs that are still missing; empty while the ticket is being sent.
    fn missing_list(&self, state: &State, words: &Words) -> String {
        let mut names = String::new();
        for input in state.missing() {
            names = text::join(&[&names, words.text(words::missing_name(input)), "\n"]);
        }
        if names.is_empty() || !matches!(state.phase, Phase::Writing) {
            return names;
        }
        words.with(Text::Missing, &browser::listed(words.language(), &names))
    }

    fn update_failure(&self, state: &State, words: &Words, help_email: &str) {
        let has_mail = !help_email.is_empty();
        let (text, kept, class) = match &state.failure {
            Some(error) => {
                let mut text = words.failure(error, has_mail, state.in_doubt);
                if state.queued == Some(Queued::InBrowser) {
                    text.next = words.text(Text::Queued).to_owned();
                }
                let kept = words.text(Text::Kept);
                (text, kept, "alert said")
            }
            None => (FailureText::default(), "", "alert"),
        };
        dom::set_attr(self.node(Node::Alert), "class", class);
        self.set_text(Node::Happened, &text::join(&[&text.happened, " ", kept]));
        self.set_text(Node::Next, &text.next);
        // Screen readers read changes of a live region, but not of parts that are hidden until they are needed.
        let offers_mail = has_mail && state.failure.is_some();
        dom::set_visible(self.node(Node::Mail), offers_mail);
        let (before, after) =
            words.around_placeholder(if text.next.is_empty() { Text::NextMail } else { Text::OrMail });
        self.set_text(Node::MailBefore, before);
        self.set_text(Node::MailLink, help_email);
        self.set_text(Node::MailAfter, after.unwrap_or_default());
        // Only while it is visible: it encodes the text at every key press.
        if offers_mail {
            dom::set(self.node(Node::MailLink), "href", &mail_url(help_email, state).into());
        }
    }
}

fn log_err_element(result: Result<HtmlElement, MountError>) -> Option<HtmlElement> {
    log_err(result.map_err(|error| error.0))
}

/// The longest text that goes into a `mailto:` address, in bytes before encoding.
///
/// # Source
/// Ours: mail programs cut addresses at about 2,000 characters, and encoding makes them longer.
const MAX_MAIL_BYTES: usize = 1200;

/// Returns a `mailto:` URL with the visitor's subject and text, where they fit.
fn mail_url(help_email: &str, state: &State) -> String {
    let text = |input| {
        let value = &state.entry(input).value;
        let fits = value.len() <= MAX_MAIL_BYTES;
        String::from(js_sys::encode_uri_component(if fits { value } else { "" }))
    };
    text::join(&["mailto:", help_email, "?subject=", &text(Input::Subject), "&body=", &text(Input::Body)])
}
