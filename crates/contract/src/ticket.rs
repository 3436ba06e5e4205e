//! The ticket and its fields: names and types only. The rules are in `check`, the wire forms in `wire_*`.

use serde::{Serialize, Serializer, ser::SerializeMap};

/// **A support ticket as its writer filled it in.**
///
/// It serializes as the body of `create_support_ticket`, without absent fields.
///
/// `I` is the type of `info`: a JSON object on a server, a JavaScript object in a page. The checks never
/// look inside it.
///
/// # Source
/// CoCalc `create_support_ticket`, API v1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ticket<I> {
    /// A UUID that makes requests repeatable: sent again with the same id, it is the same ticket.
    pub id: Option<String>,
    /// The writer's name; the default is the e-mail address.
    pub username: Option<String>,
    /// The address that support answers to.
    pub email_address: String,
    /// One line, as in an e-mail.
    pub subject: String,
    /// HTML or Markdown text.
    pub body: String,
    /// Labels such as `member`.
    pub tags: Vec<String>,
    /// The writer's account, a UUID.
    pub account_id: Option<String>,
    /// The path of the page that the ticket concerns.
    pub location: Option<String>,
    /// Other helpful facts: browser, operating system, course.
    pub info: Option<I>,
}

impl<I> Ticket<I> {
    /// Returns the name on the ticket: the trimmed user name, or else the e-mail address.
    pub fn name(&self) -> &str {
        let username = self.username.as_deref().unwrap_or_default().trim();
        if username.is_empty() { &self.email_address } else { username }
    }
}

/// Serializes as a map: a derived struct would add a cache of its field names to the widget, 1.4 kB.
impl<I: Serialize> Serialize for Ticket<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let texts = [
            (Field::Id, self.id.as_deref()),
            (Field::Username, self.username.as_deref()),
            (Field::EmailAddress, Some(self.email_address.as_str())),
            (Field::Subject, Some(self.subject.as_str())),
            (Field::Body, Some(self.body.as_str())),
            (Field::AccountId, self.account_id.as_deref()),
            (Field::Location, self.location.as_deref()),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                map.serialize_entry(field.name(), &text)?;
            }
        }
        if !self.tags.is_empty() {
            map.serialize_entry(Field::Tags.name(), &self.tags)?;
        }
        if let Some(info) = &self.info {
            map.serialize_entry(Field::Info.name(), info)?;
        }
        map.end()
    }
}

/// **A field of a ticket**, in either dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the field of that name, described at Ticket and wire_v2::Options")]
pub enum Field {
    Id,
    Username,
    EmailAddress,
    Type,
    Subject,
    Body,
    Tags,
    AccountId,
    Location,
    Info,
    Files,
}

impl Field {
    /// Returns the field's name in API v1, which the widget's form uses, too.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Username => "username",
            Field::EmailAddress => "email_address",
            Field::Type => "type",
            Field::Subject => "subject",
            Field::Body => "body",
            Field::Tags => "tags",
            Field::AccountId => "account_id",
            Field::Location => "location",
            Field::Info => "info",
            Field::Files => "files",
        }
    }
}

/// **The kind of help that a ticket asks for.** API v2 calls it `type`; v1 does not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "server", derive(serde::Deserialize))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "each is the type of that name")]
pub enum TicketType {
    Problem,
    Question,
    Task,
    Purchase,
    Chat,
}

impl TicketType {
    /// Every type, in the order in which they are documented.
    pub const ALL: [TicketType; 5] =
        [TicketType::Problem, TicketType::Question, TicketType::Task, TicketType::Purchase, TicketType::Chat];

    /// Returns the type's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            TicketType::Problem => "problem",
            TicketType::Question => "question",
            TicketType::Task => "task",
            TicketType::Purchase => "purchase",
            TicketType::Chat => "chat",
        }
    }

    /// Returns the tag that stands for it in API v1: `type:problem`.
    pub fn tag(self) -> String {
        ["type:", self.name()].concat()
    }

    /// Returns the type with this name, if there is one.
    pub fn from_name(name: &str) -> Option<TicketType> {
        TicketType::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// **The status of a ticket**, as support sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is the status of that name")]
pub enum Status {
    New,
    Open,
    Pending,
    Hold,
    Solved,
    Closed,
}

impl Status {
    /// Every status, in the order of a ticket's life.
    pub const ALL: [Status; 6] =
        [Status::New, Status::Open, Status::Pending, Status::Hold, Status::Solved, Status::Closed];

    /// Returns the name that support and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::Open => "open",
            Status::Pending => "pending",
            Status::Hold => "hold",
            Status::Solved => "solved",
            Status::Closed => "closed",
        }
    }

    /// Returns the status with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Returns the status that the requester sees in `get_support_tickets`. They do not learn whether support has put a
    /// ticket on hold or closed it for good.
    pub const fn for_requester(self) -> &'static str {
        match self {
            Status::New => "NEW",
            Status::Open | Status::Hold => "OPEN",
            Status::Pending => "AWAITING YOUR REPLY",
            Status::Solved | Status::Closed => "SOLVED",
        }
    }
}
