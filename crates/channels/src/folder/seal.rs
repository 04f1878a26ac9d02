//! Signs CAP messages of ours for those who read files and feeds: each once, so that everybody gets the same bytes.
//!
//! The signature is added when a message is given out. What is issued, approved and journaled is the message without
//! it, whose SHA-256 bulletins name; taking the signature out again gives those bytes. Messages of others pass as they
//! came: whoever signs vouches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use vigie_cap::sign::{SigningKey, sign_text};
use vigie_core::ids::AlertId;
use vigie_core::warning::{Alert, Origin};

/// Signed messages kept in memory, of a few kilobytes each: more than indexes list. Who asks for an older one gets
/// a signature made for him.
const KEPT_MAX: usize = 1_000;

/// The key that a site signs CAP with, and what it signed of late.
#[derive(Debug)]
pub struct Seal {
    key: Arc<SigningKey>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    signed: BTreeMap<AlertId, Arc<str>>,
    /// Given out without a signature, because it could not be made.
    unsigned: BTreeSet<AlertId>,
}

impl Seal {
    /// Signs with this key.
    pub fn new(key: Arc<SigningKey>) -> Self {
        Self {
            key,
            kept: Mutex::default(),
        }
    }

    /// The message as it is given out.
    pub fn text(&self, alert: &Alert) -> Arc<str> {
        let xml = alert.content.cap.xml.as_str();
        if !matches!(alert.content.origin, Origin::Own) {
            return xml.into();
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signed) = kept.signed.get(&alert.id) {
            return Arc::clone(signed);
        }
        match sign_text(xml, &self.key) {
            Ok(signed) => {
                let signed: Arc<str> = signed.into();
                kept.unsigned.remove(&alert.id);
                kept.signed.insert(alert.id, Arc::clone(&signed));
                if kept.signed.len() > KEPT_MAX {
                    kept.signed.pop_first();
                }
                signed
            }
            // A warning without a signature is better than none; whoever reads may refuse it, so it is said loudly.
            Err(fault) => {
                if kept.unsigned.insert(alert.id) {
                    tracing::error!(alert = %alert.id, %fault, "a message goes out without its signature; check the key in [cap]");
                }
                if kept.unsigned.len() > KEPT_MAX {
                    kept.unsigned.pop_first();
                }
                xml.into()
            }
        }
    }

    /// Messages of ours that were given out without a signature since the start, the latest thousand.
    pub fn unsigned(&self) -> Vec<AlertId> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.unsigned.iter().copied().collect()
    }
}
