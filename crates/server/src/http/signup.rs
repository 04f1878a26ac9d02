//! `/signup`: the public signs up and leaves, without an account. The pages work without a script for e-mail and text
//! messages; the same is at `/api/v1/signups` for programs and for the page's own script, which Web Push needs.
//!
//! A link that somebody got opens a page and changes nothing: mail programs look at links by themselves. What changes
//! something is a button. Only the one-click of RFC 8058 is a request by a program, and it only ends.

use super::App;
use super::asked::{Asked, Name};
use super::body::Body;
use super::pages;
use super::problem::Problem;
use crate::letters::Way;
use crate::signup::words::{self, Words};
use crate::signup::{Confirmed, Said, SignUps, Standing, Unfit, page};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use url::form_urlencoded;

/// Fields of a form that are looked at: each zone is one.
const FIELDS_MAX: usize = 256;

#[derive(Debug, Deserialize)]
pub(super) struct Spoken {
    lang: Option<String>,
}

/// A sign-up as a program sends it.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    form: String,
    #[serde(flatten)]
    said: Said,
}

/// A code as a program sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    code: String,
}

/// What is offered, with a form.
pub(super) async fn offer(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let signups = open(&app)?;
    let state = app.desk.state();
    let site = state.site.as_deref();
    let zones = site.into_iter().flat_map(|site| &site.zones);
    let zones = zones.map(|(id, zone)| json!({ "id": id, "names": zone.names }));
    Ok(Json(json!({
        "form": give(&app)?,
        "ways": signups.ways().iter().map(|way| way.as_str()).collect::<Vec<_>>(),
        "languages": site.map(|site| &site.languages),
        "zones": zones.collect::<Vec<_>>(),
        "needs": crate::signup::NEEDS,
        "vapid_key": app.letters.push().vapid().public(),
        "until_then": words::LANGUAGES.iter().map(|words| (words.tag, words.nothing_yet)).collect::<std::collections::BTreeMap<_, _>>(),
    })))
}

/// Takes a sign-up of a program.
pub(super) async fn sign_up(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(sent): Body<Sent>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let handle = take(&app, peer, &sent.form, sent.said).await?;
    let answer = json!({ "handle": handle, "state": "pending" });
    Ok((StatusCode::ACCEPTED, Json(answer)))
}

/// Where it stands.
pub(super) async fn standing(
    State(app): State<Arc<App>>,
    Name(secret): Name,
) -> Result<Json<Standing>, Problem> {
    let standing = open(&app)?.standing(&secret).await.map_err(failed)?;
    standing.map(Json).ok_or_else(unknown)
}

/// The test message came.
pub(super) async fn heard(
    State(app): State<Arc<App>>,
    Name(secret): Name,
) -> Result<Json<Value>, Problem> {
    came(open(&app)?, &secret)
        .await?
        .as_deref()
        .map(live)
        .ok_or_else(unknown)
}

/// The code of a text message came.
pub(super) async fn code(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Name(handle): Name,
    Body(Code { code }): Body<Code>,
) -> Result<Json<Value>, Problem> {
    app.strangers.admit(peer.ip())?;
    match open(&app)?
        .confirm_code(&handle, &code)
        .await
        .map_err(failed)?
    {
        Confirmed::Live(link) => Ok(live(&link)),
        Confirmed::Unknown => Err(unknown()),
    }
}

/// Sends a test.
pub(super) async fn test(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Name(link): Name,
) -> Result<StatusCode, Problem> {
    app.strangers.admit(peer.ip())?;
    let sent = open(&app)?.test(&link).await.map_err(failed)?;
    sent.then_some(StatusCode::ACCEPTED).ok_or_else(unknown)
}

/// What they want to hear of from here on.
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Name(link): Name,
    Body(said): Body<Said>,
) -> Result<StatusCode, Problem> {
    let is_there = chosen(&app, peer, &link, said).await?;
    is_there
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(unknown)
}

/// Ends it, and erases whoever it was.
pub(super) async fn leave(
    State(app): State<Arc<App>>,
    Name(link): Name,
) -> Result<StatusCode, Problem> {
    let left = open(&app)?.leave(&link).await.map_err(failed)?;
    left.then_some(StatusCode::NO_CONTENT).ok_or_else(unknown)
}

