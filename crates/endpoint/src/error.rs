//! The errors of requests: rejections with their status and message, and failures of the server, whose details only the
//! log gets.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use support_ticket_contract::{
    MAX_REQUEST_BYTES,
    wire_v1::{ErrorBody, InvalidRequest},
};

use crate::{identity::InvalidIdentity, secret::NoRandomness, store::StoreError};

/// **Why a request is rejected.** Its `Display` is the `error` of the response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// 400. There is neither a key nor an allowed page.
    #[error("You must provide authentication via an API key.")]
    NoAuthorization,
    /// 400. A token came without a page. Developers who try one by hand learn what is missing.
    #[error(
        "You must provide authentication via an API key. An identity token is accepted only from a page: \
         the Origin header is missing."
    )]
    TokenWithoutPage,
    /// 400.
    #[error("Unknown authorization type '{scheme}'")]
    UnknownScheme {
        /// As sent.
        scheme: String,
    },
    /// 400. The header has a known scheme with invalid credentials.
    #[error(
        "The Authorization header is malformed: it must be 'Basic' with base64 of 'KEY:', or 'Bearer KEY'."
    )]
    MalformedAuthorization,
    /// 400. The key never existed or is revoked; the response does not say which.
    #[error("This API key is not valid.")]
    UnknownKey,
    /// 400. A page sent an invalid token.
    #[error(transparent)]
    InvalidIdentity(#[from] InvalidIdentity),
    /// 400. Visitors may only use their own account.
    #[error("account_id must be the account of the identity token, or absent")]
    OtherAccount,
    /// 400.
    #[error("the request must be {accepted}, not {}", describe(received))]
    ContentType {
        /// The accepted types.
        accepted: &'static str,
        /// As sent.
        received: Option<String>,
    },
    /// 400.
    #[error(transparent)]
    InvalidRequest(#[from] InvalidRequest),
    /// 400. The body ended before its length was reached, or the connection broke.
    #[error("the request ended before it was complete")]
    BrokenBody,
    /// 404.
    #[error("there is nothing at this address")]
    NotFound,
    /// 405.
    #[error("this address does not accept {method} requests")]
    Method {
        /// As sent.
        method: String,
    },
    /// 408.
    #[error("the request took longer than {seconds} seconds to arrive")]
    Slow {
        /// The time limit.
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

fn describe(content_type: &Option<String>) -> String {
    content_type.as_ref().map_or("without a Content-Type".to_owned(), |name| format!("'{name}'"))
}

impl Rejection {
    /// The status of the answer. The contract has 400 for all that is the caller's fault, authorization too.
    pub fn status(&self) -> StatusCode {
        match self {
            Rejection::NoAuthorization
            | Rejection::TokenWithoutPage
            | Rejection::UnknownScheme { .. }
            | Rejection::MalformedAuthorization
            | Rejection::UnknownKey
            | Rejection::InvalidIdentity(_)
            | Rejection::OtherAccount
            | Rejection::ContentType { .. }
            | Rejection::InvalidRequest(_)
            | Rejection::BrokenBody => StatusCode::BAD_REQUEST,
            Rejection::NotFound => StatusCode::NOT_FOUND,
            Rejection::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Rejection::Slow { .. } => StatusCode::REQUEST_TIMEOUT,
            Rejection::IdTaken { .. } => StatusCode::CONFLICT,
            Rejection::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    /// Whether the rest of the request may still arrive, so that the connection cannot be reused.
    pub fn ends_connection(&self) -> bool {
        matches!(self, Rejection::Slow { .. } | Rejection::TooLarge | Rejection::BrokenBody)
    }

    /// Returns the response with another status: API v2 uses 200 for everything.
    pub fn answer(&self, status: StatusCode) -> Response {
        let mut answer = (status, Json(ErrorBody { error: self.to_string() })).into_response();
        if self.ends_connection() {
            answer.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        answer
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.answer(self.status())
    }
}

/// **A failure of the server.** It is logged; clients get [`Failure::PUBLIC_MESSAGE`].
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no random numbers for a secret.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Failure {
    /// The message for clients. Details would only help attackers.
    pub const PUBLIC_MESSAGE: &'static str =
        "The server could not process this right now. Please try again later.";
}

/// **Why a request did not succeed.**
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The client is at fault.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The server is at fault.
    #[error(transparent)]
    Internal(#[from] Failure),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        ApiError::Internal(error.into())
    }
}

impl From<InvalidIdentity> for ApiError {
    fn from(error: InvalidIdentity) -> ApiError {
        ApiError::Rejected(error.into())
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> ApiError {
        ApiError::Internal(error.into())
    }
}
