//! What every exercise promises, each with the check that can find it broken. A check without anything
//! to look at finds its promise broken.

use super::outcome::{Known, People};
use crate::record::{self, Format};
use serde::Serialize;
use std::collections::BTreeSet;
use vigie_cap::doc;
use vigie_core::record::account::MessageAccount;
use vigie_core::record::assertion::Claim;
use vigie_core::wording::Act;

/// Longest time from the trigger to the last screen, in milliseconds.
const LAST_SCREEN_MS_MAX: f64 = 1_000.0;
/// How far a file's time may lie behind the moment at which a siren took the all clear, in
/// milliseconds: it ends its sound within one piece of a tenth of a second, then closes the file.
const SOUND_END_MS_MAX: i64 = 1_000;

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Its name.
    pub id: &'static str,
    /// Whether it was held.
    pub held: bool,
    /// What was found.
    pub why: String,
}

/// What was found: in order, or broken.
type Found = Result<String, String>;

/// Checks every promise.
pub fn judge(known: &Known<'_>) -> Vec<Promise> {
    type Check = fn(&Known<'_>) -> Found;
    let checks: [(&'static str, Check); 16] = [
        ("warned_without_human", warned_without_human),
        ("every_screen_reached", every_screen_reached),
        (
            "every_screen_in_three_languages",
            every_screen_in_three_languages,
        ),
        ("only_marked_exercise", only_marked_exercise),
        ("eleven_sirens_heard", sirens_heard),
        ("dead_siren_shown", dead_siren_shown),
        ("last_screen_under_one_second", last_screen_under_one_second),
        ("officer_confirmed", officer_confirmed),
        ("all_clear_everywhere", all_clear_everywhere),
        (
            "nothing_sounds_after_all_clear",
            nothing_sounds_after_all_clear,
        ),
        ("people_counted", people_counted),
        ("claims_kept_apart", claims_kept_apart),
        ("record_printed", record_printed),
        ("journal_verifies", journal_verifies),
        ("no_signature_failed", no_signature_failed),
        ("nothing_missed", nothing_missed),
    ];
    checks
        .into_iter()
        .map(|(id, check)| {
            let (held, why) = match check(known) {
                Ok(why) => (true, why),
                Err(why) => (false, why),
            };
            Promise { id, held, why }
        })
        .collect()
}

fn warned_without_human(known: &Known<'_>) -> Found {
    let account = known.played.account.as_ref().ok_or("there is no record")?;
    let warning = account
        .warnings
        .iter()
        .find(|w| Some(w.id.0) == known.played.warning)
        .ok_or("the warning is not in the record")?;
    let order = known.scenario.standing_order.id.as_str();
    if warning.fired_by.as_deref() != Some(order) {
        return Err(format!("fired by {:?}, not by {order}", warning.fired_by));
    }
    let salvos = known.warned().count();
    let expected = known.salvos();
    if salvos != expected {
        return Err(format!("{salvos} messages warned of {expected} salvos"));
    }
    Ok(format!("{order} fired for {salvos} of {expected} salvos"))
}

fn every_screen_reached(known: &Known<'_>) -> Found {
    let messages = some(known.warned().collect(), "no message warned anybody")?;
    for message in &messages {
        let reached = known.reached(message);
        if reached != known.screens {
            return Err(format!(
                "alert {} is on {reached} of {} screens",
                message.alert, known.screens
            ));
        }
        let said = message.screens.map_or(0, |(_, acked)| acked);
        if said != known.answering as u64 {
            return Err(format!(
                "alert {}: the journal counts {said} screens that show it, {} said so",
                message.alert, known.answering
            ));
        }
    }
    Ok(format!(
        "{} screens have each of {} messages; {} can say so, and all are in the journal",
        known.screens,
        messages.len(),
        known.answering
    ))
}

fn every_screen_in_three_languages(known: &Known<'_>) -> Found {
    let languages: Vec<&str> = known
        .scenario
        .site
        .languages
        .iter()
        .map(vigie_core::ids::Language::as_str)
        .collect();
    let seen = on_every_screen(known, "in every language", |v| v.in_every_language)?;
    Ok(format!(
        "{seen} bulletins, each in {}",
        languages.join(", ")
    ))
}

fn only_marked_exercise(known: &Known<'_>) -> Found {
    let bulletins = on_every_screen(known, "marked as exercise", |v| v.marked_exercise)?;
    let cap = &known.evidence.cap;
    if cap.len() < known.messages().len() {
        return Err(format!(
            "{} CAP files for {} messages",
            cap.len(),
            known.messages().len()
        ));
    }
    for (path, status) in cap {
        if *status != Ok(doc::Status::Exercise) {
            return Err(format!("{} has status {status:?}", path.display()));
        }
    }
    let sounds = some(
        known.evidence.sounds.iter().collect(),
        "no sound was recorded",
    )?;
    if let Some(sound) = sounds.iter().find(|sound| !sound.name.contains("exercise")) {
        return Err(format!("{} of {} does not say so", sound.name, sound.siren));
    }
    let public = &known.played.public_statuses;
    let public = some(public.iter().collect(), "the public page showed nothing")?;
    if let Some(other) = public
        .iter()
        .find(|status| status.as_str() != "\"Exercise\"")
    {
        return Err(format!("the public page showed the status {other}"));
    }
    Ok(format!(
        "{bulletins} bulletins, {} CAP files, {} sounds, {} public entries",
        cap.len(),
        sounds.len(),
        public.len()
    ))
}

fn sirens_heard(known: &Known<'_>) -> Found {
    let sound = known.scenario.sound_sirens();
    let messages = some(known.warned().collect(), "no message warned anybody")?;
    for message in &messages {
        let heard: BTreeSet<&str> = message.heard().map(|s| s.siren.as_str()).collect();
        if heard != sound {
            let other: Vec<&&str> = heard.symmetric_difference(&sound).collect();
            return Err(format!(
                "alert {}: {} heard, {} should be; {other:?} differ",
                message.alert,
                heard.len(),
                sound.len()
            ));
        }
    }
    Ok(format!(
        "{} sirens proven to sound each of {} messages",
        sound.len(),
        messages.len()
    ))
}

fn dead_siren_shown(known: &Known<'_>) -> Found {
    let sound = known.scenario.sound_sirens();
    let all = known.scenario.site.siren.keys();
    let dead: BTreeSet<&str> = all
        .map(vigie_core::ids::SirenId::as_str)
        .filter(|siren| !sound.contains(siren))
        .collect();
    let messages = some(known.warned().collect(), "no message warned anybody")?;
    for message in &messages {
        let shown = message.failed().filter(|siren| siren.why.is_some());
        let shown: BTreeSet<&str> = shown.map(|siren| siren.siren.as_str()).collect();
        if shown != dead {
            return Err(format!(
                "alert {}: shown as failed {shown:?}, dead are {dead:?}",
                message.alert
            ));
        }
    }
    let names: Vec<&str> = dead.into_iter().collect();
    Ok(format!(
        "{} shown as failed, with the reason",
        names.join(", ")
    ))
}

fn last_screen_under_one_second(known: &Known<'_>) -> Found {
    let first_salvo = known.scenario.steps.first().map(|step| step.name.as_str());
    let spread = known
        .spread(known.warned().next(), known.played.trigger_us)
        .ok_or("no screen was reached")?;
    // While the server was killed nobody could be told; the second counts from when it was back.
    let away = known.played.away.as_ref();
    let away = away.filter(|(step, _)| Some(step.as_str()) == first_salvo);
    let away_ms = away.map_or(0.0, |(_, away)| away.as_secs_f64() * 1_000.0);
    let said = if away_ms > 0.0 {
        format!(", the server having been killed and away for {away_ms:.1} ms of them")
    } else {
        String::new()
    };
    let found = format!("the last screen after {:.1} ms{said}", spread.last);
    if spread.last - away_ms < LAST_SCREEN_MS_MAX {
        Ok(found)
    } else {
        Err(found)
    }
}

fn officer_confirmed(known: &Known<'_>) -> Found {
    let account = known.played.account.as_ref().ok_or("there is no record")?;
    let confirmed = account.warnings.iter().find_map(|w| w.confirmed.clone());
    let (by, after_ms) = confirmed.ok_or("nobody confirmed the warning")?;
    Ok(format!("by {by}, {after_ms} ms after it was issued"))
}

fn all_clear_everywhere(known: &Known<'_>) -> Found {
    let all_clear = known.all_clear().ok_or("there is no all clear")?;
    let reached = known.reached(all_clear);
    if reached != known.screens {
        return Err(format!("on {reached} of {} screens", known.screens));
    }
    let got = |siren: &&str| {
        let mut orders = all_clear.sirens.iter().filter(|s| s.siren == *siren);
        orders.any(|s| s.heard_after_ms.is_some() || (s.life.is_final() && s.why.is_some()))
    };
    let ordered = known.ordered();
    if let Some(siren) = ordered.iter().find(|siren| !got(siren)) {
        return Err(format!(
            "{siren} was ordered to sound; its all clear is neither heard nor shown as failed"
        ));
    }
    let file = format!("{}.xml", all_clear.identifier);
    let filed = |path: &std::path::Path| path.file_name().is_some_and(|name| *name == *file);
    if !known.evidence.cap.iter().any(|(path, _)| filed(path)) {
        return Err(format!("there is no CAP file {file}"));
    }
    let heard = all_clear.heard().count();
    Ok(format!(
        "{reached} screens, {} sirens ({heard} heard), CAP file",
        ordered.len()
    ))
}

fn nothing_sounds_after_all_clear(known: &Known<'_>) -> Found {
    if let Some(late) = known.evidence.journal.late.first() {
        return Err(late.clone());
    }
    let all_clear = known.all_clear().ok_or("there is no all clear")?;
    let warning_sounds = known.evidence.sounds.iter().filter(|sound| sound.warns);
    let mut looked_at = 0;
    for sound in warning_sounds {
        // One that never took the order had to be silent when it was issued.
        let silenced = known.evidence.journal.silenced.get(&sound.siren);
        let silenced = silenced.copied().unwrap_or(all_clear.sent);
        let limit = silenced.plus_ms(SOUND_END_MS_MAX).unix_ms();
        if sound.ended_ms > limit {
            return Err(format!(
                "{} went on with {} for {} ms after it had taken the all clear",
                sound.siren,
                sound.name,
                sound.ended_ms - silenced.unix_ms()
            ));
        }
        looked_at += 1;
    }
    if looked_at == 0 {
        return Err("no sound of a warning was recorded".to_owned());
    }
    Ok(format!("{looked_at} sounds of warnings had ended"))
}

fn people_counted(known: &Known<'_>) -> Found {
    let roster = &known.scenario.roster;
    let count = |list: &[String]| list.len() as u64;
    let expected = People {
        expected: roster.everybody().count() as u64,
        safe: count(&roster.safe),
        need_help: count(&roster.need_help),
        missing: count(&roster.silent),
    };
    let found = known.people();
    let said = format!(
        "{} expected, {} safe, {} need help, {} missing",
        found.expected, found.safe, found.need_help, found.missing
    );
    if found == expected {
        Ok(said)
    } else {
        Err(format!("{said}; should be {expected:?}"))
    }
}

fn claims_kept_apart(known: &Known<'_>) -> Found {
    let account = known.played.account.as_ref().ok_or("there is no record")?;
    let (told, nobody) = known.told();
    if (account.assertions.len(), account.claims.len()) != (told, nobody) {
        return Err(format!(
            "{} lines and {} claims in the record; {told} and {nobody} were told",
            account.assertions.len(),
            account.claims.len()
        ));
    }
    let mut sources = BTreeSet::new();
    let mut reports = BTreeSet::new();
    for line in &account.assertions {
        let said = &line.said;
        let own = said.reports.iter().all(|report| reports.insert(*report));
        if said.reports.is_empty() || !own || !sources.insert(said.reported_by.as_str()) {
            return Err(format!(
                "the line {:?} does not stand on a report and a source of its own",
                said.statement
            ));
        }
    }
    for line in &account.claims {
        let Claim::Nobody { reports: rest, .. } = &line.said else {
            return Err("somebody is named who did not claim it".to_owned());
        };
        if rest.is_empty() || !rest.iter().all(|report| reports.insert(*report)) {
            return Err("the claim does not stand on a report of its own".to_owned());
        }
    }
    Ok(format!(
        "{told} lines by as many sources, and dated: nobody has claimed it"
    ))
}

fn record_printed(known: &Known<'_>) -> Found {
    let account = known.played.account.as_ref().ok_or("there is no record")?;
    if !known.played.printed {
        return Err("it was not printed".to_owned());
    }
    let from_journal = known.evidence.journal.account.as_ref()?;
    if from_journal != account {
        return Err(
            "the record that the server shows is not the one that follows from the journal"
                .to_owned(),
        );
    }
    let page = record::render(account, Format::Html);
    for line in &account.assertions {
        if !page.contains(line.said.reported_by.as_str()) {
            return Err(format!("the page leaves out {:?}", line.said.reported_by));
        }
    }
    let lines = record::render(account, Format::Md).lines().count();
    Ok(format!(
        "{lines} lines, the same from the server and from the journal alone"
    ))
}

fn journal_verifies(known: &Known<'_>) -> Found {
    let journal = &known.evidence.journal;
    journal.verified.clone()?;
    if journal.entries == 0 {
        return Err("the journal is empty".to_owned());
    }
    let by_script = match &journal.by_script {
        None => "python3 is not here, so the script of the manual was not run",
        Some(Ok(())) => "by Vigie and by the script of the manual",
        Some(Err(why)) => return Err(format!("the script of the manual says: {why}")),
    };
    Ok(format!("{} entries, {by_script}", journal.entries))
}

fn no_signature_failed(known: &Known<'_>) -> Found {
    let (believed, forged, reasons) = known.board.signatures();
    if forged > 0 {
        return Err(format!(
            "{forged} failed, for example: {}",
            reasons.join("; ")
        ));
    }
    if believed == 0 || !known.board.is_judged() {
        return Err(format!("{believed} checked, and not every bulletin"));
    }
    Ok(format!("{believed} checked by the screens, each one right"))
}

fn nothing_missed(known: &Known<'_>) -> Found {
    match known.played.missed.first() {
        None => Ok("each step showed its effect in time".to_owned()),
        Some(first) => Err(format!(
            "{} waited for in vain, the first: {}",
            known.played.missed.len(),
            first.0
        )),
    }
}

/// Every message, on every screen, with a verdict.
fn on_every_screen(
    known: &Known<'_>,
    what: &str,
    verdict: impl Fn(&super::screens::Verdicts) -> usize,
) -> Found {
    let messages: Vec<&MessageAccount> = known.messages().iter().collect();
    let mut bulletins = 0;
    for message in some(messages, "there is no message")? {
        let sighting = known.board.sighting(message.alert.0);
        let sighting = sighting.ok_or(format!("alert {} is on no screen", message.alert))?;
        let right = verdict(&sighting.verdicts);
        if sighting.arrived_us.len() != known.screens || right != sighting.received {
            return Err(format!(
                "alert {}: {} of {} bulletins {what}, on {} of {} screens",
                message.alert,
                right,
                sighting.received,
                sighting.arrived_us.len(),
                known.screens
            ));
        }
        bulletins += sighting.received;
    }
    Ok(bulletins.to_string())
}

fn some<T>(list: Vec<T>, none: &str) -> Result<Vec<T>, String> {
    if list.is_empty() {
        Err(none.to_owned())
    } else {
        Ok(list)
    }
}

impl Known<'_> {
    fn salvos(&self) -> usize {
        use super::scenario::Action;
        let steps = self.scenario.steps.iter();
        steps
            .filter(|step| matches!(step.action, Action::Salvo { .. }))
            .count()
    }

    /// How many lines were told, and how often that nobody claimed it.
    fn told(&self) -> (usize, usize) {
        use super::scenario::Action;
        let count = |is: fn(&Action) -> bool| {
            let steps = self.scenario.steps.iter();
            steps.filter(|step| is(&step.action)).count()
        };
        (
            count(|action| matches!(action, Action::Report { .. })),
            count(|action| matches!(action, Action::NobodyClaims { .. })),
        )
    }
}

/// The all clear ends a warning: this is what the promise about silence stands on.
const _: () = assert!(Act::AllClear.ends());

#[cfg(test)]
mod tests;
