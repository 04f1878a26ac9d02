//! A rule that said no, with its name and the way out.

use crate::audience::area::AreaFault;
use crate::ids::{Language, OfficerId, SensorId};
use crate::record::unfit::Unfit;
use crate::site::Role;
use crate::status::Status;
use crate::time::Timestamp;
use std::fmt;

/// Why a command became no fact. Text that people read names what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No site has been declared yet.
    NoSite,
    /// A name or number that is not known.
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// The name or number.
        name: String,
    },
    /// The officer's roles do not cover it.
    NotPermitted {
        /// The officer.
        by: OfficerId,
        /// The role that is needed.
        needs: Role,
    },
    /// The officer may not act in this status.
    WrongStatus {
        /// The officer.
        by: OfficerId,
        /// The status that was asked for.
        status: Status,
    },
    /// The zone is not among the officer's.
    OutsideZone {
        /// The officer.
        by: OfficerId,
        /// The zone.
        zone: String,
    },
    /// The same officer on both sides.
    SameOfficer {
        /// The officer.
        by: OfficerId,
    },
    /// The same person twice, by this name or another.
    SamePersonAgain {
        /// The officer.
        by: OfficerId,
    },
    /// The site's key stands for nobody while two people could agree.
    TwoCouldAgree,
    /// An officer is left, who must agree before the site's key stands for another.
    NobodyAgreed {
        /// Who is left.
        left: OfficerId,
    },
    /// Real warnings need a site with two people.
    OnePerson {
        /// How many it has who may decide.
        persons: usize,
    },
    /// A real warning cannot be made from an exercise, nor the reverse.
    StatusFixed {
        /// What the warning is.
        status: Status,
    },
    /// No zone was named.
    NoArea,
    /// The area is not one.
    BadArea(AreaFault),
    /// The place is nowhere near the site.
    Elsewhere {
        /// How far, in kilometres.
        distance_km: u64,
        /// Whether the place would be near with latitude and longitude exchanged.
        swapped: bool,
    },
    /// More people than the officer may reach.
    TooManyPeople {
        /// In the area.
        people: u64,
        /// The officer's cap.
        people_max: u64,
    },
    /// The message covers far more than what was drafted.
    WiderThanDrafted {
        /// The message's area, in square metres.
        area_m2: u64,
        /// What was drafted, in square metres.
        drafted_m2: u64,
    },
    /// An update would leave out a zone that was warned.
    Narrower {
        /// The zone.
        zone: String,
    },
    /// Two officers of the site are the same person.
    SamePerson {
        /// One.
        one: OfficerId,
        /// The other.
        other: OfficerId,
    },
    /// Too short, too long, or in the past.
    BadValidity {
        /// As asked, in seconds.
        valid_s: u32,
    },
    /// A stated time is further ahead than clocks drift.
    InTheFuture {
        /// By how much, in milliseconds.
        ahead_ms: i64,
    },
    /// A stated time is too far back.
    TooOld {
        /// How old, in milliseconds.
        age_ms: i64,
        /// The limit, in milliseconds.
        age_ms_max: i64,
    },
    /// This reading, or a later one, was taken before.
    ReadingSeen {
        /// The sensor.
        sensor: SensorId,
        /// The number it gave.
        reading: u64,
        /// The last number taken.
        last: u64,
    },
    /// This CAP message was taken before.
    CapSeen {
        /// Its key.
        triple: String,
    },
    /// The warning is not at a stage where this can be done.
    WrongStage {
        /// What was tried.
        tried: &'static str,
        /// Where the warning stands.
        stage: &'static str,
    },
    /// What was approved is not what was submitted. The right hash is not said: whoever approves
    /// takes it from what they saw.
    OtherBytes,
    /// A text is missing or too long.
    BadText {
        /// Which.
        what: &'static str,
        /// Its length in bytes.
        bytes: usize,
    },
    /// No language has a text for it.
    NoWords {
        /// The danger.
        danger: String,
    },
    /// The danger is real, and nobody here vetted what would be said of it in any language.
    NotVetted {
        /// The danger.
        danger: String,
        /// The languages that there are words in.
        languages: Vec<Language>,
    },
    /// What was vetted is not what the site says.
    OtherWords {
        /// The danger.
        danger: String,
        /// The language.
        language: Language,
    },
    /// A value that the danger's texts do not say, or not so.
    BadSlot {
        /// The danger.
        danger: String,
        /// The value's name.
        slot: String,
        /// What is wrong.
        why: String,
        /// What the danger takes, with its form.
        takes: Vec<String>,
    },
    /// A note that may not go out.
    BadNote {
        /// What is wrong.
        why: String,
    },
    /// What was vetted when it was submitted is so no more.
    NoLongerVetted {
        /// The danger.
        danger: String,
        /// In these languages.
        languages: Vec<Language>,
    },
    /// A limit of the whole is reached.
    Full {
        /// What is full.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Its officer has submitted so much that it waits for its turn.
    Queued {
        /// When that comes.
        until: Timestamp,
    },
    /// It cannot be written into the journal: a number that not every reader keeps, or too long.
    Unwritable {
        /// What is wrong.
        why: String,
    },
    /// A standing order that does not bound what it permits.
    Unbounded {
        /// What is wrong.
        why: String,
    },
    /// The officer may not press the button of this standing order.
    NoButton {
        /// Who tried.
        by: OfficerId,
    },
    /// The standing order does not hold.
    NotInForce {
        /// Which.
        id: String,
    },
    /// A limit of the standing order holds it back.
    HeldBack {
        /// Which limit.
        why: String,
    },
    /// It does not fit the record of what happened.
    Unfit(Unfit),
    /// Nothing would change.
    Already {
        /// What is so already.
        what: &'static str,
    },
}

