//! One line of a list as a person, or every fault of it: the column, the value, and how to mend it.

use super::sheet::Fields;
use super::{coordinates, list};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use vigie_core::audience::area::Ring;
use vigie_core::audience::rules::Rules;
use vigie_core::decision::standing_order::hours::{Day, Hours};
use vigie_core::ids::is_name;
use vigie_store::registry::{Endpoint, Follows, NEEDS, NewPerson, Place};

/// Columns, and what each may say.
pub const COLUMNS: [(&str, &str); 20] = [
    (
        "id",
        "what your own list calls the person; a list that is taken in again finds them by it",
    ),
    ("name", "name for responders"),
    (
        "group",
        "team, floor or family that a headcount counts together",
    ),
    ("language", "language tag such as en or ar"),
    ("phone", "phone number, national or with +"),
    ("mail", "mail address"),
    ("channels", "ways in order of preference, such as sms;mail"),
    ("needs", "deaf;blind;wheelchair"),
    ("lat", "latitude of the home in degrees"),
    ("lon", "longitude of the home in degrees"),
    ("address", "postal address of the home"),
    (
        "quiet",
        "not to be disturbed, such as 22:00-06:00, sat 12:00-14:00",
    ),
    ("time_zone", "of quiet and of hours, such as Europe/Paris"),
    ("follow", "yes if alerts follow the person"),
    (
        "until",
        "last day on which the person is kept, such as 2027-06-30",
    ),
    (
        "paused_until",
        "sent nothing until then, such as 2027-06-30 or 2027-06-30T12:00:00Z; it ends by itself",
    ),
    (
        "rules",
        "quiet hours and schedules of places, as this program exports them",
    ),
    (
        "ways",
        "all ways in order of preference, as this program exports them",
    ),
    ("places", "all places, as this program exports them"),
    ("country", "of a national phone number, two letters"),
];

/// What lists of others call a column, and what it is here. Nobody is asked to trust a guess: the list says it.
const OTHERWISE: [(&str, &str); 13] = [
    ("sms", "phone"),
    ("mobile", "phone"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("phone_number", "phone"),
    ("email", "mail"),
    ("e_mail", "mail"),
    ("latitude", "lat"),
    ("longitude", "lon"),
    ("lng", "lon"),
    ("long", "lon"),
    ("lang", "language"),
    ("full_name", "name"),
];

/// Parts of the name of a column about another place, such as `school_lat`.
const OF_PLACE: [&str; 3] = ["_lat", "_lon", "_address"];

/// The part of the name of a column that says when a place counts, such as `school_hours`.
const HOURS: &str = "_hours";

/// Refuses a column that is not known.
pub fn known(name: &str) -> Result<(), String> {
    let is_known = COLUMNS.iter().any(|(column, _)| *column == name)
        || OF_PLACE
            .iter()
            .chain([&HOURS])
            .any(|end| name.strip_suffix(end).is_some_and(is_kind));
    if is_known {
        return Ok(());
    }
    let meant = OTHERWISE.iter().find(|(other, _)| *other == name);
    let meant = meant.map_or(String::new(), |(_, column)| format!("call it {column:?}; "));
    let mut why = format!("column {name:?} is not known; {meant}the columns are:");
    for (column, meaning) in COLUMNS {
        let _ = write!(why, "\n  {column:<10} {meaning}");
    }
    let _ = write!(
        why,
        "\n  and for other places, such as a school, school_lat, school_lon, school_address, school_hours"
    );
    Err(why)
}

fn is_kind(kind: &str) -> bool {
    !kind.is_empty()
        && kind
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// What is said where a line says nothing.
pub struct Usual<'a> {
    /// Language of the texts.
    pub language: &'a str,
    /// Country of national phone numbers.
    pub country: Option<phonenumber::country::Id>,
    /// Time zone of quiet hours.
    pub time_zone: Option<&'a str>,
    /// The zones of the site.
    pub zones: &'a [&'a Ring],
}

