//! A siren order as a signed text; pure.

use crate::keys::Keys;
use vigie_core::siren::{Order, sign_order};

/// The order, signed by the key of its status: a siren refuses the one under the other's key.
pub fn order(keys: &Keys, order: &Order) -> String {
    sign_order(order, keys.of(order.status))
}
