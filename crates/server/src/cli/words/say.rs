//! Speaks the voice forms into WAV files with espeak-ng, and says for which languages it has no voice.
//! The text goes in by its input and never through a shell.

use super::{acts_named, gallery, read};
use crate::cli::{count, failed};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use vigie_words::{Act, Ask, Book, Form, Reality, traits};

/// Bytes of a WAV file before the first sound.
const WAV_HEADER: u64 = 44;

/// Languages that are written without most vowels: a machine guesses them.
const WITHOUT_VOWELS: [&str; 3] = ["ar", "fa", "he"];

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The danger.
    #[arg(long)]
    danger: String,
    /// Only these languages; without it, every language that the danger has words in.
    #[arg(long = "language")]
    languages: Vec<String>,
    /// One act; without it, all that speak of a danger.
    #[arg(long)]
    act: Option<String>,
    /// As in an exercise.
    #[arg(long)]
    exercise: bool,
    /// The name of the place, as it is said; without it, an example.
    #[arg(long)]
    place: Option<String>,
    /// Who warns, as it is said; without it, an example.
    #[arg(long)]
    authority: Option<String>,
    /// The folder that the files go to, one folder in it for each language.
    #[arg(long, default_value = "voices")]
    out: PathBuf,
    /// A folder laid out like `words/`.
    #[arg(long)]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> ExitCode {
    match say(args) {
        Ok(0) => failed("nothing was spoken; a person must read these texts aloud"),
        Ok(made) => {
            eprintln!("{} in {}", count(made, "file"), args.out.display());
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

fn say(args: &Args) -> Result<usize, String> {
    let (book, _) = read(args.folder.as_deref())?;
    if !book.has(&args.danger) {
        let known: Vec<&str> = book.dangers().collect();
        return Err(format!(
            "there are no words for {}; there are {}",
            args.danger,
            known.join(", ")
        ));
    }
    let acts: Vec<Act> = acts_named(args.act.as_deref())?
        .into_iter()
        .filter(|act| args.act.is_some() || Act::OF_A_DANGER.contains(act))
        .collect();
    let all: Vec<String> = book.languages_of(&args.danger).map(String::from).collect();
    let wanted = if args.languages.is_empty() {
        &all
    } else {
        &args.languages
    };
    let mut made = 0;
    for language in wanted {
        let Some(voice) = traits(language).voice else {
            eprintln!(
                "{language}: espeak-ng has no voice for it; a person must read it aloud (`vigie words show {} --language {language}`)",
                args.danger
            );
            continue;
        };
        if WITHOUT_VOWELS.contains(&language.as_str()) {
            eprintln!(
                "{language}: it is written without most vowels, and the voice guesses them; let somebody of the place listen first"
            );
        }
        for act in &acts {
            let text = text(&book, args, language, *act)?;
            let file = file(args, language, *act)?;
            speak(voice, &text, &file)?;
            println!("{}", file.display());
            made += 1;
        }
    }
    Ok(made)
}

fn text(book: &Book, args: &Args, language: &str, act: Act) -> Result<String, String> {
    let ask = Ask {
        danger: &args.danger,
        act,
        reality: if args.exercise {
            Reality::Exercise
        } else {
            Reality::Actual
        },
        language,
        form: Form::Voice,
    };
    let mut slots = gallery::example_slots(book, &args.danger, language);
    slots.place = args.place.as_deref().unwrap_or(slots.place);
    slots.authority = args.authority.as_deref().unwrap_or(slots.authority);
    let said = book.render(&ask, &slots).map_err(|e| e.to_string())?;
    Ok(said.text)
}

fn file(args: &Args, language: &str, act: Act) -> Result<PathBuf, String> {
    let folder = args.out.join(language);
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("failed to make {}: {error}", folder.display()))?;
    let exercise = if args.exercise { "-exercise" } else { "" };
    Ok(folder.join(format!("{}-{}{exercise}.wav", args.danger, act.as_str())))
}

fn speak(voice: &str, text: &str, file: &Path) -> Result<(), String> {
    let failed = |why: String| format!("failed to speak {}: {why}", file.display());
    let mut espeak = Command::new("espeak-ng")
        .args(["-b", "1", "-v", voice, "--stdin", "-w"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            failed(format!(
                "espeak-ng cannot be started ({error}); install it with `sudo apt-get install espeak-ng`"
            ))
        })?;
    // It reads everything before it writes anything, so that neither waits for the other.
    let written = match espeak.stdin.take() {
        Some(mut stdin) => stdin.write_all(text.as_bytes()),
        None => Ok(()),
    };
    let answer = espeak
        .wait_with_output()
        .map_err(|error| failed(error.to_string()))?;
    let said = String::from_utf8_lossy(&answer.stderr).trim().to_owned();
    if !answer.status.success() {
        return Err(failed(format!("espeak-ng says {said:?}")));
    }
    written.map_err(|error| failed(error.to_string()))?;
    let bytes = std::fs::metadata(file).map_or(0, |there| there.len());
    if bytes <= WAV_HEADER {
        return Err(failed(format!("espeak-ng left no sound in it {said:?}")));
    }
    Ok(())
}
