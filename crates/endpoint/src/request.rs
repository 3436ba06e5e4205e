//! A request's body, read within bounds of size and time, and its kind. It must not know what is in it.

use std::{borrow::Cow, time::Duration};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderMap, header},
};
use http_body_util::BodyExt;
use support_ticket_contract::MAX_REQUEST_BYTES;

use crate::error::Refused;

/// How long a body may take: 500 kB in it is a modem's speed, and a sender that dribbles is let go.
const BODY_WAIT: Duration = Duration::from_secs(30);
/// How much of a body that is too large is read and dropped. Answering while a sender still writes makes many
/// of them see a broken connection, where they should read what is wrong.
const DRAINED_BYTES: usize = 16 * MAX_REQUEST_BYTES;

/// **What a body is written in.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
}

/// The kind that the request says.
///
/// # Errors
/// [`Refused::ContentType`] for every other.
pub fn kind(headers: &HeaderMap) -> Result<Kind, Refused> {
    let got = said(headers);
    let essence = got.as_deref().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => Ok(Kind::Json),
        "application/x-www-form-urlencoded" => Ok(Kind::Form),
        _ => Err(Refused::ContentType {
            taken: "application/json or application/x-www-form-urlencoded",
            got: got.map(Cow::into_owned),
        }),
    }
}

/// Refuses what is not said to be JSON.
///
/// # Errors
/// [`Refused::ContentType`]
pub fn must_be_json(headers: &HeaderMap) -> Result<(), Refused> {
    match kind(headers) {
        Ok(Kind::Json) => Ok(()),
        Ok(Kind::Form) | Err(_) => {
            Err(Refused::ContentType { taken: "application/json", got: said(headers).map(Cow::into_owned) })
        }
    }
}

fn said(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// Whether a person's browser waits for a page: a form was sent by the browser itself, not by a script.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = matches!(kind(headers), Ok(Kind::Json));
    match (accept.find("text/html"), accept.find("application/json")) {
        (Some(html), Some(json)) => !is_json && html < json,
        (Some(_), None) => !is_json,
        (None, _) => false,
    }
}

/// The whole body.
///
/// # Errors
/// [`Refused::TooLarge`], [`Refused::Slow`] or [`Refused::BrokenBody`].
pub async fn read(body: Body) -> Result<Vec<u8>, Refused> {
    match tokio::time::timeout(BODY_WAIT, read_all(body)).await {
        Ok(done) => done,
        Err(_) => Err(Refused::Slow { seconds: BODY_WAIT.as_secs() }),
    }
}

async fn read_all(mut body: Body) -> Result<Vec<u8>, Refused> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > DRAINED_BYTES {
        return Err(Refused::TooLarge);
    }

    let mut bytes = Vec::with_capacity(announced.min(MAX_REQUEST_BYTES));
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        // The other kind of frame is trailers.
        let Ok(piece) = frame.map_err(|_| Refused::BrokenBody)?.into_data() else { continue };
        seen += piece.len();
        if seen > DRAINED_BYTES {
            break;
        }
        if seen <= MAX_REQUEST_BYTES {
            bytes.extend_from_slice(&piece);
        }
    }
    if seen > MAX_REQUEST_BYTES { Err(Refused::TooLarge) } else { Ok(bytes) }
}
