//! What drawers of slips promise, one sentence each.

use crate::{Home, add, somebody};
use vigie_store::registry::{Drawer, Drawers, Filed, NewSlip, Slip};

/// A sentence and its proof.
type Sentence = (&'static str, fn(&Home, &str));

pub const SENTENCES: &[Sentence] = &[
    (
        "a_slip_is_found_by_its_name_and_its_marks_alone",
        slips_found,
    ),
    ("two_of_one_name_are_one_slip", one_of_a_name),
    ("a_full_drawer_takes_no_more_and_the_others_do", full),
    ("what_is_due_comes_in_its_order_and_not_before", due),
    ("a_slip_is_written_anew_or_is_gone", rewritten),
    ("with_a_person_go_their_slips", with_the_person),
    ("no_slip_is_kept_beyond_its_time", cleared_out),
    ("slips_are_there_when_it_is_opened_again", slips_reopened),
];

fn slip<'a>(name: &'a str, text: &str) -> NewSlip<'a> {
    NewSlip {
        name,
        marks: Vec::new(),
        person: None,
        text: text.to_owned(),
        due_at_ms: None,
        kept_until_ms: 1_000,
    }
}

fn filed(home: &mut dyn vigie_store::registry::Register, drawer: Drawer, one: NewSlip<'_>) -> i64 {
    match home.file(drawer, &[one], 100).unwrap()[0] {
        Filed::New(number) => number,
        other => panic!("{other:?}"),
    }
}

fn slips_found(home: &Home, test: &str) {
    let mut register = home.open(test);
    let marked = NewSlip {
        marks: vec!["proof".to_owned(), "address".to_owned()],
        due_at_ms: Some(7),
        ..slip("handle", "zoe@example.org")
    };
    let number = filed(&mut *register, Drawer::Pending, marked);
    let there = register.slip(Drawer::Pending, "handle").unwrap().unwrap();
    let expected = Slip {
        number,
        person: None,
        text: "zoe@example.org".to_owned(),
        due_at_ms: Some(7),
        kept_until_ms: 1_000,
    };
    assert_eq!(there, expected);
    for mark in ["proof", "address"] {
        let found = register.marked(Drawer::Pending, mark).unwrap();
        assert_eq!(found, std::slice::from_ref(&expected));
    }
    assert_eq!(register.slip(Drawer::Links, "handle").unwrap(), None);
    assert_eq!(register.slip(Drawer::Pending, "proof").unwrap(), None);
    assert_eq!(register.marked(Drawer::Links, "proof").unwrap(), []);
    assert_eq!(register.marked(Drawer::Pending, "handle").unwrap(), []);
}

fn one_of_a_name(home: &Home, test: &str) {
    let mut register = home.open(test);
    let first = filed(&mut *register, Drawer::Letters, slip("a", "first"));
    let both = [slip("a", "second"), slip("b", "third")];
    let again = register.file(Drawer::Letters, &both, 100).unwrap();
    assert_eq!(again[0], Filed::There(first));
    assert!(matches!(again[1], Filed::New(_)));
    let kept = register.slips_after(Drawer::Letters, 0, 10).unwrap();
    let texts: Vec<&str> = kept.iter().map(|slip| slip.text.as_str()).collect();
    assert_eq!(texts, ["first", "third"]);
    assert_eq!(
        register.slips_after(Drawer::Letters, first, 10).unwrap(),
        kept[1..]
    );
}

fn full(home: &Home, test: &str) {
    let mut register = home.open(test);
    let three = [slip("a", "1"), slip("b", "2"), slip("c", "3")];
    let filed = register.file(Drawer::Boxes, &three, 2).unwrap();
    assert!(matches!(
        filed[..],
        [Filed::New(_), Filed::New(_), Filed::Full]
    ));
    assert_eq!(register.held(Drawer::Boxes).unwrap(), 2);
    assert_eq!(register.held(Drawer::Links).unwrap(), 0);
    let there = register.file(Drawer::Boxes, &three[..1], 2).unwrap();
    assert!(
        matches!(there[..], [Filed::There(_)]),
        "what is there is not refused"
    );
    assert!(matches!(
        register.file(Drawer::Links, &three, 3).unwrap()[2],
        Filed::New(_)
    ));
}

fn due(home: &Home, test: &str) {
    let mut register = home.open(test);
    for (name, due_at_ms) in [
        ("late", Some(30)),
        ("never", None),
        ("soon", Some(10)),
        ("next", Some(20)),
    ] {
        let one = NewSlip {
            due_at_ms,
            ..slip(name, name)
        };
        filed(&mut *register, Drawer::Letters, one);
    }
    let mut names = |now_ms, max| -> Vec<String> {
        let due = register.due(Drawer::Letters, now_ms, max).unwrap();
        due.into_iter().map(|slip| slip.text).collect()
    };
    assert_eq!(names(9, 9), Vec::<String>::new());
    assert_eq!(names(20, 9), ["soon", "next"]);
    assert_eq!(names(99, 2), ["soon", "next"]);
    assert_eq!(register.next_due_ms(Drawer::Letters).unwrap(), Some(10));
    assert_eq!(register.next_due_ms(Drawer::Boxes).unwrap(), None);
}

fn rewritten(home: &Home, test: &str) {
    let mut register = home.open(test);
    let number = filed(&mut *register, Drawer::Letters, slip("a", "first"));
    let anew = Slip {
        number,
        person: None,
        text: "second".to_owned(),
        due_at_ms: Some(5),
        kept_until_ms: 2_000,
    };
    assert!(register.rewrite(&anew).unwrap());
    assert_eq!(
        register.slip(Drawer::Letters, "a").unwrap(),
        Some(anew.clone())
    );
    assert_eq!(register.take_away(&[number, number + 1]).unwrap(), 1);
    assert!(!register.rewrite(&anew).unwrap());
    assert_eq!(register.slip(Drawer::Letters, "a").unwrap(), None);
    register.shred().unwrap();
}

fn with_the_person(home: &Home, test: &str) {
    let mut register = home.open(test);
    let zoe = add(&mut *register, &somebody("Zoé", 1), 0);
    let theirs = NewSlip {
        person: Some(zoe.number),
        ..slip("link", "hers")
    };
    filed(&mut *register, Drawer::Links, theirs);
    filed(&mut *register, Drawer::Links, slip("other", "nobody's"));
    assert!(register.erase(&zoe.id, 1).unwrap());
    assert_eq!(register.slip(Drawer::Links, "link").unwrap(), None);
    assert!(register.slip(Drawer::Links, "other").unwrap().is_some());
}

fn cleared_out(home: &Home, test: &str) {
    let mut register = home.open(test);
    for drawer in Drawer::ALL {
        filed(&mut *register, drawer, slip("a", "kept to the end"));
        let longer = NewSlip {
            kept_until_ms: 1_001,
            ..slip("b", "kept longer")
        };
        filed(&mut *register, drawer, longer);
    }
    assert_eq!(register.clear_out(999).unwrap(), 0);
    assert_eq!(register.clear_out(1_000).unwrap(), Drawer::ALL.len());
    for drawer in Drawer::ALL {
        assert_eq!(register.held(drawer).unwrap(), 1);
    }
}

fn slips_reopened(home: &Home, test: &str) {
    let mut register = home.open(test);
    filed(&mut *register, Drawer::Bookmarks, slip("a", "41"));
    drop(register);
    let mut again = home.open(test);
    let there = again.slip(Drawer::Bookmarks, "a").unwrap().unwrap();
    assert_eq!(there.text, "41");
}
