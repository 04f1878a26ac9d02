//! Two numbers that should be a place: not swapped, not in another unit, not at the corner of the map where
//! programs put what they do not know.

use vigie_core::audience::area::{Point, Ring};
use vigie_store::registry::Spot;

/// How far outside the zones of a site somebody may care about something before swapped numbers are
/// suspected, in micro-degrees: half the way around the globe is still allowed if nothing speaks against it.
const NEAR_E6: i32 = 2_000_000;

/// Reads two numbers. `zones` tells where the site is.
pub fn read(lat: &str, lon: &str, zones: &[&Ring]) -> Result<Spot, String> {
    let number = |name: &str, text: &str| {
        let number = text.trim().replace(',', ".").parse::<f64>();
        number
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| format!("{name} {text:?} is not a number of degrees such as 33.31254"))
    };
    let (lat, lon) = (number("latitude", lat)?, number("longitude", lon)?);
    let point = match Point::from_degrees(lat, lon) {
        Ok(point) => point,
        Err(_) if Point::from_degrees(lon, lat).is_ok() => {
            return Err(format!(
                "latitude {lat} and longitude {lon} are swapped: latitude is between -90 and 90; exchange \
                 the columns"
            ));
        }
        Err(fault) => return Err(fault.to_string()),
    };
    if (point.lat_e6(), point.lon_e6()) == (0, 0) {
        return Err(
            "0, 0 lies in the ocean; leave both empty where the place is not known".to_owned(),
        );
    }
    let is_near = |point: Point| zones.iter().any(|ring| near(ring, point));
    if !is_near(point) && point.swapped().is_some_and(is_near) {
        return Err(format!(
            "latitude {lat} and longitude {lon} seem swapped: the other way round they lie at this site; \
             exchange the columns"
        ));
    }
    Ok(Spot {
        lat_e6: point.lat_e6(),
        lon_e6: point.lon_e6(),
    })
}

fn near(ring: &Ring, point: Point) -> bool {
    ring.points().iter().any(|corner| {
        corner.lat_e6().abs_diff(point.lat_e6()) <= NEAR_E6.unsigned_abs()
            && corner.lon_e6().abs_diff(point.lon_e6()) <= NEAR_E6.unsigned_abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_is_said_with_what_is_wrong() {
        let corner = |lat, lon| Point::from_degrees(lat, lon).unwrap();
        let ring = Ring::new(vec![
            corner(33.3, 44.3),
            corner(33.3, 44.4),
            corner(33.4, 44.4),
            corner(33.3, 44.3),
        ]);
        let ring = ring.unwrap();
        let zones = [&ring];
        for (lat, lon, why) in [
            ("NaN", "44.3", "not a number"),
            ("inf", "44.3", "not a number"),
            ("", "44.3", "not a number"),
            ("144.3", "33.3", "are swapped"),
            ("44.35", "33.35", "seem swapped"),
            ("0", "0", "ocean"),
            ("91", "181", "not on the globe"),
        ] {
            let refused = read(lat, lon, &zones).unwrap_err();
            assert!(refused.contains(why), "{lat}, {lon}: {refused}");
        }
        let spot = read("33,35", " 44.35", &zones).unwrap();
        assert_eq!((spot.lat_e6, spot.lon_e6), (33_350_000, 44_350_000));
        assert!(
            read("48.85", "2.35", &zones).is_ok(),
            "parents live far away"
        );
    }
}