/// Reads a line.
#[expect(
    clippy::too_many_lines,
    reason = "one question for each column, in the order of the manual"
)]
pub fn read(fields: &Fields, usual: &Usual<'_>) -> Result<NewPerson, Vec<String>> {
    let mut faults = Vec::new();
    let mut keep = |column: &str, said: Result<(), String>| {
        if let Err(why) = said {
            faults.push(format!("column {column}: {why}"));
        }
    };
    let field = |column: &str| fields.get(column).map(String::as_str);
    let mut who = NewPerson {
        name: field("name").unwrap_or_default().to_owned(),
        reference: field("id").map(str::to_owned),
        group: field("group").map(str::to_owned),
        language: field("language").unwrap_or(usual.language).to_owned(),
        ..NewPerson::default()
    };
    if !is_name(&who.language) {
        let why = format!("{:?} is not a language tag such as en or ar", who.language);
        keep("language", Err(why));
    }
    if let Some(number) = field("phone") {
        match phone(number, field("country"), usual.country) {
            Ok(number) => who.endpoints.push(endpoint("sms", number)),
            Err(why) => keep("phone", Err(why)),
        }
    }
    if let Some(address) = field("mail") {
        match mail(address) {
            Ok(address) => who.endpoints.push(endpoint("mail", address)),
            Err(why) => keep("mail", Err(why)),
        }
    }
    if let Some(text) = field("ways") {
        match list::ways(text) {
            Some(_) if !who.endpoints.is_empty() => keep(
                "ways",
                Err(
                    "phone, mail and ways cannot stand in one line; leave out one or the other"
                        .to_owned(),
                ),
            ),
            Some(ways) => who.endpoints = ways,
            None => keep("ways", Err(not_exported(text))),
        }
    }
    if let Some(order) = field("channels") {
        keep("channels", sort(&mut who.endpoints, order));
    }
    for need in words(field("needs").unwrap_or_default()) {
        if NEEDS.contains(&need.as_str()) {
            who.needs.push(need);
        } else {
            keep(
                "needs",
                Err(format!("{need:?} is not known; write {}", NEEDS.join(", "))),
            );
        }
    }
    match places(fields, usual.zones) {
        Ok(places) => who.places = places,
        Err(all) => {
            for (column, why) in all {
                keep(&column, Err(why));
            }
        }
    }
    if let Some(text) = field("places") {
        match list::places(text) {
            Some(_) if !who.places.is_empty() => keep(
                "places",
                Err("other columns say places as well; leave out one or the other".to_owned()),
            ),
            Some(places) => who.places = places,
            None => keep("places", Err(not_exported(text))),
        }
    }
    match schedule(fields, field("time_zone").or(usual.time_zone)) {
        Ok(rules) => who.rules = rules,
        Err(all) => {
            for (column, why) in all {
                keep(&column, Err(why));
            }
        }
    }
    if let Some(text) = field("rules") {
        match Rules::parse(text).map(|rules| rules.fault()) {
            Some(None) if !who.rules.is_empty() => keep(
                "rules",
                Err("quiet or hours stand in the same line; leave out one or the other".to_owned()),
            ),
            Some(None) => text.clone_into(&mut who.rules),
            Some(Some(why)) => keep("rules", Err(why)),
            None => keep("rules", Err(not_exported(text))),
        }
    }
    if let Some(text) = field("paused_until") {
        match moment(text) {
            Ok(until) => who.paused_until_ms = Some(until),
            Err(why) => keep("paused_until", Err(why)),
        }
    }
    match field("follow").map(str::to_lowercase).as_deref() {
        None | Some("no" | "false" | "0") => {}
        Some("yes" | "true" | "1") => who.follows = Follows::Yes,
        Some(other) => keep("follow", Err(format!("{other:?} is neither yes nor no"))),
    }
    if let Some(text) = field("until") {
        match moment(text) {
            Ok(until) => who.kept_until_ms = Some(until),
            Err(why) => keep("until", Err(why)),
        }
    }
    if faults.is_empty()
        && let Err(fault) = who.check()
    {
        faults.push(fault.to_string());
    }
    if faults.is_empty() {
        Ok(who)
    } else {
        Err(faults)
    }
}

