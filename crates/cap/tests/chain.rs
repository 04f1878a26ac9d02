//! A real chain: the thirteen bulletins of one tsunami, each of which references all before it.

mod common;

use std::collections::BTreeMap;
use vigie_cap::doc::{Alert, MsgType};
use vigie_cap::{Mode, chain, read};

fn bulletins() -> Vec<Alert> {
    let files = common::corpus()
        .into_iter()
        .filter(|(name, _)| name.contains("-PAAQCAP"));
    files
        .map(|(_, bytes)| read(&bytes, Mode::Lenient).alerts.remove(0).alert)
        .collect()
}

#[test]
fn every_bulletin_of_the_tsunami_fits_its_chain() {
    let bulletins = bulletins();
    let all: Vec<&Alert> = bulletins.iter().collect();
    let mut kinds: BTreeMap<MsgType, usize> = BTreeMap::new();
    for (nth, bulletin) in bulletins.iter().enumerate() {
        *kinds.entry(bulletin.msg_type).or_default() += 1;
        assert_eq!(bulletin.references.len(), nth, "bulletin {}", nth + 1);
        let found = chain::check(bulletin, &all);
        let told: Vec<&str> = found
            .iter()
            .map(|finding| finding.rule.id)
            .filter(|id| *id != "CHAIN-EXPIRED")
            .collect();
        assert_eq!(told, [""; 0], "bulletin {}: {found:#?}", nth + 1);
    }
    println!("{} bulletins: {kinds:?}", bulletins.len());
}

#[test]
fn a_bulletin_that_forgets_one_that_still_holds_is_told_so() {
    let mut bulletins = bulletins();
    let Some(mut last) = bulletins.pop() else {
        return;
    };
    // The first bulletin, made to hold until after the last.
    for info in &mut bulletins[0].infos {
        info.expires = None;
    }
    last.references.remove(0);
    let others: Vec<&Alert> = bulletins.iter().collect();
    let found = chain::check(&last, &others);
    assert!(
        found
            .iter()
            .any(|finding| finding.rule.id == "CHAIN-INCOMPLETE"),
        "{found:#?}"
    );
}
