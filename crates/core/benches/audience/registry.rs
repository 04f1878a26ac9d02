//! From the registry into the index: what a server does at its start. The registry is made by its own program with
//! some people, who are then copied until there are enough of them, since sealing ten million takes an hour: what
//! names them is as long as theirs, and is not read.

use super::cluster::Cluster;
use super::places::Spot;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::Stdio;
use std::time::Instant;
use vigie_core::audience::area::Point;
use vigie_core::audience::crowd::{Crowd, Filling, Place};
use vigie_core::audience::needs::Needs;
use vigie_store::registry::{
    self, Agreed, Endpoint, NewPerson, Part, Placed, Register, Registry, Shared,
};

/// Kinds of people who are copied.
const KINDS: usize = 60;

const PEOPLE: &str = r#"INSERT INTO people (number, id, pseudonym, key, personal, "group", language, channels, rules,
    follows, added_at_ms, confirmed_at_ms, paused_until_ms, kept_until_ms, needs)"#;
const COPIED: &str = r#"key, personal, "group", language, channels, rules, follows, added_at_ms, confirmed_at_ms,
    paused_until_ms, kept_until_ms, needs"#;

/// From SQLite, in seconds on the clock on the wall: reading is spread over processors.
pub fn sqlite(spots: &[Spot]) -> Result<Value, String> {
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    let (database, key) = (
        folder.path().join("registry.sqlite"),
        folder.path().join("registry.key"),
    );
    let mut registry = Registry::open(&database, &key).map_err(|why| why.to_string())?;
    some(&mut registry)?;
    drop(registry);
    eprintln!("{} people: into SQLite", spots.len());
    fill(&database, spots).map_err(|why| why.to_string())?;
    let mut registry = Registry::open(&database, &key).map_err(|why| why.to_string())?;
    let bytes = std::fs::metadata(&database).map_or(0, |file| file.len());
    let mut figures = loaded(&mut registry, spots.len())?;
    figures["database_mib"] = json!(bytes / 1_048_576);
    Ok(figures)
}

