//! How fast those in an area are found, beside other ways of finding them, in one run and on one core.
//!
//! `cargo bench -p vigie-core --bench audience -- [--people N,N] [--peers] [--alone] [--quick]` prints each row as it
//! comes to standard error, and all as one JSON document at the end; `cargo xtask bench audience` calls it with all that it needs. `--peers` adds PostGIS and Redis, which
//! this starts by itself on the loopback interface and in a temporary folder; `--alone` leaves out everybody else. Times are processor time of this
//! thread, those of PostGIS and Redis what their servers took. Every way must find the same people.

#![expect(
    clippy::disallowed_methods,
    reason = "the core has no clock; what measures it must have one"
)]

mod clock;
#[path = "../../../store/tests/register/cluster.rs"]
mod cluster;
mod crowd;
mod linear;
mod places;
mod postgis;
#[path = "../../../fanout/benches/fanout/quiet.rs"]
mod quiet;
mod redis;
mod registry;
mod tree;

use clock::{median, middle, processor_ms};
use places::{AREAS, Chance, Named, Spot, areas, elsewhere, people};
use quiet::Quiet;
use serde_json::{Map, Value, json};
use std::process::ExitCode;
use vigie_core::audience::area::Point;
use vigie_core::audience::positions::{Member, Positions};

