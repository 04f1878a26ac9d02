//! A siren order as a signed text; pure.

use crate::keys::Keys;
use vigie_core::siren::{Order, sign_order};

/// The order, signed by the key of what it asks: a siren refuses it under any other.
pub fn order(keys: &Keys, order: &Order) -> String {
    sign_order(order, keys.of_order(order))
}
