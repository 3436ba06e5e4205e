//! Models a browser with two tabs that share a storage. A tab's work is split into steps, between which the other tab's
//! steps may happen. The rules of the outbox are passed in.

use support_ticket_contract::Dialect;
use support_ticket_outbox::{Effect, Event, Outcome, Phase, Record};

/// The rules under test.
pub(crate) type Rules = fn(Record, Event) -> (Record, Effect);

/// The value of every random number.
const RANDOM: f64 = 0.5;

/// **A [`Record`] with times as whole milliseconds from now**, so that states that differ only by the time of day are
/// equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stored {
    pub(crate) phase: Phase,
    tries: u32,
    submitted_at: i64,
    due: i64,
    held: bool,
    dialect: Dialect,
}

impl Stored {
    pub(crate) fn of(record: Record) -> Stored {
        let Record { phase, tries, submitted_at, due, held, dialect } = record;
        Stored { phase, tries, submitted_at: submitted_at as i64, due: due as i64, held, dialect }
    }

    fn record(self) -> Record {
        let Stored { phase, tries, submitted_at, due, held, dialect } = self;
        Record { phase, tries, submitted_at: submitted_at as f64, due: due as f64, held, dialect }
    }

    fn pass(&mut self, millis: i64) {
        self.submitted_at -= millis;
        self.due -= millis;
    }
}

/// **Reason a tab reads a record.**
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reason {
    Timer,
    Hint,
    SendNow,
}

/// **What a tab is doing.** Closed tabs and tabs that were opened again are both [`Tab::Idle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tab {
    Idle,
    /// With the lock, or without.
    ToRead(Reason, bool),
    ToWrite(Stored, Effect),
    ToSend(u32),
    Awaiting(u32),
    /// The outcome of the try; `None` if it never started.
    Answered(u32, Option<Outcome>),
}

/// **The storage, the locks and the tabs.**
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Browser {
    pub(crate) has_locks: bool,
    pub(crate) stored: Option<Stored>,
    /// Which tab holds the ticket's lock.
    pub(crate) lock: Option<usize>,
    pub(crate) tabs: [Tab; 2],
    /// How often the visitor sent it again.
    pub(crate) sends_by_visitor: usize,
}

impl Browser {
    /// Starts after Send was pressed in the first tab, which includes storing the record.
    pub(crate) fn new(dialect: Dialect, has_locks: bool) -> Browser {
        let stored = Stored::of(Record::new(0.0, dialect));
        let (tabs, lock) = ([Tab::ToSend(stored.tries), Tab::Idle], has_locks.then_some(0));
        Browser { has_locks, stored: Some(stored), lock, tabs, sends_by_visitor: 0 }
    }

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.stored.map(|stored| stored.phase)
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.tabs == [Tab::Idle; 2]
    }

    pub(crate) fn start(&mut self, tab: usize, why: Reason) {
        let exclusive = self.has_locks && self.lock.is_none();
        if exclusive {
            self.lock = Some(tab);
        }
        self.tabs[tab] = Tab::ToRead(why, exclusive);
    }

    /// Closes the tab, or ends its work.
    pub(crate) fn end(&mut self, tab: usize) {
        self.tabs[tab] = Tab::Idle;
        if self.lock == Some(tab) {
            self.lock = None;
        }
    }

    /// Does the tab's next step, unless it waits for something. Returns the try that it sends, if any.
    pub(crate) fn advance(&mut self, tab: usize, rules: Rules) -> Option<u32> {
        match self.tabs[tab] {
            Tab::Idle | Tab::Awaiting(_) => {}
            Tab::ToRead(why, exclusive) => {
                let nudged = why == Reason::Hint;
                let event = match why {
                    Reason::SendNow => Event::SendNow { now: 0.0, exclusive },
                    Reason::Timer | Reason::Hint => Event::Checked { now: 0.0, nudged, exclusive },
                };
                // The tab that holds the lock is about to send it.
                let is_handled_elsewhere =
                    self.has_locks && !exclusive && self.phase() == Some(Phase::Waiting);
                self.decide(tab, if is_handled_elsewhere { None } else { Some(event) }, rules);
            }
            Tab::Answered(attempt, outcome) => {
                let (now, random) = (0.0, RANDOM);
                let event = match outcome {
                    Some(outcome) => {
                        let retry_after = (outcome == Outcome::TooMany).then_some(120_000.0);
                        Event::Answered { attempt, outcome, retry_after, now, random }
                    }
                    None => Event::Unsent { attempt, now, random },
                };
                self.decide(tab, Some(event), rules);
            }
            Tab::ToWrite(stored, effect) => {
                self.stored = (effect != Effect::Remove).then_some(stored);
                match effect {
                    Effect::Send => self.tabs[tab] = Tab::ToSend(stored.tries),
                    _ => self.end(tab),
                }
            }
            Tab::ToSend(attempt) => {
                self.tabs[tab] = Tab::Awaiting(attempt);
                return Some(attempt);
            }
        }
        None
    }

    /// Reads the record and decides. Until the tab stores the result, the other tab may do anything.
    fn decide(&mut self, tab: usize, event: Option<Event>, rules: Rules) {
        let (Some(stored), Some(event)) = (self.stored, event) else { return self.end(tab) };
        let (record, effect) = rules(stored.record(), event);
        if effect == Effect::Nothing {
            return self.end(tab);
        }
        if effect == Effect::Send && matches!(event, Event::SendNow { .. }) {
            self.sends_by_visitor += 1;
        }
        self.tabs[tab] = Tab::ToWrite(Stored::of(record), effect);
    }

    /// Delivers the outcome of a try, unless the tab was closed or has started another try.
    pub(crate) fn receive(&mut self, tab: usize, attempt: u32, outcome: Outcome) {
        if self.tabs[tab] == Tab::Awaiting(attempt) {
            self.tabs[tab] = Tab::Answered(attempt, Some(outcome));
        }
    }

    /// Ends a try before it starts, because the tab knows that it is offline.
    pub(crate) fn hold_back(&mut self, tab: usize) {
        if let Tab::ToSend(attempt) = self.tabs[tab] {
            self.tabs[tab] = Tab::Answered(attempt, None);
        }
    }

    /// Whether the state depends on the time.
    pub(crate) fn has_times(&self) -> bool {
        self.stored.is_some() || self.tabs.iter().any(|tab| matches!(tab, Tab::ToWrite(..)))
    }

    /// Lets time pass, or puts the clock forward, or back if `millis` is negative.
    pub(crate) fn pass(&mut self, millis: i64) {
        let copies = self.tabs.iter_mut().filter_map(|tab| match tab {
            Tab::ToWrite(stored, _) => Some(stored),
            _ => None,
        });
        copies.chain(&mut self.stored).for_each(|stored| stored.pass(millis));
    }
}
