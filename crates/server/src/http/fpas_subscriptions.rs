//! Subscriptions of apps of the FOSS Public Alert Server, such as FOSSWarn: a part of the globe, and where the app is
//! woken when a real warning meets it. The interface is theirs, word by word, where it differs from our habits.
//!
//! A subscription is taken when the app's push service has taken a first message for it, and for as long as the app says
//! that it is still wanted. Its name is a secret of 128 random bits; whoever has it may do everything with it, and we
//! keep a keyed sum of it alone. What is in clear to the push service is that something was sent: no place and no word.

use super::App;
use super::asked::Asked;
use super::body::Body;
use super::fpas::{Asks, holding};
use super::problem::Problem;
use crate::letters::{Became, Endpoint, Letter, Letters, Says, Subscribed, Way};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use vigie_core::status::Status;
use vigie_store::registry::{Drawer, Drawers as _, Filed, NewSlip, Slip};

/// For how long a subscription is kept after its app last said that it is wanted, in milliseconds: FOSSWarn says so
/// every week, and people are away for a few.
const KEPT_MS: i64 = 30 * 86_400_000;
/// For how long one waits for its first message to be taken, in milliseconds.
const PENDING_MS: i64 = 120_000;
/// For how long the app is made to wait for that.
const PATIENCE: Duration = Duration::from_secs(15);
/// Subscriptions of one endpoint: an app has one endpoint, and a subscription for each place.
const OF_ENDPOINT_MAX: usize = 50;

/// What an app asks for. Numbers come as numbers or as texts.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    min_lat: Value,
    max_lat: Value,
    min_lon: Value,
    max_lon: Value,
    token: String,
    push_service: String,
    p256dh_key: Option<String>,
    auth_key: Option<String>,
}

/// Where an app is woken from here on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Renewed {
    token: Option<String>,
    p256dh_key: Option<String>,
    auth_key: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    subscription_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Kind {
    r#type: Option<String>,
}

/// Takes a subscription.
pub(super) async fn subscribe(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(asked): Body<Wanted>,
) -> Result<Json<Value>, Problem> {
    app.strangers.admit(peer.ip())?;
    if asked.push_service != "UNIFIED_PUSH_ENCRYPTED" {
        let detail = "this push service is not available on this server; it speaks UNIFIED_PUSH_ENCRYPTED alone, so that nobody between reads along";
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "push_service",
            detail,
        ));
    }
    let sides = [
        &asked.min_lat,
        &asked.max_lat,
        &asked.min_lon,
        &asked.max_lon,
    ];
    let sides: Option<Vec<f64>> = sides.into_iter().map(number).collect();
    let sides = sides.and_then(|sides| <[f64; 4]>::try_from(sides).ok());
    let sides = sides.ok_or_else(|| {
        let detail = "min_lat, max_lat, min_lon and max_lon are not all numbers; give degrees";
        Problem::new(StatusCode::BAD_REQUEST, "bad_bounds", detail)
    })?;
    let bounds = Asks::of(sides).bounds()?;
    let to = endpoint(&app.letters, &asked.token, asked.p256dh_key, asked.auth_key).await?;
    let subscribed = Subscribed {
        to: to.written().to_owned(),
        bounds: [bounds.south, bounds.west, bounds.north, bounds.east],
        is_live: false,
    };
    let (name, number) = file(&app, &to, &subscribed).await?;
    let confirmation_id = uuid()?;
    let taken = confirm(&app.letters, to.written(), &confirmation_id, Some(number)).await;
    if let Err(problem) = taken {
        forget(&app.letters, number).await?;
        return Err(problem);
    }
    let live = Subscribed {
        is_live: true,
        ..subscribed
    };
    if !keep(&app.letters, number, &live).await? {
        return Err(expired());
    }
    Ok(Json(json!({
        "token": "successfully subscribed",
        "subscription_id": name,
        "confirmation_id": confirmation_id,
    })))
}

/// Says that a subscription is still wanted, or that its app is woken elsewhere.
pub(super) async fn renew(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Asked(named): Asked<Named>,
    Body(renewed): Body<Renewed>,
) -> Result<&'static str, Problem> {
    let (slip, mut subscribed) = find(&app.letters, named).await?.ok_or_else(expired)?;
    if let Some(token) = renewed.token {
        app.strangers.admit(peer.ip())?;
        let to = endpoint(&app.letters, &token, renewed.p256dh_key, renewed.auth_key).await?;
        confirm(&app.letters, to.written(), &uuid()?, None).await?;
        to.written().clone_into(&mut subscribed.to);
    }
    let is_there = keep(&app.letters, slip.number, &subscribed).await?;
    is_there
        .then_some("Subscription successfully updated")
        .ok_or_else(expired)
}

/// Ends a subscription.
pub(super) async fn unsubscribe(
    State(app): State<Arc<App>>,
    Asked(named): Asked<Named>,
) -> Result<&'static str, Problem> {
    let (slip, _) = find(&app.letters, named).await?.ok_or_else(no_valid)?;
    forget(&app.letters, slip.number).await?;
    Ok("successfully unsubscribed")
}

/// The key by which push services know us.
pub(super) async fn key(
    State(app): State<Arc<App>>,
    Asked(kind): Asked<Kind>,
) -> Result<Json<Value>, Problem> {
    if kind.r#type.as_deref() != Some("webpush") {
        let detail = "only the key of Web Push is here; ask with ?type=webpush";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "bad_query", detail));
    }
    Ok(Json(
        json!({ "vapid-key": app.letters.push().vapid().public() }),
    ))
}

