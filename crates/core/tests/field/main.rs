//! The rules in the words of the field: what officers, sensors, sirens and other authorities do at
//! one small place, and what follows.

#[cfg(test)]
mod added;
#[cfg(test)]
mod administration;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod deliveries;
mod drawing;
#[cfg(test)]
mod escalation;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod footprint;
#[cfg(test)]
mod four_eyes;
#[cfg(test)]
mod incidents;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod life;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod officers;
#[cfg(test)]
mod people;
#[cfg(test)]
mod persons;
#[cfg(test)]
mod place;
#[cfg(test)]
mod plants;
#[cfg(test)]
mod record;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod standing_orders;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod tallies;
#[cfg(test)]
mod triggers;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod vetting;
#[cfg(test)]
mod warnings;
