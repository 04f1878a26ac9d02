//! The other side of a webhook: keeps what it is asked, and answers as it is told.

#![cfg(test)]

use crate::pattern::{Answer, Asking, NoAnswer, Request, Web};
use std::sync::{Arc, Mutex};

/// A receiver in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Receiver {
    asked: Arc<Mutex<Vec<Request>>>,
    says: Arc<Mutex<Option<Result<u16, String>>>>,
}

impl Receiver {
    /// What it answers from here on; 204 until then.
    pub(crate) fn says(&self, answer: Result<u16, &str>) {
        *self.says.lock().unwrap() = Some(answer.map_err(str::to_owned));
    }

    /// What it took, each id once.
    pub(crate) fn heard(&self) -> Vec<Request> {
        let mut heard: Vec<Request> = Vec::new();
        for request in self.asked.lock().unwrap().iter() {
            let id = |of: &Request| of.headers[1].1.clone();
            if !heard.iter().any(|known| id(known) == id(request)) {
                heard.push(request.clone());
            }
        }
        heard
    }
}

impl Web for Receiver {
    fn post<'a>(&'a self, request: &'a Request) -> Asking<'a> {
        Box::pin(async move {
            let says = self.says.lock().unwrap().clone().unwrap_or(Ok(204));
            let status = says.map_err(|why| NoAnswer::Silent { why })?;
            if (200..300).contains(&status) {
                self.asked.lock().unwrap().push(request.clone());
            }
            let rest_ms = None;
            Ok(Answer { status, rest_ms })
        })
    }
}
