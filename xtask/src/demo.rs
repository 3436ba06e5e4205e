//! `cargo xtask demo`: builds everything, serves it, and says what to type and where to look.
//!
//! Owns the demo's life from the build to Ctrl-C. Must hold no part of a server: the real endpoint runs here.

mod options;
mod place;
mod server;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::run::{Cmd, on_path};
use crate::{dist, endpoint};
use options::Port;
use place::Place;
use server::Server;

pub(crate) use options::Options;

/// `cargo xtask demo [--port N] [--data DIR] [--no-open]`
pub(crate) fn command(args: &[String]) -> Result<ExitCode> {
    let options = Options::read("demo", args)?;
    // Before minutes of building: a port that is taken is known at once.
    let port = options.port.choose()?;
    dist::build()?;
    start(&options, port, &endpoint::release()?, None)?.run_until_told_to_stop()
}

/// Starts the endpoint on the demo's store, and says where to click and what to paste. The widget's files are those in
/// `widget_dir`, or the endpoint's own.
pub(crate) fn start(
    options: &Options,
    port: u16,
    endpoint: &Path,
    widget_dir: Option<&Path>,
) -> Result<Server> {
    let place = Place::prepare(&options.data, endpoint)?;
    let url = format!("http://127.0.0.1:{port}");
    let server = Server::start(endpoint, port, &url, place.store(), widget_dir)?;
    server.wait_until_ready(port)?;
    place.save(&url, endpoint)?;

    println!("{}", words(&url, &place));
    if let (Port::Default, true) = (options.port, port != options::DEFAULT_PORT) {
        println!("Port {} was taken, so it is {port} this time.\n", options::DEFAULT_PORT);
    }
    if options.open {
        open(&url);
    }
    Ok(server)
}

/// What a newcomer reads: where to click, what to paste, where the tickets are.
fn words(url: &str, place: &Place) -> String {
    let (key, account, folder) = (&place.api_key, &place.account_id, place.folder.display());
    // The documented example, with the demo's own key and account. Its "course" and "location" are made up there too.
    format!(
        r#"
The page     {url}/
API key      {key}
Tickets      {folder}/tickets.db

A ticket without the page:

curl -u {key}: -H "Content-Type: application/json" \
  -d '{{"email_address":"jd@example.com",
       "subject":"package xyz",
       "account_id":"{account}",
       "body":"please install package xyz for use with Python3",
       "tags":["member"],
       "location":"/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/worksheet.sagews",
       "info":{{"user_agent":"Mozilla/5.0","course":"cc8f1243-d573-4562-9aab-c15a3872d683"}}}}' \
  {url}/api/v1/create_support_ticket

Ctrl-C stops it; the tickets stay.
"#
    )
}

/// Shows the page, where there is a screen to show it on.
fn open(url: &str) {
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let opener = match std::env::consts::OS {
        "macos" => Some("open"),
        _ if screen => Some("xdg-open"),
        _ => None,
    };
    let Some(opener) = opener.filter(|opener| on_path(opener).is_some()) else { return };
    // The page is served all the same, and its address was just printed.
    if let Err(error) = Cmd::new(opener).arg(url).capture() {
        eprintln!("the browser did not open: {error:#}");
    }
}

/// The text of `file`, if there is such a file.
fn read_if_there(file: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("could not read {}", file.display())),
    }
}
