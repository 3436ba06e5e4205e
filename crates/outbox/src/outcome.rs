//! The outcome of a try: a ticket, or the reason why there is none, or why that is unknown. It knows only the kind of each
//! part of a response, not its words.

use support_ticket_contract::{
    Dialect,
    wire_v1::{EVENT_CREATED, EVENT_ERROR},
};

#[cfg(all(target_arch = "wasm32", feature = "module"))]
use wasm_bindgen::prelude::wasm_bindgen;

/// **The outcome of a try.**
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The ticket exists, and its address is known.
    Created,
    /// The server could not create the ticket and says so as the contract defines, such as 200 with the event `error`.
    Failed,
    /// The server rejects the request as wrong, such as 400 with a JSON object.
    Refused,
    /// The server accepts no tickets from this page, such as 403.
    NotAllowed,
    /// There is no endpoint at the address, such as 404.
    NotFound,
    /// The request exceeds the server's size limit: 413.
    TooLarge,
    /// A ticket with this id and another content exists: 409.
    Conflict,
    /// The server accepts no more requests for now: 429.
    TooMany,
    /// The server has a fault, such as 503.
    ServerDown,
    /// The response does not follow the contract: HTML, truncated or empty JSON, JSON of another shape.
    NotTheContract,
    /// The server reports a ticket, but its address is not an http(s) URL: 200 with `javascript:…`.
    BadAddress,
    /// The browser reports that it is offline.
    Offline,
    /// The request did not get through: no network, a refused connection, CORS, an ad blocker. `fetch` does not tell
    /// them apart.
    Unreachable,
    /// The page's Content-Security-Policy forbids the request.
    Blocked,
    /// There was no complete response in time.
    Timeout,
}

impl Outcome {
    /// Every outcome, at the index of its number.
    pub const ALL: [Outcome; 15] = [
        Outcome::Created,
        Outcome::Failed,
        Outcome::Refused,
        Outcome::NotAllowed,
        Outcome::NotFound,
        Outcome::TooLarge,
        Outcome::Conflict,
        Outcome::TooMany,
        Outcome::ServerDown,
        Outcome::NotTheContract,
        Outcome::BadAddress,
        Outcome::Offline,
        Outcome::Unreachable,
        Outcome::Blocked,
        Outcome::Timeout,
    ];

    /// Returns the code in the page's `ticket-error` event, which never has `created`.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Created => "created",
            Outcome::Failed => "failed",
            Outcome::Refused => "refused",
            Outcome::NotAllowed => "not-allowed",
            Outcome::NotFound => "not-found",
            Outcome::TooLarge => "too-large",
            Outcome::Conflict => "conflict",
            Outcome::TooMany => "too-many",
            Outcome::ServerDown => "server-down",
            Outcome::NotTheContract => "not-the-contract",
            Outcome::BadAddress => "bad-address",
            Outcome::Offline => "offline",
            Outcome::Unreachable => "unreachable",
            Outcome::Blocked => "blocked",
            Outcome::Timeout => "timeout",
        }
    }

    /// Whether the ticket may exist although its address is unknown: the request may have got through, and its response
    /// been lost.
    pub const fn may_have_arrived(self) -> bool {
        use Outcome::*;
        matches!(self, ServerDown | NotTheContract | BadAddress | Offline | Unreachable | Timeout)
    }
}

/// **The facts of a response** that decide its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResponseFacts {
    /// The HTTP status.
    pub status: u16,
    /// Whether the body is a JSON object.
    pub is_object: bool,
    /// The object's `event`.
    pub event: EventKind,
    /// The object's `url`.
    pub url: UrlKind,
    /// Whether the object's `error` is a string.
    pub has_error: bool,
}

/// **The `event` of a response** of API v1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EventKind {
    /// The ticket exists.
    Created,
    /// There is no ticket.
    Error,
    /// Another event, or none.
    #[default]
    Other,
}

impl EventKind {
    /// Parses the string at `event`, if there is one.
    #[inline(always)]
    pub fn parse(event: Option<&str>) -> EventKind {
        match event {
            Some(EVENT_CREATED) => EventKind::Created,
            Some(EVENT_ERROR) => EventKind::Error,
            _ => EventKind::Other,
        }
    }
}

/// **The `url` of a response.**
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UrlKind {
    /// There is none.
    #[default]
    None,
    /// An http(s) URL, which is safe to link to.
    Web,
    /// Any other text, such as `javascript:…`, which must never become a link.
    Other,
}

