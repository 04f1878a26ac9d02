//! How many long connections one address holds, so that one stranger cannot take every place.
//!
//! An IPv6 address counts by its first 64 bits: whoever has one has all of them. The machine itself is not
//! counted: a proxy in front asks in the name of everybody.

use super::problem::Problem;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The places that each address holds.
#[derive(Debug)]
pub struct Addresses {
    each_max: usize,
    held: Mutex<BTreeMap<IpAddr, usize>>,
}

/// A place that is held for as long as it lives.
#[derive(Debug)]
pub struct Place {
    held: Option<(Arc<Addresses>, IpAddr)>,
}

impl Addresses {
    /// At most so many places for each address.
    pub fn new(each_max: usize) -> Self {
        Self {
            each_max,
            held: Mutex::default(),
        }
    }

    /// A place for this address, if it has not all that it may have.
    pub fn place(self: &Arc<Self>, address: IpAddr) -> Result<Place, Problem> {
        let address = counted_as(address);
        if address.is_loopback() {
            return Ok(Place { held: None });
        }
        let mut held = self.lock();
        let count = held.entry(address).or_default();
        if *count >= self.each_max {
            let detail = format!(
                "your address already has {} connections here, as many as live.connections_per_address_max allows; close some",
                self.each_max
            );
            let status = StatusCode::TOO_MANY_REQUESTS;
            return Err(Problem::new(status, "connections_of_address_full", detail));
        }
        *count += 1;
        Ok(Place {
            held: Some((Arc::clone(self), address)),
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        // A poisoned lock only means that another thread panicked between two counts.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Whether anything is counted by it.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((addresses, address)) = &self.held else {
            return;
        };
        let mut held = addresses.lock();
        if let Some(count) = held.get_mut(address) {
            *count -= 1;
            if *count == 0 {
                held.remove(address);
            }
        }
    }
}

/// What counts as one address.
pub(super) fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) if !six.is_loopback() => {
            let [a, b, c, d, ..] = six.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_every_place_and_gets_them_back() {
        let addresses = Arc::new(Addresses::new(2));
        let (one, other): (IpAddr, IpAddr) = (
            "203.0.113.7".parse().unwrap(),
            "203.0.113.8".parse().unwrap(),
        );
        let first = addresses.place(one).unwrap();
        let _second = addresses.place(one).unwrap();
        let refused = addresses.place(one).unwrap_err();
        assert_eq!(refused.code, "connections_of_address_full");
        assert!(addresses.place(other).is_ok());
        drop(first);
        assert!(addresses.place(one).is_ok());
    }

    #[test]
    fn who_has_one_ipv6_address_has_sixty_four_bits_of_them() {
        let addresses = Arc::new(Addresses::new(1));
        let _held = addresses.place("2001:db8::1".parse().unwrap()).unwrap();
        assert!(addresses.place("2001:db8::ffff".parse().unwrap()).is_err());
        assert!(addresses.place("2001:db8:0:1::1".parse().unwrap()).is_ok());
    }

    #[test]
    fn the_machine_itself_is_not_counted_and_nothing_is_left_over() {
        let addresses = Arc::new(Addresses::new(1));
        let here: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
        let _places: Vec<_> = (0..3).map(|_| addresses.place(here).unwrap()).collect();
        drop(addresses.place("203.0.113.7".parse().unwrap()));
        assert!(addresses.lock().is_empty());
    }
}
