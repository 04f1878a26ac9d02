//! HTTP: every route on one page. Nothing is sent because a request came in; it is sent because the
//! journal says so.

pub(crate) mod addresses;
pub(crate) mod asked;
mod audience;
pub(crate) mod auth;
mod body;
mod cap;
mod changes;
pub(crate) mod exercise;
mod explain;
mod fpas;
mod fpas_subscriptions;
mod guard;
pub mod hands;
mod headcounts;
mod health;
mod incidents;
mod lines;
pub mod listeners;
mod log;
mod metrics;
mod nws;
mod pages;
pub mod pass_on;
mod positions;
pub(crate) mod problem;
pub mod proxied;
mod reports;
pub mod secret;
mod signup;
mod site;
mod standing_orders;
mod strangers;
pub mod stream;
pub(crate) mod taken_over;
mod tallies;
mod warnings;
pub mod wire;
mod words;

use crate::app::App;
use crate::live::At;
use crate::relay::Relay;
pub use addresses::Addresses;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::get;
pub use cap::Indexes;
pub use log::Log;
pub(crate) use pages::asset_named;
pub use problem::Problem;
use std::sync::Arc;
pub use strangers::Strangers;

/// The description of the API, as served.
pub const OPENAPI: &str = include_str!("../../../../docs/api/openapi.json");

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
    get  "/api/v1/reports/{id}/text" => reports::text;

    get  "/api/v1/warnings" => warnings::list;
    post "/api/v1/warnings" => warnings::draft;
    get  "/api/v1/warnings/{id}" => warnings::get;
    post "/api/v1/warnings/{id}/amend" => warnings::amend;
    post "/api/v1/warnings/{id}/submit" => warnings::submit;
    post "/api/v1/warnings/{id}/approve" => warnings::approve;
    post "/api/v1/warnings/{id}/return" => warnings::give_back;
    post "/api/v1/warnings/{id}/delegate" => warnings::delegate;
    post "/api/v1/warnings/{id}/reject" => warnings::reject;
    post "/api/v1/warnings/{id}/confirm" => warnings::confirm;
    post "/api/v1/warnings/{id}/update" => warnings::update;
    post "/api/v1/warnings/{id}/all-clear" => warnings::all_clear;
    post "/api/v1/warnings/{id}/retract" => warnings::retract;

    get  "/api/v1/exercise/warnings" => warnings::list;
    post "/api/v1/exercise/warnings" => warnings::draft;
    get  "/api/v1/exercise/warnings/{id}" => warnings::get;
    post "/api/v1/exercise/warnings/{id}/amend" => warnings::amend;
    post "/api/v1/exercise/warnings/{id}/submit" => warnings::submit;
    post "/api/v1/exercise/warnings/{id}/approve" => warnings::approve;
    post "/api/v1/exercise/warnings/{id}/return" => warnings::give_back;
    post "/api/v1/exercise/warnings/{id}/delegate" => warnings::delegate;
    post "/api/v1/exercise/warnings/{id}/reject" => warnings::reject;
    post "/api/v1/exercise/warnings/{id}/confirm" => warnings::confirm;
    post "/api/v1/exercise/warnings/{id}/update" => warnings::update;
    post "/api/v1/exercise/warnings/{id}/all-clear" => warnings::all_clear;
    post "/api/v1/exercise/warnings/{id}/retract" => warnings::retract;

    get  "/api/v1/standing-orders" => standing_orders::list;
    post "/api/v1/standing-orders" => standing_orders::propose;
    post "/api/v1/standing-orders/{id}/approve" => standing_orders::approve;
    post "/api/v1/standing-orders/{id}/revoke" => standing_orders::revoke;
    post "/api/v1/standing-orders/{id}/press" => standing_orders::press;

    get  "/api/v1/changes" => changes::list;
    get  "/api/v1/changes/{id}" => changes::get;
    post "/api/v1/changes/{id}/approve" => changes::approve;
    post "/api/v1/changes/{id}/refuse" => changes::refuse;
    post "/api/v1/changes/{id}/confirm" => changes::confirm;
    get  "/api/v1/words" => words::list;
    get  "/api/v1/words/{language}" => words::in_language;
    post "/api/v1/words/vettings" => words::vet;
    post "/api/v1/words/withdrawals" => words::withdraw;

    post "/api/v1/audience" => audience::ask;
    post "/api/v1/position" => positions::post;
    delete "/api/v1/position" => positions::delete;

    get  "/api/v1/headcounts" => headcounts::list;
    get  "/api/v1/headcounts/{id}/links" => headcounts::links;
    post "/api/v1/headcounts/{id}/close" => headcounts::close;
    get  "/api/v1/safe/{token}" => headcounts::safe_get;
    post "/api/v1/safe/{token}" => headcounts::safe_post;

    get  "/api/v1/incidents" => incidents::list;
    post "/api/v1/incidents" => incidents::begin;
    post "/api/v1/incidents/import" => incidents::import;
    get  "/api/v1/incidents/{id}/record" => incidents::record;
    post "/api/v1/incidents/{id}/describe" => incidents::describe;
    post "/api/v1/incidents/{id}/merge" => incidents::merge;
    post "/api/v1/incidents/{id}/split" => incidents::split;
    post "/api/v1/incidents/{id}/assertions" => lines::assert_line;
    post "/api/v1/incidents/{id}/claims" => lines::claim;
    post "/api/v1/assertions/{id}/withdraw" => lines::withdraw;
    post "/api/v1/assertions/{id}/judge" => lines::judge;
    post "/api/v1/assertions/{id}/support" => lines::support;
    post "/api/v1/assertions/{id}/oppose" => lines::oppose;

    get  "/api/v1/tallies" => tallies::list;
    post "/api/v1/tallies" => tallies::define;
    get  "/api/v1/tallies/{id}" => tallies::answer;
    post "/api/v1/tallies/{id}/drop" => tallies::drop;

    get  "/api/v1/explain/{what}" => explain::get;

    get  "/api/v1/zones" => site::zones;
    get  "/api/v1/officers" => site::officers;
    get  "/api/v1/sirens" => site::sirens;
    get  "/api/v1/channels" => site::channels;
    get  "/api/v1/feeds" => site::feeds;
    get  "/api/v1/summary" => site::summary;
    get  "/api/v1/picture" => site::picture;
    get  "/api/v1/picture/stream" => site::picture_stream;
    get  "/api/v1/timings" => health::timings;

    get  "/live" => crate::live::sse;
    get  "/live/ws" => crate::live::ws;
    get  "/live/keys" => crate::live::keys;
    get  "/live/zones/{sum}" => crate::live::zones;
    get  "/sirens/link" => crate::siren_link::ws;

    get  "/cap/alerts.atom" => cap::atom;
    get  "/cap/alerts.rss" => cap::rss;
    get  "/cap/alert/{file}" => cap::by_number;
    get  "/cap/{file}" => cap::by_name;
    get  "/alerts/active" => nws::active;
    get  "/alerts/active/zone/{zone}" => nws::in_zone;
    get  "/alerts/active/area/{area}" => nws::in_area;

    get  "/alert/area" => fpas::area;
    get  "/alert/all" => fpas_subscriptions::all;
    get  "/alert/{id}" => fpas::one;
    get  "/subscription/" => fpas_subscriptions::key;
    post "/subscription/" => fpas_subscriptions::subscribe;
    put  "/subscription/" => fpas_subscriptions::renew;
    delete "/subscription/" => fpas_subscriptions::unsubscribe;
    get  "/sources/server_status" => fpas::status;
    get  "/config/server_status" => fpas::status;

    get  "/{topics}/json" => crate::ntfy::json;
    get  "/{topics}/sse" => crate::ntfy::sse;
    get  "/{topics}/ws" => crate::ntfy::ws;
    get  "/{topics}/raw" => crate::ntfy::raw;
    get  "/{topics}/auth" => crate::ntfy::auth;
    get  "/{topics}/publish" => crate::ntfy::publish_one;
    get  "/{topics}/send" => crate::ntfy::publish_one;
    get  "/{topics}/trigger" => crate::ntfy::publish_one;
    get  "/{topics}" => crate::ntfy::page;
    put  "/{topics}" => crate::ntfy::publish_one;
    post "/{topics}" => crate::ntfy::publish_one;
    post "/" => crate::ntfy::publish;
    get  "/v1/health" => crate::ntfy::health;
    get  "/v1/account" => crate::ntfy::account;
    get  "/v1/stats" => crate::ntfy::stats;
    get  "/v1/version" => crate::ntfy::version;

    get  "/ntfy/{topics}/json" => crate::ntfy::json;
    get  "/ntfy/{topics}/sse" => crate::ntfy::sse;
    get  "/ntfy/{topics}/ws" => crate::ntfy::ws;
    get  "/ntfy/{topics}/raw" => crate::ntfy::raw;
    get  "/ntfy/{topics}/auth" => crate::ntfy::auth;
    get  "/ntfy/{topics}/publish" => crate::ntfy::publish_one;
    get  "/ntfy/{topics}/send" => crate::ntfy::publish_one;
    get  "/ntfy/{topics}/trigger" => crate::ntfy::publish_one;
    get  "/ntfy/{topics}" => crate::ntfy::page;
    put  "/ntfy/{topics}" => crate::ntfy::publish_one;
    post "/ntfy/{topics}" => crate::ntfy::publish_one;
    post "/ntfy/" => crate::ntfy::publish;
    get  "/ntfy/v1/health" => crate::ntfy::health;
    get  "/ntfy/v1/account" => crate::ntfy::account;
    get  "/ntfy/v1/stats" => crate::ntfy::stats;
    get  "/ntfy/v1/version" => crate::ntfy::version;

    get  "/signup" => signup::page;
    post "/signup" => signup::send;
    get  "/signup/page.css" => signup::style;
    get  "/signup/worker.js" => signup::worker;
    get  "/signup/s/{secret}" => signup::own;
    post "/signup/s/{secret}" => signup::act;
    get  "/api/v1/signups" => signup::offer;
    post "/api/v1/signups" => signup::sign_up;
    get  "/api/v1/signups/{secret}" => signup::standing;
    post "/api/v1/signups/{secret}/code" => signup::code;
    post "/api/v1/signups/{secret}/heard" => signup::heard;
    post "/api/v1/signups/{secret}/test" => signup::test;
    post "/api/v1/signups/{secret}/choose" => signup::choose;
    post "/api/v1/signups/{secret}/leave" => signup::leave;

    post "/recovery/changes/{id}" => changes::by_key;

    get  "/log/checkpoint" => log::checkpoint;
    get  "/log/key" => log::key;

    get  "/healthz" => health::alive;
    get  "/readyz" => health::ready;
    get  "/metrics" => metrics::get;
    get  "/openapi.json" => health::openapi;

    get  "/" => pages::public_of_server;
    get  "/console" => pages::console;
    get  "/safe/{token}" => pages::safe;
    get  "/assets/{name}" => pages::asset;
}

