//! `vigie cap sign` and `vigie cap verify`: with keys that are given here, and never with those that a message brings.

use super::super::{count, failed};
use super::{Format, plain, written};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use vigie_cap::Limits;
use vigie_cap::report::{self, Checked, Sarif, Verdict};
use vigie_cap::sign::{
    Refused, SignFault, Signatures, SigningKey, Trust, TrustedKey, Verified, sign_text,
    verify as verify_bytes,
};

#[derive(Debug, clap::Args)]
pub(super) struct SignArgs {
    /// Files, or - for standard input. One is written to standard output, several into a folder.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The private key, in PEM: RSA of 2048 bits or more, P-256, or Ed25519.
    #[arg(long)]
    key: PathBuf,
    /// The certificate of the key, in PEM, to be sent along.
    #[arg(long)]
    certificate: Option<PathBuf>,
    /// The folder that signed files are written into, under their own names.
    #[arg(long)]
    into: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Files, or - for standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// A key that is trusted, in PEM: a public key, or a certificate, which is pinned; repeat for several.
    #[arg(long = "key", required = true)]
    keys: Vec<PathBuf>,
    /// Let messages carry two signatures, each over the message without any, as Canada's NAADS sends them.
    #[arg(long)]
    naads: bool,
    /// How to write what was found.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn sign(args: &SignArgs) -> Result<Verdict, String> {
    let mut key = with_file(&args.key, SigningKey::from_pem)?;
    if let Some(certificate) = &args.certificate {
        key = with_file(certificate, |text| key.with_certificate(text))?;
    }
    if args.into.is_none() && args.paths.len() > 1 {
        return Err("several signed files need a folder; name it with --into".to_owned());
    }
    let mut verdict = Verdict::Clean;
    for path in &args.paths {
        let name = path.display().to_string();
        let read = bytes(path).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|error| {
                format!("failed to sign {name}: {error}; save it as UTF-8, then sign it")
            })
        });
        let text = match read {
            Ok(text) => text,
            Err(why) => {
                failed(why);
                verdict = Verdict::Unreadable;
                continue;
            }
        };
        match sign_text(&text, &key) {
            Ok(signed) => put(&signed, path, args.into.as_deref())?,
            Err(SignFault::Message(refused)) => {
                verdict = verdict.max(verdict_of(&refused));
                let colour = io::stderr().is_terminal();
                eprint!("{}", human(&name, text.as_bytes(), &refused, colour));
            }
            Err(SignFault::Key(fault)) => return Err(format!("{}: {fault}", args.key.display())),
        }
    }
    Ok(verdict)
}

/// Writes a signed message. What is there already stays: it may be the only copy.
fn put(signed: &str, path: &Path, into: Option<&Path>) -> Result<(), String> {
    let Some(folder) = into else {
        return written(io::stdout().lock().write_all(signed.as_bytes()));
    };
    let name = path.file_name().filter(|_| path.as_os_str() != "-");
    let target = folder.join(name.unwrap_or("signed.xml".as_ref()));
    let failed = |error: io::Error| format!("failed to write {}: {error}", target.display());
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = File::create_new(&target).map_err(failed)?;
    file.write_all(signed.as_bytes()).map_err(failed)
}

pub(super) fn verify(args: &VerifyArgs) -> Result<Verdict, String> {
    let keys: Result<Vec<TrustedKey>, String> = args
        .keys
        .iter()
        .map(|path| {
            with_file(path, |text| {
                TrustedKey::from_pem(&path.display().to_string(), text)
            })
        })
        .collect();
    let trust = Trust {
        keys: keys?,
        signatures: if args.naads {
            Signatures::Naads
        } else {
            Signatures::One
        },
        limits: Limits::default(),
    };
    let mut account = Account::default();
    for path in &args.paths {
        let name = path.display().to_string();
        match bytes(path) {
            Err(why) => account.unread(&name, why),
            Ok(bytes) => match verify_bytes(&bytes, &trust) {
                Ok(verified) => account.verified(args.format, &name, &verified)?,
                Err(refused) => account.refused(args.format, &name, &bytes, refused)?,
            },
        }
    }
    account.end(args.format)
}

