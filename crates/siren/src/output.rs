//! Where the sound goes: a WAV file that an inquiry can play, the program `aplay`, or the lines of relays.

use crate::config::SoundConfig;
use crate::disk::read_small;
use crate::tone::{SAMPLE_RATE_HZ, Synth};
use hound::{SampleFormat, WavSpec, WavWriter};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::sleep;
use tracing::{error, info};
use vigie_core::siren::{Order, Tone};
use vigie_core::status::Status;

/// How many files of one name are told apart; more retries of one order are never sounded.
const NAMESAKES_MAX: u32 = 100;

/// Longest text of a line's file, in bytes.
const LINE_BYTES_MAX: u64 = 16;

/// An open output.
pub(crate) enum Output {
    /// A file, whose header is made right with every second of sound.
    Wav {
        writer: WavWriter<BufWriter<File>>,
        unflushed: usize,
    },
    /// A running player.
    Aplay { child: Child, pipe: ChildStdin },
    /// A line that is raised.
    Relay { line: Line },
}

/// A raised line; it falls when it is dropped, whatever else happens.
pub(crate) struct Line(PathBuf);

impl Drop for Line {
    fn drop(&mut self) {
        set_line(&self.0, false);
    }
}

/// Lets every line fall: one may have been left raised by a siren that died.
pub(crate) fn rest(sound: &SoundConfig) {
    if let SoundConfig::Relays { lines } = sound {
        for line in lines.values() {
            set_line(line, false);
        }
    }
}

fn set_line(file: &Path, is_raised: bool) {
    if let Err(e) = write_line(file, is_raised) {
        error!("failed to set the line {}: {e}", file.display());
    }
}

fn write_line(file: &Path, is_raised: bool) -> io::Result<()> {
    // Not created: a line that is missing must be noticed.
    let mut line = OpenOptions::new().write(true).truncate(true).open(file)?;
    line.write_all(if is_raised { b"1\n" } else { b"0\n" })
}

impl Output {
    pub(crate) fn open(sound: &SoundConfig, order: &Order, tone: Tone) -> io::Result<Self> {
        match sound {
            SoundConfig::Wav { folder } => Self::open_wav(folder, order, tone),
            SoundConfig::Aplay { device } => Self::open_player("aplay", device),
            SoundConfig::Relays { lines } => {
                let file = lines.get(&tone).ok_or_else(|| {
                    io::Error::new(
                        io::ErrorKind::NotFound,
                        format!("no line is named for {tone}"),
                    )
                })?;
                write_line(file, true)?;
                Ok(Self::Relay {
                    line: Line(file.clone()),
                })
            }
        }
    }

    /// Writes the next piece. A file takes it from memory at once: a piece is 3 kB.
    pub(crate) async fn write(&mut self, samples: &[i16]) -> io::Result<()> {
        match self {
            Self::Wav { writer, unflushed } => {
                for sample in samples {
                    writer.write_sample(*sample).map_err(io::Error::other)?;
                }
                *unflushed += samples.len();
                if *unflushed >= SAMPLE_RATE_HZ as usize {
                    *unflushed = 0;
                    writer.flush().map_err(io::Error::other)?;
                }
                Ok(())
            }
            Self::Aplay { pipe, .. } => {
                let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
                pipe.write_all(&bytes).await
            }
            Self::Relay { .. } => Ok(()),
        }
    }

    /// Whether it still sounds. A player whose device is missing takes the first sound and dies of it.
    pub(crate) fn is_alive(&mut self) -> bool {
        match self {
            Self::Aplay { child, .. } => matches!(child.try_wait(), Ok(None)),
            Self::Wav { .. } | Self::Relay { .. } => true,
        }
    }

    /// Whether it must live for a moment before it is believed to sound.
    pub(crate) fn may_die_at_once(&self) -> bool {
        matches!(self, Self::Aplay { .. })
    }

    /// Ends the sound: at once, or once everything written has sounded.
    pub(crate) async fn close(self, at_once: bool) {
        let closed = match self {
            Self::Wav { writer, .. } => writer.finalize().map_err(io::Error::other),
            Self::Aplay { mut child, pipe } => {
                drop(pipe);
                if at_once {
                    child.kill().await
                } else {
                    child.wait().await.map(|_| ())
                }
            }
            Self::Relay { line } => {
                drop(line);
                Ok(())
            }
        };
        if let Err(e) = closed {
            error!("failed to close the sound output: {e}");
        }
    }

