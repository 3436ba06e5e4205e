//! How a server completes a ticket: the addresses of its location and its course, and the body they stand in.
//! It must never let a location name another site, whatever the caller sent.

use url::Url;

use crate::{Info, Ticket, is_uuid};

/// What stands in the body of a ticket without a location.
///
/// # Source
/// CoCalc `create_support_ticket`.
pub const NO_LOCATION: &str = "No location provided.";

/// **The site that locations belong to**: a scheme, a host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(Url);

/// **What is no site**: anything but an http or https address with a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSite(String);

impl Site {
    /// Takes the origin of an http or https address; path, query and sign-in are dropped.
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

    /// The site as an origin: `https://example.com`, without a slash at its end.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The complete address of a location. It is always on this site: slashes and backslashes that would begin
    /// another host's address are dropped, dots never climb out of the root.
    pub fn locate(&self, location: &str) -> String {
        // The parser of addresses drops tabs and line ends wherever they are, so that "/\t/evil" would be read as
        // "//evil". In front of the path they go together with the slashes.
        let path = location.trim_start_matches(|c: char| matches!(c, '/' | '\\' | '\0'..='\u{20}'));
        match self.0.join(&format!("/{path}")) {
            Ok(url) if url.origin() == self.0.origin() => url.into(),
            _ => self.0.to_string(),
        }
    }

    /// The line that names a course, if `course` is a UUID. Anything else (an old client sent `"no"`) has none.
    pub fn course_line(&self, course: &str) -> Option<String> {
        is_uuid(course).then(|| format!("Course: {}/projects/{course}", self.origin()))
    }
}

/// The body as support reads it: what was written, then after a blank line each the location's address or
/// [`NO_LOCATION`], and the course if `info` names one.
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
        write!(to, "{:?} is no http or https address of a site", self.0)
    }
}

impl core::error::Error for InvalidSite {}
