//! `create_support_ticket`: from a request to a ticket, and the answer to it. It must not know how it is kept, nor how
//! a page looks.

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
    error::{Failure, Problem, Refused},
    keep::{self, Kept},
    page,
    request::{self, Kind},
    secret,
};

/// `POST /api/v1/create_support_ticket`
///
/// # Source
/// contract/create_support_ticket.md and "v1 on the wire" of its README.
pub async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let wants_page = request::wants_page(&headers);
    let read = match request::read(body).await {
        Ok(bytes) => ticket(&headers, &bytes),
        Err(refused) => return refuse(&state, wants_page, refused),
    };
    let id = read.as_ref().ok().and_then(|ticket| ticket.id.as_deref()).map(str::to_ascii_lowercase);

    match kept(&state, &headers, read).await {
        Ok(Kept { url, .. }) if wants_page => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response()
        }
        Ok(Kept { id, url }) => Json(CreateAnswer::Created { id, url }).into_response(),
        Err(Problem::Refused(refused)) => refuse(&state, wants_page, refused),
        Err(Problem::Failed(failure)) => {
            tracing::error!(id, error = &failure as &dyn std::error::Error, "a ticket could not be kept");
            if wants_page { page::failed_form(&state) } else { fail(id) }
        }
    }
}

fn refuse(state: &State, wants_page: bool, refused: Refused) -> Response {
    if wants_page { page::refused_form(state, &refused) } else { refused.into_response() }
}

/// With HTTP 200, as the contract has it: a client looks at `event`.
fn fail(id: Option<String>) -> Response {
    // Where not even an id can be made, an answer without one is better than none.
    let id = id.or_else(|| secret::new_id().ok()).unwrap_or_default();
    Json(CreateAnswer::Failed { id, error: Failure::SAID.to_owned() }).into_response()
}

fn ticket(headers: &HeaderMap, bytes: &[u8]) -> Result<Ticket<Info>, Refused> {
    Ok(match request::kind(headers)? {
        Kind::Json => wire_v1::read_create(bytes)?,
        Kind::Form => {
            let pairs = form_urlencoded::parse(bytes);
            wire_v1::read_create_form(pairs.map(|(name, value)| (name, value.into_owned())))?
        }
    })
}

/// Who sends is looked at before what: who may not send is told that, not what is wrong with the ticket.
async fn kept(
    state: &State,
    headers: &HeaderMap,
    read: Result<Ticket<Info>, Refused>,
) -> Result<Kept, Problem> {
    let sender = auth::sender(headers, state).await?;
    let site = keep::site(state, &sender, None);
    keep::keep(state, &sender, read?, site).await
}
