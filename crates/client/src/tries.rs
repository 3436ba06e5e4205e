//! How often a ticket is tried while a program waits for its address. Whether it may be is the outbox's to say; what is
//! decided here is when it is not worth the wait. It must not know how a try is made.

use support_ticket_outbox::{Effect, Event, Meaning, Record, step};

/// The longest that a program is kept waiting between two tries, in milliseconds. Who asks for more (`Retry-After`) is
/// not asked again in this call.
///
/// # Source
/// Ours: a request of the program's own visitor is over by then.
pub const LONGEST_REST: f64 = 60_000.0;

/// **The tries to send one ticket.** Times are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tries {
    record: Record,
    /// How many more there may be.
    left: u32,
    goes_on: bool,
}

impl Tries {
    /// The first begins now. `repeatable`: the same id makes no second ticket, as in API v1. `retries`: how many more
    /// there may be.
    pub fn begin(repeatable: bool, retries: u32, now: f64) -> Tries {
        Tries { record: Record::pressed(now, repeatable), left: retries, goes_on: false }
    }

    /// A try came to something. `retry_after` is what the server asks for, in milliseconds.
    pub fn came_to(&mut self, meaning: Meaning, retry_after: Option<f64>, now: f64, random: f64) {
        let attempt = self.record.tries;
        let passes = passes_soon(meaning);
        self.step(Event::Answered { attempt, meaning, retry_after, now, random }, passes, now);
    }

    /// A try never reached the server: not a byte of it.
    pub fn left_nothing(&mut self, now: f64, random: f64) {
        self.step(Event::Unsent { attempt: self.record.tries, now, random }, true, now);
    }

    fn step(&mut self, event: Event, passes: bool, now: f64) {
        let (record, effect) = step(self.record, event);
        self.record = record;
        self.goes_on = effect == Effect::Wait && passes && self.left > 0 && self.rest(now) <= LONGEST_REST;
    }

    /// Whether there will be another try.
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// How long until then.
    pub fn rest(&self, now: f64) -> f64 {
        self.record.rest(now).unwrap_or(f64::INFINITY)
    }

    /// Begins the next try, if it is time.
    pub fn again(&mut self, now: f64) -> bool {
        if !self.goes_on {
            return false;
        }
        // Nobody else can be sending it: it has been this program's since its first try.
        let (record, effect) = step(self.record, Event::Looked { now, hint: false, alone: true });
        let is_time = effect == Effect::Post;
        // What is neither to be sent nor waited for has grown old meanwhile: the clock was put forward by days.
        let goes_on = effect == Effect::Nothing;
        *self = Tries { record, left: self.left - u32::from(is_time), goes_on };
        is_time
    }
}

/// Whether it may be otherwise in a moment. The outbox waits for these, too: for another page, or for the next day.
fn passes_soon(meaning: Meaning) -> bool {
    !matches!(meaning, Meaning::NotAllowed | Meaning::NotFound | Meaning::Blocked)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_000_000.0;
    const V1: bool = true;
    const V2: bool = false;

    fn after(repeatable: bool, meaning: Meaning, retry_after: Option<f64>) -> Tries {
        let mut tries = Tries::begin(repeatable, 2, NOW);
        tries.came_to(meaning, retry_after, NOW, 0.5);
        tries
    }

    fn repeated(repeatable: bool) -> Vec<Meaning> {
        Meaning::ALL.into_iter().filter(|meaning| after(repeatable, *meaning, None).goes_on()).collect()
    }

    #[test]
    fn v1_is_tried_again_after_all_that_may_pass_soon() {
        use Meaning::*;
        let may_pass =
            [Failed, TooMany, ServerDown, NotTheContract, BadAddress, Offline, Unreachable, Timeout];

        assert_eq!(repeated(V1), may_pass);
    }

    #[test]
    fn v2_is_tried_again_only_where_there_is_certainly_no_ticket() {
        assert_eq!(repeated(V2), [Meaning::TooMany]);
        let mut tries = Tries::begin(V2, 2, NOW);
        tries.left_nothing(NOW, 0.5);
        assert!(tries.goes_on());
    }

    #[test]
    fn the_tries_end_and_the_waits_between_them_grow() {
        let mut tries = Tries::begin(V1, 2, NOW);
        let mut now = NOW;
        let mut rests = Vec::new();
        loop {
            tries.came_to(Meaning::ServerDown, None, now, 0.5);
            if !tries.goes_on() {
                break;
            }
            rests.push(tries.rest(now));
            now += tries.rest(now);
            assert!(tries.again(now));
        }

        assert_eq!(rests, [2_500.0, 5_000.0]);
        assert!(!tries.again(now + LONGEST_REST));
    }

    #[test]
    fn a_timer_that_is_early_begins_nothing() {
        let mut tries = after(V1, Meaning::Unreachable, None);
        let rest = tries.rest(NOW);

        assert!(!tries.again(NOW + rest - 1.0));
        assert_eq!(tries.rest(NOW + rest - 1.0), 1.0);
        assert!(tries.again(NOW + rest));
    }

    #[test]
    fn a_server_that_says_how_long_is_obeyed_or_not_asked_again() {
        let soon = after(V1, Meaning::TooMany, Some(10_000.0));
        assert!(soon.goes_on() && soon.rest(NOW) >= 10_000.0);

        assert!(!after(V1, Meaning::TooMany, Some(LONGEST_REST + 1.0)).goes_on());
    }

    #[test]
    fn a_clock_that_jumps_by_weeks_ends_the_tries() {
        let mut tries = after(V1, Meaning::Unreachable, None);

        assert!(!tries.again(NOW + 2.0 * support_ticket_outbox::KEPT));
        assert!(!tries.goes_on());
    }

    #[test]
    fn without_retries_there_is_one_try() {
        let mut tries = Tries::begin(V1, 0, NOW);
        tries.came_to(Meaning::ServerDown, None, NOW, 0.5);

        assert!(!tries.goes_on());
    }
}
