//! Asks hunspell, with Debian's dictionaries, which words it does not know.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};
use vigie_words::check::Speller;
use vigie_words::traits;

/// Hunspell as a program; a fault stays until it is looked at.
#[derive(Debug, Default)]
pub(super) struct Hunspell {
    pub(super) fault: Option<String>,
}

impl Speller for Hunspell {
    fn unknown(&mut self, language: &str, words: &BTreeSet<String>) -> Option<BTreeSet<String>> {
        let dictionary = traits(language).dictionary?;
        match ask(dictionary, words) {
            Ok(unknown) => Some(unknown),
            Err(why) => {
                self.fault = Some(format!(
                    "failed to ask hunspell about {language}: {why}; install hunspell and its dictionary {dictionary}"
                ));
                None
            }
        }
    }
}

fn ask(dictionary: &str, words: &BTreeSet<String>) -> Result<BTreeSet<String>, String> {
    let mut hunspell = Command::new("hunspell")
        .args(["-i", "UTF-8", "-l", "-d", dictionary])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut asked = hunspell.stdin.take().ok_or("it takes no words")?;
    let lines: String = words
        .iter()
        .flat_map(|word| [word.as_str(), "\n"])
        .collect();
    // Its answer may fill the pipe before it has read everything.
    let writes = std::thread::spawn(move || asked.write_all(lines.as_bytes()));
    let answered = hunspell.wait_with_output().map_err(|e| e.to_string())?;
    let written = writes.join().map_err(|_| "the words were not written")?;
    if !answered.status.success() {
        return Err(String::from_utf8_lossy(&answered.stderr).trim().to_owned());
    }
    written.map_err(|e| e.to_string())?;
    let unknown = String::from_utf8_lossy(&answered.stdout);
    Ok(unknown.lines().map(str::to_owned).collect())
}
