//! What an officer adds to the vetted words of a draft or an update, as it is typed on the terminal.

use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct AddedArgs {
    /// A value that the danger's texts say: minutes=10, distance_m=500, direction=north, phone=112, drift=east
    /// (where the wind blows to), destination=ZONE; repeat for several.
    #[arg(long = "slot", value_parser = slot)]
    slots: Vec<(String, Value)>,
    /// One line that you add. It is sent in the language that it is written in and in no other.
    #[arg(long, requires = "note_language")]
    note: Option<String>,
    /// The language that the note is written in.
    #[arg(long, requires = "note")]
    note_language: Option<String>,
}

impl AddedArgs {
    /// Puts what was given into the body of a draft.
    pub(super) fn put(&self, body: &mut Value) {
        for (name, value) in &self.slots {
            body["slots"][name] = value.clone();
        }
        if let (Some(text), Some(language)) = (&self.note, &self.note_language) {
            body["note"] = json!({ "language": language, "text": text });
        }
    }
}

/// A value as it is typed: a number, unless it is written as only a word can be.
fn slot(typed: &str) -> Result<(String, Value), String> {
    let (name, value) = typed
        .split_once('=')
        .ok_or_else(|| format!("{typed:?} is not NAME=VALUE, as in minutes=10"))?;
    let number = value.parse::<u64>().ok();
    let number = number.filter(|number| number.to_string() == value);
    let value = number.map_or_else(|| json!(value), |number| json!(number));
    Ok((name.to_owned(), value))
}

/// What the answer to a draft says should be looked at again.
pub(super) fn show_findings(answer: &Value) {
    for finding in answer["findings"].as_array().into_iter().flatten() {
        let text = |name: &str| finding[name].as_str().unwrap_or("");
        println!(
            "look at the note again: it {} [{}]",
            text("says"),
            text("rule")
        );
    }
}
