//! A journal as an outsider sees it: the manual's script and recipes, run as printed, find every kind
//! of tampering, and so does the crate's own verifier.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds a test's site is test code too"
)]

use ed25519_dalek::SigningKey;
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};
use vigie_store::{
    checkpoint::{Signer, sign_checkpoint, verify_checkpoint},
    disk::{Disk, RealDisk},
    journal::{Broken, Config, Fault, Journal, Vouched, Why, verify},
};

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/manual");
const ENTRIES: u64 = 30;

/// A journal of several segments and a checkpoint of an earlier size.
struct Site {
    folder: tempfile::TempDir,
    signer: Signer,
    checkpoint: String,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::from_bytes(&[3; 32]);
        let signer = Signer::new("vigie.example.org/log", key).unwrap();
        let disk = Arc::new(RealDisk::open(folder.path().join("journal")).unwrap());
        let config = Config {
            segment_bytes: 1000,
            ..Config::default()
        };
        let (mut journal, _) = Journal::open(disk, config).unwrap();
        let mut checkpoint = String::new();
        for n in 1..=ENTRIES {
            let fact =
                json!({"kind": "tallied", "n": n, "text": "Abri immédiat \u{1f680} \"\\ احتموا"});
            journal
                .append(1_795_000_000_000 + i64::try_from(n).unwrap(), &[fact])
                .unwrap();
            journal.sync().unwrap();
            if n == 25 {
                checkpoint = sign_checkpoint(&signer, journal.footing());
            }
        }
        fs::write(folder.path().join("checkpoint"), &checkpoint).unwrap();
        Self {
            folder,
            signer,
            checkpoint,
        }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn segments(&self) -> Vec<PathBuf> {
        let names = RealDisk::read_only(self.journal()).unwrap().list().unwrap();
        names.iter().map(|name| self.journal().join(name)).collect()
    }

    fn vouched(&self) -> Vouched {
        Vouched::from(&verify_checkpoint(&self.checkpoint, self.signer.verifier()).unwrap())
    }

    fn verify(&self, vouched: &[Vouched]) -> Result<u64, Broken> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk::read_only(self.journal()).unwrap());
        match verify(&disk, vouched) {
            Ok(verified) => Ok(verified.entries),
            Err(Fault::Broken(broken)) => Err(broken),
            Err(fault) => panic!("{fault}"),
        }
    }

    /// What the script says, with the checkpoint or without: its one line and whether it is content.
    fn script(&self, with_checkpoint: bool) -> (bool, String) {
        let mut python = Command::new("python3");
        python
            .arg(Path::new(MANUAL).join("verify-journal.py"))
            .arg(self.journal());
        if with_checkpoint {
            python.arg(self.folder.path().join("checkpoint"));
        }
        said(&mut python)
    }

    /// Runs a recipe of the manual with its capitals filled in.
    fn recipe(&self, containing: &str) -> (bool, String) {
        let manual = fs::read_to_string(Path::new(MANUAL).join("verify-journal.md")).unwrap();
        let recipes = manual
            .split("```bash\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap());
        let recipe = recipes
            .into_iter()
            .find(|recipe| recipe.contains(containing))
            .unwrap();
        let recipe = recipe
            .replace("FOLDER", self.journal().to_str().unwrap())
            .replace(
                "CHECKPOINT",
                self.folder.path().join("checkpoint").to_str().unwrap(),
            )
            .replace("NAME+ID+KEY", &self.signer.verifier().to_string());
        said(
            Command::new("bash")
                .args(["-c", &recipe])
                .current_dir(self.folder.path()),
        )
    }

    /// Changes the lines of one segment.
    fn tamper(&self, segment: usize, change: impl FnOnce(&mut Vec<String>)) {
        let path = &self.segments()[segment];
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        fs::write(path, lines.concat()).unwrap();
    }
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command
        .output()
        .unwrap_or_else(|why| panic!("{command:?} is needed: {why}"));
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.success(), text)
}

