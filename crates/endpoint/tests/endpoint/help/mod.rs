//! An endpoint in a temporary folder, and short helpers for requests.

pub(crate) mod identity;
pub(crate) mod program;

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use serde_json::{Value, json};
use support_ticket_contract::expand::Site;
use support_ticket_endpoint::{
    State, app, commands,
    config::{Origins, PublicUrl},
    identity::Verifier,
    store::{self, Store},
};
use tower::ServiceExt;

pub(crate) const CREATE: &str = "/api/v1/create_support_ticket";
pub(crate) const LIST: &str = "/api/v1/get_support_tickets";
pub(crate) const CREATE_V2: &str = "/api/v2/support/create-ticket";
pub(crate) const LIST_V2: &str = "/api/v2/support/tickets";
pub(crate) const PUBLIC: &str = "https://help.example.com";
pub(crate) const ACCOUNT: &str = "291f43c1-deae-431c-b763-712307fa6859";
pub(crate) const OTHER_ACCOUNT: &str = "9c6a0ec4-5a5b-4bb7-a2a7-0f0f3a3e3f11";
pub(crate) const ID: &str = "abd649bf-ea2d-4952-b925-e44c6903945e";
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");
pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub(crate) const FROM_PAGE: (&str, &str) = ("origin", PUBLIC);

/// An endpoint on a new SQLite file, which goes when it does.
pub(crate) struct Endpoint {
    pub(crate) state: State,
    folder: tempfile::TempDir,
}

impl Endpoint {
    pub(crate) async fn new() -> Endpoint {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tickets.db");
        let store = store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let public_url = PublicUrl::parse(PUBLIC).unwrap();
        let origins = Origins::default();
        let state = State { store, public_url, site: None, origins, identities: None, widget_dir: None };
        Endpoint { state, folder }
    }

    pub(crate) fn with_site(mut self, site: &str) -> Endpoint {
        self.state.site = Some(Site::parse(site).unwrap());
        self
    }

    pub(crate) fn with_origins(mut self, origins: &[&str]) -> Endpoint {
        self.state.origins = Origins::parse(origins.iter().map(ToString::to_string).collect()).unwrap();
        self
    }

    /// One that accepts the tokens of `identity`.
    pub(crate) fn with_identities(mut self) -> Endpoint {
        self.state.identities = Some(Verifier::new(identity::SECRET.as_bytes()).unwrap());
        self
    }

    pub(crate) fn store_address(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("tickets.db").display())
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        self.state.store.clone()
    }

    /// A new API key of this account.
    pub(crate) async fn key(&self, account: &str) -> String {
        let mut written = Vec::new();
        commands::add_key(&*self.state.store, account, "a test", &mut written).await.unwrap();
        String::from_utf8(written).unwrap().trim().to_owned()
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = app(self.state.clone()).oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// Creates by a page of the endpoint itself.
    pub(crate) async fn create(&self, ticket: &Value) -> Answer {
        self.send("POST", CREATE, &[JSON, FROM_PAGE], ticket.to_string()).await
    }

    /// Creates by API key.
    pub(crate) async fn create_with(&self, key: &str, ticket: &Value) -> Answer {
        self.send("POST", CREATE, &[JSON, ("authorization", &format!("Bearer {key}"))], ticket.to_string())
            .await
    }

    /// The tickets of the key's account.
    pub(crate) async fn list(&self, key: &str) -> Value {
        let answer =
            self.send("POST", LIST, &[JSON, ("authorization", &format!("Bearer {key}"))], "{}").await;
        answer.json()["tickets"].clone()
    }

    /// Every ticket, as `export` writes it.
    pub(crate) async fn export(&self) -> Vec<Value> {
        let mut written = Vec::new();
        commands::export(&*self.state.store, &self.state.public_url, &mut written).await.unwrap();
        let lines = String::from_utf8(written).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The page of the ticket that an answer names.
    pub(crate) async fn page_of(&self, answer: &Answer) -> Answer {
        self.get(answer.url().strip_prefix(PUBLIC).unwrap()).await
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {:?}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The address of the ticket that was created.
    #[track_caller]
    pub(crate) fn url(&self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        assert_eq!(self.json()["event"], "support_ticket_url", "{}", self.text());
        self.json()["url"].as_str().unwrap().to_owned()
    }

    /// It was refused with this status and this sentence.
    #[track_caller]
    pub(crate) fn refuses(&self, status: u16, error: &str) {
        assert_eq!((self.status.as_u16(), self.json()), (status, json!({ "error": error })));
    }
}

/// The smallest ticket, with more fields over it.
pub(crate) fn ticket(more: Value) -> Value {
    let mut ticket =
        json!({ "email_address": "jd@example.com", "subject": "package xyz", "body": "please install it" });
    let fields = ticket.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    ticket
}

pub(crate) fn basic(user_and_password: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    format!("Basic {}", STANDARD.encode(user_and_password))
}
