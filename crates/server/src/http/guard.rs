//! What holds for every request before a handler sees it, and for every answer after.

use super::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Largest header block of a request, in bytes: a token, a browser's own lines and a proxy's fit twice.
const HEADER_BYTES_MAX: usize = 16 * 1_024;
/// Longest path and query, in bytes: what browsers and proxies agree on.
const TARGET_BYTES_MAX: usize = 8 * 1_024;
/// For whatever is no page of ours: nothing in it may run, load or be framed.
const CSP_OF_NO_PAGE: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Refuses what no honest client sends, and marks every answer.
pub(super) async fn guard(
    State(hosts): State<Arc<[String]>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match admitted(&request, &hosts) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    mark(response.headers_mut());
    response
}

fn admitted(request: &Request, hosts: &[String]) -> Result<(), Problem> {
    let target = request
        .uri()
        .path_and_query()
        .map_or(0, |t| t.as_str().len());
    if target > TARGET_BYTES_MAX {
        let detail =
            format!("the path and query have {target} bytes; at most {TARGET_BYTES_MAX} are read");
        return Err(Problem::new(
            StatusCode::URI_TOO_LONG,
            "target_too_long",
            detail,
        ));
    }
    let headers = request.headers();
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if bytes > HEADER_BYTES_MAX {
        let detail = format!(
            "the headers have {bytes} bytes; at most {HEADER_BYTES_MAX} are read, leave out what is not needed"
        );
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Err(Problem::new(status, "headers_too_large", detail));
    }
    known_host(headers, hosts)
}

/// Refuses names that a stranger's page could have pointed at this server (DNS rebinding).
fn known_host(headers: &HeaderMap, hosts: &[String]) -> Result<(), Problem> {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if host_is_known(host, hosts) {
        return Ok(());
    }
    let detail = format!("this server is not called {host:?}; add the name to http.hosts if it is");
    Err(Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "unknown_host",
        detail,
    ))
}

fn host_is_known(host: &str, hosts: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok()
        || hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What a handler has not said itself is said for it: nothing is guessed, kept, framed or run.
fn mark(headers: &mut HeaderMap) {
    let marks: [(HeaderName, &'static str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, CSP_OF_NO_PAGE),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in marks {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_name_is_not_ours() {
        let ours = ["warn.example.org".to_owned()];
        for good in [
            "127.0.0.1:8470",
            "localhost",
            "[::1]:8470",
            "warn.example.org:443",
        ] {
            assert!(host_is_known(good, &ours), "{good}");
        }
        for bad in [
            "evil.example",
            "warn.example.org.evil.example",
            "",
            "localhost.evil",
        ] {
            assert!(!host_is_known(bad, &ours), "{bad}");
        }
    }

    #[test]
    fn what_a_handler_said_itself_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        mark(&mut headers);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], CSP_OF_NO_PAGE);
    }
}
