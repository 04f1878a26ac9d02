//! Everybody who may be warned, in memory: who is in an area, in which language and by which channel they
//! are reached, and who is not. Numbers alone; who it is, the registry knows.

use super::area::Point;
use super::needs::{Need, Needs};
use super::positions::{Member, Positions};
use super::region::Region;
use super::rules::{Peril, Rules, Sight};
use crate::ids::Language;
use crate::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// What people of one kind have in common: thousands share each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    /// What the place is to them.
    kind: String,
    language: Language,
    /// Channels, best first, with `+` behind what is proven.
    channels: String,
    rules: String,
    needs: Needs,
}

impl Standing {
    /// Channels that can tell them anything, best first.
    fn ways(&self) -> impl Iterator<Item = &str> {
        let ways = self.channels.split(',').filter(|way| !way.is_empty());
        ways.filter(|way| self.needs.are_told_by(way.trim_end_matches('+')))
    }
}

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

/// Everybody who may be warned, and where.
#[derive(Debug, Default)]
pub struct Crowd {
    positions: Positions,
    /// Of each member of the positions, the person.
    person: Vec<u32>,
    /// Of each member, the standing.
    standing: Vec<u32>,
    /// Of each person, the first member; and of each member the next of the same person.
    first: Vec<u32>,
    next: Vec<u32>,
    /// Members that are nobody's.
    free: Vec<u32>,
    standings: Vec<(Standing, Rules)>,
    /// Which standing is which number.
    known: BTreeMap<Standing, u32>,
    paused: BTreeMap<u32, Timestamp>,
    /// Of each member that is where a person is, when they were seen there.
    seen: BTreeMap<u32, Timestamp>,
}

