//! The public page, the console and the page of one person, embedded in the program.

use super::App;
use super::asked::Name;
use super::problem::Problem;
use crate::relay::Relay;
use crate::views::feeds;
use crate::views::scriptless::{self, Lexicon, Reader, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, LazyLock};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Nothing from elsewhere, no inline script, no frame.
const CSP: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// What the pages say, as they were built.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let words = found("words.json").unwrap_or_default();
    serde_json::from_slice(words).unwrap_or_default()
});

/// The public page of a relay.
pub(super) async fn public_of_relay(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Response {
    let held = relay.known.held();
    let seen = held
        .as_ref()
        .map(|held| held.iter().map(Seen::held).collect());
    public(&headers, seen, "")
}

/// That of a server, with a link to the sign-up where it is open.
pub(super) async fn public_of_server(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let state = app.desk.state();
    let listed = feeds::listed(&state);
    let seen = listed.iter().map(|alert| {
        let warning = state.warning(alert.warning);
        Seen::alert(alert, warning.map_or(alert.content.sent, |one| one.opened))
    });
    let link = match &app.signups {
        Some(_) => super::signup::link(&headers),
        None => String::new(),
    };
    public(&headers, Some(seen.collect()), &link)
}

/// With what a browser without a script shows: what is known now, or that nothing is.
fn public(headers: &HeaderMap, known: Option<Vec<Seen<'_>>>, signup: &str) -> Response {
    let text = found("index.html").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(text) = text else {
        return html(NOT_BUILT);
    };
    let asked = headers.get(header::ACCEPT_LANGUAGE);
    let asked = asked.and_then(|value| value.to_str().ok());
    let reader = Reader {
        lexicon: &LEXICON,
        wanted: &scriptless::wanted(asked.unwrap_or_default()),
    };
    let now = scriptless::shown(reader, known, crate::clock::now());
    let text = text.replace("<!-- now -->", &now);
    html(text.replace("<!-- sign-up -->", signup))
}

pub(super) async fn console(State(_): State<Arc<App>>) -> Response {
    page("console.html")
}

pub(super) async fn safe(State(_): State<Arc<App>>) -> Response {
    page("safe.html")
}

pub(super) async fn asset(Name(name): Name) -> Result<Response, Problem> {
    let path = format!("assets/{name}");
    let bytes = found(&path).ok_or_else(|| Problem::not_found("file"))?;
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}

fn page(name: &str) -> Response {
    html(found(name).unwrap_or(NOT_BUILT.as_bytes()))
}

/// A file that was built, by its path.
fn found(path: &str) -> Option<&'static [u8]> {
    let (_, bytes) = PAGES.iter().find(|(known, _)| *known == path)?;
    Some(bytes)
}

/// A page, with what browsers are told to keep it from.
pub(super) fn html(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CSP),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// The path of an asset by its plain name, if the pages were built.
pub(crate) fn asset_named(name: &str, ending: &str) -> Option<&'static str> {
    let fits = |path: &&str| {
        let rest = path
            .strip_prefix("assets/")
            .and_then(|file| file.strip_prefix(name));
        let rest = rest.and_then(|rest| rest.strip_prefix('-'));
        rest.and_then(|rest| rest.strip_suffix(ending))
            .is_some_and(|rest| rest.ends_with('.'))
    };
    PAGES.iter().map(|(path, _)| *path).find(fits)
}

/// What runs while no page is open, under a name that does not change with what is in it.
pub(super) fn worker() -> Option<Response> {
    let path = asset_named("worker", "js")?;
    let bytes = found(path)?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        // A worker is held to the policy of its own script, and says here that a test message came.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'",
        ),
    ];
    Some((headers, bytes).into_response())
}

/// What is shown when the program was built without its pages.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vigie: pages not built</title>\
<h1>The pages are not in this program</h1>\
<p>Vigie runs: the API, the live wire, the sirens and the feeds work. Only the pages are missing, because the \
program was built without them. To build them, with Node.js 20 or newer:</p>\
<pre>cd web && npm ci && npm run build && cd .. && cargo build --release</pre>\
<p><code>cargo xtask demo</code> does all of this by itself.</p>\
<p><a href=\"/alerts/active\">Live warnings as GeoJSON</a> &middot; <a href=\"/cap/alerts.atom\">as CAP feed</a></p></html>";
