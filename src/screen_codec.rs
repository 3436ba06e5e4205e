//! The encoding of numbers in the table of the screen: build.rs encodes them, and `view` decodes them. A number is a
//! sequence of printable characters whose values add up to it, so that most numbers take one byte and the decoder is tiny.

/// The character of zero.
const ZERO: u8 = b'*';
/// The value of the largest character, which stays below the table's separator `|`.
#[allow(dead_code, reason = "only build.rs encodes")]
const LARGEST: usize = 79;

/// Encodes a number.
#[allow(dead_code, reason = "only build.rs encodes")]
pub(crate) fn encode(number: usize) -> String {
    let character = |value: usize| char::from(ZERO + value as u8);
    let mut text = character(LARGEST).to_string().repeat(number / LARGEST);
    text.push(character(number % LARGEST));
    text
}

/// Decodes a number.
#[allow(dead_code, reason = "only the form decodes")]
pub(crate) fn decode(text: &str) -> usize {
    text.bytes().map(|byte| usize::from(byte - ZERO)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_the_encoding() {
        for number in 0..400 {
            let text = encode(number);

            assert_eq!(decode(&text), number);
            assert!(!text.contains('|'), "{number}");
        }
    }
}
