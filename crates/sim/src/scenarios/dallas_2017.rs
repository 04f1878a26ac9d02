//! Dallas, 7 April 2017: somebody recorded the radio signal of a test and played it again, and 156
//! sirens howled for an hour and a half.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use crate::site::{SITE, key};
use vigie_core::delivery::Work;
use vigie_core::siren::{DeviceKeys, Machine, Memory, Order, Verdict, sign_order};
use vigie_core::status::Status;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    stage.live(draft("rockets", Status::Actual))?;
    let orders: Vec<Order> = stage
        .hand_over(ALL)?
        .into_iter()
        .filter_map(|work| match work {
            Work::Siren { order, .. } => Some(*order),
            Work::Bulletin { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                None
            }
        })
        .collect();
    ensure(!orders.is_empty(), "no siren was ordered")?;
    let [live, exercise, stop] = [1, 2, 3].map(|n| key(n).verifying_key());
    let keys = DeviceKeys::new(live, exercise, stop).ok_or("two keys are one")?;
    let mut sounded = 0_u32;
    for order in orders {
        // Recorded on the air, and played again every minute for an hour and a half.
        let text = sign_order(&order, &key(1));
        let target = order.target.clone();
        let fresh = || Some(Memory::paired(order.epoch));
        let mut machine = Machine::new(target, SITE, fresh());
        for minute in 0..90 {
            let now = stage.now.plus_s(minute * 60);
            if stage.without() {
                // A siren without a memory, that believes any clock.
                machine = Machine::new(order.target.clone(), SITE, fresh());
            }
            let heard_at = if stage.without() { stage.now } else { now };
            if let Verdict::Act { order, persist, .. } = machine.consider(heard_at, &text, &keys) {
                machine.begin(heard_at, &order, persist);
                sounded += 1;
            }
        }
        ensure(sounded > 0, "the order itself was not obeyed")?;
        ensure(sounded == 1, "the recording set the siren off again")?;
        sounded = 0;
    }
    Ok(
        "each siren obeyed its order once, and the recording of it ninety times not at all"
            .to_owned(),
    )
}
