//! Models a network and a server that fail in every way we know of, around the browser, and checks the promises.

use support_ticket_contract::Dialect;
use support_ticket_outbox::{Effect, Outcome, Phase};

use super::World;
use super::browser::{Browser, Reason, Rules, Tab};

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;
pub(crate) const AFTER_TAKEOVER: i64 = 41 * SECOND;

/// The jumps of the clock: past a takeover, past a wait, past a week, and back.
const CLOCK: [i64; 5] = [AFTER_TAKEOVER, HOUR, 8 * DAY, -HOUR, -30 * DAY];
/// The outcomes of a server that creates no ticket.
const NO_TICKET: [Outcome; 3] = [Outcome::ServerDown, Outcome::TooMany, Outcome::Refused];
/// The limit of requests at once, and of the visitor's "Send now".
const MAX_AT_ONCE: usize = 2;

/// **A request on the network.** Its tab may be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    tab: usize,
    attempt: u32,
    /// The server's answer, once there is one.
    answer: Option<Outcome>,
    /// Whether the visitor asked to send it again since, so that this one may create a second ticket.
    excused: bool,
}

/// **The state of everything.**
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) rules: Rules,
    pub(crate) dialect: Dialect,
    pub(crate) browser: Browser,
    requests: Vec<Request>,
    pub(crate) tickets: usize,
    /// The tickets that existed when the visitor asked for another.
    excused: usize,
    /// Whether the server refused it, or a week has passed.
    may_return: bool,
    /// Whether the rules sent it again in v2, without the visitor, although a ticket may have existed.
    sent_in_doubt: bool,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        // The rules never change.
        let of = |it: &Self| (it.tickets, it.excused, it.may_return, it.sent_in_doubt, it.dialect);
        of(self) == of(other) && self.browser == other.browser && self.requests == other.requests
    }
}

impl Eq for Model {}

impl std::hash::Hash for Model {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        (&self.browser, &self.requests, self.tickets, self.excused, self.may_return).hash(hasher);
    }
}

/// **A step of a tab** (by its number), of a request (by its index), or of the clock.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Start(usize, Reason),
    Advance(usize),
    HoldBack(usize),
    TimeOut(usize),
    Crash(usize),
    LoseRequest(usize),
    /// The server creates the ticket and answers this.
    Serve(usize, Outcome),
    /// The server creates no ticket.
    Reject(usize, Outcome),
    LoseAnswer(usize),
    Deliver(usize),
    Clock(i64),
}

impl Model {
    pub(crate) fn new(rules: Rules, dialect: Dialect, has_locks: bool) -> Model {
        let browser = Browser::new(dialect, has_locks);
        let (requests, tickets, excused) = (Vec::new(), 0, 0);
        let (may_return, sent_in_doubt) = (false, false);
        Model { rules, dialect, browser, requests, tickets, excused, may_return, sent_in_doubt }
    }

    /// Removes what makes no difference any more, so that there are fewer distinct states.
    fn normalized(mut self) -> Model {
        let (tabs, is_made) = (self.browser.tabs, self.dialect.is_repeatable() && self.tickets > 0);
        let is_awaited = |it: &Request| tabs[it.tab] == Tab::Awaiting(it.attempt);
        self.requests.retain(|it| is_awaited(it) || it.answer.is_none() && !is_made);
        for request in &mut self.requests {
            if !is_awaited(request) {
                // No tab receives its answer.
                (request.tab, request.attempt) = (0, 0);
            }
            // In v1 there is never a second ticket to excuse.
            request.excused &= !self.dialect.is_repeatable();
        }
        self.excused = if self.dialect.is_repeatable() { 0 } else { self.excused };
        self.requests.sort_by_key(|it| (it.tab, it.attempt, it.answer.map(Outcome::code), it.excused));
        self
    }

    fn deliver(&mut self, request: usize, outcome: Outcome) {
        let Request { tab, attempt, .. } = self.requests.remove(request);
        self.browser.receive(tab, attempt, outcome);
    }

    fn advance(&mut self, tab: usize) {
        let was = self.browser.tabs[tab];
        if let Some(attempt) = self.browser.advance(tab, self.rules) {
            self.requests.push(Request { tab, attempt, answer: None, excused: false });
        }
        match (was, self.browser.tabs[tab]) {
            (Tab::ToRead(Reason::SendNow, _), Tab::ToWrite(_, Effect::Send)) => {
                self.excused = self.tickets;
                self.requests.iter_mut().for_each(|it| it.excused = true);
            }
            (Tab::ToRead(..), Tab::ToWrite(_, Effect::Send)) if !self.dialect.is_repeatable() => {
                let may_become_one = |it: &Request| it.answer.is_none() && !it.excused;
                self.sent_in_doubt |= self.tickets > self.excused || self.requests.iter().any(may_become_one);
            }
            _ => {}
        }
    }

    fn serve(&mut self, request: usize, answer: Outcome) {
        // The same id is the same ticket, in v1.
        self.tickets = if self.dialect.is_repeatable() { 1 } else { self.tickets + 1 };
        self.excused += usize::from(self.requests[request].excused);
        self.requests[request].answer = Some(answer);
    }

