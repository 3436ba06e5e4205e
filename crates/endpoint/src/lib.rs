//! **The server behind the help button**: it accepts tickets, stores them and shows them.
//!
//! [`app`] is the whole server as a router on a [`Store`]; [`serve()`] listens on a socket. Data flows one way:
//! `request` → `auth` → `create` or `v2` → `store_ticket` → `store`; `page` and `list` read from there. It serves the
//! widget's files, and shares only the contract with it.

pub mod config;

pub mod auth;
pub mod create;
pub mod identity;
pub mod list;
pub mod page;
pub mod store_ticket;
pub mod v2;

pub mod request;

pub mod error;

pub mod files;
pub mod widget_dir;

pub mod markdown;

pub mod store;

pub mod secret;

pub mod clock;

pub mod commands;
mod serve;

use std::sync::Arc;

use axum::{
    Json, Router, extract,
    extract::MatchedPath,
    http::{HeaderName, HeaderValue, Method, Request, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use support_ticket_contract::{expand::Site, wire_v1::ErrorBody};
use tower_http::{
    cors::{AllowOrigin, CorsLayer},
    trace::TraceLayer,
};

use crate::{
    config::{Origins, PublicUrl},
    error::Rejection,
    identity::Verifier,
    store::Store,
    widget_dir::WidgetDir,
};

pub use serve::serve;

/// How long browsers may cache a preflight response.
const PREFLIGHT_AGE: std::time::Duration = std::time::Duration::from_secs(3600);

/// **The state that every request shares.**
#[derive(Clone)]
pub struct State {
    /// The store of tickets and keys.
    pub store: Arc<dyn Store>,
    /// The base of tickets' URLs.
    pub public_url: PublicUrl,
    /// The site of all tickets' locations, if it is configured.
    pub site: Option<Site>,
    /// The origins whose pages may send tickets.
    pub origins: Origins,
    /// The verifier of identity tokens, if they are accepted.
    pub identities: Option<Verifier>,
    /// Where the widget's and the site's files are read from; absent: from within the program.
    pub widget_dir: Option<WidgetDir>,
}

/// Builds the server's router.
pub fn app(state: State) -> Router {
    let origins = state.origins.clone();
    let allowed = AllowOrigin::predicate(move |origin, request| {
        let is_allowed = origin.to_str().is_ok_and(|origin| origins.allow(origin));
        // The page only learns that it failed, so the log says why. Our own pages send no preflight request.
        if !is_allowed && request.method == Method::OPTIONS {
            tracing::info!(?origin, "refused a page of this origin; --allow-origin would let it send");
        }
        is_allowed
    });
    let cors = CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE);
    let api = Router::new()
        .route("/v1/create_support_ticket", post(create::create))
        .route("/v1/get_support_tickets", post(list::list))
        .route("/v2/support/create-ticket", post(v2::create))
        .route("/v2/support/tickets", post(v2::list))
        .fallback(async || Rejection::NotFound)
        .method_not_allowed_fallback(async |method: Method| Rejection::Method { method: method.to_string() })
        .layer(middleware::from_fn(no_store))
        .layer(cors);

    // Only the pattern of a path is logged, never the path: a ticket's path is its secret.
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request<_>| {
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        tracing::info_span!("request", method = %request.method(), path)
    });
    Router::new()
        .nest("/api", api)
        .route("/requests/page.css", get(page::style))
        .route("/requests/{secret}", get(page::ticket))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .method_not_allowed_fallback(wrong_method)
        .fallback(files::serve)
        .layer(trace)
        .with_state(state)
}

async fn wrong_method(extract::State(state): extract::State<State>, method: Method) -> Response {
    let rejection = Rejection::Method { method: method.to_string() };
    page::message(&state, rejection.status(), "This address cannot be sent to", &rejection.to_string())
}

async fn ready(extract::State(state): extract::State<State>) -> Response {
    match state.store.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the store does not answer");
            let error = "the store does not answer".to_owned();
            (StatusCode::SERVICE_UNAVAILABLE, Json(ErrorBody { error })).into_response()
        }
    }
}

/// Adds `Cache-Control: no-store` to the API's responses, and forbids content sniffing and referrers.
async fn no_store(request: extract::Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let fields = answer.headers_mut();
    fields.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    fields
        .entry(HeaderName::from_static("referrer-policy"))
        .or_insert(HeaderValue::from_static("no-referrer"));
    answer
}
