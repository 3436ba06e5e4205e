//! Turns a server's response into a ticket's address or a typed error with the values that its text needs. The outbox's rules
//! classify it.

use support_ticket_contract::Dialect;
use support_ticket_outbox::{EventKind, Outcome, ResponseFacts, UrlKind};

/// **A response, parsed.**
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedResponse {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// x.
    pub body: Option<ResponseBody>,
}

/// **The keys of a response that the contract defines**, where they are strings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the fields are the contract's")]
pub struct ResponseBody {
    pub event: Option<String>,
    pub url: Option<String>,
    pub error: Option<String>,
}

/// **Why there is no ticket, or none is known.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// The server could not create the ticket.
    Failed {
        /// The server's `error`.
        reason: String,
    },
    /// The server rejects the request as wrong.
    Refused {
        /// The server's `error`, if it sent one.
        reason: Option<String>,
    },
    /// The server accepts no tickets from this page.
    NotAllowed,
    /// There is no endpoint at the address.
    NotFound,
    /// The request exceeds the server's size limit.
    TooLarge,
    /// A ticket with this id and another content exists.
    Conflict,
    /// The server accepts no more requests for now.
    TooMany {
        /// How long to wait, in seconds.
        wait: Option<u32>,
    },
    /// The server has a fault.
    ServerDown {
        /// The HTTP status.
        status: u16,
        /// How long to wait, in seconds.
        wait: Option<u32>,
    },
    /// The response does not follow the contract: HTML, truncated or empty JSON, JSON of another shape.
    NotTheContract,
    /// The server reports a ticket, but its address is not an http(s) URL.
    BadAddress,
    /// The browser reports that it is offline.
    Offline,
    /// The request did not get through: no network, a refused connection, CORS, an ad blocker. `fetch` does not tell
    /// them apart.
    Unreachable,
    /// The page's Content-Security-Policy forbids the request.
    Blocked,
    /// There was no complete response in time.
    Timeout {
        /// The timeout in seconds.
        after: u32,
    },
}

impl SendError {
    /// Returns the outcome, without the values of its text.
    pub const fn outcome(&self) -> Outcome {
        match self {
            SendError::Failed { .. } => Outcome::Failed,
            SendError::Refused { .. } => Outcome::Refused,
            SendError::NotAllowed => Outcome::NotAllowed,
            SendError::NotFound => Outcome::NotFound,
            SendError::TooLarge => Outcome::TooLarge,
            SendError::Conflict => Outcome::Conflict,
            SendError::TooMany { .. } => Outcome::TooMany,
            SendError::ServerDown { .. } => Outcome::ServerDown,
            SendError::NotTheContract => Outcome::NotTheContract,
            SendError::BadAddress => Outcome::BadAddress,
            SendError::Offline => Outcome::Offline,
            SendError::Unreachable => Outcome::Unreachable,
            SendError::Blocked => Outcome::Blocked,
            SendError::Timeout { .. } => Outcome::Timeout,
        }
    }

    /// Returns the code in the page's `ticket-error` event.
    pub const fn code(&self) -> &'static str {
        self.outcome().code()
    }

    /// Whether the ticket may exist anyway: the request may have got through, and its response been lost.
    pub const fn may_have_arrived(&self) -> bool {
        self.outcome().may_have_arrived()
    }
}

/// Returns the ticket's address.
///
/// # Errors
/// Every [`SendError`] that a response can mean.
pub fn classify(response: ParsedResponse, dialect: Dialect) -> Result<String, SendError> {
    let ParsedResponse { status, retry_after: wait, body } = response;
    let is_object = body.is_some();
    let ResponseBody { event, url, error: reason } = body.unwrap_or_default();
    let facts = ResponseFacts {
        status,
        is_object,
        event: EventKind::parse(event.as_deref()),
        url: UrlKind::classify(url.as_deref()),
        has_error: reason.is_some(),
    };
    Err(match support_ticket_outbox::classify(facts, dialect) {
        Outcome::Created => return Ok(url.unwrap_or_default()),
        Outcome::Failed => SendError::Failed { reason: reason.unwrap_or_default() },
        Outcome::Refused => SendError::Refused { reason },
        Outcome::NotAllowed => SendError::NotAllowed,
        Outcome::NotFound => SendError::NotFound,
        Outcome::TooLarge => SendError::TooLarge,
        Outcome::Conflict => SendError::Conflict,
        Outcome::TooMany => SendError::TooMany { wait },
        Outcome::ServerDown => SendError::ServerDown { status, wait },
        Outcome::BadAddress => SendError::BadAddress,
        // The other outcomes have no response.
        _ => SendError::NotTheContract,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{collections::HashSet, iter};

    use support_ticket_contract::wire_v1::{EVENT_CREATED, EVENT_ERROR};

    use super::*;
    use crate::form::{MAX_TICKS, TICK_SECONDS};

    /// Returns one error of each kind. A new kind does not compile until it is added here.
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
    fn each_kind_of_error_has_a_unique_code() {
        let errors = one_of_each();

        let kinds: HashSet<_> = errors.iter().map(std::mem::discriminant).collect();
        let codes: HashSet<_> = errors.iter().map(SendError::code).collect();

        assert_eq!(codes.len(), kinds.len());
    }

    #[test]
    fn the_timeouts_of_form_and_outbox_are_equal() {
        assert_eq!(f64::from(MAX_TICKS * TICK_SECONDS) * 1000.0, support_ticket_outbox::TRY_TIMEOUT_MS);
    }

    #[track_caller]
    fn means(status: u16, object: Option<[&str; 3]>, expected: Result<&str, SendError>) {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let body = object.map(|[event, url, error]| ResponseBody {
            event: text(event),
            url: text(url),
            error: text(error),
        });
        let reply = ParsedResponse { status, retry_after: Some(7), body };
        assert_eq!(classify(reply, Dialect::V1), expected.map(str::to_owned), "status {status}");
    }

    fn refused(reason: Option<&str>) -> SendError {
        SendError::Refused { reason: reason.map(str::to_owned) }
    }

    #[test]
    fn a_ticket_counts_only_with_an_http_address() {
        let created = |url| Some([EVENT_CREATED, url, ""]);
        means(200, created("https://help.example/requests/1"), Ok("https://help.example/requests/1"));
        means(200, created("HTTP://help.example"), Ok("HTTP://help.example"));
        means(200, created("javascript:alert(1)"), Err(SendError::BadAddress));
        means(200, created("//help.example"), Err(SendError::BadAddress));
        means(200, created(""), Err(SendError::BadAddress));
        means(200, created("httpsé//"), Err(SendError::BadAddress));
    }

    #[test]
    fn the_servers_reason_is_kept_at_any_status() {
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
    fn a_response_outside_of_the_contract_is_no_success() {
        means(200, None, Err(SendError::NotTheContract));
        means(204, None, Err(SendError::NotTheContract));
        means(200, Some(["", "https://help.example/1", ""]), Err(SendError::NotTheContract));
        means(302, None, Err(SendError::NotTheContract));
        means(400, None, Err(SendError::NotTheContract));
        means(404, Some([EVENT_CREATED, "https://help.example/1", ""]), Err(SendError::NotFound));
    }

    #[test]
    fn api_v2_has_no_events_and_reports_errors_at_200() {
        let answer = |status, body| classify(ParsedResponse { status, retry_after: None, body }, Dialect::V2);
        let object = |url: Option<&str>, error: Option<&str>| {
            let [url, error] = [url, error].map(|text| text.map(str::to_owned));
            Some(ResponseBody { event: None, url, error })
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
