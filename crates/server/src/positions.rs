//! Where devices say that their people are. The last word of each waits in memory and goes into the registry once
//! a second, with one sync for all: a position is rounded before anything keeps it, and the one before it is
//! gone. What is lost with the power is said again by the device a moment later.

use crate::audience::Audience;
use crate::people::People;
use crate::stopping::Stopping;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use vigie_store::Sha256Sum;
use vigie_store::registry::{Fault, Spot};

/// How often what waits is written.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Positions that are written with one sync, so that nobody else waits long for the registry.
const WRITTEN_AT_ONCE: usize = 10_000;

/// People whose position waits: all who move in a second in the largest registry that one node keeps.
const WAITING_MAX: usize = 1_000_000;

/// Devices whose person is remembered; each takes some hundred bytes.
const KNOWN_MAX: usize = 1_000_000;

/// For how long it is remembered whose device it is. Positions of somebody who was erased meanwhile, or wants to be
/// followed no longer, are passed over when they are written.
const KNOWN_FOR: Duration = Duration::from_mins(10);

/// Devices that are looked up at once; more would keep everybody else from the registry.
const LOOKED_UP_AT_ONCE: usize = 8;

/// What devices said and is not written yet.
#[derive(Clone, Debug)]
pub struct Positions {
    held: Arc<Mutex<Held>>,
    looking_up: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct Held {
    waiting: HashMap<i64, Spot>,
    /// Whose device it is, by the sum of what it shows.
    known: HashMap<Sha256Sum, (i64, Instant)>,
}

/// Why a position was not taken.
#[derive(Debug)]
pub enum Refused {
    /// Nobody's device, or that of somebody whom no alerts follow.
    Stranger,
    /// Too many at once.
    Busy,
    /// The registry did not answer.
    Registry(String),
}

impl Default for Positions {
    fn default() -> Self {
        Self {
            held: Arc::default(),
            looking_up: Arc::new(Semaphore::new(LOOKED_UP_AT_ONCE)),
        }
    }
}

impl Positions {
    /// Whose device it is.
    pub async fn person_with(&self, people: &People, device: &str) -> Result<i64, Refused> {
        let sum = Sha256Sum::of(device.as_bytes());
        if let Some((person, since)) = self.held().known.get(&sum)
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(*person);
        }
        let Ok(_permit) = self.looking_up.try_acquire() else {
            return Err(Refused::Busy);
        };
        let device = device.to_owned();
        let found = people.work(move |register| register.person_with(&device));
        let person = found.await.map_err(Refused::Registry)?;
        let person = person.ok_or(Refused::Stranger)?;
        let mut held = self.held();
        if held.known.len() >= KNOWN_MAX {
            held.known.clear();
        }
        held.known.insert(sum, (person, Instant::now()));
        Ok(person)
    }

    /// Takes a position, in place of the one that waits.
    pub fn take(&self, person: i64, at: Spot) -> Result<(), Refused> {
        let mut held = self.held();
        if held.waiting.len() >= WAITING_MAX && !held.waiting.contains_key(&person) {
            return Err(Refused::Busy);
        }
        held.waiting.insert(person, at.rounded());
        Ok(())
    }

    /// Forgets a position that waits.
    pub fn forget(&self, person: i64) {
        self.held().waiting.remove(&person);
    }

