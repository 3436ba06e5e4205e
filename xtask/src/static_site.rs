//! `cargo xtask site`: the site as a folder that any static host takes, and the pictures on it.
//!
//! Owns which files go where. Must not know what is on a page, nor how a picture is taken.

use anyhow::{Context as _, Result, bail};

use crate::dist::{self, Files, is_compressed};
use crate::run::{Cmd, root};
use crate::{endpoint, setup};

/// `cargo xtask site [--pictures]`
pub(crate) fn command(args: &[String]) -> Result<()> {
    let pictures = match args {
        [] => false,
        [arg] if arg == "--pictures" => true,
        _ => bail!("`cargo xtask site` takes --pictures or nothing, and got `{}`", args.join(" ")),
    };
    dist::build()?;
    if pictures {
        take_pictures()?;
        dist::build()?;
    }
    let folder = root().join("target/site");
    for_static_host(&Files::read(&dist::dist())?).write(&folder)?;
    println!("the site is in {}; tickets go to an endpoint elsewhere", folder.display());
    Ok(())
}

/// The pages, and the widget beside them, as the endpoint serves both. A host compresses by itself.
fn for_static_host(dist: &Files) -> Files {
    let mut files = Files::default();
    for (name, bytes) in dist.iter().filter(|(name, _)| !is_compressed(name)) {
        files.add(name.strip_prefix("site/").unwrap_or(name), bytes.to_vec());
    }
    files
}

fn take_pictures() -> Result<()> {
    let (chromium, endpoint) = (setup::chromium()?, endpoint::of_the_tests()?);
    let node =
        Cmd::new("node").words("--test tests/e2e/site/pictures.test.mjs").env("STW_UPDATE_PICTURES", "1");
    let node = node.env("STW_ENDPOINT", &endpoint).env("STW_CHROMIUM", &chromium).env("STW_ROOT", root());
    node.run().context("look at www/site/parts/gallery.html: it says how large each picture is")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widget_stands_beside_the_pages_without_compressed_forms() {
        let mut dist = Files::default();
        for name in
            ["site/index.html", "site/index.html.br", "site/demo/a.html", "widget/w.js", "widget/w.js.gz"]
        {
            dist.add(name, Vec::new());
        }

        let files = for_static_host(&dist);

        let names: Vec<_> = files.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["demo/a.html", "index.html", "widget/w.js"]);
    }
}