impl Refusal {
    /// A stable code for machines and the record.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NoSite => "no_site",
            Self::Unknown { .. } => "unknown",
            Self::NotPermitted { .. } => "not_permitted",
            Self::WrongStatus { .. } => "wrong_status",
            Self::OutsideZone { .. } => "outside_zone",
            Self::SameOfficer { .. } => "same_officer",
            Self::SamePersonAgain { .. } => "same_person_again",
            Self::TwoCouldAgree => "two_could_agree",
            Self::NobodyAgreed { .. } => "nobody_agreed",
            Self::OnePerson { .. } => "one_person",
            Self::StatusFixed { .. } => "status_fixed",
            Self::NoArea => "no_area",
            Self::BadArea(fault) => fault.code(),
            Self::Unfit(unfit) => unfit.code(),
            Self::Elsewhere { .. } => "elsewhere",
            Self::TooManyPeople { .. } => "too_many_people",
            Self::WiderThanDrafted { .. } => "wider_than_drafted",
            Self::Narrower { .. } => "narrower",
            Self::SamePerson { .. } => "same_person",
            Self::BadValidity { .. } => "bad_validity",
            Self::InTheFuture { .. } => "in_the_future",
            Self::TooOld { .. } => "too_old",
            Self::ReadingSeen { .. } => "reading_seen",
            Self::CapSeen { .. } => "cap_seen",
            Self::WrongStage { .. } => "wrong_stage",
            Self::OtherBytes => "other_bytes",
            Self::BadText { .. } => "bad_text",
            Self::NoWords { .. } => "no_words",
            Self::NotVetted { .. } => "not_vetted",
            Self::OtherWords { .. } => "other_words",
            Self::BadSlot { .. } => "bad_slot",
            Self::BadNote { .. } => "bad_note",
            Self::NoLongerVetted { .. } => "no_longer_vetted",
            Self::Full { .. } => "full",
            Self::Queued { .. } => "queued",
            Self::Unwritable { .. } => "unwritable",
            Self::Unbounded { .. } => "unbounded",
            Self::NoButton { .. } => "no_button",
            Self::NotInForce { .. } => "not_in_force",
            Self::HeldBack { .. } => "held_back",
            Self::Already { .. } => "already",
        }
    }
}

