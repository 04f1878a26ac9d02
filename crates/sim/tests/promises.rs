//! Every promise holds over many seeds, and every checker notices the fault planted for it.
//!
//! More seeds: `VIGIE_SIM_SEEDS=5000 cargo test -p vigie-sim`, or the program itself.

use vigie_sim::options::Options;
use vigie_sim::plant::Plant;
use vigie_sim::{noticed, run};

fn seeds() -> u64 {
    let asked = std::env::var("VIGIE_SIM_SEEDS").ok();
    asked.and_then(|seeds| seeds.parse().ok()).unwrap_or(300)
}

#[test]
fn every_promise_holds() {
    let (mut starts, mut unfinished, mut sounds, mut shows) = (0, 0, 0, 0);
    for seed in 0..seeds() {
        let (tally, broken) = run(seed, None);
        assert!(
            broken.is_none(),
            "replay: vigie-sim --seed {seed} --seeds 1\n{broken:#?}\n{:#?}",
            Options::of(seed)
        );
        starts += tally.starts;
        unfinished += tally.unfinished;
        sounds += tally.sounds;
        shows += tally.shows;
    }
    println!("{starts} starts, {unfinished} half decisions, {sounds} sounds, {shows} bulletins");
    assert!(
        starts > 3 * seeds() && unfinished > 0 && sounds > 300 && shows > 300,
        "too tame: {starts} {unfinished} {sounds} {shows}"
    );
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 0..10 {
        assert_eq!(
            format!("{:?}", run(seed, None)),
            format!("{:?}", run(seed, None))
        );
    }
}

fn must_be_noticed(plant: Plant) {
    let found = noticed(plant, 0, 200);
    let (seed, broken) = found.unwrap_or_else(|| panic!("{} was not noticed", plant.name()));
    println!("{} noticed at seed {seed}: {}", plant.name(), broken.why);
    // What is noticed is the plant, not the seed.
    assert_eq!(run(seed, None).1, None);
}

macro_rules! plants {
    ($($test:ident: $plant:ident),* $(,)?) => {$(
        #[test]
        fn $test() {
            must_be_noticed(Plant::$plant);
        }
    )*

        #[test]
        fn every_plant_has_a_test() {
            let tested = [$(Plant::$plant),*];
            assert!(Plant::ALL.iter().all(|plant| tested.contains(plant)));
        }
    };
}

plants! {
    an_answer_before_the_sync_is_noticed: AckBeforeSync,
    a_failed_sync_taken_for_a_good_one_is_noticed: SyncErrorIgnored,
    an_order_that_leaves_before_the_sync_is_noticed: OrderBeforeSync,
    half_a_decision_is_noticed: HalfDecision,
    a_stale_snapshot_is_noticed: StaleSnapshot,
    an_engine_that_never_wakes_is_noticed: NeverWakes,
    work_that_a_courier_lost_is_noticed: LostHandOff,
    a_hand_off_that_outlives_the_server_is_noticed: HandOffOutlives,
    a_courier_that_tries_by_itself_is_noticed: CourierRetries,
    a_counter_that_is_not_on_disk_is_noticed: CounterNotSaved,
    one_person_with_two_tokens_is_noticed: SecondToken,
    a_file_that_is_believed_is_noticed: TokensUntold,
    a_draft_that_is_lost_in_a_merge_is_noticed: LostInMerge,
    a_real_danger_that_waits_for_its_turn_is_noticed: GravityForgotten,
}