    /// Writes what waits. Returns how many positions were kept.
    pub fn write(&self, people: &People, at_ms: i64) -> Result<usize, Fault> {
        let moves: Vec<(i64, Spot)> = self.held().waiting.drain().collect();
        let mut kept = 0;
        for (number, some) in moves.chunks(WRITTEN_AT_ONCE).enumerate() {
            match people.with(|register| register.moved(some, at_ms)) {
                Ok(some) => kept += some,
                Err(fault) => {
                    let mut held = self.held();
                    for (person, at) in &moves[number * WRITTEN_AT_ONCE..] {
                        // What was said since then is newer.
                        held.waiting.entry(*person).or_insert(*at);
                    }
                    return Err(fault);
                }
            }
        }
        Ok(kept)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what waits every second, and lets the index know at once.
pub async fn keep(positions: Positions, people: People, audience: Audience, stopping: Stopping) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(WRITE_EVERY) => {}
            () = stopping.wait() => return,
        }
        if positions.held().waiting.is_empty() {
            continue;
        }
        let (of, to, index) = (positions.clone(), people.clone(), audience.clone());
        let written = tokio::task::spawn_blocking(move || {
            of.write(&to, crate::clock::now().unix_ms())?;
            index.follow(&to)
        });
        match written.await {
            Ok(Ok(_)) => {}
            Ok(Err(fault)) => tracing::warn!(%fault, "positions wait: the registry did not answer"),
            Err(stopped) => tracing::warn!(%stopped, "positions wait"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_store::registry::{Agreed, Endpoint, Follows, NewPerson, Registry};

    fn people(count: u32, follows: Follows) -> (People, Vec<(i64, String)>) {
        let people = People::new(Registry::in_memory().unwrap());
        let list: Vec<NewPerson> = (0..count)
            .map(|i| NewPerson {
                name: format!("Somebody {i}"),
                endpoints: vec![Endpoint {
                    channel: "sms".to_owned(),
                    address: format!("+964790{i:07}"),
                    proven_at_ms: None,
                }],
                language: "ar".to_owned(),
                follows,
                ..NewPerson::default()
            })
            .collect();
        let devices = people.with(|register| {
            let put = register.put(&list, Agreed::Yes, 0).unwrap();
            let each = put.iter().map(|put| {
                let who = put.who().unwrap();
                (who.number, register.device_of(&who.id).unwrap().unwrap())
            });
            each.collect()
        });
        (people, devices)
    }

    fn spot(lat_e6: i32) -> Spot {
        Spot {
            lat_e6,
            lon_e6: 44_000_000,
        }
    }

    #[tokio::test]
    async fn a_thousand_devices_that_speak_often_leave_one_rounded_position_each() {
        let (people, devices) = people(1_000, Follows::Yes);
        let positions = Positions::default();
        for round in 0..20 {
            for (number, device) in &devices {
                let person = positions.person_with(&people, device).await.unwrap();
                assert_eq!(person, *number);
                let lat_e6 = 33_000_000 + round * 5_000 + i32::try_from(*number).unwrap();
                positions.take(person, spot(lat_e6)).unwrap();
            }
        }
        assert_eq!(positions.write(&people, 7 * 60_000).unwrap(), 1_000);
        assert_eq!(positions.write(&people, 8 * 60_000).unwrap(), 0);
        let (number, _) = devices[3];
        let person = people.with(|register| register.person_of(number)).unwrap();
        let lat_e6 = 33_000_000 + 19 * 5_000 + i32::try_from(number).unwrap();
        assert_eq!(
            person.unwrap().here,
            Some((spot(lat_e6).rounded(), 7 * 60_000))
        );
    }

    #[tokio::test]
    async fn strangers_and_those_whom_nothing_follows_are_refused() {
        let (people, devices) = people(1, Follows::No);
        let positions = Positions::default();
        for device in [devices[0].1.as_str(), "p_00.00", "", "vigie_x"] {
            let refused = positions.person_with(&people, device).await;
            assert!(matches!(refused, Err(Refused::Stranger)), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn a_position_of_somebody_who_was_erased_meanwhile_is_written_nowhere() {
        let (people, devices) = people(2, Follows::Yes);
        let positions = Positions::default();
        for (number, device) in &devices {
            positions.person_with(&people, device).await.unwrap();
            positions.take(*number, spot(33_000_000)).unwrap();
        }
        people.with(|register| {
            let gone = register.person_of(devices[0].0).unwrap().unwrap();
            register.erase(&gone.id, 1).unwrap();
        });
        assert_eq!(positions.write(&people, 2).unwrap(), 1);
        positions.take(devices[1].0, spot(34_000_000)).unwrap();
        positions.forget(devices[1].0);
        assert_eq!(positions.write(&people, 3).unwrap(), 0);
    }
}
