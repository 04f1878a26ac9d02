//! The account of what happened: reach, gaps and times; headcount; assertions and claims.

pub mod account;
pub mod assertion;

use crate::ids::{AssertionId, IncidentId, WarningId};
use crate::time::Timestamp;
use assertion::{Assertion, Claim, Line};
use serde::{Deserialize, Serialize};

/// What happened once, whatever number of salvos and warnings it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// When it was opened.
    pub opened: Timestamp,
    /// Its warnings.
    pub warnings: Vec<WarningId>,
    /// What is said to have happened, oldest first.
    pub assertions: Vec<Line<Assertion>>,
    /// What is said of who did it, oldest first.
    pub claims: Vec<Line<Claim>>,
}

impl Incident {
    /// An incident that begins with a warning.
    pub fn opened(id: IncidentId, warning: WarningId, at: Timestamp) -> Self {
        Self {
            id,
            opened: at,
            warnings: vec![warning],
            assertions: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// Whether a line of it has this number.
    pub(crate) fn has_line(&self, id: AssertionId) -> bool {
        let assertions = self.assertions.iter().map(|line| line.id);
        let mut lines = assertions.chain(self.claims.iter().map(|line| line.id));
        lines.any(|line| line == id)
    }
}