/// Goal: moves a second on one core while others ask.
const GOAL_MOVES_PER_S: f64 = 1e6;
/// Goal: bytes of the index for each person.
const GOAL_BYTES_PER_PERSON: f64 = 24.0;
/// Goal: how many times faster than PostGIS.
const GOAL_TO_POSTGIS: f64 = 250.0;
/// Figures of a throw-away prototype of the same idea, in ms at ten million and as many found: rocks to be
/// measured against.
const PROTOTYPE_MS: [f64; 3] = [0.05, 0.37, 4.0];

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| measure(&options)) {
        Ok(figures) => {
            println!("{figures:#}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    people: Vec<usize>,
    peers: bool,
    alone: bool,
    rounds: usize,
}

impl Options {
    fn read(args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            people: vec![1_000_000, 10_000_000],
            peers: false,
            alone: false,
            rounds: 5,
        };
        let mut args = args;
        while let Some(arg) = args.next() {
            match arg.as_str() {
                // What cargo itself passes.
                "--bench" => {}
                "--peers" => options.peers = true,
                "--alone" => options.alone = true,
                "--quick" => {
                    options.people = vec![100_000];
                    options.rounds = 1;
                }
                "--people" => {
                    let list = args.next().unwrap_or_default();
                    let numbers: Result<_, _> = list.split(',').map(str::parse).collect();
                    options.people = numbers
                        .map_err(|_| format!("--people {list:?}: numbers, separated by commas"))?;
                }
                other => {
                    return Err(format!(
                        "{other} is not known; --people N,N, --peers, --alone, --quick are"
                    ));
                }
            }
        }
        Ok(options)
    }
}

fn measure(options: &Options) -> Result<Value, String> {
    let mut figures = Map::new();
    for &count in &options.people {
        figures.insert(format!("people_{count}"), of(count, options)?);
    }
    figures.insert(
        "goals".into(),
        json!({
            "moves_per_s_min": GOAL_MOVES_PER_S,
            "bytes_per_person_max": GOAL_BYTES_PER_PERSON,
            "times_postgis_min": GOAL_TO_POSTGIS,
        }),
    );
    let prototype = AREAS.iter().zip(PROTOTYPE_MS);
    let prototype = prototype.map(|(area, ms)| ((*area).to_owned(), json!(ms)));
    figures.insert(
        "quoted_prototype_ms".into(),
        Value::Object(prototype.collect()),
    );
    Ok(Value::Object(figures))
}

/// All ways of finding among so many people.
fn of(count: usize, options: &Options) -> Result<Value, String> {
    eprintln!("{count} people: placing them");
    let spots = people(count);
    let areas = areas()?;
    let numbered = || (0..).map(Member).zip(spots.iter().map(|spot| spot.point()));
    let (load_ms, positions) = processor_ms(|| Positions::of(numbered()));
    let tree = (!options.alone).then(|| {
        eprintln!("{count} people: building the tree");
        tree::Tree::of(&spots)
    });
    let postgis = options
        .peers
        .then(|| postgis::Server::start(&spots))
        .transpose()?;
    let redis = options
        .peers
        .then(|| redis::Server::start(&spots))
        .transpose()?;
    let mut by_area = Map::new();
    for area in &areas {
        eprintln!("{count} people: {}", area.name);
        let _quiet = Quiet::begin()?;
        let mut ways = Map::new();
        let mut expected = None;
        let mut add = |name: &str, (ms, found): (f64, usize)| -> Result<f64, String> {
            ways.insert(name.to_owned(), json!({ "ms": ms, "found": found }));
            let expected = *expected.get_or_insert(found);
            // The geohash of Redis moves everybody by up to 0.6 m.
            let is_near = name == "redis" && found.abs_diff(expected) * 1_000 <= expected + 1_000;
            if found == expected || is_near {
                Ok(ms)
            } else {
                Err(format!(
                    "{}: {name} found {found} people, not {expected}",
                    area.name
                ))
            }
        };
        let rounds = options.rounds;
        // These take less than what disturbs a machine.
        let often = rounds * 20 + 1;
        let count_ms = add("count", middle(often, || positions.count(&area.region())))?;
        let list_ms = add(
            "list",
            middle(often, || positions.members(&area.region()).len()),
        )?;
        add(
            "cohorts",
            middle(rounds, || {
                let cohorts = positions.cohorts(&area.region(), |member| Some(member.0 % 5));
                cohorts.iter().map(|cohort| cohort.members.len()).sum()
            }),
        )?;
        add(
            "nearest_first",
            middle(rounds, || {
                positions
                    .nearest_first(&area.region(), area.centre.point())
                    .len()
            }),
        )?;
        if let Some(tree) = &tree {
            add(
                "linear_scan",
                middle(rounds, || linear::count(&spots, area)),
            )?;
            add("rstar_geo", middle(rounds, || tree.count(area)))?;
        }
        let mut ratios = Map::new();
        if let Some(server) = &postgis {
            let ms = add("postgis", server.count(area, rounds)?)?;
            ratios.insert("postgis_to_count".into(), json!(rounded(ms / count_ms)));
            ratios.insert("postgis_to_list".into(), json!(rounded(ms / list_ms)));
        }
        if let (Some(server), true) = (&redis, area.is_circle()) {
            let ms = add("redis", server.count(area, rounds)?)?;
            ratios.insert("redis_to_list".into(), json!(rounded(ms / list_ms)));
        }
        ways.insert("ratios".into(), Value::Object(ratios));
        eprintln!("{count} people: {}: {}", area.name, json!(ways));
        by_area.insert(area.name.to_owned(), Value::Object(ways));
    }
    drop((postgis, redis, tree));
    let mut figures = besides(&spots, positions, &areas, options)?;
    figures["areas"] = Value::Object(by_area);
    figures["load_ms"] = json!(load_ms);
    Ok(figures)
}

/// All but finding: growth, moves, memory, and from the registry.
fn besides(
    spots: &[Spot],
    mut positions: Positions,
    areas: &[Named],
    options: &Options,
) -> Result<Value, String> {
    let count = spots.len();
    let bytes_per_person = divided(positions.bytes(), count);
    eprintln!("{count} people: as many again elsewhere");
    let twice = twice_as_many((spots, &positions), areas, options.rounds)?;
    eprintln!("{count} people: moving them");
    let moves_per_s = {
        let _quiet = Quiet::begin()?;
        moves(&mut positions, spots, areas)
    };
    let after = divided(positions.bytes(), count);
    drop(positions);
    let from_sqlite = registry::sqlite(spots)?;
    let from_postgres = options
        .peers
        .then(|| registry::postgres(spots))
        .transpose()?;
    eprintln!("{count} people: with what they want");
    let crowd = {
        let _quiet = Quiet::begin()?;
        crowd::figures(spots, areas, options.rounds)?
    };
    eprintln!(
        "{count} people: {moves_per_s:.0} moves a second, {bytes_per_person:.2} bytes each, {after:.2} after them"
    );
    eprintln!("{count} people: with what they want: {crowd}");
    Ok(json!({
        "with_what_they_want": crowd,
        "from_sqlite": from_sqlite,
        "from_postgres": from_postgres,
        "as_many_again_elsewhere": twice,
        "bytes_per_person": rounded(bytes_per_person),
        "bytes_per_person_after_moves": rounded(after),
        "moves_per_s": moves_per_s.round(),
        "moves_are_met": moves_per_s >= GOAL_MOVES_PER_S,
        "memory_is_met": bytes_per_person.max(after) <= GOAL_BYTES_PER_PERSON,
    }))
}

/// What finding those of each area takes when as many people again are elsewhere, in ms, beside what it took
/// before: in turns, so that both see the same minute.
fn twice_as_many(
    (spots, once): (&[Spot], &Positions),
    areas: &[Named],
    rounds: usize,
) -> Result<Value, String> {
    let more = elsewhere(spots.len(), areas);
    let all = spots.iter().chain(&more).map(|spot| spot.point());
    let twice = Positions::of((0..).map(Member).zip(all));
    let mut figures = Map::new();
    let _quiet = Quiet::begin()?;
    for area in areas {
        let mut taken = [Vec::new(), Vec::new()];
        // Many times, since some of them take less than what disturbs a machine.
        for _ in 0..rounds * 20 {
            let (once_ms, before) = processor_ms(|| once.count(&area.region()));
            let (twice_ms, after) = processor_ms(|| twice.count(&area.region()));
            if before != after {
                return Err(format!("{}: {before} and {after} people", area.name));
            }
            taken[0].push(once_ms);
            taken[1].push(twice_ms);
        }
        let [once_ms, twice_ms] = taken.map(median);
        let of = json!({ "ms": once_ms, "with_as_many_elsewhere_ms": twice_ms });
        figures.insert(area.name.to_owned(), of);
    }
    Ok(Value::Object(figures))
}

/// Moves people and asks for everybody in each area in between; the moves of a second. Nine of ten go a
/// street further, the tenth to another city.
fn moves(positions: &mut Positions, spots: &[Spot], areas: &[Named]) -> f64 {
    let moves = drawn_moves(spots, 4_000_000);
    let (ms, ()) = processor_ms(|| {
        for some in moves.chunks(BETWEEN_QUESTIONS) {
            // As they come in: some at once from every connection.
            for some in some.chunks(AT_ONCE) {
                positions.put_all(some);
            }
            for area in areas {
                std::hint::black_box(positions.count(&area.region()));
            }
        }
    });
    divided(moves.len(), 1) * 1e3 / ms
}

/// Moves between two rounds of questions: four areas are asked for four times in a second.
const BETWEEN_QUESTIONS: usize = 250_000;
/// Moves that come in at once.
const AT_ONCE: usize = 1_000;

/// Moves that are drawn before: a phone tells where it is, the index does not guess it.
fn drawn_moves(spots: &[Spot], count: usize) -> Vec<(Member, Point)> {
    let mut chance = Chance::new(7);
    let one = |n| {
        let member = chance.below(spots.len());
        let to = if n % 10 == 0 {
            spots[chance.below(spots.len())]
        } else {
            spots[member].nearby(&mut chance)
        };
        let member = Member(u32::try_from(member).unwrap_or(u32::MAX));
        (member, to.point())
    };
    (0..count).map(one).collect()
}

fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "bytes of memory")]
fn divided(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}
