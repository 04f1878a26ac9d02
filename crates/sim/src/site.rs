//! The country: one site with two zones, and the keys of everyone in it.

use crate::plant::Plant;
use ed25519_dalek::SigningKey;
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::administration::{Holder, Token};
use vigie_core::audience::area::{AreaFault, Point, Ring};
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::trigger::{Sensors, Trigger, Who};
use vigie_core::ids::{
    Danger, FeedId, Language, OfficerId, PersonRef, SensorId, SirenId, StandingOrderId, TokenId,
    ZoneId,
};
use vigie_core::siren::Tone;
use vigie_core::site::{
    AsOf, DraftClock, FeedRule, Officer, Role, Roster, SensorPost, SirenPost, Site, TurnRule, Zone,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::wording::{Act, CapCodes, DangerWords, Texts, Wording};

/// Name of the site; its sirens obey no other.
pub const SITE: &str = "embassy";
/// The sensors.
pub const SENSORS: [&str; 3] = ["north", "east", "south"];
/// Who holds which token. `carla-2` exists only where one person was given two.
pub const TOKENS: [(&str, &str); 5] = [
    ("amal", "Amal"),
    ("basil", "Basil"),
    ("carla", "Carla"),
    ("elif", "Elif"),
    ("carla-2", "Carla"),
];
/// The zones.
pub const ZONES: [&str; 2] = ["compound", "quarter"];

/// A signing key that is the same in every run.
pub fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// The names of the sirens.
pub fn siren_names(count: u8) -> Vec<SirenId> {
    (1..=count)
        .map(|n| SirenId::new(format!("siren-{n}")))
        .collect()
}

/// The key of siren number `index`.
pub fn siren_key(index: usize) -> SigningKey {
    key(100_u8.saturating_add(u8::try_from(index).unwrap_or(u8::MAX)))
}

/// The site as declared.
pub fn site(sirens: u8, second_token: bool) -> Result<Site, AreaFault> {
    let zone = |west: f64| -> Result<Zone, AreaFault> {
        let corners = [
            (33.30, west),
            (33.30, west + 0.01),
            (33.31, west + 0.01),
            (33.31, west),
            (33.30, west),
        ];
        let points: Result<_, _> = corners
            .into_iter()
            .map(|(lat, lon)| Point::from_degrees(lat, lon))
            .collect();
        let names = [(Language::new("en"), "the compound".to_owned())].into();
        Ok(Zone::of(names, Ring::new(points?)?, 300))
    };
    let place = Point::from_degrees(33.305, 44.385)?;
    let posts = siren_names(sirens)
        .into_iter()
        .enumerate()
        .map(|(index, id)| {
            let key = siren_key(index).verifying_key();
            let hex = key.as_bytes().iter().map(|byte| format!("{byte:02x}"));
            let post = SirenPost {
                zone: ZoneId::new(ZONES[usize::from(index >= 3)]),
                place,
                key: hex.collect(),
            };
            (id, post)
        });
    let zones = [
        (ZoneId::new(ZONES[0]), zone(44.38)?),
        (ZoneId::new(ZONES[1]), zone(44.39)?),
    ];
    Ok(Site {
        id: SITE.to_owned(),
        name: "Embassy duty desk".to_owned(),
        sender: "desk@embassy.example".to_owned(),
        languages: vec![Language::new("en"), Language::new("fr")],
        zones: zones.into(),
        former: BTreeMap::new(),
        sirens: posts.collect(),
        sensors: SENSORS
            .map(|sensor| {
                let post = SensorPost {
                    zone: ZoneId::new(ZONES[0]),
                    danger: Danger::new("rockets"),
                };
                (SensorId::new(sensor), post)
            })
            .into(),
        officers: officers(second_token),
        feeds: [(FeedId::new("neighbour"), feed())].into(),
        words: [("rockets", Tone::WailWarning), ("fire", Tone::FireHiLo)]
            .map(|(danger, tone)| (Danger::new(danger), words(danger, tone)))
            .into(),
        phrases: BTreeMap::new(),
        causes: BTreeMap::new(),
        turns: TurnRule::default(),
        channels: BTreeMap::new(),
        hooks: BTreeMap::new(),
        drafts: Some(DraftClock {
            escalate_after_s: 20,
            deputies: ["basil", "carla"].map(OfficerId::new).into(),
        }),
    })
}

fn feed() -> FeedRule {
    FeedRule {
        relay_from: "Severe".to_owned(),
        draft_from: "Moderate".to_owned(),
        only_here: false,
        exercises: true,
        as_of: AsOf::Now,
        address: None,
        keys: [].into(),
    }
}

fn officers(second_token: bool) -> BTreeMap<OfficerId, Officer> {
    let both: &[Role] = &[Role::Drafter, Role::Approver];
    let roles: [(&str, &[Role], &[Status]); 5] = [
        ("amal", both, &[Status::Actual, Status::Exercise]),
        ("basil", both, &[Status::Actual, Status::Exercise]),
        ("carla", both, &[Status::Actual, Status::Exercise]),
        ("elif", both, &[Status::Exercise]),
        ("carla-2", both, &[Status::Actual, Status::Exercise]),
    ];
    let officers = roles
        .into_iter()
        .filter(|(id, ..)| second_token || *id != "carla-2");
    officers
        .map(|(id, roles, statuses)| {
            let officer = Officer {
                roles: roles.iter().copied().collect(),
                zones: ZONES.map(ZoneId::new).into(),
                statuses: statuses.iter().copied().collect(),
                people_max: 10_000,
                person: None,
            };
            (OfficerId::new(id), officer)
        })
        .collect()
}

fn words(danger: &str, tone: Tone) -> DangerWords {
    let texts = |act: Act, language: &str| Texts {
        headline: format!("{danger} {} ({language}): {{place}}", act.as_str()),
        description: format!("{danger}, says {{authority}}."),
        instruction: "Go inside.".to_owned(),
        ..Texts::default()
    };
    let wording = |language: &str| Wording {
        event: danger.to_owned(),
        exercise_mark: "EXERCISE".to_owned(),
        vetted: String::new(),
        acts: Act::ALL.map(|act| (act, texts(act, language))).into(),
        labels: BTreeMap::new(),
    };
    DangerWords {
        danger: Danger::new(danger),
        cap: CapCodes {
            category: "Security".to_owned(),
            response: "Shelter".to_owned(),
            urgency: "Immediate".to_owned(),
            severity: "Extreme".to_owned(),
            certainty: "Observed".to_owned(),
        },
        codes: BTreeMap::new(),
        tone,
        slots: BTreeSet::new(),
        languages: ["en", "fr"].map(|l| (Language::new(l), wording(l))).into(),
    }
}

/// What somebody made of the file: the site as it was, a stranger who may decide, people who count less, or
/// an officer less.
pub fn edited(site: &Site, which: u64) -> Site {
    let mut site = site.clone();
    match which {
        1 => {
            let amal = site.officers.get(&OfficerId::new("amal")).cloned();
            let stranger = amal.map(|amal| (OfficerId::new("mallory"), amal));
            site.officers.extend(stranger);
        }
        2 => {
            for zone in site.zones.values_mut() {
                zone.people = 10;
            }
        }
        3 => drop(site.officers.remove(&OfficerId::new("elif"))),
        _ => {}
    }
    site
}

/// The tokens that the registry holds.
pub fn tokens(plant: Option<Plant>) -> Vec<Token> {
    let second = plant == Some(Plant::SecondToken);
    let held = TOKENS.iter().filter(|(id, _)| second || *id != "carla-2");
    held.map(|(id, _)| Token {
        id: TokenId::new(*id),
        holder: Holder::Officer(OfficerId::new(*id)),
        expires: None,
        seal: "5e".repeat(32),
    })
    .collect()
}

/// Who is expected to answer.
pub fn roster() -> Roster {
    Roster {
        people: ["p1", "p2", "p3"].map(PersonRef::new).into(),
    }
}

/// 2 of 3 sensors warn the compound.
pub fn standing_order(now: Timestamp) -> StandingOrder {
    StandingOrder {
        id: StandingOrderId::new("rockets-2-of-3"),
        danger: Danger::new("rockets"),
        zones: [ZoneId::new(ZONES[0])].into(),
        status: Status::Actual,
        trigger: Trigger::Sensors(Sensors {
            who: Who::Named(SENSORS.map(SensorId::new).into()),
            sensors_min: 2,
            within_ms: 5_000,
            silent_after_ms: None,
        }),
        pre_alert: None,
        people_max: 1_000,
        firings_per_hour_max: 20,
        hours: None,
        deputy: None,
        expires: now.plus_s(86_400),
    }
}