#[test]
fn a_sound_journal_is_found_sound_by_everybody() {
    let site = Site::new();
    assert!(site.segments().len() >= 5);
    assert_eq!(site.verify(&[site.vouched()]), Ok(ENTRIES));
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::read_only(site.journal()).unwrap());
    let head = verify(&disk, &[]).unwrap().head.sha256;
    let expected = format!("sound: {ENTRIES} entries, last {head}");
    for (sound, text) in [
        site.script(false),
        site.script(true),
        site.recipe("sha256sum"),
    ] {
        assert!(sound && text.starts_with(&expected), "{text}");
    }
}

#[test]
fn the_signature_recipe_accepts_the_checkpoint_and_refuses_a_changed_one() {
    let site = Site::new();
    let (good, text) = site.recipe("openssl");
    assert!(
        good && text.contains("Signature Verified Successfully"),
        "{text}"
    );
    let changed = site.checkpoint.replace("\n25\n", "\n24\n");
    fs::write(site.folder.path().join("checkpoint"), changed).unwrap();
    assert!(!site.recipe("openssl").0);
}

#[test]
fn the_script_has_at_most_twenty_lines() {
    let script = fs::read_to_string(Path::new(MANUAL).join("verify-journal.py")).unwrap();
    assert!(script.lines().count() <= 20);
}

/// Tampers, and expects everybody to name the place.
fn everybody_finds(n: u64, why: fn(&Why) -> bool, tamper: impl FnOnce(&Site)) {
    let site = Site::new();
    tamper(&site);
    let broken = site.verify(&[]).unwrap_err();
    assert!(broken.n == n && why(&broken.why), "{broken:?}");
    let expected = format!("expected entry {n} after sha256:");
    for (sound, text) in [site.script(false), site.recipe("sha256sum")] {
        assert!(!sound && text.contains(&expected), "{text}");
    }
    let disk = Arc::new(RealDisk::open(site.journal()).unwrap());
    let refused = Journal::open(disk, Config::default()).unwrap_err();
    assert!(matches!(refused, Fault::Broken(found) if found == broken));
}

#[test]
fn a_rewritten_entry_is_found() {
    everybody_finds(
        3,
        |why| matches!(why, Why::Prev { .. }),
        |site| {
            site.tamper(0, |lines| {
                lines[1] = lines[1].replace("immédiat", "plus tard");
            });
        },
    );
}

#[test]
fn a_rewritten_entry_at_the_end_of_a_segment_is_found_by_the_next() {
    let first_of_second = |site: &Site| {
        let name = site.segments()[1]
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        name.parse::<u64>().unwrap()
    };
    everybody_finds(
        first_of_second(&Site::new()),
        |why| matches!(why, Why::Prev { .. }),
        |site| {
            site.tamper(0, |lines| {
                let last = lines.last_mut().unwrap();
                *last = last.replace("tallied", "retold");
            });
        },
    );
}

#[test]
fn a_dropped_entry_is_found() {
    everybody_finds(
        2,
        |why| *why == Why::Number { found: 3 },
        |site| {
            site.tamper(0, |lines| drop(lines.remove(1)));
        },
    );
}

#[test]
fn entries_in_another_order_are_found() {
    everybody_finds(
        2,
        |why| *why == Why::Number { found: 3 },
        |site| {
            site.tamper(0, |lines| lines.swap(1, 2));
        },
    );
}

#[test]
fn a_doubled_entry_is_found() {
    everybody_finds(
        3,
        |why| *why == Why::Number { found: 2 },
        |site| {
            site.tamper(0, |lines| lines.insert(1, lines[1].clone()));
        },
    );
}

#[test]
fn a_line_broken_off_before_the_end_is_found() {
    everybody_finds(
        2,
        |why| matches!(why, Why::NotAnEntry { .. }),
        |site| {
            site.tamper(0, |lines| lines[1] = format!("{}\n", &lines[1][..40]));
        },
    );
}

#[test]
fn a_missing_segment_is_found() {
    let second = Site::new().segments()[1].clone();
    let n = second
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    everybody_finds(
        n,
        |why| *why == Why::Segment,
        |site| {
            fs::remove_file(&site.segments()[1]).unwrap();
        },
    );
}

