//! Takes a list into a register, thousand by thousand: whatever stops it, what was taken is taken, and the
//! list taken in again goes on from there.

use super::line::{self, Usual};
use super::sheet::Sheet;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use vigie_store::registry::{Agreed, NewPerson, Put, Register};

/// People that are taken in with one sync. If the power fails, so many are read again.
const BATCH: usize = 1_000;

/// What came of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// People who were not there.
    pub new: usize,
    /// People of whom other things were known.
    pub changed: usize,
    /// People who were there.
    pub same: usize,
    /// Lines about somebody whom an earlier line was about.
    pub twice: usize,
    /// Lines that were not taken.
    pub faults: usize,
}

/// What there is to say while a list is taken in.
pub enum Outcome<'a> {
    /// A line was not taken, and why.
    Fault {
        /// Its number.
        line: usize,
        /// Column, value, remedy.
        why: &'a str,
    },
    /// A line is about somebody whom an earlier line was about.
    Twice {
        /// Its number.
        line: usize,
        /// The number of the earlier one.
        earlier: usize,
    },
    /// So many lines are done.
    Done(usize),
}

/// Takes a list in, or with [`Agreed::NotYet`] never: whoever hands in a list answers for it. Without a
/// `register` nothing is kept and the list is only looked at.
pub fn take(
    register: &mut dyn Register,
    sheet: &Sheet,
    usual: &Usual<'_>,
    rehearsal: Rehearsal,
    at_ms: i64,
    say: &mut dyn FnMut(Outcome<'_>),
) -> Result<Taken, String> {
    let mut taking = Taking {
        register,
        rehearsal,
        at_ms,
        batch: Vec::new(),
        seen: HashMap::new(),
        sums: RandomState::new(),
        taken: Taken::default(),
        say,
    };
    let mut done = 0;
    sheet.each(|line, fields| {
        let who = fields
            .map_err(|why| vec![why])
            .and_then(|fields| line::read(&fields, usual));
        match who {
            Ok(who) => taking.batch.push((line, who)),
            Err(faults) => taking.refuse(line, &faults),
        }
        done += 1;
        if taking.batch.len() >= BATCH {
            taking.put()?;
            (taking.say)(Outcome::Done(done));
        }
        Ok(())
    })?;
    taking.put()?;
    (taking.say)(Outcome::Done(done));
    Ok(taking.taken)
}

/// Whether a list is taken in or only looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rehearsal {
    /// What would become of it; nothing is kept.
    Yes,
    /// It is taken in.
    No,
}

struct Taking<'a> {
    register: &'a mut dyn Register,
    rehearsal: Rehearsal,
    at_ms: i64,
    batch: Vec<(usize, NewPerson)>,
    /// The first line about each person, by a sum of the id, so that millions take little room: a rehearsal
    /// gives numbers several times.
    seen: HashMap<u64, u32>,
    sums: RandomState,
    taken: Taken,
    say: &'a mut dyn FnMut(Outcome<'_>),
}

impl Taking<'_> {
    fn put(&mut self) -> Result<(), String> {
        let batch = std::mem::take(&mut self.batch);
        let (lines, people): (Vec<usize>, Vec<NewPerson>) = batch.into_iter().unzip();
        let put = match self.rehearsal {
            Rehearsal::No => self.register.put(&people, Agreed::Yes, self.at_ms),
            Rehearsal::Yes => self.register.rehearse(&people, self.at_ms),
        };
        let put = put.map_err(|fault| {
            format!(
                "{fault}; {} lines were taken before, take the list in again",
                self.taken.sum()
            )
        })?;
        for (line, put) in lines.into_iter().zip(put) {
            self.note(line, &put);
        }
        Ok(())
    }

    fn note(&mut self, line: usize, put: &Put) {
        let Some(who) = put.who() else {
            let Put::Unclear { people } = put else { return };
            let why = format!(
                "the name with this phone number and the name with this mail address are {people} people \
                 in the registry; give the line the id of one, or erase one of them"
            );
            self.refuse(line, &[why]);
            return;
        };
        let id = self.sums.hash_one(&who.id);
        if let Some(earlier) = self.seen.get(&id) {
            self.taken.twice += 1;
            let earlier = usize::try_from(*earlier).unwrap_or(usize::MAX);
            (self.say)(Outcome::Twice { line, earlier });
            return;
        }
        self.seen
            .insert(id, u32::try_from(line).unwrap_or(u32::MAX));
        match put {
            Put::New(_) => self.taken.new += 1,
            Put::Changed(_) => self.taken.changed += 1,
            Put::Same(_) | Put::Unclear { .. } => self.taken.same += 1,
        }
    }

    fn refuse(&mut self, line: usize, faults: &[String]) {
        self.taken.faults += 1;
        for why in faults {
            (self.say)(Outcome::Fault { line, why });
        }
    }
}

impl Taken {
    fn sum(&self) -> usize {
        self.new + self.changed + self.same + self.twice
    }
}
