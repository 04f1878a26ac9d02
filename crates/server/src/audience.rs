//! The index of everybody who may be warned, in memory: loaded from the registry beside the start, so that no
//! warning waits for it, and kept up to date with what changes there, by this program or another.

use crate::people::People;
use crate::stopping::Stopping;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use vigie_core::audience::area::Point;
use vigie_core::audience::crowd::{Crowd, Fate, Filling, Place, Reach};
use vigie_core::audience::needs::Needs;
use vigie_core::audience::positions::Member;
use vigie_core::audience::region::Region;
use vigie_core::audience::rules::Peril;
use vigie_core::time::Timestamp;
use vigie_store::registry::{Fault, Placed, Register, Spot};

/// How often the registry is asked who changed.
const FOLLOW_EVERY: Duration = Duration::from_secs(2);

/// People who changed that are put into the index at once: what is asked meanwhile waits for less than a
/// millisecond.
const AT_ONCE: usize = 1_000;

/// How often what may not be kept any longer is taken away.
const RETAIN_EVERY: Duration = Duration::from_hours(1);

/// Everybody who may be warned; nobody yet while they are loaded.
#[derive(Clone, Debug, Default)]
pub struct Audience(Arc<RwLock<Option<Loaded>>>);

/// Somebody in an area, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The registry's running number.
    pub person: i64,
    /// What the place in the area is to them.
    pub kind: String,
    /// What becomes of them.
    pub fate: Fate,
    /// When they were last seen there, if that is why.
    pub seen_at: Option<Timestamp>,
}

#[derive(Debug)]
struct Loaded {
    crowd: Crowd,
    /// The last change of the registry that it knows.
    change: i64,
}

impl Audience {
    /// Loads everybody. It takes seconds for millions.
    pub fn load(&self, people: &People) -> Result<usize, Fault> {
        let loaded = people.with(|register| {
            // First the number, then the people: what changes between the two is taken twice.
            let change = register.last_change()?;
            let mut filling = Filling::default();
            register.placed(None, &mut |placed| {
                if let Some(place) = place(&placed) {
                    filling.add(&place);
                }
            })?;
            Ok(Loaded {
                crowd: filling.done(),
                change,
            })
        })?;
        let places = loaded.crowd.places();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
        Ok(places)
    }

    /// Takes over what changed. Returns of how many people.
    pub fn follow(&self, people: &People) -> Result<usize, Fault> {
        let known = self.read(|loaded| loaded.change);
        let Some(known) = known else { return Ok(0) };
        people.with(|register| self.take_over(register, known))
    }

    fn take_over(&self, register: &mut dyn Register, known: i64) -> Result<usize, Fault> {
        let (changed, last) = register.changed_after(known)?;
        for some in changed.chunks(AT_ONCE) {
            let mut held: Vec<(u32, Vec<Held>)> = Vec::with_capacity(some.len());
            for number in some {
                let Some(person) = person(*number) else {
                    continue;
                };
                let mut of_one = Vec::new();
                register.placed_of(*number, &mut |placed| of_one.push(Held::of(&placed)))?;
                held.push((person, of_one));
            }
            let mut people: Vec<(u32, Vec<Place<'_>>)> = Vec::with_capacity(held.len());
            for (person, held) in &held {
                let told = held.iter().map(|one| one.placed((*person).into()));
                people.push((*person, told.filter_map(|told| place(&told)).collect()));
            }
            self.write(|loaded| loaded.crowd.replace(&people));
        }
        self.write(|loaded| loaded.change = last);
        Ok(changed.len())
    }

    /// Who is in a region, in numbers; `None` while people are loaded.
    pub fn count(&self, region: &Region, peril: Peril, now: Timestamp) -> Option<Reach> {
        self.read(|loaded| loaded.crowd.count(region, peril, now))
    }

    /// Who is in a region, at most so many; `None` while people are loaded.
    pub fn found(&self, region: &Region, at: (Peril, Timestamp), max: usize) -> Option<Vec<Met>> {
        self.read(|loaded| {
            let found = loaded.crowd.found(region, at, max).into_iter();
            found
                .map(|one| Met {
                    person: one.person.into(),
                    kind: one.kind.to_owned(),
                    fate: one.fate,
                    seen_at: one.seen_at,
                })
                .collect()
        })
    }

    fn write(&self, work: impl FnOnce(&mut Loaded)) {
        let mut loaded = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = loaded.as_mut() {
            work(loaded);
        }
    }

    fn read<T>(&self, work: impl FnOnce(&Loaded) -> T) -> Option<T> {
        let loaded = self.0.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().map(work)
    }
}

/// What a register told of one place, kept while the next is asked for.
struct Held {
    at: Spot,
    kind: String,
    language: String,
    channels: String,
    rules: String,
    seen_at_ms: Option<i64>,
    paused_until_ms: Option<i64>,
    needs: u8,
}

impl Held {
    fn of(placed: &Placed<'_>) -> Self {
        Self {
            at: placed.at,
            kind: placed.kind.to_owned(),
            language: placed.language.to_owned(),
            channels: placed.channels.to_owned(),
            rules: placed.rules.to_owned(),
            seen_at_ms: placed.seen_at_ms,
            paused_until_ms: placed.paused_until_ms,
            needs: placed.needs,
        }
    }

    fn placed(&self, person: i64) -> Placed<'_> {
        Placed {
            person,
            slot: 0,
            kind: &self.kind,
            at: self.at,
            seen_at_ms: self.seen_at_ms,
            language: &self.language,
            channels: &self.channels,
            rules: &self.rules,
            paused_until_ms: self.paused_until_ms,
            needs: self.needs,
        }
    }
}

/// The index counts two thousand million people, which is enough.
fn person(number: i64) -> Option<u32> {
    let number = u32::try_from(number).ok();
    number.filter(|number| *number < Member::SECOND)
}