#[test]
fn an_end_that_was_cut_off_is_found_with_a_checkpoint_from_before() {
    let site = Site::new();
    let short =
        |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap() > "00000000000000000020";
    for path in site.segments().iter().filter(|path| short(path)) {
        fs::remove_file(path).unwrap();
    }
    let left = site.verify(&[]).expect("a chain alone cannot tell");
    let broken = site.verify(&[site.vouched()]).unwrap_err();
    assert_eq!(
        (broken.n, broken.why),
        (
            left + 1,
            Why::Short {
                last_n: left,
                shown_n: 25
            }
        )
    );
    assert!(site.script(false).0);
    let (sound, text) = site.script(true);
    assert!(!sound && text.contains("the first 25 entries"), "{text}");
    let disk = Arc::new(RealDisk::open(site.journal()).unwrap());
    let config = Config {
        at_least_n: 25,
        ..Config::default()
    };
    let refused = Journal::open(disk, config).unwrap_err().to_string();
    assert!(refused.contains("the end was cut off"), "{refused}");
}

#[test]
fn a_journal_rewritten_to_its_end_is_found_with_a_checkpoint_from_before() {
    let site = Site::new();
    let (disk, folder) = (site.journal(), site.folder.path().join("forged"));
    let old = Arc::new(RealDisk::open(disk).unwrap());
    let (old, _) = Journal::open(old, Config::default()).unwrap();
    let forged = Arc::new(RealDisk::open(&folder).unwrap());
    let (mut new, _) = Journal::open(forged, Config::default()).unwrap();
    for entry in old.read_from::<serde_json::Value>(1).unwrap() {
        let mut entry = entry.unwrap();
        if entry.n == 7 {
            entry.fact = json!({"kind": "never happened"});
        }
        new.append(entry.at_ms, &[entry.fact]).unwrap();
    }
    new.sync().unwrap();
    drop((old, new));
    fs::remove_dir_all(site.journal()).unwrap();
    fs::rename(folder, site.journal()).unwrap();
    assert_eq!(site.verify(&[]), Ok(ENTRIES));
    let broken = site.verify(&[site.vouched()]).unwrap_err();
    assert!(
        broken.n == 25 && matches!(broken.why, Why::Other { .. }),
        "{broken:?}"
    );
    assert!(site.script(false).0 && !site.script(true).0);
}

#[test]
fn a_fact_spelled_in_another_way_is_found_by_the_crate() {
    let site = Site::new();
    let last = site.segments().len() - 1;
    site.tamper(last, |lines| {
        let line = lines.last_mut().unwrap();
        *line = line.replace("\"fact\":{", "\"fact\":{ ");
    });
    let broken = site.verify(&[]).unwrap_err();
    assert_eq!((broken.n, broken.why), (ENTRIES, Why::NotCanonical));
}

#[test]
fn a_torn_end_is_told_from_damage_and_cut_at_the_next_start() {
    let site = Site::new();
    let last = site.segments().pop().unwrap();
    let whole = fs::read(&last).unwrap();
    fs::write(&last, &whole[..whole.len() - 10]).unwrap();
    assert_eq!(site.verify(&[]), Ok(ENTRIES - 1));
    let disk = Arc::new(RealDisk::open(site.journal()).unwrap());
    let (mut journal, recovered) = Journal::open(disk, Config::default()).unwrap();
    let cut = recovered.cut.unwrap();
    assert_eq!(recovered.entries, ENTRIES - 1);
    assert_eq!(cut.segment, last.file_name().unwrap().to_str().unwrap());
    let kept = fs::read(site.journal().join(cut.kept_as.unwrap())).unwrap();
    assert!(whole[..whole.len() - 10].ends_with(&kept) && kept.len() as u64 == cut.bytes);
    journal.append(0, &[json!({"kind": "goes on"})]).unwrap();
    journal.sync().unwrap();
    assert!(site.script(true).0);
}
