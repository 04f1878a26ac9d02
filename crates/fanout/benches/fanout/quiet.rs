//! Silence while something is measured.

use std::ffi::OsString;
use std::process::Command;

/// While something is measured: the command that `VIGIE_BENCH_QUIET` names is run with `begin` before it and with `end`
/// after it, so that a machine with other work is asked for silence no longer than it is needed.
pub struct Quiet(Option<OsString>);

impl Quiet {
    /// From here until it is dropped.
    pub fn begin() -> Result<Self, String> {
        let quiet = Self(std::env::var_os("VIGIE_BENCH_QUIET"));
        quiet.say("begin")?;
        Ok(quiet)
    }

    fn say(&self, what: &str) -> Result<(), String> {
        let Some(command) = &self.0 else {
            return Ok(());
        };
        let done = Command::new(command).arg(what).status();
        let done = done.map_err(|error| format!("failed to ask for silence: {error}"))?;
        done.success()
            .then_some(())
            .ok_or_else(|| format!("failed to ask for silence: {done}"))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if let Err(why) = self.say("end") {
            eprintln!("{why}");
        }
    }
}
