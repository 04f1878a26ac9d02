//! What is said for real was vetted by somebody of the place, and two people put that on record; a
//! language that nobody vetted is left out and named.

use crate::place::{Place, exercise, issued, rockets, site, two_of_three};
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::ids::{ChangeId, Danger, Language, StandingOrderId};
use vigie_core::site::Site;
use vigie_core::vetting::{LeftOut, Vetting};
use vigie_core::warning::Content;
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

fn lang(tag: &str) -> Language {
    Language::new(tag)
}

/// A place where somebody vetted these languages and no other.
fn vetted_in(tags: &[&str]) -> Place {
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(site())));
    let languages: Vec<Language> = tags.iter().map(|tag| lang(tag)).collect();
    place.vetted(&languages);
    place
}

/// The site with another sentence for rockets in one language.
pub(crate) fn reworded(language: &str) -> Site {
    let mut site = site();
    let words = site.words.get_mut(&Danger::new("rockets")).unwrap();
    let wording = words.languages.get_mut(&lang(language)).unwrap();
    for texts in wording.acts.values_mut() {
        texts.instruction = "Stand still.".to_owned();
    }
    site
}

fn offer(place: &Place, language: &str) -> Command {
    let site = place.state.site.clone().unwrap();
    let vetting = Vetting::whole(&site, &lang(language), "R. Haddad", "teacher");
    Command::Vet(Box::new(vetting))
}

fn agree(place: &Place, change: ChangeId) -> Command {
    let sha256 = place
        .state
        .changes
        .get(change)
        .unwrap()
        .asked
        .sha256
        .clone();
    Command::ApproveChange { change, sha256 }
}

fn tags(content: &Content) -> Vec<&str> {
    content.texts.keys().map(Language::as_str).collect()
}

#[test]
fn a_language_that_nobody_vetted_is_left_out_and_named() {
    let mut place = vetted_in(&["en", "ar"]);
    let (warning, sha256) = place.submitted(rockets());
    let approve = Command::Approve { warning, sha256 };
    let facts = place.officer("basil", approve).unwrap();
    let content = issued(&facts)[0];
    assert_eq!(tags(content), ["ar", "en"]);
    assert_eq!(content.left_out, [(lang("fr"), LeftOut::NotVetted)].into());
    assert!(!content.cap.xml.contains("<language>fr</language>"));
    let corrections = place.warning(warning).corrections.unwrap();
    assert!(!corrections.all_clear.contains_key(&lang("fr")));
    let cleared = place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(tags(issued(&cleared)[0]), ["ar", "en"]);
}

#[test]
fn with_no_language_vetted_nothing_is_drafted_for_real_and_the_way_out_is_said() {
    let mut place = vetted_in(&[]);
    let refusal = place
        .officer("amal", Command::Draft(rockets()))
        .unwrap_err();
    assert_eq!(refusal.rule(), "not_vetted");
    let said = refusal.to_string();
    assert!(
        said.contains("ar, en, fr") || said.contains("en, fr, ar"),
        "{said}"
    );
    assert!(said.contains("vigie words vet"), "{said}");
    place.live(exercise());
}

#[test]
fn an_exercise_may_say_what_is_only_proposed() {
    let mut place = vetted_in(&["en"]);
    let warning = place.live(exercise());
    assert_eq!(tags(&place.last_alert(warning).content), ["ar", "en", "fr"]);
}

#[test]
fn nobody_vets_who_only_trains_or_records() {
    let mut place = vetted_in(&[]);
    assert_eq!(place.rule("elif", offer(&place, "en")), "wrong_status");
    assert_eq!(place.rule("rana", offer(&place, "en")), "not_permitted");
}

#[test]
fn whoever_offers_does_not_agree() {
    let mut place = vetted_in(&[]);
    place.officer("amal", offer(&place, "en")).unwrap();
    let change = ChangeId(place.state.head);
    let alone = agree(&place, change);
    assert_eq!(place.rule("amal", alone.clone()), "same_person_again");
    assert_eq!(place.rule("amal", Command::Draft(rockets())), "not_vetted");
    place.officer("basil", alone).unwrap();
    place.live(rockets());
}

#[test]
fn what_was_vetted_is_what_the_site_says() {
    let mut place = vetted_in(&[]);
    let other = Vetting::whole(&reworded("en"), &lang("en"), "R. Haddad", "teacher");
    let other = Command::Vet(Box::new(other));
    assert_eq!(place.rule("amal", other), "other_words");
    // And it still is when the second person agrees.
    place.officer("amal", offer(&place, "en")).unwrap();
    let change = ChangeId(place.state.head);
    place.tell(Input::Declare(Box::new(reworded("en"))));
    let agree = agree(&place, change);
    assert_eq!(place.rule("basil", agree), "other_words");
}

#[test]
fn a_changed_sentence_is_proposed_again_until_it_comes_back() {
    let mut place = vetted_in(&["en", "fr", "ar"]);
    place.tell(Input::Declare(Box::new(reworded("fr"))));
    let warning = place.live(rockets());
    assert_eq!(tags(&place.last_alert(warning).content), ["ar", "en"]);
    place.officer("amal", Command::AllClear(warning)).unwrap();
    place.tell(Input::Declare(Box::new(site())));
    let warning = place.live(rockets());
    assert_eq!(tags(&place.last_alert(warning).content), ["ar", "en", "fr"]);
}