impl UrlKind {
    /// Classifies the string at `url`, if there is one.
    #[inline(always)]
    pub fn classify(url: Option<&str>) -> UrlKind {
        let Some(url) = url else { return UrlKind::None };
        let begins = |with: &str| url.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if begins("https://") || begins("http://") { UrlKind::Web } else { UrlKind::Other }
    }
}

// These functions are inlined: as calls they would add 0.1 kB to the form's module.

/// Classifies a response. The body counts before the status, since the contract reports a missing ticket with status 200,
/// too.
#[inline(always)]
pub fn classify(facts: ResponseFacts, dialect: Dialect) -> Outcome {
    let ResponseFacts { status, is_object, event, url, has_error } = facts;
    let success = (200..300).contains(&status);

    let is_created = match dialect {
        Dialect::V1 => event == EventKind::Created,
        // API v2 has no events: a response with an address and no error reports a ticket.
        Dialect::V2 => url != UrlKind::None && !has_error,
    };
    if is_created && success {
        return if url == UrlKind::Web { Outcome::Created } else { Outcome::BadAddress };
    }
    // At 4xx the status says more: who is at fault, and whether to try again.
    if has_error && (success || event == EventKind::Error && !(400..500).contains(&status)) {
        return Outcome::Failed;
    }
    match status {
        401 | 403 => Outcome::NotAllowed,
        404 | 405 | 410 => Outcome::NotFound,
        409 => Outcome::Conflict,
        413 => Outcome::TooLarge,
        429 => Outcome::TooMany,
        // The status of captive portals (RFC 6585).
        511 => Outcome::NotTheContract,
        408 | 425 | 500.. => Outcome::ServerDown,
        400 | 422 if is_object => Outcome::Refused,
        400..500 if event == EventKind::Error => Outcome::Refused,
        // Proxies and hosts send the other statuses (402, 407, 423, 451, …), with whatever JSON. Unless that follows the
        // contract, it says nothing about the ticket.
        _ => Outcome::NotTheContract,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Asserts the outcome of a response of API v1.
    #[track_caller]
    fn means(status: u16, object: Option<(EventKind, UrlKind, bool)>, expected: Outcome) {
        let (event, url, has_error) = object.unwrap_or_default();
        let facts = ResponseFacts { status, is_object: object.is_some(), event, url, has_error };
        assert_eq!(classify(facts, Dialect::V1), expected, "status {status}, {object:?}");
    }

    #[test]
    fn every_outcome_is_at_its_number_and_has_a_unique_code() {
        let codes: HashSet<_> = Outcome::ALL.iter().map(|outcome| outcome.code()).collect();

        assert!(Outcome::ALL.iter().enumerate().all(|(at, outcome)| *outcome as usize == at));
        assert_eq!(codes.len(), Outcome::ALL.len());
    }

    #[test]
    fn unsent_and_rejected_tickets_have_not_arrived() {
        use Outcome::*;
        let arrived = Outcome::ALL.into_iter().filter(|outcome| outcome.may_have_arrived());

        // 5xx: a proxy may have given up on a server that received it. Offline: perhaps only after it was sent.
        let expected = [ServerDown, NotTheContract, BadAddress, Offline, Unreachable, Timeout];
        assert_eq!(arrived.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn events_and_urls_are_recognized() {
        assert_eq!(EventKind::parse(Some("support_ticket_url")), EventKind::Created);
        assert_eq!(EventKind::parse(Some("error")), EventKind::Error);
        assert_eq!([EventKind::parse(Some("")), EventKind::parse(None)], [EventKind::Other; 2]);
        assert_eq!(
            [UrlKind::classify(Some("https://a")), UrlKind::classify(Some("HTTP://a"))],
            [UrlKind::Web; 2]
        );
        for url in ["javascript:alert(1)", "//help.example", "", "http:", "https:/", "httpsé//", " https://a"]
        {
            assert_eq!(UrlKind::classify(Some(url)), UrlKind::Other, "{url}");
        }
        assert_eq!(UrlKind::classify(None), UrlKind::None);
    }

    #[test]
    fn a_ticket_counts_only_with_success_and_an_address_that_can_be_opened() {
        for status in [200, 201, 299] {
            means(status, Some((EventKind::Created, UrlKind::Web, false)), Outcome::Created);
            means(status, Some((EventKind::Created, UrlKind::Web, true)), Outcome::Created);
            means(status, Some((EventKind::Created, UrlKind::Other, false)), Outcome::BadAddress);
            means(status, Some((EventKind::Created, UrlKind::None, false)), Outcome::BadAddress);
        }
        for (status, outcome) in [
            (199, Outcome::NotTheContract),
            (300, Outcome::NotTheContract),
            (404, Outcome::NotFound),
            (500, Outcome::ServerDown),
        ] {
            means(status, Some((EventKind::Created, UrlKind::Web, false)), outcome);
        }
    }

    #[test]
    fn an_error_event_at_200_or_5xx_is_a_failure() {
        for status in [200, 500, 503] {
            means(status, Some((EventKind::Error, UrlKind::None, true)), Outcome::Failed);
        }
        means(200, Some((EventKind::Other, UrlKind::None, true)), Outcome::Failed);
        means(500, Some((EventKind::Other, UrlKind::None, true)), Outcome::ServerDown);
        means(200, Some((EventKind::Error, UrlKind::None, false)), Outcome::NotTheContract);
        means(302, Some((EventKind::Error, UrlKind::None, true)), Outcome::Failed);
    }

    #[test]
    fn at_4xx_or_without_an_object_the_status_decides() {
        let cases = [
            (401, Outcome::NotAllowed),
            (403, Outcome::NotAllowed),
            (404, Outcome::NotFound),
            (405, Outcome::NotFound),
            (408, Outcome::ServerDown),
            (409, Outcome::Conflict),
            (410, Outcome::NotFound),
            (413, Outcome::TooLarge),
            (425, Outcome::ServerDown),
            (429, Outcome::TooMany),
        ];
        for (status, outcome) in cases {
            means(status, None, outcome);
            means(status, Some((EventKind::Other, UrlKind::None, true)), outcome);
            means(status, Some((EventKind::Error, UrlKind::None, true)), outcome);
        }
        for (status, outcome) in [(500, Outcome::ServerDown), (511, Outcome::NotTheContract)] {
            means(status, None, outcome);
            means(status, Some((EventKind::Other, UrlKind::None, true)), outcome);
        }
        for status in [400, 402, 422, 499] {
            means(status, Some((EventKind::Error, UrlKind::None, true)), Outcome::Refused);
            means(status, None, Outcome::NotTheContract);
        }
        for status in [400, 422] {
            means(status, Some((EventKind::Other, UrlKind::None, false)), Outcome::Refused);
            means(status, Some((EventKind::Other, UrlKind::None, true)), Outcome::Refused);
        }
    }

    #[test]
    fn json_from_a_proxy_does_not_refuse_the_ticket() {
        for status in [402, 406, 407, 421, 423, 426, 431, 451, 499] {
            means(status, Some((EventKind::Other, UrlKind::None, false)), Outcome::NotTheContract);
            means(status, Some((EventKind::Other, UrlKind::None, true)), Outcome::NotTheContract);
        }
    }

    #[test]
    fn a_response_outside_of_the_contract_is_no_success() {
        for status in [0, 200, 204, 302, 399] {
            means(status, None, Outcome::NotTheContract);
        }
        means(200, Some((EventKind::Other, UrlKind::Web, false)), Outcome::NotTheContract);
    }

    #[test]
    fn api_v2_has_no_events_and_reports_errors_at_200() {
        let answer = |status, url, has_error| {
            classify(
                ResponseFacts { status, is_object: true, event: EventKind::Other, url, has_error },
                Dialect::V2,
            )
        };
        assert_eq!(answer(200, UrlKind::Web, false), Outcome::Created);
        assert_eq!(answer(200, UrlKind::Other, false), Outcome::BadAddress);
        assert_eq!(answer(200, UrlKind::None, true), Outcome::Failed);
        assert_eq!(answer(200, UrlKind::Web, true), Outcome::Failed);
        assert_eq!(answer(200, UrlKind::None, false), Outcome::NotTheContract);
        assert_eq!(answer(500, UrlKind::Web, false), Outcome::ServerDown);
        let facts = ResponseFacts {
            status: 200,
            is_object: true,
            event: EventKind::Created,
            ..ResponseFacts::default()
        };
        assert_eq!(classify(facts, Dialect::V2), Outcome::NotTheContract);
    }
}
