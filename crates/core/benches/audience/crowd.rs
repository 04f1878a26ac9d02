//! The index as the server has it: places, and with each what its person wants, as head counts need it.

use super::clock::{middle, processor_ms};
use super::places::{Named, Spot};
use super::{AT_ONCE, BETWEEN_QUESTIONS, divided, drawn_moves, rounded};
use serde_json::{Map, Value, json};
use vigie_core::audience::area::Point;
use vigie_core::audience::crowd::{Crowd, Filling, Place};
use vigie_core::audience::needs::Needs;
use vigie_core::audience::rules::Peril;
use vigie_core::time::Timestamp;

const LANGUAGES: [&str; 5] = ["ar", "ku", "en", "fr", "tr"];
const CHANNELS: [&str; 6] = ["sms+,mail", "mail+", "web_push+", "web_push,sms", "sms", ""];
const QUIET: &str = r#"{"quiet":[{"time_zone":"Asia/Baghdad","from_min":1320,"to_min":360}]}"#;

/// Noon of a day.
const NOW: Timestamp = Timestamp::from_unix_ms(1_767_610_800_000);

/// Load, memory, head counts and moves.
pub fn figures(spots: &[Spot], areas: &[Named], rounds: usize) -> Result<Value, String> {
    let (load_ms, mut crowd) = processor_ms(|| {
        let mut filling = Filling::default();
        for (person, spot) in (0..).zip(spots) {
            filling.add(&place(person, spot.point()));
        }
        filling.done()
    });
    let bytes = divided(crowd.bytes(), spots.len());
    let mut by_area = Map::new();
    for area in areas {
        let head_count = || crowd.count(&area.region(), Peril::Life, NOW).people;
        let (ms, people) = middle(rounds * 4 + 1, || {
            usize::try_from(head_count()).unwrap_or_default()
        });
        by_area.insert(area.name.to_owned(), json!({ "ms": ms, "found": people }));
    }
    let moves_per_s = moves(&mut crowd, spots, areas);
    if crowd.places() != spots.len() {
        return Err(format!("{} places after the moves", crowd.places()));
    }
    Ok(json!({
        "load_ms": load_ms.round(),
        "bytes_per_person": rounded(bytes),
        "bytes_per_person_after_moves": rounded(divided(crowd.bytes(), spots.len())),
        "head_count": by_area,
        "moves_per_s": moves_per_s.round(),
    }))
}

/// One of a few hundred kinds of people.
fn place(person: u32, at: Point) -> Place<'static> {
    let pick = |by: u32, of: usize| (person.wrapping_mul(by) >> 16) as usize % of;
    Place {
        person,
        at,
        kind: "home",
        language: LANGUAGES[pick(2_654_435_761, LANGUAGES.len())],
        channels: CHANNELS[pick(2_246_822_519, CHANNELS.len())],
        rules: if pick(3_266_489_917, 4) == 0 {
            QUIET
        } else {
            ""
        },
        paused_until: None,
        seen_at: None,
        needs: Needs::of_bits(u8::from(pick(668_265_263, 50) == 0)),
    }
}

/// Moves people as the registry tells of them, each with all that it knows of them, and counts those in each area
/// in between; the moves of a second.
fn moves(crowd: &mut Crowd, spots: &[Spot], areas: &[Named]) -> f64 {
    let mut moves = drawn_moves(spots, 2_000_000);
    // Of each thousand each person is named once.
    for some in moves.chunks_mut(AT_ONCE) {
        some.sort_unstable_by_key(|(member, _)| *member);
    }
    let moves: Vec<Vec<(u32, Vec<Place<'_>>)>> = moves
        .chunks(AT_ONCE)
        .map(|some| {
            let mut some: Vec<_> = some
                .iter()
                .map(|(member, to)| (member.0, vec![place(member.0, *to)]))
                .collect();
            some.dedup_by_key(|(person, _)| *person);
            some
        })
        .collect();
    let count: usize = moves.iter().map(Vec::len).sum();
    let (ms, ()) = processor_ms(|| {
        for some in moves.chunks(BETWEEN_QUESTIONS / AT_ONCE) {
            for some in some {
                crowd.replace(some);
            }
            for area in areas {
                std::hint::black_box(crowd.count(&area.region(), Peril::Life, NOW));
            }
        }
    });
    divided(count, 1) * 1e3 / ms
}
