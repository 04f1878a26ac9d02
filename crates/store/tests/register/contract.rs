//! What a register of people promises, one sentence each.

use crate::{Home, add, endpoint, place, somebody};
use vigie_store::registry::{
    Agreed, Follows, NewPerson, POSITION_KEPT_MS, Part, Put, Register, Spot, Whom,
};

/// A sentence and its proof.
type Sentence = (&'static str, fn(&Home, &str));

pub const SENTENCES: &[Sentence] = &[
    (
        "whoever_is_taken_in_is_found_by_id_number_pseudonym_and_address",
        found,
    ),
    ("the_same_list_taken_in_twice_changes_nothing", idempotent),
    ("a_family_with_one_phone_stays_several_people", family),
    ("a_line_that_fits_several_people_touches_none", unclear),
    ("one_unfit_person_of_several_keeps_all_out", all_or_none),
    (
        "what_is_said_anew_replaces_and_what_was_proven_stays",
        replaced,
    ),
    (
        "whoever_has_not_agreed_is_not_placed_until_the_address_is_proven",
        pending,
    ),
    ("a_pause_ends_by_itself", pause),
    (
        "the_last_position_is_kept_rounded_and_none_before_it",
        moved,
    ),
    ("nobody_is_followed_who_did_not_ask_for_it", not_followed),
    (
        "a_device_speaks_for_its_person_alone_until_they_are_erased",
        device,
    ),
    ("whoever_moves_all_day_leaves_one_change", moving),
    (
        "a_pause_can_be_taken_in_and_is_not_shortened_by_silence",
        paused_by_list,
    ),
    ("which_help_somebody_needs_is_told_to_the_index", needs),
    ("a_part_of_the_globe_holds_the_places_in_it", part),
    (
        "an_erased_person_is_not_found_and_their_number_not_given_again",
        erased,
    ),
    (
        "whoever_follows_the_changes_hears_of_each_person_once",
        changes,
    ),
    ("headcounts_expect_those_of_a_group_alone", roster),
    ("what_was_kept_is_there_when_it_is_opened_again", reopened),
];

fn found(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 7);
    let ali = add(&mut *register, &somebody("علي", 2), 8);
    assert!(zoe.id.starts_with("p_") && zoe.pseudonym.starts_with("n_"));
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.who, somebody("Zoé", 1));
    assert_eq!((person.added_at_ms, person.confirmed_at_ms), (7, Some(7)));
    assert_eq!(register.person_of(zoe.number).unwrap(), Some(person));
    let behind = register.person_behind(&ali.pseudonym).unwrap().unwrap();
    assert_eq!(behind.who.name, "علي");
    let at = register.people_at("mail", "2@example.org").unwrap();
    assert_eq!(at, [behind]);
    assert_eq!(register.people_at("sms", "2@example.org").unwrap(), []);
    assert_eq!(register.count().unwrap(), 2);
}

fn idempotent(home: &Home, test: &str) {
    let mut register = home.open(test);
    let list: Vec<NewPerson> = (0..50)
        .map(|i| somebody(&format!("Somebody {i}"), i))
        .collect();
    let rehearsed = register.rehearse(&list, 1).unwrap();
    assert!(rehearsed.iter().all(|put| matches!(put, Put::New(_))));
    assert_eq!(
        register.count().unwrap(),
        0,
        "nothing is kept of a rehearsal"
    );
    let first = register.put(&list, Agreed::Yes, 1).unwrap();
    assert!(first.iter().all(|put| matches!(put, Put::New(_))));
    let change = register.last_change().unwrap();
    let second = register.put(&list, Agreed::Yes, 2).unwrap();
    assert!(second.iter().all(|put| matches!(put, Put::Same(_))));
    assert_eq!(register.last_change().unwrap(), change);
    let ids = |puts: &[Put]| -> Vec<String> {
        puts.iter()
            .map(|put| put.who().unwrap().id.clone())
            .collect()
    };
    assert_eq!(ids(&first), ids(&second));
    assert_eq!(register.count().unwrap(), 50);
}

