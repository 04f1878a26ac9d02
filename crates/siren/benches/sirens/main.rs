//! What a siren costs by itself: judging an order, from an order on its connection to its sound, hearing itself, and
//! ten million orders that somebody changed, of which it must obey none. Prints one JSON document.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "a measurement that fails says so by panicking"
)]

#[path = "../../../core/tests/hostile/mutations.rs"]
mod mutations;
#[path = "../../tests/siren/site.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod site;

use ed25519_dalek::SigningKey;
use mutations::{Mutations, NOW};
use serde_json::{Value, json};
use site::{Site, exercise, live, sound, stop, stopping};
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};
use vigie_core::ids::SirenId;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, Started};
use vigie_core::siren::{DeviceKeys, Machine, Memory, Tone, Verdict};
use vigie_siren::{Convention, Ear, GIVE_UP_MS, SAMPLE_RATE_HZ, Synth};

/// The proof that the issue of security asks for.
const MUTATIONS: u64 = 10_000_000;
/// So many orders are judged, of which the median is taken.
const JUDGED: usize = 10_000;
/// So many orders are sounded: a siren takes no more in ten minutes.
const SOUNDED: u64 = 11;

fn main() {
    let tries = std::env::args()
        .skip_while(|arg| arg != "--mutations")
        .nth(1);
    let tries = tries.map_or(MUTATIONS, |tries| tries.parse().expect("--mutations N"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let figures = json!({
        "judged": judged(),
        "sounding": runtime.block_on(sounding()),
        "ear": ear(),
        "changed_orders": changed(tries),
    });
    println!("{figures:#}");
}

fn gate() -> (Machine, DeviceKeys) {
    let keys = DeviceKeys::new(
        live().verifying_key(),
        exercise().verifying_key(),
        stopping().verifying_key(),
    )
    .unwrap();
    let machine = Machine::new(SirenId::new("gate"), "compound", Some(Memory::paired(1)));
    (machine, keys)
}

/// One good order, judged again and again.
fn judged() -> Value {
    let (machine, keys) = gate();
    let mutations = Mutations::new(1, &live(), &exercise(), &stopping());
    let order = &mutations.good()[0];
    let mut taken: Vec<Duration> = (0..JUDGED)
        .map(|_| {
            let began = Instant::now();
            let verdict = black_box(machine.consider(NOW, black_box(order), &keys));
            let took = began.elapsed();
            assert!(matches!(verdict, Verdict::Act { .. }));
            took
        })
        .collect();
    taken.sort_unstable();
    let us = |at: usize| taken[at].as_secs_f64() * 1e6;
    json!({ "p50_us": us(JUDGED / 2), "p99_us": us(JUDGED / 100 * 99), "goal_us_max": 100.0, "is_met": us(JUDGED / 2) < 100.0 })
}

/// From an order written to the siren's connection to its answers: believed and on the disk twice, then sounding.
async fn sounding() -> Value {
    let site = Site::new().await;
    let siren = site.switch_on();
    let mut wire = site.welcome().await;
    let (mut accepted, mut started) = (Vec::new(), Vec::new());
    for n in 1..=SOUNDED {
        let began = Instant::now();
        wire.order(&sound(2 * n, 2 * n)).await;
        wire.expect(&[(2 * n, Accepted)]).await;
        accepted.push(began.elapsed());
        wire.expect(&[(2 * n, Started)]).await;
        started.push(began.elapsed());
        wire.expect(&[(2 * n, Heard)]).await;
        wire.order(&stop(2 * n + 1, 2 * n + 1)).await;
        wire.expect(&[(2 * n + 1, Accepted), (2 * n, Ended), (2 * n + 1, Ended)])
            .await;
    }
    siren.switch_off().await;
    let p50_ms = |mut taken: Vec<Duration>| {
        taken.sort_unstable();
        taken[taken.len() / 2].as_secs_f64() * 1e3
    };
    json!({ "order_to_accepted_p50_ms": p50_ms(accepted), "order_to_started_p50_ms": p50_ms(started) })
}

/// How much sound the ear needs, at worst, and how much of one processor.
fn ear() -> Value {
    let (mut worst_ms, mut spent, mut heard_s) = (0, Duration::ZERO, 0.0);
    for convention in Convention::ALL {
        for tone in Tone::ALL {
            let mut samples = vec![0i16; 3 * SAMPLE_RATE_HZ as usize];
            Synth::of(convention, tone).fill(&mut samples);
            let mut ear = Ear::of(convention).listening_for(tone);
            let mut found = None;
            let began = Instant::now();
            for (piece, n) in samples.chunks(SAMPLE_RATE_HZ as usize / 40).zip(1u32..) {
                if ear.listen(piece) == Some(tone) {
                    found = found.or(Some(25 * n));
                }
            }
            spent += began.elapsed();
            heard_s += samples.len() as f64 / f64::from(SAMPLE_RATE_HZ);
            worst_ms = worst_ms.max(found.expect("every tone is heard"));
        }
    }
    json!({
        "decides_after_ms_max": worst_ms, "gives_up_after_ms": GIVE_UP_MS, "goal_ms_max": 2_000,
        "is_met": worst_ms <= 2_000 && GIVE_UP_MS <= 2_000,
        "share_of_one_processor": spent.as_secs_f64() / heard_s,
    })
}

/// Orders with something changed, on every processor.
fn changed(tries: u64) -> Value {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let began = Instant::now();
    let each = tries.div_ceil(threads);
    let workers: Vec<_> = (0..threads)
        .map(|n| {
            thread::spawn(move || {
                let (machine, keys) = gate();
                let live: SigningKey = live();
                let mut mutations = Mutations::new(1_000 + 2 * n, &live, &exercise(), &stopping());
                let obeyed = (0..each).filter(|_| {
                    let text = mutations.next();
                    !matches!(machine.consider(NOW, &text, &keys), Verdict::Refuse(_))
                });
                obeyed.count()
            })
        })
        .collect();
    let obeyed: usize = workers
        .into_iter()
        .map(|worker| worker.join().unwrap())
        .sum();
    assert_eq!(obeyed, 0, "a changed order was obeyed");
    json!({ "tried": each * threads, "obeyed": obeyed, "seconds": began.elapsed().as_secs_f64() })
}
