//! A country in one thread, never shipped: the real rules, engine, journal, live hub and sirens, with
//! a clock, disks, networks and people that are made up from one seed, and checkers that read what
//! an outsider could.
//!
//! In reading order: [`options`] (what a seed means), [`world`] (the queue), [`server`], [`sirens`],
//! [`screens`], [`people`], [`witness`] (what was seen), [`checkers`] (the promises), [`plant`]
//! (faults planted to see that the checkers notice), [`site`]; and [`scenarios`], the failures of real
//! systems played again.

pub mod checkers;
pub mod neighbour;
pub mod options;
pub mod people;
pub mod plant;
pub mod scenarios;
pub mod screens;
pub mod server;
pub mod sirens;
pub mod site;
pub mod witness;
pub mod world;

use options::Options;
use plant::Plant;
use witness::Broken;
use world::Tally;

/// Runs one seed.
pub fn run(seed: u64, plant: Option<Plant>) -> (Tally, Option<Broken>) {
    world::run(Options::of(seed), plant)
}

/// The first seed, of so many from `first` on, at which a checker that must notice the plant does.
pub fn noticed(plant: Plant, first: u64, seeds: u64) -> Option<(u64, Broken)> {
    (first..first.saturating_add(seeds)).find_map(|seed| {
        let (_, broken) = run(seed, Some(plant));
        let broken = broken.filter(|broken| plant.noticed_by().contains(&broken.checker))?;
        Some((seed, broken))
    })
}
