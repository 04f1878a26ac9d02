//! What a decision costs in the core, on one thread and without a disk: with ten thousand live warnings,
//! a thousand zones and two hundred standing orders, and in a storm of five hundred originators.

use super::country::{Country, ORDERS, ORIGINATORS, ZONES};
use super::figures::{median, rounded};
use super::machine::Machine;
use serde::Serialize;
use std::path::Path;
use std::time::{Duration, Instant};
use vigie_core::delivery::{Room, due, wake_at};
use vigie_core::fact::Fact;
use vigie_core::limits::SOUND_S;
use vigie_core::summary::summary;
use vigie_core::time::Timestamp;
use vigie_core::{Command, Input};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Runs of which the median is taken.
    pub runs: usize,
    /// Live warnings.
    pub live: usize,
    /// Decisions of each kind in a run.
    pub decisions: usize,
    /// Drafts of each originator in the storm.
    pub drafts_each: usize,
}

impl Size {
    /// What is published.
    pub const FULL: Self = Self {
        runs: 5,
        live: 10_000,
        decisions: 2_000,
        drafts_each: 100,
    };
    /// A look.
    pub const QUICK: Self = Self {
        runs: 1,
        live: 1_000,
        decisions: 200,
        drafts_each: 10,
    };
}

/// Times of one kind of decision, in microseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Micros {
    /// Half took no longer.
    p50_us: f64,
    /// All but one in a hundred took no longer.
    p99_us: f64,
}

/// What decisions cost. Every figure with `apply` counts making the facts true as well.
#[derive(Clone, Debug, Default, Serialize)]
struct Run {
    /// From the reading that completes a trigger to the facts, decided alone.
    trigger: Micros,
    /// The same, made true as well.
    trigger_and_apply: Micros,
    /// A reading that completes nothing.
    report: Micros,
    /// A draft, its submission, its approval and its all clear, one by one.
    draft: Micros,
    submit: Micros,
    approve: Micros,
    all_clear: Micros,
    /// Those five kinds, one after the other, with a copy for readers and a look at the clock after each.
    decisions_per_s: f64,
    /// What a turn costs that brings nothing: the clock, what is due, when to wake, a copy for readers.
    idle_turn: Micros,
    due: Micros,
    wake_at: Micros,
    /// Five hundred originators draft in turn, and submit what nobody else has asked for.
    storm_s: f64,
    storm_drafts_per_s: f64,
    storm_draft: Micros,
    /// What became of the drafts: new warnings, what was there already, refusals.
    storm_drafted: usize,
    storm_joined: usize,
    storm_refused: usize,
    /// Of the new ones: shown to a second person at once, or later by themselves, the last after so long.
    storm_submitted: usize,
    storm_queued: usize,
    storm_last_turn_s: f64,
    /// What the duty officer reads of it.
    storm_events: usize,
    storm_summary: Micros,
}

/// What is published.
#[derive(Debug, Serialize)]
pub struct Decide {
    machine: Machine,
    live_warnings: usize,
    zones: usize,
    standing_orders: usize,
    originators: usize,
    drafts_each: usize,
    set_up_s: f64,
    median: Run,
    runs: Vec<Run>,
}

/// Measures.
pub fn decide(folder: &Path, size: Size, step: &dyn Fn(&str)) -> Result<Decide, String> {
    let machine = Machine::here(folder);
    step("opening the country and its live warnings");
    let begun = Instant::now();
    let country = Country::with_live(size.live)?;
    let set_up_s = rounded(begun.elapsed().as_secs_f64());
    let mut runs = Vec::new();
    for number in 1..=size.runs {
        step(&format!("run {number} of {}", size.runs));
        runs.push(run(country.clone(), size)?);
    }
    Ok(Decide {
        machine,
        live_warnings: size.live,
        zones: ZONES,
        standing_orders: ORDERS,
        originators: ORIGINATORS,
        drafts_each: size.drafts_each,
        set_up_s,
        median: median_of(&runs),
        runs,
    })
}

fn run(mut country: Country, size: Size) -> Result<Run, String> {
    let mut run = Run::default();
    triggers(&mut country, size.decisions, &mut run)?;
    turns(&mut country, size.decisions, &mut run)?;
    country.pass_ms(i64::from(SOUND_S) * 1_000);
    lives(&mut country, size.decisions / 4, &mut run)?;
    storm(country, size.drafts_each, &mut run)?;
    Ok(run)
}

