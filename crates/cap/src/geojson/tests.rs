//! Shapes and addresses of features, one sentence each.

use super::*;
use crate::doc::{DateTime, MsgType, Scope, Status};

fn alert(area: Area) -> Alert {
    let info = Info {
        areas: vec![area],
        event: "Rocket attack".into(),
        ..Info::default()
    };
    let sent = DateTime::new(1_702_008_600, 180).unwrap();
    let kind = (Status::Exercise, MsgType::Alert, Scope::Public);
    Alert {
        infos: vec![info],
        ..Alert::new("a-1", "duty@vigie.example", sent, kind)
    }
}

fn geometry_of(area: Area) -> Value {
    let alert = alert(area);
    feature(&Entry {
        alert: &alert,
        url: "https://vigie.example/cap/a-1.xml",
        language: None,
    })["geometry"]
        .clone()
}

#[test]
fn a_clockwise_ring_is_turned_and_the_longitude_comes_first() {
    let polygon = "0,0 1,0 1,1 0,0".parse().unwrap();
    let geometry = geometry_of(Area {
        polygons: vec![polygon],
        ..Area::new("Triangle")
    });
    assert_eq!(
        geometry,
        json!({"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]})
    );
}

#[test]
fn a_place_without_shape_has_no_geometry() {
    assert_eq!(geometry_of(Area::new("Baghdad")), Value::Null);
}

#[test]
fn a_circle_becomes_a_ring_at_its_radius() {
    let circle = "33.3,44.4 10".parse().unwrap();
    let geometry = geometry_of(Area {
        circles: vec![circle],
        ..Area::new("Disc")
    });
    let north = &geometry["coordinates"][0][0];
    // Ten kilometres are 0.0899 degrees of latitude.
    assert_eq!(north, &json!([44.4, 33.389_932]));
    assert_eq!(geometry["coordinates"][0].as_array().unwrap().len(), 65);
}

#[test]
fn a_circle_without_radius_is_a_point_and_what_is_said_twice_is_shown_once() {
    let circle = "33.3,44.4 0".parse().unwrap();
    let mut area = Area {
        circles: vec![circle, circle],
        ..Area::new("Point")
    };
    let point = json!({"type": "Point", "coordinates": [44.4, 33.3]});
    assert_eq!(geometry_of(area.clone()), point);
    area.polygons = vec!["0,0 1,0 1,1 0,0".parse().unwrap(); 2];
    let both = geometry_of(area);
    assert_eq!(
        (&both["geometries"][0]["type"], &both["geometries"][1]),
        (&json!("Polygon"), &point)
    );
}

#[test]
fn a_circle_around_the_pole_reaches_round_the_world() {
    let circle = "89.9,10 100".parse().unwrap();
    let geometry = geometry_of(Area {
        circles: vec![circle],
        ..Area::new("Pole")
    });
    assert_eq!(geometry["coordinates"][0][2], json!([180.0, 90.0]));
}

#[test]
fn references_lie_beside_the_alert() {
    assert_eq!(
        beside("https://vigie.example/cap/a-2.xml", "a-1"),
        "https://vigie.example/cap/a-1.xml"
    );
    assert_eq!(
        beside("https://api.weather.gov/alerts/urn:2", "urn:1"),
        "https://api.weather.gov/alerts/urn:1"
    );
}
