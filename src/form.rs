//! What the form does: its state, what may happen to it, and what follows. Plain Rust, tested natively; it must not
//! know the DOM, the network or any language.

use support_ticket_contract::{Problem, Ticket, TicketType, is_blank};

use crate::{answer::SendError, text};

mod checks;
mod event;
mod input;

pub use event::{Effects, Event, Focus, Tell};
pub use input::{Entry, Input, Wrong};

/// **All that the form knows.** What the visitor sees follows from it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Whether the panel is open.
    pub open: bool,
    /// What the page asks of the visitor.
    pub asks: Asks,
    /// What stands in each input.
    pub entries: [Entry; 8],
    /// Where the ticket is on its way.
    pub phase: Phase,
    /// Why the last try to send failed, until the next.
    pub failure: Option<SendError>,
    /// Whether the ticket may exist all the same, and sending again make a second one.
    pub in_doubt: bool,
    /// Whether the ticket is in the outbox, from where it is sent without the visitor.
    pub queued: Option<Queued>,
    /// The ticket's id. It stays the same until the ticket exists, so that a repeated try makes no second ticket.
    pub id: String,
    /// The id under which was sent last.
    pub sent_id: String,
    /// Counts the tries to send: an answer to an earlier one comes too late.
    pub attempt: u32,
}

/// **What the page asks of the visitor.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asks {
    /// The types of tickets to choose from; none: no choice is shown.
    pub types: Vec<TicketType>,
    /// A piece of the prefilled text that the visitor is to replace.
    pub placeholder: String,
    /// Whether tags may be typed.
    pub tags: bool,
    /// Whether the endpoint speaks API v2, which makes a second ticket when the first is sent again.
    pub v2: bool,
}

/// **Where the ticket is on its way.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The visitor writes.
    Writing,
    /// The ticket is on its way.
    Sending {
        /// For how long, in ticks of [`TICK_SECONDS`].
        ticks: u32,
    },
    /// The ticket exists, at this address.
    Sent {
        /// An http or https address.
        url: String,
    },
}

/// **How long the outbox keeps a ticket.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// In the browser: until it is sent.
    InBrowser,
    /// Where the browser can't, as long as the page is open.
    OnPage,
}

/// How often [`Event::Tick`] comes while a ticket is on its way, in seconds. After the first the visitor is told that
/// it takes long.
///
/// # Source
/// Nielsen's limit of ten seconds for keeping someone's attention.
pub const TICK_SECONDS: u32 = 10;
/// For how many ticks an answer is waited for: then the request is given up.
///
/// # Source
/// Issue 3: "a timeout of 30 s".
pub const MAX_TICKS: u32 = 3;

impl State {
    /// An empty form for a ticket with this id.
    pub fn new(id: String) -> State {
        State {
            open: false,
            asks: Asks::default(),
            entries: Default::default(),
            phase: Phase::Writing,
            failure: None,
            in_doubt: false,
            queued: None,
            id,
            sent_id: String::new(),
            attempt: 0,
        }
    }

    /// What stands in an input.
    pub fn entry(&self, input: Input) -> &Entry {
        &self.entries[input as usize]
    }

    fn entry_mut(&mut self, input: Input) -> &mut Entry {
        &mut self.entries[input as usize]
    }

    /// The type that was chosen, by the visitor or the page.
    pub fn kind(&self) -> Option<TicketType> {
        TicketType::from_name(&self.entry(Input::Type).value)
    }

    /// The tags, which stand between commas.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = &self.entry(Input::Tags).value;
        text::pieces(tags, b',').map(str::trim_ascii).filter(|tag| !tag.is_empty())
    }

    /// What the visitor wrote, as a ticket; the rest is the page's. The boxes of the text become one, each under its
    /// heading, where there is more than the first.
    pub fn ticket(&self, headings: [&str; 3]) -> Ticket<&'static str> {
        let of = |input| self.entry(input).value.clone();
        let username = self.entry(Input::Username).value.trim_ascii();
        Ticket {
            id: Some(self.id.clone()),
            username: (!username.is_empty()).then(|| username.to_owned()),
            email_address: of(Input::EmailAddress),
            subject: of(Input::Subject),
            body: self.text(headings),
            tags: self.tags().map(str::to_owned).collect(),
            ..Ticket::default()
        }
    }

    fn text(&self, headings: [&str; 3]) -> String {
        let mut text = String::new();
        for (input, heading) in Input::BOXES.into_iter().zip(headings) {
            let value = &self.entry(input).value;
            if input == Input::Body && !self.has_more() {
                return value.clone();
            }
            if !is_blank(value) {
                let gap = if text.is_empty() { "" } else { "\n\n" };
                text.push_str(&text::join(&[gap, "## ", heading, "\n\n", value]));
            }
        }
        text
    }

    /// Whether there is text in another box than the first.
    pub fn has_more(&self) -> bool {
        [Input::Second, Input::Third].into_iter().any(|input| !is_blank(&self.entry(input).value))
    }

    /// Where a visitor who comes to the form goes on: the first field with nothing in it, else the text.
    fn go_on(&self) -> Effects {
        let is_empty = |input: &Input| self.entry(*input).value.is_empty();
        let focus = match self.phase {
            Phase::Sent { .. } => Focus::Result,
            _ => Focus::Input(Input::FIELDS.into_iter().find(is_empty).unwrap_or(Input::Body)),
        };
        Effects { focus: Some(focus), ..Effects::default() }
    }
}

