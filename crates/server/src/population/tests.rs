//! Files as publishers of such grids write them. Those of `tests/golden/population` were written by GDAL 3.6 from
//! one table of 30 rows of 40 cells, numbered from 1 in the north-west; of nine in the corner nothing is known.

use super::*;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::PathBuf;
use tiff::encoder::{TiffEncoder, colortype::Gray32Float};
use tiff::tags::Tag;
use vigie_core::audience::area::{Point, Ring};

const PEOPLE: u64 = 720_222;

fn golden(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/population");
    folder.join(name)
}

fn region(south: f64, west: f64, north: f64, east: f64) -> Region {
    let corners = [
        (south, west),
        (south, east),
        (north, east),
        (north, west),
        (south, west),
    ];
    let points = corners.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
    let ring = Ring::new(points.into()).unwrap();
    Region::polygon(&ring, &[])
}

/// The cells of row 10 and column 20, and of row 30 and column 40.
fn cells_of(grid: &Population) -> [u64; 2] {
    let cell = |south, west| {
        let region = region(south, west, south + 0.01, west + 0.01);
        grid.estimate(&region).people
    };
    [cell(33.20, 44.19), cell(33.0, 44.39)]
}

const CELLS: [u64; 2] = [9 * 40 + 20, 1_200];

#[test]
fn strips_and_tiles_of_every_usual_packing_and_number_are_read() {
    for name in [
        "tiles-deflate.tif",
        "strips-lzw.tif",
        "big-endian-bigtiff.tif",
        "point.tif",
    ] {
        let grid = read(&golden(name)).unwrap();
        assert_eq!((grid.all(), grid.cells()), (PEOPLE, 1_200), "{name}");
        assert_eq!(cells_of(&grid), CELLS, "{name}");
    }
}

#[test]
fn what_is_no_grid_of_people_in_degrees_is_refused_with_the_way_out() {
    for (name, why, way_out) in [
        ("utm.tif", "flat map", "gdalwarp -t_srs EPSG:4326"),
        ("picture.tif", "a picture and no map", "gdal_edit.py"),
        ("bands.tif", "has 2 bands", "gdal_translate -b 1"),
    ] {
        let fault = read(&golden(name)).unwrap_err();
        assert!(fault.contains(name), "{fault}");
        assert!(fault.contains(why) && fault.contains(way_out), "{fault}");
    }
    let fault = read(Path::new("/nowhere/people.tif")).unwrap_err();
    assert!(
        fault.starts_with("/nowhere/people.tif: failed to read it"),
        "{fault}"
    );
}

#[test]
fn a_file_that_was_cut_off_or_changed_anywhere_is_refused_or_read_and_never_worse() {
    let whole = std::fs::read(golden("tiles-deflate.tif")).unwrap();
    let all = geotiff::read(Cursor::new(&whole)).unwrap();
    for bytes in (0..whole.len()).step_by(7) {
        match geotiff::read(Cursor::new(&whole[..bytes])) {
            // What ends a packed tile may be missing when all of its numbers are there.
            Ok(read) => assert!(read == all && bytes + 16 > whole.len(), "{bytes} bytes"),
            Err(fault) => assert!(fault.contains("cut off"), "{bytes} bytes: {fault}"),
        }
    }
    for at in 0..whole.len().min(600) {
        for to in [0x00, 0xff, whole[at] ^ 0x80] {
            let mut changed = whole.clone();
            changed[at] = to;
            let _ = geotiff::read(Cursor::new(changed));
        }
    }
}

/// A GeoTIFF of one row, by another writer.
fn written(numbers: &[f32], corner: [f64; 6], keys: &[u16], no_value: &str) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let width = u32::try_from(numbers.len()).unwrap();
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder.new_image::<Gray32Float>(width, 1).unwrap();
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[0.5, 0.5, 0.0][..])
        .unwrap();
    tags.write_tag(Tag::ModelTiepointTag, &corner[..]).unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, keys).unwrap();
    if !no_value.is_empty() {
        tags.write_tag(Tag::GdalNodata, no_value).unwrap();
    }
    image.write_data(numbers).unwrap();
    bytes.into_inner()
}

const DEGREES: [u16; 12] = [1, 1, 0, 2, 1_024, 0, 1, 2, 2_048, 0, 1, 4_326];

#[test]
fn every_kind_of_mistake_in_numbers_is_named_with_its_place() {
    let corner = [0.0, 0.0, 0.0, 44.0, 33.0, 0.0];
    let fault = |numbers: &[f32], corner, keys: &[u16], no_value| {
        let bytes = written(numbers, corner, keys, no_value);
        geotiff::read(Cursor::new(bytes)).unwrap_err()
    };
    let read = geotiff::read(Cursor::new(written(
        &[1.0, -99_999.0],
        corner,
        &DEGREES,
        "-99999",
    )));
    assert_eq!(read.unwrap().all(), 1);
    let said = fault(&[1.0, -99_999.0], corner, &DEGREES, "");
    assert!(
        said.contains("row 1 from the north, column 2") && said.contains("a_nodata"),
        "{said}"
    );
    let said = fault(&[1.0, f32::INFINITY], corner, &DEGREES, "");
    assert!(said.contains("column 2 from the west holds inf"), "{said}");
    let said = fault(&[0.0, 0.0], corner, &DEGREES, "");
    assert!(said.contains("nobody lives anywhere"), "{said}");
    let said = fault(&[1.0], corner, &DEGREES, "nothing");
    assert!(said.contains("\"nothing\""), "{said}");
    let said = fault(
        &[1.0],
        [0.0, 0.0, 0.0, 440_000.0, 3_700_000.0, 0.0],
        &DEGREES,
        "",
    );
    assert!(
        said.contains("not on the globe; if these are metres"),
        "{said}"
    );
    let other = [1, 1, 0, 2, 1_024, 0, 1, 2, 2_048, 0, 1, 4_230];
    let said = fault(&[1.0], corner, &other, "");
    assert!(said.contains("EPSG:4230"), "{said}");
}

