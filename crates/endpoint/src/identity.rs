//! Verifies who a visitor is by a token (a JWT) that the site's server signs and its page passes on.

use std::path::Path;

use hmac::{Hmac, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation,
    crypto::{CryptoProvider, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;
use support_ticket_contract::{Field, check_text};

/// The shortest secret, in bytes.
///
/// # Source
/// RFC 7518 section 3.2: "A key of the same size as the hash output (for instance, 256 bits for "HS256") or larger
/// MUST be used with this algorithm."
pub const MIN_SECRET_BYTES: usize = 32;
/// The longest token, in bytes.
///
/// # Source
/// Ours: nginx with its default settings passes no larger header (`large_client_header_buffers`), and a token with these
/// claims has about 300 bytes.
pub const MAX_TOKEN_BYTES: usize = 8192;
/// The allowed difference of the site's and this machine's clocks, in seconds.
const LEEWAY: u64 = 60;
/// The year 3000. A later `exp` is in milliseconds by mistake, and would never expire.
const LAST_EXP: f64 = 32_503_680_000.0;

/// **The signed-in visitor of a page**, as the site's server vouches for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// In lower case.
    pub account: String,
    /// The e-mail address that the site has, if any.
    pub email: Option<String>,
    /// The name that the site has, if any.
    pub name: Option<String>,
}

/// **Verifies a site's tokens** with the secret that it signs them with.
#[derive(Clone)]
pub struct Verifier {
    secret: DecodingKey,
    rules: Validation,
}

/// **Why a file has no usable secret.** The error never contains the file's content.
#[derive(Debug, thiserror::Error)]
pub enum UnusableSecret {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// It is short enough to be guessed.
    #[error(
        "holds a secret of {bytes} bytes: it must have at least {MIN_SECRET_BYTES}, as `openssl rand -base64 32` makes it"
    )]
    Short {
        /// Without the line's end.
        bytes: usize,
    },
}

/// **Why a token is invalid.** Its `Display` is the `error` of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIdentity {
    /// There is no secret to check it with.
    #[error("This server accepts no identity tokens: it runs without --identity-secret-file.")]
    NotAccepted,
    /// It is longer than any honest token.
    #[error("The identity token may have at most {MAX_TOKEN_BYTES} bytes.")]
    TooLong,
    /// It does not have the shape of a JWT.
    #[error(
        "The identity token is malformed: it must be a JWT, three parts of base64url with dots between, the first two of them JSON objects."
    )]
    Malformed,
    /// Its algorithm is not HS256, such as `none` or RS256.
    #[error("The identity token must be signed with HS256, and say so in its header.")]
    Algorithm,
    /// It was changed, or somebody else signed it.
    #[error("The identity token's signature is not valid: it was signed with another secret, or changed.")]
    Signature,
    /// Its `exp` has passed.
    #[error("The identity token has expired.")]
    Expired,
    /// Its `nbf` is in the future.
    #[error("The identity token is not valid yet.")]
    Early,
    /// It has an `aud`, but this server has no name that it could contain.
    #[error("The identity token is meant for somebody else: it must have no claim aud.")]
    Audience,
    /// One of the claims is missing or wrong.
    #[error("The identity token's claim {claim} must be {must}.")]
    Claim {
        /// Its name.
        claim: &'static str,
        /// What it must be.
        must: &'static str,
    },
}

/// The unchecked claims, as values, so that an error can name the claim.
#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    sub: Value,
    #[serde(default)]
    email: Value,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    exp: Value,
}

const EXP: InvalidIdentity =
    InvalidIdentity::Claim { claim: "exp", must: "the time when it expires, in seconds since 1970" };

impl Verifier {
    /// Reads the secret. The end of the file's last line is not part of it.
    ///
    /// # Errors
    /// [`UnusableSecret`]
    pub fn read(file: &Path) -> Result<Verifier, UnusableSecret> {
        let bytes = std::fs::read(file)?;
        let secret = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        Verifier::new(secret.strip_suffix(b"\r").unwrap_or(secret))
    }

    /// Creates a verifier from a secret.
    ///
    /// # Errors
    /// [`UnusableSecret::Short`]
    pub fn new(secret: &[u8]) -> Result<Verifier, UnusableSecret> {
        if secret.len() < MIN_SECRET_BYTES {
            return Err(UnusableSecret::Short { bytes: secret.len() });
        }
        // It fails only if it was installed before, which is fine: this program has no other provider.
        let _already_there = HS256.install_default();
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = LEEWAY;
        rules.validate_nbf = true;
        rules.set_required_spec_claims(&["exp"]);
        Ok(Verifier { secret: DecodingKey::from_secret(secret), rules })
    }

    /// Verifies a token's signature and claims, and returns its visitor.
    ///
    /// # Errors
    /// [`InvalidIdentity`]
    pub fn verify(&self, token: &str) -> Result<Identity, InvalidIdentity> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(InvalidIdentity::TooLong);
        }
        // The crate does not know `none`, and reports it, like every unknown name, as a malformed header.
        jsonwebtoken::decode_header(token).map_err(|error| match error.kind() {
            ErrorKind::Json(error) if error.is_data() => InvalidIdentity::Algorithm,
            _ => InvalidIdentity::Malformed,
        })?;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.secret, &self.rules).map_err(why)?.claims;
        claims.identity()
    }
}

fn why(error: Error) -> InvalidIdentity {
    match error.kind() {
        ErrorKind::InvalidAlgorithm => InvalidIdentity::Algorithm,
        ErrorKind::InvalidSignature => InvalidIdentity::Signature,
        ErrorKind::ExpiredSignature => InvalidIdentity::Expired,
        ErrorKind::ImmatureSignature => InvalidIdentity::Early,
        ErrorKind::InvalidAudience => InvalidIdentity::Audience,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => EXP,
        // The enum is non-exhaustive; the token is invalid in any case.
        _ => InvalidIdentity::Malformed,
    }
}

impl Claims {
    fn identity(self) -> Result<Identity, InvalidIdentity> {
        if self.exp.as_f64().is_none_or(|exp| exp > LAST_EXP) {
            return Err(EXP);
        }
        let wrong = |claim, must| InvalidIdentity::Claim { claim, must };
        let account = text(self.sub, Field::AccountId).ok().flatten();
        let email = text(self.email, Field::EmailAddress);
        let name = text(self.name, Field::Username);
        Ok(Identity {
            account: account.ok_or(wrong("sub", "the account's UUID"))?.to_ascii_lowercase(),
            email: email.map_err(|()| wrong("email", "a valid e-mail address"))?,
            name: name.map_err(|()| wrong("name", "one line of at most 200 characters"))?,
        })
    }
}

/// Checks a claim by the rules of a ticket's field; `null` and an empty text count as absent.
fn text(claim: Value, field: Field) -> Result<Option<String>, ()> {
    match claim {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) if check_text(field, &text).is_none() => Ok(Some(text)),
        _ => Err(()),
    }
}

/// The only cryptography that the crate gets, so that another algorithm cannot be used even by mistake.
static HS256: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
    verifier_factory: |algorithm, secret| match algorithm {
        Algorithm::HS256 => Ok(Box::new(HmacSha256(
            Hmac::new_from_slice(secret.try_get_as_bytes()?).map_err(|_| ErrorKind::InvalidKeyFormat)?,
        ))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

struct HmacSha256(Hmac<Sha256>);

impl signature::Verifier<Vec<u8>> for HmacSha256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        // In constant time.
        self.0.clone().chain_update(message).verify_slice(signature).map_err(signature::Error::from_source)
    }
}

impl JwtVerifier for HmacSha256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}
