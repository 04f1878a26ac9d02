//! Sends letters: what is due, many at once, each until something final became of it.

use super::{Became, Letter, Letters, Says};
use crate::post;
use crate::stopping::Stopping;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;
use vigie_channels::pattern::{self as channel, Note, Order, Recipient};
use vigie_channels::web_push::Endpoint;
use vigie_channels::web_push::render::{Payload, fpas};
use vigie_channels::web_push::send as push_send;
use vigie_core::State;
use vigie_core::delivery::parcel::{Outcome, rest_ms};
use vigie_core::ids::{AlertId, Language};
use vigie_core::time::Timestamp;
use vigie_core::warning::{ActualAlert, Outgoing};
use vigie_store::registry::{Drawer, Drawers as _, Slip};

/// Letters that are under way at once. Each costs a connection at most, and the machine has other uses for those.
const AT_ONCE: usize = 128;
/// Longest sleep without looking: clocks are set back.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long is waited when the registry does not answer.
const FAULT_REST: Duration = Duration::from_secs(1);
/// Sends until the program stops.
pub(super) async fn pump(letters: Letters, stopping: Stopping) {
    let work = work(&letters);
    tokio::select! {
        () = work => {}
        () = stopping.wait() => {}
    }
}

/// A letter, and what came of it.
type Done = (Slip, Option<Letter>, Tried);

enum Tried {
    Final(Became),
    Later { rest_ms: Option<i64> },
}

impl From<Outcome> for Tried {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Taken => Self::Final(Became::Taken),
            Outcome::Gone { .. } => Self::Final(Became::Gone),
            Outcome::Refused { why } => {
                tracing::debug!(%why, "a letter was refused");
                Self::Final(Became::Refused)
            }
            Outcome::Later { why, rest_ms } => {
                tracing::debug!(%why, "a letter was not taken");
                Self::Later { rest_ms }
            }
        }
    }
}

async fn work(letters: &Letters) {
    let mut sending: JoinSet<Done> = JoinSet::new();
    let mut busy: BTreeSet<i64> = BTreeSet::new();
    loop {
        match due(letters, AT_ONCE).await {
            Ok(slips) => {
                let free = AT_ONCE.saturating_sub(busy.len());
                let new = slips
                    .into_iter()
                    .filter(|slip| !busy.contains(&slip.number));
                let new: Vec<Slip> = new.take(free).collect();
                for slip in new {
                    busy.insert(slip.number);
                    sending.spawn(carry(letters.clone(), slip));
                }
            }
            Err(why) => {
                tracing::warn!(%why, "letters wait: the registry did not answer");
                tokio::time::sleep(FAULT_REST).await;
            }
        }
        let rest = rest(letters, !busy.is_empty()).await;
        let mut done: Vec<Done> = Vec::new();
        tokio::select! {
            Some(Ok(one)) = sending.join_next() => done.push(one),
            () = letters.0.bell.notified(), if busy.len() < AT_ONCE => {}
            () = tokio::time::sleep(rest) => {}
        }
        while let Some(Ok(one)) = sending.try_join_next() {
            done.push(one);
        }
        for (slip, ..) in &done {
            busy.remove(&slip.number);
        }
        settle(letters, done).await;
    }
}

async fn due(letters: &Letters, max: usize) -> Result<Vec<Slip>, String> {
    let now_ms = crate::clock::now().unix_ms();
    letters
        .with(move |registry| registry.due(Drawer::Letters, now_ms, max))
        .await
}

/// How long nothing new is due for.
async fn rest(letters: &Letters, is_busy: bool) -> Duration {
    if is_busy {
        // Whatever is due and under way would be found due again.
        return FAULT_REST;
    }
    let next = letters.with(|registry| registry.next_due_ms(Drawer::Letters));
    match next.await {
        Ok(Some(at_ms)) => {
            let ms = at_ms.saturating_sub(crate::clock::now().unix_ms()).max(1);
            Duration::from_millis(ms.unsigned_abs()).min(LOOK_EVERY)
        }
        Ok(None) => LOOK_EVERY,
        Err(_) => FAULT_REST,
    }
}

async fn carry(letters: Letters, slip: Slip) -> Done {
    let Ok(letter) = serde_json::from_str::<Letter>(&slip.text) else {
        return (slip, None, Tried::Final(Became::Refused));
    };
    let tried = match order(&slip, &letter) {
        Some(order) => letters
            .0
            .post
            .note(letter.way.as_str(), &order)
            .await
            .into(),
        None => to_app(&letters, &letter).await,
    };
    (slip, Some(letter), tried)
}

/// A note, as the channel of its receiver takes it.
fn order(slip: &Slip, letter: &Letter) -> Option<Order> {
    let Says::Note {
        title,
        body,
        language,
        proof,
        url,
        at_ms,
    } = &letter.says
    else {
        return None;
    };
    let language = Language::new(language.as_str());
    let note = Note {
        number: slip.number.unsigned_abs(),
        title: title.clone(),
        body: body.clone(),
        language: language.clone(),
        proof: proof.clone(),
        url: url.clone(),
        at: Timestamp::from_unix_ms(*at_ms),
        until: Timestamp::from_unix_ms(letter.until_ms),
    };
    Some(Order {
        attempt: letter.tries.saturating_add(1),
        says: channel::Says::Note(note),
        to: Recipient {
            address: letter.to.clone(),
            languages: vec![language],
            stop: Some(url.clone()),
            tag: tag(url),
        },
    })
}

