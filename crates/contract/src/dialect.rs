//! The two APIs that a client can speak.

/// **The version of the API that a request is written in.** `V1 = 1` lets [`Dialect::is_repeatable`] compile to nothing in
/// the modules that visitors load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// `create_support_ticket`: a ticket has an id.
    #[default]
    V1 = 1,
    /// `support/create-ticket`: a ticket has a type and no id.
    V2 = 0,
}

impl Dialect {
    /// [`Dialect::V2`] if `is_v2`, for JavaScript, which passes a boolean.
    pub const fn from_is_v2(is_v2: bool) -> Dialect {
        if is_v2 { Dialect::V2 } else { Dialect::V1 }
    }

    /// Whether it is safe to send a ticket again: with the same id it stays one ticket. Without ids, each request
    /// makes another one.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Dialect::V1)
    }
}
