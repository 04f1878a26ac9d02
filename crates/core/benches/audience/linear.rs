//! Asks everybody: what memory can deliver at best, without any index.

use super::places::{Named, Spot};
use super::tree::Shape;

/// How many are in an area.
pub fn count(spots: &[Spot], area: &Named) -> usize {
    let [(south, north), (west, east)] = area.bounds();
    let shape = Shape::of(area);
    let mut found = 0;
    for chunk in spots.chunks(1_024) {
        // Without a branch inside, so that the compiler looks at several at once.
        let near = chunk.iter().fold(0_u32, |near, spot| {
            near + u32::from(
                spot.lat >= south && spot.lat <= north && spot.lon >= west && spot.lon <= east,
            )
        });
        if near > 0 {
            let is_near = |spot: &&Spot| {
                spot.lat >= south && spot.lat <= north && spot.lon >= west && spot.lon <= east
            };
            found += chunk
                .iter()
                .filter(is_near)
                .filter(|spot| shape.has(**spot))
                .count();
        }
    }
    found
}
