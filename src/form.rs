//! What the form does: its state, what may happen to it, and what follows. Plain Rust, tested natively; it must not
//! know the DOM, the network or any language.

use support_ticket_contract::{Field, Problem, Rule, Ticket, check_text};

use crate::answer::SendError;

/// The fields that the form shows, in their order on the screen.
pub const FIELDS: [Field; 4] = [Field::Username, Field::EmailAddress, Field::Subject, Field::Body];

/// **All that the form knows.** What the visitor sees follows from it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Whether the panel is open.
    pub open: bool,
    /// What stands in each of [`FIELDS`].
    pub entries: [Entry; 4],
    /// Where the ticket is on its way.
    pub phase: Phase,
    /// Why the last try to send failed, until the next.
    pub failure: Option<SendError>,
    /// The ticket's id. It stays the same until the ticket exists, so that a repeated try makes no second ticket.
    pub id: String,
    /// The id under which was sent last.
    pub sent_id: String,
    /// Counts the tries to send: an answer to an earlier one comes too late.
    pub attempt: u32,
    /// Whether the browser has said that the page's policy forbids the request under way.
    blocked: bool,
}

/// **A field as it is filled in.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What stands in it.
    pub value: String,
    /// The rule that it breaks, once the visitor should know.
    pub problem: Option<Rule>,
    /// What the page filled in.
    prefill: String,
    /// Whether the visitor has changed it: then no prefill may.
    typed: bool,
    /// Whether it has been found wrong: then every key is checked, so that the problem goes as soon as it is solved.
    was_wrong: bool,
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

/// How often [`Event::Tick`] comes while a ticket is on its way, in seconds. After the first the visitor is told that
/// it takes long.
///
/// # Source
/// Nielsen's limit of ten seconds for keeping someone's attention.
pub const TICK_SECONDS: u32 = 10;
/// For how many ticks an answer is waited for.
///
/// # Source
/// Issue 3: "a timeout of 30 s".
pub const MAX_TICKS: u32 = 3;

/// **Something that happened.** A `spare_id` is a fresh UUID, used if the next ticket needs one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the variants say")]
pub enum Event {
    /// The panel is to be open, or not.
    SetOpen(bool),
    /// The visitor is to be led to the form.
    Focused,
    /// The page filled in a field.
    Prefilled(Field, String),
    /// The visitor changed a field.
    Typed(Field, String),
    /// The visitor left a field.
    Left(Field),
    /// The visitor pressed Send.
    Send,
    /// The page took the ticket over (it cancelled `ticket-submit`).
    Withheld,
    /// The ticket as the page changed it, or as it would go over the wire, breaks rules.
    Wrong(Vec<Problem>),
    /// [`TICK_SECONDS`] went by.
    Tick,
    /// The page's Content-Security-Policy forbids the request under way.
    Blocked,
    /// The answer to a try to send is there: the ticket's address, or why there is none.
    Answered { attempt: u32, outcome: Result<String, SendError>, spare_id: String },
    /// The visitor wants to write another ticket.
    Another,
    /// The page throws away what was typed.
    Reset { spare_id: String },
}

/// **What is to be done**, in this order; what is needed for it is in the state. Telling the page comes last, since
/// the page may answer by calling back. (Flags and not a list: 1 kB less for every visitor.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// Show the panel, or hide it.
    pub panel: Option<bool>,
    /// Lead the visitor somewhere.
    pub focus: Option<Focus>,
    /// Let the page see the ticket, then send it.
    pub send: bool,
    /// Tell the page what happened.
    pub tell: Option<Tell>,
}

/// **Where the visitor is led.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// To a field.
    Field(Field),
    /// To the ticket's address.
    Result,
}

/// **What the page is told.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// The panel was opened.
    Opened,
    /// The panel was closed.
    Closed,
    /// The ticket exists.
    Created,
    /// Sending failed.
    Failed,
}

impl State {
    /// An empty form for a ticket with this id.
    pub fn new(id: String) -> State {
        State {
            open: false,
            entries: Default::default(),
            phase: Phase::Writing,
            failure: None,
            id,
            sent_id: String::new(),
            attempt: 0,
            blocked: false,
        }
    }

    /// What stands in a field.
    pub fn entry(&self, field: Field) -> &Entry {
        &self.entries[index(field)]
    }

    fn entry_mut(&mut self, field: Field) -> &mut Entry {
        &mut self.entries[index(field)]
    }

    /// What the visitor wrote, as a ticket. The rest is the page's.
    pub fn ticket(&self) -> Ticket<&'static str> {
        let of = |field| self.entry(field).value.clone();
        let username = self.entry(Field::Username).value.trim_ascii();
        Ticket {
            id: Some(self.id.clone()),
            username: (!username.is_empty()).then(|| username.to_owned()),
            email_address: of(Field::EmailAddress),
            subject: of(Field::Subject),
            body: of(Field::Body),
            ..Ticket::default()
        }
    }

    fn first(&self, is_it: impl Fn(&Entry) -> bool) -> Option<Field> {
        FIELDS.into_iter().find(|&field| is_it(self.entry(field)))
    }

    /// Where a visitor who comes to the form goes on: the first field with nothing in it, else the text.
    fn go_on(&self) -> Effects {
        let focus = match self.phase {
            Phase::Sent { .. } => Focus::Result,
            _ => Focus::Field(self.first(|entry| entry.value.is_empty()).unwrap_or(Field::Body)),
        };
        Effects { focus: Some(focus), ..Effects::default() }
    }
}