impl fmt::Display for Refusal {
    #[expect(
        clippy::too_many_lines,
        reason = "one sentence per refusal, in one place"
    )]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite => f.write_str(
                "no site is declared; start the server with a configuration that has one",
            ),
            Self::Unknown { what, name } => {
                write!(f, "there is no {what} {name:?}; look at the list of them")
            }
            Self::NotPermitted { by, needs } => {
                write!(
                    f,
                    "{by} does not have the role {needs:?}; ask an officer who has it"
                )
            }
            Self::WrongStatus { by, status } => {
                write!(
                    f,
                    "{by} may not act in {status}; use the token of an officer who may"
                )
            }
            Self::OutsideZone { by, zone } => write!(
                f,
                "zone {zone} is not among those of {by}; ask an officer of that zone"
            ),
            Self::SameOfficer { by } => write!(
                f,
                "another officer must agree to it; {by} wrote, submitted or did it"
            ),
            Self::SamePersonAgain { by } => write!(
                f,
                "{by}, or the same person by another name, agreed before; another person must"
            ),
            Self::TwoCouldAgree => f.write_str(
                "two officers hold tokens and could agree to it, so the site's key may not; let them, or revoke the token of whoever is lost (`vigie token revoke`)",
            ),
            Self::NobodyAgreed { left } => write!(
                f,
                "{left} is left and has not agreed to it; with `vigie change approve` they do, and then the site's key may stand for the second person"
            ),
            Self::OnePerson { persons } => write!(
                f,
                "the site names {persons} of the two people that a real warning needs; add an officer to the configuration, or draft an exercise"
            ),
            Self::StatusFixed { status } => write!(
                f,
                "this warning is {status} and stays so; draft a new one for the other status"
            ),
            Self::NoArea => {
                f.write_str("no area is named, so nobody would be warned; name at least one zone")
            }
            Self::BadArea(fault) => fault.fmt(f),
            Self::Unfit(unfit) => unfit.fmt(f),
            Self::Elsewhere {
                distance_km,
                swapped: true,
            } => write!(
                f,
                "the place is {distance_km} km from the site; latitude and longitude seem to be exchanged, latitude comes first"
            ),
            Self::Elsewhere {
                distance_km,
                swapped: false,
            } => {
                write!(
                    f,
                    "the place is {distance_km} km from the site; check the coordinates, latitude comes first"
                )
            }
            Self::TooManyPeople { people, people_max } => write!(
                f,
                "about {people} people are in the area and this officer may warn {people_max}; choose fewer zones or ask an officer with a higher cap"
            ),
            Self::WiderThanDrafted {
                area_m2,
                drafted_m2,
            } => write!(
                f,
                "the message covers {} km² and {} km² were drafted; look at its area again, and draft the larger one if it is meant",
                km2(*area_m2),
                km2(*drafted_m2)
            ),
            Self::Narrower { zone } => write!(
                f,
                "the update leaves out {zone}, where people were warned; keep it, or give the all clear and warn the smaller area anew"
            ),
            Self::SamePerson { one, other } => write!(
                f,
                "{one} and {other} are the same person, who cannot be two; give one officer both roles and let another person approve"
            ),
            Self::BadValidity { valid_s } => write!(
                f,
                "a validity of {valid_s} s is not between {} and {} s; choose one that is, and update the warning if it lasts longer",
                crate::limits::VALID_S_MIN,
                crate::limits::VALID_S_MAX
            ),
            Self::InTheFuture { ahead_ms } => {
                write!(
                    f,
                    "the stated time lies {ahead_ms} ms in the future; set the sender's clock"
                )
            }
            Self::TooOld { age_ms, age_ms_max } => write!(
                f,
                "the stated time lies {age_ms} ms back, at most {age_ms_max} are accepted; set the sender's clock, or report it as a person"
            ),
            Self::ReadingSeen {
                sensor,
                reading,
                last,
            } => write!(
                f,
                "reading {reading} of {sensor} is not new, {last} was taken; number each reading higher than the one before"
            ),
            Self::CapSeen { triple } => write!(
                f,
                "the CAP message {triple} was taken before; nothing to do"
            ),
            Self::WrongStage { tried, stage } => {
                write!(
                    f,
                    "cannot {tried} a warning that is {stage}; look at it again, somebody was faster"
                )
            }
            Self::OtherBytes => f.write_str(
                "what you approve is not what was submitted; open it again, read it, and approve the hash shown beside it",
            ),
            Self::BadText { what, bytes } => write!(
                f,
                "the {what} has {bytes} bytes; between 1 and {} are accepted",
                crate::limits::TEXT_BYTES_MAX
            ),
            Self::NoWords { danger } => {
                write!(
                    f,
                    "no language has words for {danger:?}; add them to the words folder first"
                )
            }
            Self::NotVetted { danger, languages } => write!(
                f,
                "nobody here has vetted what would be said of {}, in any language ({}); let somebody of the place read it, and two officers put that on record with `vigie words vet`; an exercise needs no vetting",
                named(danger),
                listed(languages)
            ),
            Self::BadSlot {
                danger,
                slot,
                why,
                takes,
            } => {
                let takes = if takes.is_empty() {
                    "no value".to_owned()
                } else {
                    takes.join(", ")
                };
                write!(f, "{slot} is not accepted for {danger}: {why}; {danger} takes {takes}")
            }
            Self::BadNote { why } => write!(f, "the note is not accepted: {why}; write it again"),
            Self::NoLongerVetted { danger, languages } => write!(
                f,
                "what is said of {} in {} was vetted when this was submitted and is so no more; give it back (`vigie return`) and submit it again, and these languages are left out",
                named(danger),
                listed(languages)
            ),
            Self::OtherWords { danger, language } => write!(
                f,
                "the words for {danger} in {language} are not those that were vetted; read them as they are (`vigie words vet --language {language}`), and vet them again"
            ),
            Self::Full { what, limit } => write!(
                f,
                "there are already {limit} {what}, the limit; end some first"
            ),
            Self::Queued { until } => write!(
                f,
                "it waits for its turn and is shown to a second officer by itself at {until}; an officer who has submitted less may submit it at once"
            ),
            Self::Unwritable { why } => write!(
                f,
                "it cannot be kept, so it was not taken: {why}; correct it and send it again"
            ),
            Self::Unbounded { why } => write!(f, "the standing order is not accepted: {why}"),
            Self::NoButton { by } => write!(
                f,
                "{by} may not press this button; the standing order names who may, and a draft that another officer approves warns too"
            ),
            Self::NotInForce { id } => write!(
                f,
                "the standing order {id} is not in force: not approved yet, revoked or expired; draft a warning, and have it approved"
            ),
            Self::HeldBack { why } => write!(f, "the standing order was held back: {why}"),
            Self::Already { what } => write!(f, "{what}; nothing to do"),
        }
    }
}

/// A danger, or what is said of every one.
fn named(danger: &str) -> String {
    if danger == crate::vetting::COMMON {
        format!("every danger alike ({danger})")
    } else {
        danger.to_owned()
    }
}

pub(crate) fn listed(languages: &[Language]) -> String {
    let tags: Vec<&str> = languages.iter().map(Language::as_str).collect();
    tags.join(", ")
}

/// Square kilometres with two decimals.
pub(crate) fn km2(m2: u64) -> String {
    format!("{}.{:02}", m2 / 1_000_000, m2 % 1_000_000 / 10_000)
}

impl std::error::Error for Refusal {}