/// The names of what holds where a subscription is for.
pub(super) async fn all(
    State(app): State<Arc<App>>,
    Asked(named): Asked<Named>,
) -> Result<Json<Vec<String>>, Problem> {
    let (_, subscribed) = find(&app.letters, named).await?.ok_or_else(no_valid)?;
    Ok(Json(holding(&app, Status::Actual, &subscribed.bounds())))
}

/// Apps send numbers as texts.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

async fn endpoint(
    letters: &Letters,
    url: &str,
    p256dh: Option<String>,
    auth: Option<String>,
) -> Result<Endpoint, Problem> {
    let refused = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "bad_endpoint", detail);
    let read = Endpoint::read(url, &p256dh.unwrap_or_default(), &auth.unwrap_or_default());
    let to = read.map_err(|why| refused(why.to_string()))?;
    letters.push().admits(&to).await.map_err(refused)?;
    Ok(to)
}

/// Files a subscription that has still to be confirmed. Returns its name and its number.
async fn file(app: &App, to: &Endpoint, subscribed: &Subscribed) -> Result<(String, i64), Problem> {
    let (name, mark) = (uuid()?, Subscribed::mark(to));
    let (text, most) = (
        subscribed.write().map_err(|f| failed(&f.to_string()))?,
        app.subscriptions_max,
    );
    let filed = {
        let name = name.clone();
        app.letters.with(move |registry| {
            if registry.marked(Drawer::Boxes, &mark)?.len() >= OF_ENDPOINT_MAX {
                return Ok(None);
            }
            let new = NewSlip {
                name: &name,
                marks: vec![mark],
                person: None,
                text,
                due_at_ms: None,
                kept_until_ms: crate::clock::now().unix_ms() + PENDING_MS,
            };
            let filed = registry.file(Drawer::Boxes, &[new], most)?;
            Ok(filed.first().copied())
        })
    };
    match filed.await.map_err(|why| failed(&why))? {
        Some(Filed::New(number)) => Ok((name, number)),
        Some(Filed::Full) => {
            let detail = format!(
                "{most} apps are subscribed here, as many as web_push.subscriptions_max allows; listen at /live or to a zone in ntfy's apps"
            );
            Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "subscriptions_full",
                detail,
            ))
        }
        Some(Filed::There(_)) | None => {
            let detail =
                format!("this app has {OF_ENDPOINT_MAX} subscriptions here; end some first");
            Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "subscriptions_of_endpoint_full",
                detail,
            ))
        }
    }
}

/// Sends a first message, and waits until the push service took it.
async fn confirm(
    letters: &Letters,
    to: &str,
    confirmation_id: &str,
    of: Option<i64>,
) -> Result<(), Problem> {
    let letter = Letter {
        way: Way::Push,
        to: to.to_owned(),
        says: Says::Subscribed {
            confirmation: confirmation_id.to_owned(),
        },
        until_ms: crate::clock::now().unix_ms() + PENDING_MS / 2,
        of,
        tries: 0,
    };
    let name = format!("subscribed {confirmation_id}");
    let became = letters.send(name, letter, PATIENCE).await;
    match became.map_err(|why| failed(&why))? {
        Some(Became::Taken) => Ok(()),
        Some(Became::Gone | Became::Refused | Became::GivenUp | Became::Overtaken) | None => {
            let detail = "your push service did not take a first message for this app; check the push service, or choose another, and subscribe again";
            Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "push_not_taken",
                detail,
            ))
        }
    }
}

async fn find(letters: &Letters, named: Named) -> Result<Option<(Slip, Subscribed)>, Problem> {
    let Some(name) = named.subscription_id else {
        let detail = "the query names no subscription; give subscription_id";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "bad_query", detail));
    };
    let found = letters.with(move |registry| registry.slip(Drawer::Boxes, &name));
    let slip = found.await.map_err(|why| failed(&why))?;
    Ok(slip.and_then(|slip| {
        let subscribed = Subscribed::read(&slip.text).filter(|one| one.is_live)?;
        Some((slip, subscribed))
    }))
}

/// Keeps a subscription from now on for as long as one is kept. Returns whether it is still there.
async fn keep(letters: &Letters, number: i64, subscribed: &Subscribed) -> Result<bool, Problem> {
    let text = subscribed.write().map_err(|f| failed(&f.to_string()))?;
    let ends_ms = crate::clock::now().unix_ms() + KEPT_MS;
    let slip = Slip {
        number,
        person: None,
        text,
        due_at_ms: Some(ends_ms),
        // It is ended by what is due; this is for a program that stands still.
        kept_until_ms: ends_ms + KEPT_MS,
    };
    let kept = letters.with(move |registry| registry.rewrite(&slip));
    kept.await.map_err(|why| failed(&why))
}

async fn forget(letters: &Letters, number: i64) -> Result<(), Problem> {
    let forgotten = letters.with(move |registry| {
        registry.take_away(&[number])?;
        registry.shred()
    });
    forgotten.await.map_err(|why| failed(&why))
}

/// 128 random bits in the form of a UUID.
fn uuid() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| failed(&error.to_string()))?;
    let digits = hex::encode(bytes);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    Ok(format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    ))
}

fn expired() -> Problem {
    let detail = "there is no such subscription, or it has expired; subscribe again";
    Problem::new(StatusCode::NOT_FOUND, "subscription_expired", detail)
}

/// Apps know by this status that they must subscribe again.
fn no_valid() -> Problem {
    let detail = "this is no valid subscription; subscribe again";
    Problem::new(StatusCode::BAD_REQUEST, "no_subscription", detail)
}

fn failed(why: &str) -> Problem {
    tracing::error!(%why, "a subscription could not be kept");
    let detail = format!("the subscription could not be kept: {why}; try again");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "registry_failed", detail)
}