/// In place of a member: there is none.
const NONE: u32 = u32::MAX;

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
    /// The place because of which they are.
    member: u32,
    standing: usize,
    fate: Fate,
    sight: Sight,
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
    /// Puts the places that somebody has in place of those they had; none at all forgets the person.
    pub fn replace(&mut self, person: u32, places: &[Place<'_>]) {
        let mut member = self.first.get(person as usize).copied().unwrap_or(NONE);
        while member != NONE {
            self.positions.remove(Member(member));
            self.seen.remove(&member);
            self.free.push(member);
            member = std::mem::replace(&mut self.next[member as usize], NONE);
        }
        if let Some(first) = self.first.get_mut(person as usize) {
            *first = NONE;
        }
        self.paused.remove(&person);
        for place in places {
            let member = self.note(place);
            self.positions.put(member, place.at);
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.positions.len()
    }

    /// Bytes that it holds, but for the few that thousands share.
    pub fn bytes(&self) -> usize {
        let lists = [
            &self.person,
            &self.standing,
            &self.first,
            &self.next,
            &self.free,
        ];
        let lists = lists.map(|list| list.capacity() * size_of::<u32>());
        self.positions.bytes() + lists.iter().sum::<usize>()
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
                for need in self.standings[standing].0.needs.each() {
                    *reach.by_need.entry(need).or_default() += people + paused;
                }
            }
        }
        reach.people = reach.warned + reach.unreachable + reach.paused + reach.quiet;
        reach
    }

    /// Who is in a region, in the order of the curve, at most so many; behind them those who were only seen
    /// there a while ago.
    pub fn found(
        &self,
        region: &Region,
        (peril, now): (Peril, Timestamp),
        max: usize,
    ) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        self.each_person(region, peril, now, |one| {
            if found.len() < max {
                found.push(Found {
                    person: one.person,
                    kind: self.standings[one.standing].0.kind.as_str(),
                    fate: one.fate,
                    seen_at: self.seen.get(&one.member).copied(),
                });
            }
        });
        found
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
                let (standing, rules) = &self.standings[at];
                let counts = rules.count_at(&standing.kind, now);
                counts.then(|| self.fate(at, peril, now))
            })
            .collect();
        // A bit for each person: a million hits are marked in less time than they take to be sorted.
        let mut counted = vec![0_u64; self.first.len().div_ceil(64)];
        let mut old = Vec::new();
        let mut count = |member: u32, standing: usize, fate: Fate, sight: Sight| {
            let person = self.person[member as usize];
            let (word, bit) = (person as usize / 64, 1 << (person % 64));
            if counted[word] & bit != 0 {
                return;
            }
            counted[word] |= bit;
            let paused = !self.paused.is_empty()
                && self.paused.get(&person).is_some_and(|until| now < *until);
            each(Counted {
                person,
                member,
                standing,
                fate: if paused { Fate::Paused } else { fate },
                sight,
            });
        };
        self.positions.each(region, |spots| {
            for member in spots.members {
                let standing = self.standing[*member as usize] as usize;
                let Some(fate) = fates[standing] else {
                    continue;
                };
                match self.sight(*member, now) {
                    Sight::Fresh => count(*member, standing, fate, Sight::Fresh),
                    Sight::Old => old.push((*member, standing, fate)),
                    Sight::Over => {}
                }
            }
        });
        for (member, standing, fate) in old {
            count(member, standing, fate, Sight::Old);
        }
    }

    /// Whether a place still counts, if it is one where somebody was seen.
    fn sight(&self, member: u32, now: Timestamp) -> Sight {
        if self.seen.is_empty() {
            return Sight::Fresh;
        }
        let seen = self.seen.get(&member);
        seen.map_or(Sight::Fresh, |seen| Sight::of(*seen, now))
    }

    /// What becomes of people of a standing who have not paused.
    fn fate(&self, standing: usize, peril: Peril, now: Timestamp) -> Fate {
        let (standing, rules) = &self.standings[standing];
        if standing.ways().next().is_none() {
            Fate::Unreachable
        } else if rules.silence(peril, now) {
            Fate::Quiet
        } else {
            Fate::Warned
        }
    }

    fn tally(&self, reach: &mut Reach, standing: usize, people: u64, fate: Fate) {
        let (standing, _) = &self.standings[standing];
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
        let standing = self.standing_of(place);
        let person = place.person as usize;
        if self.first.len() <= person {
            self.first.resize(person + 1, NONE);
        }
        let before = self.first[person];
        let member = if let Some(member) = self.free.pop() {
            let at = member as usize;
            (self.person[at], self.standing[at], self.next[at]) = (place.person, standing, before);
            member
        } else {
            self.person.push(place.person);
            self.standing.push(standing);
            self.next.push(before);
            // A person takes four bytes more than a place: memory ends before these numbers do.
            u32::try_from(self.person.len() - 1).unwrap_or(NONE - 1)
        };
        self.first[person] = member;
        if let Some(until) = place.paused_until {
            self.paused.insert(place.person, until);
        }
        if let Some(seen_at) = place.seen_at {
            self.seen.insert(member, seen_at);
        }
        Member(member)
    }

    fn standing_of(&mut self, place: &Place<'_>) -> u32 {
        let is_it = |(standing, _): &(Standing, Rules)| {
            standing.kind == place.kind
                && standing.channels == place.channels
                && standing.language.as_str() == place.language
                && standing.rules == place.rules
                && standing.needs == place.needs
        };
        // Most follow somebody like themselves.
        if let Some(last) = self.standing.last()
            && self.standings.get(*last as usize).is_some_and(is_it)
        {
            return *last;
        }
        let standing = Standing {
            kind: place.kind.to_owned(),
            language: Language::new(place.language),
            channels: place.channels.to_owned(),
            rules: place.rules.to_owned(),
            needs: place.needs,
        };
        if let Some(known) = self.known.get(&standing) {
            return *known;
        }
        // Rules that cannot be read disturb nobody's warning.
        let rules = Rules::parse(place.rules).unwrap_or_default();
        let number = u32::try_from(self.standings.len()).unwrap_or(NONE);
        self.standings.push((standing.clone(), rules));
        self.known.insert(standing, number);
        number
    }
}

#[cfg(test)]
mod tests;
