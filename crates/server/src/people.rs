//! The registry as the rest of the program uses it: people, verbatim texts, tokens, feeds.

use crate::http::Problem;
use axum::http::StatusCode;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vigie_core::ids::{Language, PersonRef};
use vigie_core::site::Roster;
use vigie_core::time::Timestamp;
use vigie_store::Sha256Sum;
use vigie_store::registry::{Drawers as _, Fault, Register, Registry, ReportText, Shared, Token};

/// Recipients that are looked for at once among the people.
const RECIPIENTS: usize = 10_000;

/// The registry, shared.
#[derive(Clone, Debug)]
pub struct People {
    registry: Arc<Mutex<Registry>>,
    /// Where several nodes share people; the rest of the registry is each node's own.
    shared: Option<Arc<Mutex<Shared>>>,
}

/// Somebody who is expected to answer, without their name.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Number in the registry.
    pub id: String,
    /// Name in the journal.
    pub pseudonym: PersonRef,
    /// Whom they are counted with.
    pub group: String,
    /// The language of their texts.
    pub language: String,
}

impl People {
    /// Opens the registry in the state folder.
    pub fn open(state: &Path) -> Result<Self, Fault> {
        Self::open_shared(state, "")
    }

    /// Opens the registry in the state folder, and the one that is shared if a connection names it.
    pub fn open_shared(state: &Path, shared: &str) -> Result<Self, Fault> {
        let key = state.join("keys").join("registry.key");
        let mut people = Self::new(Registry::open(&state.join("registry.sqlite"), &key)?);
        if !shared.is_empty() {
            let open = apart(|| Shared::open(shared, &key))?;
            people.shared = Some(Arc::new(Mutex::new(open)));
        }
        Ok(people)
    }

    /// Wraps a registry.
    pub fn new(registry: Registry) -> Self {
        Self {
            registry: Arc::new(Mutex::new(registry)),
            shared: None,
        }
    }

    /// The registry itself; it blocks, so hand it to a thread that may wait.
    pub fn registry(&self) -> MutexGuard<'_, Registry> {
        // SQLite rolls back whatever a panicking thread left half done.
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works with the people, wherever they are kept; it blocks.
    pub fn with<T: Send>(&self, work: impl FnOnce(&mut dyn Register) -> T + Send) -> T {
        match &self.shared {
            None => work(&mut *self.registry()),
            Some(shared) => {
                let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let shared: &mut Shared = &mut shared;
                apart(|| work(shared))
            }
        }
    }

    /// The same on a thread that may wait.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Register) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, String> {
        let people = self.clone();
        let worked = tokio::task::spawn_blocking(move || people.with(work)).await;
        let worked = worked.map_err(|stopped| stopped.to_string())?;
        worked.map_err(|fault| fault.to_string())
    }

    /// Takes away whatever may not be kept any longer, wherever it is; it blocks. To be called at least once a day.
    pub fn retain(&self, now_ms: i64) -> Result<(), Fault> {
        self.with(|register| {
            register.retain(now_ms)?;
            register.clear_out(now_ms)
        })?;
        let mut registry = self.registry();
        // Letters and bookmarks are each node's own.
        registry.clear_out(now_ms)?;
        registry.forget_parcels(now_ms)?;
        drop(registry);
        if self.shared.is_some() {
            self.forget_parcels_of_nobody()?;
        }
        Ok(())
    }

    /// Where several nodes share the people, each may erase one, and no trigger of the database reaches what another
    /// node keeps of them.
    fn forget_parcels_of_nobody(&self) -> Result<(), Fault> {
        let mut after = 0;
        loop {
            let recipients = self.registry().people_with_parcels(after, RECIPIENTS)?;
            let (Some(first), Some(last)) = (recipients.first(), recipients.last()) else {
                return Ok(());
            };
            let (first, last) = (*first, *last);
            let there = self.with(|register| register.numbers_between(first, last))?;
            let there: BTreeSet<i64> = there.into_iter().collect();
            let gone = recipients.iter().filter(|person| !there.contains(person));
            let mut registry = self.registry();
            for person in gone {
                registry.forget_parcels_of(*person)?;
            }
            after = last;
        }
    }

    /// The token with this secret, if it is in force.
    pub fn find_token(&self, secret: &str, now: Timestamp) -> Result<Option<Token>, Fault> {
        self.registry().find_token(secret, now.unix_ms())
    }

    /// Who is expected to answer.
    pub fn roster(&self) -> Result<Roster, Fault> {
        let people = self.with(|people| people.roster())?;
        Ok(Roster {
            people: people
                .into_iter()
                .map(|person| PersonRef::new(person.pseudonym))
                .collect(),
        })
    }

    /// Everybody whom headcounts expect, without their names.
    pub async fn listed(&self) -> Result<Vec<Listed>, Problem> {
        let people = self.clone();
        let all = blocking(move || people.with(|people| people.roster())).await?;
        let listed = all.into_iter().map(|person| Listed {
            id: person.id,
            pseudonym: PersonRef::new(person.pseudonym),
            group: person.who.group.unwrap_or_default(),
            language: person.who.language,
        });
        Ok(listed.collect())
    }

    /// Keeps the words of a report; the journal gets their hash alone.
    pub async fn keep_report_text(
        &self,
        text: &str,
        source: &str,
        language: Option<&Language>,
    ) -> Result<(), Problem> {
        let mut id = [0u8; 16];
        getrandom::fill(&mut id).map_err(|error| failed(&error.to_string()))?;
        let report = ReportText {
            id: format!("r_{}", hex::encode(id)),
            text: text.to_owned(),
            language: language.map_or_else(|| "und".to_owned(), ToString::to_string),
            source: source.to_owned(),
        };
        let people = self.clone();
        let now = crate::clock::now().unix_ms();
        blocking(move || people.registry().put_report_text(&report, now)).await?;
        Ok(())
    }

    /// The words of a report by their hash, unless they were erased.
    pub async fn report_text(&self, sum: Sha256Sum) -> Result<Option<ReportText>, Problem> {
        let people = self.clone();
        blocking(move || people.registry().report_text_of(sum)).await
    }
}

/// As a slip keeps it. Numbers, lists and texts have a JSON form, all of them.
pub(crate) fn written(what: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(what).map_err(|error| Fault::Form {
        why: error.to_string(),
    })
}

/// The client of PostgreSQL runs itself, which it cannot on a thread that runs something else.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(fault)) => Err(failed(&fault.to_string())),
        Err(stopped) => Err(failed(&stopped.to_string())),
    }
}

fn failed(why: &str) -> Problem {
    tracing::error!(%why, "the registry failed");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "registry_failed",
        format!("the registry failed: {why}; warnings go on without it"),
    )
}
