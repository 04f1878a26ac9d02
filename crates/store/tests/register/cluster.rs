//! A PostgreSQL of a test's own: in a temporary folder, reached by a socket in it, gone with the test.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server may take to answer first.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Cluster {
    pub folder: tempfile::TempDir,
    server: Child,
}

impl Cluster {
    /// Starts one with these settings, such as `fsync=off`.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(said("make a folder"))?;
        let programs = programs()?;
        own(folder.path())?;
        let cluster = folder.path().join("cluster");
        let made = as_owner(&programs.join("initdb"))
            .args([
                "--auth=trust",
                "--username=vigie",
                "--encoding=UTF8",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&cluster)
            .stdout(Stdio::null())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return Err("failed to make a database cluster with initdb".into());
        }
        let mut server = as_owner(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&cluster)
            .arg("-k")
            .arg(folder.path())
            .args(["-c", "listen_addresses="]);
        for setting in settings {
            server.args(["-c", setting]);
        }
        let server = server
            .stderr(Stdio::null())
            .spawn()
            .map_err(said("start postgres"))?;
        let cluster = Self { folder, server };
        let until = Instant::now() + PATIENCE;
        while cluster.ask("SELECT 1").is_err() {
            if Instant::now() > until {
                return Err("PostgreSQL did not answer within a minute of its start".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(cluster)
    }

    /// What it answers, without names of columns.
    pub fn ask(&self, question: &str) -> Result<String, String> {
        // By its input: an area may have more corners than an argument may have bytes.
        let mut psql = self
            .psql()
            .args(["-f", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(said("start psql"))?;
        if let Some(mut input) = psql.stdin.take() {
            input
                .write_all(question.as_bytes())
                .map_err(said("ask PostgreSQL"))?;
        }
        let answered = psql.wait_with_output().map_err(said("ask PostgreSQL"))?;
        if answered.status.success() {
            Ok(String::from_utf8_lossy(&answered.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&answered.stderr).into_owned())
        }
    }

    /// Its terminal, ready to be asked.
    pub fn psql(&self) -> Command {
        let mut psql = Command::new("psql");
        psql.args([
            "-X",
            "-q",
            "-t",
            "-A",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "vigie",
            "-d",
            "postgres",
            "-h",
        ])
        .arg(self.folder.path());
        psql
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Where Debian keeps the server's programs.
fn programs() -> Result<PathBuf, String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").map_err(|_| {
        "PostgreSQL was not found: install the Debian package postgresql-15-postgis-3".to_owned()
    })?;
    let newest = versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin"))
        .max();
    newest.ok_or_else(|| "PostgreSQL was not found".to_owned())
}

/// PostgreSQL does not run as root: there the account that its package makes runs it.
fn as_owner(program: &Path) -> Command {
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
            ])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn own(folder: &Path) -> Result<(), String> {
    if rustix::process::geteuid().is_root() {
        let owned = Command::new("chown")
            .arg("postgres:postgres")
            .arg(folder)
            .status();
        if !owned.is_ok_and(|status| status.success()) {
            return Err(
                "failed to give a folder to the account postgres, which the Debian package makes"
                    .into(),
            );
        }
    }
    Ok(())
}

fn said(what: &str) -> impl Fn(std::io::Error) -> String {
    move |error| format!("failed to {what}: {error}")
}