fn endpoint(channel: &str, address: String) -> Endpoint {
    Endpoint {
        channel: channel.to_owned(),
        address,
        proven_at_ms: None,
    }
}

/// A phone number in any national form, as `+` and digits.
pub(crate) fn phone(
    number: &str,
    country: Option<&str>,
    usual: Option<phonenumber::country::Id>,
) -> Result<String, String> {
    let country = match country {
        Some(letters) => super::country(letters)?,
        None => usual,
    };
    if country.is_none() && !number.trim_start().starts_with(['+', '\u{ff0b}']) {
        return Err(format!(
            "{number:?} is a national number and nothing says of which country; write it with +, or name \
             the country with --country FR or a column country"
        ));
    }
    let parsed = phonenumber::parse(country, number)
        .map_err(|_| format!("{number:?} is no phone number; write it like +33 6 12 34 56 78"))?;
    if !phonenumber::is_valid(&parsed) {
        let of = country.map_or(String::new(), |id| format!(" in {}", id.as_ref()));
        return Err(format!(
            "{number:?} is a number that nobody can have{of}; is a digit missing, or is it of another \
             country?"
        ));
    }
    let form = phonenumber::Mode::E164;
    Ok(parsed.format().mode(form).to_string())
}

/// A mail address: one, and nothing that could begin another line of a message.
pub(crate) fn mail(address: &str) -> Result<String, String> {
    let bad = || format!("{address:?} is not a mail address such as name@example.org");
    let (name, host) = address.rsplit_once('@').ok_or_else(bad)?;
    let is_odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
    let host_fits = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..");
    if name.is_empty() || name.len() > 64 || !host_fits || address.contains(is_odd) {
        return Err(bad());
    }
    Ok(format!("{name}@{}", host.to_lowercase()))
}

fn sort(endpoints: &mut [Endpoint], order: &str) -> Result<(), String> {
    let order = words(order);
    let place = |channel: &str| order.iter().position(|word| word == channel);
    if let Some(word) = order
        .iter()
        .find(|word| !endpoints.iter().any(|one| one.channel == **word))
    {
        let column = if word == "sms" { "phone" } else { "mail" };
        return Err(format!(
            "{word:?} is preferred and the line gives no address for it; fill column {column}, or leave \
             it out"
        ));
    }
    endpoints.sort_by_key(|one| place(&one.channel).unwrap_or(usize::MAX));
    Ok(())
}

type PlaceFaults = Vec<(String, String)>;

fn places(fields: &Fields, zones: &[&Ring]) -> Result<Vec<Place>, PlaceFaults> {
    let mut kinds: BTreeMap<&str, [Option<&str>; 3]> = BTreeMap::new();
    for (column, value) in fields {
        for (at, end) in OF_PLACE.iter().enumerate() {
            let kind = if column == &end[1..] {
                Some("home")
            } else {
                column.strip_suffix(end)
            };
            if let Some(kind) = kind {
                kinds.entry(kind).or_default()[at] = Some(value);
            }
        }
    }
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    for (kind, [lat, lon, address]) in kinds {
        let column = if kind == "home" {
            "lat, lon".to_owned()
        } else {
            format!("{kind}_lat, {kind}_lon")
        };
        let (Some(lat), Some(lon)) = (lat, lon) else {
            let why = "an address or one number alone is no place; give latitude and longitude";
            faults.push((column, why.to_owned()));
            continue;
        };
        match coordinates::read(lat, lon, zones) {
            Ok(at) => places.push(Place {
                kind: kind.to_owned(),
                at,
                address: address.map(str::to_owned),
            }),
            Err(why) => faults.push((column, why)),
        }
    }
    if faults.is_empty() {
        Ok(places)
    } else {
        Err(faults)
    }
}

fn not_exported(text: &str) -> String {
    format!("{text:?} is not as this program exports it")
}

