//! The browser with a network and a server that go wrong in every way we know of, and what must hold whatever happens.
//! It must not know the rules.

use support_ticket_outbox::{Effect, Meaning, Phase};

use super::World;
use super::browser::{Browser, Rules, Tab, Why};

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;
pub(crate) const LEASE_AND_MORE: i64 = 41 * SECOND;

/// What the clock does: the lease ends, a wait ends, a week goes by, or it is put back.
const CLOCK: [i64; 5] = [LEASE_AND_MORE, HOUR, 8 * DAY, -HOUR, -30 * DAY];
/// What a server says when it makes no ticket.
const NO_TICKET: [Meaning; 3] = [Meaning::ServerDown, Meaning::TooMany, Meaning::Refused];
/// How many requests may be on their way at once, and how often the visitor presses Send now.
const MOST: usize = 2;

/// **A try on the network.** Its tab may be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    tab: usize,
    attempt: u32,
    /// Once the server has seen it.
    answer: Option<Meaning>,
    /// Whether the visitor wanted it sent again since, come of this one what may.
    forgiven: bool,
}

/// **All there is.**
#[derive(Clone, Debug)]
pub(crate) struct Everything {
    pub(crate) rules: Rules,
    pub(crate) repeatable: bool,
    pub(crate) browser: Browser,
    wire: Vec<Request>,
    pub(crate) tickets: usize,
    /// Those of which the visitor wanted another.
    forgiven: usize,
    /// Whether the server refused it, or a week went by.
    may_return: bool,
    /// Whether the rules sent it by themselves though it may have been a ticket already, in v2.
    is_unasked: bool,
}

impl PartialEq for Everything {
    fn eq(&self, other: &Self) -> bool {
        // The rules stay the same all the way.
        let of = |it: &Self| (it.tickets, it.forgiven, it.may_return, it.is_unasked, it.repeatable);
        of(self) == of(other) && self.browser == other.browser && self.wire == other.wire
    }
}

impl Eq for Everything {}

impl std::hash::Hash for Everything {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        (&self.browser, &self.wire, self.tickets, self.forgiven, self.may_return).hash(hasher);
    }
}

/// **A step of a tab** (by its number), of a request (by its place), or of the clock.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Start(usize, Why),
    GoOn(usize),
    HoldBack(usize),
    TimeOut(usize),
    Crash(usize),
    LoseRequest(usize),
    /// The ticket is made, and this answered.
    Serve(usize, Meaning),
    /// No ticket is made.
    TurnAway(usize, Meaning),
    LoseAnswer(usize),
    Deliver(usize),
    Clock(i64),
}

impl Everything {
    pub(crate) fn pressed(rules: Rules, repeatable: bool, has_locks: bool) -> Everything {
        let browser = Browser::pressed(repeatable, has_locks);
        let (wire, tickets, forgiven) = (Vec::new(), 0, 0);
        let (may_return, is_unasked) = (false, false);
        Everything { rules, repeatable, browser, wire, tickets, forgiven, may_return, is_unasked }
    }

    /// Takes away what makes no difference any more, so that fewer states are different.
    fn tidied(mut self) -> Everything {
        let (tabs, is_made) = (self.browser.tabs, self.repeatable && self.tickets > 0);
        let is_awaited = |it: &Request| tabs[it.tab] == Tab::Awaiting(it.attempt);
        self.wire.retain(|it| is_awaited(it) || it.answer.is_none() && !is_made);
        for request in &mut self.wire {
            if !is_awaited(request) {
                // Nobody hears what becomes of it.
                (request.tab, request.attempt) = (0, 0);
            }
            // In v1 there is nothing to forgive.
            request.forgiven &= !self.repeatable;
        }
        self.forgiven = if self.repeatable { 0 } else { self.forgiven };
        self.wire.sort_by_key(|it| (it.tab, it.attempt, it.answer.map(Meaning::code), it.forgiven));
        self
    }

    fn take(&mut self, request: usize, meaning: Meaning) {
        let Request { tab, attempt, .. } = self.wire.remove(request);
        self.browser.hear(tab, attempt, meaning);
    }

    fn go_on(&mut self, tab: usize) {
        let was = self.browser.tabs[tab];
        if let Some(attempt) = self.browser.go_on(tab, self.rules) {
            self.wire.push(Request { tab, attempt, answer: None, forgiven: false });
        }
        match (was, self.browser.tabs[tab]) {
            (Tab::ToRead(Why::SendNow, _), Tab::ToWrite(_, Effect::Post)) => {
                self.forgiven = self.tickets;
                self.wire.iter_mut().for_each(|it| it.forgiven = true);
            }
            (Tab::ToRead(..), Tab::ToWrite(_, Effect::Post)) if !self.repeatable => {
                let may_become_one = |it: &Request| it.answer.is_none() && !it.forgiven;
                self.is_unasked |= self.tickets > self.forgiven || self.wire.iter().any(may_become_one);
            }
            _ => {}
        }
    }

    fn serve(&mut self, request: usize, answer: Meaning) {
        // The same id is the same ticket, in v1.
        self.tickets = if self.repeatable { 1 } else { self.tickets + 1 };
        self.forgiven += usize::from(self.wire[request].forgiven);
        self.wire[request].answer = Some(answer);
    }

