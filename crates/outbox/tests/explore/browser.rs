//! A browser with two tabs that share a storage, as far as the outbox uses it: each of a tab's steps is one that another
//! tab's may come before or after. It must not know the rules, which are given to it, nor what a server does.

use support_ticket_outbox::{Effect, Event, Meaning, Phase, Record};

/// The rules under test.
pub(crate) type Rules = fn(Record, Event) -> (Record, Effect);

/// What a random number comes out as.
const RANDOM: f64 = 0.5;

/// **A [`Record`] with times as whole milliseconds from now**: so it is the same state an hour later, if nothing else
/// is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stored {
    pub(crate) phase: Phase,
    tries: u32,
    pressed: i64,
    due: i64,
    held: bool,
    repeatable: bool,
}

impl Stored {
    pub(crate) fn of(record: Record) -> Stored {
        let Record { phase, tries, pressed, due, held, repeatable } = record;
        Stored { phase, tries, pressed: pressed as i64, due: due as i64, held, repeatable }
    }

    fn record(self) -> Record {
        let Stored { phase, tries, pressed, due, held, repeatable } = self;
        Record { phase, tries, pressed: pressed as f64, due: due as f64, held, repeatable }
    }

    fn pass(&mut self, millis: i64) {
        self.pressed -= millis;
        self.due -= millis;
    }
}

/// **Why a tab reads a record.**
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Why {
    Timer,
    Hint,
    SendNow,
}

/// **Where a tab is.** A tab that is closed and one that is opened anew are both [`Tab::Idle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tab {
    Idle,
    /// With the lock, or without.
    ToRead(Why, bool),
    ToWrite(Stored, Effect),
    ToPost(u32),
    Awaiting(u32),
    /// What the try came to; none if it was never begun.
    Answered(u32, Option<Meaning>),
}

/// **The storage, the locks and the tabs.**
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Browser {
    pub(crate) has_locks: bool,
    pub(crate) stored: Option<Stored>,
    /// Which tab holds the ticket's lock.
    pub(crate) lock: Option<usize>,
    pub(crate) tabs: [Tab; 2],
    /// How often the visitor's own word sent it.
    pub(crate) words: usize,
}

impl Browser {
    /// Send was pressed in the first tab. Writing it down is part of pressing: without it, nothing was pressed.
    pub(crate) fn pressed(repeatable: bool, has_locks: bool) -> Browser {
        let stored = Stored::of(Record::pressed(0.0, repeatable));
        let (tabs, lock) = ([Tab::ToPost(stored.tries), Tab::Idle], has_locks.then_some(0));
        Browser { has_locks, stored: Some(stored), lock, tabs, words: 0 }
    }

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.stored.map(|stored| stored.phase)
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.tabs == [Tab::Idle; 2]
    }

    pub(crate) fn start(&mut self, tab: usize, why: Why) {
        let alone = self.has_locks && self.lock.is_none();
        if alone {
            self.lock = Some(tab);
        }
        self.tabs[tab] = Tab::ToRead(why, alone);
    }

    /// The tab is closed, or has nothing to do any more.
    pub(crate) fn end(&mut self, tab: usize) {
        self.tabs[tab] = Tab::Idle;
        if self.lock == Some(tab) {
            self.lock = None;
        }
    }

    /// The tab's next step, if it has one of its own; what it sends, if it sends.
    pub(crate) fn go_on(&mut self, tab: usize, rules: Rules) -> Option<u32> {
        match self.tabs[tab] {
            Tab::Idle | Tab::Awaiting(_) => {}
            Tab::ToRead(why, alone) => {
                let hint = why == Why::Hint;
                let event = match why {
                    Why::SendNow => Event::SendNow { now: 0.0, alone },
                    Why::Timer | Why::Hint => Event::Looked { now: 0.0, hint, alone },
                };
                // Whoever holds the lock is about to send it.
                let is_others = self.has_locks && !alone && self.phase() == Some(Phase::Waiting);
                self.decide(tab, if is_others { None } else { Some(event) }, rules);
            }
            Tab::Answered(attempt, meaning) => {
                let (now, random) = (0.0, RANDOM);
                let event = match meaning {
                    Some(meaning) => {
                        let retry_after = (meaning == Meaning::TooMany).then_some(120_000.0);
                        Event::Answered { attempt, meaning, retry_after, now, random }
                    }
                    None => Event::Unsent { attempt, now, random },
                };
                self.decide(tab, Some(event), rules);
            }
            Tab::ToWrite(stored, effect) => {
                self.stored = (effect != Effect::Remove).then_some(stored);
                match effect {
                    Effect::Post => self.tabs[tab] = Tab::ToPost(stored.tries),
                    _ => self.end(tab),
                }
            }
            Tab::ToPost(attempt) => {
                self.tabs[tab] = Tab::Awaiting(attempt);
                return Some(attempt);
            }
        }
        None
    }

    /// Reads the record and decides by it. Until the tab writes, the others may do anything.
    fn decide(&mut self, tab: usize, event: Option<Event>, rules: Rules) {
        let (Some(stored), Some(event)) = (self.stored, event) else { return self.end(tab) };
        let (record, effect) = rules(stored.record(), event);
        if effect == Effect::Nothing {
            return self.end(tab);
        }
        if effect == Effect::Post && matches!(event, Event::SendNow { .. }) {
            self.words += 1;
        }
        self.tabs[tab] = Tab::ToWrite(Stored::of(record), effect);
    }

    /// The try came to something; a tab that is gone or sends another by now does not hear of it.
    pub(crate) fn hear(&mut self, tab: usize, attempt: u32, meaning: Meaning) {
        if self.tabs[tab] == Tab::Awaiting(attempt) {
            self.tabs[tab] = Tab::Answered(attempt, Some(meaning));
        }
    }

    /// What was to be sent is not: the tab knows that there is no network.
    pub(crate) fn hold_back(&mut self, tab: usize) {
        if let Tab::ToPost(attempt) = self.tabs[tab] {
            self.tabs[tab] = Tab::Answered(attempt, None);
        }
    }

    /// Whether anything would be different at another time.
    pub(crate) fn has_times(&self) -> bool {
        self.stored.is_some() || self.tabs.iter().any(|tab| matches!(tab, Tab::ToWrite(..)))
    }

    /// The clock is put forward, or time passes; back, if `millis` is negative.
    pub(crate) fn pass(&mut self, millis: i64) {
        let copies = self.tabs.iter_mut().filter_map(|tab| match tab {
            Tab::ToWrite(stored, _) => Some(stored),
            _ => None,
        });
        copies.chain(&mut self.stored).for_each(|stored| stored.pass(millis));
    }
}
