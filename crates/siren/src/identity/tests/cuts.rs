//! The power goes at every byte that a siren writes, and at every step between two files. Whatever is left, nothing
//! that was obeyed before is obeyed again, and what was being written is either obeyed once or refused.

use super::super::{Identity, KeyFile};
use super::config;
use crate::disk::{Disk, folder_of};
use ed25519_dalek::SigningKey;
use std::cell::Cell;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::rc::Rc;
use vigie_core::ids::SirenId;
use vigie_core::siren::{Machine, Order, Program, RefusalReason, Tone, Verdict, sign_order};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);

/// What a cut leaves behind the bytes that were written.
#[derive(Clone, Copy, Debug)]
enum Rest {
    /// Nothing: the file is short.
    Short,
    /// Zeros to the end: the length was on the disk before the bytes.
    Zeros,
    /// What the file held before.
    Old,
}

/// A disk whose power goes after so many bytes and steps.
#[derive(Clone, Debug)]
struct Cut {
    left: Rc<Cell<usize>>,
    rest: Rest,
}

impl Cut {
    fn after(steps: usize, rest: Rest) -> Self {
        Self {
            left: Rc::new(Cell::new(steps)),
            rest,
        }
    }

    /// One whose power stays.
    fn never() -> Self {
        Self::after(usize::MAX, Rest::Short)
    }

    /// How many of so many steps the power lasts for.
    fn lasts(&self, steps: usize) -> usize {
        let done = self.left.get().min(steps);
        self.left.set(self.left.get() - done);
        done
    }

    fn write(&self, file: &Path, text: &[u8]) -> io::Result<()> {
        // Opening is a step of its own: it empties the file.
        if self.lasts(1) == 0 {
            return off();
        }
        let old = std::fs::read(file).unwrap_or_default();
        let done = self.lasts(text.len());
        let mut left = text[..done].to_vec();
        if done < text.len() {
            match self.rest {
                Rest::Short => {}
                Rest::Zeros => left.resize(text.len(), 0),
                Rest::Old => left.extend(old.get(done..).unwrap_or_default()),
            }
        }
        std::fs::write(file, left)?;
        // Syncing is one too.
        if self.lasts(1) == 0 { off() } else { Ok(()) }
    }
}

impl Disk for Cut {
    fn write_in_place(&self, file: &Path, text: &[u8]) -> io::Result<()> {
        self.write(file, text)
    }

    fn replace_private(&self, file: &Path, text: &[u8]) -> io::Result<()> {
        let fresh = file.with_extension("new");
        self.write(&fresh, text)?;
        if self.lasts(1) == 0 {
            return off();
        }
        std::fs::set_permissions(&fresh, Permissions::from_mode(0o600))?;
        std::fs::rename(&fresh, file)?;
        self.sync_folder(folder_of(file))
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        if self.lasts(1) == 0 { off() } else { Ok(()) }
    }
}

fn off() -> io::Result<()> {
    Err(io::Error::other("the power is off"))
}

fn order(ctr: u64, epoch: u32) -> String {
    let order = Order {
        v: 1,
        order: ctr,
        site: "compound".into(),
        target: SirenId::new("siren-07"),
        epoch,
        ctr,
        not_before: NOW,
        expires: NOW.plus_s(90),
        program: Program::Sound {
            tone: Tone::WailWarning,
            duration_s: 60,
        },
        alert_sha256: "ab".repeat(32),
        status: Status::Actual,
        nonce: None,
    };
    sign_order(&order, &SigningKey::from_bytes(&[1; 32]))
}

