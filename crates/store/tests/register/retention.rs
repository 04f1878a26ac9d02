//! What the clock takes away: four hundred days pass, one after the other, and each evening nothing is in
//! either database that should not be.

use crate::{Home, add, somebody};
use vigie_store::registry::{
    Agreed, CHANGE_KEPT_MS, NewPerson, POSITION_KEPT_MS, Register, Spot, Whom,
};

const DAY_MS: i64 = 86_400_000;
const DAYS: i64 = 400;

#[test]
fn after_each_of_four_hundred_days_nothing_is_kept_beyond_its_time() {
    for home in Home::both() {
        let mut register = home.open("vigie");
        let resident = add(&mut *register, &somebody("Resident", 0), 0);
        let mut gone = Vec::new();
        for day in 1..=DAYS {
            let now = day * DAY_MS;
            let number = u32::try_from(day).unwrap();
            // A guest who stays for ten days, somebody who signs up and never answers, and a
            // position that was last sent on a tenth day.
            let until = |days: i64, name: &str, number| NewPerson {
                kept_until_ms: Some(now + days * DAY_MS),
                ..somebody(name, number)
            };
            let guest = add(&mut *register, &until(10, "Guest", 2 * number), now);
            let pending = until(2, "", 2 * number + 1);
            register.put(&[pending], Agreed::NotYet, now).unwrap();
            if day % 10 == 1 {
                let at = Spot {
                    lat_e6: 33_000_000 + i32::try_from(day).unwrap(),
                    lon_e6: 44_000_000,
                };
                let moves = [(guest.number, at), (resident.number, at)];
                assert_eq!(register.moved(&moves, now).unwrap(), 2);
            }
            register
                .pause(&resident.id, Some(now + DAY_MS / 2), now)
                .unwrap();
            gone.push((now + 10 * DAY_MS, guest.id));
            let evening = now + DAY_MS - 1;
            register.retain(evening).unwrap();
            nothing_is_old(&mut *register, evening);
            gone.retain(|(until, id)| {
                let person = register.person(id).unwrap();
                assert_eq!(person.is_some(), *until > evening, "{id} on day {day}");
                *until > evening
            });
        }
        assert!(register.count().unwrap() <= 1 + 10 + 2);
        assert!(register.person(&resident.id).unwrap().is_some());
        let (_, last) = register.changed_after(0).unwrap();
        assert_eq!(last, register.last_change().unwrap());
    }
}

fn nothing_is_old(register: &mut dyn Register, now_ms: i64) {
    let mut each = |person: vigie_store::registry::Person| {
        assert!(person.who.kept_until_ms.is_none_or(|until| until > now_ms));
        assert!(person.paused_until_ms.is_none_or(|until| until > now_ms));
        let seen = person.here.map(|(_, seen_at_ms)| seen_at_ms);
        assert!(seen.is_none_or(|seen| seen > now_ms - POSITION_KEPT_MS));
        Ok(())
    };
    register.each_person(Whom::All, &mut each).unwrap();
    let (changed, _) = register.changed_after(0).unwrap();
    // Two days' changes at most: guests, those who never answered, the resident, and whom they took away.
    let of_two_days = usize::try_from(2 * CHANGE_KEPT_MS / DAY_MS).unwrap() * 5;
    assert!(changed.len() <= of_two_days, "{}", changed.len());
}
