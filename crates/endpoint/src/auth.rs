//! Finds out who sends a request: an API key's account, or a page and perhaps its signed-in visitor.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use support_ticket_contract::expand::Site;
use url::{Host, Url};

use crate::{
    State,
    error::{ApiError, Rejection},
    identity::{Identity, InvalidIdentity},
    secret::{self, Key},
    store::{Store, StoreError},
};

/// **The sender of a request.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A server with an API key of this account. It may act for any account.
    Key {
        /// In lower case.
        account: String,
    },
    /// An allowed page.
    Page {
        /// Its origin, if it is configured.
        site: Option<Site>,
        /// The visitor that the site's server vouches for. Without it, visitors can claim any identity.
        visitor: Option<Identity>,
    },
}

/// **The credentials of a request.**
enum Credentials {
    Key(Key),
    /// An identity token, not verified yet.
    Token(String),
}

impl Sender {
    /// Returns the site of a page whose origin is configured.
    pub fn site(&self) -> Option<&Site> {
        match self {
            Sender::Key { .. } => None,
            Sender::Page { site, .. } => site.as_ref(),
        }
    }
}

/// Authenticates a request of a server or a page.
///
/// # Errors
/// [`Rejection`] if the sender is not allowed; a failure if the store does not respond.
pub async fn sender(headers: &HeaderMap, state: &State) -> Result<Sender, ApiError> {
    let token = match credentials(headers)? {
        Some(Credentials::Key(key)) => {
            return Ok(Sender::Key { account: key_account(&key, &*state.store).await? });
        }
        Some(Credentials::Token(token)) => Some(token),
        None => None,
    };
    // The page first: pages that are not allowed learn nothing about tokens.
    let site = match page(headers, state) {
        Err(Rejection::NoAuthorization) if token.is_some() && !headers.contains_key(header::ORIGIN) => {
            return Err(Rejection::TokenWithoutPage.into());
        }
        site => site?,
    };
    let visitor = token.map(|token| visitor(&token, state)).transpose()?;
    Ok(Sender::Page { site, visitor })
}

/// Returns the account of a request that needs one, from its key or its visitor's token.
///
/// # Errors
/// As [`sender`], and if no account is proven.
pub async fn account(headers: &HeaderMap, state: &State) -> Result<String, ApiError> {
    match sender(headers, state).await? {
        Sender::Key { account } | Sender::Page { visitor: Some(Identity { account, .. }), .. } => Ok(account),
        Sender::Page { visitor: None, .. } => Err(Rejection::NoAuthorization.into()),
    }
}

fn visitor(token: &str, state: &State) -> Result<Identity, InvalidIdentity> {
    state.identities.as_ref().ok_or(InvalidIdentity::NotAccepted)?.verify(token)
}

/// Parses the credentials: a key as the user name of Basic, with any password, or as Bearer; a token only as Bearer.
fn credentials(headers: &HeaderMap) -> Result<Option<Credentials>, Rejection> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let value = String::from_utf8_lossy(value.as_bytes());
    let (scheme, text) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    let credentials = match scheme.to_ascii_lowercase().as_str() {
        "basic" => {
            let decoded = STANDARD.decode(text.trim()).map_err(|_| Rejection::MalformedAuthorization)?;
            let decoded = String::from_utf8(decoded).map_err(|_| Rejection::MalformedAuthorization)?;
            let user = decoded.split_once(':').map_or(decoded.as_str(), |(user, _)| user);
            if user.is_empty() { None } else { Some(Credentials::Key(Key::from_request(user))) }
        }
        "bearer" => match text.trim() {
            "" => None,
            key if secret::is_like_key(key) => Some(Credentials::Key(Key::from_request(key))),
            token => Some(Credentials::Token(token.to_owned())),
        },
        _ => return Err(Rejection::UnknownScheme { scheme: scheme.to_owned() }),
    };
    credentials.ok_or(Rejection::MalformedAuthorization).map(Some)
}

async fn key_account(key: &Key, store: &dyn Store) -> Result<String, ApiError> {
    let hash = key.hash();
    let candidates: Result<_, StoreError> = store.keys_with_prefix(key.prefix()).await;
    let key = candidates?.into_iter().find(|candidate| candidate.hash.matches(&hash));
    Ok(key.ok_or(Rejection::UnknownKey)?.account)
}

/// Returns the site of the page that sends a request, if its origin is configured; rejects pages that are not allowed.
///
/// This stops other sites' pages in a visitor's browser, which always sends `Origin`. A program can send any value and
/// gains only what every visitor has. The origin becomes the site only if it is configured: a location must not point to
/// a site that the sender made up.
fn page(headers: &HeaderMap, state: &State) -> Result<Option<Site>, Rejection> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = text(header::HeaderName::from_static("sec-fetch-site")) == Some("same-origin");
    let Some(origin) = text(header::ORIGIN) else {
        return if same_origin { Ok(None) } else { Err(Rejection::NoAuthorization) };
    };

    if vouches_for(state, origin) {
        return Ok(Site::parse(origin).ok());
    }
    // A page of this server at an address that is not configured, such as localhost.
    let own_host = origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(header::HOST));
    let is_own = same_origin || own_host && is_safe_from_rebinding(origin);
    if is_own || state.origins.allow(origin) { Ok(None) } else { Err(Rejection::NoAuthorization) }
}

/// Whether this origin is configured, so that the sender did not make it up.
pub fn vouches_for(state: &State, origin: &str) -> bool {
    origin == state.public_url.site().origin() || state.origins.lists(origin)
}

/// Whether this origin's host is safe from DNS rebinding: it is an IP address or `localhost`. The owner of any other name
/// can point it into a visitor's network, and then `Origin` and `Host` are equal on their page.
fn is_safe_from_rebinding(origin: &str) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let is_web = matches!(origin.scheme(), "http" | "https");
    is_web
        && match origin.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
            None => false,
        }
}