fn family(home: &Home, test: &str) {
    let mut register = home.open(test);
    let of_house = |name: &str| NewPerson {
        name: name.to_owned(),
        endpoints: vec![endpoint("sms", "+33100000001")],
        ..somebody(name, 0)
    };
    add(&mut *register, &of_house("Ada"), 1);
    add(&mut *register, &of_house("Bo"), 1);
    let put = register.put(&[of_house("ADA")], Agreed::Yes, 2).unwrap();
    assert!(matches!(put[..], [Put::Changed(_)]), "{put:?}");
    let names: Vec<String> = register
        .people_at("sms", "+33100000001")
        .unwrap()
        .into_iter()
        .map(|person| person.who.name)
        .collect();
    assert_eq!(names, ["ADA", "Bo"]);
}

fn unclear(home: &Home, test: &str) {
    let mut register = home.open(test);
    let one = |channel: &str, address: &str| NewPerson {
        endpoints: vec![endpoint(channel, address)],
        ..somebody("Ada", 0)
    };
    add(&mut *register, &one("sms", "+33100000001"), 1);
    add(&mut *register, &one("mail", "ada@example.org"), 1);
    let mut both = one("sms", "+33100000001");
    both.endpoints.push(endpoint("mail", "ada@example.org"));
    let put = register.put(&[both], Agreed::Yes, 2).unwrap();
    assert_eq!(put, [Put::Unclear { people: 2 }]);
    assert_eq!(register.count().unwrap(), 2);
}

fn all_or_none(home: &Home, test: &str) {
    let mut register = home.open(test);
    let nobody = NewPerson {
        name: String::new(),
        endpoints: Vec::new(),
        ..somebody("", 2)
    };
    let long = NewPerson {
        name: "x".repeat(255),
        ..somebody("", 3)
    };
    let off = NewPerson {
        places: vec![place("home", 90_000_001, 0)],
        ..somebody("Off", 4)
    };
    for (unfit, why) in [
        (nobody, "neither a name"),
        (long, "255"),
        (off, "latitude goes from"),
    ] {
        let list = [somebody("Zoé", 1), unfit];
        let refused = register.put(&list, Agreed::Yes, 0).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
        assert_eq!(register.count().unwrap(), 0);
    }
}

fn replaced(home: &Home, test: &str) {
    let mut register = home.open(test);
    let named = |name: &str| NewPerson {
        reference: Some("HR-7".to_owned()),
        ..somebody(name, 1)
    };
    let zoe = add(&mut *register, &named("Zoé"), 1);
    let proven = register.prove(&zoe.id, ("sms", "+33600000001"), None, 5);
    assert!(proven.unwrap());
    let mut married = named("Zoé Married");
    "en".clone_into(&mut married.language);
    married.places.truncate(1);
    let put = register.put(&[married.clone()], Agreed::Yes, 9).unwrap();
    assert_eq!(put, [Put::Changed(zoe.clone())]);
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.who.name, "Zoé Married");
    assert_eq!(person.who.places.len(), 1);
    assert_eq!(person.who.endpoints[0].proven_at_ms, Some(5));
    assert_eq!(person.who.endpoints[1].proven_at_ms, None);
    assert_eq!(person.pseudonym, zoe.pseudonym);
    let changed = NewPerson {
        language: "ar".to_owned(),
        ..person.who
    };
    assert!(register.change(&zoe.id, &changed, 10).unwrap());
    assert!(!register.change("p_nobody", &changed, 10).unwrap());
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.who, changed);
}

fn pending(home: &Home, test: &str) {
    let mut register = home.open(test);
    let who = NewPerson {
        kept_until_ms: Some(1_000),
        ..somebody("", 1)
    };
    let put = register.put(&[who], Agreed::NotYet, 1).unwrap();
    let id = put[0].who().unwrap().id.clone();
    assert_eq!(placed(&mut *register, None), []);
    let address = ("sms", "+33600000001");
    let wrong = register.prove(&id, ("sms", "+33600000002"), None, 2);
    assert!(!wrong.unwrap());
    assert!(register.prove(&id, address, Some(9_000), 3).unwrap());
    assert_eq!(placed(&mut *register, None).len(), 2);
    let person = register.person(&id).unwrap().unwrap();
    assert_eq!(person.confirmed_at_ms, Some(3));
    assert_eq!(person.who.kept_until_ms, Some(9_000));
    let mut channels = Vec::new();
    register
        .placed(None, &mut |place| channels.push(place.channels.to_owned()))
        .unwrap();
    assert_eq!(channels, ["sms+,mail", "sms+,mail"]);
}

