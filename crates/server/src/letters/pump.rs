//! Sends letters: what is due, many at once, each until something final became of it.

use super::push::Outcome;
use super::spool::Paper;
use super::{Became, Letter, Letters, Says, Way};
use crate::stopping::Stopping;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;
use vigie_channels::web_push::Endpoint;
use vigie_channels::web_push::render::{
    Payload, Reader, Test, bulletin, fpas, test as test_payload,
};
use vigie_channels::web_push::send::{self as push_send, Answered};
use vigie_core::State;
use vigie_core::ids::{AlertId, Language};
use vigie_core::warning::{ActualAlert, Outgoing};
use vigie_store::registry::{Drawer, Drawers as _, Slip};

/// Letters that are under way at once. Each costs a connection at most, and the machine has other uses for those.
const AT_ONCE: usize = 128;
/// Longest sleep without looking: clocks are set back.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long is waited when the registry does not answer.
const FAULT_REST: Duration = Duration::from_secs(1);
/// First rest after a push service did not take a letter, in milliseconds; each is twice the one before.
const REST_MS_MIN: i64 = 1_000;
/// Longest rest, in milliseconds.
const REST_MS_MAX: i64 = 300_000;

/// Sends until the program stops.
pub(super) async fn pump(letters: Letters, stopping: Stopping) {
    let work = work(&letters);
    tokio::select! {
        () = work => {}
        () = stopping.wait() => {}
    }
}

/// A letter, and what its push service said of it.
type Done = (Slip, Option<Letter>, Tried);

enum Tried {
    Final(Became),
    Later { rest_ms: Option<i64> },
}

