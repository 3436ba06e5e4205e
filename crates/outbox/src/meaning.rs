//! What a try to send came to: a ticket, or why there is none or none that is known of. It must not know the words of
//! an answer, only what kind they are; nor what follows, which is `record`'s.

use support_ticket_contract::wire_v1::{EVENT_CREATED, EVENT_ERROR};

#[cfg(all(target_arch = "wasm32", feature = "module"))]
use wasm_bindgen::prelude::wasm_bindgen;

/// **What a try to send came to.**
#[cfg_attr(all(target_arch = "wasm32", feature = "module"), wasm_bindgen)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// The ticket exists, and its address is known.
    Created,
    /// The server could not make the ticket, and says so in the contract's words.
    Failed,
    /// The server says that the request is wrong.
    Refused,
    /// The server takes no tickets from this page.
    NotAllowed,
    /// There is no endpoint at the address.
    NotFound,
    /// The request is larger than the server takes.
    TooLarge,
    /// Under this id there is a ticket with another content.
    Conflict,
    /// The server takes no more for now.
    TooMany,
    /// The server is at fault.
    ServerDown,
    /// Something answered that does not speak the contract: HTML, cut or empty JSON, JSON of another shape.
    NotTheContract,
    /// The ticket is said to exist, but its address is no http or https address.
    BadAddress,
    /// The browser says that there is no network.
    Offline,
    /// The request did not get through: no network, a refused connection, CORS, an ad blocker. `fetch` does not say.
    Unreachable,
    /// The page's Content-Security-Policy forbids the request.
    Blocked,
    /// There was no complete answer in time.
    Timeout,
}

impl Meaning {
    /// All of them, each at the place of its number.
    pub const ALL: [Meaning; 15] = [
        Meaning::Created,
        Meaning::Failed,
        Meaning::Refused,
        Meaning::NotAllowed,
        Meaning::NotFound,
        Meaning::TooLarge,
        Meaning::Conflict,
        Meaning::TooMany,
        Meaning::ServerDown,
        Meaning::NotTheContract,
        Meaning::BadAddress,
        Meaning::Offline,
        Meaning::Unreachable,
        Meaning::Blocked,
        Meaning::Timeout,
    ];

    /// Its name in the page's `ticket-error` event; `created` is in none.
    pub const fn code(self) -> &'static str {
        match self {
            Meaning::Created => "created",
            Meaning::Failed => "failed",
            Meaning::Refused => "refused",
            Meaning::NotAllowed => "not-allowed",
            Meaning::NotFound => "not-found",
            Meaning::TooLarge => "too-large",
            Meaning::Conflict => "conflict",
            Meaning::TooMany => "too-many",
            Meaning::ServerDown => "server-down",
            Meaning::NotTheContract => "not-the-contract",
            Meaning::BadAddress => "bad-address",
            Meaning::Offline => "offline",
            Meaning::Unreachable => "unreachable",
            Meaning::Blocked => "blocked",
            Meaning::Timeout => "timeout",
        }
    }

    /// Whether the ticket may exist though no address of it is known: its request may have got through, and the answer
    /// been lost.
    pub const fn may_have_arrived(self) -> bool {
        use Meaning::*;
        matches!(self, ServerDown | NotTheContract | BadAddress | Offline | Unreachable | Timeout)
    }
}

/// **What an answer says**, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The HTTP status.
    pub status: u16,
    /// Whether its body is a JSON object.
    pub is_object: bool,
    /// What the object says that it is.
    pub said: Said,
    /// The address in it.
    pub url: Url,
    /// Whether it says in a string what is wrong.
    pub has_error: bool,
}

/// **What an answer says that it is**, in API v1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Said {
    /// A ticket's address.
    Created,
    /// Why there is no ticket.
    Error,
    /// Something else, or nothing.
    #[default]
    Other,
}

impl Said {
    /// By the string at `event`, if there is one.
    #[inline(always)]
    pub fn by(event: Option<&str>) -> Said {
        match event {
            Some(EVENT_CREATED) => Said::Created,
            Some(EVENT_ERROR) => Said::Error,
            _ => Said::Other,
        }
    }
}

