//! HTTP: every route on one page. Nothing is sent because a request came in; it is sent because the
//! journal says so.

mod auth;
mod body;
mod cap;
mod headcounts;
mod health;
mod incidents;
mod live;
mod pages;
mod problem;
mod reports;
mod siren_link;
mod site;
mod standing_orders;
mod warnings;

use crate::engine::Desk;
use crate::people::People;
use crate::stopping::Stopping;
use crate::timings::Timings;
use crate::tokens::Tokens;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
pub use problem::Problem;
use serde_json::Value;
use std::sync::Arc;
use vigie_channels::live::{Hub, Keys};
use vigie_channels::siren::Links;

/// The description of the API, as served.
pub const OPENAPI: &str = include_str!("../../../../docs/api/openapi.json");

/// What handlers hold.
pub struct App {
    /// The engine.
    pub desk: Desk,
    /// Who a token stands for.
    pub tokens: Tokens,
    /// People and verbatim texts.
    pub people: People,
    /// The live wire.
    pub hub: Arc<Hub>,
    /// The sirens.
    pub links: Arc<Links>,
    /// The keys.
    pub keys: Arc<Keys>,
    /// Seals the links of headcounts.
    pub safe_secret: [u8; 32],
    /// When what happened.
    pub timings: Arc<Timings>,
    /// Health of the feeds, as JSON.
    pub feeds: Box<dyn Fn() -> Value + Send + Sync>,
    /// Told when the program stops.
    pub stopping: Stopping,
    /// Connections on the live wire at once.
    pub connections_max: usize,
    /// Names by which browsers may call, besides addresses and `localhost`.
    pub hosts: Vec<String>,
    /// The address under which feeds name their entries.
    pub base: String,
}

macro_rules! routes {
    ($($method:ident $path:literal => $handler:path;)*) => {
        /// Every route: method and path. `docs/api/openapi.json` describes each; a test compares them.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),*];

        fn table() -> Router<Arc<App>> {
            Router::new()$(.route($path, axum::routing::$method($handler)))*
        }
    };
}

routes! {
    post "/api/v1/reports" => reports::post;

    get  "/api/v1/warnings" => warnings::list;
    post "/api/v1/warnings" => warnings::draft;
    get  "/api/v1/warnings/{id}" => warnings::get;
    post "/api/v1/warnings/{id}/submit" => warnings::submit;
    post "/api/v1/warnings/{id}/approve" => warnings::approve;
    post "/api/v1/warnings/{id}/reject" => warnings::reject;
    post "/api/v1/warnings/{id}/confirm" => warnings::confirm;
    post "/api/v1/warnings/{id}/update" => warnings::update;
    post "/api/v1/warnings/{id}/all-clear" => warnings::all_clear;
    post "/api/v1/warnings/{id}/retract" => warnings::retract;

    get  "/api/v1/standing-orders" => standing_orders::list;
    post "/api/v1/standing-orders" => standing_orders::propose;
    post "/api/v1/standing-orders/{id}/approve" => standing_orders::approve;
    post "/api/v1/standing-orders/{id}/revoke" => standing_orders::revoke;

    get  "/api/v1/headcounts" => headcounts::list;
    get  "/api/v1/headcounts/{id}/links" => headcounts::links;
    post "/api/v1/headcounts/{id}/close" => headcounts::close;
    get  "/api/v1/safe/{token}" => headcounts::safe_get;
    post "/api/v1/safe/{token}" => headcounts::safe_post;

    get  "/api/v1/incidents" => incidents::list;
    get  "/api/v1/incidents/{id}/record" => incidents::record;
    post "/api/v1/incidents/{id}/assertions" => incidents::assert_line;
    post "/api/v1/incidents/{id}/claims" => incidents::claim;
    post "/api/v1/assertions/{id}/withdraw" => incidents::withdraw;

    get  "/api/v1/zones" => site::zones;
    get  "/api/v1/officers" => site::officers;
    get  "/api/v1/sirens" => site::sirens;
    get  "/api/v1/channels" => site::channels;
    get  "/api/v1/feeds" => site::feeds;
    get  "/api/v1/picture" => site::picture;
    get  "/api/v1/picture/stream" => site::picture_stream;
    get  "/api/v1/timings" => health::timings;

    get  "/live" => live::sse;
    get  "/live/ws" => live::ws;
    get  "/live/keys" => live::keys;
    get  "/sirens/link" => siren_link::ws;

    get  "/cap/alerts.atom" => cap::atom;
    get  "/cap/alerts.rss" => cap::rss;
    get  "/cap/alert/{file}" => cap::by_number;
    get  "/cap/{file}" => cap::by_name;
    get  "/alerts/active" => cap::active;

    get  "/healthz" => health::alive;
    get  "/readyz" => health::ready;
    get  "/metrics" => health::metrics;
    get  "/openapi.json" => health::openapi;

    get  "/" => pages::public;
    get  "/console" => pages::console;
    get  "/safe/{token}" => pages::safe;
    get  "/assets/{name}" => pages::asset;
}

/// The whole service.
pub fn service(app: Arc<App>, body_bytes_max: usize) -> Router {
    table()
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(body_bytes_max))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), known_host))
        .with_state(app)
}

async fn nothing_here() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no_such_path",
        "there is nothing under this path; /openapi.json lists all",
    )
}

async fn wrong_method() -> Problem {
    let detail = "this path is not asked this way; /openapi.json says how";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", detail)
}

/// Refuses names that a stranger's page could have pointed at this server (DNS rebinding).
async fn known_host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if host_is_known(host, &app.hosts) {
        return next.run(request).await;
    }
    let detail = format!("this server is not called {host:?}; add the name to http.hosts if it is");
    Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown_host", detail).into_response()
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

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
    fn the_description_names_exactly_the_routes_there_are() {
        let described: Value = serde_json::from_str(OPENAPI).unwrap();
        let paths = described["paths"].as_object().unwrap();
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object()
                    .unwrap()
                    .keys()
                    .map(move |method| (method.clone(), path.clone()))
            })
            .filter(|(method, _)| method != "parameters")
            .collect();
        let routes: BTreeSet<(String, String)> = ROUTES
            .iter()
            .map(|(method, path)| ((*method).to_owned(), (*path).to_owned()))
            .collect();
        assert_eq!(described, routes);
    }
}