/// The same for every note to one receiver, and nothing to anybody else.
fn tag(url: &str) -> String {
    hex::encode(&Sha256::digest(url)[..8])
}

async fn to_app(letters: &Letters, letter: &Letter) -> Tried {
    let Ok(to) = Endpoint::of_written(&letter.to) else {
        return Tried::Final(Became::Refused);
    };
    let state = letters.0.desk.state();
    let Some((payload, topic)) = said(&state, &letter.says) else {
        return Tried::Final(Became::Overtaken);
    };
    let sent = push_send::Letter {
        payload: &payload,
        topic: &topic,
        until_s: letter.until_ms.div_euclid(1_000),
    };
    letters.0.apps.wake(&sent, &to).await.into()
}

/// What an app is told, if that still holds, and what it is about.
fn said(state: &State, says: &Says) -> Option<(Payload, String)> {
    match says {
        Says::Subscribed { confirmation } => Some((
            fpas::subscribed(confirmation),
            format!("subscribed {confirmation}"),
        )),
        Says::Ended => Some((fpas::ended(), "ended".to_owned())),
        Says::Issued { alert } => {
            let alert = holding(state, AlertId(*alert))?;
            let about = format!("warning {}", alert.alert().warning);
            Some((fpas::issued(alert), about))
        }
        Says::Note { .. } => None,
    }
}

/// A real alert that is still the last word of its warning: after an end nothing new is heard.
pub(super) fn holding(state: &State, alert: AlertId) -> Option<ActualAlert<'_>> {
    match post::holding(state, alert)?.outgoing() {
        Outgoing::Actual(actual) => Some(actual),
        Outgoing::Exercise(_) => None,
    }
}

async fn settle(letters: &Letters, done: Vec<Done>) {
    if done.is_empty() {
        return;
    }
    let now_ms = crate::clock::now().unix_ms();
    let (mut gone, mut again, mut became) = (Vec::new(), Vec::new(), Vec::new());
    for (slip, letter, tried) in done {
        match (tried, letter) {
            (Tried::Later { rest_ms }, Some(letter)) => {
                if let Some(later) = put_off(&slip, letter, rest_ms, now_ms) {
                    again.push(later);
                } else {
                    gone.push(slip.number);
                    became.push((slip.number, Became::GivenUp));
                }
            }
            (Tried::Later { .. }, None) => gone.push(slip.number),
            (Tried::Final(end), letter) => {
                gone.push(slip.number);
                if let (Became::Gone, Some(letter)) = (end, letter) {
                    gone.extend(letter.of);
                }
                became.push((slip.number, end));
            }
        }
    }
    loop {
        let (gone, again) = (gone.clone(), again.clone());
        let settled = letters.with(move |registry| {
            registry.take_away(&gone)?;
            for slip in &again {
                registry.rewrite(slip)?;
            }
            Ok(())
        });
        match settled.await {
            Ok(()) => break,
            // What was sent must not be sent again only because it could not be written down.
            Err(why) => {
                tracing::warn!(%why, "what became of letters could not be written down; it is tried again");
                tokio::time::sleep(FAULT_REST).await;
            }
        }
    }
    for (number, end) in became {
        letters.became(number, end);
    }
}

/// The same letter for later; `None` if by then it says nothing more.
fn put_off(slip: &Slip, mut letter: Letter, asked_ms: Option<i64>, now_ms: i64) -> Option<Slip> {
    letter.tries = letter.tries.saturating_add(1);
    let rest_ms = rest_ms(letter.tries, slip.number.unsigned_abs());
    let due_at_ms = now_ms.saturating_add(rest_ms.max(asked_ms.unwrap_or(0)));
    let text = serde_json::to_string(&letter).ok()?;
    (due_at_ms < letter.until_ms).then(|| Slip {
        text,
        due_at_ms: Some(due_at_ms),
        ..slip.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::Way;

    #[test]
    fn a_letter_rests_longer_each_time_and_ends_with_what_it_says() {
        let slip = Slip {
            number: 1,
            person: None,
            text: String::new(),
            due_at_ms: Some(0),
            kept_until_ms: 10_000,
        };
        let mut letter = Letter {
            way: Way::Push,
            to: String::new(),
            says: Says::Ended,
            until_ms: 10_000,
            of: None,
            tries: 0,
        };
        let mut now_ms = 0;
        let mut rests = Vec::new();
        while let Some(later) = put_off(&slip, letter.clone(), None, now_ms) {
            let due_at_ms = later.due_at_ms.unwrap();
            rests.push(due_at_ms - now_ms);
            now_ms = due_at_ms;
            letter = serde_json::from_str(&later.text).unwrap();
        }
        assert_eq!(rests.len(), 3, "about one, two and four seconds: {rests:?}");
        assert!(rests.is_sorted(), "{rests:?}");
        let asked = put_off(&slip, letter.clone(), Some(900), 0).unwrap();
        assert!(asked.due_at_ms > Some(6_000), "its own rest is longer");
        assert_eq!(put_off(&slip, letter, Some(60_000), 0), None);
    }
}