#[test]
fn a_grid_that_is_too_large_is_refused_before_it_is_read() {
    // As large as it says, and with nothing in it.
    let mut bytes = written(&[1.0], [0.0, 0.0, 0.0, 44.0, 33.0, 0.0], &DEGREES, "");
    let width = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let entries = usize::from(u16::from_le_bytes(
        bytes[width..width + 2].try_into().unwrap(),
    ));
    for entry in 0..entries {
        let at = width + 2 + entry * 12;
        let tag = u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap());
        if tag == 256 || tag == 257 {
            bytes[at + 2..at + 4].copy_from_slice(&4_u16.to_le_bytes());
            bytes[at + 8..at + 12].copy_from_slice(&40_000_u32.to_le_bytes());
        }
        if tag == Tag::ModelPixelScaleTag.to_u16() {
            let scale = u32::from_le_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
            bytes[scale..scale + 8].copy_from_slice(&0.001_f64.to_le_bytes());
            bytes[scale + 8..scale + 16].copy_from_slice(&0.001_f64.to_le_bytes());
        }
    }
    let fault = geotiff::read(Cursor::new(bytes)).unwrap_err();
    assert!(fault.contains("1600000000 cells, at most"), "{fault}");
    assert!(fault.contains("gdal_translate -projwin"), "{fault}");
}

/// The same table as a CSV file; cells of which nothing is known are left out.
fn csv(header: &str) -> String {
    let mut text = format!("{header}\n");
    for n in 1..=1_200_u32 {
        let (row, column) = ((n - 1) / 40, (n - 1) % 40);
        if row >= 3 || column >= 3 {
            let (lat, lon) = (
                33.295 - 0.01 * f64::from(row),
                44.005 + 0.01 * f64::from(column),
            );
            let _ = writeln!(text, "{lon:.4},{lat:.4},{n}");
        }
    }
    text
}

#[test]
fn a_table_of_cells_is_the_same_grid() {
    for header in [
        "X,Y,Z",
        "lon,lat,people",
        "\u{feff}Longitude,Latitude,population_2020",
    ] {
        let grid = table::read(csv(header).as_bytes()).unwrap();
        assert_eq!((grid.all(), grid.cells()), (PEOPLE, 1_200));
        assert_eq!(cells_of(&grid), CELLS);
    }
}

#[test]
fn every_fault_of_a_table_names_its_line_or_column() {
    let of = |text: &str| table::read(text.as_bytes()).unwrap_err();
    for (text, why) in [
        ("", "no column of it is the latitude"),
        ("lat,lon,shoes\n", "no column of it is the number of people"),
        ("lat,lon,people\n", "no line but the first"),
        ("lat,lon,people\n33,44,7\n", "at least two rows"),
        (
            "lat,lon,people\n33,44,7\n33,45,x\n",
            "line 3: \"x\" is no number",
        ),
        (
            "lat,lon,people\n33,44,7\nNaN,45,1\n",
            "line 3: \"NaN\" is no number",
        ),
        (
            "lat,lon,people\n33,44,7\n33,45,-1\n",
            "line 3: -1 is no number of people",
        ),
        (
            "lat,lon,people\n144,33,7\n",
            "line 2: latitude 144 and longitude 33 are swapped",
        ),
        (
            "lat,lon,people\n144,200,7\n",
            "line 2: 144, 200 is not on the globe",
        ),
        (
            "lat,lon,people\n33,44,7\n33,45\n",
            "found record with 2 fields",
        ),
        (
            "lat,lon,people\n33,44,7\n34,44,7\n33,45,7\n33,45,8\n",
            "line 5: an earlier line is about the cell",
        ),
        (
            "lat,lon,people\n33,44,7\n34,44,7\n33,45,7\n35.4,45,8\n",
            "line 5: 35.4, 45 is not the middle of a cell",
        ),
        (
            "lat,lon,people\n-89,-179,1\n-88.999,-178.999,1\n89,179,1\n",
            "at most 48000000 are kept",
        ),
    ] {
        let fault = of(text);
        assert!(fault.contains(why), "{text:?}: {fault}");
    }
}

#[tokio::test]
async fn while_the_grid_is_read_or_cannot_be_no_number_is_made_up() {
    let config = |name: &str| PopulationConfig {
        grid: golden(name),
        source: "Census 2025".to_owned(),
    };
    let known = async |config: &PopulationConfig| {
        let inhabitants = Inhabitants::start(config);
        loop {
            let area = region(33.0, 44.39, 33.01, 44.4);
            let living = inhabitants.living_in(&area, Some(200)).unwrap();
            if living.not_known.as_deref() != Some("the grid is being read") {
                return living;
            }
            assert_eq!((living.estimate, living.unregistered), (None, None));
            tokio::task::yield_now().await;
        }
    };
    let living = known(&config("strips-lzw.tif")).await;
    assert_eq!(living.source, "Census 2025");
    assert_eq!(living.estimate.unwrap().people, 1_200);
    assert_eq!(living.unregistered, Some(1_000));
    let living = known(&config("utm.tif")).await;
    assert_eq!((living.estimate, living.unregistered), (None, None));
    assert!(living.not_known.unwrap().contains("flat map"));
    let none = Inhabitants::start(&PopulationConfig::default());
    assert_eq!(none.living_in(&region(33.0, 44.0, 34.0, 45.0), None), None);
}
