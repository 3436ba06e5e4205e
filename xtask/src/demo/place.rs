//! The demo's folder: the tickets' database, and `demo.json`, in which other programs find the demo.
//!
//! Owns the account and its API key, made once a folder. Must not know how the key is kept by the endpoint.

use std::fs;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::read_if_there;
use crate::run::Cmd;

pub(super) struct Place {
    /// Absolute, for whoever reads `demo.json` is somewhere else.
    pub(super) folder: PathBuf,
    pub(super) account_id: String,
    pub(super) api_key: String,
}

impl Place {
    /// The folder with a key that works: the one of an earlier run, as long as its database is still there.
    pub(super) fn prepare(folder: &Path, endpoint: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
        let folder = fs::canonicalize(folder)?;
        let known = read_if_there(&folder.join("demo.json"))?.and_then(|text| known_key(&text));
        if let Some((account_id, api_key)) = known
            && folder.join("tickets.db").exists()
        {
            return Ok(Self { folder, account_id, api_key });
        }
        let account_id = random_uuid();
        let printed = Cmd::new(endpoint)
            .words("key add --account")
            .arg(&account_id)
            .words("--store")
            .arg(store(&folder))
            .read()?;
        Ok(Self { folder, account_id, api_key: printed.trim().to_owned() })
    }

    /// What the endpoint's `--store` is.
    pub(super) fn store(&self) -> String {
        store(&self.folder)
    }

    /// Writes `demo.json`, whole or not at all: who waits for the file finds the server ready.
    pub(super) fn save(&self, url: &str, endpoint: &Path) -> Result<()> {
        let demo = json!({
            "url": url,
            "api_key": self.api_key,
            "account_id": self.account_id,
            "endpoint": endpoint,
            "store": self.store(),
            // The support person's pages come with an issue of their own; until then nobody signs in anywhere.
            "inbox": null,
        });
        let unfinished = self.folder.join(".demo.json");
        let file = self.folder.join("demo.json");
        fs::write(&unfinished, format!("{demo:#}\n"))
            .and_then(|()| fs::rename(&unfinished, &file))
            .with_context(|| format!("could not write {}", file.display()))
    }
}

fn store(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("tickets.db").display())
}

/// Account and key of an earlier run.
fn known_key(demo: &str) -> Option<(String, String)> {
    let demo: Value = serde_json::from_str(demo).ok()?;
    let text = |name: &str| demo.get(name)?.as_str().map(str::to_owned);
    Some((text("account_id")?, text("api_key")?))
}

/// A uuid of version 4. It names an account and guards nothing, so the standard library's random seeds will do.
fn random_uuid() -> String {
    let random = || RandomState::new().build_hasher().finish();
    let (high, low) = (random() & !0xf000 | 0x4000, random() & !(3 << 62) | 2 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_a_uuid_of_its_own() {
        let uuid = random_uuid();

        let parts: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid}");
        assert_eq!(&uuid[14..15], "4", "{uuid}");
        assert!("89ab".contains(&uuid[19..20]), "{uuid}");
        assert_ne!(uuid, random_uuid());
    }

    #[test]
    fn a_saved_demo_is_found_again() {
        let folder = std::env::temp_dir().join(format!("xtask-place-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let place =
            Place { folder: folder.clone(), account_id: "an account".into(), api_key: "sk_key".into() };

        place.save("http://127.0.0.1:1", Path::new("/bin/endpoint")).unwrap();

        let text = fs::read_to_string(folder.join("demo.json")).unwrap();
        assert_eq!(known_key(&text), Some(("an account".into(), "sk_key".into())));
        let names: Vec<_> =
            serde_json::from_str::<serde_json::Map<_, _>>(&text).unwrap().into_iter().collect();
        let names: Vec<_> = names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["url", "api_key", "account_id", "endpoint", "store", "inbox"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_broken_demo_file_is_no_key() {
        assert_eq!((known_key("{"), known_key(r#"{"api_key":"sk_key"}"#)), (None, None));
    }
}
