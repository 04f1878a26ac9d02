//! Tells an order that comes on a second way from a replay: every order is sent on all ways at once.

use std::collections::VecDeque;
use vigie_core::siren::Way;

/// Orders remembered to tell a double from a replay: twice those that are under way at once.
const KEPT_MAX: usize = 32;

/// The orders that came last, by their SHA-256, and the ways they came on.
#[derive(Debug, Default)]
pub(crate) struct Doubles {
    came: VecDeque<(String, [bool; Way::COUNT])>,
}

impl Doubles {
    /// Whether these very bytes came on another way before, and not yet on this one.
    pub(crate) fn is_double(&mut self, sha256: &str, way: Way) -> bool {
        if let Some((_, ways)) = self.came.iter_mut().find(|(known, _)| known == sha256) {
            return !std::mem::replace(&mut ways[way as usize], true);
        }
        if self.came.len() == KEPT_MAX {
            self.came.pop_front();
        }
        let mut ways = [false; Way::COUNT];
        ways[way as usize] = true;
        self.came.push_back((sha256.to_owned(), ways));
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_order_is_a_double_once_on_the_other_way_and_a_replay_on_its_own() {
        let mut doubles = Doubles::default();
        assert!(!doubles.is_double("a", Way::Wire));
        assert!(
            !doubles.is_double("a", Way::Wire),
            "replayed on its own way"
        );
        assert!(doubles.is_double("a", Way::Mqtt));
        assert!(!doubles.is_double("a", Way::Mqtt), "and again: replayed");
        assert!(!doubles.is_double("b", Way::Mqtt));
    }

    #[test]
    fn only_the_last_orders_are_kept() {
        let mut doubles = Doubles::default();
        doubles.is_double("first", Way::Wire);
        for number in 0..KEPT_MAX {
            doubles.is_double(&number.to_string(), Way::Wire);
        }
        assert!(
            !doubles.is_double("first", Way::Mqtt),
            "the machine refuses it"
        );
    }
}
