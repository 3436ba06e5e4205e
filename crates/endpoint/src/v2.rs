//! Both calls of API v2. Tickets, senders and limits are the same as in v1, but every response has HTTP 200, and clients
//! look at its keys.

use axum::{
    Json,
    body::Body,
    extract,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use support_ticket_contract::{
    expand::Site,
    wire_v1::ErrorBody,
    wire_v2::{self, CreateAnswer, TicketsAnswer},
};

use crate::{
    State, auth,
    error::{ApiError, Failure, Rejection},
    list, request, store_ticket,
};

/// `POST /api/v2/support/create-ticket`
///
/// # Source
/// "v2 on the wire" of docs/contract/README.md.
pub async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(authorize_and_store(&state, &headers, body).await, "a ticket could not be stored")
}

/// `POST /api/v2/support/tickets`
///
/// # Source
/// Ours: the response has the tickets of "v1 on the wire" of docs/contract/README.md, which does not define v2's.
pub async fn list(extract::State(state): extract::State<State>, headers: HeaderMap, body: Body) -> Response {
    let result = list::tickets(&state, &headers, body).await;
    answer(result.map(|(_, tickets)| TicketsAnswer::Tickets { tickets }), "tickets could not be read")
}

fn answer(result: Result<impl Serialize, ApiError>, failure_message: &str) -> Response {
    match result {
        Ok(answer) => Json(answer).into_response(),
        Err(ApiError::Rejected(rejection)) => rejection.answer(StatusCode::OK),
        Err(ApiError::Internal(failure)) => {
            tracing::error!(error = &failure as &dyn std::error::Error, "{failure_message}");
            Json(ErrorBody { error: Failure::PUBLIC_MESSAGE.to_owned() }).into_response()
        }
    }
}

async fn authorize_and_store(
    state: &State,
    headers: &HeaderMap,
    body: Body,
) -> Result<CreateAnswer, ApiError> {
    let bytes = request::read(body).await?;
    // Authorize first: senders who are not allowed learn that, not what is wrong with the ticket.
    let sender = auth::sender(headers, state).await?;
    request::must_be_json(headers)?;
    let options = wire_v2::read_create(&bytes).map_err(Rejection::from)?.options;

    let site_of_url = options.url.as_deref().and_then(|url| Site::parse(url).ok());
    let site_of_url = site_of_url.filter(|site| auth::vouches_for(state, &site.origin()));
    let site = store_ticket::site_for(state, &sender, site_of_url);
    let sites: Vec<&Site> = [&site].into_iter().chain(sender.site()).collect();
    let ticket = wire_v2::into_ticket(options, &sites);
    let stored = store_ticket::store_ticket(state, &sender, ticket, site).await?;
    Ok(CreateAnswer::Created { url: stored.url })
}
