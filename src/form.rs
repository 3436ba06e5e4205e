//! The form's state machine: its state, its events and their effects. Plain Rust without DOM, network or language, tested
//! natively.

use support_ticket_contract::{Dialect, Problem, Ticket, TicketType, is_blank};

use crate::{answer::SendError, text};

mod checks;
mod event;
mod input;

pub use event::{Effects, Event, Focus, Notice};
pub use input::{Entry, Input, InputProblem};

/// **The state of the form**, which determines what the visitor sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The page's options.
    pub options: FormOptions,
    /// The inputs' values and problems.
    pub entries: [Entry; 8],
    /// Whether the ticket is being written, being sent, or sent.
    pub phase: Phase,
    /// The failure of the last try, until the next.
    pub failure: Option<SendError>,
    /// Whether the ticket may have been created anyway, so that resending could duplicate it.
    pub in_doubt: bool,
    /// Where the outbox stores the ticket, if it does; from there it is sent automatically.
    pub queued: Option<Queued>,
    /// The ticket's id. It stays the same until the ticket exists, so that a retry creates no second ticket.
    pub id: String,
    /// The id of the last ticket that was sent.
    pub sent_id: String,
}

/// **The options that the page sets.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormOptions {
    /// The types of tickets to choose from; if empty, the choice is hidden.
    pub types: Vec<TicketType>,
    /// A piece of the prefilled text that the visitor has to replace.
    pub placeholder: String,
    /// Whether the visitor may enter tags.
    pub tags: bool,
    /// The API of the endpoint.
    pub dialect: Dialect,
}

/// **The phase of a ticket.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The visitor is writing.
    Writing,
    /// The ticket is being sent.
    Sending {
        /// The time since, in units of [`TICK_SECONDS`].
        ticks: u32,
    },
    /// The ticket exists, at this address.
    Sent {
        /// An http(s) URL.
        url: String,
    },
}

/// **Where the outbox stores a ticket.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// In the browser, until it is sent.
    InBrowser,
    /// In memory while the page is open, because the browser cannot store it.
    OnPage,
}

/// The interval of [`Event::Tick`] while a ticket is being sent. After the first tick, the form says that it takes long.
///
/// # Source
/// Nielsen's limit of ten seconds for keeping someone's attention.
pub const TICK_SECONDS: u32 = 10;
/// The number of ticks after which the request is aborted: 30 seconds.
///
/// # Source
/// Ours: nobody watches a spinner for longer. The outbox has the same timeout, `TRY_TIMEOUT_MS`.
pub const MAX_TICKS: u32 = 3;

impl State {
    /// Creates an empty form for a ticket with this id.
    pub fn new(id: String) -> State {
        State {
            options: FormOptions::default(),
            entries: Default::default(),
            phase: Phase::Writing,
            failure: None,
            in_doubt: false,
            queued: None,
            id,
            sent_id: String::new(),
        }
    }

    /// Returns an input's value and problem.
    pub fn entry(&self, input: Input) -> &Entry {
        &self.entries[input as usize]
    }

    fn entry_mut(&mut self, input: Input) -> &mut Entry {
        &mut self.entries[input as usize]
    }

    /// Returns the type that the visitor or the page chose.
    pub fn kind(&self) -> Option<TicketType> {
        TicketType::from_name(&self.entry(Input::Type).value)
    }

    /// Iterates over the tags, which are separated by commas.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = &self.entry(Input::Tags).value;
        text::pieces(tags, b',').map(str::trim_ascii).filter(|tag| !tag.is_empty())
    }

    /// Returns the visitor's part of the ticket. If there is text in more than the first box, the boxes are joined, each under
    /// its heading.
    pub fn ticket(&self, headings: [String; 3]) -> Ticket<&'static str> {
        let of = |input| self.entry(input).value.clone();
        let username = self.entry(Input::Username).value.trim_ascii();
        Ticket {
            id: Some(self.id.clone()),
            username: (!username.is_empty()).then(|| username.to_owned()),
            email_address: of(Input::EmailAddress),
            subject: of(Input::Subject),
            body: self.body(headings),
            tags: self.tags().map(str::to_owned).collect(),
            ..Ticket::default()
        }
    }

    fn body(&self, headings: [String; 3]) -> String {
        let mut text = String::new();
        for (input, heading) in Input::BOXES.into_iter().zip(headings) {
            let value = &self.entry(input).value;
            if input == Input::Body && !self.has_text_in_other_boxes() {
                return value.clone();
            }
            if !is_blank(value) {
                let gap = if text.is_empty() { "" } else { "\n\n" };
                text.push_str(&text::join(&[gap, "## ", &heading, "\n\n", value]));
            }
        }
        text
    }

    /// Whether there is text in a box other than the first.
    pub fn has_text_in_other_boxes(&self) -> bool {
        [Input::Body2, Input::Body3].into_iter().any(|input| !is_blank(&self.entry(input).value))
    }
}