/// What became of the files.
#[derive(Default)]
struct Account {
    verdict: Verdict,
    files: Vec<Value>,
    refused: Vec<(String, Refused)>,
}

impl Account {
    fn unread(&mut self, name: &str, why: String) {
        self.verdict = Verdict::Unreadable;
        self.files
            .push(json!({"file": name, "verified": false, "fault": why}));
        failed(why);
    }

    fn verified(&mut self, format: Format, name: &str, verified: &Verified) -> Result<(), String> {
        match format {
            Format::Human => written(
                io::stdout()
                    .lock()
                    .write_all(said(name, verified).as_bytes()),
            ),
            Format::Json => {
                self.files.push(json!({
                    "file": name,
                    "verified": true,
                    "signers": verified.signers().iter().map(|signer| json!({
                        "key": signer.key,
                        "sha256": signer.sha256_hex,
                        "algorithm": signer.algorithm.to_string(),
                    })).collect::<Vec<_>>(),
                    "strangers": verified.strangers(),
                    "alert": verified.alert(),
                    "findings": verified.read().findings,
                }));
                Ok(())
            }
            Format::Sarif => Ok(()),
        }
    }

    fn refused(
        &mut self,
        format: Format,
        name: &str,
        bytes: &[u8],
        refused: Refused,
    ) -> Result<(), String> {
        self.verdict = self.verdict.max(verdict_of(&refused));
        match format {
            Format::Human => {
                let colour = io::stdout().is_terminal();
                let text = human(name, bytes, &refused, colour);
                return written(io::stdout().lock().write_all(text.as_bytes()));
            }
            Format::Json => self.files.push(json!({
                "file": name,
                "verified": false,
                "findings": [refused.finding()],
            })),
            Format::Sarif => self.refused.push((name.to_owned(), refused)),
        }
        Ok(())
    }

    fn end(self, format: Format) -> Result<Verdict, String> {
        let text = match format {
            Format::Human => String::new(),
            Format::Json => {
                let whole = json!({"files": self.files, "verdict": self.verdict.as_str()});
                format!("{whole:#}\n")
            }
            Format::Sarif => {
                let (mut sarif, mut text) = Sarif::begin();
                for (name, refused) in &self.refused {
                    text += &sarif.file(&Checked {
                        name,
                        bytes: &[],
                        findings: std::slice::from_ref(refused.finding()),
                    });
                }
                text + &sarif.end()
            }
        };
        written(io::stdout().lock().write_all(text.as_bytes()))?;
        Ok(self.verdict)
    }
}

fn said(name: &str, verified: &Verified) -> String {
    let alert = verified.alert();
    let signers: Vec<String> = verified
        .signers()
        .iter()
        .map(|signer| {
            let sum = &signer.sha256_hex;
            format!(
                "  signed by {} ({}, key SHA-256 {sum})\n",
                signer.key, signer.algorithm
            )
        })
        .collect();
    let strangers = match verified.strangers() {
        0 => String::new(),
        strangers => format!(
            "  and by {} that is not among the keys given\n",
            count(strangers, "key")
        ),
    };
    format!(
        "{name}: verified: {} {} from {}\n{}{strangers}",
        alert.status,
        plain(&alert.identifier),
        plain(&alert.sender),
        signers.concat()
    )
}

fn human(name: &str, bytes: &[u8], refused: &Refused, colour: bool) -> String {
    let findings = std::slice::from_ref(refused.finding());
    let checked = Checked {
        name,
        bytes,
        findings,
    };
    report::human(&checked, colour)
}

/// What is no message at all cannot be read; anything else is a message that broke a rule.
fn verdict_of(refused: &Refused) -> Verdict {
    if refused.finding().rule.id.starts_with("XML-") {
        Verdict::Unreadable
    } else {
        Verdict::Broken
    }
}

fn with_file<T, E: std::fmt::Display>(
    path: &Path,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, String> {
    let bytes = bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    read(&text).map_err(|fault| format!("{}: {fault}", path.display()))
}

/// What a file holds. One byte more than a message may have: the verifier then says that it is too long.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let limit = Limits::default().alert_bytes_max as u64 + 1;
    let failed = |error: io::Error| format!("failed to read {}: {error}", path.display());
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}