    fn open_wav(folder: &Path, order: &Order, tone: Tone) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let (file, path) = create_new(folder, &stem(order, tone))?;
        info!(file = %path.display(), "sounds");
        let spec = WavSpec {
            channels: 1,
            sample_rate: SAMPLE_RATE_HZ,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let writer = WavWriter::new(BufWriter::new(file), spec).map_err(io::Error::other)?;
        Ok(Self::Wav {
            writer,
            unflushed: 0,
        })
    }

    fn open_player(program: &str, device: &str) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r"])
            .arg(SAMPLE_RATE_HZ.to_string())
            .args(["-D", device, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let pipe = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self::Aplay { child, pipe })
    }
}

/// The name says which order sounded, with which tone, and whether it was real.
fn stem(order: &Order, tone: Tone) -> String {
    let status = match order.status {
        Status::Actual => "actual",
        Status::Exercise => "exercise",
    };
    format!("{}-{tone}-{status}", order.order)
}

/// A new file; an earlier one of the same name is evidence and is kept.
fn create_new(folder: &Path, stem: &str) -> io::Result<(File, PathBuf)> {
    for n in 1..=NAMESAKES_MAX {
        let name = match n {
            1 => format!("{stem}.wav"),
            n => format!("{stem}.{n}.wav"),
        };
        let path = folder.join(name);
        match File::create_new(&path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (file, path)),
        }
    }
    Err(io::Error::other(format!(
        "{NAMESAKES_MAX} files named {stem} in {}",
        folder.display()
    )))
}

/// An output that is tried without a sound.
pub(crate) enum Silent {
    /// A player that is given next to nothing to play.
    Player(Box<Output>),
    /// It was tried already.
    Tried,
}

/// How long a player is tried: longer than one needs to die of a device that is missing.
const TRIED_FOR: Duration = Duration::from_millis(800);
/// By how much the tone is softer that it is tried with: 66 dB. Nobody hears it, and an amplifier is not at rest.
const SOFTER: i16 = 2_000;

impl Silent {
    /// Tries what can be tried at once: whether a file can be written, whether a line is at rest and stays there.
    pub(crate) fn open(sound: &SoundConfig) -> io::Result<Self> {
        match sound {
            SoundConfig::Wav { folder } => {
                std::fs::create_dir_all(folder)?;
                let file = folder.join(".self-test");
                let written = std::fs::write(&file, vec![0; 2 * SAMPLE_RATE_HZ as usize]);
                let removed = std::fs::remove_file(&file);
                written.and(removed).map(|()| Self::Tried)
            }
            SoundConfig::Aplay { device } => {
                Output::open_player("aplay", device).map(|output| Self::Player(Box::new(output)))
            }
            SoundConfig::Relays { lines } => {
                for line in lines.values() {
                    read_back(line)?;
                }
                Ok(Self::Tried)
            }
        }
    }

    /// Plays, where there is something to be played on.
    pub(crate) async fn play(&mut self) -> io::Result<()> {
        let Self::Player(output) = self else {
            return Ok(());
        };
        let mut piece = vec![0; SAMPLE_RATE_HZ as usize / 2];
        Synth::new(Tone::AllClearSteady).fill(&mut piece);
        for sample in &mut piece {
            *sample /= SOFTER;
        }
        output.write(&piece).await?;
        sleep(TRIED_FOR).await;
        if output.is_alive() {
            return Ok(());
        }
        Err(io::Error::other(
            "the player ended at once: see that its device is there",
        ))
    }

    /// Frees the output.
    pub(crate) async fn close(self) {
        if let Self::Player(output) = self {
            output.close(true).await;
        }
    }
}

/// Lets a line fall, and sees that it has.
fn read_back(line: &Path) -> io::Result<()> {
    write_line(line, false)?;
    let says = read_small(line, LINE_BYTES_MAX)?.unwrap_or_default();
    if says.trim() == "0" {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "the line {} says {:?} and not 0 while nothing sounds",
        line.display(),
        says.trim()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_recording_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = (0..3)
            .map(|_| create_new(folder.path(), "42-fire_hi_lo-actual").unwrap().1)
            .map(|path| path.file_name().unwrap().to_owned())
            .collect();
        assert_eq!(
            names,
            [
                "42-fire_hi_lo-actual.wav",
                "42-fire_hi_lo-actual.2.wav",
                "42-fire_hi_lo-actual.3.wav"
            ]
        );
    }

    #[tokio::test]
    async fn a_player_that_is_missing_is_an_error_and_one_that_dies_too() {
        assert!(Output::open_player("no-such-player", "default").is_err());
        let mut output = Output::open_player("false", "default").unwrap();
        let piece = [0i16; 1_600];
        let mut died = false;
        for _ in 0..1_000 {
            died = died || output.write(&piece).await.is_err();
        }
        assert!(died);
        output.close(true).await;
    }
}
