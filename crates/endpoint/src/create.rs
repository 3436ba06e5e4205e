//! `create_support_ticket`: parses the request, stores its ticket and responds with JSON or, to a plain form, with a page.

use axum::{
    Json,
    body::Body,
    extract,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use support_ticket_contract::{
    Info, Ticket,
    wire_v1::{self, CreateAnswer},
};
use url::form_urlencoded;

use crate::{
    State, auth,
    error::{ApiError, Failure, Rejection},
    page,
    request::{self, Kind},
    secret,
    store_ticket::{self, CreatedTicket},
};

/// `POST /api/v1/create_support_ticket`
///
/// # Source
/// docs/contract/create_support_ticket.md and "v1 on the wire" of docs/contract/README.md.
pub async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let wants_page = request::wants_page(&headers);
    let parsed = match request::read(body).await {
        Ok(bytes) => ticket(&headers, &bytes),
        Err(rejection) => return refuse(&state, wants_page, rejection),
    };
    let id = parsed.as_ref().ok().and_then(|ticket| ticket.id.as_deref()).map(str::to_ascii_lowercase);

    match authorize_and_store(&state, &headers, parsed).await {
        Ok(CreatedTicket { url, .. }) if wants_page => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response()
        }
        Ok(CreatedTicket { id, url }) => Json(CreateAnswer::Created { id, url }).into_response(),
        Err(ApiError::Rejected(rejection)) => refuse(&state, wants_page, rejection),
        Err(ApiError::Internal(failure)) => {
            tracing::error!(id, error = &failure as &dyn std::error::Error, "a ticket could not be stored");
            if wants_page { page::failed_form(&state) } else { fail(id) }
        }
    }
}

fn refuse(state: &State, wants_page: bool, rejection: Rejection) -> Response {
    if wants_page { page::refused_form(state, &rejection) } else { rejection.into_response() }
}

/// Responds with HTTP 200, as the contract defines: clients look at `event`.
fn fail(id: Option<String>) -> Response {
    // If not even an id can be generated, a response without one is better than none.
    let id = id.or_else(|| secret::new_id().ok()).unwrap_or_default();
    Json(CreateAnswer::Failed { id, error: Failure::PUBLIC_MESSAGE.to_owned() }).into_response()
}

fn ticket(headers: &HeaderMap, bytes: &[u8]) -> Result<Ticket<Info>, Rejection> {
    Ok(match request::kind(headers)? {
        Kind::Json => wire_v1::read_create(bytes)?,
        Kind::Form => {
            let pairs = form_urlencoded::parse(bytes);
            wire_v1::read_create_form(pairs.map(|(name, value)| (name, value.into_owned())))?
        }
    })
}

/// Stores the ticket. It authorizes first: senders who are not allowed learn that, not what is wrong with the ticket.
async fn authorize_and_store(
    state: &State,
    headers: &HeaderMap,
    parsed: Result<Ticket<Info>, Rejection>,
) -> Result<CreatedTicket, ApiError> {
    let sender = auth::sender(headers, state).await?;
    let site = store_ticket::site_for(state, &sender, None);
    store_ticket::store_ticket(state, &sender, parsed?, site).await
}