async fn work(letters: &Letters) {
    let mut sending: JoinSet<Done> = JoinSet::new();
    let mut busy: BTreeSet<i64> = BTreeSet::new();
    loop {
        match due(letters, busy.len() + AT_ONCE).await {
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
    let tried = match letter.way {
        Way::Push => by_push(&letters, &letter).await,
        Way::Mail | Way::Sms => by_file(&letters, &letter).await,
    };
    (slip, Some(letter), tried)
}

async fn by_push(letters: &Letters, letter: &Letter) -> Tried {
    let refused = Tried::Final(Became::Refused);
    let Ok(to) = Endpoint::of_written(&letter.to) else {
        return refused;
    };
    let state = letters.0.desk.state();
    let Some((payload, topic)) = said(&state, &letters.0.base, &letter.says) else {
        return Tried::Final(Became::Overtaken);
    };
    let sent = push_send::Letter {
        payload: &payload,
        topic: &topic,
        until_s: letter.until_ms.div_euclid(1_000),
    };
    match letters.push().send(&sent, &to).await {
        Outcome::Answered(Answered::Taken) => Tried::Final(Became::Taken),
        Outcome::Answered(Answered::Gone) => Tried::Final(Became::Gone),
        Outcome::Answered(Answered::Later { rest_s }) => Tried::Later {
            rest_ms: rest_s.and_then(|s| i64::try_from(s * 1_000).ok()),
        },
        Outcome::Answered(Answered::Refused { status }) => {
            tracing::debug!(status, "a push service refused a letter");
            refused
        }
        Outcome::NotAdmitted { why } => {
            tracing::debug!(%why, "a letter was not sent");
            refused
        }
        Outcome::Silent { why } => {
            tracing::debug!(%why, "a push service did not answer");
            Tried::Later { rest_ms: None }
        }
    }
}

async fn by_file(letters: &Letters, letter: &Letter) -> Tried {
    let Some(paper) = Paper::of(&letters.0.desk.state(), &letter.says) else {
        return Tried::Final(Became::Overtaken);
    };
    let (ways, to, way) = (letters.0.ways.clone(), letter.to.clone(), letter.way);
    let written = tokio::task::spawn_blocking(move || match way {
        Way::Mail => ways
            .mail
            .map(|spool| spool.mail(&to, &paper, crate::clock::now())),
        Way::Sms => ways.sms.map(|spool| spool.sms(&to, &paper)),
        Way::Push => None,
    });
    match written.await {
        Ok(Some(Ok(()))) => Tried::Final(Became::Taken),
        Ok(Some(Err(error))) => {
            tracing::warn!(%error, "a mail or text message could not be written for its gateway; it is tried again");
            Tried::Later { rest_ms: None }
        }
        Ok(None) => Tried::Final(Became::Refused),
        Err(stopped) => {
            tracing::warn!(%stopped, "a mail or text message was not written; it is tried again");
            Tried::Later { rest_ms: None }
        }
    }
}

/// What a letter says, if it still does, and what it is about.
fn said(state: &State, base: &str, says: &Says) -> Option<(Payload, String)> {
    match says {
        Says::Subscribed { confirmation } => Some((
            fpas::subscribed(confirmation),
            format!("subscribed {confirmation}"),
        )),
        Says::Ended => Some((fpas::ended(), "ended".to_owned())),
        Says::Bulletin {
            alert, language, ..
        } => {
            let alert = holding(state, AlertId(*alert))?.alert();
            let reader = Reader {
                wanted: &[Language::new(language.as_str())],
                spoken: state.site.as_deref().map_or(&[], |site| &site.languages),
                base,
            };
            Some((
                bulletin(alert.outgoing(), reader)?,
                format!("warning {}", alert.warning),
            ))
        }
        Says::Note {
            title,
            body,
            language,
            proof,
            url,
        } => {
            let test = Test {
                title,
                body,
                language,
                proof,
                url,
            };
            Some((test_payload(test), "test".to_owned()))
        }
        Says::Issued { alert } => {
            let alert = holding(state, AlertId(*alert))?;
            let about = format!("warning {}", alert.alert().warning);
            Some((fpas::issued(alert), about))
        }
    }
}

/// A real alert that is still the last word of its warning: after an end nothing new is heard.
pub(super) fn holding(state: &State, alert: AlertId) -> Option<ActualAlert<'_>> {
    let alert = state.alerts.get(&alert)?;
    let warning = state.warning(alert.warning)?;
    let is_last = warning.alerts.last() == Some(&alert.id);
    let holds = is_last && (warning.is_live() || alert.content.act.ends());
    match alert.outgoing() {
        Outgoing::Actual(actual) if holds => Some(actual),
        Outgoing::Actual(_) | Outgoing::Exercise(_) => None,
    }
}

async fn settle(letters: &Letters, done: Vec<Done>) {
    if done.is_empty() {
        return;
    }
    let now_ms = crate::clock::now().unix_ms();
    let (mut gone, mut again, mut became) = (Vec::new(), Vec::new(), Vec::new());
    let mut forgotten: Vec<(String, Way, String)> = Vec::new();
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
                    forgotten.extend(letter.person.map(|person| (person, letter.way, letter.to)));
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
    if !forgotten.is_empty() {
        forget(letters, forgotten, now_ms).await;
    }
}

/// Forgets people by the way that leads to nobody any longer. If that fails, the next letter finds it again.
async fn forget(letters: &Letters, gone: Vec<(String, Way, String)>, now_ms: i64) {
    let people = letters.0.people.clone();
    let forgotten = tokio::task::spawn_blocking(move || {
        people.with(|register| {
            let mut each = gone.iter();
            each.try_for_each(|(person, way, address)| {
                crate::signup::forget(register, person, (*way, address), now_ms)
            })
        })
    });
    match forgotten.await {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => tracing::warn!(%fault, "somebody who is gone is forgotten later"),
        Err(stopped) => tracing::warn!(%stopped, "somebody who is gone is forgotten later"),
    }
}

/// The same letter for later; `None` if by then it says nothing more.
fn put_off(slip: &Slip, mut letter: Letter, asked_ms: Option<i64>, now_ms: i64) -> Option<Slip> {
    let doubled = u32::from(letter.tries).min(20);
    let rest_ms = (REST_MS_MIN << doubled).min(REST_MS_MAX);
    let due_at_ms = now_ms.saturating_add(rest_ms.max(asked_ms.unwrap_or(0)));
    letter.tries = letter.tries.saturating_add(1);
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
            person: None,
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
        assert_eq!(rests, [1_000, 2_000, 4_000]);
        let asked = put_off(&slip, letter.clone(), Some(900), 0).unwrap();
        assert_eq!(asked.due_at_ms, Some(8_000), "its own rest is longer");
        assert_eq!(put_off(&slip, letter, Some(60_000), 0), None);
    }
}