fn pause(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    assert!(register.pause(&zoe.id, Some(500), 1).unwrap());
    assert!(!register.pause("p_nobody", Some(500), 1).unwrap());
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert!(person.is_paused(499) && !person.is_paused(500));
    assert_eq!(register.retain(499).unwrap().pauses, 0);
    assert_eq!(register.retain(500).unwrap().pauses, 1);
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.paused_until_ms, None);
    assert!(register.pause(&zoe.id, Some(900), 1).unwrap());
    assert!(register.pause(&zoe.id, None, 2).unwrap());
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert!(!person.is_paused(3));
}

fn moved(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    let spot = |lat_e6, lon_e6| Spot { lat_e6, lon_e6 };
    for (at, at_ms) in [
        (spot(10_000_001, 20_000_001), 60_000),
        (spot(11_000_123, 21_000_321), 190_000),
    ] {
        assert_eq!(register.moved(&[(zoe.number, at)], at_ms).unwrap(), 1);
    }
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.here, Some((spot(11_000_250, 21_000_250), 180_000)));
    assert_eq!(person.who.places.len(), 2);
    let all = placed(&mut *register, None);
    assert_eq!(all.len(), 3);
    assert_eq!(all[0], (zoe.number, 0, spot(11_000_250, 21_000_250)));
    // Where somebody is outlives what is said of them, unless they want to be followed no longer.
    let mut who = person.who;
    register.change(&zoe.id, &who, 200_000).unwrap();
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert!(person.here.is_some());
    who.follows = Follows::No;
    register.change(&zoe.id, &who, 200_000).unwrap();
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.here, None);
    let off = register.moved(&[(zoe.number, spot(0, 180_000_001))], 0);
    assert!(off.is_err());
}

fn not_followed(home: &Home, test: &str) {
    let mut register = home.open(test);
    let who = NewPerson {
        follows: Follows::No,
        ..somebody("Zoé", 1)
    };
    let zoe = add(&mut *register, &who, 0);
    let at = Spot {
        lat_e6: 1,
        lon_e6: 1,
    };
    let moves = [(zoe.number, at), (zoe.number + 1, at)];
    assert_eq!(register.moved(&moves, 0).unwrap(), 0);
    assert_eq!(placed(&mut *register, None).len(), 2);
}

fn device(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    let ali = add(&mut *register, &somebody("علي", 2), 0);
    let of = |register: &mut dyn Register, id: &str| register.device_of(id).unwrap();
    let device = of(&mut *register, &zoe.id).unwrap();
    assert_eq!(of(&mut *register, "p_nobody"), None);
    assert_eq!(of(&mut *register, &zoe.id), Some(device.clone()));
    let speaks = |register: &mut dyn Register, device: &str| register.person_with(device).unwrap();
    assert_eq!(speaks(&mut *register, &device), Some(zoe.number));
    let other = of(&mut *register, &ali.id).unwrap();
    let (_, mac) = device.split_once('.').unwrap();
    for wrong in [
        format!("{}.{mac}", ali.id),
        format!("{}.", zoe.id),
        format!("{}.00", zoe.id),
        format!("{device}00"),
        zoe.id.clone(),
        String::new(),
        "p_.é".to_owned(),
    ] {
        assert_eq!(speaks(&mut *register, &wrong), None, "{wrong}");
    }
    // The same after something else is said of her, and nothing once nothing follows her.
    let mut who = somebody("Zoé", 1);
    "ar".clone_into(&mut who.language);
    register.change(&zoe.id, &who, 1).unwrap();
    assert_eq!(speaks(&mut *register, &device), Some(zoe.number));
    who.follows = Follows::No;
    register.change(&zoe.id, &who, 1).unwrap();
    assert_eq!(speaks(&mut *register, &device), None);
    register.erase(&ali.id, 2).unwrap();
    assert_eq!(speaks(&mut *register, &other), None);
}

