//! What the server's answer means: a ticket's address, or a typed error that carries what its sentence needs. Which of
//! them it is, the outbox's rules say. It must not know the network it came over, nor how an error is said.

use support_ticket_outbox::{Facts, Meaning, Said, Url};

/// **An answer, read as far as it goes.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// What `Retry-After` asks for, in seconds.
    pub retry_after: Option<u32>,
    /// The answer's keys, where its body is a JSON object.
    pub object: Option<Object>,
}

/// **The keys of an answer that mean something**, where they are strings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the fields are the contract's")]
pub struct Object {
    pub event: Option<String>,
    pub url: Option<String>,
    pub error: Option<String>,
}

/// **Why there is no ticket, or none that is known of.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// The server could not make the ticket.
    Failed {
        /// In the server's words.
        reason: String,
    },
    /// The server says that the request is wrong.
    Refused {
        /// In the server's words, if it had any.
        reason: Option<String>,
    },
    /// The server takes no tickets from this page.
    NotAllowed,
    /// There is no endpoint at the address.
    NotFound,
    /// The request is larger than the server takes.
    TooLarge,
    /// Under this id there is a ticket with another content.
    Conflict,
    /// The server takes no more for now.
    TooMany {
        /// How long to wait, in seconds.
        wait: Option<u32>,
    },
    /// The server is at fault.
    ServerDown {
        /// The HTTP status.
        status: u16,
        /// How long to wait, in seconds.
        wait: Option<u32>,
    },
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
    Timeout {
        /// How long was waited, in seconds.
        after: u32,
    },
}

impl SendError {
    /// Which kind it is, without what its sentence needs.
    pub const fn meaning(&self) -> Meaning {
        match self {
            SendError::Failed { .. } => Meaning::Failed,
            SendError::Refused { .. } => Meaning::Refused,
            SendError::NotAllowed => Meaning::NotAllowed,
            SendError::NotFound => Meaning::NotFound,
            SendError::TooLarge => Meaning::TooLarge,
            SendError::Conflict => Meaning::Conflict,
            SendError::TooMany { .. } => Meaning::TooMany,
            SendError::ServerDown { .. } => Meaning::ServerDown,
            SendError::NotTheContract => Meaning::NotTheContract,
            SendError::BadAddress => Meaning::BadAddress,
            SendError::Offline => Meaning::Offline,
            SendError::Unreachable => Meaning::Unreachable,
            SendError::Blocked => Meaning::Blocked,
            SendError::Timeout { .. } => Meaning::Timeout,
        }
    }

    /// The error's name in the page's `ticket-error` event.
    pub const fn code(&self) -> &'static str {
        self.meaning().code()
    }

    /// Whether the ticket may exist all the same: its request may have got through, and the answer been lost.
    pub const fn may_have_arrived(&self) -> bool {
        self.meaning().may_have_arrived()
    }
}

