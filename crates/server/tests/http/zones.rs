//! Zones of an authority's file: one change for two people, and whoever follows a name that is gone goes on
//! hearing; what is wrong with a file is said, and then nothing of it is kept.

use crate::changes::said;
use crate::house::{House, vigie};
use crate::listen::Wire;
use crate::relay::Station;
use serde_json::{Value, json};
use std::process::Output;

/// A square of ground west of the compound, so many hundredths of a degree wide.
fn square(west: f64, wide: f64) -> Value {
    let (west, east) = (44.20 + west / 100.0, 44.20 + (west + wide) / 100.0);
    json!([
        [west, 33.30],
        [east, 33.30],
        [east, 33.32],
        [west, 33.32],
        [west, 33.30]
    ])
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "written at the call with `json!`"
)]
fn feature(properties: Value, rings: &[Value]) -> Value {
    json!({ "type": "Feature", "properties": properties,
            "geometry": { "type": "Polygon", "coordinates": rings } })
}

fn north() -> Value {
    feature(
        json!({ "id": "north", "name": "North", "version": 1, "people": 300, "geocode": { "WARNCELLID": "105" } }),
        &[square(0.0, 8.0)],
    )
}

/// Two zones in place of the one: an authority grew finer.
fn halves() -> [Value; 2] {
    let half = |id: &str, west: f64| {
        feature(
            json!({ "id": id, "name": { "en": id, "fr": id }, "version": 2, "people": 150, "replaces": ["north"] }),
            &[square(west, 4.0)],
        )
    };
    [half("north-1", 0.0), half("north-2", 4.0)]
}

/// A house whose zones come from a file as well.
fn house() -> House {
    let house = House::closed();
    let text = std::fs::read_to_string(house.config()).unwrap();
    let text = text.replace("[site]\n", "[site]\nzone_file = \"zones.geojson\"\n");
    std::fs::write(house.config(), text).unwrap();
    house
}

fn import(house: &House, features: &Value, more: &[&str]) -> Output {
    let file = house.path().join("from-the-authority.geojson");
    let all = json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(&file, all.to_string()).unwrap();
    let (file, config) = (
        file.display().to_string(),
        house.config().display().to_string(),
    );
    let mut arguments = vec!["import", &file, "--config", &config];
    arguments.extend(more);
    vigie(&arguments)
}

async fn warned(house: &House, zone: &str) -> u64 {
    let warnings = "/api/v1/exercise/warnings";
    let draft =
        json!({ "danger": "rockets", "zones": [zone], "status": "exercise", "valid_s": 600 });
    let drafted = house.post("duty-1", warnings, draft).await.expect(201);
    let path = format!("{warnings}/{}", drafted["warning"]);
    let shown = house
        .post("duty-1", &format!("{path}/submit"), json!({}))
        .await
        .expect(200);
    let body = json!({ "sha256": shown["sha256"] });
    house
        .post("duty-2", &format!("{path}/approve"), body)
        .await
        .expect(200);
    drafted["warning"].as_u64().unwrap()
}

async fn heard_by(house: &House, zone: &str) -> (usize, usize) {
    let feed = format!("/alerts/active?status=exercise&zone={zone}");
    let feed = house.get("", &feed).await.expect(200);
    let topic = house.get("", &format!("/{zone}/json?poll=1")).await;
    assert_eq!(topic.status, 200, "{}", topic.text);
    (
        feed["features"].as_array().unwrap().len(),
        topic.text.lines().count(),
    )
}