    /// From now on all is well: the network, the server, the tabs, the clock. What is left after two days is.
    fn quiet(mut self) -> Everything {
        for _ in 0..48 {
            // In far fewer rounds everybody is done, if they ever are.
            for _ in 0..100 {
                if self.browser.is_idle() && self.wire.is_empty() {
                    break;
                }
                self.settle();
            }
            if !matches!(self.browser.phase(), Some(Phase::Sending | Phase::Waiting)) {
                break;
            }
            self.browser.pass(HOUR);
            [0, 1].into_iter().for_each(|tab| self.browser.start(tab, Why::Timer));
        }
        self
    }

    /// Everybody takes a step.
    fn settle(&mut self) {
        for tab in [0, 1] {
            let waits_for = match self.browser.tabs[tab] {
                Tab::Awaiting(attempt) => Some(attempt),
                _ => None,
            };
            let is_its = |it: &Request| it.tab == tab && Some(it.attempt) == waits_for;
            match waits_for {
                Some(attempt) if !self.wire.iter().any(is_its) => {
                    self.browser.hear(tab, attempt, Meaning::Timeout);
                }
                _ => self.go_on(tab),
            }
        }
        if let Some(Request { answer, .. }) = self.wire.first() {
            match answer {
                None => self.serve(0, Meaning::Created),
                Some(answer) => self.take(0, *answer),
            }
        }
    }

    /// What is wrong now, whatever is still to come.
    fn unsafe_now(&self) -> Option<&'static str> {
        let phase = self.browser.phase();
        if self.tickets > 1 + if self.repeatable { 0 } else { self.browser.words } {
            return Some("two tickets");
        }
        if self.is_unasked {
            return Some("sent by itself what may be a ticket");
        }
        match phase {
            None if self.tickets == 0 => Some("forgotten before it was a ticket"),
            Some(Phase::Asking) if self.repeatable => Some("asked for nothing"),
            Some(Phase::Returned) if !self.may_return => Some("given back for no reason"),
            _ => None,
        }
    }
}

impl World for Everything {
    type Step = Step;

    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.browser.has_times() {
            steps.extend(CLOCK.map(Step::Clock));
        }
        for tab in [0, 1] {
            match self.browser.tabs[tab] {
                // Nobody looks for what is not there.
                Tab::Idle if self.browser.stored.is_none() => {}
                Tab::Idle => {
                    steps.extend([Step::Start(tab, Why::Timer), Step::Start(tab, Why::Hint)]);
                    if self.browser.words < MOST {
                        steps.push(Step::Start(tab, Why::SendNow));
                    }
                }
                Tab::Awaiting(_) => steps.extend([Step::TimeOut(tab), Step::Crash(tab)]),
                Tab::ToPost(_) => {
                    steps.extend([Step::HoldBack(tab), Step::Crash(tab)]);
                    if self.wire.len() < MOST {
                        steps.push(Step::GoOn(tab));
                    }
                }
                _ => steps.extend([Step::GoOn(tab), Step::Crash(tab)]),
            }
        }
        for (at, request) in self.wire.iter().enumerate() {
            match request.answer {
                None => {
                    steps.extend([Step::LoseRequest(at), Step::Serve(at, Meaning::Created)]);
                    // What stands before the server gives up on it, and it makes the ticket all the same.
                    steps.push(Step::Serve(at, Meaning::ServerDown));
                    steps.extend(NO_TICKET.map(|meaning| Step::TurnAway(at, meaning)));
                }
                Some(_) => steps.extend([Step::LoseAnswer(at), Step::Deliver(at)]),
            }
        }
        steps
    }

    fn after(&self, step: Step) -> Self {
        let mut after = self.clone();
        match step {
            Step::Start(tab, why) => after.browser.start(tab, why),
            Step::GoOn(tab) => after.go_on(tab),
            Step::HoldBack(tab) => after.browser.hold_back(tab),
            Step::TimeOut(tab) => {
                if let Tab::Awaiting(attempt) = self.browser.tabs[tab] {
                    after.browser.hear(tab, attempt, Meaning::Timeout);
                }
            }
            Step::Crash(tab) => after.browser.end(tab),
            Step::LoseRequest(at) | Step::LoseAnswer(at) => after.take(at, Meaning::Unreachable),
            Step::Serve(at, meaning) => after.serve(at, meaning),
            Step::TurnAway(at, meaning) => {
                after.may_return |= meaning == Meaning::Refused;
                after.wire[at].answer = Some(meaning);
            }
            Step::Deliver(at) => {
                if let Some(answer) = self.wire[at].answer {
                    after.take(at, answer);
                }
            }
            Step::Clock(millis) => {
                after.may_return |= millis.abs() >= 7 * DAY;
                after.browser.pass(millis);
            }
        }
        after.tidied()
    }

    fn broken(&self) -> Option<String> {
        if let Some(why) = self.unsafe_now() {
            return Some(why.to_owned());
        }
        let end = self.clone().quiet();
        let stuck = matches!(end.browser.phase(), Some(Phase::Sending | Phase::Waiting)).then_some("stuck");
        let why = end.unsafe_now().or(stuck)?;
        Some(format!("{why}, once all is well again"))
    }
}
