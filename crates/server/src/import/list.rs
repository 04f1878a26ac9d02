//! Everybody as a list that can be taken in again.

use std::collections::BTreeSet;
use std::io::Write;
use vigie_store::registry::{Fault, Follows, NewPerson, Person, Register, Whom};

const COLUMNS: [&str; 14] = [
    "id", "name", "group", "language", "phone", "mail", "channels", "needs", "rules", "follow",
    "until", "lat", "lon", "address",
];

/// Writes everybody. Returns how many.
pub fn export(register: &mut dyn Register, to: &mut dyn Write) -> Result<usize, Fault> {
    let mut kinds = BTreeSet::new();
    register.each_person(Whom::All, &mut |person| {
        kinds.extend(person.who.places.into_iter().map(|place| place.kind));
        Ok(())
    })?;
    kinds.remove("home");
    let mut header: Vec<String> = COLUMNS.map(str::to_owned).into();
    for kind in &kinds {
        header.extend(["lat", "lon", "address"].map(|part| format!("{kind}_{part}")));
    }
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(&header).map_err(failed)?;
    let mut count = 0;
    register.each_person(Whom::All, &mut |person| {
        count += 1;
        writer.write_record(line(&person, &kinds)).map_err(failed)
    })?;
    writer.flush().map_err(|why| failed(why.into()))?;
    Ok(count)
}

fn line(person: &Person, kinds: &BTreeSet<String>) -> Vec<String> {
    let who = &person.who;
    let address = |channel: &str| {
        let one = who.endpoints.iter().find(|one| one.channel == channel);
        one.map_or_else(String::new, |one| one.address.clone())
    };
    let channels = who.endpoints.iter().map(|one| one.channel.as_str());
    let channels: Vec<&str> = channels.filter(|c| ["sms", "mail"].contains(c)).collect();
    let follow = match who.follows {
        Follows::Yes => "yes",
        Follows::No => "no",
    };
    let mut line = vec![
        who.reference.clone().unwrap_or_default(),
        who.name.clone(),
        who.group.clone().unwrap_or_default(),
        who.language.clone(),
        address("sms"),
        address("mail"),
        channels.join(";"),
        who.needs.join(";"),
        who.rules.clone(),
        follow.to_owned(),
        who.kept_until_ms.map(last_day).unwrap_or_default(),
    ];
    line.extend(place(who, "home"));
    for kind in kinds {
        line.extend(place(who, kind));
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

/// The last day on which somebody is kept anywhere on the globe.
fn last_day(until_ms: i64) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-12));
    let last = jiff::Timestamp::from_millisecond(until_ms - 1);
    last.map_or_else(|_| String::new(), |at| at.to_zoned(zone).date().to_string())
}

fn failed(why: csv::Error) -> Fault {
    Fault::File {
        failed_to: "write the list".to_owned(),
        why: why.into(),
    }
}