/// The ticket's address, or why there is none.
///
/// # Errors
/// Every [`SendError`] that an answer can mean. `v2`: it is an answer of API v2.
pub fn judge(reply: Reply, v2: bool) -> Result<String, SendError> {
    let Reply { status, retry_after: wait, object } = reply;
    let is_object = object.is_some();
    let Object { event, url, error: reason } = object.unwrap_or_default();
    let facts = Facts {
        status,
        is_object,
        said: Said::by(event.as_deref()),
        url: Url::by(url.as_deref()),
        has_error: reason.is_some(),
    };
    Err(match support_ticket_outbox::judge(facts, v2) {
        Meaning::Created => return Ok(url.unwrap_or_default()),
        Meaning::Failed => SendError::Failed { reason: reason.unwrap_or_default() },
        Meaning::Refused => SendError::Refused { reason },
        Meaning::NotAllowed => SendError::NotAllowed,
        Meaning::NotFound => SendError::NotFound,
        Meaning::TooLarge => SendError::TooLarge,
        Meaning::Conflict => SendError::Conflict,
        Meaning::TooMany => SendError::TooMany { wait },
        Meaning::ServerDown => SendError::ServerDown { status, wait },
        Meaning::BadAddress => SendError::BadAddress,
        // The others are no answers.
        _ => SendError::NotTheContract,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{collections::HashSet, iter};

    use support_ticket_contract::wire_v1::{EVENT_CREATED, EVENT_ERROR};

    use super::*;
    use crate::form::{MAX_TICKS, TICK_SECONDS};

    /// One error of each kind. A kind that is added does not compile until it has its place here.
    pub(crate) fn one_of_each() -> Vec<SendError> {
        let first = SendError::Failed { reason: "the disk is full".to_owned() };
        let after = |error: &SendError| {
            Some(match error {
                SendError::Failed { .. } => SendError::Refused { reason: Some("no tags here".to_owned()) },
                SendError::Refused { reason: Some(_) } => SendError::Refused { reason: None },
                SendError::Refused { reason: None } => SendError::NotAllowed,
                SendError::NotAllowed => SendError::NotFound,
                SendError::NotFound => SendError::TooLarge,
                SendError::TooLarge => SendError::Conflict,
                SendError::Conflict => SendError::TooMany { wait: None },
                SendError::TooMany { wait: None } => SendError::TooMany { wait: Some(7) },
                SendError::TooMany { wait: Some(_) } => SendError::ServerDown { status: 500, wait: None },
                SendError::ServerDown { wait: None, .. } => {
                    SendError::ServerDown { status: 503, wait: Some(60) }
                }
                SendError::ServerDown { wait: Some(_), .. } => SendError::NotTheContract,
                SendError::NotTheContract => SendError::BadAddress,
                SendError::BadAddress => SendError::Offline,
                SendError::Offline => SendError::Unreachable,
                SendError::Unreachable => SendError::Blocked,
                SendError::Blocked => SendError::Timeout { after: 30 },
                SendError::Timeout { .. } => return None,
            })
        };
        iter::successors(Some(first), after).collect()
    }

    #[test]
    fn every_kind_of_error_has_a_code_of_its_own() {
        let errors = one_of_each();

        let kinds: HashSet<_> = errors.iter().map(std::mem::discriminant).collect();
        let codes: HashSet<_> = errors.iter().map(SendError::code).collect();

        assert_eq!(codes.len(), kinds.len());
    }

    #[test]
    fn the_form_waits_as_long_for_an_answer_as_the_outbox() {
        assert_eq!(f64::from(MAX_TICKS * TICK_SECONDS) * 1000.0, support_ticket_outbox::TRY);
    }

    #[track_caller]
    fn means(status: u16, object: Option<[&str; 3]>, expected: Result<&str, SendError>) {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let object = object.map(|[event, url, error]| Object {
            event: text(event),
            url: text(url),
            error: text(error),
        });
        let reply = Reply { status, retry_after: Some(7), object };
        assert_eq!(judge(reply, false), expected.map(str::to_owned), "status {status}");
    }

    fn refused(reason: Option<&str>) -> SendError {
        SendError::Refused { reason: reason.map(str::to_owned) }
    }

    #[test]
    fn a_ticket_counts_only_with_an_address_that_can_be_opened() {
        let created = |url| Some([EVENT_CREATED, url, ""]);
        means(200, created("https://help.example/requests/1"), Ok("https://help.example/requests/1"));
        means(200, created("HTTP://help.example"), Ok("HTTP://help.example"));
        means(200, created("javascript:alert(1)"), Err(SendError::BadAddress));
        means(200, created("//help.example"), Err(SendError::BadAddress));
        means(200, created(""), Err(SendError::BadAddress));
        means(200, created("httpsé//"), Err(SendError::BadAddress));
    }

    #[test]
    fn the_servers_own_words_are_kept_whatever_the_status() {
        let failed = SendError::Failed { reason: "no".to_owned() };
        means(200, Some([EVENT_ERROR, "", "no"]), Err(failed.clone()));
        means(500, Some([EVENT_ERROR, "", "no"]), Err(failed.clone()));
        means(200, Some(["", "", "no"]), Err(failed));
        means(400, Some(["", "", "no"]), Err(refused(Some("no"))));
        means(422, Some(["", "", "no"]), Err(refused(Some("no"))));
        means(400, Some(["", "", ""]), Err(refused(None)));
        means(400, Some([EVENT_ERROR, "", "no"]), Err(refused(Some("no"))));
    }

    #[test]
    fn a_status_means_the_same_with_and_without_an_object() {
        let cases = [
            (401, SendError::NotAllowed),
            (403, SendError::NotAllowed),
            (404, SendError::NotFound),
            (409, SendError::Conflict),
            (413, SendError::TooLarge),
            (429, SendError::TooMany { wait: Some(7) }),
            (500, SendError::ServerDown { status: 500, wait: Some(7) }),
            (503, SendError::ServerDown { status: 503, wait: Some(7) }),
            (511, SendError::NotTheContract),
        ];
        for (status, error) in cases {
            means(status, None, Err(error.clone()));
            means(status, Some(["", "", "no"]), Err(error));
        }
    }

    #[test]
    fn what_is_not_the_contract_is_no_success() {
        means(200, None, Err(SendError::NotTheContract));
        means(204, None, Err(SendError::NotTheContract));
        means(200, Some(["", "https://help.example/1", ""]), Err(SendError::NotTheContract));
        means(302, None, Err(SendError::NotTheContract));
        means(400, None, Err(SendError::NotTheContract));
        means(404, Some([EVENT_CREATED, "https://help.example/1", ""]), Err(SendError::NotFound));
    }

    #[test]
    fn api_v2_has_no_events_and_says_at_200_that_there_is_no_ticket() {
        let answer = |status, object| judge(Reply { status, retry_after: None, object }, true);
        let object = |url: Option<&str>, error: Option<&str>| {
            let [url, error] = [url, error].map(|text| text.map(str::to_owned));
            Some(Object { event: None, url, error })
        };
        let url = "https://help.example/1";

        assert_eq!(answer(200, object(Some(url), None)), Ok(url.to_owned()));
        assert_eq!(answer(200, object(Some("javascript:1"), None)), Err(SendError::BadAddress));
        assert_eq!(answer(200, object(None, Some("no"))), Err(SendError::Failed { reason: "no".to_owned() }));
        assert_eq!(
            answer(200, object(Some(url), Some("no"))),
            Err(SendError::Failed { reason: "no".to_owned() })
        );
        assert_eq!(answer(200, object(None, None)), Err(SendError::NotTheContract));
        assert_eq!(
            answer(500, object(Some(url), None)),
            Err(SendError::ServerDown { status: 500, wait: None })
        );
    }
}
