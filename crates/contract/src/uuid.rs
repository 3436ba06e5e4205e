//! Which strings are UUIDs. It makes none: that takes randomness, which is the caller's.

/// Whether `text` is a UUID as RFC 9562 writes it: 32 hexadecimal digits in groups of 8-4-4-4-12, of either case.
/// Braces, `urn:uuid:` and the form without hyphens are refused, as CoCalc refuses them.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
