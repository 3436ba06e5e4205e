//! The time, as it is kept, and as people read it.

use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// Now, as RFC 3339 in UTC with milliseconds: always of one length, so that times sort as text.
pub fn now() -> String {
    let layout = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    // Formatting fails only for a component that is missing, and a date with a time has all of these.
    OffsetDateTime::now_utc().format(&layout).unwrap_or_default()
}

/// A kept time as people read it: `24 November 2026, 21:54 UTC`. What is no time is shown as it is.
pub fn for_people(kept: &str) -> String {
    let layout = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
    let time = OffsetDateTime::parse(kept, &Rfc3339).ok();
    time.and_then(|time| time.format(&layout).ok()).unwrap_or_else(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_kept_with_milliseconds_and_read_in_words() {
        let kept = now();

        assert_eq!(kept.len(), "2026-11-24T21:54:00.000Z".len());
        assert!(OffsetDateTime::parse(&kept, &Rfc3339).is_ok());
        assert_eq!(for_people("2026-11-04T09:05:00.123Z"), "4 November 2026, 09:05 UTC");
    }
}
