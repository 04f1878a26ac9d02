//! The failures of real warning systems, played again on Vigie's rules: what was done there is done
//! here, and the end is another. Each is played a second time with the rule that makes the difference
//! planted out, and must then end badly: an assertion that cannot fail defends nothing.

mod ahr_2021;
mod altadena_2025;
mod dallas_2017;
mod hawaii_2018;
mod israel_2023;
mod j_alert_2022;
mod lahaina_2023;
mod los_angeles_2025;
mod nice_2016;
mod nova_scotia_2020;
mod stage;
mod tonga_2017;
mod turkey_2023;
mod united_kingdom_2023;
mod valencia_2024;
mod virginia_tech_2007;
mod warntag_2020;

/// Whether the rule that a scenario is about is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// As it ships.
    Kept,
    /// Left out, to see that the scenario notices.
    PlantedOut,
}

/// How a scenario ends: a line for people, or what went wrong.
pub type Ending = Result<String, String>;

/// One failure, played again.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Where and when it was.
    pub name: &'static str,
    /// What happened there.
    pub happened: &'static str,
    /// Plays it.
    pub play: fn(Rule) -> Ending,
}

/// All of them, the oldest first.
pub const ALL: [Scenario; 16] = [
    Scenario {
        name: "virginia-tech-2007",
        happened: "the first message came two hours after the first victims",
        play: virginia_tech_2007::play,
    },
    Scenario {
        name: "nice-2016",
        happened: "the only channel published two and a half hours late",
        play: nice_2016::play,
    },
    Scenario {
        name: "dallas-2017",
        happened: "156 sirens were set off by replayed radio for an hour and a half",
        play: dallas_2017::play,
    },
    Scenario {
        name: "tonga-2017",
        happened: "a drill left without the word TEST, and people fled",
        play: tonga_2017::play,
    },
    Scenario {
        name: "hawaii-2018",
        happened: "one person sent a missile alarm in a drill; the correction took 38 minutes",
        play: hawaii_2018::play,
    },
    Scenario {
        name: "nova-scotia-2020",
        happened: "thirteen hours of a gunman without an alert: those who were there had no access",
        play: nova_scotia_2020::play,
    },
    Scenario {
        name: "warntag-2020",
        happened: "dozens of authorities warned at once; messages were half an hour late",
        play: warntag_2020::play,
    },
    Scenario {
        name: "ahr-2021",
        happened: "the flood tore the gauge away, and its silence meant nothing to anybody",
        play: ahr_2021::play,
    },
    Scenario {
        name: "j-alert-2022",
        happened: "the all clear went out on another network than the alert",
        play: j_alert_2022::play,
    },
    Scenario {
        name: "turkey-2023",
        happened: "the size was under-estimated, and the strong alert went to almost nobody",
        play: turkey_2023::play,
    },
    Scenario {
        name: "united-kingdom-2023",
        happened: "a second language was a second message, and one operator showed neither",
        play: united_kingdom_2023::play,
    },
    Scenario {
        name: "lahaina-2023",
        happened: "the sirens stayed silent, because their tone meant another danger",
        play: lahaina_2023::play,
    },
    Scenario {
        name: "israel-2023",
        happened: "a false alarm without a human stood for about ninety minutes",
        play: israel_2023::play,
    },
    Scenario {
        name: "valencia-2024",
        happened: "a warning was drafted at 18:38 and sent at 20:11, after arguing over its words",
        play: valencia_2024::play,
    },
    Scenario {
        name: "altadena-2025",
        happened: "one person sent for three fires, and one neighbourhood was told hours late",
        play: altadena_2025::play,
    },
    Scenario {
        name: "los-angeles-2025",
        happened: "the area was missing, nothing said so, and ten million people were warned",
        play: los_angeles_2025::play,
    },
];

/// Plays every scenario both ways. Says one line for each; the second is whether all ended as they must.
pub fn play_all() -> (Vec<String>, bool) {
    let mut all = true;
    let lines = ALL.iter().map(|scenario| {
        let kept = (scenario.play)(Rule::Kept);
        let planted = (scenario.play)(Rule::PlantedOut);
        all &= kept.is_ok() && planted.is_err();
        let name = scenario.name;
        match (kept, planted) {
            (Err(why), _) => format!("{name}: FAILED: {why}"),
            (Ok(_), Ok(end)) => format!("{name}: FAILED: not noticed without its rule: {end}"),
            (Ok(end), Err(why)) => {
                let happened = scenario.happened;
                format!("{name}: {happened}. Here: {end}. Without the rule: {why}")
            }
        }
    });
    (lines.collect(), all)
}
