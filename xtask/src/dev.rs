//! `cargo xtask dev`: the demo, served from a folder, and rebuilt part by part while its sources are edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;

use crate::demo::{self, Options};
use crate::dist::{LiveBuild, Part};
use crate::endpoint;
use crate::run::root;

/// How often the sources are looked at; a few hundred files take some milliseconds.
const POLL: Duration = Duration::from_millis(250);

/// `cargo xtask dev [--port N] [--data DIR] [--no-open]`
pub(crate) fn command(args: &[String]) -> Result<ExitCode> {
    let options = Options::read("dev", args)?;
    let port = options.port.choose()?;
    // For the test of this command, which edits a copy of www/.
    let tree = std::env::var_os("STW_DEV_TREE").map_or_else(root, PathBuf::from);

    // Before the build, so that an edit during it is not missed.
    let seen = Sources::look(&tree);
    let mut build = LiveBuild::new(&tree)?;
    build.update([])?;
    let endpoint = endpoint::for_widget_dir()?;
    let server = demo::start(&options, port, &endpoint, Some(&build.folder()))?;
    println!("Watching www/, npm/, src/, crates/ and build.rs; reload the page after an edit.\n");
    // It ends with the process, which ends with the server.
    thread::spawn(move || watch(build, &tree, seen));
    server.run_until_told_to_stop()
}

fn watch(mut build: LiveBuild, tree: &Path, mut seen: Sources) {
    loop {
        thread::sleep(POLL);
        let now = Sources::look(tree);
        let changed = seen.differences(&now);
        seen = now;
        if !changed.is_empty() {
            rebuild(&mut build, &changed);
        }
    }
}

/// Rebuilds what is made of these sources, and says so in a line.
fn rebuild(build: &mut LiveBuild, changed: &[String]) {
    let sources = match changed {
        [first, _, ..] => format!("{first} and {} more", changed.len() - 1),
        one => one.concat(),
    };
    let started = Instant::now();
    match build.update(changed.iter().flat_map(|source| Part::made_of(source)).copied()) {
        Ok(parts) => {
            let seconds = started.elapsed().as_secs_f32();
            println!("rebuilt {} in {seconds:.1} s ({sources})", names(&parts));
        }
        Err(error) => eprintln!("not rebuilt ({sources}): {error:#}"),
    }
}

fn names(parts: &BTreeSet<Part>) -> String {
    parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}

/// **The sources as they were at some moment**: for each file, by its path in the checkout, the time of its last change
/// and its size; none for a file that cannot be looked at.
#[derive(Default)]
struct Sources(BTreeMap<String, Option<(SystemTime, u64)>>);

impl Sources {
    /// The sources of what is served. The endpoint's are not among them.
    fn look(tree: &Path) -> Self {
        let mut sources = Self::default();
        for folder in ["www", "npm"] {
            sources.add(&tree.join(folder), folder);
        }
        sources.add(&root().join("src"), "src");
        sources.add(&root().join("build.rs"), "build.rs");
        for crate_name in names_in(&root().join("crates")).into_iter().filter(|name| name != "endpoint") {
            let folder = format!("crates/{crate_name}/src");
            sources.add(&root().join(&folder), &folder);
        }
        sources
    }

    /// Adds a file, or all files of a folder.
    fn add(&mut self, path: &Path, name: &str) {
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                for file in names_in(path).into_iter().filter(|file| !is_of_an_editor(file)) {
                    self.add(&path.join(&file), &format!("{name}/{file}"));
                }
            }
            // A build that needs the file says why it cannot be read.
            about => {
                let stamp = about.ok().and_then(|about| Some((about.modified().ok()?, about.len())));
                self.0.insert(name.to_owned(), stamp);
            }
        }
    }

    /// The files that are other ones in `now`, or only in one of both.
    fn differences(&self, now: &Self) -> Vec<String> {
        let all: BTreeSet<&String> = self.0.keys().chain(now.0.keys()).collect();
        all.into_iter().filter(|name| self.0.get(*name) != now.0.get(*name)).cloned().collect()
    }
}

/// What is in a folder; nothing if it is gone.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Whether an editor keeps something for itself under this name.
fn is_of_an_editor(name: &str) -> bool {
    name.starts_with('.') || name.starts_with('#') || name.ends_with('~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_files_that_were_edited_added_or_removed() {
        let folder = std::env::temp_dir().join(format!("xtask-dev-{}", std::process::id()));
        let file = |name: &str| folder.join(name);
        let look = || {
            let mut sources = Sources::default();
            sources.add(&folder, "www");
            sources
        };
        fs::create_dir_all(file("widget")).unwrap();
        for name in ["same.js", "widget/edited.js", "removed.js"] {
            fs::write(file(name), "1").unwrap();
        }
        let before = look();

        fs::write(file("widget/edited.js"), "two").unwrap();
        fs::write(file("added.js"), "").unwrap();
        fs::write(file(".added.js.swp"), "").unwrap();
        fs::remove_file(file("removed.js")).unwrap();
        let after = look();

        assert_eq!(before.differences(&after), ["www/added.js", "www/removed.js", "www/widget/edited.js"]);
        assert!(after.differences(&look()).is_empty());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn names_each_part_that_was_rebuilt() {
        assert_eq!(names(&[Part::Scripts, Part::Modules].into()), "modules, scripts");
    }
}
