//! What waits for two people, and the latest that waits no more.

use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::administration::{Asked, Ending};
use vigie_core::hand::Hand;
use vigie_core::ids::ChangeId;
use vigie_core::time::Timestamp;

/// Those that wait, oldest first.
pub fn waiting(state: &State) -> Vec<Value> {
    let pending = state.changes.pending();
    pending
        .map(|pending| shown(&pending.asked, Some(pending.expires), None))
        .collect()
}

/// What the site's key put in force and two people have not looked at, oldest first.
pub fn by_key(state: &State) -> Vec<Value> {
    let made = state.changes.by_key();
    made.map(|made| {
        json!({
            "id": made.asked.id, "says": made.asked.says, "at": made.at, "reason": made.reason,
            "confirmed": hands(&made.confirmed),
        })
    })
    .collect()
}

/// Whether two people hold tokens who could put a change in force; before the founding nobody must.
pub fn can_agree(state: &State) -> bool {
    let site = state.site.as_deref();
    !state.tokens.is_founded() || site.is_some_and(|site| state.tokens.could_agree(site))
}

/// Those that wait, oldest first, and then the others, the latest first.
pub fn all(state: &State) -> Vec<Value> {
    let mut all = waiting(state);
    let decided = state.changes.decided().rev();
    all.extend(decided.map(|d| shown(&d.asked, None, Some((d.at, &d.how)))));
    all
}

/// One of them.
pub fn one(state: &State, id: ChangeId) -> Option<Value> {
    let pending = state.changes.get(id);
    let pending = pending.map(|p| shown(&p.asked, Some(p.expires), None));
    pending.or_else(|| {
        let decided = state.changes.decided().find(|d| d.asked.id == id)?;
        Some(shown(
            &decided.asked,
            None,
            Some((decided.at, &decided.how)),
        ))
    })
}

fn shown(asked: &Asked, expires: Option<Timestamp>, ended: Option<(Timestamp, &Ending)>) -> Value {
    let agreed = hands(&asked.agreed);
    let (standing, by, why) = match ended {
        None => ("waiting", None, None),
        Some((_, Ending::InForce)) => ("in_force", None, None),
        Some((_, Ending::ByKey { reason })) => ("in_force_by_key", None, Some(reason)),
        Some((_, Ending::Refused { by, reason })) => ("refused", Some(by), Some(reason)),
        Some((_, Ending::Void { why })) => ("void", None, Some(why)),
    };
    json!({
        "id": asked.id, "of": asked.of, "says": asked.says, "sha256": asked.sha256,
        "agreed": agreed, "at": asked.at, "expires": expires, "standing": standing,
        "ended": ended.map(|(at, _)| at), "ended_by": by, "why": why,
    })
}

fn hands(hands: &[Hand]) -> Vec<Value> {
    let hands = hands.iter();
    hands
        .map(|hand| json!({ "by": hand.by, "at": hand.at }))
        .collect()
}
