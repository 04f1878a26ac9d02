//! A push service that behaves as it is told.

#![cfg(test)]

use crate::pattern::{Answer, Asking, Request, Web};
use crate::web_push::send::answer;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use vigie_core::delivery::parcel::Outcome;

/// A push service in memory. It keeps one message of each topic for each receiver, as a real one does.
#[derive(Clone, Debug, Default)]
pub(crate) struct PushService(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    waiting: BTreeMap<(String, String), Vec<u8>>,
    /// What it answers; 201 until it is told.
    says: Option<u16>,
}

impl PushService {
    /// What it answers from here on.
    pub(crate) fn says(&self, status: u16) {
        self.0.lock().unwrap().says = Some(status);
    }

    /// Takes a request as a push service does.
    pub(crate) fn take(&self, request: &Request) -> Outcome {
        answer(&self.answered(request))
    }

    fn answered(&self, request: &Request) -> Answer {
        let mut kept = self.0.lock().unwrap();
        let status = kept.says.unwrap_or(201);
        if (200..300).contains(&status) {
            let topic = header(request, "Topic").unwrap_or_default().to_owned();
            let place = (request.url.clone(), topic);
            kept.waiting.insert(place, request.body.clone());
        }
        let rest_ms = None;
        Answer { status, rest_ms }
    }

    /// What waits for the receiver at this address.
    pub(crate) fn waiting(&self, url: &str) -> Vec<Vec<u8>> {
        let kept = self.0.lock().unwrap();
        let there = kept.waiting.iter().filter(|((at, _), _)| at == url);
        there.map(|(_, body)| body.clone()).collect()
    }
}

impl Web for PushService {
    fn post<'a>(&'a self, request: &'a Request) -> Asking<'a> {
        let answered = self.answered(request);
        Box::pin(async move { Ok(answered) })
    }
}

/// One of a request's headers.
pub(crate) fn header<'a>(of: &'a Request, name: &str) -> Option<&'a str> {
    let found = of.headers.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.as_str())
}
