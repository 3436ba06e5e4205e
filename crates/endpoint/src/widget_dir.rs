//! `--widget-dir`: the widget's and the site's files in a folder, read at each request, so that an edit is served at once.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// **A folder laid out like `target/widget/dist`**: `widget/…` and `site/…`.
#[derive(Debug, Clone)]
pub struct WidgetDir {
    /// Canonical, so that the files in it can be told from those outside.
    folder: PathBuf,
}

impl WidgetDir {
    /// Finds the folder.
    ///
    /// # Errors
    /// There is no such folder, or it has no folder `widget` in it.
    pub fn open(folder: &Path) -> io::Result<WidgetDir> {
        let folder = folder.canonicalize()?;
        // `read_dir` says why, be it missing or no folder.
        fs::read_dir(folder.join("widget"))
            .map_err(|error| io::Error::new(error.kind(), format!("it needs a folder `widget`: {error}")))?;
        Ok(WidgetDir { folder })
    }

    /// The bytes of a file as they are now. `name` begins with `widget/` or `site/`.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if there is no such file in the folder, also for what a name or a symbolic link
    /// reaches outside of it; other kinds if the file cannot be read.
    pub fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if !is_inside(name) || is_compressed(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = self.folder.join(name).canonicalize().map_err(without_files_for_folders)?;
        if !file.starts_with(&self.folder) || file.is_dir() {
            return Err(io::ErrorKind::NotFound.into());
        }
        fs::read(file)
    }
}

/// Whether each part of the path names a file or a folder, and none leads elsewhere on any system.
fn is_inside(name: &str) -> bool {
    let leads_elsewhere = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\0', '\\', ':']);
    !name.split('/').any(leads_elsewhere)
}

/// A build leaves the compressed forms beside each file. They are not addresses, and may be older than the file.
fn is_compressed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// A path through a file, such as `a.html/index.html`, names nothing.
fn without_files_for_folders(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotADirectory => io::ErrorKind::NotFound.into(),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, WidgetDir) {
        let outside = tempfile::tempdir().unwrap();
        fs::create_dir_all(outside.path().join("dist/widget")).unwrap();
        fs::write(outside.path().join("secret.js"), "secret").unwrap();
        fs::write(outside.path().join("dist/widget/a.js"), "a").unwrap();
        fs::write(outside.path().join("dist/widget/a.js.br"), "old").unwrap();
        let dir = WidgetDir::open(&outside.path().join("dist")).unwrap();
        (outside, dir)
    }

    #[track_caller]
    fn is_refused(dir: &WidgetDir, name: &str) {
        assert_eq!(dir.read(name).unwrap_err().kind(), io::ErrorKind::NotFound, "{name:?}");
    }

    #[test]
    fn reads_a_file_as_it_is_now() {
        let (outside, dir) = folder();
        assert_eq!(dir.read("widget/a.js").unwrap(), b"a");

        fs::write(outside.path().join("dist/widget/a.js"), "edited").unwrap();

        assert_eq!(dir.read("widget/a.js").unwrap(), b"edited");
    }

    #[test]
    fn refuses_a_name_that_leads_outside() {
        let (outside, dir) = folder();
        let absolute = outside.path().join("secret.js").display().to_string();
        for name in [
            "../secret.js",
            "widget/../../secret.js",
            "widget/../widget/a.js",
            "widget/./a.js",
            "widget//a.js",
            absolute.as_str(),
            "widget/a.js\0",
            "widget/..\\..\\secret.js",
            "widget/C:secret.js",
            "",
        ] {
            is_refused(&dir, name);
        }
    }

    #[test]
    fn refuses_a_folder_a_missing_file_and_a_compressed_form() {
        let (_outside, dir) = folder();
        for name in ["widget", "widget/", "widget/b.js", "widget/a.js/index.html", "widget/a.js.br"] {
            is_refused(&dir, name);
        }
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_symbolic_link_that_leads_outside() {
        use std::os::unix::fs::symlink;
        let (outside, dir) = folder();
        let widget = outside.path().join("dist/widget");
        symlink(outside.path().join("secret.js"), widget.join("link.js")).unwrap();
        symlink(outside.path(), widget.join("folder")).unwrap();
        symlink(widget.join("a.js"), widget.join("inside.js")).unwrap();

        is_refused(&dir, "widget/link.js");
        is_refused(&dir, "widget/folder/secret.js");
        assert_eq!(dir.read("widget/inside.js").unwrap(), b"a");
    }

    #[test]
    fn a_folder_without_the_widget_is_an_error() {
        let (outside, _dir) = folder();

        let error = WidgetDir::open(outside.path()).unwrap_err();

        assert!(error.to_string().starts_with("it needs a folder `widget`: "), "{error}");
    }
}
