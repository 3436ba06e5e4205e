//! Recognizes e-mail addresses, by their text alone.

/// Whether `text` is a "valid e-mail address" as the HTML standard defines it, so that the form, the browser's
/// `<input type=email>` and the server agree. `check` limits its length.
///
/// # Source
/// <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>
pub fn is_valid_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(at) = bytes.iter().position(|byte| *byte == b'@') else { return false };
    let (local, domain) = (&bytes[..at], &bytes[at + 1..]);
    at > 0 && local.iter().all(is_local_byte) && domain.split(|byte| *byte == b'.').all(is_domain_label)
}

/// `atext` of RFC 5322, and the dot, anywhere.
fn is_local_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(byte)
}

/// A label of RFC 1034 section 3.5, at most 63 long, which may begin with a digit (RFC 1123 section 2.1).
fn is_domain_label(label: &[u8]) -> bool {
    matches!(label.len(), 1..=63)
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && label.first() != Some(&b'-')
        && label.last() != Some(&b'-')
}
