//! Everybody who may be warned, in memory: who is in an area, in which language and by which channel they
//! are reached, and who is not. Numbers alone; who it is, the registry knows.

mod standings;

use super::area::Point;
use super::morton::Grid;
use super::needs::{Need, Needs};
use super::positions::{Member, Positions, lengthen};
use super::region::Region;
use super::rules::{Peril, Sight};
use crate::ids::Language;
use crate::time::Timestamp;
use serde::Serialize;
use standings::Standings;
use std::collections::BTreeMap;

/// A place of somebody, as the registry tells it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The registry's running number of the person.
    pub person: u32,
    /// Where it is.
    pub at: Point,
    /// What it is to them.
    pub kind: &'a str,
    /// The language of their texts.
    pub language: &'a str,
    /// Channels, best first, with `+` behind what is proven.
    pub channels: &'a str,
    /// Their rules, as the registry keeps them.
    pub rules: &'a str,
    /// Until when they want to hear nothing.
    pub paused_until: Option<Timestamp>,
    /// When they were last seen there, if it is where they are and no place that they named.
    pub seen_at: Option<Timestamp>,
    /// The help that they need.
    pub needs: Needs,
}

/// Everybody who may be warned, and where. Most have one place: what more somebody has is kept apart, so that a
/// person costs what a place costs, its number and a standing.
#[derive(Debug, Default)]
pub struct Crowd {
    /// Where each place is: the first of each person under the person's number, others in the second range.
    positions: Positions,
    /// Of each person, the standing of their first place, and the marks beside it.
    standing: Vec<u32>,
    /// Of each person, when they were seen at their first place; nobody's if nobody is followed.
    seen: Vec<u32>,
    /// Second places and more.
    more: Vec<More>,
    /// Of those who have several places, the second.
    second: BTreeMap<u32, u32>,
    /// Second places that are nobody's.
    free: Vec<u32>,
    standings: Standings,
    paused: BTreeMap<u32, Timestamp>,
}

/// A place that somebody has besides their first.
#[derive(Clone, Copy, Debug)]
struct More {
    person: u32,
    standing: u32,
    seen: u32,
    /// The next of the same person.
    next: u32,
}

/// In place of a number: there is none.
const NONE: u32 = u32::MAX;

/// Beside a standing: the person has several places, and may be met twice.
const SEVERAL: u32 = 1 << 31;
/// Beside a standing: the person may want to hear nothing for a while.
const PAUSED: u32 = 1 << 30;
/// The standing without its marks. Each takes a hundred bytes: memory ends before these numbers do.
const STANDING: u32 = PAUSED - 1;

/// Who is in an area, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// People who are in it or care about a place in it; each once.
    pub people: u64,
    /// Of them, those who are sent something.
    pub warned: u64,
    /// Ways to reach those.
    pub devices: u64,
    /// Those who are sent something, by language.
    pub by_language: BTreeMap<Language, u64>,
    /// Ways to reach those, by channel.
    pub by_channel: BTreeMap<String, u64>,
    /// Those who have no way to be reached.
    pub unreachable: u64,
    /// Those who are sent something by ways of which none ever answered.
    pub unproven: u64,
    /// Those who want to hear nothing for a while.
    pub paused: u64,
    /// Those who are not to be disturbed, and need not be.
    pub quiet: u64,
    /// Of all, those who are counted only because they were seen there a while ago.
    pub last_seen: u64,
    /// Of all, those who need help, by what; whoever needs several stands in each.
    pub by_need: BTreeMap<Need, u64>,
}

/// Why somebody is sent something, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Sent something.
    Warned,
    /// No way to be reached.
    Unreachable,
    /// Wants to hear nothing for a while.
    Paused,
    /// Not to be disturbed, and need not be.
    Quiet,
}

/// Somebody in an area, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The registry's running number.
    pub person: u32,
    /// What the place in the area is to them; the first one on the curve.
    pub kind: &'a str,
    /// What becomes of them.
    pub fate: Fate,
    /// When they were last seen there, if that is why.
    pub seen_at: Option<Timestamp>,
}

/// Somebody as they are counted.
#[derive(Clone, Copy)]
struct Counted {
    person: u32,
    /// Where the place is because of which they are.
    at: Grid,
    standing: usize,
    fate: Fate,
    sight: Sight,
    seen: u32,
}

/// Takes everybody in at once, which is faster than one after the other.
#[derive(Debug, Default)]
pub struct Filling {
    crowd: Crowd,
    points: Vec<(Member, Point)>,
}

impl Filling {
    /// One more place.
    pub fn add(&mut self, place: &Place<'_>) {
        let member = self.crowd.note(place);
        self.points.push((member, place.at));
    }

    /// Everybody is there.
    pub fn done(mut self) -> Crowd {
        self.crowd.positions = Positions::of(self.points);
        self.crowd
    }
}

