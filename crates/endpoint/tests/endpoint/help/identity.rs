//! Valid and invalid tokens, built from HMAC and base64, so that the endpoint's verification is compared with independent
//! code.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::ACCOUNT;

pub(crate) const SECRET: &str = "a secret of the tests, not of any site";
pub(crate) const EMAIL: &str = "jd@example.com";

/// Now, and so many seconds later.
pub(crate) fn in_seconds(seconds: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    i64::try_from(now).unwrap() + seconds
}

/// The claims of Jo Doe, with more over them.
pub(crate) fn claims(more: Value) -> Value {
    let mut claims = json!({ "sub": ACCOUNT, "email": EMAIL, "name": "Jo Doe", "exp": in_seconds(3600) });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    claims
}

/// A good token with these claims.
pub(crate) fn token(claims: &Value) -> String {
    token_of(SECRET, &json!({ "alg": "HS256", "typ": "JWT" }).to_string(), &claims.to_string())
}

/// A token of whatever header and claims, signed with HMAC-SHA-256 whatever the header says.
pub(crate) fn token_of(secret: &str, header: &str, claims: &str) -> String {
    let unsigned = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signed =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(&unsigned).finalize();
    format!("{unsigned}.{}", URL_SAFE_NO_PAD.encode(signed.into_bytes()))
}
