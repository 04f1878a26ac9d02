//! Every failure that is played again ends well, and ends badly without the rule that it is about.

use vigie_sim::scenarios::{ALL, Rule};

fn named(name: &str) {
    let Some(scenario) = ALL.iter().find(|scenario| scenario.name == name) else {
        panic!("there is no scenario {name}");
    };
    let end = (scenario.play)(Rule::Kept);
    println!("{name}: {end:?}");
    assert!(end.is_ok(), "{name}: {end:?}");
    let planted = (scenario.play)(Rule::PlantedOut);
    assert!(planted.is_err(), "{name} did not notice: {planted:?}");
}

macro_rules! scenarios {
    ($(fn $test:ident() plays $name:literal;)*) => {$(
        #[test]
        fn $test() {
            named($name);
        }
    )*

        #[test]
        fn every_scenario_has_a_test() {
            let tested = [$($name),*];
            assert!(ALL.iter().all(|scenario| tested.contains(&scenario.name)));
        }
    };
}

scenarios! {
    fn the_first_message_needs_no_complete_facts() plays "virginia-tech-2007";
    fn a_channel_that_fails_is_never_the_only_one() plays "nice-2016";
    fn a_drill_is_marked_although_its_words_forgot_to() plays "tonga-2017";
    fn whoever_is_there_warns_with_one_button() plays "nova-scotia-2020";
    fn the_all_clear_goes_wherever_the_alert_went() plays "j-alert-2022";
    fn every_language_is_in_one_message() plays "united-kingdom-2023";
    fn a_tone_means_one_danger_and_a_mast_that_comes_back_is_told() plays "lahaina-2023";
    fn three_fires_are_in_three_hands() plays "altadena-2025";
    fn a_recording_sets_no_siren_off() plays "dallas-2017";
    fn one_person_alone_wakes_no_island() plays "hawaii-2018";
    fn the_real_danger_does_not_wait_behind_drills() plays "warntag-2020";
    fn the_silence_of_a_torn_gauge_warns() plays "ahr-2021";
    fn an_estimate_too_low_is_a_pre_alert_that_becomes_an_alert() plays "turkey-2023";
    fn a_machine_alone_is_not_believed_and_people_are_asked() plays "israel-2023";
    fn words_agreed_in_advance_leave_at_once() plays "valencia-2024";
    fn nothing_leaves_without_an_area() plays "los-angeles-2025";
}
