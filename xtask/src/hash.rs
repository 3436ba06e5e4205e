//! A hash that is the same in every run and on every machine (FNV-1a, 64 bits), to see whether files changed.
//!
//! Not for anything that somebody might want to forge.

use std::fmt;

/// The hash of everything added so far.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Default for Hash {
    /// FNV's offset basis.
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    /// Adds one piece; its end counts, so that "ab", "c" differs from "a", "bc".
    #[must_use]
    pub(crate) fn add(self, piece: &[u8]) -> Self {
        self.bytes(piece).bytes(&(piece.len() as u64).to_le_bytes())
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            // FNV's prime
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fnv_1a() {
        // the test vector of the algorithm's authors for "foobar"
        assert_eq!(Hash::default().bytes(b"foobar").to_string(), "85944171f73967e8");
    }

    #[test]
    fn where_a_piece_ends_counts() {
        let hash = |a: &[u8], b: &[u8]| Hash::default().add(a).add(b).to_string();

        assert_ne!(hash(b"ab", b"c"), hash(b"a", b"bc"));
    }
}
