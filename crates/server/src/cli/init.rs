//! `vigie init DIR`: everything a new site needs, and nothing that is the same anywhere else.

use super::failed;
use crate::config;
use crate::people::People;
use crate::tokens::Who;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_core::ids::OfficerId;

/// The configuration that a new site starts from.
pub const EXAMPLE: &str = include_str!("../../../../vigie.example.toml");

/// What lies in the folder of words of a new site.
const WORDS_README: &str = "\
The words of this site, laid over those that Vigie comes with (`vigie words show DANGER`).

A file here, for example fr/rockets.ftl, replaces the parts that it names and leaves the others. What is
said for real must be vetted by somebody of this place (`vigie words vet`), and again when it changes; an exercise
needs no vetting. The manual's chapter on words says more.
";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder that does not exist yet, or is empty.
    folder: PathBuf,
}

pub fn run(args: &Args) -> ExitCode {
    match init(&args.folder) {
        Ok(tokens) => {
            let dir = args.folder.display();
            println!("{dir} is ready: vigie.toml, words/, state/ with keys of its own");
            println!(
                "Two officers are in the configuration; these are their tokens, shown this once:"
            );
            for (officer, token) in tokens {
                println!("  {officer}  {token}");
            }
            println!("next: edit {dir}/vigie.toml for your site, then");
            println!("      vigie check --config {dir}/vigie.toml");
            println!("      vigie serve --config {dir}/vigie.toml");
            println!(
                "Exercises work from here on. Before a real warning leaves, somebody of the place reads the"
            );
            println!("words of each language, and two officers put that on record:");
            println!(
                "      vigie words vet --language en                                  shows them"
            );
            println!(
                "      vigie words vet --language en --expert NAME --office OFFICE    one officer offers"
            );
            println!(
                "      vigie change approve NUMBER --sha256 HASH                      another agrees"
            );
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

fn init(folder: &Path) -> Result<Vec<(OfficerId, String)>, String> {
    std::fs::create_dir_all(folder)
        .map_err(|e| format!("failed to create {}: {e}", folder.display()))?;
    let empty = std::fs::read_dir(folder)
        .map_err(|e| format!("failed to read {}: {e}", folder.display()))?
        .next()
        .is_none();
    if !empty {
        return Err(format!(
            "{} is not empty; name a new folder, so that nothing is overwritten",
            folder.display()
        ));
    }
    write(&folder.join("vigie.toml"), EXAMPLE)?;
    let words = folder.join("words");
    std::fs::create_dir(&words)
        .map_err(|e| format!("failed to create {}: {e}", words.display()))?;
    write(&words.join("README"), WORDS_README)?;
    let loaded = config::load(&folder.join("vigie.toml")).map_err(|faults| faults.join("\n"))?;
    let state = &loaded.config.folders.state;
    crate::keys::open(&state.join("keys"))?;
    let people = People::open(state).map_err(|fault| fault.to_string())?;
    crate::serve::open(&loaded.config)?;
    let officers = loaded.site.officers.keys();
    officers
        .map(|officer| {
            let token = super::token::add_token(
                &people,
                &Who::Officer(officer.clone()),
                "made by init",
                90,
            )?;
            Ok((officer.clone(), token))
        })
        .collect()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text)
        .map_err(|error| format!("failed to write {}: {error}", path.display()))
}