#[test]
fn the_words_of_a_live_warning_do_not_change_under_it() {
    let mut place = Place::new();
    place.standing(two_of_three(place.now));
    place.reading("north").unwrap();
    let fired = place.reading("east").unwrap();
    let said = issued(&fired)[0].clone();
    let live: Vec<_> = place.state.live_warnings().map(|w| w.id).collect();
    for language in ["en", "fr", "ar"] {
        place.tell(Input::Declare(Box::new(reworded(language))));
    }
    let ended = place.officer("amal", Command::AllClear(live[0])).unwrap();
    let content = issued(&ended)[0];
    assert_eq!(content.act, Act::AllClear);
    assert_eq!(content.words, said.words);
    assert_eq!(tags(content), tags(&said));
    assert!(
        content
            .texts
            .values()
            .all(|texts| texts.instruction == "Go inside.")
    );
}

#[test]
fn a_standing_order_that_could_say_nothing_is_not_put_in_force() {
    let mut place = vetted_in(&[]);
    let real = two_of_three(place.now);
    let id = real.id.clone();
    place
        .officer(
            "amal",
            Command::ProposeStandingOrder(Box::new(real.clone())),
        )
        .unwrap();
    let approve = place.agree(&id);
    assert_eq!(place.rule("basil", approve), "not_vetted");
    let drill = StandingOrder {
        id: StandingOrderId::new("drill"),
        status: vigie_core::status::Status::Exercise,
        ..real
    };
    place.standing(drill);
}

#[test]
fn a_standing_order_leaves_out_what_nobody_vetted() {
    let mut place = vetted_in(&["fr"]);
    place.standing(two_of_three(place.now));
    place.reading("north").unwrap();
    let fired = place.reading("east").unwrap();
    let content = issued(&fired)[0];
    assert_eq!(tags(content), ["fr"]);
    assert_eq!(content.left_out.len(), 2);
}

/// Who vetted what a site would say in a language.
pub(crate) fn vetting_of(site: &Site, language: &str) -> Command {
    let vetting = Vetting::whole(site, &lang(language), "R. Haddad", "teacher");
    Command::Vet(Box::new(vetting))
}

#[test]
fn an_edit_of_words_and_who_vetted_them_are_agreed_to_in_one() {
    let mut place = crate::administration::founded();
    let site = reworded("fr");
    place.tell(Input::Declare(Box::new(site.clone())));
    let edit = place.asked().asked;
    let (edit, of_the_file) = (edit.id, edit.sha256);
    assert!(
        place.officer("amal", offer(&place, "fr")).is_err(),
        "what is said stays as it is, and is vetted"
    );
    place.officer("amal", vetting_of(&site, "fr")).unwrap();
    let (change, sha256) = place.last_asked();
    let pending = place.state.changes.get(change).unwrap();
    let says = &pending.asked.says;
    assert!(
        says.iter()
            .any(|line| line.contains("what is said of rockets changes: fr"))
            && says
                .iter()
                .any(|line| line.contains("R. Haddad (teacher) vetted")),
        "{says:?}"
    );
    assert_eq!(place.state.changes.site().unwrap().asked.id, change);
    let before = Command::ApproveChange {
        change: edit,
        sha256: of_the_file,
    };
    assert_eq!(place.rule("basil", before), "already");
    // A start in between proposes nothing anew.
    place.tell(Input::Declare(Box::new(site.clone())));
    assert_eq!(place.state.changes.site().unwrap().asked.id, change);
    let agree_alone = Command::ApproveChange {
        change,
        sha256: sha256.clone(),
    };
    assert_eq!(place.rule("amal", agree_alone), "same_person_again");
    let agree = Command::ApproveChange { change, sha256 };
    place.officer("basil", agree).unwrap();
    assert_eq!(place.state.site.as_deref(), Some(&site));
    let warning = place.live(rockets());
    let content = place.last_alert(warning).content;
    assert_eq!(tags(&content), ["ar", "en", "fr"]);
    assert_eq!(content.texts[&lang("fr")].instruction, "Stand still.");
}

#[test]
fn experts_of_several_languages_join_one_edit_and_another_edit_ends_it() {
    let mut place = crate::administration::founded();
    let mut site = reworded("fr");
    let words = site.words.get_mut(&Danger::new("rockets")).unwrap();
    let arabic = words.languages.get_mut(&lang("ar")).unwrap();
    for texts in arabic.acts.values_mut() {
        texts.instruction = "قفوا.".to_owned();
    }
    place.tell(Input::Declare(Box::new(site.clone())));
    place.officer("amal", vetting_of(&site, "fr")).unwrap();
    let (first, of_one) = place.last_asked();
    place.officer("basil", vetting_of(&site, "ar")).unwrap();
    let (second, _) = place.last_asked();
    let change = &place.state.changes.get(second).unwrap().change;
    assert_eq!(change.vettings().len(), 2);
    let late = Command::ApproveChange {
        change: first,
        sha256: of_one,
    };
    assert_eq!(place.rule("amal", late), "already", "it is proposed anew");
    // Whoever edits the file begins anew: what was read is said no more.
    place.tell(Input::Declare(Box::new(reworded("fr"))));
    assert!(place.state.changes.get(second).is_none());
    let change = &place.state.changes.site().unwrap().change;
    assert_eq!(change.vettings(), []);
}
