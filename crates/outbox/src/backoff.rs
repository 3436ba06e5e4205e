//! How long to wait between two tries.
//!
//! # Source
//! "Full Jitter" of the AWS Architecture Blog, "Exponential Backoff And Jitter" (Marc Brooker, 2015):
//! `sleep = random_between(0, min(cap, base * 2 ** attempt))`. Of the algorithms compared there it needs the fewest calls,
//! and it spreads out the visitors of a page whose server comes back.

pub(crate) const SECOND_MS: f64 = 1_000.0;
pub(crate) const MINUTE_MS: f64 = 60.0 * SECOND_MS;
pub(crate) const DAY_MS: f64 = 24.0 * 60.0 * MINUTE_MS;

/// The upper bound of the random wait after the first try; it doubles with each further try.
///
/// # Source
/// Ours: about as long as a phone is offline when it changes networks.
pub const BACKOFF_BASE_MS: f64 = 5.0 * SECOND_MS;

/// The limit of that doubling.
///
/// # Source
/// Ours: a waiting tab then asks a server that is down all night eight times an hour.
pub const BACKOFF_CAP_MS: f64 = 15.0 * MINUTE_MS;

/// The shortest wait.
///
/// # Source
/// Ours: full jitter may choose zero, and a server that fails at once would be asked without a pause.
pub const MIN_DELAY_MS: f64 = SECOND_MS;

/// The longest `Retry-After` that is honored.
///
/// # Source
/// Ours: an absurd number must not use up more than one of the seven days for which a ticket is sent.
pub const MAX_RETRY_AFTER_MS: f64 = DAY_MS;

/// The share of a `Retry-After` that may be added to it, so that not all clients return at once.
///
/// # Source
/// Ours.
pub const RETRY_AFTER_JITTER: f64 = 0.1;

/// Returns how long to wait after the `tries`th try, in milliseconds, but not less than the server asked for.
/// `random` is evenly distributed over [0, 1).
pub(crate) fn delay(tries: u32, retry_after: Option<f64>, random: f64) -> f64 {
    // NaN stays NaN here, and `max` ignores it.
    let random = random.clamp(0.0, 1.0);
    // More doublings exceed the cap anyway.
    let doublings = tries.saturating_sub(1).min(16);
    let bound = BACKOFF_BASE_MS * f64::from(1_u32 << doublings);
    let backoff = (random * bound.min(BACKOFF_CAP_MS)).max(MIN_DELAY_MS);
    match retry_after {
        // No nudge shortens this wait, so it is not much longer than what the server asked for. But a server that
        // always says "1" is asked each minute in the end, not each second for a week.
        Some(retry_after) => {
            let shortest = retry_after.min(MAX_RETRY_AFTER_MS);
            let delay = (shortest * f64::from(tries)).min(MINUTE_MS).max(shortest).max(MIN_DELAY_MS);
            delay + delay * RETRY_AFTER_JITTER * random.max(0.0)
        }
        None => backoff,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bound_of_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let halves =
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 100, u32::MAX].map(|tries| delay(tries, None, 0.5) / SECOND_MS);

        assert_eq!(halves, [2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 450.0, 450.0, 450.0]);
        assert_eq!(delay(0, None, 0.5), delay(1, None, 0.5));
    }

    #[test]
    fn the_shortest_wait_is_a_second() {
        assert_eq!(delay(1, None, 0.0), MIN_DELAY_MS);
        assert_eq!(delay(50, None, 0.0), MIN_DELAY_MS);
        assert_eq!(delay(1, None, f64::NAN), MIN_DELAY_MS);
        assert_eq!(delay(1, None, -5.0), MIN_DELAY_MS);
    }

    #[test]
    fn retry_after_is_honored_with_up_to_a_tenth_added() {
        assert_eq!(delay(1, Some(60.0 * SECOND_MS), 0.0), 60.0 * SECOND_MS);
        assert_eq!(delay(1, Some(60.0 * SECOND_MS), 0.5), 63.0 * SECOND_MS);
        assert_eq!(delay(1, Some(60.0 * SECOND_MS), f64::NAN), 60.0 * SECOND_MS);
    }

    #[test]
    fn repeated_short_retry_after_values_grow_to_a_minute() {
        assert_eq!(delay(1, Some(SECOND_MS), 0.0), SECOND_MS);
        assert_eq!(delay(9, Some(SECOND_MS), 0.0), 9.0 * SECOND_MS);
        assert_eq!(delay(9_000, Some(SECOND_MS), 0.0), MINUTE_MS);
    }

    #[test]
    fn an_absurd_retry_after_is_limited_to_a_day() {
        for foolish in [1e300, f64::INFINITY] {
            assert_eq!(delay(1, Some(foolish), 0.0), MAX_RETRY_AFTER_MS);
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(tries: u32, random in 0.0..1.0, asked in proptest::option::of(0.1..1e12)) {
            let delay = delay(tries, asked, random);
            let least = asked.map_or(MIN_DELAY_MS, |asked: f64| asked.clamp(MIN_DELAY_MS, MAX_RETRY_AFTER_MS));

            let most = asked.map_or(BACKOFF_CAP_MS, |_| MAX_RETRY_AFTER_MS + MAX_RETRY_AFTER_MS * RETRY_AFTER_JITTER);
            prop_assert!(least <= delay && delay <= most, "{delay}");
        }
    }
}
