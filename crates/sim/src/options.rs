//! What one seed means, spelled out: printed with every failure, so that it can be thought about.

use vigie_store::disk::Chance;

/// How hostile one run is. Everything follows from the seed.
#[derive(Clone, Debug)]
pub struct Options {
    /// The seed.
    pub seed: u64,
    /// Sirens on the site.
    pub sirens: u8,
    /// Screens that come and go.
    pub screens: u8,
    /// How long people, sensors and faults are active, in seconds.
    pub active_s: i64,
    /// Mean time between two acts of officers, in milliseconds.
    pub act_every_ms: i64,
    /// Mean time between two salvos, in milliseconds.
    pub salvo_every_ms: i64,
    /// Orders and answers lost, of a thousand.
    pub lost_per_thousand: u16,
    /// Orders and answers that arrive twice, of a thousand.
    pub doubled_per_thousand: u16,
    /// Of those doubled: how many copies are held back for up to two minutes, of a thousand.
    pub held_per_thousand: u16,
    /// Longest usual delay, in milliseconds.
    pub delay_ms_max: i64,
    /// Turns in which the power goes at one of the next calls of the disk, of a thousand.
    pub cuts_per_thousand: u16,
    /// Turns in which one of the next calls of the disk fails, of a thousand.
    pub errors_per_thousand: u16,
    /// Turns after which the server is killed before anything of it leaves, of a thousand.
    pub kills_per_thousand: u16,
    /// Pieces of work that a courier loses without a word, of a thousand.
    pub dropped_per_thousand: u16,
    /// Mean time between two failures of a siren or its link, in milliseconds.
    pub siren_fails_every_ms: i64,
    /// How far the clocks of sirens are off at most, in milliseconds.
    pub skew_ms_max: i64,
    /// Size of a journal segment, in bytes.
    pub segment_bytes: u64,
    /// Whether the server starts from snapshots.
    pub snapshots: bool,
}

impl Options {
    /// The options of a seed.
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0x0076_6967_6965);
        let calm = chance.per_thousand(100);
        let mut up_to = |max: u16| {
            let worst = u64::from(max) + 1;
            let drawn = if calm { 0 } else { chance.below(worst) };
            u16::try_from(drawn).unwrap_or(max)
        };
        let (lost, doubled, held) = (up_to(250), up_to(250), up_to(700));
        let (cuts, errors, kills, dropped) = (up_to(40), up_to(15), up_to(20), up_to(20));
        let mut ms = |from: u64, to: u64| {
            i64::try_from(from + chance.below(to - from + 1)).unwrap_or(i64::MAX)
        };
        Self {
            seed,
            sirens: u8::try_from(ms(1, 4)).unwrap_or(1),
            screens: u8::try_from(ms(0, 3)).unwrap_or(0),
            active_s: ms(60, 240),
            act_every_ms: ms(1_500, 10_000),
            salvo_every_ms: ms(15_000, 90_000),
            lost_per_thousand: lost,
            doubled_per_thousand: doubled,
            held_per_thousand: held,
            delay_ms_max: ms(20, 2_500),
            cuts_per_thousand: cuts,
            errors_per_thousand: errors,
            kills_per_thousand: kills,
            dropped_per_thousand: dropped,
            siren_fails_every_ms: ms(10_000, 120_000),
            skew_ms_max: ms(0, 20_000),
            segment_bytes: u64::try_from(ms(2_000, 200_000)).unwrap_or(2_000),
            snapshots: ms(0, 1) == 1,
        }
    }

    /// The same without faults of disk, network and sirens: for the end of every run.
    pub fn heal(&mut self) {
        self.lost_per_thousand = 0;
        self.doubled_per_thousand = 0;
        self.delay_ms_max = 20;
        self.cuts_per_thousand = 0;
        self.errors_per_thousand = 0;
        self.kills_per_thousand = 0;
        self.dropped_per_thousand = 0;
    }
}
