//! Decides when a program that waits for a ticket's address tries again. The outbox decides whether it may; this file
//! gives up where the wait is not worth it.

use support_ticket_contract::Dialect;
use support_ticket_outbox::{Effect, Event, Outcome, Record, step};

/// The longest wait between two tries, in milliseconds. If the server asks for more (`Retry-After`), there is no other
/// try.
///
/// # Source
/// Ours: requests of the program's own visitors time out by then.
pub const MAX_DELAY_MS: f64 = 60_000.0;

/// **The tries to send one ticket.** Times are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tries {
    record: Record,
    retries_left: u32,
    will_retry: bool,
}

impl Tries {
    /// Starts the first try now; at most `retries` follow.
    pub fn new(dialect: Dialect, retries: u32, now: f64) -> Tries {
        Tries { record: Record::new(now, dialect), retries_left: retries, will_retry: false }
    }

    /// Records the outcome of a try. `retry_after` is the server's, in milliseconds.
    pub fn record_outcome(&mut self, outcome: Outcome, retry_after: Option<f64>, now: f64, random: f64) {
        let attempt = self.record.tries;
        let event = Event::Answered { attempt, outcome, retry_after, now, random };
        self.step(event, may_pass_soon(outcome), now);
    }

    /// Records a try of which no byte reached the server.
    pub fn record_unsent(&mut self, now: f64, random: f64) {
        self.step(Event::Unsent { attempt: self.record.tries, now, random }, true, now);
    }

    fn step(&mut self, event: Event, may_pass: bool, now: f64) {
        let (record, effect) = step(self.record, event);
        self.record = record;
        let is_worth_it = may_pass && self.retries_left > 0 && self.delay_until_due(now) <= MAX_DELAY_MS;
        self.will_retry = effect == Effect::Wait && is_worth_it;
    }

    /// Whether there will be another try.
    pub fn will_retry(&self) -> bool {
        self.will_retry
    }

    /// Returns the milliseconds until the next try.
    pub fn delay_until_due(&self, now: f64) -> f64 {
        self.record.delay_until_due(now).unwrap_or(f64::INFINITY)
    }

    /// Starts the next try if it is due, and returns whether it did.
    pub fn start_next(&mut self, now: f64) -> bool {
        if !self.will_retry {
            return false;
        }
        // Only this program has ever sent the ticket, so no other can be sending it.
        let (record, effect) = step(self.record, Event::Checked { now, nudged: false, exclusive: true });
        let is_due = effect == Effect::Send;
        // Any effect other than these two means that it has expired: the clock was put forward by days.
        let will_retry = effect == Effect::Nothing;
        *self = Tries { record, retries_left: self.retries_left - u32::from(is_due), will_retry };
        is_due
    }
}

/// Whether a retry could succeed soon. After the other outcomes, the outbox waits for another page or the next day.
fn may_pass_soon(outcome: Outcome) -> bool {
    !matches!(outcome, Outcome::NotAllowed | Outcome::NotFound | Outcome::Blocked)
}

#[cfg(test)]
mod tests {
    use support_ticket_contract::Dialect::{V1, V2};

    use super::*;

    const NOW: f64 = 1_000_000.0;

    fn after(dialect: Dialect, outcome: Outcome, retry_after: Option<f64>) -> Tries {
        let mut tries = Tries::new(dialect, 2, NOW);
        tries.record_outcome(outcome, retry_after, NOW, 0.5);
        tries
    }

    fn repeated(dialect: Dialect) -> Vec<Outcome> {
        Outcome::ALL.into_iter().filter(|outcome| after(dialect, *outcome, None).will_retry()).collect()
    }

    #[test]
    fn v1_is_retried_after_everything_that_may_pass_soon() {
        use Outcome::*;
        let may_pass =
            [Failed, TooMany, ServerDown, NotTheContract, BadAddress, Offline, Unreachable, Timeout];

        assert_eq!(repeated(V1), may_pass);
    }

    #[test]
    fn v2_is_retried_only_where_certainly_no_ticket_exists() {
        assert_eq!(repeated(V2), [Outcome::TooMany]);
        let mut tries = Tries::new(V2, 2, NOW);
        tries.record_unsent(NOW, 0.5);
        assert!(tries.will_retry());
    }

    #[test]
    fn the_number_of_tries_is_limited_and_the_waits_grow() {
        let mut tries = Tries::new(V1, 2, NOW);
        let mut now = NOW;
        let mut delays = Vec::new();
        loop {
            tries.record_outcome(Outcome::ServerDown, None, now, 0.5);
            if !tries.will_retry() {
                break;
            }
            delays.push(tries.delay_until_due(now));
            now += tries.delay_until_due(now);
            assert!(tries.start_next(now));
        }

        assert_eq!(delays, [2_500.0, 5_000.0]);
        assert!(!tries.start_next(now + MAX_DELAY_MS));
    }

    #[test]
    fn an_early_timer_starts_no_try() {
        let mut tries = after(V1, Outcome::Unreachable, None);
        let delay = tries.delay_until_due(NOW);

        assert!(!tries.start_next(NOW + delay - 1.0));
        assert_eq!(tries.delay_until_due(NOW + delay - 1.0), 1.0);
        assert!(tries.start_next(NOW + delay));
    }

    #[test]
    fn retry_after_is_honored_or_ends_the_tries() {
        let soon = after(V1, Outcome::TooMany, Some(10_000.0));
        assert!(soon.will_retry() && soon.delay_until_due(NOW) >= 10_000.0);

        assert!(!after(V1, Outcome::TooMany, Some(MAX_DELAY_MS + 1.0)).will_retry());
    }

    #[test]
    fn a_clock_that_jumps_by_weeks_ends_the_tries() {
        let mut tries = after(V1, Outcome::Unreachable, None);

        assert!(!tries.start_next(NOW + 2.0 * support_ticket_outbox::KEEP_FOR_MS));
        assert!(!tries.will_retry());
    }

    #[test]
    fn without_retries_there_is_one_try() {
        let mut tries = Tries::new(V1, 0, NOW);
        tries.record_outcome(Outcome::ServerDown, None, NOW, 0.5);

        assert!(!tries.will_retry());
    }
}
