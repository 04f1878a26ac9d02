//! Checks a document against the rules of the standard that go beyond the schema.

pub mod rules;

use crate::doc::Alert;
use crate::finding::Finding;

/// Everything in this alert that the standard does not allow or advises against, in document order.
pub fn check(alert: &Alert) -> Vec<Finding> {
    let _ = alert;
    Vec::new()
}
