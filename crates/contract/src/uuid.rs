//! Recognizes UUIDs.

/// Whether `text` is a UUID in the format of RFC 9562: 32 hexadecimal digits of either case, in groups of 8-4-4-4-12.
/// Braces, `urn:uuid:` and a missing hyphen are not accepted, as in CoCalc.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
