//! `cargo xtask siren`: the program on the mast as one file that needs nothing of the machine that it is copied to,
//! for x86-64 and for 64-bit ARM. Each is looked at: static, small, and, where this machine can run it, speaking.

use crate::fault::Fault;
use crate::run::call;
use crate::site::Site;
use crate::test::on_path;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The machines that masts have.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"];
/// Largest file, in bytes: it is copied over a slow modem.
const BYTES_MAX: u64 = 12 * 1024 * 1024;
/// A cold build for one machine.
const BUILD_LIMIT: Duration = Duration::from_mins(20);

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this machine: x86_64-unknown-linux-musl or aarch64-unknown-linux-musl
    #[arg(long, value_name = "TARGET", value_parser = TARGETS)]
    only: Option<String>,
}

/// Builds and looks at each.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let site = Site::here();
    let chosen = TARGETS.into_iter().filter(|target| {
        let only = options.only.as_deref();
        only.is_none_or(|only| only == *target)
    });
    for target in chosen {
        let program = build(&site, target)?;
        let bytes = look_at(&program)?;
        let spoke = speak(target, &program)?;
        println!(
            "{}: static, {}.{} MB, {spoke}",
            program.display(),
            bytes / 1_000_000,
            bytes / 100_000 % 10
        );
    }
    Ok(())
}

fn build(site: &Site, target: &str) -> Result<PathBuf, Fault> {
    call("rustup")
        .args(["target", "add", target])
        .folder(&site.root)
        .must("the standard library for this machine comes with rustup: see that it reaches its server")?;
    let linker = format!(
        "CARGO_TARGET_{}_LINKER",
        target.to_uppercase().replace('-', "_")
    );
    let of_target = |name: &str| format!("{name}_{}", target.replace('-', "_"));
    call("cargo")
        .args(["build", "--release", "--locked", "--target", target])
        .args(["--package", "vigie-siren", "--bin", "vigie-siren"])
        .args(["--config", "profile.release.strip=true"])
        // The linker that comes with the compiler, and a C compiler for every machine: ring has some C, which needs no
        // C library, so that of no other machine is needed either.
        .env(&linker, "rust-lld")
        .env(&of_target("CC"), "clang")
        .env(
            &of_target("CFLAGS"),
            "-nostdlibinc -DRING_CORE_NOSTDLIBINC=1",
        )
        .folder(&site.root)
        .limit(BUILD_LIMIT)
        .must(
            "the compiler's message above says where; without clang, Debian's package of that name is missing",
        )?;
    let built = Path::new(target).join("release/vigie-siren");
    Ok(site.root.join(site.target()).join(built))
}

/// Whether it is static and small; its size in bytes.
fn look_at(program: &Path) -> Result<u64, Fault> {
    let file = std::fs::read(program).map_err(|error| {
        Fault::new(
            format!("failed to read {}: {error}", program.display()),
            "run this again",
        )
    })?;
    let fault =
        |what: &str, remedy: &str| Err(Fault::new(format!("{} {what}", program.display()), remedy));
    match asks_for_a_loader(&file) {
        None => return fault("is no 64-bit ELF file", "see what cargo built"),
        Some(true) => {
            return fault(
                "asks for a loader, so it is not static",
                "see which dependency links a shared library: `cargo tree -p vigie-siren`",
            );
        }
        Some(false) => {}
    }
    let bytes = file.len() as u64;
    if bytes > BYTES_MAX {
        return fault(
            &format!("has {bytes} bytes; at most {BYTES_MAX}"),
            "see which dependency made it so: `cargo bloat`",
        );
    }
    Ok(bytes)
}

/// Whether an ELF file names a loader (a program header of type PT_INTERP), as every one does that needs shared
/// libraries. Nothing when it is no such file. Reference: System V ABI, ELF-64 object file format.
fn asks_for_a_loader(file: &[u8]) -> Option<bool> {
    const PT_INTERP: u32 = 3;
    // The class is 64 bits, the order of bytes least first.
    if !file.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let number = |at: usize, bytes: usize| {
        let field = file.get(at..at.checked_add(bytes)?)?;
        let number = field
            .iter()
            .rev()
            .fold(0u64, |n, byte| n << 8 | u64::from(*byte));
        usize::try_from(number).ok()
    };
    let (table, size, count) = (number(0x20, 8)?, number(0x36, 2)?, number(0x38, 2)?);
    for n in 0..count {
        if number(table.checked_add(n * size)?, 4)? == PT_INTERP as usize {
            return Some(true);
        }
    }
    Some(false)
}

/// Lets it speak, where this machine can run it.
fn speak(target: &str, program: &Path) -> Result<&'static str, Fault> {
    let emulator = ["qemu-aarch64-static", "qemu-aarch64"]
        .into_iter()
        .find(|name| on_path(name));
    let asked = |option: &str| match emulator {
        _ if target.starts_with(std::env::consts::ARCH) => Some(call(program).args([option])),
        Some(emulator) => Some(call(emulator).args([program]).args([option])),
        None => None,
    };
    for (option, word) in [("--version", "vigie-siren "), ("--help", "--print-key")] {
        let Some(asked) = asked(option) else {
            return Ok("not run: no emulator of its machine is here");
        };
        let said = asked
            .quiet()
            .must("a static program runs anywhere; see what it says")?;
        if !said.stdout.iter().any(|line| line.contains(word)) {
            return Err(Fault::new(
                format!("{} {option} says nothing of {word:?}", program.display()),
                "see what it says",
            ));
        }
    }
    Ok("runs")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one program header of this type.
    fn elf(kind: u8) -> Vec<u8> {
        let mut file = vec![0; 0x40 + 0x38];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[0x20] = 0x40;
        file[0x36] = 0x38;
        file[0x38] = 1;
        file[0x40] = kind;
        file
    }

    #[test]
    fn a_file_that_names_a_loader_is_not_static() {
        assert_eq!(asks_for_a_loader(&elf(1)), Some(false));
        assert_eq!(asks_for_a_loader(&elf(3)), Some(true));
        assert_eq!(asks_for_a_loader(&elf(1)[..0x41]), None);
        assert_eq!(asks_for_a_loader(b"#!/bin/sh"), None);
        // This very program is not: the check can fail.
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(asks_for_a_loader(&own), Some(true));
    }
}
