//! Writes a letter about a real warning to everybody who signed up by themselves and is in its area. An exercise is
//! not sent to them: they did not ask to train.

use super::{Letter, Letters, Says, file};
use crate::signup;
use std::collections::BTreeSet;
use std::sync::Arc;
use vigie_core::audience::crowd::Fate;
use vigie_core::audience::region::Region;
use vigie_core::decision::footprint::Address;
use vigie_core::warning::Alert;
use vigie_store::registry::{Drawer, Drawers as _, Slip};

/// Sign-ups that are looked at with one sync.
const PAGE: usize = 500;
/// Nobody is left out because others are many: a country's worth.
const FOUND_MAX: usize = 100_000_000;

/// Writes the letters; done again after a crash, it adds those that are missing. Returns how many there are.
pub(super) async fn tell(
    letters: &Letters,
    alert: &Arc<Alert>,
    until_ms: i64,
) -> Result<usize, String> {
    let Some(there) = there(letters, alert).await? else {
        return Ok(0);
    };
    let (mut after, mut written) = (0, 0);
    loop {
        let page = page(letters, after).await?;
        let Some(last) = page.last() else {
            return Ok(written);
        };
        after = last.number;
        let concerned = page.iter().filter_map(|slip| {
            let person = slip.person.filter(|person| there.contains(person))?;
            let to = signup::reached(slip)?;
            let letter = Letter {
                way: to.way,
                to: to.address,
                says: Says::Bulletin {
                    alert: alert.id.0,
                    language: to.language,
                    url: letters.own_page(&to.link),
                },
                until_ms,
                of: None,
                person: Some(to.person),
                tries: 0,
            };
            Some((format!("issued {} to person {person}", alert.id), letter))
        });
        let concerned: Vec<(String, Letter)> = concerned.collect();
        written += concerned.len();
        letters
            .with(move |registry| file(registry, &concerned))
            .await?;
    }
}

/// Who is in the area and is to hear of it; none if nobody signed up. An end is heard by everybody there: they may have
/// been told of what it ends.
async fn there(letters: &Letters, alert: &Arc<Alert>) -> Result<Option<BTreeSet<i64>>, String> {
    let (office, alert) = (Arc::clone(&letters.0), Arc::clone(alert));
    let found = tokio::task::spawn_blocking(move || {
        let signed_up = office.people.with(|register| register.held(Drawer::Links));
        if signed_up.map_err(|fault| fault.to_string())? == 0 {
            return Ok(None);
        }
        let state = office.desk.state();
        let site = state.site.as_deref().ok_or("no site is declared yet")?;
        let address = Address::of_message(site, &alert.content.cap.xml);
        let address = address.ok_or("the message cannot be read again")?;
        let at = (address.peril, crate::clock::now());
        let found = office
            .audience
            .found(&Region::from(&address.area), at, FOUND_MAX);
        let found = found.ok_or("people are still being loaded")?;
        let ends = alert.content.act.ends();
        let told = found
            .into_iter()
            .filter(|met| ends || met.fate == Fate::Warned);
        Ok(Some(told.map(|met| met.person).collect()))
    });
    found.await.map_err(|stopped| stopped.to_string())?
}

async fn page(letters: &Letters, after: i64) -> Result<Vec<Slip>, String> {
    let people = letters.0.people.clone();
    let found = tokio::task::spawn_blocking(move || {
        people.with(|register| register.slips_after(Drawer::Links, after, PAGE))
    });
    let found = found.await.map_err(|stopped| stopped.to_string())?;
    found.map_err(|fault| fault.to_string())
}
