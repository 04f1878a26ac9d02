//! The chapter of the manual: who reads what, in figures.

use std::collections::BTreeMap;
use std::fmt::Write;

/// How what we write fares.
#[derive(Default)]
pub(super) struct Written {
    pub(super) messages: usize,
    pub(super) readers: BTreeMap<String, (usize, BTreeMap<&'static str, usize>)>,
}

impl Written {
    /// A reader read a message.
    pub(super) fn read(&mut self, reader: &str) {
        self.readers.entry(reader.to_owned()).or_default().0 += 1;
    }

    /// A message is beyond what a reader can read.
    pub(super) fn beyond(&mut self, reader: &str, why: &'static str) {
        let of = self.readers.entry(reader.to_owned()).or_default();
        *of.1.entry(why).or_default() += 1;
    }
}

/// How we and each reader fare with real files.
#[derive(Default)]
pub(super) struct Real {
    pub(super) files: usize,
    pub(super) readers: BTreeMap<String, Compared>,
}

impl Real {
    pub(super) fn of(&mut self, reader: &str) -> &mut Compared {
        self.readers.entry(reader.to_owned()).or_default()
    }
}

/// Files by who accepts them; an accepted one has no error.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) both: usize,
    pub(super) neither: usize,
    they: BTreeMap<String, Vec<String>>,
    we: BTreeMap<String, Vec<String>>,
}

impl Compared {
    pub(super) fn they_alone(&mut self, reason: String, file: &str) {
        self.they.entry(reason).or_default().push(file.to_owned());
    }

    pub(super) fn we_alone(&mut self, reason: String, file: &str) {
        self.we.entry(reason).or_default().push(file.to_owned());
    }
}

/// The version of each reader, as the repository pins it.
fn version(reader: &str) -> String {
    let pinned = include_str!("requirements.txt").lines();
    let named = pinned.filter_map(|line| line.split_once("=="));
    let of_python = named
        .filter(|(name, _)| *name == reader)
        .map(|(_, version)| version.to_owned())
        .next();
    of_python.unwrap_or_else(|| match reader {
        "oasiscap" => "0.2.0".to_owned(),
        _ => "with the OASIS schema".to_owned(),
    })
}

pub(super) fn chapter(written: &Written, real: &Real) -> String {
    let mut text = format!(
        "# CAP and other people's readers\n\n\
         Who reads what, found by a test that runs them all and keeps these figures. The real messages are those of\n\
         some sixty senders; they are not part of the repository.\n\n\
         ## What we write\n\n\
         {} sound real messages, read by `vigie-cap` and written again as canonical CAP 1.2. Each reader must also take\n\
         the message for what it is: its identifier, sender, first event and number of infos. What a reader cannot read\n\
         as we write it, it does not read as its sender wrote it either: the test fails where it does.\n\n\
         | Reader | Version | Reads | Cannot read |\n|---|---|---|---|\n",
        written.messages
    );
    for (reader, (read, beyond)) in &written.readers {
        let beyond: Vec<String> = beyond
            .iter()
            .map(|(why, count)| format!("{count}: {why}"))
            .collect();
        let beyond = if beyond.is_empty() {
            "none".to_owned()
        } else {
            beyond.join("; ")
        };
        let _ = writeln!(
            text,
            "| {reader} | {} | {read} | {beyond} |",
            version(reader)
        );
    }
    let _ = write!(
        text,
        "\n## Real messages\n\n\
         {} files that are, or were meant to be, one message. Accepted means: read without error by them; read without a\n\
         finding of the level error by us.\n\n\
         | Reader | Both accept | Both refuse | They alone accept | We alone accept |\n|---|---|---|---|---|\n",
        real.files
    );
    let count = |lists: &BTreeMap<String, Vec<String>>| lists.values().map(Vec::len).sum::<usize>();
    for (reader, compared) in &real.readers {
        let (they, we) = (count(&compared.they), count(&compared.we));
        let (both, neither) = (compared.both, compared.neither);
        let _ = writeln!(text, "| {reader} | {both} | {neither} | {they} | {we} |");
    }
    for (reader, compared) in &real.readers {
        let _ = write!(
            text,
            "\n### {reader}\n\n| Accepted by | Files | Because | For example |\n|---|---|---|---|\n"
        );
        for (whom, lists) in [("us", &compared.we), ("them", &compared.they)] {
            for (reason, files) in lists {
                let reason = match whom {
                    "us" => reason.clone(),
                    _ => format!("it does not see that this is broken: {reason}"),
                };
                let _ = writeln!(
                    text,
                    "| {whom} | {} | {} | {} |",
                    files.len(),
                    reason.replace('<', "&lt;").replace('|', "\\|"),
                    files[0]
                );
            }
        }
    }
    text
}
