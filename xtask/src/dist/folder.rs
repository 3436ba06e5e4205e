//! A folder's files in memory: read, compared, compressed, and written only where something changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::compress::{brotli, gzip};
use crate::hash::Hash;

/// Files by their path inside the folder, with `/` between its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Everything in `folder` and below.
    ///
    /// # Errors
    /// A folder that is not there, or a file that can't be read.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut files = Self::default();
        files.read_below(folder, "")?;
        Ok(files)
    }

    pub(crate) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.insert(name.to_owned(), bytes);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// The files below a folder in it, by their paths from there.
    pub(crate) fn below(&self, folder: &str) -> Self {
        let name = |name: &str| name.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        Self(self.0.iter().filter_map(|(path, bytes)| Some((name(path)?, bytes.clone()))).collect())
    }

    /// These files, and `NAME.br` and `NAME.gz` beside each but pictures, which are compressed in themselves.
    pub(crate) fn with_compressed(self) -> Result<Self> {
        let mut all = Self::default();
        for (name, bytes) in self.0 {
            if name.ends_with(".webp") {
                all.add(&name, bytes);
                continue;
            }
            all.add(&format!("{name}.br"), brotli(&bytes)?);
            all.add(&format!("{name}.gz"), gzip(&bytes)?);
            all.0.insert(name, bytes);
        }
        Ok(all)
    }

    pub(crate) fn hash(&self) -> Hash {
        self.0.iter().fold(Hash::default(), |hash, (name, bytes)| hash.add(name.as_bytes()).add(bytes))
    }

    /// Makes `folder` hold these files and no others. What did not change is not written, so that a build which
    /// watches the folder has nothing to do.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
        let old = Self::read(folder)?;
        for name in old.0.keys().filter(|name| !self.0.contains_key(*name)) {
            fs::remove_file(folder.join(name)).with_context(|| format!("could not remove {name}"))?;
        }
        for (name, bytes) in self.0.iter().filter(|(name, bytes)| old.0.get(*name) != Some(*bytes)) {
            let file = folder.join(name);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&file, bytes).with_context(|| format!("could not write {}", file.display()))?;
        }
        Ok(())
    }

    fn read_below(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let unreadable = || format!("could not read {}", folder.display());
        for entry in fs::read_dir(folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_below(&entry.path(), &format!("{name}/"))?;
            } else {
                self.add(&name, fs::read(entry.path()).with_context(unreadable)?);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_removes_what_is_stale_and_leaves_alone_what_is_the_same() {
        let folder = std::env::temp_dir().join(format!("xtask-folder-{}", std::process::id()));
        let mut files = Files::default();
        files.add("same", b"same".to_vec());
        files.add("below/stale", b"old".to_vec());
        files.write(&folder).unwrap();
        let written = |name: &str| fs::metadata(folder.join(name)).unwrap().modified().unwrap();
        let before = written("same");

        let mut files = Files::default();
        files.add("same", b"same".to_vec());
        files.add("below/new", b"new".to_vec());
        files.write(&folder).unwrap();

        assert_eq!(Files::read(&folder).unwrap(), files);
        assert_eq!(written("same"), before);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn each_file_but_a_picture_gets_both_compressed_forms() {
        let mut files = Files::default();
        files.add("a.js", b"export {}".to_vec());
        files.add("b.webp", b"RIFF".to_vec());

        let all = files.with_compressed().unwrap();

        let names: Vec<_> = all.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz", "b.webp"]);
    }
}
