//! Updates the form's elements after every change from `form::State` and `words::Words`. `www/widget/form/screen.js` builds
//! them. It decides nothing and listens to nothing.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    dom::{self, Control},
    form::{Input, Phase, Queued, State},
    text,
    words::{FailureText, Text, Words},
};

include!(concat!(env!("OUT_DIR"), "/screen.rs"));

/// The rows of an input, as offsets from its first row.
const LABEL: usize = 1;
const PROBLEM: usize = 3;
const CONTROL: usize = 4;

/// **The elements of the form**, by their row in `www/widget/form/screen.txt`.
pub(crate) struct View(pub(crate) Vec<HtmlElement>);

impl View {
    pub(crate) fn node(&self, node: Node) -> &HtmlElement {
        &self.0[node as usize]
    }

    pub(crate) fn control(&self, input: Input) -> &Control {
        self.row(input, CONTROL).unchecked_ref()
    }

    /// Returns the text of an input's label.
    pub(crate) fn label(&self, input: Input) -> String {
        self.row(input, LABEL).text_content().unwrap_or_default()
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
        dom::set_attr(self.node(Node::Form), "class", &text::join(&["form ", class]));
        self.set_translated(words, Node::Title, if is_sent { Text::Thanks } else { Text::Title });
        self.set_translated(words, Node::Submit, if is_sending { Text::Sending } else { Text::Send });
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