/// The whole service.
pub fn service(app: Arc<App>, body_bytes_max: usize) -> Router {
    let hosts = app.hosts.clone();
    guarded(table(), &hosts)
        .layer(DefaultBodyLimit::max(body_bytes_max))
        .with_state(app)
}

/// What a relay answers: the live wire, the page that shows it, and how it is.
pub fn relay_service(relay: Arc<Relay>, hosts: &[String]) -> Router {
    let table = live_table()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::linked))
        .route("/metrics", get(metrics::of_a_relay))
        .route("/", get(pages::public_of_relay))
        .route("/assets/{name}", get(pages::asset));
    guarded(table, hosts).with_state(relay)
}

/// The live wire alone.
pub(crate) fn live_service(at: At) -> Router {
    live_table().with_state(at)
}

fn live_table<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    At: FromRef<S>,
{
    Router::new()
        .route("/live", get(crate::live::sse))
        .route("/live/ws", get(crate::live::ws))
        .route("/live/keys", get(crate::live::keys))
        .route("/live/zones/{sum}", get(crate::live::zones))
}

fn guarded<S: Clone + Send + Sync + 'static>(table: Router<S>, hosts: &[String]) -> Router<S> {
    table
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(
            Arc::<[String]>::from(hosts),
            guard::guard,
        ))
}

pub(crate) async fn nothing_here() -> Problem {
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
    use serde_json::Value;
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