#[tokio::test]
async fn whoever_follows_a_zone_that_its_authority_cut_in_two_goes_on_hearing() {
    let mut house = house();
    let first = import(&house, &json!([north()]), &[]);
    assert!(first.status.success(), "{}", said(&first));
    house.start();
    let zones = house.get("duty-1", "/api/v1/zones").await.expect(200);
    assert_eq!(zones["zones"]["north"]["version"], 1, "{zones}");
    let unknown = house.get("", "/live?zone=north-1").await;
    assert!(unknown.text.contains("zone_unknown"), "{}", unknown.text);

    let finer = json!(halves());
    let asked = import(&house, &finer, &["--dry-run"]);
    assert!(asked.status.success(), "{}", said(&asked));
    let line = "zone north is taken out: where it was, north-1, north-2 warn; whoever follows it goes on hearing";
    assert!(said(&asked).contains(line), "{}", said(&asked));
    assert!(
        !said(&asked).contains("nobody is warned"),
        "{}",
        said(&asked)
    );
    let put = import(&house, &finer, &[]);
    assert!(put.status.success(), "{}", said(&put));
    assert!(
        house.path().join("zones.1.geojson").exists(),
        "the drawing before is kept"
    );

    house.configured(|text| text);
    let change = house.waiting().await;
    assert!(change["says"].to_string().contains(line), "{change}");
    house.let_in().await;

    let relay = Station::of(&house.base, 1).await;
    relay.until_linked(true).await;
    relay.until_it_knows_the_zones().await;
    let mut behind = Wire::socket_at(&relay.base, "?zone=north").await;
    let mut follower = Wire::socket(&house, "?zone=north").await;
    let since = house.head().await;
    warned(&house, "north-2").await;
    let heard = follower.bulletins(1).await;
    assert!(heard[0] > 0 && house.head().await > since);
    assert_eq!(behind.bulletins(1).await, heard, "at a relay as well");
    assert_eq!(heard_by(&house, "north").await, (1, 1));
    assert_eq!(heard_by(&house, "town").await, (0, 0));
    let question = json!({ "zones": ["north"] });
    let counted = house.post("duty-2", "/api/v1/audience", question).await;
    assert!([200, 503].contains(&counted.status), "{}", counted.text);

    // And after the next start, when nothing remembers it but the journal.
    house.kill();
    house.start();
    assert_eq!(heard_by(&house, "north").await, (1, 1));
    Wire::socket(&house, "?zone=north").await;
}

