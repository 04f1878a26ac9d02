//! The public page, the console and the page of one person, embedded in the program.

use super::App;
use super::asked::Name;
use super::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Nothing from elsewhere, no inline script, no frame.
const CSP: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

pub(super) async fn public() -> Response {
    page("index.html")
}

/// The same with a link to the sign-up, where it is open.
pub(super) async fn public_of_server(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let found = PAGES.iter().find(|(known, _)| *known == "index.html");
    let text = found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    match text {
        Some(text) if app.signups.is_some() => {
            let link = super::signup::link(&headers);
            html(text.replace("<!-- sign-up -->", &link))
        }
        Some(_) | None => page("index.html"),
    }
}

pub(super) async fn console(State(_): State<Arc<App>>) -> Response {
    page("console.html")
}

pub(super) async fn safe(State(_): State<Arc<App>>) -> Response {
    page("safe.html")
}

pub(super) async fn asset(Name(name): Name) -> Result<Response, Problem> {
    let path = format!("assets/{name}");
    let (_, bytes) = PAGES
        .iter()
        .find(|(known, _)| *known == path)
        .ok_or_else(|| Problem::not_found("file"))?;
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
    Ok((headers, *bytes).into_response())
}

fn page(name: &str) -> Response {
    let found = PAGES.iter().find(|(known, _)| *known == name);
    html(found.map_or(NOT_BUILT.as_bytes(), |(_, bytes)| *bytes))
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

/// A script under a name that does not change with what is in it.
pub(super) fn newest(name: &str, ending: &str) -> Option<Response> {
    let path = asset_named(name, ending)?;
    let (_, bytes) = PAGES.iter().find(|(known, _)| *known == path)?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Some((headers, *bytes).into_response())
}

/// What is shown when the program was built without its pages.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vigie: pages not built</title>\
<h1>The pages are not in this program</h1>\
<p>Vigie runs: the API, the live wire, the sirens and the feeds work. Only the pages are missing, because the \
program was built without them. To build them, with Node.js 20 or newer:</p>\
<pre>cd web && npm ci && npm run build && cd .. && cargo build --release</pre>\
<p><code>cargo xtask demo</code> does all of this by itself.</p>\
<p><a href=\"/alerts/active\">Live warnings as GeoJSON</a> &middot; <a href=\"/cap/alerts.atom\">as CAP feed</a></p></html>";
