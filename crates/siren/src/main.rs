//! `vigie-siren`: one siren, from its configuration to its farewell.

use clap::Parser;
use rustix::process::{Signal, getpid, kill_process};
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tracing::error;
use tracing_subscriber::EnvFilter;
use vigie_core::jws::key_id;
use vigie_siren::{Config, identity};

/// The program on the mast: verifies orders, sounds, listens, answers.
#[derive(Parser)]
#[command(name = "vigie-siren", version)]
struct Arguments {
    /// The configuration of this siren.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Show the siren's public key and its fingerprint, to register it on the server. Makes the key
    /// when there is none.
    #[arg(long)]
    print_key: bool,
    /// Switch off when standard input ends: whoever started this program is gone.
    #[arg(long)]
    end_with_input: bool,
}

/// The configuration cannot be used.
const EXIT_UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let log = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(log)
        .with_writer(io::stderr)
        .init();
    let config = match Config::load(&arguments.config) {
        Ok(config) => config,
        Err(faults) => {
            error!("{faults}");
            return ExitCode::from(EXIT_UNUSABLE);
        }
    };
    if arguments.end_with_input {
        end_with_input();
    }
    let done = if arguments.print_key {
        print_key(&config).map_err(|e| e.to_string())
    } else {
        run(config)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            error!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn print_key(config: &Config) -> Result<(), identity::IdentityFault> {
    let key = identity::public_key(config)?;
    println!("public key   {}", hex::encode(key.as_bytes()));
    println!("key id       {}", key_id(&key));
    println!("fingerprint  {}", identity::fingerprint(&key));
    Ok(())
}

/// One thread is enough for one siren; the disk has its own.
#[tokio::main(flavor = "current_thread")]
async fn run(config: Config) -> Result<(), String> {
    let switch_off =
        told_to_end().map_err(|e| format!("failed to listen for the signal to end: {e}"))?;
    vigie_siren::run(config, switch_off)
        .await
        .map_err(|fault| fault.to_string())
}

/// As if told to end, once standard input ends: it does when whoever holds the other end dies, however it dies.
fn end_with_input() {
    std::thread::spawn(|| {
        // An input that cannot be read has ended too.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = kill_process(getpid(), Signal::TERM);
    });
}

fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
