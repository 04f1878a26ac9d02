//! HTTP: every route on one page. Nothing is sent because a request came in; it is sent because the
//! journal says so.

mod addresses;
mod asked;
mod auth;
mod body;
mod cap;
mod guard;
mod headcounts;
mod health;
mod incidents;
mod live;
mod log;
mod metrics;
mod pages;
mod problem;
mod reports;
mod siren_link;
mod site;
mod standing_orders;
mod warnings;
pub mod wire;

use crate::engine::Desk;
use crate::people::People;
use crate::stopping::Stopping;
use crate::timings::Timings;
use crate::tokens::Tokens;
pub use addresses::Addresses;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
pub use cap::Indexes;
pub use log::Log;
pub use problem::Problem;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::Semaphore;
use vigie_channels::live::{Hub, Keys};
use vigie_channels::siren::Links;
use vigie_core::time::Timestamp;

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
    /// How many of them each address holds.
    pub addresses: Arc<Addresses>,
    /// Connections that say they are a siren and have not proven it yet.
    pub unproven: Arc<Semaphore>,
    /// The feeds as they were last written.
    pub indexes: Arc<Indexes>,
    /// Signs checkpoints of the journal.
    pub log: Log,
    /// When the program started.
    pub started: Timestamp,
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
    post "/api/v1/warnings/{id}/amend" => warnings::amend;
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

    get  "/log/checkpoint" => log::checkpoint;
    get  "/log/key" => log::key;

    get  "/healthz" => health::alive;
    get  "/readyz" => health::ready;
    get  "/metrics" => metrics::get;
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
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            guard::guard,
        ))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

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
