//! A file as lines of named columns: CSV with any of the usual separators, or GeoJSON with a point for each
//! person.

use super::FILE_BYTES_MAX;
use super::encoding::{Reading, detect};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The lines of a file.
pub struct Sheet {
    /// What there is to say of the file as a whole.
    pub said: Option<String>,
    /// How many lines there are to expect, about.
    pub lines: usize,
    form: Form,
}

enum Form {
    Csv {
        bytes: Vec<u8>,
        reading: Reading,
        separator: u8,
        header: Vec<String>,
    },
    GeoJson(Vec<Value>),
}

/// One line, by the names of its columns.
pub type Fields = BTreeMap<String, String>;

/// Reads a file; what its first line names must be columns that are known.
pub fn read(path: &Path) -> Result<Sheet, String> {
    let failed = |why: std::io::Error| format!("failed to read {}: {why}", path.display());
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > FILE_BYTES_MAX {
        return Err(format!(
            "{} has {size} bytes, at most {FILE_BYTES_MAX} are taken; cut it into several files",
            path.display()
        ));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let is_json = bytes
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| *byte == b'{');
    if is_json { geojson(&bytes) } else { csv(bytes) }
}

fn csv(bytes: Vec<u8>) -> Result<Sheet, String> {
    let (bytes, reading, said) = detect(bytes);
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |separator: u8| memchr::memchr_iter(separator, first).count();
    let separator = *[b',', b';', b'\t', b'|']
        .iter()
        .rev()
        .max_by_key(|separator| count(**separator))
        .unwrap_or(&b',');
    let mut reader = reader(&bytes, separator);
    let header = reader.byte_headers().map_err(|why| why.to_string())?;
    let header: Vec<String> = header
        .iter()
        .map(|name| {
            reading
                .text(name)
                .trim()
                .to_lowercase()
                .replace([' ', '-'], "_")
        })
        .collect();
    for (at, name) in header.iter().enumerate() {
        super::line::known(name)?;
        if header[..at].contains(name) {
            return Err(format!(
                "column {name:?} is there twice; leave one of them out"
            ));
        }
    }
    let lines = memchr::memchr_iter(b'\n', &bytes).count();
    Ok(Sheet {
        said,
        lines,
        form: Form::Csv {
            bytes,
            reading,
            separator,
            header,
        },
    })
}

fn reader(bytes: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .delimiter(separator)
        .from_reader(bytes)
}

fn geojson(bytes: &[u8]) -> Result<Sheet, String> {
    let all: Value = serde_json::from_slice(bytes)
        .map_err(|why| format!("it is no JSON: {why}; was it cut off?"))?;
    let Some(Value::Array(features)) = all.get("features") else {
        return Err("it is no GeoJSON: there is no list of features".to_owned());
    };
    Ok(Sheet {
        said: None,
        lines: features.len(),
        form: Form::GeoJson(features.clone()),
    })
}

impl Sheet {
    /// Calls `each` with the number of a line and what it says, or why it cannot be read, until it is
    /// told to stop.
    pub fn each(
        &self,
        mut each: impl FnMut(usize, Result<Fields, String>) -> Result<(), String>,
    ) -> Result<(), String> {
        match &self.form {
            Form::GeoJson(features) => {
                for (at, feature) in features.iter().enumerate() {
                    each(at + 1, fields(feature))?;
                }
                Ok(())
            }
            Form::Csv {
                bytes,
                reading,
                separator,
                header,
            } => {
                let mut reader = reader(bytes, *separator);
                let mut record = csv::ByteRecord::new();
                loop {
                    let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
                    match reader.read_byte_record(&mut record) {
                        Ok(false) => return Ok(()),
                        Ok(true) => {
                            let line = record.position().map_or(line, |at| {
                                usize::try_from(at.line()).unwrap_or(usize::MAX)
                            });
                            each(line, by_name(header, &record, *reading))?;
                        }
                        Err(why) => each(line, Err(why.to_string()))?,
                    }
                }
            }
        }
    }
}

fn by_name(
    header: &[String],
    record: &csv::ByteRecord,
    reading: Reading,
) -> Result<Fields, String> {
    if record.len() != header.len() {
        return Err(format!(
            "it has {} columns, the first line names {}; is a separator missing, a quotation mark open, or \
             the file cut off?",
            record.len(),
            header.len()
        ));
    }
    let filled = header
        .iter()
        .zip(record)
        .filter(|(_, field)| !field.is_empty());
    Ok(filled
        .map(|(name, field)| (name.clone(), reading.text(field).into_owned()))
        .collect())
}

/// The properties of a feature, and its point as `lat` and `lon`.
fn fields(feature: &Value) -> Result<Fields, String> {
    let Some(properties) = feature.get("properties").and_then(Value::as_object) else {
        return Err("the feature has no properties".to_owned());
    };
    let mut fields = Fields::new();
    for (name, value) in properties {
        let name = name.to_lowercase();
        super::line::known(&name)?;
        match value {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::String(text) => {
                fields.insert(name, text.trim().to_owned());
            }
            other => {
                fields.insert(name, other.to_string());
            }
        }
    }
    match feature.get("geometry") {
        None | Some(Value::Null) => {}
        Some(geometry) if geometry["type"] == "Point" => {
            let (lon, lat) = (&geometry["coordinates"][0], &geometry["coordinates"][1]);
            fields.insert("lat".to_owned(), lat.to_string());
            fields.insert("lon".to_owned(), lon.to_string());
        }
        Some(geometry) => {
            return Err(format!(
                "the geometry is a {}, and a person has a Point; zones are looked at with `vigie zones`",
                geometry["type"]
            ));
        }
    }
    Ok(fields)
}
