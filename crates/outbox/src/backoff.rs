//! How long to wait between two tries. It must not know why the last one failed.
//!
//! # Source
//! "Full Jitter" of the AWS Architecture Blog, "Exponential Backoff And Jitter" (Marc Brooker, 2015):
//! `sleep = random_between(0, min(cap, base * 2 ** attempt))`. It needs the fewest calls of those compared there, and
//! the visitors of a page whose server comes back do not all come back at once.

/// What a wait is a random part of after the first try, in milliseconds; it doubles with each further one.
///
/// # Source
/// Ours: about as long as a phone is without a network when it changes from one to another.
pub const BASE: f64 = 5_000.0;

/// What it doubles up to, in milliseconds: 15 minutes.
///
/// # Source
/// Ours: a server that is down all night is then asked by a waiting tab eight times an hour.
pub const CAP: f64 = 900_000.0;

/// The shortest wait, in milliseconds.
///
/// # Source
/// Ours: full jitter may come out as nothing at all, and a server that fails at once would be asked without a pause.
pub const FLOOR: f64 = 1_000.0;

/// The longest wait that a server's `Retry-After` can ask for, in milliseconds: 24 hours.
///
/// # Source
/// Ours: of the seven days that a ticket is kept, a foolish number must not use up more than one.
pub const MAX_RETRY_AFTER: f64 = 86_400_000.0;

/// What a short `Retry-After` grows up to, try by try, in milliseconds.
///
/// # Source
/// Ours.
const MINUTE: f64 = 60_000.0;

/// The part of a `Retry-After` that may come on top of it, so that not everybody comes at once.
///
/// # Source
/// Ours.
pub const JITTER: f64 = 0.1;

/// How long to wait after the `tries`th try, in milliseconds: not less than the server asked for, if it did.
/// `random` is evenly distributed over [0, 1).
pub(crate) fn wait(tries: u32, retry_after: Option<f64>, random: f64) -> f64 {
    // NaN stays NaN here, and `max` takes the other for it.
    let random = random.clamp(0.0, 1.0);
    // More doublings than these lead beyond the cap anyway.
    let doublings = tries.saturating_sub(1).min(16);
    let most = BASE * f64::from(1_u32 << doublings);
    let own = (random * most.min(CAP)).max(FLOOR);
    match retry_after {
        // No hint shortens this wait, so it is not much more than what was asked for. But a server whose template says
        // "1" is asked each minute in the end, and not each second for a week.
        Some(asked) => {
            let asked = asked.min(MAX_RETRY_AFTER);
            let grown = (asked * f64::from(tries)).min(MINUTE).max(asked).max(FLOOR);
            grown + grown * JITTER * random.max(0.0)
        }
        None => own,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: f64 = 1_000.0;

    #[test]
    fn what_a_wait_is_a_part_of_doubles_up_to_a_quarter_of_an_hour() {
        let halves = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100, u32::MAX].map(|tries| wait(tries, None, 0.5) / SECOND);

        assert_eq!(halves, [2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 450.0, 450.0, 450.0]);
        assert_eq!(wait(0, None, 0.5), wait(1, None, 0.5));
    }

    #[test]
    fn the_shortest_wait_is_a_second() {
        assert_eq!(wait(1, None, 0.0), FLOOR);
        assert_eq!(wait(50, None, 0.0), FLOOR);
        assert_eq!(wait(1, None, f64::NAN), FLOOR);
        assert_eq!(wait(1, None, -5.0), FLOOR);
    }

    #[test]
    fn a_server_that_says_how_long_is_obeyed_with_a_tenth_on_top() {
        assert_eq!(wait(1, Some(60.0 * SECOND), 0.0), 60.0 * SECOND);
        assert_eq!(wait(1, Some(60.0 * SECOND), 0.5), 63.0 * SECOND);
        assert_eq!(wait(1, Some(60.0 * SECOND), f64::NAN), 60.0 * SECOND);
    }

    #[test]
    fn a_server_that_always_says_a_second_is_not_asked_each_second() {
        assert_eq!(wait(1, Some(SECOND), 0.0), SECOND);
        assert_eq!(wait(9, Some(SECOND), 0.0), 9.0 * SECOND);
        assert_eq!(wait(9_000, Some(SECOND), 0.0), MINUTE);
    }

    #[test]
    fn a_foolish_server_cannot_keep_it_for_ever() {
        for foolish in [1e300, f64::INFINITY] {
            assert_eq!(wait(1, Some(foolish), 0.0), MAX_RETRY_AFTER);
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(tries: u32, random in 0.0..1.0, asked in proptest::option::of(0.1..1e12)) {
            let waits = wait(tries, asked, random);
            let least = asked.map_or(FLOOR, |asked: f64| asked.clamp(FLOOR, MAX_RETRY_AFTER));

            let most = asked.map_or(CAP, |_| MAX_RETRY_AFTER + MAX_RETRY_AFTER * JITTER);
            prop_assert!(least <= waits && waits <= most, "{waits}");
        }
    }
}