/// The page.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked(spoken): Asked<Spoken>,
) -> Result<Response, Problem> {
    let signups = open(&app)?;
    let words = words_of(&headers, spoken.lang.as_deref());
    let state = app.desk.state();
    let shown = page::Shown {
        site: state.site.as_deref(),
        ways: &signups.ways(),
        form: &give(&app)?,
        refused: None,
    };
    Ok(pages::html(page::form(words, shown)))
}

/// Takes the page's form.
pub(super) async fn send(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(spoken): Asked<Spoken>,
    body: Bytes,
) -> Result<Response, Problem> {
    let words = words_of(&headers, spoken.lang.as_deref());
    let (form, said) = filled(&body);
    let way = Way::named(&said.way);
    match take(&app, peer, &form, said).await {
        Ok(handle) => Ok(pages::html(page::sent(words, &handle, way))),
        Err(problem) if problem.status.is_client_error() && problem.code != "signup_closed" => {
            let signups = open(&app)?;
            let state = app.desk.state();
            let shown = page::Shown {
                site: state.site.as_deref(),
                ways: &signups.ways(),
                form: &give(&app)?,
                refused: Some(&problem.detail),
            };
            Ok(pages::html(page::form(words, shown)))
        }
        Err(problem) => Err(problem),
    }
}

/// The page of one sign-up.
pub(super) async fn own(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Name(secret): Name,
) -> Result<Response, Problem> {
    let words = words_of(&headers, None);
    let standing = open(&app)?.standing(&secret).await.map_err(failed)?;
    Ok(shown(&app, words, &secret, (standing, None)))
}

/// A button of that page, or the one click of a mail program.
pub(super) async fn act(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Name(secret): Name,
    body: Bytes,
) -> Result<Response, Problem> {
    let (signups, words) = (open(&app)?, words_of(&headers, None));
    let field = |name: &str| {
        let mut fields = form_urlencoded::parse(&body).take(FIELDS_MAX);
        fields.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    // RFC 8058: whoever is asked by a mail program answers plainly, whatever was there.
    if field("List-Unsubscribe").as_deref() == Some("One-Click") {
        signups.leave(&secret).await.map_err(failed)?;
        return Ok((StatusCode::OK, words.left).into_response());
    }
    let deed = field("do").unwrap_or_default();
    if matches!(deed.as_str(), "test" | "code") {
        app.strangers.admit(peer.ip())?;
    }
    let (link, said) = match deed.as_str() {
        "heard" => (came(signups, &secret).await?, None),
        "code" => {
            let code = field("code").unwrap_or_default();
            match signups.confirm_code(&secret, &code).await.map_err(failed)? {
                Confirmed::Live(link) => (Some(link), None),
                Confirmed::Unknown => (Some(secret.clone()), Some(words.refused)),
            }
        }
        "test" => {
            let is_there = signups.test(&secret).await.map_err(failed)?;
            (is_there.then(|| secret.clone()), Some(words.test_sent))
        }
        "choose" => {
            let (_, said) = filled(&body);
            match chosen(&app, peer, &secret, said).await {
                Ok(is_there) => (is_there.then(|| secret.clone()), Some(words.chosen)),
                Err(problem) if problem.code == "unfit" => (None, Some(words.refused)),
                Err(problem) => return Err(problem),
            }
        }
        "leave" => {
            let is_there = signups.leave(&secret).await.map_err(failed)?;
            let said = if is_there { words.left } else { words.unknown };
            return Ok(pages::html(page::said(words, said)));
        }
        _ => {
            let detail = "the form says nothing that this page does; load it again";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "bad_form", detail));
        }
    };
    let link = link.unwrap_or(secret);
    let standing = signups.standing(&link).await.map_err(failed)?;
    Ok(shown(&app, words, &link, (standing, said)))
}

/// What runs in the browser while no page is open.
pub(super) async fn worker() -> Result<Response, Problem> {
    pages::worker().ok_or_else(|| Problem::not_found("file"))
}

/// How the pages look.
pub(super) async fn style() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (kind, include_str!("../signup/page.css")).into_response()
}

/// A link to the page, in the language that a reader asked for.
pub(super) fn link(headers: &HeaderMap) -> String {
    let words = words_of(headers, None);
    format!(
        "<p lang=\"{}\" dir=\"{}\"><a href=\"/signup\">{}</a></p>",
        words.tag, words.direction, words.title
    )
}

