//! Grids of people as GeoTIFF. A library reads the pixels. Where they lie is read here, because the crate
//! `geotiff` holds whole pictures and knows an older form of that library: of the coordinates only the plain
//! case is taken, degrees of WGS 84 with north up.

use super::{TO_DEGREES, TO_FEWER, said};
use std::io::{Read, Seek};
use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use vigie_core::audience::population::{CELLS_MAX, Lattice, Population};

/// Bytes of one strip or tile once it is unpacked: some programs write a picture as one strip.
const CHUNK_BYTES_MAX: usize = CELLS_MAX * size_of::<f64>();

/// Bytes of one tag: the places of all strips of the largest picture.
const TAG_BYTES_MAX: usize = 16 << 20;

pub(super) fn read(reader: impl Read + Seek) -> Result<Population, String> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = CHUNK_BYTES_MAX;
    limits.intermediate_buffer_size = CHUNK_BYTES_MAX;
    limits.ifd_value_size = TAG_BYTES_MAX;
    let mut decoder = Decoder::new(reader).map_err(broken)?.with_limits(limits);
    let lattice = lattice(&mut decoder)?;
    let cells = lattice.cells().map_err(|fault| said(&fault))?;
    let nothing = no_value(&mut decoder)?;
    let mut people = vec![0.0_f32; cells];
    let (width, height) = decoder.chunk_dimensions();
    let (width, height) = (width as usize, height as usize);
    if width == 0 || height == 0 {
        return Err("it is no GeoTIFF that can be read: its parts have no size".to_owned());
    }
    let across = lattice.columns.div_ceil(width);
    for chunk in 0..across * lattice.rows.div_ceil(height) {
        let number =
            u32::try_from(chunk).map_err(|_| format!("it has too many parts; {TO_FEWER}"))?;
        let pixels = decoder.read_chunk(number).map_err(broken)?;
        let pixels = numbers(&pixels, nothing)?;
        let (of_row, _) = decoder.chunk_data_dimensions(number);
        let (row, column) = (chunk / across * height, chunk % across * width);
        for (line, pixels) in pixels.chunks(of_row as usize).enumerate() {
            let start = (row + line) * lattice.columns + column;
            if let Some(to) = people.get_mut(start..start + pixels.len()) {
                to.copy_from_slice(pixels);
            }
        }
    }
    Population::new(lattice, people).map_err(|fault| said(&fault))
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
fn broken(why: tiff::TiffError) -> String {
    format!("it is no GeoTIFF that can be read: {why}; was it cut off?")
}

/// Where its cells lie.
fn lattice<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<Lattice, String> {
    let (columns, rows) = decoder.dimensions().map_err(broken)?;
    let samples = decoder.find_tag_unsigned::<u16>(Tag::SamplesPerPixel);
    let samples = samples.map_err(broken)?.unwrap_or(1);
    if samples != 1 {
        return Err(format!(
            "it has {samples} bands; take out the one of people with `gdal_translate -b 1 IN.tif OUT.tif`"
        ));
    }
    let is_point = keys(decoder)?;
    let (west, north, cell_width, cell_height) = corner(decoder)?;
    // A number that stands for the middle of its pixel begins half a pixel before it.
    let before = if is_point { 0.5 } else { 0.0 };
    Ok(Lattice {
        north: north + cell_height * before,
        west: west - cell_width * before,
        cell_height,
        cell_width,
        rows: rows as usize,
        columns: columns as usize,
    })
}

/// Looks at what the coordinates are. Says whether a pixel stands for the point in its middle.
fn keys<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<bool, String> {
    const MODEL_TYPE: u16 = 1_024;
    const RASTER_TYPE: u16 = 1_025;
    const GEOGRAPHIC_TYPE: u16 = 2_048;
    const GEOGRAPHIC: u16 = 2;
    const PIXEL_IS_POINT: u16 = 2;
    /// WGS 84, and what lies within a step of it: ETRS89, NAD83; and what has no number.
    const NEAR_WGS_84: [u16; 4] = [4_326, 4_258, 4_269, 32_767];
    let directory = decoder.find_tag(Tag::GeoKeyDirectoryTag).map_err(broken)?;
    let Some(directory) = directory else {
        return Err(
            "nothing in it says where it lies: it is a picture and no map. Take the file as its publisher \
             gives it, or write its place into it with `gdal_edit.py -a_srs EPSG:4326 -a_ullr WEST NORTH \
             EAST SOUTH FILE`"
                .to_owned(),
        );
    };
    let directory = directory.into_u16_vec().map_err(broken)?;
    let key = |wanted: u16| {
        let all = directory.get(4..).unwrap_or_default().chunks_exact(4);
        let mut found = all.filter(|key| key[0] == wanted && key[1] == 0);
        found.next().map(|key| key[3])
    };
    let system = key(GEOGRAPHIC_TYPE);
    if key(MODEL_TYPE) != Some(GEOGRAPHIC) {
        return Err(format!(
            "it is not in degrees but on a flat map; {TO_DEGREES}"
        ));
    }
    if let Some(system) = system.filter(|system| !NEAR_WGS_84.contains(system)) {
        return Err(format!(
            "its degrees are those of EPSG:{system} and not of WGS 84; {TO_DEGREES}"
        ));
    }
    Ok(key(RASTER_TYPE) == Some(PIXEL_IS_POINT))
}