impl Crowd {
    /// Puts the places that some people have in place of those they had; none at all forgets a person. Each is
    /// named once. Several at once take less time than one after the other.
    pub fn replace(&mut self, people: &[(u32, Vec<Place<'_>>)]) {
        let mut moves = Vec::new();
        for (person, places) in people {
            self.forget_besides(*person);
            self.paused.remove(person);
            if places.is_empty() {
                self.positions.remove(Member(*person));
                if let Some(standing) = self.standing.get_mut(*person as usize) {
                    *standing = NONE;
                }
            }
            for (at, place) in places.iter().enumerate() {
                let member = if at == 0 {
                    self.note_first(place)
                } else {
                    self.note_besides(place)
                };
                moves.push((member, place.at));
            }
        }
        self.positions.put_all(&moves);
    }

    /// Takes away what somebody has besides their first place.
    fn forget_besides(&mut self, person: u32) {
        let several = self.standing.get(person as usize);
        if several.is_none_or(|standing| *standing == NONE || standing & SEVERAL == 0) {
            return;
        }
        let mut at = self.second.remove(&person).unwrap_or(NONE);
        while let Some(more) = self.more.get(at as usize) {
            self.positions.remove(Member(Member::SECOND + at));
            self.free.push(at);
            at = more.next;
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.positions.len()
    }

    /// Bytes that it holds, but for the few that thousands share.
    pub fn bytes(&self) -> usize {
        let lists = [&self.standing, &self.seen, &self.free];
        let lists = lists.map(|list| list.capacity() * size_of::<u32>());
        let more = self.more.capacity() * size_of::<More>();
        // What a tree holds for two numbers, nodes half empty.
        let second = self.second.len() * 4 * size_of::<u32>();
        self.positions.bytes() + lists.iter().sum::<usize>() + more + second
    }

    /// Who is in a region, in numbers.
    pub fn count(&self, region: &Region, peril: Peril, now: Timestamp) -> Reach {
        let mut of_standing = vec![0_u64; self.standings.len()];
        let mut paused = vec![0_u64; self.standings.len()];
        let mut reach = Reach::default();
        self.each_person(region, peril, now, |one| {
            let list = match one.fate {
                Fate::Paused => &mut paused,
                Fate::Warned | Fate::Unreachable | Fate::Quiet => &mut of_standing,
            };
            list[one.standing] += 1;
            reach.last_seen += u64::from(one.sight == Sight::Old);
        });
        for (standing, (people, paused)) in of_standing.into_iter().zip(paused).enumerate() {
            if people > 0 {
                self.tally(
                    &mut reach,
                    standing,
                    people,
                    self.fate(standing, peril, now),
                );
            }
            reach.paused += paused;
            if people + paused > 0 {
                for need in self.standings.get(standing).0.needs.each() {
                    *reach.by_need.entry(need).or_default() += people + paused;
                }
            }
        }
        reach.people = reach.warned + reach.unreachable + reach.paused + reach.quiet;
        reach
    }

    /// Who is in a region, in the order of the curve and of one point in that of the people, at most so many;
    /// behind them those who were only seen there a while ago.
    pub fn found(
        &self,
        region: &Region,
        (peril, now): (Peril, Timestamp),
        max: usize,
    ) -> Vec<Found<'_>> {
        let mut all = Vec::new();
        self.each_person(region, peril, now, |one| all.push(one));
        // Second places lie behind all first ones of a point, in an order that other machines do not know.
        all.sort_by_cached_key(|one| (one.sight == Sight::Old, one.at.number(), one.person));
        all.truncate(max);
        let found = all.into_iter().map(|one| Found {
            person: one.person,
            kind: self.standings.get(one.standing).0.kind.as_str(),
            fate: one.fate,
            seen_at: time(one.seen),
        });
        found.collect()
    }

    /// Calls `each` with every person in a region once, with the standing of their first place that counts.
    /// Where somebody was seen a while ago counts when nothing else does.
    fn each_person(
        &self,
        region: &Region,
        peril: Peril,
        now: Timestamp,
        mut each: impl FnMut(Counted),
    ) {
        let fates: Vec<Option<Fate>> = (0..self.standings.len())
            .map(|at| {
                let (standing, rules) = self.standings.get(at);
                let counts = rules.count_at(&standing.kind, now);
                counts.then(|| self.fate(at, peril, now))
            })
            .collect();
        // A bit for each person: a million hits are marked in less time than they take to be sorted.
        let mut counted = vec![0_u64; self.standing.len().div_ceil(64)];
        let mut old = Vec::new();
        let mut count = |mut one: Counted, marks: u32| {
            if marks & SEVERAL != 0 {
                let (word, bit) = (one.person as usize / 64, 1 << (one.person % 64));
                if counted[word] & bit != 0 {
                    return;
                }
                counted[word] |= bit;
            }
            let until = (marks & PAUSED != 0).then(|| self.paused.get(&one.person));
            if until.flatten().is_some_and(|until| now < *until) {
                one.fate = Fate::Paused;
            }
            each(one);
        };
        self.positions.each(region, |spots| {
            for (at, member) in spots.each() {
                let (person, marked, seen) = self.at(member);
                let standing = (marked & STANDING) as usize;
                let Some(fate) = fates[standing] else {
                    continue;
                };
                let sight = time(seen).map_or(Sight::Fresh, |seen| Sight::of(seen, now));
                let one = Counted {
                    person,
                    at,
                    standing,
                    fate,
                    sight,
                    seen,
                };
                match sight {
                    Sight::Fresh => count(one, marked),
                    Sight::Old => old.push((one, marked)),
                    Sight::Over => {}
                }
            }
        });
        for (one, marked) in old {
            count(one, marked);
        }
    }

    /// Whose place it is, the standing with its marks, and when they were seen there.
    fn at(&self, member: u32) -> (u32, u32, u32) {
        let Some(more) = member.checked_sub(Member::SECOND) else {
            let seen = self.seen.get(member as usize).copied().unwrap_or(NONE);
            return (member, self.standing[member as usize], seen);
        };
        let more = self.more[more as usize];
        (more.person, more.standing, more.seen)
    }

    /// What becomes of people of a standing who have not paused.
    fn fate(&self, standing: usize, peril: Peril, now: Timestamp) -> Fate {
        let (standing, rules) = self.standings.get(standing);
        if standing.ways().next().is_none() {
            Fate::Unreachable
        } else if rules.silence(peril, now) {
            Fate::Quiet
        } else {
            Fate::Warned
        }
    }

    fn tally(&self, reach: &mut Reach, standing: usize, people: u64, fate: Fate) {
        let (standing, _) = self.standings.get(standing);
        match fate {
            Fate::Unreachable => reach.unreachable += people,
            Fate::Quiet => reach.quiet += people,
            Fate::Paused => reach.paused += people,
            Fate::Warned => {
                reach.warned += people;
                *reach
                    .by_language
                    .entry(standing.language.clone())
                    .or_default() += people;
                if !standing.ways().any(|way| way.ends_with('+')) {
                    reach.unproven += people;
                }
                for way in standing.ways() {
                    let channel = way.trim_end_matches('+').to_owned();
                    *reach.by_channel.entry(channel).or_default() += people;
                    reach.devices += people;
                }
            }
        }
    }

    /// Gives a place a member.
    fn note(&mut self, place: &Place<'_>) -> Member {
        let standing = self.standing.get(place.person as usize).copied();
        if standing.is_none_or(|standing| standing == NONE) {
            self.note_first(place)
        } else {
            self.note_besides(place)
        }
    }

    /// The only place of somebody, for all that is known yet.
    fn note_first(&mut self, place: &Place<'_>) -> Member {
        let person = place.person as usize;
        if self.standing.len() <= person {
            lengthen(&mut self.standing, person + 1, NONE);
        }
        let paused = place.paused_until.map_or(0, |until| {
            self.paused.insert(place.person, until);
            PAUSED
        });
        self.standing[person] = self.standings.of(place) | paused;
        let seen = seconds(place.seen_at);
        if person < self.seen.len() {
            self.seen[person] = seen;
        } else if seen != NONE {
            lengthen(&mut self.seen, self.standing.len(), NONE);
            self.seen[person] = seen;
        }
        Member(place.person)
    }

    /// One more place of somebody.
    fn note_besides(&mut self, place: &Place<'_>) -> Member {
        let first = self.standing[place.person as usize] | SEVERAL;
        self.standing[place.person as usize] = first;
        let marks = first & (SEVERAL | PAUSED);
        let more = More {
            person: place.person,
            standing: self.standings.of(place) | marks,
            seen: seconds(place.seen_at),
            next: self.second.get(&place.person).copied().unwrap_or(NONE),
        };
        let at = self.free.pop().unwrap_or_else(|| {
            let len = self.more.len() + 1;
            lengthen(&mut self.more, len, more);
            // A place takes more bytes than there are such numbers for in memory.
            u32::try_from(self.more.len() - 1).unwrap_or(0)
        });
        self.more[at as usize] = more;
        self.second.insert(place.person, at);
        Member(Member::SECOND + at)
    }
}

/// A time as it is kept, in seconds: an hour or a week is told with it, for a hundred years to come.
fn seconds(seen_at: Option<Timestamp>) -> u32 {
    seen_at.map_or(NONE, |at| {
        u32::try_from(at.unix_ms().div_euclid(1_000).max(0)).unwrap_or(NONE - 1)
    })
}

fn time(seconds: u32) -> Option<Timestamp> {
    (seconds != NONE).then(|| Timestamp::from_unix_ms(i64::from(seconds) * 1_000))
}

#[cfg(test)]
mod tests;
