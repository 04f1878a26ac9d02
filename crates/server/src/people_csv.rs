//! People from a CSV file, with each fault named by line, column and value.

use std::path::Path;
use vigie_core::ids::is_name;
use vigie_store::registry::NewPerson;

const COLUMNS: [&str; 5] = ["name", "group", "language", "phone", "mail"];

/// The people of a file, and what is wrong with its other lines.
pub fn read(path: &Path) -> Result<(Vec<NewPerson>, Vec<String>), String> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_path(path)
        .map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    let header = reader
        .headers()
        .map_err(|error| format!("failed to read {}: {error}", path.display()))?
        .clone();
    let place = |column: &str| {
        header
            .iter()
            .position(|name| name.eq_ignore_ascii_case(column))
    };
    if let Some(unknown) = header
        .iter()
        .find(|name| !COLUMNS.iter().any(|c| c.eq_ignore_ascii_case(name)))
    {
        return Err(format!(
            "column {unknown:?} is not known; the columns are {}",
            COLUMNS.join(", ")
        ));
    }
    let (Some(name), Some(group), Some(language)) =
        (place("name"), place("group"), place("language"))
    else {
        return Err(
            "the first line must name at least the columns name, group and language".to_owned(),
        );
    };
    let (phone, mail) = (place("phone"), place("mail"));
    let (mut people, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let value = |at: usize| record.get(at).unwrap_or("").to_owned();
        let optional = |at: Option<usize>| at.map(value).filter(|text| !text.is_empty());
        let person = NewPerson {
            name: value(name),
            phone: optional(phone),
            mail: optional(mail),
            group: value(group),
            language: value(language),
        };
        match fault(&person) {
            Some(fault) => faults.push(format!("line {line}: {fault}")),
            None => people.push(person),
        }
    }
    Ok((people, faults))
}

fn fault(person: &NewPerson) -> Option<String> {
    if person.name.is_empty() {
        return Some("column name is empty".to_owned());
    }
    if person.group.is_empty() || person.group.len() > 64 {
        return Some(format!(
            "column group {:?} must have 1 to 64 bytes",
            person.group
        ));
    }
    if !is_name(&person.language) {
        return Some(format!(
            "column language {:?} is not a language tag such as en or ar",
            person.language
        ));
    }
    let bad_phone = |p: &&String| {
        !p.strip_prefix('+')
            .is_some_and(|d| (6..=15).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some(phone) = person.phone.as_ref().filter(bad_phone) {
        return Some(format!(
            "column phone {phone:?} is not in the international form, + and 6 to 15 digits"
        ));
    }
    if let Some(mail) = person
        .mail
        .as_ref()
        .filter(|mail| !mail.contains('@') || mail.contains(char::is_whitespace))
    {
        return Some(format!("column mail {mail:?} is not a mail address"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_line_is_named_and_the_others_are_taken() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "name,group,language,phone\nAda,desk,en,+4401234567\n,desk,en,\nBo,desk,en,12\n";
        std::fs::write(file.path(), text).unwrap();
        let (people, faults) = read(file.path()).unwrap();
        assert_eq!(people.len(), 1);
        assert!(faults[0].starts_with("line 3: column name is empty"));
        assert!(faults[1].starts_with("line 4: column phone \"12\""));
    }

    #[test]
    fn an_unknown_column_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "name,group,language,shoe\n").unwrap();
        assert!(read(file.path()).unwrap_err().contains("shoe"));
    }
}