/// Standing orders fire, and an officer ends each.
fn triggers(country: &mut Country, times: usize, run: &mut Run) -> Result<(), String> {
    let (mut reports, mut decided, mut applied) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..times {
        // Each order comes round again long after its last firing, and within its hourly limit.
        country.pass_ms(400);
        let order = number % ORDERS;
        let first = country.reading(order, 0);
        let begun = Instant::now();
        country.take(&first)?;
        reports.push(begun.elapsed());
        let completing = country.reading(order, 1);
        let begun = Instant::now();
        let facts = country.decide(&completing)?;
        decided.push(begun.elapsed());
        let fired = facts.iter().find_map(|fact| match fact {
            Fact::StandingOrderFired { warning, .. } => Some(*warning),
            _ => None,
        });
        let warning = fired.ok_or_else(|| format!("order {order} did not fire: {facts:?}"))?;
        let shown = country.state.clone();
        country.apply(facts);
        applied.push(begun.elapsed());
        drop(shown);
        country.hand_over()?;
        country.officer(0, Command::AllClear(warning))?;
        country.hand_over()?;
    }
    run.report = micros(reports);
    run.trigger = micros(decided);
    run.trigger_and_apply = micros(applied);
    Ok(())
}

/// What a turn costs that brings nothing.
fn turns(country: &mut Country, times: usize, run: &mut Run) -> Result<(), String> {
    let room = Room {
        sirens: 2_000,
        live: 256,
        people: 256,
        hooks: 256,
        folder: 64,
    };
    let (mut turns, mut dues, mut wakes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..times {
        country.pass_ms(1);
        let begun = Instant::now();
        country.take(&Input::Clock)?;
        let due_begun = Instant::now();
        let work = due(&country.state, country.now, room).work.len();
        dues.push(due_begun.elapsed());
        let wake_begun = Instant::now();
        let wakes_at = wake_at(&country.state, country.now);
        wakes.push(wake_begun.elapsed());
        let shown = country.state.clone();
        turns.push(begun.elapsed());
        if work > 0 || wakes_at.is_none() || shown.head == 0 {
            return Err(format!("{work} pieces are due where nothing should be"));
        }
    }
    run.idle_turn = micros(turns);
    run.due = micros(dues);
    run.wake_at = micros(wakes);
    Ok(())
}

/// Warnings are drafted, submitted, approved and ended; readers get a copy after each step.
fn lives(country: &mut Country, times: usize, run: &mut Run) -> Result<(), String> {
    let mut steps: [Vec<Duration>; 4] = Default::default();
    let mut whole = Duration::ZERO;
    for number in 0..times {
        country.pass_ms(1);
        let reading = country.reading(number % ORDERS, 2);
        let begun = Instant::now();
        let mut shown = country.state.clone();
        let mut taken = |country: &mut Country, step: usize, by: usize, command: Command| {
            let begun = Instant::now();
            let result = country.officer(by, command);
            steps[step].push(begun.elapsed());
            country.take(&Input::Clock)?;
            shown = country.state.clone();
            result
        };
        country.take(&reading)?;
        let draft = Command::Draft(Country::draft(number % ZONES, "rockets"));
        taken(country, 0, 0, draft)?;
        let warning = country.last_warning();
        taken(country, 1, 0, Command::Submit(warning))?;
        let sha256 = country.submitted_sha256(warning)?;
        taken(country, 2, 1, Command::Approve { warning, sha256 })?;
        taken(country, 3, 0, Command::AllClear(warning))?;
        whole += begun.elapsed();
        drop(shown);
        country.hand_over()?;
    }
    run.decisions_per_s = per_second(times * 5, whole);
    let [draft, submit, approve, all_clear] = steps;
    run.draft = micros(draft);
    run.submit = micros(submit);
    run.approve = micros(approve);
    run.all_clear = micros(all_clear);
    Ok(())
}

/// Every originator drafts, all in turn; then what waits for its turn has it.
fn storm(mut country: Country, drafts_each: usize, run: &mut Run) -> Result<(), String> {
    let mut taken = Vec::with_capacity(ORIGINATORS * drafts_each);
    let begun = Instant::now();
    let mut last_turn = country.now;
    let mut shown = country.state.clone();
    for round in 0..drafts_each {
        country.pass_ms(10);
        for originator in 0..ORIGINATORS {
            let draft = Command::Draft(Country::storm_draft(originator, round));
            let begun = Instant::now();
            let answer = country.asks(originator, draft);
            taken.push(begun.elapsed());
            match answer.as_deref() {
                Ok([Fact::WarningDrafted { .. }]) => run.storm_drafted += 1,
                Ok(_) => {
                    run.storm_joined += 1;
                    continue;
                }
                Err(_) => {
                    run.storm_refused += 1;
                    continue;
                }
            }
            let submit = Command::Submit(country.last_warning());
            match country.asks(originator, submit)?[..] {
                [Fact::SubmissionQueued { until, .. }] => {
                    run.storm_queued += 1;
                    last_turn = last_turn.max(until);
                }
                _ => run.storm_submitted += 1,
            }
        }
        shown = country.state.clone();
        let _due = due(&country.state, country.now, super::country::ALL);
    }
    let whole = begun.elapsed();
    drop(shown);
    let mut summaries = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        let read = summary(&country.state);
        summaries.push(begun.elapsed());
        run.storm_events = read.events.len() + read.events_more;
    }
    run.storm_s = rounded(whole.as_secs_f64());
    run.storm_drafts_per_s = per_second(taken.len(), whole);
    run.storm_draft = micros(taken);
    run.storm_summary = micros(summaries);
    run.storm_last_turn_s = seconds(last_turn.since_ms(country.now));
    all_had_their_turn(country, last_turn)
}

