//! Everybody as a list that can be taken in again.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use vigie_store::registry::{
    Endpoint, Fault, Follows, NewPerson, Person, Place, Register, Spot, Whom,
};

/// What stands in every export; behind it come the columns of each kind of place.
const COLUMNS: [&str; 17] = [
    "id",
    "name",
    "group",
    "language",
    "phone",
    "mail",
    "channels",
    "ways",
    "needs",
    "rules",
    "follow",
    "until",
    "paused_until",
    "places",
    "lat",
    "lon",
    "address",
];

/// How many were written, and how many not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Lines.
    pub people: usize,
    /// Those who signed up and have not shown yet that the address is theirs: a list says that everybody agreed.
    pub waiting: usize,
}

/// All ways to reach somebody, as an export writes them when phone and mail cannot say it.
pub fn ways(text: &str) -> Option<Vec<Endpoint>> {
    let ways: Vec<(String, String)> = serde_json::from_str(text).ok()?;
    let each = ways.into_iter().map(|(channel, address)| Endpoint {
        channel,
        address,
        proven_at_ms: None,
    });
    Some(each.collect())
}

/// All places of somebody, as an export writes them when columns cannot say it.
pub fn places(text: &str) -> Option<Vec<Place>> {
    let places: Vec<(String, i32, i32, Option<String>)> = serde_json::from_str(text).ok()?;
    let each = places
        .into_iter()
        .map(|(kind, lat_e6, lon_e6, address)| Place {
            kind,
            at: Spot { lat_e6, lon_e6 },
            address,
        });
    Some(each.collect())
}

/// Writes everybody who agreed.
pub fn export(register: &mut dyn Register, to: &mut dyn Write) -> Result<Exported, Fault> {
    let mut kinds = BTreeSet::new();
    register.each_person(Whom::All, &mut |person| {
        if has_columns(&person.who) {
            kinds.extend(person.who.places.into_iter().map(|place| place.kind));
        }
        Ok(())
    })?;
    kinds.remove("home");
    let mut header: Vec<String> = COLUMNS.map(str::to_owned).into();
    for kind in &kinds {
        header.extend(["lat", "lon", "address"].map(|part| format!("{kind}_{part}")));
    }
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(&header).map_err(failed)?;
    let mut exported = Exported::default();
    register.each_person(Whom::All, &mut |person| {
        if person.confirmed_at_ms.is_none() {
            exported.waiting += 1;
            return Ok(());
        }
        exported.people += 1;
        writer.write_record(line(&person, &kinds)).map_err(failed)
    })?;
    writer.flush().map_err(|why| failed(why.into()))?;
    Ok(exported)
}

/// Whether a column for each kind can say all places.
fn has_columns(who: &NewPerson) -> bool {
    let kinds: BTreeSet<&str> = who.places.iter().map(|place| place.kind.as_str()).collect();
    let is_column = |kind: &&str| super::line::known(&format!("{kind}_lat")).is_ok();
    // Columns are read in the order of their kinds.
    let in_order = who.places.is_sorted_by_key(|place| place.kind.as_str());
    kinds.len() == who.places.len() && kinds.iter().all(is_column) && in_order
}

/// Whether phone and mail can say all ways.
fn has_phone_and_mail(who: &NewPerson) -> bool {
    let count = |channel: &str| {
        let ways = who.endpoints.iter();
        ways.filter(|one| one.channel == channel).count()
    };
    let (phones, mails) = (count("sms"), count("mail"));
    phones <= 1 && mails <= 1 && phones + mails == who.endpoints.len()
}

fn line(person: &Person, kinds: &BTreeSet<String>) -> Vec<String> {
    let who = &person.who;
    let is_plain = has_phone_and_mail(who);
    let address = |channel: &str| {
        let one = who.endpoints.iter().find(|one| one.channel == channel);
        let one = one.filter(|_| is_plain);
        one.map_or_else(String::new, |one| one.address.clone())
    };
    let channels = who.endpoints.iter().map(|one| one.channel.as_str());
    let channels: Vec<&str> = channels.filter(|_| is_plain).collect();
    let ways: Vec<Value> = who
        .endpoints
        .iter()
        .map(|one| json!([one.channel, one.address]))
        .collect();
    let follow = match who.follows {
        Follows::Yes => "yes",
        Follows::No => "no",
    };
    let in_columns = has_columns(who);
    let places: Vec<Value> = who
        .places
        .iter()
        .map(|one| json!([one.kind, one.at.lat_e6, one.at.lon_e6, one.address]))
        .collect();
    let unless = |is_said: bool, all: Vec<Value>| {
        if is_said {
            String::new()
        } else {
            Value::from(all).to_string()
        }
    };
    let mut line = vec![
        who.reference.clone().unwrap_or_default(),
        who.name.clone(),
        who.group.clone().unwrap_or_default(),
        who.language.clone(),
        address("sms"),
        address("mail"),
        channels.join(";"),
        unless(is_plain, ways),
        who.needs.join(";"),
        who.rules.clone(),
        follow.to_owned(),
        who.kept_until_ms.map(end).unwrap_or_default(),
        person.paused_until_ms.map(moment).unwrap_or_default(),
        unless(in_columns, places),
    ];
    let columns = ["home"].into_iter().chain(kinds.iter().map(String::as_str));
    for kind in columns {
        if in_columns {
            line.extend(place(who, kind));
        } else {
            line.extend(<[String; 3]>::default());
        }
    }
    line
}

fn place(who: &NewPerson, kind: &str) -> [String; 3] {
    let Some(place) = who.places.iter().find(|place| place.kind == kind) else {
        return Default::default();
    };
    let degrees = |e6: i32| format!("{:.6}", f64::from(e6) / 1e6);
    let address = place.address.clone().unwrap_or_default();
    [degrees(place.at.lat_e6), degrees(place.at.lon_e6), address]
}

/// The last day on which somebody is kept anywhere on the globe; a moment, where it is no end of a day.
fn end(until_ms: i64) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-12));
    let last = jiff::Timestamp::from_millisecond(until_ms - 1);
    let day = last.map(|at| at.to_zoned(zone).date().to_string());
    let day = day
        .ok()
        .filter(|day| super::line::last_day(day) == Ok(until_ms));
    day.unwrap_or_else(|| moment(until_ms))
}

fn moment(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |at| at.to_string())
}

fn failed(why: csv::Error) -> Fault {
    Fault::File {
        failed_to: "write the list".to_owned(),
        why: why.into(),
    }
}
