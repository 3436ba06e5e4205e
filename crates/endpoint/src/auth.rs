//! Who sends a request: an API key's account, or a page and perhaps its signed-in visitor. It must not know what the
//! request is about.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use support_ticket_contract::expand::Site;
use url::{Host, Url};

use crate::{
    State,
    error::{Problem, Refused},
    identity::{Identity, NotAnIdentity},
    secret::{self, Key},
    store::{Store, StoreError},
};

/// **Who sends a request.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A server with an API key of this account. It may speak for any account.
    Key {
        /// In lower case.
        account: String,
    },
    /// A page that may send.
    Page {
        /// Its origin, if the configuration vouches for it.
        site: Option<Site>,
        /// Who sits before it, by the word of the site's server. Without it they can claim to be anybody.
        visitor: Option<Identity>,
    },
}

/// **What a request shows to be let in.**
enum Credentials {
    Key(Key),
    /// An identity token, or what is taken for one.
    Token(String),
}

impl Sender {
    /// The site of the page that it is, if it is one and the configuration vouches for it.
    pub fn site(&self) -> Option<&Site> {
        match self {
            Sender::Key { .. } => None,
            Sender::Page { site, .. } => site.as_ref(),
        }
    }
}

/// Finds out who sends a request that may come from a server or a page.
///
/// # Errors
/// [`Refused`] if nobody may send so; a failure if the store does not answer.
pub async fn sender(headers: &HeaderMap, state: &State) -> Result<Sender, Problem> {
    let token = match credentials(headers)? {
        Some(Credentials::Key(key)) => {
            return Ok(Sender::Key { account: key_account(&key, &*state.store).await? });
        }
        Some(Credentials::Token(token)) => Some(token),
        None => None,
    };
    // The page first: one that may not send learns nothing about tokens.
    let site = match page(headers, state) {
        Err(Refused::NoAuthorization) if token.is_some() && !headers.contains_key(header::ORIGIN) => {
            return Err(Refused::TokenWithoutPage.into());
        }
        site => site?,
    };
    let visitor = token.map(|token| visitor(&token, state)).transpose()?;
    Ok(Sender::Page { site, visitor })
}

/// Finds the account of a request that only an account may send: by its key, or by its visitor's token.
///
/// # Errors
/// As [`sender`], and if there is no proof of any account.
pub async fn account(headers: &HeaderMap, state: &State) -> Result<String, Problem> {
    match sender(headers, state).await? {
        Sender::Key { account } | Sender::Page { visitor: Some(Identity { account, .. }), .. } => Ok(account),
        Sender::Page { visitor: None, .. } => Err(Refused::NoAuthorization.into()),
    }
}

fn visitor(token: &str, state: &State) -> Result<Identity, NotAnIdentity> {
    state.identities.as_ref().ok_or(NotAnIdentity::NotTaken)?.verify(token)
}

/// What a request brings: a key as the user name of Basic, its password empty or not, or as Bearer; a token only as
/// Bearer.
fn credentials(headers: &HeaderMap) -> Result<Option<Credentials>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let value = String::from_utf8_lossy(value.as_bytes());
    let (scheme, credentials) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    let shown = match scheme.to_ascii_lowercase().as_str() {
        "basic" => {
            let decoded = STANDARD.decode(credentials.trim()).map_err(|_| Refused::MalformedAuthorization)?;
            let decoded = String::from_utf8(decoded).map_err(|_| Refused::MalformedAuthorization)?;
            let user = decoded.split_once(':').map_or(decoded.as_str(), |(user, _)| user);
            if user.is_empty() { None } else { Some(Credentials::Key(Key::from_request(user))) }
        }
        "bearer" => match credentials.trim() {
            "" => None,
            key if secret::is_like_key(key) => Some(Credentials::Key(Key::from_request(key))),
            token => Some(Credentials::Token(token.to_owned())),
        },
        _ => return Err(Refused::UnknownScheme { scheme: scheme.to_owned() }),
    };
    shown.ok_or(Refused::MalformedAuthorization).map(Some)
}

async fn key_account(key: &Key, store: &dyn Store) -> Result<String, Problem> {
    let hash = key.hash();
    let found: Result<_, StoreError> = store.keys_with_prefix(key.prefix()).await;
    let known = found?.into_iter().find(|known| known.hash.matches(&hash));
    Ok(known.ok_or(Refused::UnknownKey)?.account)
}

/// The site of the page that a request comes from, as far as it is known; refused if the page may not send.
///
/// This keeps other sites' pages from sending in a visitor's browser, which always says `Origin`; a program can
/// say what it likes, and gains only what any visitor has. So what it says is compared, and believed only where
/// the configuration has the same origin: a location must not be led to a site that the sender made up.
fn page(headers: &HeaderMap, state: &State) -> Result<Option<Site>, Refused> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = text(header::HeaderName::from_static("sec-fetch-site")) == Some("same-origin");
    let Some(origin) = text(header::ORIGIN) else {
        return if same_origin { Ok(None) } else { Err(Refused::NoAuthorization) };
    };

    if vouches_for(state, origin) {
        return Ok(Site::parse(origin).ok());
    }
    // Served by ourselves under an address that is not the configured one, such as localhost.
    let own_host = origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(header::HOST));
    let is_own = same_origin || own_host && cannot_be_led_here(origin);
    if is_own || state.origins.allow(origin) { Ok(None) } else { Err(Refused::NoAuthorization) }
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
