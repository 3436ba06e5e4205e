//! The widget's files and the site's, from within the binary or from `--widget-dir`.

use std::{collections::HashMap, io, sync::LazyLock};

use axum::{
    body::Bytes,
    extract,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use sha2::{Digest, Sha256};

use crate::{State, error::Rejection, page};

/// A file as it was when the binary was built.
struct File {
    /// Its path in the folder: `widget/…` or `site/…`.
    name: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

static FILES: &[File] = &include!(concat!(env!("OUT_DIR"), "/dist.rs"));

/// What a site's page may do: what the widget needs on a page, and nothing more.
///
/// `form-action` has the public address too, since browsers hold a form's redirect against it: a ticket's page is
/// there, also for who opened the site under another name, such as localhost.
fn site_policy(state: &State) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
         img-src 'self' data:; form-action 'self' {}; base-uri 'none'; frame-ancestors 'self'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        state.public_url.site().origin()
    )
}

/// One way to send a file.
#[derive(Clone)]
struct Variant {
    encoding: Option<&'static str>,
    bytes: Bytes,
    etag: String,
}

impl Variant {
    fn new(encoding: Option<&'static str>, bytes: Bytes) -> Variant {
        Variant { encoding, etag: etag(&bytes), bytes }
    }
}

/// Each file's variants, the smallest first, the plain one last.
static VARIANTS: LazyLock<HashMap<&'static str, Vec<Variant>>> = LazyLock::new(|| {
    let variants = |file: &File| {
        [(Some("br"), file.br), (Some("gzip"), file.gz), (None, Some(file.plain))]
            .into_iter()
            .filter_map(|(encoding, bytes)| Some(Variant::new(encoding, Bytes::from_static(bytes?))))
            .collect()
    };
    FILES.iter().map(|file| (file.name, variants(file))).collect()
});

/// Whether the widget was there when the binary was built.
pub fn has_widget() -> bool {
    FILES.iter().any(|file| file.name.starts_with("widget/"))
}

/// The names of all files, `widget/…` and `site/…`.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.name)
}

/// `GET /`, `GET /widget/…` and every other address that nothing else answers.
pub async fn serve(
    extract::State(state): extract::State<State>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path();
    let name = match path.strip_prefix("/widget/") {
        Some(name) => format!("widget/{name}"),
        None if path.ends_with('/') => format!("site{path}index.html"),
        None => format!("site{path}"),
    };
    let is_asked = method == Method::GET || method == Method::HEAD;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let Some(variant) = find(&state, &name, accepted).await else {
        let elsewhere = if is_asked { meant(&state, &name, &uri).await } else { None };
        return elsewhere.unwrap_or_else(|| missing(&state, path));
    };
    if !is_asked {
        let rejection = Rejection::Method { method: method.to_string() };
        let mut answer = page::message(
            &state,
            rejection.status(),
            "This address cannot be sent to",
            &rejection.to_string(),
        );
        answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return answer;
    }

    let mut answer = if is_known(&headers, &variant.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        variant.bytes.clone().into_response()
    };
    describe(answer.headers_mut(), &state, &name, &variant);
    answer
}

/// The file in the best encoding that is accepted.
async fn find(state: &State, name: &str, accepted: &str) -> Option<Variant> {
    let Some(folder) = state.widget_dir.clone() else {
        let fits = |variant: &&Variant| variant.encoding.is_none_or(|encoding| accepts(accepted, encoding));
        return VARIANTS.get(name)?.iter().find(fits).cloned();
    };
    let file = name.to_owned();
    let read = tokio::task::spawn_blocking(move || folder.read(&file)).await;
    match read.unwrap_or_else(|error| Err(io::Error::other(error))) {
        Ok(bytes) => Some(Variant::new(None, bytes.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(name, error, "a file of --widget-dir cannot be read");
            None
        }
    }
}

/// For the name of a folder without the slash at its end, or of a page without `.html`. The address that it leads to is
/// relative: what stands before it is a proxy's to know.
async fn meant(state: &State, name: &str, uri: &Uri) -> Option<Response> {
    let (_, last) = name.rsplit_once('/').filter(|(_, last)| !last.is_empty())?;
    for (rest, end) in [("/index.html", "/"), (".html", ".html")] {
        if find(state, &format!("{name}{rest}"), "").await.is_some() {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            return Some(Redirect::temporary(&format!("./{last}{end}{query}")).into_response());
        }
    }
    None
}

fn missing(state: &State, path: &str) -> Response {
    // Programs ask here, and read JSON. (The router's own fallback leaves this one path out.)
    if path == "/api/" {
        return Rejection::NotFound.into_response();
    }
    if state.widget_dir.is_none() && !has_widget() && (path == "/" || path.starts_with("/widget/")) {
        return page::message(
            state,
            StatusCode::SERVICE_UNAVAILABLE,
            "The widget is not in this program",
            "This endpoint was built before the widget's files were. Run `cargo xtask demo`, which builds both. \
             It accepts tickets all the same.",
        );
    }
    page::not_found(state)
}

fn describe(fields: &mut HeaderMap, state: &State, name: &str, variant: &Variant) {
    let mut set = |field, value: &'static str| fields.insert(field, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, content_type(name));
    // Asked again each time, which costs a 304: so a fix reaches every page at once, and the loader and the
    // wasm never come from two builds.
    set(header::CACHE_CONTROL, "no-cache");
    set(header::VARY, "accept-encoding");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(encoding) = variant.encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    if name.starts_with("widget/") {
        // Public and the same for all: pages of every site load them, as module scripts with CORS.
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    } else {
        set(header::REFERRER_POLICY, "same-origin");
        let policy = HeaderValue::from_str(&site_policy(state)).ok();
        fields.extend(policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    }
    fields.extend(HeaderValue::from_str(&variant.etag).ok().map(|etag| (header::ETAG, etag)));
}

/// A strong entity tag: the hash of the very bytes that are sent, so each encoding has its own.
pub fn etag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// Whether the caller says that it has this already. Weak tags count too: proxies weaken ours.
///
/// # Source
/// RFC 9110, section 13.1.2.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    tags.flat_map(|tags| tags.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Whether an Accept-Encoding takes this encoding: by its name, else by `*`, and with a weight that is not 0.
///
/// # Source
/// RFC 9110, section 12.5.3.
fn accepts(header: &str, encoding: &str) -> bool {
    let weight = |wanted: &str| {
        header.split(',').find_map(|entry| {
            let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            let weight =
                parameters.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(wanted).then_some(weight.unwrap_or(1.0))
        })
    };
    weight(encoding).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_by_name_or_star_unless_its_weight_is_nought() {
        for (header, encoding, expected) in [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=0.5", "gzip", true),
            ("BR", "br", true),
            ("*", "br", true),
            ("br;q=0, *", "br", false),
            ("gzip", "br", false),
            ("", "br", false),
            ("brotli", "br", false),
        ] {
            assert_eq!(accepts(header, encoding), expected, "{header:?} {encoding:?}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_tag_in_a_list_or_weakened() {
        for (header, expected) in [("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", true), ("\"b\"", false)] {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(header))]);
            assert_eq!(is_known(&headers, "\"a\""), expected, "{header}");
        }
    }
}
