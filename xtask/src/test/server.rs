//! A real server for the browser's tests: a new site in a temporary folder, on a free port, with two
//! officers. Gone with the value.

use crate::fault::Fault;
use crate::run::call;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server may take until it says where it listens.
const START_MAX: Duration = Duration::from_secs(20);

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    folder: PathBuf,
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
    /// The tokens of its two officers.
    pub(crate) tokens: [String; 2],
}

impl Server {
    /// Makes a site with `program`, which is `vigie`, and serves it.
    pub(crate) fn start(program: &Path) -> Result<Self, Fault> {
        let name = format!("vigie-browser-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let failed = |what: String| {
            Fault::new(
                format!("failed to start a server for the browser: {what}"),
                "run the steps from the top: `cargo xtask test`",
            )
        };
        let made = call(program).args(["init"]).args([&folder]).run()?;
        if let Some(why) = made.failure {
            return Err(failed(why));
        }
        let tokens = tokens(&made.stdout)
            .ok_or_else(|| failed("`vigie init` printed no two tokens".to_owned()))?;
        let config = folder.join("vigie.toml");
        let text = std::fs::read_to_string(&config).map_err(|error| failed(error.to_string()))?;
        // A free port; and an officer who may do both, so that only the rule of two people stops them.
        let text = text
            .replace("# listen = \"127.0.0.1:8470\"", "listen = \"127.0.0.1:0\"")
            .replace(
                "roles = [\"drafter\", \"recorder\"]",
                "roles = [\"drafter\", \"approver\", \"recorder\"]",
            );
        std::fs::write(&config, text).map_err(|error| failed(error.to_string()))?;
        let child = Command::new(program)
            .arg("serve")
            .arg("--config")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut server = Self {
            folder,
            child,
            address: String::new(),
            tokens,
        };
        server.address = server.awaited_address().map_err(failed)?;
        Ok(server)
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn awaited_address(&mut self) -> Result<String, String> {
        let path = self.folder.join("state").join("address");
        let begin = Instant::now();
        loop {
            if let Ok(text) = std::fs::read_to_string(&path) {
                return Ok(text.trim().to_owned());
            }
            if let Ok(Some(ended)) = self.child.try_wait() {
                return Err(format!("it ended at once: {ended}"));
            }
            if begin.elapsed() > START_MAX {
                return Err(format!("{} did not appear", path.display()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The tests kill it themselves at their end; then there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn tokens(lines: &[String]) -> Option<[String; 2]> {
    let mut words = lines.iter().flat_map(|line| line.split_whitespace());
    let mut next = || {
        words
            .find(|word| word.starts_with("vigie_"))
            .map(str::to_owned)
    };
    Some([next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tokens_are_found_among_the_words_of_init() {
        let said = ["ready:", "  duty-1  vigie_a", "  duty-2  vigie_b"].map(str::to_owned);
        assert_eq!(
            tokens(&said),
            Some(["vigie_a".to_owned(), "vigie_b".to_owned()])
        );
        assert_eq!(tokens(&said[..2]), None);
    }
}
