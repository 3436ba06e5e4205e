//! Embeds the widget's files, which `cargo xtask` builds, into the binary. Without them, the endpoint works except for `/`
//! and `/widget/`.

use std::{
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let dist = manifest.join("../../target/widget/dist");
    // Cargo would rebuild this crate every time if the watched folder did not exist.
    fs::create_dir_all(&dist)?;
    let dist = dist.canonicalize()?;
    println!("cargo::rerun-if-changed={}", dist.display());

    let mut list = String::from("[\n");
    for file in files(&dist)? {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        let include = |file: &Path| format!("include_bytes!({:?})", file.display().to_string());
        let packed = |ending: &str| {
            let packed = PathBuf::from(format!("{}.{ending}", file.display()));
            if packed.is_file() { format!("Some({})", include(&packed)) } else { "None".to_owned() }
        };
        writeln!(
            list,
            "File {{ name: {name:?}, plain: {}, br: {}, gz: {} }},",
            include(&file),
            packed("br"),
            packed("gz")
        )
        .map_err(io::Error::other)?;
    }
    list.push(']');
    fs::write(Path::new(&env("OUT_DIR")?).join("dist.rs"), list)
}

/// Returns every file under a folder except the compressed ones, sorted.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if !path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            found.push(path.canonicalize()?);
        }
    }
    found.sort();
    Ok(found)
}

fn env(name: &str) -> io::Result<String> {
    std::env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}