fn shown(
    app: &App,
    words: &Words,
    secret: &str,
    (standing, said): (Option<Standing>, Option<&str>),
) -> Response {
    match standing {
        Some(standing) => {
            let state = app.desk.state();
            let site = state.site.as_deref();
            pages::html(page::own(words, secret, (standing, site), said))
        }
        // For people it is a page that says so; programs ask at /api/v1/signups.
        None => pages::html(page::said(words, words.unknown)),
    }
}

/// Confirms what waits, or notes that a test came. The link from here on, if there is one.
async fn came(signups: &SignUps, secret: &str) -> Result<Option<String>, Problem> {
    if signups.heard(secret).await.map_err(failed)? {
        return Ok(Some(secret.to_owned()));
    }
    match signups.confirm(secret).await.map_err(failed)? {
        Confirmed::Live(link) => Ok(Some(link)),
        Confirmed::Unknown => Ok(None),
    }
}

async fn chosen(app: &App, peer: SocketAddr, link: &str, said: Said) -> Result<bool, Problem> {
    let signups = open(app)?;
    app.strangers.admit(peer.ip())?;
    let chosen = {
        let state = app.desk.state();
        let site = state.site.as_deref().ok_or_else(closed)?;
        said.chosen(site).map_err(unfit)?
    };
    signups.choose(link, chosen).await.map_err(failed)
}

async fn take(app: &App, peer: SocketAddr, form: &str, said: Said) -> Result<String, Problem> {
    let signups = open(app)?;
    let now_ms = crate::clock::now().unix_ms();
    let asked = {
        let state = app.desk.state();
        let site = state.site.as_deref().ok_or_else(closed)?;
        said.read(site, &signups.ways()).map_err(unfit)?
    };
    if asked.way == Way::Push {
        let endpoint = crate::letters::Endpoint::of_written(&asked.address);
        let endpoint = endpoint.map_err(|_| unfit(Unfit::Address))?;
        let admitted = app.letters.push().admits(&endpoint).await;
        admitted.map_err(|_| unfit(Unfit::Address))?;
    }
    app.strangers.admit(peer.ip())?;
    app.forms
        .take(form, now_ms)
        .map_err(|not| Problem::new(StatusCode::CONFLICT, "bad_form", not.to_string()))?;
    signups.ask(asked).await.map_err(failed)
}

/// The fields of the page's form.
fn filled(body: &[u8]) -> (String, Said) {
    let (mut form, mut said) = (String::new(), Said::default());
    let (mut lat, mut lon) = (None, None);
    for (name, value) in form_urlencoded::parse(body).take(FIELDS_MAX) {
        let value = value.into_owned();
        match name.as_ref() {
            "form" => form = value,
            "way" => said.way = value,
            "address" => said.address = value,
            "zone" => said.zones.push(value),
            "need" => said.needs.push(value),
            "language" => said.language = value,
            // What is no number is no place, and refused as one.
            "lat" if !value.is_empty() => lat = Some(value.trim().parse().unwrap_or(f64::NAN)),
            "lon" if !value.is_empty() => lon = Some(value.trim().parse().unwrap_or(f64::NAN)),
            _ => {}
        }
    }
    said.place = match (lat, lon) {
        (None, None) => None,
        (lat, lon) => Some((lat.unwrap_or(f64::NAN), lon.unwrap_or(f64::NAN))),
    };
    (form, said)
}

fn give(app: &App) -> Result<String, Problem> {
    app.forms
        .give(crate::clock::now().unix_ms())
        .map_err(failed)
}

fn open(app: &App) -> Result<&SignUps, Problem> {
    app.signups.as_ref().ok_or_else(closed)
}

fn words_of(headers: &HeaderMap, chosen: Option<&str>) -> &'static Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    words::of_reader(chosen, accepted)
}

fn live(link: &str) -> Json<Value> {
    Json(json!({ "state": "live", "link": link }))
}

fn closed() -> Problem {
    let detail = "nobody signs up by themselves here; the site decides so by signup.open";
    Problem::new(StatusCode::NOT_FOUND, "signup_closed", detail)
}

fn unknown() -> Problem {
    let detail = "this leads to nothing: it was used, is too old, or they have left; sign up again";
    Problem::new(StatusCode::NOT_FOUND, "not_found", detail)
}

fn unfit(why: Unfit) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unfit", why.to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed over by map_err"
)]
fn failed(why: String) -> Problem {
    tracing::error!(%why, "a sign-up could not be kept");
    let detail = format!("the sign-up could not be kept: {why}");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "registry_failed", detail)
}
