//! The registry as the rest of the program uses it: people, verbatim texts, tokens, feeds.

use crate::http::Problem;
use axum::http::StatusCode;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vigie_core::ids::{Language, PersonRef};
use vigie_core::site::Roster;
use vigie_core::time::Timestamp;
use vigie_store::registry::{Fault, Registry, ReportText, Token};

/// The registry, shared.
#[derive(Clone, Debug)]
pub struct People(Arc<Mutex<Registry>>);

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
        Registry::open(
            &state.join("registry.sqlite"),
            &state.join("keys").join("registry.key"),
        )
        .map(Self::new)
    }

    /// Wraps a registry.
    pub fn new(registry: Registry) -> Self {
        Self(Arc::new(Mutex::new(registry)))
    }

    /// The registry itself; it blocks, so hand it to a thread that may wait.
    pub fn registry(&self) -> MutexGuard<'_, Registry> {
        // SQLite rolls back whatever a panicking thread left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token with this secret, if it is in force.
    pub fn find_token(&self, secret: &str, now: Timestamp) -> Result<Option<Token>, Fault> {
        self.registry().find_token(secret, now.unix_ms())
    }

    /// Who is expected to answer.
    pub fn roster(&self) -> Result<Roster, Fault> {
        let people = self.registry().people(None)?;
        Ok(Roster {
            people: people
                .into_iter()
                .map(|person| PersonRef::new(person.pseudonym))
                .collect(),
        })
    }

    /// Everybody who is registered, without their names.
    pub async fn listed(&self) -> Result<Vec<Listed>, Problem> {
        let people = self.clone();
        let all = blocking(move || people.registry().people(None)).await?;
        let listed = all.into_iter().map(|person| Listed {
            id: person.id,
            pseudonym: PersonRef::new(person.pseudonym),
            group: person.who.group,
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