/// Decides what an event changes in the state and which effects follow. No other place decides.
pub fn step(state: &mut State, event: Event) -> Effects {
    match event {
        Event::Send => return send(state),
        Event::Tick => return tick(state),
        Event::OptionsChanged(asks) => state.options = asks,
        Event::Prefilled(input, value) => {
            let entry = state.entry_mut(input);
            if !entry.typed {
                entry.value.clone_from(&value);
            }
            entry.prefill = value;
        }
        Event::Typed(input, value) => typed(state, input, value),
        Event::Blurred(input) => {
            if state.entry(input).typed {
                state.check(input);
            }
        }
        Event::CancelledByPage => state.phase = Phase::Writing,
        Event::Rejected(problems) => {
            state.phase = Phase::Writing;
            for Problem { field, rule } in problems {
                if let Some(input) = Input::from_name(field.name()) {
                    let entry = state.entry_mut(input);
                    entry.problem = Some(InputProblem::Rule(rule));
                    entry.had_problem = true;
                }
            }
            return focus_first_problem(state);
        }
        Event::Answered { result, queued, spare_id } => {
            if matches!(state.phase, Phase::Sending { .. }) {
                state.queued = queued;
                return answered(state, result, spare_id);
            }
        }
        Event::SentByOutbox { id, url, spare_id } => {
            // If the visitor has changed the text since, it is another ticket.
            if id == state.id && state.queued.is_some() && matches!(state.phase, Phase::Writing) {
                return answered(state, Ok(url), spare_id);
            }
        }
        Event::StartAnother => {
            // A ticket that is being sent stays so: otherwise a second press of Send would send it twice.
            if let Phase::Sent { .. } = state.phase {
                state.phase = Phase::Writing;
            }
        }
        Event::ResumedAs(id) => state.id = id,
        Event::StillSending => state.phase = Phase::Sending { ticks: 0 },
        Event::Reset { spare_id } => {
            // The page must not reset a ticket that the visitor is sending.
            if !matches!(state.phase, Phase::Sending { .. }) {
                for entry in &mut state.entries {
                    entry.reset();
                }
                state.phase = Phase::Writing;
                state.failure = None;
                state.queued = None;
                state.id = spare_id;
            }
        }
    }
    Effects::default()
}

fn typed(state: &mut State, input: Input, value: String) {
    if state.queued.is_some() && state.entry(input).value != value {
        // The stored ticket no longer has the text of the form.
        state.queued = None;
        state.failure = None;
    }
    let entry = state.entry_mut(input);
    entry.value = value;
    entry.typed = true;
    if entry.had_problem {
        state.check(input);
    }
    // Another box may supply the text that was missing.
    if state.entry(Input::Body).had_problem {
        state.check(Input::Body);
    }
}

fn send(state: &mut State) -> Effects {
    // A second press, by a double click or Enter twice, while the ticket is being sent.
    if !matches!(state.phase, Phase::Writing) {
        return Effects::default();
    }
    for input in Input::ALL {
        state.check(input);
    }
    let effects = focus_first_problem(state);
    if effects.focus.is_some() {
        return effects;
    }
    state.failure = None;
    state.queued = None;
    state.phase = Phase::Sending { ticks: 0 };
    Effects { send: true, ..effects }
}

fn tick(state: &mut State) -> Effects {
    if let Phase::Sending { ticks } = &mut state.phase {
        *ticks += 1;
        return Effects { abort: *ticks >= MAX_TICKS, ..Effects::default() };
    }
    Effects::default()
}

fn focus_first_problem(state: &State) -> Effects {
    let wrong = Input::ALL.into_iter().find(|input| state.entry(*input).problem.is_some());
    Effects { focus: wrong.map(Focus::Input), ..Effects::default() }
}

fn answered(state: &mut State, result: Result<String, SendError>, spare_id: String) -> Effects {
    match result {
        Ok(url) => {
            for input in [Input::Subject, Input::Body, Input::Body2, Input::Body3] {
                state.entry_mut(input).clear();
            }
            for input in [Input::Type, Input::Tags] {
                state.entry_mut(input).reset();
            }
            state.phase = Phase::Sent { url };
            state.failure = None;
            state.queued = None;
            state.sent_id = core::mem::replace(&mut state.id, spare_id);
            Effects { focus: Some(Focus::Result), notify: Some(Notice::Created), ..Effects::default() }
        }
        Err(error) => {
            let is_taken = matches!(error, SendError::Conflict);
            let effects = failed(state, error);
            // An earlier version with this id has arrived, so this is another ticket.
            if is_taken {
                state.id = spare_id;
            }
            effects
        }
    }
}

fn failed(state: &mut State, error: SendError) -> Effects {
    state.phase = Phase::Writing;
    state.sent_id.clone_from(&state.id);
    state.in_doubt = !state.options.dialect.is_repeatable() && error.may_have_arrived();
    state.failure = Some(error);
    Effects { notify: Some(Notice::Failed), ..Effects::default() }
}

#[cfg(test)]
mod tests;
