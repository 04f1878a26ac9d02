//! `vigie cap check`: what is wrong with messages, one file at a time, so that a folder of a million takes no more
//! memory than its largest message.

use super::thread::Threads;
use super::{Format, files, written};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use vigie_cap::report::{self, Checked, Sarif, Summary, Unread, Verdict};
use vigie_cap::{Finding, Level, Mode, Profile, Reading, feed};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders, or - for standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to write what was found.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Count warnings like errors.
    #[arg(long)]
    strict: bool,
    /// Check each message beside those it references too, among the files given.
    #[arg(long)]
    chain: bool,
    /// Check a profile too: ipaws, cap-cp, cap-au, meteoalarm, wmo, google, gov-uk; repeat for several.
    #[arg(long = "profile")]
    profiles: Vec<Profile>,
}

pub(super) fn run(args: &Args) -> Result<Verdict, String> {
    let mut log = Log::begin(args)?;
    let bar = progress(&args.paths);
    let mut threads = Threads::default();
    let mut nth = 0_u64;
    files::each(&args.paths, &mut |name, bytes| {
        bar.set_position(nth);
        nth += 1;
        // What is printed must not run into the bar.
        bar.suspend(|| match bytes {
            Ok(bytes) => {
                let reading = vigie_cap::read(bytes, Mode::Lenient);
                if args.chain {
                    threads.take(name, &reading)?;
                }
                let of_feed = feed::findings(bytes, &reading);
                let of_profiles = of_profiles(&reading, &args.profiles);
                log.file(name, bytes, &reading, &of_feed, &of_profiles)
            }
            Err(why) => log.unread(name, &why),
        })
    })?;
    bar.finish_and_clear();
    for (name, findings) in threads.findings() {
        log.more(&name, &findings)?;
    }
    log.end()
}

/// A bar for people who wait for a folder; none where nobody sees it.
fn progress(paths: &[PathBuf]) -> ProgressBar {
    let folder = paths.iter().any(|path| path.is_dir());
    if !folder || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files::count(paths));
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {per_sec}, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn of_profiles(reading: &Reading, profiles: &[Profile]) -> Vec<Finding> {
    let alerts = reading.alerts.iter();
    alerts.flat_map(|read| read.check(profiles)).collect()
}

/// What is written while files are checked.
struct Log {
    out: io::BufWriter<io::Stdout>,
    format: Format,
    strict: bool,
    colour: bool,
    summary: Summary,
    sarif: Sarif,
    first: bool,
}

impl Log {
    fn begin(args: &Args) -> Result<Self, String> {
        let (sarif, head) = Sarif::begin();
        let mut log = Self {
            out: io::BufWriter::new(io::stdout()),
            format: args.format,
            strict: args.strict,
            colour: io::stdout().is_terminal(),
            summary: Summary::default(),
            sarif,
            first: true,
        };
        match args.format {
            Format::Human => {}
            Format::Json => log.put("{\"files\":[")?,
            Format::Sarif => log.put(&head)?,
        }
        Ok(log)
    }

    fn file(
        &mut self,
        name: &str,
        bytes: &[u8],
        reading: &Reading,
        of_feed: &[Finding],
        of_profiles: &[Finding],
    ) -> Result<(), String> {
        let more: Vec<Finding> = of_feed.iter().chain(of_profiles).cloned().collect();
        self.summary.add(reading, &more);
        let all: Vec<Finding> = reading.all_findings().cloned().chain(more).collect();
        if self.format == Format::Json {
            let mut file = report::json(name, reading);
            file["feedFindings"] = json!(of_feed);
            file["profileFindings"] = json!(of_profiles);
            return self.element(&file);
        }
        self.findings(name, bytes, &all)
    }

    fn unread(&mut self, name: &str, why: &Unread) -> Result<(), String> {
        let finding = why.finding();
        self.summary.add_unread(&finding);
        if self.format == Format::Json {
            let verdict = match finding.level() {
                Level::Error => Verdict::Unreadable,
                Level::Warning | Level::Advice => Verdict::Clean,
            };
            let file = json!({"file": name, "verdict": verdict.as_str(), "findings": [finding], "alerts": []});
            return self.element(&file);
        }
        self.findings(name, &[], &[finding])
    }

    /// What was found when all files were read.
    fn more(&mut self, name: &str, findings: &[Finding]) -> Result<(), String> {
        self.summary.add_more(findings);
        if self.format == Format::Json {
            return self.element(&json!({"file": name, "chainFindings": findings}));
        }
        self.findings(name, &[], findings)
    }

    fn findings(&mut self, name: &str, bytes: &[u8], findings: &[Finding]) -> Result<(), String> {
        self.warned(findings);
        let checked = Checked {
            name,
            bytes,
            findings,
        };
        let text = match self.format {
            Format::Sarif => self.sarif.file(&checked),
            Format::Human | Format::Json => report::human(&checked, self.colour),
        };
        self.put(&text)
    }

    fn warned(&mut self, findings: &[Finding]) {
        let warned = findings.iter().any(|one| one.level() == Level::Warning);
        if self.strict && warned {
            self.summary.verdict = self.summary.verdict.max(Verdict::Broken);
        }
    }

    /// One object of the list of files.
    fn element(&mut self, file: &serde_json::Value) -> Result<(), String> {
        let parted = if self.first { "\n" } else { ",\n" };
        self.first = false;
        self.put(&format!("{parted}{file}"))
    }

    fn end(mut self) -> Result<Verdict, String> {
        let verdict = self.summary.verdict;
        let text = match self.format {
            Format::Human => self.summary.to_string(),
            Format::Json => {
                let by_rule: Vec<_> = self
                    .summary
                    .by_rule()
                    .into_iter()
                    .map(|(rule, count)| json!({"rule": rule.id, "level": rule.level, "count": count}))
                    .collect();
                let by_sender: Vec<_> = self
                    .summary
                    .by_sender()
                    .into_iter()
                    .map(|(sender, alerts, errors)| json!({"sender": sender, "alerts": alerts, "errors": errors}))
                    .collect();
                format!(
                    "],\n\"count\":{},\n\"byRule\":{},\n\"bySender\":{},\n\"verdict\":\"{}\"}}\n",
                    json!({"files": self.summary.files, "alerts": self.summary.alerts}),
                    json!(by_rule),
                    json!(by_sender),
                    verdict.as_str()
                )
            }
            Format::Sarif => std::mem::take(&mut self.sarif).end(),
        };
        self.put(&text)?;
        written(self.out.flush())?;
        Ok(verdict)
    }

    fn put(&mut self, text: &str) -> Result<(), String> {
        written(self.out.write_all(text.as_bytes()))
    }
}
