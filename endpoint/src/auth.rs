//! Who sends a request: an API key's account, or a page. It must not know what the request is about.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use support_ticket_contract::expand::Site;
use url::{Host, Url};

use crate::{
    State,
    error::{Problem, Refused},
    secret::Key,
    store::{Store, StoreError},
};

/// **Who sends a request.** (A page with an identity token will be a third.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A server with an API key of this account. It may speak for any account.
    Key {
        /// In lower case.
        account: String,
    },
    /// A page that may send, whose visitor can claim to be anybody.
    Page {
        /// Its origin, if the configuration vouches for it.
        site: Option<Site>,
    },
}

impl Sender {
    /// The site of the page that it is, if it is one and the configuration vouches for it.
    pub fn site(&self) -> Option<&Site> {
        match self {
            Sender::Key { .. } => None,
            Sender::Page { site } => site.as_ref(),
        }
    }
}

/// Finds out who sends a request that may come from a server or a page.
///
/// # Errors
/// [`Refused`] if nobody may send so; a failure if the store does not answer.
pub async fn sender(headers: &HeaderMap, state: &State) -> Result<Sender, Problem> {
    match api_key(headers)? {
        Some(key) => Ok(Sender::Key { account: account(&key, &*state.store).await? }),
        None => Ok(page(headers, state).ok_or(Refused::NoAuthorization)?),
    }
}

/// Finds the account of a request that only a server may send.
///
/// # Errors
/// As [`sender`].
pub async fn key_account(headers: &HeaderMap, state: &State) -> Result<String, Problem> {
    let key = api_key(headers)?.ok_or(Refused::NoAuthorization)?;
    account(&key, &*state.store).await
}

/// The key that a request brings: as the user name of Basic, its password empty or not, or as Bearer.
fn api_key(headers: &HeaderMap) -> Result<Option<Key>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let value = String::from_utf8_lossy(value.as_bytes());
    let (scheme, credentials) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    let key = match scheme.to_ascii_lowercase().as_str() {
        "basic" => {
            let decoded = STANDARD.decode(credentials.trim()).map_err(|_| Refused::MalformedAuthorization)?;
            let decoded = String::from_utf8(decoded).map_err(|_| Refused::MalformedAuthorization)?;
            decoded.split_once(':').map_or(decoded.as_str(), |(user, _)| user).to_owned()
        }
        "bearer" => credentials.trim().to_owned(),
        _ => return Err(Refused::UnknownScheme { scheme: scheme.to_owned() }),
    };
    if key.is_empty() { Err(Refused::MalformedAuthorization) } else { Ok(Some(Key::from_request(&key))) }
}

async fn account(key: &Key, store: &dyn Store) -> Result<String, Problem> {
    let hash = key.hash();
    let found: Result<_, StoreError> = store.keys_with_prefix(key.prefix()).await;
    let known = found?.into_iter().find(|known| known.hash.matches(&hash));
    Ok(known.ok_or(Refused::UnknownKey)?.account)
}

/// The page that a request comes from, if it may send.
///
/// This keeps other sites' pages from sending in a visitor's browser, which always says `Origin`; a program can
/// say what it likes, and gains only what any visitor has. So what it says is compared, and believed only where
/// the configuration has the same origin: a location must not be led to a site that the sender made up.
fn page(headers: &HeaderMap, state: &State) -> Option<Sender> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = text(header::HeaderName::from_static("sec-fetch-site")) == Some("same-origin");
    let Some(origin) = text(header::ORIGIN) else {
        return same_origin.then_some(Sender::Page { site: None });
    };

    if vouches_for(state, origin) {
        return Some(Sender::Page { site: Site::parse(origin).ok() });
    }
    // Served by ourselves under an address that is not the configured one, such as localhost.
    let own_host = origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(header::HOST));
    let is_own = same_origin || own_host && cannot_be_led_here(origin);
    (is_own || state.origins.allow(origin)).then_some(Sender::Page { site: None })
}

/// Whether the configuration names this origin, so that it is no invention of the sender's.
pub fn vouches_for(state: &State, origin: &str) -> bool {
    origin == state.public_url.site().origin() || state.origins.lists(origin)
}

/// Whether nobody else can make this origin's host lead to us: an IP address is no name, and `localhost` is each
/// machine's own. Whoever owns any other name can let it lead into a visitor's network (DNS rebinding), and
/// then `Origin` and `Host` are the same on their page.
fn cannot_be_led_here(origin: &str) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let is_web = matches!(origin.scheme(), "http" | "https");
    is_web
        && match origin.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
            None => false,
        }
}