/// What columns say of quiet hours and of when places count, as rules; nothing if they say nothing.
fn schedule(fields: &Fields, time_zone: Option<&str>) -> Result<String, PlaceFaults> {
    let (mut rules, mut faults) = (Rules::default(), Vec::new());
    for (column, text) in fields {
        let kind = match column.strip_suffix(HOURS) {
            Some(kind) => kind,
            None if column == "quiet" => "",
            None => continue,
        };
        match hours(text, time_zone) {
            Ok(quiet) if kind.is_empty() => rules.quiet = quiet,
            Ok(hours) => {
                rules.places.insert(kind.to_owned(), hours);
            }
            Err(why) => faults.push((column.clone(), why)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if rules == Rules::default() {
        return Ok(String::new());
    }
    serde_json::to_string(&rules).map_err(|why| vec![("quiet".to_owned(), why.to_string())])
}

/// `22:00-06:00, mon-fri 12:00-14:00` as hours.
fn hours(text: &str, time_zone: Option<&str>) -> Result<Vec<Hours>, String> {
    let Some(time_zone) = time_zone else {
        return Err(
            "no time zone says which clock is meant; name it with --time-zone, a column time_zone, or \
             registry.time_zone in the configuration"
                .to_owned(),
        );
    };
    let mut all = Vec::new();
    for part in text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let bad = || {
            format!(
                "{part:?} is not of the form 22:00-06:00, sat 22:00-06:00 or mon-fri 08:00-16:00"
            )
        };
        let (days, span) = part.rsplit_once(' ').unwrap_or(("", part));
        let (from, to) = span.split_once('-').ok_or_else(bad)?;
        let minute = |text: &str| {
            let (hours, minutes) = text.split_once(':')?;
            let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
            (minutes < 60 && hours <= 24).then_some(hours * 60 + minutes)
        };
        let hours = Hours {
            time_zone: time_zone.to_owned(),
            from_min: minute(from).ok_or_else(bad)?,
            to_min: minute(to).ok_or_else(bad)?,
            days: days
                .split_whitespace()
                .map(week)
                .collect::<Option<Vec<_>>>()
                .ok_or_else(bad)?
                .into_iter()
                .flatten()
                .collect(),
        };
        if let Some(why) = hours.fault() {
            return Err(why);
        }
        all.push(hours);
    }
    Ok(all)
}

/// `sat`, or `mon-fri`, which may go past Sunday.
fn week(text: &str) -> Option<Vec<Day>> {
    const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let text = text.to_lowercase();
    let (from, to) = text.split_once('-').unwrap_or((&text, &text));
    let at = |day: &str| WEEK.iter().position(|name| *name == day);
    let (from, to) = (at(from)?, at(to)?);
    let count = (to + 7 - from) % 7 + 1;
    let days = WEEK.iter().cycle().skip(from).take(count);
    days.map(|day| serde_json::from_value(Value::from(*day)).ok())
        .collect()
}

/// A moment, or the end of a day.
fn moment(text: &str) -> Result<i64, String> {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Ok(at.as_millisecond()),
        Err(_) => last_day(text),
    }
}

/// The end of a day, everywhere on the globe.
pub(super) fn last_day(text: &str) -> Result<i64, String> {
    let bad = || format!("{text:?} is not a day such as 2027-06-30");
    let day: jiff::civil::Date = text.parse().map_err(|_| bad())?;
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-12));
    let end = day
        .tomorrow()
        .and_then(|day| day.to_zoned(zone))
        .map_err(|_| bad())?;
    Ok(end.timestamp().as_millisecond())
}

