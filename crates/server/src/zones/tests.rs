use super::*;
use serde_json::json;

fn drawn(features: &Value, repair: Repair) -> Drawn {
    let file = tempfile::NamedTempFile::new().unwrap();
    let all = json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(file.path(), all.to_string()).unwrap();
    look(file.path(), repair).unwrap()
}

fn zone(id: &str, corners: &Value) -> Value {
    json!({ "type": "Feature", "properties": { "id": id, "version": 2, "people": 40 },
            "geometry": { "type": "Polygon", "coordinates": [corners] } })
}

#[test]
fn a_fault_of_a_zone_is_named_with_the_way_out() {
    let square = json!([[44.0, 33.0], [44.1, 33.0], [44.1, 33.1], [44.0, 33.0]]);
    let mut orphan = zone("orphan", &square);
    orphan["properties"]["parent"] = "nobody".into();
    let mut line = zone("line", &square);
    line["geometry"]["type"] = "LineString".into();
    let long: Vec<[f64; 2]> = (0..1_000_000).map(|_| [44.0, 33.0]).collect();
    let said = drawn(
        &json!([
            zone("good", &square),
            zone("good", &square),
            zone("Not a name", &square),
            zone(
                "swapped",
                &json!([[33.0, 144.0], [33.1, 144.0], [33.1, 144.1], [33.0, 144.0]])
            ),
            zone("nan", &json!([[null, 33.0]])),
            zone(
                "open",
                &json!([[44.0, 33.0], [44.1, 33.0], [44.1, 33.1], [44.0, 33.1]])
            ),
            zone("survey", &json!(long)),
            orphan,
            line,
        ]),
        Repair::No,
    );
    let expected = [
        "no name of a zone",
        "swapped: GeoJSON writes longitude first",
        "is not two numbers",
        "is open",
        "1000000 corners is refused",
        "LineString",
        "there twice",
        "parent nobody is not in the file",
    ];
    assert_eq!(said.faults.len(), expected.len(), "{:#?}", said.faults);
    for (fault, why) in said.faults.iter().zip(expected) {
        assert!(fault.contains(why), "{fault}");
    }
    assert_eq!(said.zones[0].people, Some(40));
}

#[test]
fn holes_islands_codes_and_the_edges_of_the_map_are_read_as_they_are() {
    let square = |west: f64, side: f64| {
        json!([
            [west, 33.0],
            [west + side, 33.0],
            [west + side, 33.0 + side],
            [west, 33.0 + side],
            [west, 33.0]
        ])
    };
    let mut holed = zone("holed", &square(44.0, 0.3));
    let hole = json!([
        [44.1, 33.1],
        [44.2, 33.1],
        [44.2, 33.2],
        [44.1, 33.2],
        [44.1, 33.1]
    ]);
    holed["geometry"]["coordinates"] = json!([square(44.0, 0.3), hole]);
    holed["properties"]["geocode"] = json!({ "WARNCELLID": ["105", "106"], "FIPS": "7" });
    holed["properties"]["replaces"] = json!(["old"]);
    let mut islands = zone("islands", &square(44.0, 0.1));
    islands["geometry"] = json!({ "type": "MultiPolygon", "coordinates": [[square(50.0, 0.1)], [square(51.0, 0.1)]] });
    let pole = json!([
        [-180.0, 80.0],
        [0.0, 80.0],
        [0.0, 90.0],
        [-180.0, 90.0],
        [-180.0, 80.0]
    ]);
    let said = drawn(&json!([holed, islands, zone("pole", &pole)]), Repair::No);
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    let [holed, islands, _] = said.zones.as_slice() else {
        panic!("{said:?}")
    };
    let within = |lat, lon| {
        let at = Point::from_degrees(lat, lon).unwrap();
        holed.rings.iter().any(|ring| ring.contains(at))
    };
    assert!(within(33.05, 44.15) && within(33.15, 44.05) && within(33.25, 44.25));
    assert!(!within(33.15, 44.15) && !within(33.12, 44.18));
    assert!(
        said.said[0].contains("leave out its 1 hole"),
        "{:?}",
        said.said
    );
    assert_eq!(
        holed.geocodes["WARNCELLID"].len() + holed.geocodes["FIPS"].len(),
        3
    );
    assert_eq!(islands.rings.len(), 2);
    let over = json!([
        [179.0, 0.0],
        [-179.0, 0.0],
        [-179.0, 1.0],
        [179.0, 1.0],
        [179.0, 0.0]
    ]);
    let beyond = json!([
        [179.0, 0.0],
        [181.0, 0.0],
        [181.0, 1.0],
        [179.0, 1.0],
        [179.0, 0.0]
    ]);
    let touching = json!([
        [44.0, 33.0],
        [44.2, 33.0],
        [44.1, 33.1],
        [44.2, 33.2],
        [44.0, 33.2],
        [44.1, 33.1],
        [44.0, 33.0]
    ]);
    let said = drawn(
        &json!([
            zone("over", &over),
            zone("beyond", &beyond),
            zone("touching", &touching)
        ]),
        Repair::No,
    );
    let expected = [
        "180th meridian, split it there",
        "-180 to 180",
        "--repair would draw 2 rings",
    ];
    assert_eq!(said.faults.len(), expected.len(), "{:#?}", said.faults);
    for (fault, why) in said.faults.iter().zip(expected) {
        assert!(fault.contains(why), "{fault}");
    }
}

#[test]
fn what_crosses_itself_is_mended_only_when_asked_and_it_is_said() {
    let bow = json!([
        [44.0, 33.0],
        [44.1, 33.1],
        [44.0, 33.1],
        [44.1, 33.0],
        [44.0, 33.0]
    ]);
    let features = json!([zone("bow", &bow)]);
    let refused = drawn(&features, Repair::No);
    assert!(refused.zones.is_empty());
    assert!(
        refused.faults[0].contains("--repair would draw 2 rings"),
        "{:?}",
        refused.faults
    );
    let mended = drawn(&features, Repair::Yes);
    assert_eq!(mended.zones[0].rings.len(), 2);
    assert_eq!((mended.faults.len(), mended.offers.len()), (0, 1));
    let nameless = drawn(&json!([zone("", &bow)]), Repair::No);
    assert!(
        nameless.faults[0].contains("no name of a zone")
            && nameless.faults[1].starts_with("feature 1: ")
            && nameless.faults[1].contains("--repair would draw 2 rings"),
        "{:?}",
        nameless.faults
    );
}
