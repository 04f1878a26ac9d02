//! Every limit of the core in one place, with its reason; related limits are checked at compile time.

/// Zones one warning may name: more than this is "everywhere" and deserves its own zone.
pub const ZONES_PER_WARNING_MAX: usize = 64;
/// Corners of one drawn ring: what a cell-broadcast centre and a small siren display still carry.
pub const RING_POINTS_MAX: usize = 2_000;
/// Corners of a ring in another authority's message: national coast lines are long.
pub const FOREIGN_RING_POINTS_MAX: usize = 20_000;
/// Sirens of one site: one order each, all within a second on one core.
pub const SIRENS_MAX: usize = 5_000;
/// Sensors, officers, zones and feeds of one site, each.
pub const SITE_ENTRIES_MAX: usize = 10_000;
/// Rings of one zone: the islands of an archipelago; more make its alerts too long for any channel.
pub const ZONE_RINGS_MAX: usize = 200;
/// Rings kept of what one zone's name stood for before: fifty drawings of a zone of some islands.
pub const FORMER_RINGS_MAX: usize = 500;
/// People on one roster: what one headcount page can be answered for in two minutes.
pub const ROSTER_MAX: usize = 200_000;

/// Members of one cohort: what one courier carries within a second, and what is tried again when it fails.
pub const COHORT_MEMBERS_MAX: usize = 1_000;

/// Shortest validity of a warning, in seconds: shorter and it ends before people have read it.
pub const VALID_S_MIN: u32 = 60;
/// Longest validity, in seconds: a day, as for cell broadcast; a longer danger is updated.
pub const VALID_S_MAX: u32 = 86_400;
/// Validity of a warning that a standing order fires, in seconds.
pub const FIRED_VALID_S: u32 = 3_600;

/// A message whose area is this many times that of what was drafted, or more, is refused: half again
/// as large is a slip of the hand, not a rounding.
pub const FOOTPRINT_GROWTH_NUM: u64 = 3;
/// See [`FOOTPRINT_GROWTH_NUM`].
pub const FOOTPRINT_GROWTH_DEN: u64 = 2;
/// Shortest clock on a draft, in seconds: less, and a deputy is asked before anyone could have read it.
pub const DRAFT_CLOCK_S_MIN: u32 = 10;
/// Longest clock on a draft, in seconds: an hour, since nobody waits longer for a warning.
pub const DRAFT_CLOCK_S_MAX: u32 = 3_600;
/// Deputies of one site: whoever is asked after eight others comes too late.
pub const DEPUTIES_MAX: usize = 8;

/// How old a sensor's reading may be, in milliseconds: a replayed hour must not wake a city.
pub const READING_AGE_MS_MAX: i64 = 60_000;
/// How far a stated time may lie ahead of ours, in milliseconds: clocks drift, but not by a minute.
pub const CLOCK_AHEAD_MS_MAX: i64 = 30_000;
/// How far back a person's report may say that something happened, in milliseconds: thirty days.
pub const SAID_AGE_MS_MAX: i64 = 30 * 86_400_000;

