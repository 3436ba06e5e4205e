//! Expands a ticket on a server: adds the URLs of its location and course to the body. A location never points to another
//! site, whatever the caller sent.

use url::Url;

use crate::{Info, Ticket, is_uuid};

/// The text in the body of a ticket without a location.
///
/// # Source
/// CoCalc `create_support_ticket`.
pub const NO_LOCATION: &str = "No location provided.";

/// **The site that locations belong to**: a scheme, a host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(Url);

/// **A text that is not a site**, which is an http(s) URL with a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSite(String);

impl Site {
    /// Parses an http(s) URL and keeps its origin; path, query and credentials are dropped.
    ///
    /// # Errors
    /// [`InvalidSite`] for everything else.
    pub fn parse(address: &str) -> Result<Site, InvalidSite> {
        let refuse = || InvalidSite(address.to_owned());
        let url = Url::parse(address).map_err(|_| refuse())?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        if !is_web {
            return Err(refuse());
        }
        // A web origin is always "scheme://host[:port]", an address by itself.
        Url::parse(&url.origin().ascii_serialization()).map(Site).map_err(|_| refuse())
    }

    /// Returns the site's origin: `https://example.com`, without a slash at its end.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Returns the URL of a location. It is always on this site: leading slashes and backslashes, which could start another
    /// host's URL, are dropped, and dots never leave the root.
    pub fn locate(&self, location: &str) -> String {
        // The URL parser drops tabs and line ends everywhere, so it would parse "/\t/evil" as "//evil". Before the path,
        // they are dropped together with the slashes.
        let path = location.trim_start_matches(|c: char| matches!(c, '/' | '\\' | '\0'..='\u{20}'));
        match self.0.join(&format!("/{path}")) {
            Ok(url) if url.origin() == self.0.origin() => url.into(),
            _ => self.0.to_string(),
        }
    }

    /// Returns the line with a course's URL, if `course` is a UUID. (An old client sent `"no"`.)
    pub fn course_line(&self, course: &str) -> Option<String> {
        is_uuid(course).then(|| format!("Course: {}/projects/{course}", self.origin()))
    }
}

/// Returns the body as support reads it: the text, then, each after a blank line, the location's URL or
/// [`NO_LOCATION`], and the course if `info` contains one.
pub fn expand_body(ticket: &Ticket<Info>, site: &Site) -> String {
    let location = ticket.location.as_deref().filter(|location| !location.is_empty());
    let location = location.map_or_else(|| NO_LOCATION.to_owned(), |location| site.locate(location));
    let course = ticket.info.as_ref().and_then(|info| info.get("course")?.as_str());

    let mut body = format!("{}\n\n{location}", ticket.body);
    if let Some(line) = course.and_then(|course| site.course_line(course)) {
        body.push_str("\n\n");
        body.push_str(&line);
    }
    body
}

impl core::fmt::Display for InvalidSite {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "{:?} is not an http(s) URL of a site", self.0)
    }
}

impl core::error::Error for InvalidSite {}