/// The siren obeys an order, as the agent does it: first the disk, then the horn. Whether it sounded.
fn obeys<D: Disk>(
    identity: &mut Identity<D>,
    config: &crate::config::Config,
    text: &str,
) -> Result<bool, RefusalReason> {
    let memory = identity.memory.clone();
    let mut machine = Machine::new(config.siren.clone(), config.site.clone(), memory);
    match machine.consider(NOW, text, &config.server_keys) {
        Verdict::Act { order, persist } => {
            if identity.slots.write(&persist).is_err() {
                return Ok(false);
            }
            machine.begin(NOW, &order, persist);
            identity.memory = machine.memory().cloned();
            Ok(true)
        }
        Verdict::Repeat { .. } => panic!("no order is a retry here"),
        Verdict::Refuse(refused) => Err(refused.reason),
    }
}

/// Cuts the power at every step of what is done after the order 5 was obeyed, until it is done without a cut. How many
/// steps there are.
fn at_every_step(rest: Rest, epoch: u32) -> usize {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let before = config(folder.path(), 1);
        let mut siren = Identity::open_on(&Cut::never(), &before).unwrap();
        assert_eq!(obeys(&mut siren, &before, &order(5, 1)), Ok(true));
        drop(siren);

        // What the power may go in: pairing anew, where the epoch is raised, and the order 6.
        let after = config(folder.path(), epoch);
        let cut = Cut::after(steps, rest);
        let sounded = Identity::open_on(&cut, &after)
            .is_ok_and(|mut siren| obeys(&mut siren, &after, &order(6, epoch)) == Ok(true));
        let is_whole = cut.left.get() > 0;

        let mut siren = Identity::open_on(&Cut::never(), &after).unwrap();
        let again = obeys(&mut siren, &after, &order(5, 1));
        let is_refused = matches!(
            again,
            Err(RefusalReason::Replayed | RefusalReason::CounterLost | RefusalReason::WrongEpoch)
        );
        assert!(
            is_refused,
            "{rest:?}, {steps} steps, the order 5: {again:?}"
        );
        let next = obeys(&mut siren, &after, &order(6, epoch));
        if sounded {
            assert!(next.is_err(), "{rest:?}, {steps} steps, the order 6 twice");
        }
        // A siren that forgot nothing takes what it has not obeyed yet.
        let newer = obeys(&mut siren, &after, &order(7, epoch));
        assert!(
            matches!(newer, Ok(true) | Err(RefusalReason::CounterLost)),
            "{rest:?}, {steps} steps, the order 7: {newer:?}"
        );
        if is_whole {
            assert!(
                sounded,
                "{rest:?}: the order 6 is obeyed where the power lasts"
            );
            return steps;
        }
    }
    0
}

#[test]
fn power_lost_at_any_byte_of_the_counter_refuses_rather_than_repeats() {
    for rest in [Rest::Short, Rest::Zeros, Rest::Old] {
        let steps = at_every_step(rest, 1);
        assert!(
            steps > 400,
            "{steps} steps: two files of some hundred bytes"
        );
    }
}

#[test]
fn power_lost_at_any_byte_of_pairing_anew_refuses_rather_than_repeats() {
    for rest in [Rest::Short, Rest::Zeros, Rest::Old] {
        let steps = at_every_step(rest, 2);
        assert!(steps > 800, "{steps} steps: the key file as well");
    }
}

#[test]
fn power_lost_at_any_byte_of_the_first_start_leaves_a_siren_that_starts() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), 1);
        let cut = Cut::after(steps, Rest::Short);
        let first = Identity::open_on(&cut, &config).map(|siren| siren.public_key());
        let known = std::fs::read_to_string(&config.key_file).ok();
        let known = known.map(|text| toml::from_str::<KeyFile>(&text).unwrap());
        let again = Identity::open_on(&Cut::never(), &config).unwrap();
        assert!(again.memory.is_some(), "{steps} steps");
        if let Ok(first) = first {
            assert_eq!(first, again.public_key(), "{steps} steps");
            return;
        }
        if let Some(known) = known {
            let seed = hex::encode(again.key.as_bytes());
            assert_eq!(
                known.ed25519_seed, seed,
                "{steps} steps: a key that was shown stays"
            );
        }
    }
}