/// Life of one siren order, in milliseconds: a siren refuses more (at most 120 s).
pub const ORDER_LIFE_MS: i64 = 120_000;
/// Attempts for one siren before giving up loudly.
pub const SIREN_ATTEMPTS_MAX: u8 = 4;
/// Rest before attempt 2, 3, 4, in milliseconds: together under the ten seconds after which people act.
pub const SIREN_RESTS_MS: [i64; 3] = [1_000, 2_000, 4_000];
/// How long a siren that got an order may stay silent before it is tried again, in milliseconds.
pub const SIREN_ANSWER_MS_MAX: i64 = 3_000;
/// How long a siren that accepted may go unheard before it is called silent, in milliseconds.
pub const SIREN_HEARD_MS_MAX: i64 = 10_000;
/// How long a siren may go without an answer before its neighbours are ordered and an officer is told, in milliseconds.
pub const SIREN_SILENT_MS: i64 = 10_000;
/// Sirens that stand in for one that is silent: around it, one on each side.
pub const NEIGHBOURS_MAX: usize = 3;
/// How far a siren is heard outdoors, in metres: who stands farther away reaches none of the same ground.
pub const NEIGHBOUR_M_MAX: u64 = 2_000;
/// Attempts for a program of others before giving up loudly: with their rests about a day.
pub const HOOK_ATTEMPTS_MAX: u8 = 30;
/// Attempts for one endpoint of a person: with their rests about a quarter of an hour, which outlasts the
/// greylist of a mail server.
pub const PARCEL_ATTEMPTS_MAX: u8 = 11;
/// After so many failed attempts the person's next channel is tried as well: about ten seconds.
pub const PARCEL_ATTEMPTS_ALONE: u8 = 4;
/// First rest of a parcel or a call, in milliseconds; each is twice the one before.
pub const REST_MS_MIN: i64 = 1_000;
/// Longest rest, in milliseconds: an hour, so that a receiver that was repaired hears within one.
pub const REST_MS_MAX: i64 = 3_600_000;
/// Ways to registered people of one site, and programs of others, each: more than anybody runs.
pub const WAYS_OUT_MAX: usize = 64;

/// How long a siren sounds for one order, in seconds; the device itself refuses more than 180.
pub const SOUND_S: u16 = 60;
/// How long the all clear sounds, in seconds.
pub const ALL_CLEAR_SOUND_S: u16 = 20;

/// How long a warning fired without a human stays unconfirmed before officers are nagged, in milliseconds.
pub const UNCONFIRMED_NAG_MS: i64 = 60_000;
/// How often they are nagged before it is left on the screen alone.
pub const NAGS_MAX: u8 = 30;
/// After how many milliseconds without a word a sensor is shown as silent: ten minutes.
pub const SENSOR_SILENT_MS: i64 = 600_000;
/// After how many reminders the deputy that a standing order names is asked by name: three minutes.
pub const NAGS_BEFORE_DEPUTY: u8 = 2;
/// Standing orders of one site, in force or not: a name is used again, so nobody needs more.
pub const STANDING_ORDERS_MAX: usize = 2_000;
/// Longest standing order, in milliseconds: 92 days, then two people look at it again.
pub const STANDING_ORDER_MS_MAX: i64 = 92 * 86_400_000;

/// How long a change may wait for two people, in milliseconds: a week, which has everybody's shift.
pub const CHANGE_MS_MAX: i64 = 7 * 86_400_000;
/// Changes that may wait at once: more than two people would ever read.
pub const CHANGES_PENDING_MAX: usize = 1_000;
/// Changes kept in memory after they ended; older ones are in the journal.
pub const CHANGES_KEPT: usize = 100;
/// Changes by the site's key that two people have not looked at: naming one officer takes two.
pub const CHANGES_BY_KEY_MAX: usize = 20;
/// Tokens of one site: one for each officer and sensor, and as many again while they are renewed.
pub const TOKENS_MAX: usize = 40_000;
/// Tokens taken or proposed by one decision, so that it fits the journal: the rest follow at once.
pub const TOKENS_AT_ONCE_MAX: usize = 500;