/// A place as the index takes it.
fn place<'a>(placed: &Placed<'a>) -> Option<Place<'a>> {
    let degrees = |e6: i32| f64::from(e6) / 1e6;
    Some(Place {
        person: person(placed.person)?,
        at: Point::from_degrees(degrees(placed.at.lat_e6), degrees(placed.at.lon_e6)).ok()?,
        kind: placed.kind,
        language: placed.language,
        channels: placed.channels,
        rules: placed.rules,
        paused_until: placed.paused_until_ms.map(Timestamp::from_unix_ms),
        seen_at: placed.seen_at_ms.map(Timestamp::from_unix_ms),
        needs: Needs::of_bits(placed.needs),
    })
}

/// Loads everybody, and then keeps the index up to date and the registry free of what is too old.
pub async fn keep(audience: Audience, people: People, stopping: Stopping) {
    let mut retained: Option<Instant> = None;
    let mut is_loaded = false;
    loop {
        let (of, from) = (audience.clone(), people.clone());
        let is_due = retained.is_none_or(|at| at.elapsed() >= RETAIN_EVERY);
        let worked = tokio::task::spawn_blocking(move || {
            if is_due {
                from.retain(crate::clock::now().unix_ms())?;
            }
            if is_loaded {
                return of.follow(&from);
            }
            let since = Instant::now();
            let places = of.load(&from)?;
            let took_ms = since.elapsed().as_millis();
            tracing::info!(
                places,
                took_ms,
                "everybody who may be warned is in the index"
            );
            Ok::<usize, Fault>(places)
        });
        match worked.await {
            Ok(Ok(_)) => {
                is_loaded = true;
                if is_due {
                    retained = Some(Instant::now());
                }
            }
            Ok(Err(fault)) => {
                tracing::warn!(%fault, "head counts are not of this moment: the registry did not answer");
            }
            Err(stopped) => tracing::warn!(%stopped, "head counts are not of this moment"),
        }
        tokio::select! {
            () = tokio::time::sleep(FOLLOW_EVERY) => {}
            () = stopping.wait() => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_core::audience::area::Circle;
    use vigie_core::audience::needs::Need;
    use vigie_core::audience::rules::SIGHT_KEPT_MS;
    use vigie_store::registry::{Agreed, Endpoint, Follows, NewPerson, Registry};

    fn somebody(number: u32) -> NewPerson {
        NewPerson {
            name: format!("Somebody {number}"),
            endpoints: vec![Endpoint {
                channel: "sms".to_owned(),
                address: format!("+964790{number:07}"),
                proven_at_ms: None,
            }],
            language: "ar".to_owned(),
            places: vec![vigie_store::registry::Place {
                kind: "home".to_owned(),
                at: Spot {
                    lat_e6: 33_300_000,
                    lon_e6: 44_400_000,
                },
                address: None,
            }],
            follows: Follows::Yes,
            ..NewPerson::default()
        }
    }

    #[test]
    fn the_index_is_what_the_registry_says_through_every_change() {
        let people = People::new(Registry::in_memory().unwrap());
        let audience = Audience::default();
        let now = Timestamp::from_unix_ms(0);
        let region = |lat: f64| {
            let centre = Point::from_degrees(lat, 44.4).unwrap();
            Region::circle(Circle(centre, 1_000))
        };
        let count = |lat| {
            audience
                .count(&region(lat), Peril::Life, now)
                .map(|r| r.people)
        };
        let list: Vec<NewPerson> = (0..10).map(somebody).collect();
        let put = people
            .with(|register| register.put(&list, Agreed::Yes, 0))
            .unwrap();
        assert_eq!(
            count(33.3),
            None,
            "nobody is known yet, which is not nobody"
        );
        assert_eq!(audience.load(&people).unwrap(), 10);
        assert_eq!(count(33.3), Some(10));
        let who = put[3].who().unwrap();
        let there = Spot {
            lat_e6: 35_000_000,
            lon_e6: 44_400_000,
        };
        people.with(|register| {
            register.moved(&[(who.number, there)], 0).unwrap();
            let gone = &put[4].who().unwrap().id;
            register.erase(gone, 0).unwrap();
            register.put(&[somebody(11)], Agreed::Yes, 0).unwrap();
            register.put(&[somebody(12)], Agreed::NotYet, 0).unwrap();
            register
                .pause(&put[5].who().unwrap().id, Some(1), 0)
                .unwrap();
        });
        assert_eq!(audience.follow(&people).unwrap(), 5);
        assert_eq!(audience.follow(&people).unwrap(), 0);
        assert_eq!((count(33.3), count(35.0)), (Some(10), Some(1)));
        let reach = audience.count(&region(33.3), Peril::Life, now).unwrap();
        assert_eq!((reach.warned, reach.paused), (9, 1));
        let found = audience
            .found(&region(35.0), (Peril::Life, now), 5)
            .unwrap();
        let met = Met {
            person: who.number,
            kind: "here".to_owned(),
            fate: Fate::Warned,
            seen_at: Some(now),
        };
        assert_eq!(found, [met]);
        let later = Timestamp::from_unix_ms(SIGHT_KEPT_MS);
        let reach = audience.count(&region(35.0), Peril::Life, later);
        assert_eq!(reach.unwrap().people, 0, "nobody is there after a week");
    }

    #[test]
    fn the_registry_and_the_index_mean_the_same_by_help_and_by_a_week() {
        let known: Vec<String> = Need::ALL
            .iter()
            .map(|need| {
                serde_json::to_value(need)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(known, vigie_store::registry::NEEDS);
        assert_eq!(SIGHT_KEPT_MS, vigie_store::registry::POSITION_KEPT_MS);
    }
}