fn words(text: &str) -> Vec<String> {
    text.split([';', ',', ' '])
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(fields: &[(&str, &str)]) -> Result<NewPerson, Vec<String>> {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        read(
            &fields,
            &Usual {
                language: "fr",
                country: Some(phonenumber::country::FR),
                time_zone: Some("Europe/Paris"),
                zones: &[],
            },
        )
    }

    #[test]
    fn a_number_is_one_number_in_whichever_form_a_country_writes_it() {
        for (number, country, kept) in [
            ("06 12 34 56 78", None, "+33612345678"),
            ("06.12.34.56.78", None, "+33612345678"),
            ("+33 (0)6 12 34 56 78", None, "+33612345678"),
            ("0033612345678", None, "+33612345678"),
            ("(020) 7946 0018", Some("GB"), "+442079460018"),
            ("0790 123 4567", Some("iq"), "+9647901234567"),
            ("(202) 456-1414", Some("US"), "+12024561414"),
            ("06 20 123 4567", Some("HU"), "+36201234567"),
            ("8 (912) 345-67-89", Some("RU"), "+79123456789"),
            ("050-234-5678", Some("IL"), "+972502345678"),
        ] {
            let mut fields = vec![("name", "Ada"), ("phone", number)];
            fields.extend(country.map(|country| ("country", country)));
            let who = line(&fields).unwrap();
            assert_eq!(who.endpoints[0].address, kept, "{number}");
        }
    }

    #[test]
    fn every_fault_of_a_line_names_column_value_and_remedy() {
        let faults = line(&[
            ("name", "Ada"),
            ("language", "not a language"),
            ("phone", "12"),
            ("mail", "ada at example"),
            ("needs", "cake"),
            ("lat", "144.4"),
            ("lon", "33.3"),
            ("quiet", "always"),
            ("follow", "maybe"),
            ("until", "soon"),
            ("school_lat", "33.3"),
            ("school_hours", "weekdays 08:00-16:00"),
            ("paused_until", "next week"),
            ("ways", "sms"),
            ("places", "[]x"),
        ])
        .unwrap_err();
        let expected = [
            ("language", "\"not a language\" is not a language tag"),
            ("phone", "\"12\" is"),
            ("mail", "name@example.org"),
            ("ways", "as this program exports"),
            ("needs", "\"cake\""),
            ("lat, lon", "swapped"),
            ("school_lat, school_lon", "give latitude and longitude"),
            ("places", "as this program exports"),
            ("quiet", "\"always\""),
            ("school_hours", "mon-fri 08:00-16:00"),
            ("paused_until", "\"next week\""),
            ("follow", "\"maybe\""),
            ("until", "2027-06-30"),
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for ((column, why), fault) in expected.iter().zip(&faults) {
            assert!(fault.starts_with(&format!("column {column}: ")), "{fault}");
            assert!(fault.contains(why), "{fault}");
        }
    }

    #[test]
    fn a_whole_line_is_a_whole_person() {
        let who = line(&[
            ("id", "7"),
            ("name", "Ada"),
            ("phone", "0612345678"),
            ("mail", "Ada@Example.ORG"),
            ("channels", "mail;sms"),
            ("needs", "deaf;wheelchair"),
            ("lat", "48.85"),
            ("lon", "2.35"),
            ("address", "1 rue X"),
            ("school_lat", "48.86"),
            ("school_lon", "2.36"),
            ("quiet", "22:00-06:00, sat sun 12:00-14:00"),
            ("school_hours", "mon-fri 08:00-16:00"),
            ("paused_until", "2027-01-01T00:00:00Z"),
            ("follow", "Yes"),
            ("until", "2027-06-30"),
        ])
        .unwrap();
        let channels: Vec<&str> = who
            .endpoints
            .iter()
            .map(|one| one.channel.as_str())
            .collect();
        assert_eq!(channels, ["mail", "sms"]);
        assert_eq!(who.endpoints[0].address, "Ada@example.org");
        assert_eq!(who.places.len(), 2);
        assert_eq!(who.places[0].address.as_deref(), Some("1 rue X"));
        let rules = Rules::parse(&who.rules).unwrap();
        assert_eq!(rules.quiet.len(), 2);
        let [school] = &rules.places["school"][..] else {
            panic!("{rules:?}")
        };
        assert_eq!(
            (school.from_min, school.to_min, school.days.len()),
            (480, 960, 5)
        );
        assert_eq!(who.paused_until_ms, Some(1_798_761_600_000));
        assert_eq!(who.kept_until_ms, Some(1_814_443_200_000));
    }
}