/// From a PostgreSQL that several nodes share, set up as its packages set it up.
pub fn postgres(spots: &[Spot]) -> Result<Value, String> {
    let cluster = Cluster::start(&["max_wal_size=8GB", "shared_buffers=1GB"])?;
    let keys = tempfile::tempdir().map_err(|why| why.to_string())?;
    let key = keys.path().join("registry.key");
    let host = cluster.folder.path().display();
    let connection = format!("host={host} user=vigie dbname=postgres");
    let mut shared = Shared::open(&connection, &key).map_err(|why| why.to_string())?;
    some(&mut shared)?;
    eprintln!("{} people: into PostgreSQL", spots.len());
    cluster.ask("CREATE UNLOGGED TABLE spot (person bigint, lat bigint, lon bigint)")?;
    let mut copy = cluster
        .psql()
        .args(["-c", "COPY spot FROM STDIN"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|why| why.to_string())?;
    if let Some(input) = copy.stdin.take() {
        let mut input = std::io::BufWriter::with_capacity(1 << 20, input);
        for (number, spot) in numbered(spots) {
            writeln!(input, "{number}\t{}\t{}", spot.lat, spot.lon)
                .map_err(|why| why.to_string())?;
        }
    }
    if !copy.wait().is_ok_and(|status| status.success()) {
        return Err("failed to copy people to PostgreSQL".into());
    }
    cluster.ask(&format!(
        "{PEOPLE} OVERRIDING SYSTEM VALUE SELECT spot.person, 'p_' || spot.person, 'n_' || spot.person, {COPIED} \
         FROM spot JOIN people ON number = 1 + spot.person % {KINDS} ORDER BY spot.person; \
         INSERT INTO places (person, slot, kind, lat_e6, lon_e6) SELECT person, 1, 'home', lat, lon FROM spot \
         ORDER BY person; DROP TABLE spot; VACUUM ANALYZE people; VACUUM ANALYZE places"
    ))?;
    loaded(&mut shared, spots.len())
}

/// People of all kinds.
fn some(register: &mut dyn Register) -> Result<(), String> {
    let people: Vec<NewPerson> = (0..KINDS)
        .map(|n| NewPerson {
            name: format!("Somebody of {n}"),
            endpoints: [
                ("sms", format!("+96479012345{n:02}")),
                ("mail", format!("somebody-{n}@example.org")),
            ]
            .into_iter()
            .take(n % 3)
            .map(|(channel, address)| Endpoint {
                channel: channel.to_owned(),
                address,
                proven_at_ms: None,
            })
            .collect(),
            language: ["ar", "ku", "en", "fr", "tr"][n % 5].to_owned(),
            needs: [vec![], vec!["deaf".to_owned()]][usize::from(n % 20 == 0)].clone(),
            rules: [
                "",
                r#"{"quiet":[{"time_zone":"Asia/Baghdad","from_min":1320,"to_min":360}]}"#,
            ][usize::from(n % 4 == 0)]
            .to_owned(),
            ..NewPerson::default()
        })
        .collect();
    let put = register.put(&people, Agreed::Yes, 0);
    put.map(drop).map_err(|why| why.to_string())
}

fn numbered(spots: &[Spot]) -> impl Iterator<Item = (i64, &Spot)> {
    let after = i64::try_from(KINDS).unwrap_or_default() + 1;
    (after..).zip(spots)
}

fn fill(database: &std::path::Path, spots: &[Spot]) -> rusqlite::Result<()> {
    let mut connection = rusqlite::Connection::open(database)?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    let transaction = connection.transaction()?;
    let mut person = transaction.prepare(&format!(
        "{PEOPLE} SELECT ?1, printf('p_%020d', ?1), printf('n_%032d', ?1), {COPIED} FROM people WHERE number = ?2"
    ))?;
    let mut place = transaction.prepare(
        "INSERT INTO places (person, slot, kind, lat_e6, lon_e6) VALUES (?1, 1, 'home', ?2, ?3)",
    )?;
    let kinds = i64::try_from(KINDS).unwrap_or(1);
    for (number, spot) in numbered(spots) {
        person.execute([number, 1 + number % kinds])?;
        place.execute([number, spot.lat.into(), spot.lon.into()])?;
    }
    drop((person, place));
    transaction.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn loaded(register: &mut dyn Register, people: usize) -> Result<Value, String> {
    let _quiet = super::quiet::Quiet::begin()?;
    let began = Instant::now();
    let mut filling = Filling::default();
    let all: Option<Part> = None;
    register
        .placed(all, &mut |placed| {
            if let Some(place) = place(&placed) {
                filling.add(&place);
            }
        })
        .map_err(|why| why.to_string())?;
    let read_s = began.elapsed().as_secs_f64();
    let crowd: Crowd = filling.done();
    let load_s = began.elapsed().as_secs_f64();
    if crowd.places() != people {
        return Err(format!("{} of {people} places were loaded", crowd.places()));
    }
    let figures = json!({ "read_s": super::rounded(read_s), "load_s": super::rounded(load_s) });
    eprintln!("{people} people: from the registry: {figures}");
    Ok(figures)
}

fn place<'a>(placed: &Placed<'a>) -> Option<Place<'a>> {
    let registry::Spot { lat_e6, lon_e6 } = placed.at;
    let degrees = |e6: i32| f64::from(e6) / 1e6;
    Some(Place {
        person: u32::try_from(placed.person).ok()?,
        at: Point::from_degrees(degrees(lat_e6), degrees(lon_e6)).ok()?,
        kind: placed.kind,
        language: placed.language,
        channels: placed.channels,
        rules: placed.rules,
        paused_until: None,
        seen_at: None,
        needs: Needs::of_bits(placed.needs),
    })
}