/// Longitude and latitude of the first pixel's corner, and how wide and high a pixel is.
fn corner<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<(f64, f64, f64, f64), String> {
    const MODEL_TRANSFORMATION: Tag = Tag::Unknown(34_264);
    let mut list = |tag| -> Result<Option<Vec<f64>>, String> {
        let value = decoder.find_tag(tag).map_err(broken)?;
        value.map(Value::into_f64_vec).transpose().map_err(broken)
    };
    let turned = || format!("it is turned, or north is not up; {TO_DEGREES}");
    let (scale, ties) = (list(Tag::ModelPixelScaleTag)?, list(Tag::ModelTiepointTag)?);
    if let (Some(scale), Some(ties)) = (scale, ties) {
        let ([width, height, ..], [column, row, _, lon, lat, ..]) = (&scale[..], &ties[..]) else {
            return Err(turned());
        };
        if *height <= 0.0 || *width <= 0.0 || ties.len() > 6 {
            return Err(turned());
        }
        return Ok((lon - column * width, lat + row * height, *width, *height));
    }
    match list(MODEL_TRANSFORMATION)?.as_deref() {
        Some([width, turn, _, lon, other, height, _, lat, ..])
            if *turn == 0.0 && *other == 0.0 && *height < 0.0 && *width > 0.0 =>
        {
            Ok((*lon, *lat, *width, -height))
        }
        Some(_) => Err(turned()),
        None => Err(format!(
            "nothing in it says where its corner lies; {TO_DEGREES}"
        )),
    }
}

/// What stands for a place that nothing is known of.
fn no_value<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<Option<f64>, String> {
    let Some(said) = decoder.find_tag(Tag::GdalNodata).map_err(broken)? else {
        return Ok(None);
    };
    let said = said.into_string().map_err(broken)?;
    let number = said.trim_end_matches('\0').trim().parse();
    number
        .map(Some)
        .map_err(|_| format!("{said:?} stands in it for what is not known, and is no number"))
}

/// Pixels as numbers of people; nobody where nothing is known.
fn numbers(pixels: &DecodingResult, nothing: Option<f64>) -> Result<Vec<f32>, String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "an estimate of people, to seven digits; what stands for nothing is written exactly so"
    )]
    fn all<T: Into<f64> + Copy>(pixels: &[T], nothing: Option<f64>) -> Vec<f32> {
        let is_nothing = |pixel: f64| match nothing {
            Some(nothing) => {
                pixel == nothing
                    || pixel as f32 == nothing as f32
                    || pixel.is_nan() && nothing.is_nan()
            }
            None => pixel.is_nan(),
        };
        let each = pixels.iter().map(|pixel| (*pixel).into());
        each.map(|pixel| if is_nothing(pixel) { 0.0 } else { pixel as f32 })
            .collect()
    }
    Ok(match pixels {
        DecodingResult::U8(pixels) => all(pixels, nothing),
        DecodingResult::U16(pixels) => all(pixels, nothing),
        DecodingResult::U32(pixels) => all(pixels, nothing),
        DecodingResult::I8(pixels) => all(pixels, nothing),
        DecodingResult::I16(pixels) => all(pixels, nothing),
        DecodingResult::I32(pixels) => all(pixels, nothing),
        DecodingResult::F32(pixels) => all(pixels, nothing),
        DecodingResult::F64(pixels) => all(pixels, nothing),
        DecodingResult::U64(_) | DecodingResult::I64(_) | DecodingResult::F16(_) => {
            return Err(
                "its numbers are of an unusual kind; write them anew with `gdal_translate -ot Float32 IN.tif \
                 OUT.tif`"
                    .to_owned(),
            );
        }
    })
}