impl Entry {
    /// Empties it. What the page filled in comes back by a reset only.
    fn clear(&mut self) {
        let prefill = core::mem::take(&mut self.prefill);
        *self = Entry { prefill, ..Entry::default() };
    }

    fn check(&mut self, field: Field) {
        self.problem = check_text(field, &self.value);
        self.was_wrong |= self.problem.is_some();
    }
}

/// The one place that decides: changes the state by what happened, and says what is to be done.
pub fn step(state: &mut State, event: Event) -> Effects {
    match event {
        Event::SetOpen(open) => return set_open(state, open),
        Event::Focused => return state.go_on(),
        Event::Send => return send(state),
        Event::Tick => return tick(state),
        Event::Prefilled(field, value) => {
            let entry = state.entry_mut(field);
            if !entry.typed {
                entry.value.clone_from(&value);
            }
            entry.prefill = value;
        }
        Event::Typed(field, value) => {
            let entry = state.entry_mut(field);
            entry.value = value;
            entry.typed = true;
            if entry.was_wrong {
                entry.check(field);
            }
        }
        Event::Left(field) => {
            let entry = state.entry_mut(field);
            if entry.typed {
                entry.check(field);
            }
        }
        Event::Withheld => state.phase = Phase::Writing,
        Event::Wrong(problems) => {
            state.phase = Phase::Writing;
            for Problem { field, rule } in problems {
                let entry = state.entry_mut(field);
                entry.problem = Some(rule);
                entry.was_wrong = true;
            }
            return focus_first_wrong(state);
        }
        Event::Blocked => state.blocked = true,
        Event::Answered { attempt, outcome, spare_id } => {
            let is_awaited = attempt == state.attempt && matches!(state.phase, Phase::Sending { .. });
            if is_awaited {
                return answered(state, outcome, spare_id);
            }
        }
        Event::Another => {
            // What is on its way stays so, or a second press of Send would send it twice.
            if let Phase::Sent { .. } = state.phase {
                state.phase = Phase::Writing;
            }
            return state.go_on();
        }
        Event::Reset { spare_id } => reset(state, spare_id),
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

fn send(state: &mut State) -> Effects {
    // A second press, by double click or Enter twice, while the first is on its way.
    if !matches!(state.phase, Phase::Writing) {
        return Effects::default();
    }
    for field in FIELDS {
        state.entry_mut(field).check(field);
    }
    let effects = focus_first_wrong(state);
    if effects.focus.is_some() {
        return effects;
    }
    state.failure = None;
    state.blocked = false;
    state.attempt += 1;
    state.phase = Phase::Sending { ticks: 0 };
    Effects { send: true, ..effects }
}

fn tick(state: &mut State) -> Effects {
    if let Phase::Sending { ticks } = &mut state.phase {
        *ticks += 1;
        if *ticks >= MAX_TICKS {
            return failed(state, SendError::Timeout { after: MAX_TICKS * TICK_SECONDS });
        }
    }
    Effects::default()
}

fn focus_first_wrong(state: &State) -> Effects {
    let wrong = state.first(|entry| entry.problem.is_some());
    Effects { focus: wrong.map(Focus::Field), ..Effects::default() }
}

fn answered(state: &mut State, outcome: Result<String, SendError>, spare_id: String) -> Effects {
    match outcome {
        Ok(url) => {
            for field in [Field::Subject, Field::Body] {
                state.entry_mut(field).clear();
            }
            state.phase = Phase::Sent { url };
            state.sent_id = core::mem::replace(&mut state.id, spare_id);
            Effects {
                focus: state.open.then_some(Focus::Result),
                tell: Some(Tell::Created),
                ..Effects::default()
            }
        }
        Err(SendError::Unreachable) if state.blocked => failed(state, SendError::Blocked),
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
    state.failure = Some(error);
    Effects { tell: Some(Tell::Failed), ..Effects::default() }
}

fn reset(state: &mut State, spare_id: String) {
    // What is on its way is the visitor's, not the page's.
    if matches!(state.phase, Phase::Sending { .. }) {
        return;
    }
    for entry in &mut state.entries {
        entry.clear();
        entry.value.clone_from(&entry.prefill);
    }
    state.phase = Phase::Writing;
    state.failure = None;
    state.id = spare_id;
}

fn index(field: Field) -> usize {
    match field {
        Field::Username => 0,
        Field::EmailAddress => 1,
        Field::Subject => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests;
