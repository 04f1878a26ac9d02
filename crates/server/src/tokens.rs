//! Who a token stands for. The registry keeps only hashes, and lets nobody in by itself: whoever can
//! write a file is one person, and the core says which tokens two have agreed to. Answers are
//! remembered for two seconds, so that a report is never held up by the database and a revoked token
//! dies quickly.

use crate::engine::{Decided, Desk};
use crate::people::People;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;
use vigie_core::administration::{self, Holder};
use vigie_core::fact::Fact;
use vigie_core::ids::{ChangeId, OfficerId, SensorId, TokenId};
use vigie_core::state::tokens::Standing;
use vigie_core::time::Timestamp;
use vigie_core::{Input, State};
use vigie_store::registry::Token;

/// Every token begins with this, so that a leaked one is recognised by scanners.
pub const PREFIX: &str = "vigie_";
/// How long an answer of the registry is believed, in milliseconds.
const BELIEVED_MS: i64 = 2_000;
/// Answers remembered; beyond it all are asked again, so that guessing fills no memory.
const REMEMBERED_MAX: usize = 50_000;
/// How often the registry is looked through for tokens made and revoked beside the server.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Whom a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A duty officer.
    Officer(OfficerId),
    /// A sensor.
    Sensor(SensorId),
    /// The site's screens: they listen, and say what they show.
    Screens,
}

impl Who {
    /// Role and scope as the registry keeps them.
    pub fn grant(&self) -> (&'static str, String) {
        match self {
            Self::Officer(id) => ("officer", id.to_string()),
            Self::Sensor(id) => ("sensor", id.to_string()),
            Self::Screens => ("screens", "site".to_owned()),
        }
    }

    fn of(token: &Token) -> Option<Self> {
        match token.grant.role.as_str() {
            "officer" => Some(Self::Officer(OfficerId::new(token.grant.scope.clone()))),
            "sensor" => Some(Self::Sensor(SensorId::new(token.grant.scope.clone()))),
            "screens" => Some(Self::Screens),
            _ => None,
        }
    }

    fn holder(self) -> Option<Holder> {
        match self {
            Self::Officer(officer) => Some(Holder::Officer(officer)),
            Self::Sensor(sensor) => Some(Holder::Sensor(sensor)),
            Self::Screens => None,
        }
    }
}

/// Where a token stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It lets this one in.
    In(Who),
    /// It is of somebody whom the site does not have.
    Stranger(Who),
    /// It waits for two people.
    Waiting(ChangeId),
    /// It was refused, or nobody agreed to it in time.
    Void,
    /// It is in the registry, and the core has not heard of it yet.
    Unheard,
    /// It opens nothing.
    Out,
}

#[derive(Clone, Debug)]
struct Remembered {
    who: Option<Who>,
    until: Timestamp,
}

/// The tokens in force.
#[derive(Debug)]
pub struct Tokens {
    people: People,
    view: watch::Receiver<Arc<State>>,
    remembered: RwLock<BTreeMap<[u8; 32], Remembered>>,
}

impl Tokens {
    /// The tokens of a registry, as far as what is true lets them in.
    pub fn new(people: People, view: watch::Receiver<Arc<State>>) -> Self {
        Self {
            people,
            view,
            remembered: RwLock::default(),
        }
    }

    /// Whom a token lets in, if it does.
    pub fn who(&self, token: &str) -> Option<Who> {
        match self.stands(token) {
            Stands::In(who) => Some(who),
            Stands::Stranger(_)
            | Stands::Waiting(_)
            | Stands::Void
            | Stands::Unheard
            | Stands::Out => None,
        }
    }