/// Nothing that was queued is left when the last turn has come.
fn all_had_their_turn(mut country: Country, last_turn: Timestamp) -> Result<(), String> {
    country.pass_ms(last_turn.since_ms(country.now));
    country.take(&Input::Clock)?;
    match summary(&country.state).all.queued {
        0 => Ok(()),
        left => Err(format!("{left} submissions never had their turn")),
    }
}

fn seconds(ms: i64) -> f64 {
    let ms = u32::try_from(ms).unwrap_or(u32::MAX);
    rounded(f64::from(ms) / 1_000.0)
}

fn per_second(count: usize, whole: Duration) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (f64::from(count) / whole.as_secs_f64()).round()
}

fn micros(mut taken: Vec<Duration>) -> Micros {
    taken.sort_unstable();
    let percentile = |percent: usize| {
        let rank = (taken.len() * percent).div_ceil(100).max(1);
        let at = taken.get(rank - 1).copied().unwrap_or_default();
        rounded(at.as_secs_f64() * 1e6)
    };
    Micros {
        p50_us: percentile(50),
        p99_us: percentile(99),
    }
}

fn median_of(runs: &[Run]) -> Run {
    let of = |figure: fn(&Run) -> f64| median(runs.iter().map(figure));
    let times = |figure: fn(&Run) -> Micros| Micros {
        p50_us: median(runs.iter().map(|run| figure(run).p50_us)),
        p99_us: median(runs.iter().map(|run| figure(run).p99_us)),
    };
    let count = |figure: fn(&Run) -> usize| runs.last().map_or(0, figure);
    Run {
        trigger: times(|r| r.trigger),
        trigger_and_apply: times(|r| r.trigger_and_apply),
        report: times(|r| r.report),
        draft: times(|r| r.draft),
        submit: times(|r| r.submit),
        approve: times(|r| r.approve),
        all_clear: times(|r| r.all_clear),
        decisions_per_s: of(|r| r.decisions_per_s),
        idle_turn: times(|r| r.idle_turn),
        due: times(|r| r.due),
        wake_at: times(|r| r.wake_at),
        storm_s: of(|r| r.storm_s),
        storm_drafts_per_s: of(|r| r.storm_drafts_per_s),
        storm_draft: times(|r| r.storm_draft),
        storm_summary: times(|r| r.storm_summary),
        storm_last_turn_s: of(|r| r.storm_last_turn_s),
        storm_drafted: count(|r| r.storm_drafted),
        storm_joined: count(|r| r.storm_joined),
        storm_refused: count(|r| r.storm_refused),
        storm_submitted: count(|r| r.storm_submitted),
        storm_queued: count(|r| r.storm_queued),
        storm_events: count(|r| r.storm_events),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_country_is_measured_whole() {
        let size = Size {
            runs: 1,
            live: 20,
            decisions: 8,
            drafts_each: 4,
        };
        let measured = decide(&std::env::temp_dir(), size, &|_| {}).unwrap();
        assert_eq!(measured.runs.len(), 1);
        assert!(measured.median.trigger.p50_us > 0.0, "{measured:?}");
        let run = &measured.runs[0];
        let answered = run.storm_drafted + run.storm_joined;
        assert_eq!((answered, run.storm_refused), (4 * ORIGINATORS, 0));
        assert_eq!(run.storm_submitted + run.storm_queued, run.storm_drafted);
        assert!(run.storm_joined > 0 && run.storm_events <= run.storm_drafted);
    }
}
