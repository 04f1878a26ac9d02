//! `vigie cap check` over a hundred thousand files takes no more memory than over a thousand, and shows on a terminal how
//! far it is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What a folder of a thousand messages and one of a hundred thousand may differ by: a page here and there.
const MORE_KIB_MAX: u64 = 1_024;
/// Far beyond what the slowest machine needs.
const ANSWER_MAX: Duration = Duration::from_mins(5);

#[test]
fn a_hundred_thousand_files_take_the_memory_of_a_thousand_and_a_bar_shows_how_far_it_is() {
    let home = tempfile::tempdir().unwrap();
    // Both as deep, so that the same number of folders is open at once.
    let (few, many) = (home.path().join("few"), home.path().join("many"));
    fill(&few, 1);
    fill(&many, 100);
    let few = checked(&few, &home.path().join("pipe-1"));
    let many = checked(&many, &home.path().join("pipe-2"));
    println!(
        "{} KiB for a thousand files, {} KiB for a hundred thousand",
        few.peak_kib, many.peak_kib
    );
    assert!(
        few.summary.contains("1001 files, 1001 alerts"),
        "{}",
        few.summary
    );
    let all = "100001 files, 100001 alerts";
    assert!(many.summary.contains(all), "{}", many.summary);
    assert!(many.peak_kib <= few.peak_kib + MORE_KIB_MAX);
    // Drawn anew as it goes: early with nearly all before it, late with nearly none.
    let (begins, ends) = (
        many.bar.find(" 0/100001 files"),
        many.bar.rfind("/100001 files"),
    );
    assert!(begins.is_some() && ends > begins, "no bar on the terminal");
    assert!(
        many.bar.contains("left"),
        "the bar does not say how long it takes"
    );
}

/// So many folders of a thousand messages each.
fn fill(folder: &Path, folders: usize) {
    for nth in 0..folders {
        let inside = folder.join(format!("{nth:03}"));
        fs::create_dir_all(&inside).unwrap();
        let first = inside.join("000.cap");
        fs::write(&first, message(nth)).unwrap();
        // A name more for the same bytes: the disk would be the slowest part of the test.
        for other in 1..1_000 {
            fs::hard_link(&first, inside.join(format!("{other:03}.cap"))).unwrap();
        }
    }
}

fn message(nth: usize) -> String {
    format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{nth}</identifier>\
         <sender>duty-{nth}@vigie.example</sender><sent>2026-01-02T03:04:05+03:00</sent><status>Actual</status>\
         <msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Storm {nth}</event>\
         <urgency>Immediate</urgency><severity>Major</severity><certainty>Observed</certainty>\
         <area><areaDesc>Centre</areaDesc></area></info></alert>"
    )
}

struct Checked {
    /// The most memory that it ever held, when every file of the folder was behind it.
    peak_kib: u64,
    /// The end of what it printed.
    summary: String,
    /// What stood on the terminal.
    bar: String,
}

/// Checks a folder, and after it a pipe: it has done the folder when it opens the pipe, and is still there to be asked.
fn checked(folder: &Path, pipe: &Path) -> Checked {
    mknodat(CWD, pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let terminal = ioctl_tiocgptpeer(&master, OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["cap", "check"])
        .args([folder, pipe])
        .env("TERM", "xterm")
        .stdout(Stdio::piped())
        .stderr(terminal)
        .spawn()
        .unwrap();
    let shown = thread::spawn(move || until_closed(File::from(master)));
    let out = child.stdout.take().unwrap();
    let printed = thread::spawn(move || last(out));
    let (done, opened) = mpsc::channel();
    let path = pipe.to_owned();
    thread::spawn(move || done.send(File::options().write(true).open(path)));
    let Ok(opened) = opened.recv_timeout(ANSWER_MAX) else {
        child.kill().unwrap();
        panic!("the folder was not read in {ANSWER_MAX:?}");
    };
    let peak_kib = peak_kib(&child);
    opened.unwrap().write_all(message(0).as_bytes()).unwrap();
    assert_eq!(
        child.wait().unwrap().code(),
        Some(1),
        "Major is no severity"
    );
    Checked {
        peak_kib,
        summary: printed.join().unwrap(),
        bar: shown.join().unwrap(),
    }
}

fn peak_kib(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let words = line.unwrap().split_whitespace().next();
    words.unwrap().parse().unwrap()
}

/// What a terminal was shown, until nobody holds it.
fn until_closed(mut terminal: File) -> String {
    let mut shown = Vec::new();
    let mut some = [0; 4096];
    // The kernel says that it is closed with an error.
    while let Ok(length @ 1..) = terminal.read(&mut some) {
        shown.extend_from_slice(&some[..length]);
    }
    String::from_utf8_lossy(&shown).into_owned()
}

/// The last of a long text.
fn last(mut from: impl std::io::Read) -> String {
    const KEPT_BYTES: usize = 64 << 10;
    let mut kept = Vec::new();
    let mut some = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut some) {
        kept.extend_from_slice(&some[..length]);
        let over = kept.len().saturating_sub(KEPT_BYTES);
        kept.drain(..over);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
