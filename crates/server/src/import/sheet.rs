//! A file as lines of named columns: CSV with any of the usual separators, or GeoJSON with a point for each
//! person. It is gone through line by line, and never held whole: lists of millions are taken in on small machines.

use super::FILE_BYTES_MAX;
use super::encoding::{LINE_BYTES_MAX, Look, Reading, look};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// The lines of a file.
pub struct Sheet {
    /// What there is to say of the file as a whole.
    pub said: Option<String>,
    /// How many lines there are to expect, about.
    pub lines: usize,
    path: PathBuf,
    form: Form,
}

enum Form {
    Csv {
        reading: Reading,
        separator: u8,
        header: Vec<String>,
    },
    GeoJson,
}

/// One line, by the names of its columns.
pub type Fields = BTreeMap<String, String>;

/// What is called with the number of a line and what it says, or why it cannot be read.
type Each<'a> = &'a mut dyn FnMut(usize, Result<Fields, String>) -> Result<(), String>;

/// Looks through a file; what its first line names must be columns that are known.
pub fn read(path: &Path) -> Result<Sheet, String> {
    let size = std::fs::metadata(path).map_err(failed(path))?.len();
    if size > FILE_BYTES_MAX {
        return Err(format!(
            "{} has {size} bytes, at most {FILE_BYTES_MAX} are taken; cut it into several files",
            path.display()
        ));
    }
    let mut file = open(path)?;
    let start = file.fill_buf().map_err(failed(path))?;
    let is_json = start
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| *byte == b'{');
    if is_json {
        let mut lines = 0;
        people(file, &mut |feature: IgnoredAny| {
            let _ = feature;
            lines += 1;
            Ok(())
        })?;
        return Ok(Sheet {
            said: None,
            lines,
            path: path.to_owned(),
            form: Form::GeoJson,
        });
    }
    csv(path, file)
}

fn open(path: &Path) -> Result<BufReader<File>, String> {
    let file = File::open(path).map_err(failed(path))?;
    Ok(BufReader::with_capacity(256 << 10, file))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |why| format!("failed to read {}: {why}", path.display())
}

fn csv(path: &Path, file: BufReader<File>) -> Result<Sheet, String> {
    let Look {
        reading,
        lines,
        first,
        said,
    } = look(file).map_err(failed(path))?;
    let count = |separator: u8| memchr::memchr_iter(separator, &first).count();
    let separator = *[b',', b';', b'\t', b'|']
        .iter()
        .rev()
        .max_by_key(|separator| count(**separator))
        .unwrap_or(&b',');
    let mut reader = reader(first.as_slice(), separator);
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
    if header.iter().all(String::is_empty) {
        return Err(format!(
            "{} names no column in its first line; is it empty, or cut off?",
            path.display()
        ));
    }
    for (at, name) in header.iter().enumerate() {
        super::line::known(name)?;
        if header[..at].contains(name) {
            return Err(format!(
                "column {name:?} is there twice; leave one of them out"
            ));
        }
    }
    Ok(Sheet {
        said,
        lines,
        path: path.to_owned(),
        form: Form::Csv {
            reading,
            separator,
            header,
        },
    })
}

fn reader<R: std::io::Read>(from: R, separator: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .delimiter(separator)
        .from_reader(from)
}

impl Sheet {
    /// Calls `each` with the number of a line and what it says, or why it cannot be read, until it is
    /// told to stop.
    pub fn each(
        &self,
        mut each: impl FnMut(usize, Result<Fields, String>) -> Result<(), String>,
    ) -> Result<(), String> {
        let file = open(&self.path)?;
        match &self.form {
            Form::GeoJson => {
                let mut number = 0;
                people(file, &mut |feature: Value| {
                    number += 1;
                    each(number, fields(&feature))
                })
            }
            Form::Csv {
                reading,
                separator,
                header,
            } => {
                let text = reading.open(file).map_err(failed(&self.path))?;
                lines(reader(text, *separator), header, *reading, &mut each)
            }
        }
    }
}

fn lines<R: std::io::Read>(
    mut reader: csv::Reader<R>,
    header: &[String],
    reading: Reading,
    each: Each<'_>,
) -> Result<(), String> {
    let mut record = csv::ByteRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_byte_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = record
                    .position()
                    .map_or(line, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
                each(line, by_name(header, &record, reading))?;
            }
            Err(why) if why.is_io_error() => return Err(format!("failed to read on: {why}")),
            Err(why) => each(line, Err(why.to_string()))?,
        }
    }
}

fn by_name(
    header: &[String],
    record: &csv::ByteRecord,
    reading: Reading,
) -> Result<Fields, String> {
    let bytes = record.as_slice().len();
    if bytes as u64 > LINE_BYTES_MAX {
        return Err(format!(
            "it has {bytes} bytes, at most {LINE_BYTES_MAX} are read; is a quotation mark open?"
        ));
    }
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

fn people<T: serde::de::DeserializeOwned>(
    file: BufReader<File>,
    each: &mut dyn FnMut(T) -> Result<(), String>,
) -> Result<(), String> {
    if features(file, each)? {
        Ok(())
    } else {
        Err("it is no GeoJSON: there is no list of features".to_owned())
    }
}

/// Calls `each` with the features of a collection in a file, one after the other. Says whether there was a list of
/// them.
pub(crate) fn features_of<T: serde::de::DeserializeOwned>(
    path: &Path,
    each: &mut dyn FnMut(T) -> Result<(), String>,
) -> Result<bool, String> {
    features(open(path)?, each).map_err(|why| format!("{}: {why}", path.display()))
}

fn features<T: serde::de::DeserializeOwned>(
    file: BufReader<File>,
    each: &mut dyn FnMut(T) -> Result<(), String>,
) -> Result<bool, String> {
    let mut stopped = None;
    let mut reader = serde_json::Deserializer::from_reader(file);
    let there = reader.deserialize_map(Collection(&mut |feature| {
        each(feature).map_err(|why| stopped = Some(why))
    }));
    let whole = there.and_then(|there| reader.end().map(|()| there));
    match (stopped, whole) {
        (Some(why), _) => Err(why),
        (None, Err(why)) => Err(format!("it is no JSON: {why}; was it cut off?")),
        (None, Ok(is_there)) => Ok(is_there),
    }
}

/// Reads a collection of features without holding them. Says whether there was a list of them.
struct Collection<'a, T>(&'a mut dyn FnMut(T) -> Result<(), ()>);

impl<'de, T: serde::de::DeserializeOwned> Visitor<'de> for Collection<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection of features")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut is_there = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == "features" {
                is_there |= map.next_value_seed(Features(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(is_there)
    }
}

struct Features<'a, T>(&'a mut dyn FnMut(T) -> Result<(), ()>);

impl<'de, T: serde::de::DeserializeOwned> DeserializeSeed<'de> for Features<'_, T> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<bool, D::Error> {
        list.deserialize_any(self)
    }
}

impl<'de, T: serde::de::DeserializeOwned> Visitor<'de> for Features<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while let Some(feature) = list.next_element()? {
            if (self.0)(feature).is_err() {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(true)
    }
}