fn moving(home: &Home, test: &str) {
    let mut register = home.open(test);
    let everybody: Vec<NewPerson> = (0..20).map(|i| somebody(&format!("S {i}"), i)).collect();
    let puts = register.put(&everybody, Agreed::Yes, 0).unwrap();
    let numbers: Vec<i64> = puts.iter().map(|put| put.who().unwrap().number).collect();
    let start = register.last_change().unwrap();
    for second in 0..50_i32 {
        // Each says twice where they are, in one breath: the last counts.
        let both = |number: &i64| [(*number, 0), (*number, 33_000_000 + second * 1_000)];
        let moves = numbers.iter().flat_map(both);
        let moves = moves.map(|(number, lat_e6)| (number, Spot { lat_e6, lon_e6: 0 }));
        let moves: Vec<(i64, Spot)> = moves.collect();
        assert_eq!(
            register.moved(&moves, i64::from(second) * 60_000).unwrap(),
            20
        );
    }
    let (changed, last) = register.changed_after(0).unwrap();
    assert_eq!(changed, numbers);
    assert_eq!(register.changed_after(start).unwrap().0, numbers);
    assert!(last >= start + 20);
    let person = register.person_of(numbers[0]).unwrap().unwrap();
    let (at, seen_at_ms) = person.here.unwrap();
    assert_eq!((at.lat_e6, seen_at_ms), (33_049_250, 49 * 60_000));
    assert!(register.forget_position(numbers[0], 9).unwrap());
    assert!(!register.forget_position(numbers[0], 9).unwrap());
    let person = register.person_of(numbers[0]).unwrap().unwrap();
    assert_eq!(person.here, None);
    assert_eq!(person.who.places.len(), 2);
}

fn paused_by_list(home: &Home, test: &str) {
    let mut register = home.open(test);
    let until = |until_ms| NewPerson {
        paused_until_ms: until_ms,
        ..somebody("Zoé", 1)
    };
    let zoe = add(&mut *register, &until(Some(500)), 100);
    let paused = |register: &mut dyn Register| {
        let person = register.person(&zoe.id).unwrap().unwrap();
        person.paused_until_ms
    };
    assert_eq!(paused(&mut *register), Some(500));
    // Said again, and not said at all, nothing changes; a later end is taken, one that is over is not.
    for (said, is_new, then) in [
        (Some(500), false, Some(500)),
        (None, false, Some(500)),
        (Some(900), true, Some(900)),
        (Some(150), false, Some(900)),
    ] {
        let put = register.put(&[until(said)], Agreed::Yes, 200).unwrap();
        assert_eq!(matches!(put[..], [Put::Changed(_)]), is_new, "{said:?}");
        assert_eq!(paused(&mut *register), then, "{said:?}");
    }
    let over = NewPerson {
        paused_until_ms: Some(150),
        ..somebody("Ali", 2)
    };
    let ali = add(&mut *register, &over, 200);
    let person = register.person(&ali.id).unwrap().unwrap();
    assert_eq!(person.paused_until_ms, None);
}

fn needs(home: &Home, test: &str) {
    let mut register = home.open(test);
    for (number, needs) in [(1, &[][..]), (2, &["deaf"]), (3, &["wheelchair", "blind"])] {
        let who = NewPerson {
            needs: needs.iter().copied().map(str::to_owned).collect(),
            ..somebody(&format!("Somebody {number}"), number)
        };
        add(&mut *register, &who, 0);
    }
    let mut bits = Vec::new();
    let mut each = |place: vigie_store::registry::Placed<'_>| {
        if place.slot == 1 {
            bits.push((place.person, place.needs));
        }
    };
    register.placed(None, &mut each).unwrap();
    bits.sort_unstable();
    let bits: Vec<u8> = bits.into_iter().map(|(_, bits)| bits).collect();
    assert_eq!(bits, [0, 1 << 0, 1 << 2 | 1 << 1]);
    let odd = NewPerson {
        needs: vec!["cake".to_owned()],
        ..somebody("Marie", 4)
    };
    let refused = register
        .put(&[odd], Agreed::Yes, 0)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("deaf, blind, wheelchair"), "{refused}");
}

