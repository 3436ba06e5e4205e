//! The pages for people: tickets, and errors of forms and addresses. Only `markdown` turns a stranger's text into HTML.

use axum::{
    extract::{self, Path, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use support_ticket_contract::{Field, Problem, Rule, Status, wire_v1::InvalidRequest};
use tokio::sync::Semaphore;

use crate::{
    State, clock,
    error::{Failure, Rejection},
    files, markdown,
    store::StoredTicket,
};

/// The stylesheet of all these pages.
static STYLE: &str = include_str!("pages/page.css");

/// Allows that stylesheet alone: no scripts, forms, other resources or framing.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The number of pages rendered at once: rendering is pure computing, and other requests need a processor, too.
const RENDERERS: usize = 2;

/// `GET /requests/{secret}`
pub async fn ticket(
    extract::State(state): extract::State<State>,
    secret: Result<Path<String>, PathRejection>,
) -> Response {
    // A path that is not valid UTF-8 is not a ticket's.
    let secret = secret.map(|Path(secret)| secret).unwrap_or_default();
    match state.store.by_url_secret(&secret).await {
        Ok(Some(stored)) => match render(stored).await {
            Ok((subject, text)) => page(&state, StatusCode::OK, &subject, &text),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a ticket could not be rendered");
                not_now(&state)
            }
        },
        Ok(None) => message(
            &state,
            StatusCode::NOT_FOUND,
            "There is no ticket at this address",
            "Please compare the address with the one that you were given. It must be complete: each of its \
             letters and digits counts, and so do capitals.",
        ),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a ticket could not be read");
            not_now(&state)
        }
    }
}

fn not_now(state: &State) -> Response {
    let text = "It is not lost. Please try again in a few minutes.";
    message(state, StatusCode::INTERNAL_SERVER_ERROR, "The ticket cannot be shown right now", text)
}

/// Renders a ticket's subject and text on a blocking thread, so that other requests need not wait.
async fn render(stored: StoredTicket) -> Result<(String, Markup), tokio::task::JoinError> {
    static FREE: Semaphore = Semaphore::const_new(RENDERERS);
    // The semaphore is never closed, so this succeeds.
    let place = FREE.acquire().await.ok();
    tokio::task::spawn_blocking(move || {
        // Held here, so that the permit is not released early if the client disconnects.
        let _place = place;
        let text = ticket_text(&stored);
        (stored.ticket.subject, text)
    })
    .await
}

/// `GET /requests/page.css`
pub async fn style(headers: HeaderMap) -> Response {
    static ETAG: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| files::etag(STYLE.as_bytes()));
    let mut answer = if files::is_known(&headers, &ETAG) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
    };
    let fields = answer.headers_mut();
    fields.extend(HeaderValue::from_str(&ETAG).ok().map(|etag| (header::ETAG, etag)));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

/// Shows a person that their form was rejected.
pub fn refused_form(state: &State, rejection: &Rejection) -> Response {
    let problems = match rejection {
        Rejection::InvalidRequest(InvalidRequest::Problems(problems)) => {
            problems.0.iter().map(words).collect()
        }
        Rejection::NoAuthorization => vec![NOT_FROM_HERE.to_owned()],
        Rejection::TooLarge => vec!["It is too long. Please shorten it, and send the rest later.".to_owned()],
        other => vec![other.to_string()],
    };
    let text = html! {
        h1 { "Your ticket was not sent yet" }
        p { "This is what keeps it from being sent:" }
        ul.problems { @for problem in problems { li { (problem) } } }
        p { (BACK) }
    };
    let mut answer = page(state, rejection.status(), "Your ticket was not sent yet", &text);
    if rejection.ends_connection() {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// Shows a person that their form could not be stored.
pub fn failed_form(state: &State) -> Response {
    let text = html! {
        h1 { "Your ticket was not sent yet" }
        p { (Failure::PUBLIC_MESSAGE) }
        p { (BACK) }
    };
    page(state, StatusCode::INTERNAL_SERVER_ERROR, "Your ticket was not sent yet", &text)
}

/// Describes a form's problem for the person who filled it in.
fn words(problem: &Problem) -> String {
    let what = match problem.field {
        Field::Username => "The name",
        Field::EmailAddress => "The e-mail address",
        Field::Subject => "The subject",
        Field::Body => "The text",
        other => other.name(),
    };
    match problem.rule {
        Rule::Required => format!("{what} is missing."),
        Rule::Email => format!("{what} is not complete. It should look like name@example.com."),
        Rule::TooLong { limit } => format!("{what} is too long: it may have at most {limit} characters."),
        Rule::OneLine => format!("{what} must be a single line."),
        Rule::NoNul
        | Rule::Uuid
        | Rule::TooMany { .. }
        | Rule::Strings
        | Rule::Text
        | Rule::Object
        | Rule::List
        | Rule::Known
        | Rule::TooLarge { .. } => format!("The page sent something unexpected: {problem}."),
    }
}

const NOT_FROM_HERE: &str =
    "The page that you came from may not send tickets here. Please tell those who run it.";
const BACK: &str = "Go back with your browser's Back button: what you wrote is still there.";

/// Shows that there is nothing at an address.
pub fn not_found(state: &State) -> Response {
    let text = "Please compare the address with the one that you were given.";
    message(state, StatusCode::NOT_FOUND, "There is nothing at this address", text)
}

/// Shows a page with one message.
pub fn message(state: &State, status: StatusCode, title: &str, text: &str) -> Response {
    page(state, status, title, &html! { h1 { (title) } p { (text) } })
}

fn ticket_text(stored: &StoredTicket) -> Markup {
    let ticket = &stored.ticket;
    let location = ticket.location.as_deref().filter(|location| !location.is_empty());
    let course = ticket.info.as_ref().and_then(|info| info.get("course")?.as_str());
    html! {
        p.standing {
            span.visually-hidden { "Status: " }
            strong.status data-status=(stored.status.name()) { (stored.status.for_requester()) }
            " " (meaning(stored.status))
        }
        h1 dir="auto" { (ticket.subject) }
        p.by {
            bdi { (ticket.name()) } " wrote on "
            time datetime=(stored.created_at) { (clock::for_people(&stored.created_at)) }
        }
        section aria-label="What was written" {
            div.body dir="auto" { (PreEscaped(markdown::to_safe_html(&ticket.body))) }
        }
        @if location.is_some() || course.is_some_and(|course| stored.site.course_line(course).is_some()) {
            dl {
                @if let Some(location) = location {
                    dt { "Page" }
                    dd { (link(&stored.site.locate(location))) }
                }
                @if let Some(line) = course.and_then(|course| stored.site.course_line(course)) {
                    dt { "Course" }
                    dd { (link(line.trim_start_matches("Course: "))) }
                }
            }
        }
        p.keep {
            "Keep the address of this page. Whoever has it can read the ticket, so give it only to people you trust."
        }
    }
}

fn link(address: &str) -> Markup {
    html! { a href=(address) rel="noopener noreferrer nofollow ugc" { (address) } }
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::New => "It arrived, and nobody has read it yet.",
        Status::Open | Status::Hold => "Support has read it and is at it.",
        Status::Pending => "Support has a question for you.",
        Status::Solved | Status::Closed => "There is nothing left to do.",
    }
}

fn page(state: &State, status: StatusCode, title: &str, text: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href={ (state.public_url.path()) "/requests/page.css" };
            }
            body { main { (text) } }
        }
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    (status, headers, Html(page.into_string())).into_response()
}
