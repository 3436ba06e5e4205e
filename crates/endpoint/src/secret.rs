//! Secrets that must not be guessed, and the hashes that recognize them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use support_ticket_contract::{Info, Ticket};

/// The prefix of every key, as in CoCalc.
const KEY_START: &str = "sk_";
/// The number of characters after it that `key list` shows and that find the key.
const KEY_PREFIX_CHARS: usize = 6;
/// The number of random characters: 30 of an alphabet of 62 are 178 bits, of which the prefix reveals 36.
const KEY_CHARS: usize = 30;

/// **The system has no random numbers**, so there is no secret.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// **The secret part of a ticket's address**: 128 random bits, 22 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlSecret(String);

impl UrlSecret {
    /// Generates a secret that nobody can guess.
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn new() -> Result<UrlSecret, NoRandomness> {
        Ok(UrlSecret(URL_SAFE_NO_PAD.encode(random::<16>()?)))
    }

    pub(crate) fn from_store(text: String) -> UrlSecret {
        UrlSecret(text)
    }

    /// Returns the text in the URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Generates a UUID, version 4, in lower case.
///
/// # Errors
/// [`NoRandomness`]
pub fn new_id() -> Result<String, NoRandomness> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string())
}

/// **The hash of a ticket as it was sent**, which recognizes the same ticket when it is sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Hashes what the writer entered, independent of the order of keys and the encoding of the request. The sender does
    /// not count, so that a page may retry after its visitor signed out. Neither do `location` and `info`, which may have
    /// changed when a page retries: after its window was resized, a phone was turned, or another view was opened.
    pub fn of(ticket: &Ticket<Info>) -> Fingerprint {
        let canonical = serde_json::json!({
            "username": ticket.username,
            "email_address": ticket.email_address,
            "subject": ticket.subject,
            "body": ticket.body,
            "tags": ticket.tags,
            "account_id": ticket.account_id.as_deref().map(str::to_ascii_lowercase),
        });
        Fingerprint(Sha256::digest(canonical.to_string()).into())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Whether this looks like an API key. An identity token never does: it begins with base64url of JSON, and no JSON text
/// begins with the byte that `sk` encodes.
pub fn is_like_key(text: &str) -> bool {
    text.starts_with(KEY_START)
}

/// **An API key as its owner has it.** It has no `Debug`, so that it is never logged.
pub struct Key(String);

impl Key {
    /// Generates a key that nobody can guess.
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn new() -> Result<Key, NoRandomness> {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = KEY_START.to_owned();
        while text.len() < KEY_START.len() + KEY_CHARS {
            // 248 is the largest multiple of 62 in a byte: larger bytes would make some letters likelier.
            let fair = random::<32>()?.into_iter().filter(|byte| *byte < 248);
            text.extend(fair.map(|byte| char::from(ALPHABET[usize::from(byte % 62)])));
        }
        text.truncate(KEY_START.len() + KEY_CHARS);
        Ok(Key(text))
    }

    /// Wraps the text of a request, valid or not.
    pub fn from_request(text: &str) -> Key {
        Key(text.to_owned())
    }

    /// Returns the part that is not secret.
    pub fn prefix(&self) -> &str {
        let end = KEY_START.len() + KEY_PREFIX_CHARS;
        self.0.get(..end).unwrap_or(&self.0)
    }

    /// Returns the whole key, to be shown once to the person who created it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns the hash to store. Unlike for passwords, SHA-256 without salt or stretching is enough: nobody can try 2¹⁴²
    /// keys.
    pub fn hash(&self) -> KeyHash {
        KeyHash(Sha256::digest(&self.0).into())
    }
}

/// **The stored hash of an API key.**
#[derive(Debug, Clone)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    pub(crate) fn from_store(bytes: &[u8]) -> Option<KeyHash> {
        bytes.try_into().ok().map(KeyHash)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether both are equal, in constant time.
    pub fn matches(&self, other: &KeyHash) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_ignore_the_order_of_keys_location_and_info() {
        let read = |body: &str| support_ticket_contract::wire_v1::read_create(body.as_bytes()).unwrap();
        let one = read(
            r#"{"email_address":"jd@example.com","subject":"s","body":"b","info":{"a":1},"location":"/a"}"#,
        );
        let same = read(
            r#"{"location":"/b","info":{"a":2},"body":"b","subject":"s","email_address":"jd@example.com"}"#,
        );
        let other = read(
            r#"{"email_address":"jd@example.com","subject":"s","body":"c","info":{"a":1},"location":"/a"}"#,
        );

        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&same));
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&other));
    }

    #[test]
    fn keys_and_url_secrets_differ_and_have_their_length() {
        let keys = [Key::new().unwrap(), Key::new().unwrap()];
        let url_secrets = [UrlSecret::new().unwrap(), UrlSecret::new().unwrap()];

        assert!(keys.iter().all(|key| key.reveal().len() == 33 && key.prefix().len() == 9));
        assert!(!keys[0].hash().matches(&keys[1].hash()));
        assert!(keys[0].hash().matches(&Key::from_request(keys[0].reveal()).hash()));
        assert!(url_secrets.iter().all(|secret| secret.as_str().len() == 22));
        assert_ne!(url_secrets[0], url_secrets[1]);
    }

    #[test]
    fn any_text_can_be_looked_up_as_a_key() {
        for text in ["", "sk_", "é", "sk_éééééééé", "sk_abcdé"] {
            assert!(Key::from_request(text).prefix().len() <= text.len());
        }
    }
}