fn part(home: &Home, test: &str) {
    let mut register = home.open(test);
    for i in 0..20_u32 {
        let lat_e6 = 30_000_250 + i32::try_from(i).unwrap() * 100_000;
        let who = NewPerson {
            places: vec![place("home", lat_e6, 44_000_250)],
            ..somebody("Somebody", i)
        };
        add(&mut *register, &who, 0);
    }
    let spot = |lat_e6, lon_e6| Spot { lat_e6, lon_e6 };
    let part = |south, north| {
        Some(Part {
            south_west: spot(south, 43_000_000),
            north_east: spot(north, 45_000_000),
        })
    };
    let mut count = |part| placed(&mut *register, part).len();
    assert_eq!(count(None), 20);
    assert_eq!(count(part(30_000_000, 30_450_000)), 5);
    assert_eq!(
        count(part(30_000_250, 30_000_250)),
        1,
        "its border is in it"
    );
    assert_eq!(count(part(40_000_000, 41_000_000)), 0);
}

fn erased(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    assert!(register.erase(&zoe.id, 1).unwrap());
    assert!(!register.erase(&zoe.id, 1).unwrap());
    assert_eq!(register.person(&zoe.id).unwrap(), None);
    assert_eq!(register.person_behind(&zoe.pseudonym).unwrap(), None);
    assert_eq!(register.people_at("sms", "+33600000001").unwrap(), []);
    assert_eq!(placed(&mut *register, None), []);
    let again = add(&mut *register, &somebody("Zoé", 1), 2);
    assert!(again.number > zoe.number);
    assert!(again.id != zoe.id && again.pseudonym != zoe.pseudonym);
}

fn changes(home: &Home, test: &str) {
    let mut register = home.open(test);
    let start = register.last_change().unwrap();
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    let ali = add(&mut *register, &somebody("علي", 2), 0);
    let (people, last) = register.changed_after(start).unwrap();
    assert_eq!(people, [zoe.number, ali.number]);
    assert_eq!(register.last_change().unwrap(), last);
    let at = Spot {
        lat_e6: 1,
        lon_e6: 1,
    };
    for _ in 0..3 {
        register.moved(&[(ali.number, at)], 0).unwrap();
    }
    register.erase(&zoe.id, 0).unwrap();
    let (people, last) = register.changed_after(last).unwrap();
    assert_eq!(people, [zoe.number, ali.number]);
    let mut slots = Vec::new();
    register
        .placed_of(ali.number, &mut |place| slots.push(place.slot))
        .unwrap();
    assert_eq!(slots, [0, 1, 2]);
    register
        .placed_of(zoe.number, &mut |_| panic!("erased"))
        .unwrap();
    register.retain(POSITION_KEPT_MS).unwrap();
    let (people, last) = register.changed_after(last).unwrap();
    assert_eq!(people, [ali.number], "her position was too old");
    assert_eq!(register.changed_after(last).unwrap(), (vec![], last));
}

fn roster(home: &Home, test: &str) {
    let mut register = home.open(test);
    let who = NewPerson {
        group: Some("chancery".to_owned()),
        ..somebody("Zoé", 1)
    };
    let zoe = add(&mut *register, &who, 0);
    add(&mut *register, &somebody("Ali", 2), 0);
    let expected = register.roster().unwrap();
    assert_eq!(expected.len(), 1);
    assert_eq!(expected[0].id, zoe.id);
    let mut names = Vec::new();
    let mut each = |person: vigie_store::registry::Person| {
        names.push(person.who.name);
        Ok(())
    };
    register.each_person(Whom::All, &mut each).unwrap();
    assert_eq!(names, ["Zoé", "Ali"]);
}

fn reopened(home: &Home, test: &str) {
    let zoe = add(&mut *home.open(test), &somebody("Zoé", 1), 0);
    let mut register = home.open(test);
    let person = register.person(&zoe.id).unwrap().unwrap();
    assert_eq!(person.who, somebody("Zoé", 1));
}

fn placed(register: &mut dyn Register, part: Option<Part>) -> Vec<(i64, i64, Spot)> {
    let mut all = Vec::new();
    let mut each =
        |place: vigie_store::registry::Placed<'_>| all.push((place.person, place.slot, place.at));
    register.placed(part, &mut each).unwrap();
    all.sort_unstable_by_key(|(person, slot, _)| (*person, *slot));
    all
}