    /// Returns the state after two days in which the network, the server, the tabs and the clock work.
    fn after_recovery(mut self) -> Model {
        for _ in 0..48 {
            // If everything ever ends, it takes far fewer rounds.
            for _ in 0..100 {
                if self.browser.is_idle() && self.requests.is_empty() {
                    break;
                }
                self.advance_all();
            }
            if !matches!(self.browser.phase(), Some(Phase::Sending | Phase::Waiting)) {
                break;
            }
            self.browser.pass(HOUR);
            [0, 1].into_iter().for_each(|tab| self.browser.start(tab, Reason::Timer));
        }
        self
    }

    /// Lets each tab and the server do a step.
    fn advance_all(&mut self) {
        for tab in [0, 1] {
            let waits_for = match self.browser.tabs[tab] {
                Tab::Awaiting(attempt) => Some(attempt),
                _ => None,
            };
            let is_own = |it: &Request| it.tab == tab && Some(it.attempt) == waits_for;
            match waits_for {
                Some(attempt) if !self.requests.iter().any(is_own) => {
                    self.browser.receive(tab, attempt, Outcome::Timeout);
                }
                _ => self.advance(tab),
            }
        }
        if let Some(Request { answer, .. }) = self.requests.first() {
            match answer {
                None => self.serve(0, Outcome::Created),
                Some(answer) => self.deliver(0, *answer),
            }
        }
    }

    /// Returns the promise that this state breaks, if any.
    fn broken_promise(&self) -> Option<&'static str> {
        let phase = self.browser.phase();
        if self.tickets > 1 + if self.dialect.is_repeatable() { 0 } else { self.browser.sends_by_visitor } {
            return Some("two tickets");
        }
        if self.sent_in_doubt {
            return Some("sent automatically though a ticket may exist");
        }
        match phase {
            None if self.tickets == 0 => Some("deleted before the ticket existed"),
            Some(Phase::Asking) if self.dialect.is_repeatable() => Some("asked for nothing"),
            Some(Phase::Returned) if !self.may_return => Some("handed back for no reason"),
            _ => None,
        }
    }
}

impl World for Model {
    type Step = Step;

    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.browser.has_times() {
            steps.extend(CLOCK.map(Step::Clock));
        }
        for tab in [0, 1] {
            match self.browser.tabs[tab] {
                // There is no record to check.
                Tab::Idle if self.browser.stored.is_none() => {}
                Tab::Idle => {
                    steps.extend([Step::Start(tab, Reason::Timer), Step::Start(tab, Reason::Hint)]);
                    if self.browser.sends_by_visitor < MAX_AT_ONCE {
                        steps.push(Step::Start(tab, Reason::SendNow));
                    }
                }
                Tab::Awaiting(_) => steps.extend([Step::TimeOut(tab), Step::Crash(tab)]),
                Tab::ToSend(_) => {
                    steps.extend([Step::HoldBack(tab), Step::Crash(tab)]);
                    if self.requests.len() < MAX_AT_ONCE {
                        steps.push(Step::Advance(tab));
                    }
                }
                _ => steps.extend([Step::Advance(tab), Step::Crash(tab)]),
            }
        }
        for (at, request) in self.requests.iter().enumerate() {
            match request.answer {
                None => {
                    steps.extend([Step::LoseRequest(at), Step::Serve(at, Outcome::Created)]);
                    // A proxy gives up on the server, which creates the ticket anyway.
                    steps.push(Step::Serve(at, Outcome::ServerDown));
                    steps.extend(NO_TICKET.map(|outcome| Step::Reject(at, outcome)));
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
            Step::Advance(tab) => after.advance(tab),
            Step::HoldBack(tab) => after.browser.hold_back(tab),
            Step::TimeOut(tab) => {
                if let Tab::Awaiting(attempt) = self.browser.tabs[tab] {
                    after.browser.receive(tab, attempt, Outcome::Timeout);
                }
            }
            Step::Crash(tab) => after.browser.end(tab),
            Step::LoseRequest(at) | Step::LoseAnswer(at) => after.deliver(at, Outcome::Unreachable),
            Step::Serve(at, outcome) => after.serve(at, outcome),
            Step::Reject(at, outcome) => {
                after.may_return |= outcome == Outcome::Refused;
                after.requests[at].answer = Some(outcome);
            }
            Step::Deliver(at) => {
                if let Some(answer) = self.requests[at].answer {
                    after.deliver(at, answer);
                }
            }
            Step::Clock(millis) => {
                after.may_return |= millis.abs() >= 7 * DAY;
                after.browser.pass(millis);
            }
        }
        after.normalized()
    }

    fn broken(&self) -> Option<String> {
        if let Some(why) = self.broken_promise() {
            return Some(why.to_owned());
        }
        let end = self.clone().after_recovery();
        let stuck = matches!(end.browser.phase(), Some(Phase::Sending | Phase::Waiting)).then_some("stuck");
        let why = end.broken_promise().or(stuck)?;
        Some(format!("{why}, after everything recovered"))
    }
}
