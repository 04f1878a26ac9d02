//! Nova Scotia, 18 April 2020: a gunman for thirteen hours, and no alert: the police who were there had
//! no access, and what he did was no kind of danger that the system knew.

use super::stage::{ALL, Stage, draft, ensure, fired};
use super::{Ending, Rule};
use vigie_core::Command;
use vigie_core::decision::standing_order::trigger::{Button, Trigger};
use vigie_core::ids::OfficerId;
use vigie_core::status::Status;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let mut order = crate::site::standing_order(stage.now);
    let id = order.id.clone();
    // Elif is at the gate and may not warn for real; two people agreed on one button for her.
    order.trigger = Trigger::Button(Button {
        officers: [OfficerId::new("elif")].into(),
    });
    if !stage.without() {
        stage.standing(order)?;
    }
    let real = Command::Draft(draft("rockets", Status::Actual));
    let by_hand = stage.refused("elif", real)?;
    ensure(by_hand == "wrong_status", "another rule refused her")?;
    let facts = stage.does("elif", Command::PressButton(id))?;
    let warning = fired(&facts).ok_or("the button did nothing")?;
    ensure(
        !stage.hand_over(ALL)?.is_empty(),
        "nothing left the building",
    )?;
    stage.refused("elif", Command::Confirm(warning))?;
    stage.does("basil", Command::Confirm(warning))?;
    ensure(
        !stage.warning(warning)?.is_unconfirmed(),
        "nobody stands behind it",
    )?;
    Ok(
        "whoever was there warned at once with one button, and a second person confirmed it"
            .to_owned(),
    )
}
