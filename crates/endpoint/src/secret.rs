//! Everything that must not be guessed, and the hashes by which it is recognised. It keeps nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use support_ticket_contract::{Info, Ticket};

/// What every key begins with, as CoCalc's do.
const KEY_START: &str = "sk_";
/// How many characters after that are shown in `key list`, and used to find the key.
const KEY_PREFIX_CHARS: usize = 6;
/// How many characters follow. 30 of an alphabet of 62: 178 bits, of which the prefix gives 36 away.
const KEY_CHARS: usize = 30;

/// **The system has no randomness to give**, without which there is no secret.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// **The secret part of a ticket's address**: 128 random bits, 22 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes one that nobody can guess.
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn new() -> Result<Token, NoRandomness> {
        Ok(Token(URL_SAFE_NO_PAD.encode(random::<16>()?)))
    }

    pub(crate) fn from_store(text: String) -> Token {
        Token(text)
    }

    /// As it stands in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A fresh UUID, version 4, in lower case.
///
/// # Errors
/// [`NoRandomness`]
pub fn new_id() -> Result<String, NoRandomness> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string())
}

/// **The hash of a ticket as it was sent**, by which the same ticket sent again is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of what the writer says, by what it means: neither the order of keys nor the encoding of the request
    /// counts. Who sent it does not count, so that a page may try again after its visitor signed out; nor do
    /// `location` and `info`. Those are circumstances, not the ticket: they have changed when a page tries again
    /// after its window was resized, a phone turned, or another of its views opened.
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

/// Whether this is meant to be an API key. An identity token never is: what it begins with is base64url of JSON, and no
/// JSON text begins with the byte that `sk` stands for.
pub fn is_like_key(text: &str) -> bool {
    text.starts_with(KEY_START)
}

/// **An API key as its owner has it.** It has no `Debug`, so that it is never logged.
pub struct Key(String);

impl Key {
    /// Makes one that nobody can guess.
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn new() -> Result<Key, NoRandomness> {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = KEY_START.to_owned();
        while text.len() < KEY_START.len() + KEY_CHARS {
            // 248 is the largest multiple of 62 in a byte: what is above would make some letters likelier.
            let fair = random::<32>()?.into_iter().filter(|byte| *byte < 248);
            text.extend(fair.map(|byte| char::from(ALPHABET[usize::from(byte % 62)])));
        }
        text.truncate(KEY_START.len() + KEY_CHARS);
        Ok(Key(text))
    }

    /// Takes what a request brought, whatever it is.
    pub fn from_request(text: &str) -> Key {
        Key(text.to_owned())
    }

    /// The part that is no secret.
    pub fn prefix(&self) -> &str {
        let end = KEY_START.len() + KEY_PREFIX_CHARS;
        self.0.get(..end).unwrap_or(&self.0)
    }

    /// The whole key: to be shown once, to who asked for it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it. SHA-256 without salt or stretching is right here, unlike for passwords: nobody can
    /// try 2¹⁴² keys, however fast each try is.
    pub fn hash(&self) -> KeyHash {
        KeyHash(Sha256::digest(&self.0).into())
    }
}

/// **What is kept of an API key.**
#[derive(Debug, Clone)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    pub(crate) fn from_store(bytes: &[u8]) -> Option<KeyHash> {
        bytes.try_into().ok().map(KeyHash)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether both are the same, in a time that does not tell how much of them is.
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
    fn the_same_ticket_has_the_same_fingerprint_in_any_order_of_keys_and_circumstances() {
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
    fn keys_and_tokens_differ_and_have_their_length() {
        let keys = [Key::new().unwrap(), Key::new().unwrap()];
        let tokens = [Token::new().unwrap(), Token::new().unwrap()];

        assert!(keys.iter().all(|key| key.reveal().len() == 33 && key.prefix().len() == 9));
        assert!(!keys[0].hash().matches(&keys[1].hash()));
        assert!(keys[0].hash().matches(&Key::from_request(keys[0].reveal()).hash()));
        assert!(tokens.iter().all(|token| token.as_str().len() == 22));
        assert_ne!(tokens[0], tokens[1]);
    }

    #[test]
    fn any_text_can_be_looked_up_as_a_key() {
        for text in ["", "sk_", "é", "sk_éééééééé", "sk_abcdé"] {
            assert!(Key::from_request(text).prefix().len() <= text.len());
        }
    }
}
