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
    ($($test:ident: $name:literal),* $(,)?) => {$(
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
    the_first_message_needs_no_complete_facts: "virginia-tech-2007",
    a_channel_that_fails_is_never_the_only_one: "nice-2016",
    a_drill_is_marked_although_its_words_forgot_to: "tonga-2017",
    whoever_is_there_warns_with_one_button: "nova-scotia-2020",
    the_all_clear_goes_wherever_the_alert_went: "j-alert-2022",
    every_language_is_in_one_message: "united-kingdom-2023",
    a_tone_means_one_danger_and_a_mast_that_comes_back_is_told: "lahaina-2023",
    three_fires_are_in_three_hands: "altadena-2025",
    a_recording_sets_no_siren_off: "dallas-2017",
    one_person_alone_wakes_no_island: "hawaii-2018",
    the_real_danger_does_not_wait_behind_drills: "warntag-2020",
    the_silence_of_a_torn_gauge_warns: "ahr-2021",
    an_estimate_too_low_is_a_pre_alert_that_becomes_an_alert: "turkey-2023",
    a_machine_alone_is_not_believed_and_people_are_asked: "israel-2023",
    words_agreed_in_advance_leave_at_once: "valencia-2024",
    nothing_leaves_without_an_area: "los-angeles-2025",
}
