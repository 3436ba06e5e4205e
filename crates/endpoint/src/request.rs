//! Reads a request's body within limits of size and time, and determines its content type.

use std::{borrow::Cow, time::Duration};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderMap, header},
};
use http_body_util::BodyExt;
use support_ticket_contract::MAX_REQUEST_BYTES;

use crate::error::Rejection;

/// The time limit of a body. A modem sends 500 kB in it; slower senders are disconnected.
const BODY_WAIT: Duration = Duration::from_secs(30);
/// The part of an oversized body that is read and dropped. Many clients that get a response while they still send see a
/// broken connection instead of the error.
const DRAINED_BYTES: usize = 16 * MAX_REQUEST_BYTES;

/// **The content type of a body.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
}

/// Returns the content type of the request.
///
/// # Errors
/// [`Rejection::ContentType`] for other types.
pub fn kind(headers: &HeaderMap) -> Result<Kind, Rejection> {
    let content_type = content_type(headers);
    let essence = content_type.as_deref().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => Ok(Kind::Json),
        "application/x-www-form-urlencoded" => Ok(Kind::Form),
        _ => Err(Rejection::ContentType {
            accepted: "application/json or application/x-www-form-urlencoded",
            received: content_type.map(Cow::into_owned),
        }),
    }
}

/// Rejects every content type but JSON.
///
/// # Errors
/// [`Rejection::ContentType`]
pub fn must_be_json(headers: &HeaderMap) -> Result<(), Rejection> {
    match kind(headers) {
        Ok(Kind::Json) => Ok(()),
        Ok(Kind::Form) | Err(_) => Err(Rejection::ContentType {
            accepted: "application/json",
            received: content_type(headers).map(Cow::into_owned),
        }),
    }
}

fn content_type(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// Whether the response is shown to a person: a browser submitted a form, not a script.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = matches!(kind(headers), Ok(Kind::Json));
    match (accept.find("text/html"), accept.find("application/json")) {
        (Some(html), Some(json)) => !is_json && html < json,
        (Some(_), None) => !is_json,
        (None, _) => false,
    }
}

/// Reads the whole body.
///
/// # Errors
/// [`Rejection::TooLarge`], [`Rejection::Slow`] or [`Rejection::BrokenBody`].
pub async fn read(body: Body) -> Result<Vec<u8>, Rejection> {
    match tokio::time::timeout(BODY_WAIT, read_all(body)).await {
        Ok(result) => result,
        Err(_) => Err(Rejection::Slow { seconds: BODY_WAIT.as_secs() }),
    }
}

async fn read_all(mut body: Body) -> Result<Vec<u8>, Rejection> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > DRAINED_BYTES {
        return Err(Rejection::TooLarge);
    }

    let mut bytes = Vec::with_capacity(announced.min(MAX_REQUEST_BYTES));
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        // The other kind of frame is trailers.
        let Ok(piece) = frame.map_err(|_| Rejection::BrokenBody)?.into_data() else { continue };
        seen += piece.len();
        if seen > DRAINED_BYTES {
            break;
        }
        if seen <= MAX_REQUEST_BYTES {
            bytes.extend_from_slice(&piece);
        }
    }
    if seen > MAX_REQUEST_BYTES { Err(Rejection::TooLarge) } else { Ok(bytes) }
}