#[tokio::test]
async fn a_code_of_an_authority_has_the_ground_of_the_zones_that_bear_it() {
    let mut house = house();
    assert!(import(&house, &json!([north()]), &[]).status.success());
    let people = house.path().join("people.csv");
    std::fs::write(
        &people,
        "name,mail,lat,lon\nNadia,n@site.example,33.31,44.22\nFar,f@site.example,33.31,44.39\n",
    )
    .unwrap();
    let config = house.config().display().to_string();
    let taken = vigie(&["import", &people.display().to_string(), "--config", &config]);
    assert!(taken.status.success(), "{}", said(&taken));
    house.start();
    let question = json!({ "geocodes": [["WARNCELLID", "105"]] });
    let counted = loop {
        let answer = house
            .post("duty-2", "/api/v1/audience", question.clone())
            .await;
        if answer.status != 503 {
            break answer.expect(200);
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(counted["people"], 1, "{counted}");
    let unknown = json!({ "geocodes": [["WARNCELLID", "106"]] });
    let refused = house.post("duty-2", "/api/v1/audience", unknown).await;
    refused.refused(422, "area_unfit");
    assert!(refused.text.contains("WARNCELLID 106"), "{}", refused.text);
    // What goes out for the zone names its code, for those who know places by codes alone.
    let warning = warned(&house, "north").await;
    let shown = house
        .get("duty-1", &format!("/api/v1/exercise/warnings/{warning}"))
        .await
        .expect(200);
    let feed = house
        .get("", "/alerts/active?status=exercise&zone=north")
        .await
        .expect(200);
    let codes = &feed["features"][0]["properties"]["geocode"];
    assert_eq!(codes["WARNCELLID"], json!(["105"]), "{shown}");
}

#[test]
fn a_file_with_a_fault_changes_nothing_and_every_fault_is_said() {
    let house = house();
    assert!(import(&house, &json!([north()]), &[]).status.success());
    let kept = || std::fs::read_to_string(house.path().join("zones.geojson")).unwrap();
    let before = kept();
    let with = |properties: Value, ring: Value| feature(properties, &[ring]);
    let named = |id: &str| json!({ "id": id, "version": 2 });
    let swapped = json!([
        [33.30, 44.2],
        [33.30, 44.28],
        [33.32, 44.28],
        [33.32, 44.2],
        [33.30, 44.2]
    ]);
    let bow = json!([
        [44.2, 33.3],
        [44.3, 33.4],
        [44.2, 33.4],
        [44.3, 33.3],
        [44.2, 33.3]
    ]);
    let long: Vec<[f64; 2]> = (0..1_000_000)
        .map(|n| {
            let turn = f64::from(n) / 1e6 * std::f64::consts::TAU;
            [44.2 + turn.cos(), 33.3 + turn.sin()]
        })
        .collect();
    let old = feature(json!({ "id": "north", "version": 0 }), &[square(0.0, 7.0)]);
    let same = feature(json!({ "id": "north", "version": 1 }), &[square(0.0, 7.0)]);
    for (features, why) in [
        (json!([with(named("swapped"), swapped)]), "seem swapped"),
        (
            json!([with(named("bow"), bow.clone())]),
            "--repair would draw 2 rings",
        ),
        (
            json!([with(named("survey"), json!(long))]),
            "a ring of 1000000 corners is refused",
        ),
        (
            json!([with(named("off"), json!([[44.2, 133.3]]))]),
            "is swapped: GeoJSON writes longitude first",
        ),
        (
            json!([with(
                json!({ "id": "part", "parent": "nobody" }),
                square(0.0, 1.0)
            )]),
            "parent nobody is not in the file",
        ),
        (
            json!([with(json!({ "id": "town" }), square(0.0, 1.0))]),
            "also in the zone file",
        ),
        (json!([old]), "drawing 0 is older than 1"),
        (json!([same]), "each drawing has a number of its own"),
    ] {
        let refused = import(&house, &features, &[]);
        assert!(!refused.status.success(), "{why}");
        assert!(said(&refused).contains(why), "{why}: {}", said(&refused));
        assert!(
            said(&refused).contains("nothing is kept"),
            "{}",
            said(&refused)
        );
        assert_eq!(kept(), before, "{why}");
    }
    let mended = import(
        &house,
        &json!([north(), with(named("bow"), bow)]),
        &["--repair"],
    );
    assert!(mended.status.success(), "{}", said(&mended));
    assert!(
        said(&mended).contains("zone bow: drawn anew: 2 rings"),
        "{}",
        said(&mended)
    );
    let holed = json!({ "type": "Feature", "properties": { "id": "ring-road", "version": 1 },
        "geometry": { "type": "Polygon", "coordinates": [square(0.0, 6.0),
            [[44.21, 33.305], [44.23, 33.305], [44.23, 33.315], [44.21, 33.315], [44.21, 33.305]]] } });
    let cut = import(&house, &json!([holed]), &[]);
    assert!(cut.status.success(), "{}", said(&cut));
    assert!(
        said(&cut).contains("leave out its 1 hole"),
        "{}",
        said(&cut)
    );
}

#[tokio::test]
async fn an_area_that_is_none_is_refused_at_the_door_with_the_way_out() {
    let house = House::open();
    let ask = |area: Value| house.post("duty-2", "/api/v1/audience", area);
    let ring = |corners: &[[f64; 2]]| json!({ "polygons": [corners] });
    let swapped = [
        [44.38, 33.30],
        [44.40, 33.30],
        [44.40, 33.32],
        [44.38, 33.30],
    ];
    let off = [[144.0, 33.0], [144.0, 34.0], [145.0, 34.0], [144.0, 33.0]];
    let touching = [
        [33.0, 44.0],
        [33.0, 44.2],
        [33.1, 44.1],
        [33.2, 44.2],
        [33.2, 44.0],
        [33.1, 44.1],
        [33.0, 44.0],
    ];
    let over = [
        [0.0, 179.0],
        [0.0, -179.0],
        [1.0, -179.0],
        [1.0, 179.0],
        [0.0, 179.0],
    ];
    for (area, why) in [
        (ring(&swapped), "seem swapped"),
        (ring(&off), "seem swapped"),
        (ring(&touching), "crosses itself"),
        (ring(&over), "split it there in two"),
    ] {
        let refused = ask(area).await;
        refused.refused(422, "area_unfit");
        assert!(refused.text.contains(why), "{why}: {}", refused.text);
    }
    // JSON has no word for what is no number.
    let no_number = ask(json!({ "circles": [[null, 44.0, 1.0]] })).await;
    assert!((400..500).contains(&no_number.status), "{}", no_number.text);
    // More than a body may have here; nothing of it is looked at.
    let long: Vec<[f64; 2]> = vec![[33.3, 44.4]; 500];
    assert_eq!(ask(ring(&long)).await.status, 413);
    // A cap over the pole, and a circle over the antimeridian, are places like any other.
    let pole = [
        [80.0, -180.0],
        [80.0, 0.0],
        [90.0, 0.0],
        [90.0, -180.0],
        [80.0, -180.0],
    ];
    for area in [
        ring(&pole),
        json!({ "circles": [[0.0, 180.0, 50.0]] }),
        json!({ "circles": [[90.0, 0.0, 50.0]] }),
    ] {
        assert!([200, 503].contains(&ask(area).await.status));
    }
}