/// The one place that decides: changes the state by what happened, and says what is to be done.
pub fn step(state: &mut State, event: Event) -> Effects {
    match event {
        Event::SetOpen(open) => return set_open(state, open),
        Event::Focused => return state.go_on(),
        Event::Send => return send(state),
        Event::Tick => return tick(state),
        Event::Asked(asks) => state.asks = asks,
        Event::Prefilled(input, value) => {
            let entry = state.entry_mut(input);
            if !entry.typed {
                entry.value.clone_from(&value);
            }
            entry.prefill = value;
        }
        Event::Typed(input, value) => typed(state, input, value),
        Event::Left(input) => {
            if state.entry(input).typed {
                state.check(input);
            }
        }
        Event::Withheld => state.phase = Phase::Writing,
        Event::Wrong(problems) => {
            state.phase = Phase::Writing;
            for Problem { field, rule } in problems {
                if let Some(input) = Input::from_name(field.name()) {
                    let entry = state.entry_mut(input);
                    entry.problem = Some(Wrong::Rule(rule));
                    entry.was_wrong = true;
                }
            }
            return focus_first_wrong(state);
        }
        Event::Answered { attempt, outcome, queued, spare_id } => {
            let is_awaited = attempt == state.attempt && matches!(state.phase, Phase::Sending { .. });
            if is_awaited {
                state.queued = queued;
                return answered(state, outcome, spare_id);
            }
        }
        Event::Arrived { id, url, spare_id } => {
            // What was changed since is another ticket.
            if id == state.id && state.queued.is_some() && matches!(state.phase, Phase::Writing) {
                return answered(state, Ok(url), spare_id);
            }
        }
        Event::Another => {
            // What is on its way stays so, or a second press of Send would send it twice.
            if let Phase::Sent { .. } = state.phase {
                state.phase = Phase::Writing;
            }
            return state.go_on();
        }
        Event::Resumed(id) => state.id = id,
        Event::Reset { spare_id } => {
            // What is on its way is the visitor's, not the page's.
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

fn set_open(state: &mut State, open: bool) -> Effects {
    let changed = state.open != open;
    state.open = open;
    let effects = if open && changed { state.go_on() } else { Effects::default() };
    let told = if open { Tell::Opened } else { Tell::Closed };
    // Open and unchanged: what the page moved has lost its place above the page, and is shown again.
    Effects { panel: (open || changed).then_some(open), tell: changed.then_some(told), ..effects }
}

fn typed(state: &mut State, input: Input, value: String) {
    if state.queued.is_some() && state.entry(input).value != value {
        // What is kept is no longer what stands here.
        state.queued = None;
        state.failure = None;
    }
    let entry = state.entry_mut(input);
    entry.value = value;
    entry.typed = true;
    if entry.was_wrong {
        state.check(input);
    }
    // A box may be what the text was found to lack.
    if state.entry(Input::Body).was_wrong {
        state.check(Input::Body);
    }
}

fn send(state: &mut State) -> Effects {
    // A second press, by double click or Enter twice, while the first is on its way.
    if !matches!(state.phase, Phase::Writing) {
        return Effects::default();
    }
    for input in Input::ALL {
        state.check(input);
    }
    let effects = focus_first_wrong(state);
    if effects.focus.is_some() {
        return effects;
    }
    state.failure = None;
    state.queued = None;
    state.attempt += 1;
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

fn focus_first_wrong(state: &State) -> Effects {
    let wrong = Input::ALL.into_iter().find(|input| state.entry(*input).problem.is_some());
    Effects { focus: wrong.map(Focus::Input), ..Effects::default() }
}

fn answered(state: &mut State, outcome: Result<String, SendError>, spare_id: String) -> Effects {
    match outcome {
        Ok(url) => {
            for input in [Input::Subject, Input::Body, Input::Second, Input::Third] {
                state.entry_mut(input).clear();
            }
            for input in [Input::Type, Input::Tags] {
                state.entry_mut(input).reset();
            }
            state.phase = Phase::Sent { url };
            state.failure = None;
            state.queued = None;
            state.sent_id = core::mem::replace(&mut state.id, spare_id);
            Effects {
                focus: state.open.then_some(Focus::Result),
                tell: Some(Tell::Created),
                ..Effects::default()
            }
        }
        Err(error) => {
            let is_taken = matches!(error, SendError::Conflict);
            let effects = failed(state, error);
            // The id belongs to an earlier version that has arrived: what is sent next is another ticket.
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
    state.in_doubt = state.asks.v2 && error.may_have_arrived();
    state.failure = Some(error);
    Effects { tell: Some(Tell::Failed), ..Effects::default() }
}

#[cfg(test)]
mod tests;
