//! The two forms in which a server sends a file: brotli and gzip, both at their best.
//!
//! The budget counts these brotli bytes, so they are made as any server makes them: quality 11, window 2^22.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;

/// Brotli at quality 11, with the standard's largest ordinary window (browsers refuse "large window").
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        large_window: false,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).context("brotli")?;
    Ok(compressed)
}

/// gzip at level 9, without a time or a name, so that the same file gives the same bytes.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).context("gzip")?;
    encoder.finish().context("gzip")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_the_same() {
        let text = "Please save this address. ".repeat(400).into_bytes();
        let (br, gz) = (brotli(&text).unwrap(), gzip(&text).unwrap());

        let (mut from_br, mut from_gz) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut br.as_slice(), &mut from_br).unwrap();
        flate2::read::GzDecoder::new(gz.as_slice()).read_to_end(&mut from_gz).unwrap();

        assert!(from_br == text && from_gz == text);
        assert!(br.len() < gz.len() && gz.len() < text.len() / 10, "{} {}", br.len(), gz.len());
    }
}
