//! Formats times for the store and for people.

use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// Returns the current time as RFC 3339 in UTC with milliseconds. All have the same length, so they sort as text.
pub fn now() -> String {
    let layout = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    // Formatting fails only if a component is missing, and a date with a time has all of these.
    OffsetDateTime::now_utc().format(&layout).unwrap_or_default()
}

/// Formats a stored time for people: `24 November 2026, 21:54 UTC`. An invalid time is returned unchanged.
pub fn for_people(stored: &str) -> String {
    let layout = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
    let time = OffsetDateTime::parse(stored, &Rfc3339).ok();
    time.and_then(|time| time.format(&layout).ok()).unwrap_or_else(|| stored.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds_in_the_store_and_words_for_people() {
        let stored = now();

        assert_eq!(stored.len(), "2026-11-24T21:54:00.000Z".len());
        assert!(OffsetDateTime::parse(&stored, &Rfc3339).is_ok());
        assert_eq!(for_people("2026-11-04T09:05:00.123Z"), "4 November 2026, 09:05 UTC");
    }
}
