//! The public page, the console and the page of one person, embedded in the program.

use super::App;
use super::asked::Name;
use super::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Nothing from elsewhere, no inline script, no frame.
const CSP: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

pub(super) async fn public() -> Response {
    page("index.html")
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
    let (status, bytes) = found.map_or((StatusCode::OK, NOT_BUILT.as_bytes()), |(_, bytes)| {
        (StatusCode::OK, *bytes)
    });
    let mut response = (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        bytes,
    )
        .into_response();
    let headers = response.headers_mut();
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

/// What is shown when the program was built without its pages.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vigie: pages not built</title>\
<h1>The pages are not in this program</h1>\
<p>Vigie runs: the API, the live wire, the sirens and the feeds work. Only the pages are missing, because the \
program was built without them. To build them, with Node.js 20 or newer:</p>\
<pre>cd web && npm ci && npm run build && cd .. && cargo build --release</pre>\
<p><code>cargo xtask demo</code> does all of this by itself.</p>\
<p><a href=\"/alerts/active\">Live warnings as GeoJSON</a> &middot; <a href=\"/cap/alerts.atom\">as CAP feed</a></p></html>";
