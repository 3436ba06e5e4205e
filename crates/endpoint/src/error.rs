//! Why a request is refused, with its status and its sentence, and what a failure inside looks like outside.
//! It must not know how the sentence is laid out: that is the answer's or the page's.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use support_ticket_contract::{
    MAX_REQUEST_BYTES,
    wire_v1::{ErrorBody, InvalidRequest},
};

use crate::{identity::NotAnIdentity, secret::NoRandomness, store::StoreError};

/// **Why a request is refused.** Its `Display` is the `error` of the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// 400. Neither a key, nor a page that may send.
    #[error("You must provide authentication via an API key.")]
    NoAuthorization,
    /// 400. What may be a token came from no page: whoever tries one by hand learns what is missing.
    #[error(
        "You must provide authentication via an API key. An identity token is taken only from a page: \
         the Origin header is missing."
    )]
    TokenWithoutPage,
    /// 400.
    #[error("Unknown authorization type '{scheme}'")]
    UnknownScheme {
        /// As sent.
        scheme: String,
    },
    /// 400. The header names a scheme that is known, and then something that is none of its credentials.
    #[error(
        "The Authorization header is malformed: it must be 'Basic' with base64 of 'KEY:', or 'Bearer KEY'."
    )]
    MalformedAuthorization,
    /// 400. Never made, or revoked: which of them is nobody's business.
    #[error("This API key is not valid.")]
    UnknownKey,
    /// 400. A page sent a token that proves nothing.
    #[error(transparent)]
    NotAnIdentity(#[from] NotAnIdentity),
    /// 400. A visitor speaks for their own account only.
    #[error("account_id must be the account of the identity token, or absent")]
    OtherAccount,
    /// 400.
    #[error("the request must be {taken}, not {}", sent(got))]
    ContentType {
        /// What would be.
        taken: &'static str,
        /// As sent.
        got: Option<String>,
    },
    /// 400.
    #[error(transparent)]
    InvalidRequest(#[from] InvalidRequest),
    /// 400. The body ended before its length was reached, or the connection broke.
    #[error("the request ended before all of it was there")]
    BrokenBody,
    /// 404.
    #[error("there is nothing at this address")]
    NotFound,
    /// 405.
    #[error("this address does not take {method} requests")]
    Method {
        /// As sent.
        method: String,
    },
    /// 408.
    #[error("the request took longer than {seconds} seconds to arrive")]
    Slow {
        /// How long was waited.
        seconds: u64,
    },
    /// 409.
    #[error("another ticket was already created under the id {id}")]
    IdTaken {
        /// In lower case.
        id: String,
    },
    /// 413.
    #[error("the request may have at most {MAX_REQUEST_BYTES} bytes")]
    TooLarge,
}

fn sent(got: &Option<String>) -> String {
    got.as_ref().map_or("without a Content-Type".to_owned(), |got| format!("'{got}'"))
}

impl Refused {
    /// The status of the answer. The contract has 400 for all that is the caller's fault, authorization too.
    pub fn status(&self) -> StatusCode {
        match self {
            Refused::NoAuthorization
            | Refused::TokenWithoutPage
            | Refused::UnknownScheme { .. }
            | Refused::MalformedAuthorization
            | Refused::UnknownKey
            | Refused::NotAnIdentity(_)
            | Refused::OtherAccount
            | Refused::ContentType { .. }
            | Refused::InvalidRequest(_)
            | Refused::BrokenBody => StatusCode::BAD_REQUEST,
            Refused::NotFound => StatusCode::NOT_FOUND,
            Refused::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Refused::Slow { .. } => StatusCode::REQUEST_TIMEOUT,
            Refused::IdTaken { .. } => StatusCode::CONFLICT,
            Refused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    /// Whether the rest of the request may still be on its way, so that the connection is of no more use.
    pub fn ends_connection(&self) -> bool {
        matches!(self, Refused::Slow { .. } | Refused::TooLarge | Refused::BrokenBody)
    }

    /// The answer, with another status than its own: API v2 has 200 for everything.
    pub fn answer(&self, status: StatusCode) -> Response {
        let mut answer = (status, Json(ErrorBody { error: self.to_string() })).into_response();
        if self.ends_connection() {
            answer.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        answer
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.answer(self.status())
    }
}

/// **What failed inside.** It is logged; outside only [`Failure::SAID`] is said.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No secret can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Failure {
    /// What the caller is told. Details would help only who attacks.
    pub const SAID: &'static str = "The server could not process this right now. Please try again later.";
}

/// **Why there is no answer of the good kind.**
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The caller's fault.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Ours.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::Failed(error.into())
    }
}

impl From<NotAnIdentity> for Problem {
    fn from(error: NotAnIdentity) -> Problem {
        Problem::Refused(error.into())
    }
}

impl From<NoRandomness> for Problem {
    fn from(error: NoRandomness) -> Problem {
        Problem::Failed(error.into())
    }
}