/// Texts that were ever vetted: thirty dangers in fifty languages, each written sixty times.
pub const VETTED_TEXTS_MAX: usize = 90_000;
/// Reports kept in memory; older ones are in the journal.
pub const REPORTS_KEPT: usize = 2_000;
/// Ended warnings kept in memory; older ones are in the journal.
pub const ENDED_WARNINGS_KEPT: usize = 1_000;
/// CAP messages of others remembered, so that none is taken twice.
pub const SEEN_CAP_KEPT: usize = 100_000;
/// Own warnings that may be live or drafted at once: five hundred authorities with all that each may have
/// waiting, and as many live ones as a country ever had. Beyond it a draft that saves no lives is refused;
/// no alert is ever dropped. Other authorities' warnings do not count: their number must not keep an
/// officer from warning.
pub const OPEN_WARNINGS_MAX: usize = 120_000;
/// Room beyond that for what saves lives alone: it is refused only when nothing could be kept in memory.
pub const OPEN_FOR_LIFE_MAX: usize = 140_000;
/// Drafts that one authority may have waiting, unless they save lives: twice a bad day, so that none fills
/// the room of the others.
pub const WAITING_PER_OFFICER_MAX: usize = 200;
/// How many submissions of one authority a second person is shown at once where the site says nothing else:
/// what can be read in a minute.
pub const TURNS_AT_ONCE: u32 = 10;
/// After how many seconds one more has its turn where the site says nothing else: the time that it takes to
/// read one and decide.
pub const TURN_S: u32 = 6;
/// The most that a site may say of the first: more is no turn, since nobody reads a hundred at once.
pub const TURNS_AT_ONCE_MAX: u32 = 100;
/// The most that a site may say of the second, in seconds: ten minutes, or drafts are as good as refused.
pub const TURN_S_MAX: u32 = 600;
/// Drafts that feeds may have waiting: more than officers could ever look at, and far from the limit
/// above, so that a noisy feed leaves room for the officers' own.
pub const FEED_DRAFTS_MAX: usize = 1_000;
/// How long another authority's message without `expires` holds, in seconds: it must end some time.
pub const FOREIGN_VALID_S: i64 = 86_400;
/// Events that a summary names: what fits on two pages; the rest is counted.
pub const SUMMARY_LINES_MAX: usize = 100;
/// Other bytes remembered under the key of one CAP message: enough to see that a sender is confused.
pub const OTHER_BYTES_KEPT: usize = 8;
/// Reports with words whose hash is kept in memory, so that a sentence of them can be marked: the press of years.
pub const TEXTS_KEPT: usize = 100_000;
/// Longest free text of a reason, assertion or claim, in bytes: two screens of a phone.
pub const TEXT_BYTES_MAX: usize = 2_000;
/// Reports that one line of the record may rest on.
pub const LINE_REPORTS_MAX: usize = 100;
/// Sentences that one line of the record may quote.
pub const LINE_MARKS_MAX: usize = 20;
/// Assertions and claims of one incident.
pub const ASSERTIONS_MAX: usize = 20_000;
/// Incidents of one record: the longest public tables of attacks in one region have fewer.
pub const INCIDENTS_MAX: usize = 500_000;
/// Incidents that one decision takes over from a table, so that it fits the journal.
pub const IMPORT_AT_ONCE_MAX: usize = 500;
/// Stored questions to the record of one site.
pub const TALLIES_MAX: usize = 1_000;
/// Salvos or impacts of one incident that are told apart.
pub const SALVOS_MAX: u16 = 1_000;

const _: () = assert!(FEED_DRAFTS_MAX < OPEN_WARNINGS_MAX && OPEN_WARNINGS_MAX < OPEN_FOR_LIFE_MAX);
const _: () = assert!(500 * WAITING_PER_OFFICER_MAX + 20_000 <= OPEN_WARNINGS_MAX);
const _: () = assert!(VALID_S_MIN < FIRED_VALID_S && FIRED_VALID_S <= VALID_S_MAX);
const _: () = assert!(SIREN_RESTS_MS.len() + 1 == SIREN_ATTEMPTS_MAX as usize);
const _: () = assert!(SIREN_RESTS_MS[0] + SIREN_RESTS_MS[1] + SIREN_RESTS_MS[2] < 10_000);
const _: () = assert!(SOUND_S <= 180 && ALL_CLEAR_SOUND_S <= 180);

/// Longest reason that is kept of why a way to a siren was lost, in characters: a line.
pub const WHY_CHARS_MAX: usize = 200;
