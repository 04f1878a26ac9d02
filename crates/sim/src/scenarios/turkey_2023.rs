//! Turkey, 6 February 2023: the size was under-estimated, and the strong alert that ten million phones
//! should have shown was shown by 469.

use super::stage::{Stage, ensure, fired};
use super::{Ending, Rule};
use crate::neighbour;
use vigie_cap::doc;
use vigie_core::Signature;
use vigie_core::class::Class;
use vigie_core::decision::standing_order::trigger::{CapTrigger, PreAlert, Trigger};
use vigie_core::fact::Facts;
use vigie_core::ids::{Danger, FeedId};

const SENDER: &str = "quakes@observatory.example";
const KEY: &str = "the key of the observatory";

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(5, false).map_err(|fault| fault.to_string())?;
    let feed = site.feeds.get_mut(&FeedId::new("neighbour"));
    feed.ok_or("the feed is gone")?.keys = [KEY.to_owned()].into();
    let mut stage = Stage::of(rule, site)?;
    let mut order = crate::site::standing_order(stage.now);
    order.trigger = Trigger::Cap(Box::new(CapTrigger {
        feed: FeedId::new("neighbour"),
        sender: SENDER.to_owned(),
        severity_from: "Extreme".to_owned(),
        urgency_from: None,
        certainty_from: None,
    }));
    if !stage.without() {
        order.pre_alert = Some(PreAlert {
            danger: Danger::new("fire"),
            sensors_min: 1,
        });
    }
    stage.standing(order)?;
    let first = said(&mut stage, 1, doc::Severity::Severe)?;
    let warning =
        fired(&first).ok_or("one step under the threshold, and nobody was told anything")?;
    ensure(
        stage.warning(warning)?.class == Class::PreAlert,
        "what was not sure was said as if it were",
    )?;
    stage.pass_ms(4_000)?;
    let second = said(&mut stage, 2, doc::Severity::Extreme)?;
    ensure(
        fired(&second) == Some(warning),
        "the second estimate opened another thread",
    )?;
    ensure(
        stage.warning(warning)?.class == Class::Alert,
        "the second estimate did not make it an alert",
    )?;
    let unknown = said(&mut stage, 3, doc::Severity::Unknown)?;
    ensure(
        fired(&unknown).is_none(),
        "the same danger was alarmed twice",
    )?;
    Ok("the first estimate was a pre-alert at once, and four seconds later the same warning was an alert".to_owned())
}

fn said(stage: &mut Stage, number: u32, severity: doc::Severity) -> Result<Facts, String> {
    let identifier = format!("quake-{number}");
    let info = doc::Info {
        event: "Earthquake".to_owned(),
        severity,
        headline: Some("Earthquake".to_owned()),
        ..doc::Info::default()
    };
    let now_ms = stage.now.unix_ms();
    let alert = neighbour::alert((SENDER, &identifier), now_ms, info, ("the fault", 80.0));
    stage.must(&neighbour::said(alert, Signature::By(KEY.to_owned())))
}
