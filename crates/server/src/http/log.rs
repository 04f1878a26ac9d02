//! `/log/checkpoint` and `/log/key`: a signed word about the journal that others can keep, so that it
//! cannot be rewritten behind their backs.

use super::App;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ed25519_dalek::SigningKey;
use std::sync::{Arc, Mutex, PoisonError};
use vigie_store::checkpoint::{NotANote, Signer, sign_checkpoint};
use vigie_store::journal::Footing;

/// Signs checkpoints of one journal. One is made for each head, however often it is asked for.
#[derive(Debug)]
pub struct Log {
    signer: Signer,
    last: Mutex<Option<(u64, String)>>,
}

impl Log {
    /// The log of a site. Its name is in every checkpoint; it goes with the key, not with the address,
    /// so that a server that moves stays the same log.
    pub fn new(site: &str, key: SigningKey) -> Result<Self, NotANote> {
        Ok(Self {
            signer: Signer::new(&format!("{site}/log"), key)?,
            last: Mutex::default(),
        })
    }

    fn checkpoint(&self, footing: &Footing) -> String {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((n, note)) if *n == footing.head.n => note.clone(),
            _ => {
                let note = sign_checkpoint(&self.signer, footing);
                *last = Some((footing.head.n, note.clone()));
                note
            }
        }
    }
}

/// How many entries there are for certain and which, signed.
pub(super) async fn checkpoint(State(app): State<Arc<App>>) -> Response {
    let note = app.log.checkpoint(&app.desk.footing.borrow());
    text(note)
}

/// The key that checkpoints are verified with.
pub(super) async fn key(State(app): State<Arc<App>>) -> Response {
    text(format!("{}\n", app.log.signer.verifier()))
}

fn text(body: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_store::checkpoint::verify_checkpoint;

    #[test]
    fn a_checkpoint_is_made_once_for_each_head() {
        let log = Log::new("example", SigningKey::from_bytes(&[3; 32])).unwrap();
        let mut footing = Footing::default();
        let empty = log.checkpoint(&footing);
        assert_eq!(log.checkpoint(&footing), empty);
        footing.tree.push(&footing.head.sha256);
        footing.head.n = 1;
        let one = log.checkpoint(&footing);
        let read = verify_checkpoint(&one, log.signer.verifier()).unwrap();
        assert_eq!((read.origin.as_str(), read.size), ("example/log", 1));
    }
}