    /// Where a token stands.
    pub fn stands(&self, token: &str) -> Stands {
        if !token.starts_with(PREFIX) {
            return Stands::Out;
        }
        let now = crate::clock::now();
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let remembered = self
            .remembered
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&hash)
            .cloned();
        if let Some(remembered) = remembered.filter(|remembered| now < remembered.until) {
            return remembered.who.map_or(Stands::Out, Stands::In);
        }
        let stands = match self.people.find_token(token, now) {
            Ok(Some(found)) => self.known_as(&found),
            Ok(None) => Stands::Out,
            Err(error) => {
                tracing::error!(%error, "a token could not be looked up");
                return Stands::Out;
            }
        };
        let who = match &stands {
            Stands::In(who) => Some(who.clone()),
            Stands::Out => None,
            // Whoever waits is let in as soon as they may be.
            Stands::Stranger(_) | Stands::Waiting(_) | Stands::Void | Stands::Unheard => {
                return stands;
            }
        };
        let mut all = self
            .remembered
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED_MAX {
            all.clear();
        }
        let until = now.plus_ms(BELIEVED_MS);
        all.insert(hash, Remembered { who, until });
        stands
    }

    fn known_as(&self, found: &Token) -> Stands {
        let Some(who) = Who::of(found) else {
            return Stands::Out;
        };
        let Some(token) = sealed(found) else {
            return Stands::In(who);
        };
        let state = self.view.borrow();
        let site = state.site.as_deref();
        if !site.is_some_and(|site| token.holder.is_of(site)) {
            return Stands::Stranger(who);
        }
        match state.tokens.standing(&token) {
            Some(Standing::InForce) => Stands::In(who),
            Some(Standing::Waiting(change)) => Stands::Waiting(change),
            Some(Standing::Void) => Stands::Void,
            None => Stands::Unheard,
        }
    }
}

/// A token as two people agree to it; none for screens, which only listen.
fn sealed(found: &Token) -> Option<administration::Token> {
    let holder = Who::of(found)?.holder()?;
    let Token { id, grant, sum, .. } = found;
    let whole = serde_json::json!([id, grant.role, grant.scope, grant.expires_at_ms, sum]);
    Some(administration::Token {
        id: TokenId::new(id.clone()),
        holder,
        expires: grant.expires_at_ms.map(Timestamp::from_unix_ms),
        seal: hex::encode(Sha256::digest(whole.to_string())),
    })
}

/// Tells the core which tokens are valid, until it has nothing more to say to that.
pub async fn look(desk: &Desk, people: &People) -> Result<(), String> {
    let people = people.clone();
    let read = tokio::task::spawn_blocking(move || people.registry().tokens()).await;
    let all = read
        .map_err(|error| error.to_string())?
        .map_err(|fault| fault.to_string())?;
    let now = crate::clock::now().unix_ms();
    let valid = all.iter().filter(|token| token.is_valid(now));
    let found: Vec<administration::Token> = valid.filter_map(sealed).collect();
    loop {
        let asked = desk.inbox.ask(Input::Tokens(found.clone())).await;
        let decided = asked
            .map_err(|stopped| stopped.to_string())?
            .map_err(|refusal| refusal.to_string())?;
        if decided.facts.is_empty() {
            return Ok(());
        }
        say(&decided);
    }
}

/// Looks again and again, until the program stops.
pub async fn keep_looking(desk: Desk, people: People, stopping: crate::stopping::Stopping) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stopping.wait() => return,
        }
        if let Err(why) = look(&desk, &people).await {
            tracing::error!(%why, "failed to look through the tokens");
        }
    }
}

/// What changed of those who may act, and what waits for two people.
pub fn say(decided: &Decided) {
    for (n, fact) in (decided.first..).zip(&decided.facts) {
        match fact {
            Fact::ChangeProposed { says, .. } => tracing::warn!(
                change = n,
                says = says.join("; "),
                "a change waits for two people: `vigie change show {n}`"
            ),
            Fact::ChangeMadeByKey { change, reason, .. } => tracing::warn!(
                %change, %reason,
                "the site's key put a change in force without two people: `vigie change confirm {change}`"
            ),
            Fact::ChangeVoided { change, why } => {
                tracing::warn!(%change, %why, "a change waits no more");
            }
            Fact::SiteDeclared { basis, .. } => {
                tracing::info!(
                    ?basis,
                    "the site holds as it is configured, as far as one person may"
                );
            }
            Fact::TokensTaken { tokens } => tracing::info!(
                tokens = tokens.len(),
                "tokens are taken as they stand, since no two people could have agreed yet"
            ),
            Fact::TokensDropped { tokens } => {
                tracing::info!(tokens = tokens.len(), "tokens let nobody in any more");
            }
            _ => {}
        }
    }
}
