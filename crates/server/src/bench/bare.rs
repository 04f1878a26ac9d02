//! The limit that disk and kernel set: what a program that did nothing but keep bytes would reach.

use super::WRITERS;
use super::figures::Times;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

/// Bytes of one append: a report as it stands in the journal has about as many.
pub const APPEND_BYTES: usize = 500;
/// Bytes of an answer: that to an accepted report has about as many.
const ANSWER_BYTES: usize = 300;

type Fault = std::io::Error;

/// Appends and syncs, one after the other.
pub fn syncs(folder: &Path, count: usize) -> Result<Times, Fault> {
    let (mut file, bytes) = (create(folder, "bare")?, [b'x'; APPEND_BYTES]);
    let mut taken = Vec::with_capacity(count);
    for _ in 0..count {
        let began = Instant::now();
        file.write_all(&bytes)?;
        file.sync_data()?;
        taken.push(began.elapsed());
    }
    Ok(Times::of(taken))
}

/// Bytes sent over one connection, appended, synced and answered, one after the other: the least that
/// anything with a network and a disk can do.
pub fn answers(folder: &Path, count: usize) -> Result<Times, Fault> {
    let mut file = create(folder, "answers")?;
    answered(count, move |bytes| {
        file.write_all(bytes)?;
        file.sync_data()
    })
}

/// The same when the connection's thread hands the bytes to the one writer and waits for it: the least
/// that anything with group commit can do, while nobody else writes.
pub fn handed_over(folder: &Path, count: usize) -> Result<Times, Fault> {
    let file = create(folder, "handed-over")?;
    let (inbox, letters) = channel();
    let (kept, answer) = sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || write(file, &letters));
        answered(count, move |bytes| {
            let letter = Letter {
                bytes: bytes.to_vec(),
                kept: kept.clone(),
            };
            let gone = || Fault::other("the writer is gone");
            inbox.send(letter).map_err(|_| gone())?;
            answer.recv().map_err(|_| gone())
        })
    })
}

/// How long each of so many takes from its sending to its answer, if `keep` keeps what was sent.
fn answered(
    count: usize,
    mut keep: impl FnMut(&[u8]) -> Result<(), Fault> + Send,
) -> Result<Times, Fault> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    std::thread::scope(|scope| {
        let server = scope.spawn(move || -> Result<(), Fault> {
            let (mut client, _) = listener.accept()?;
            client.set_nodelay(true)?;
            let mut bytes = [0; APPEND_BYTES];
            for _ in 0..count {
                client.read_exact(&mut bytes)?;
                keep(&bytes)?;
                client.write_all(&[b'y'; ANSWER_BYTES])?;
            }
            Ok(())
        });
        let mut line = TcpStream::connect(address)?;
        line.set_nodelay(true)?;
        let mut taken = Vec::with_capacity(count);
        for _ in 0..count {
            let began = Instant::now();
            line.write_all(&[b'x'; APPEND_BYTES])?;
            line.read_exact(&mut [0; ANSWER_BYTES])?;
            taken.push(began.elapsed());
        }
        server
            .join()
            .map_err(|_| Fault::other("the bare server panicked"))??;
        Ok(Times::of(taken))
    })
}

/// Writes a second when [`WRITERS`] threads each hand a buffer to one writer, which syncs once for all
/// it finds, and wait for it: group commit without a network, a rule, or anything to say.
pub fn group_commits(folder: &Path, seconds: f64) -> Result<f64, Fault> {
    let file = create(folder, "group")?;
    let (inbox, letters) = channel();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || write(file, &letters));
        for _ in 0..WRITERS {
            let (inbox, over) = (inbox.clone(), &over);
            scope.spawn(move || hand_in(&inbox, over));
        }
        drop(inbox);
        let began = Instant::now();
        std::thread::sleep(Duration::from_secs_f64(seconds));
        over.store(true, Ordering::Relaxed);
        let elapsed = began.elapsed();
        let written = writer
            .join()
            .map_err(|_| Fault::other("the writer panicked"))??;
        Ok(f64::from(written) / elapsed.as_secs_f64())
    })
}

struct Letter {
    bytes: Vec<u8>,
    kept: SyncSender<()>,
}

fn hand_in(inbox: &Sender<Letter>, over: &AtomicBool) {
    let (kept, answer) = sync_channel(1);
    while !over.load(Ordering::Relaxed) {
        let letter = Letter {
            bytes: vec![b'x'; APPEND_BYTES],
            kept: kept.clone(),
        };
        if inbox.send(letter).is_err() || answer.recv().is_err() {
            return;
        }
    }
}

fn write(mut file: File, letters: &Receiver<Letter>) -> Result<u32, Fault> {
    let (mut buffer, mut waiting, mut written) = (Vec::new(), Vec::new(), 0);
    while let Ok(first) = letters.recv() {
        buffer.clear();
        for letter in std::iter::once(first).chain(letters.try_iter()) {
            buffer.extend_from_slice(&letter.bytes);
            waiting.push(letter.kept);
            written += 1;
        }
        file.write_all(&buffer)?;
        file.sync_data()?;
        for kept in waiting.drain(..) {
            // Whoever waited may have gone at the end of the run.
            let _ = kept.send(());
        }
    }
    Ok(written)
}

fn create(folder: &Path, name: &str) -> Result<File, Fault> {
    File::options()
        .create(true)
        .append(true)
        .open(folder.join(name))
}