/// **The address in an answer.**
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Url {
    /// There is none.
    #[default]
    None,
    /// A link to it can only lead to a web page.
    Web,
    /// A link to it may lead anywhere: `javascript:` and the like must never be one.
    Other,
}

impl Url {
    /// By the string at `url`, if there is one.
    #[inline(always)]
    pub fn by(url: Option<&str>) -> Url {
        let Some(url) = url else { return Url::None };
        let begins = |with: &str| url.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if begins("https://") || begins("http://") { Url::Web } else { Url::Other }
    }
}

// All that an answer goes through is put where it is called: as functions they would cost the form's module 0.1 kB.

/// What an answer means. The words in it are read before the status, since the contract says with status 200 too that
/// there is no ticket. `v2`: it is an answer of API v2.
#[inline(always)]
pub fn judge(facts: Facts, v2: bool) -> Meaning {
    let Facts { status, is_object, said, url, has_error } = facts;
    let success = (200..300).contains(&status);

    // API v2 has no events: an answer that names an address and no error is a ticket's.
    let is_created = if v2 { url != Url::None && !has_error } else { said == Said::Created };
    if is_created && success {
        return if url == Url::Web { Meaning::Created } else { Meaning::BadAddress };
    }
    // At 4xx the status says more: whose fault it is, and whether to come again.
    if has_error && (success || said == Said::Error && !(400..500).contains(&status)) {
        return Meaning::Failed;
    }
    match status {
        401 | 403 => Meaning::NotAllowed,
        404 | 405 | 410 => Meaning::NotFound,
        409 => Meaning::Conflict,
        413 => Meaning::TooLarge,
        429 => Meaning::TooMany,
        // A captive portal's own status (RFC 6585).
        511 => Meaning::NotTheContract,
        408 | 425 | 500.. => Meaning::ServerDown,
        // Other statuses are a proxy's or a host's (402, 407, 423, 451, …), whatever JSON they come with: they say nothing of
        // the ticket, unless in the contract's words.
        400 | 422 if is_object => Meaning::Refused,
        400..500 if said == Said::Error => Meaning::Refused,
        _ => Meaning::NotTheContract,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// An answer of API v1, and what it means.
    #[track_caller]
    fn means(status: u16, object: Option<(Said, Url, bool)>, expected: Meaning) {
        let (said, url, has_error) = object.unwrap_or_default();
        let facts = Facts { status, is_object: object.is_some(), said, url, has_error };
        assert_eq!(judge(facts, false), expected, "status {status}, {object:?}");
    }

    #[test]
    fn every_meaning_stands_at_its_number_and_has_a_code_of_its_own() {
        let codes: HashSet<_> = Meaning::ALL.iter().map(|meaning| meaning.code()).collect();

        assert!(Meaning::ALL.iter().enumerate().all(|(at, meaning)| *meaning as usize == at));
        assert_eq!(codes.len(), Meaning::ALL.len());
    }

    #[test]
    fn what_never_left_or_was_turned_away_has_not_arrived() {
        use Meaning::*;
        let arrived = Meaning::ALL.into_iter().filter(|meaning| meaning.may_have_arrived());

        // 5xx: something before the server may have given up on it. Offline: perhaps only since it was sent.
        let expected = [ServerDown, NotTheContract, BadAddress, Offline, Unreachable, Timeout];
        assert_eq!(arrived.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_answer_is_known_by_its_strings() {
        assert_eq!(Said::by(Some("support_ticket_url")), Said::Created);
        assert_eq!(Said::by(Some("error")), Said::Error);
        assert_eq!([Said::by(Some("")), Said::by(None)], [Said::Other; 2]);
        assert_eq!([Url::by(Some("https://a")), Url::by(Some("HTTP://a"))], [Url::Web; 2]);
        for url in ["javascript:alert(1)", "//help.example", "", "http:", "https:/", "httpsé//", " https://a"]
        {
            assert_eq!(Url::by(Some(url)), Url::Other, "{url}");
        }
        assert_eq!(Url::by(None), Url::None);
    }

    #[test]
    fn a_ticket_counts_only_with_success_and_an_address_that_can_be_opened() {
        for status in [200, 201, 299] {
            means(status, Some((Said::Created, Url::Web, false)), Meaning::Created);
            means(status, Some((Said::Created, Url::Web, true)), Meaning::Created);
            means(status, Some((Said::Created, Url::Other, false)), Meaning::BadAddress);
            means(status, Some((Said::Created, Url::None, false)), Meaning::BadAddress);
        }
        for (status, meaning) in [
            (199, Meaning::NotTheContract),
            (300, Meaning::NotTheContract),
            (404, Meaning::NotFound),
            (500, Meaning::ServerDown),
        ] {
            means(status, Some((Said::Created, Url::Web, false)), meaning);
        }
    }

    #[test]
    fn the_contracts_words_at_200_and_at_5xx_are_a_failure() {
        for status in [200, 500, 503] {
            means(status, Some((Said::Error, Url::None, true)), Meaning::Failed);
        }
        means(200, Some((Said::Other, Url::None, true)), Meaning::Failed);
        means(500, Some((Said::Other, Url::None, true)), Meaning::ServerDown);
        means(200, Some((Said::Error, Url::None, false)), Meaning::NotTheContract);
        means(302, Some((Said::Error, Url::None, true)), Meaning::Failed);
    }

    #[test]
    fn at_4xx_and_without_words_the_status_decides() {
        let cases = [
            (401, Meaning::NotAllowed),
            (403, Meaning::NotAllowed),
            (404, Meaning::NotFound),
            (405, Meaning::NotFound),
            (408, Meaning::ServerDown),
            (409, Meaning::Conflict),
            (410, Meaning::NotFound),
            (413, Meaning::TooLarge),
            (425, Meaning::ServerDown),
            (429, Meaning::TooMany),
        ];
        for (status, meaning) in cases {
            means(status, None, meaning);
            means(status, Some((Said::Other, Url::None, true)), meaning);
            means(status, Some((Said::Error, Url::None, true)), meaning);
        }
        for (status, meaning) in [(500, Meaning::ServerDown), (511, Meaning::NotTheContract)] {
            means(status, None, meaning);
            means(status, Some((Said::Other, Url::None, true)), meaning);
        }
        for status in [400, 402, 422, 499] {
            means(status, Some((Said::Error, Url::None, true)), Meaning::Refused);
            means(status, None, Meaning::NotTheContract);
        }
        for status in [400, 422] {
            means(status, Some((Said::Other, Url::None, false)), Meaning::Refused);
            means(status, Some((Said::Other, Url::None, true)), Meaning::Refused);
        }
    }

    #[test]
    fn the_json_of_something_in_between_is_no_refusal_of_the_ticket() {
        for status in [402, 406, 407, 421, 423, 426, 431, 451, 499] {
            means(status, Some((Said::Other, Url::None, false)), Meaning::NotTheContract);
            means(status, Some((Said::Other, Url::None, true)), Meaning::NotTheContract);
        }
    }

    #[test]
    fn what_is_not_the_contract_is_no_success() {
        for status in [0, 200, 204, 302, 399] {
            means(status, None, Meaning::NotTheContract);
        }
        means(200, Some((Said::Other, Url::Web, false)), Meaning::NotTheContract);
    }

    #[test]
    fn api_v2_has_no_events_and_says_at_200_that_there_is_no_ticket() {
        let answer = |status, url, has_error| {
            judge(Facts { status, is_object: true, said: Said::Other, url, has_error }, true)
        };
        assert_eq!(answer(200, Url::Web, false), Meaning::Created);
        assert_eq!(answer(200, Url::Other, false), Meaning::BadAddress);
        assert_eq!(answer(200, Url::None, true), Meaning::Failed);
        assert_eq!(answer(200, Url::Web, true), Meaning::Failed);
        assert_eq!(answer(200, Url::None, false), Meaning::NotTheContract);
        assert_eq!(answer(500, Url::Web, false), Meaning::ServerDown);
        let said = Facts { status: 200, is_object: true, said: Said::Created, ..Facts::default() };
        assert_eq!(judge(said, true), Meaning::NotTheContract);
    }
}
