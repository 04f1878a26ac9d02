//! One alert for the tests of every channel that renders it, and orders to carry it.

#![cfg(test)]

use crate::pattern::{Carried, Note, Order, Recipient, Says};
use std::collections::BTreeMap;
use std::sync::Arc;
use vigie_core::audience::area::Area;
use vigie_core::class::Class;
use vigie_core::ids::{AlertId, DeliveryId, Language, WarningId};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::{Alert, CapMessage, Content, Origin};
use vigie_core::wording::{Act, Texts};

pub fn texts(headline: &str, push: &str) -> Texts {
    Texts {
        headline: headline.to_owned(),
        description: format!("{headline}. They were seen north of here."),
        instruction: "Lie down. Cover your head.".to_owned(),
        push: push.to_owned(),
        display: String::new(),
    }
}

/// Rockets, in English and French.
pub fn alert(status: Status, act: Act, origin: Origin) -> Alert {
    // As the core writes it: own texts carry the mark of their language, those of others none.
    let mark = match (status, &origin) {
        (Status::Exercise, Origin::Own) => "EXERCISE – ",
        (Status::Exercise | Status::Actual, _) => "",
    };
    let english = texts(
        &format!("{mark}Rockets on the compound"),
        &format!("{mark}Rockets"),
    );
    let french = texts(&format!("{mark}Roquettes sur l’enceinte"), "");
    Alert {
        id: AlertId(41),
        warning: WarningId(38),
        content: Content {
            class: Class::Alert,
            act,
            status,
            origin,
            sounds: true,
            sent: Timestamp::from_unix_ms(1_784_000_000_999),
            expires: Some(Timestamp::from_unix_ms(1_784_000_600_999)),
            danger: "rockets".to_owned(),
            urgency: "Immediate".to_owned(),
            severity: "Extreme".to_owned(),
            certainty: "Observed".to_owned(),
            source: "Embassy duty office".to_owned(),
            area: Area::default(),
            texts: [
                (Language::new("en"), english),
                (Language::new("fr"), french),
            ]
            .into(),
            words: BTreeMap::new(),
            common: BTreeMap::new(),
            left_out: BTreeMap::new(),
            changes: [].into(),
            added: [].into(),
            event: None,
            cap: CapMessage {
                identifier: "site-41".to_owned(),
                sender: "duty@site.example".to_owned(),
                sent: String::new(),
                sha256: "00443214c74254b635cf84653a56d7c675be77df3a4b8f3e8f1d1f3a3e1b1f2a"
                    .to_owned(),
                xml: "<alert/>".to_owned(),
            },
        },
    }
}

/// The same as a message of that number, in Arabic as well, and with what breaks markup.
pub fn numbered(n: u64, status: Status, act: Act) -> Arc<Alert> {
    let mut alert = alert(status, act, Origin::Own);
    alert.id = AlertId(n);
    let texts = &mut alert.content.texts;
    if let Some(english) = texts.get_mut(&Language::new("en")) {
        "Rockets were seen <north> & coming.".clone_into(&mut english.description);
        "Lie down.\nCover your head.".clone_into(&mut english.instruction);
    }
    let mark = match status {
        Status::Exercise => "تمرين – ",
        Status::Actual => "",
    };
    let arabic = Texts {
        headline: format!("{mark}صواريخ على المجمّع"),
        description: "شوهدت صواريخ.".to_owned(),
        instruction: "استلقِ على الأرض.\nغطِّ رأسك.".to_owned(),
        ..Texts::default()
    };
    texts.insert(Language::new("ar"), arabic);
    Arc::new(alert)
}

/// That message for somebody.
pub fn order(alert: Arc<Alert>, address: &str, language: &str) -> Order {
    let carried = Carried {
        number: DeliveryId(alert.id.0 * 10),
        follows: alert.content.act.ends().then_some(AlertId(3)),
        alert,
    };
    to(Says::Alert(carried), address, language)
}

/// A test to a device that somebody asked for.
pub fn note(address: &str) -> Order {
    let at = Timestamp::from_unix_ms(1_784_000_000_999);
    let note = Note {
        number: 12,
        title: "تجربة: لم يحدث شيء، وهذا سطر أطول من كلمة واحدة".to_owned(),
        body: "Confirm.".to_owned(),
        language: Language::new("ar"),
        proof: "123456".to_owned(),
        url: "https://warn.example/signup/s/q7Jm".to_owned(),
        at,
        until: at.plus_ms(600_000),
    };
    to(Says::Note(note), address, "ar")
}

fn to(says: Says, address: &str, language: &str) -> Order {
    Order {
        attempt: 1,
        says,
        to: Recipient {
            address: address.to_owned(),
            languages: vec![Language::new(language)],
            stop: Some("https://warn.example/stop/t1".to_owned()),
            tag: "00ff17".to_owned(),
        },
    }
}

/// `VIGIE_GOLDEN=write` writes the files anew; the difference is then reviewed like any other change.
pub fn golden(path: &str, is: &[u8]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(path);
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, is).unwrap();
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    assert_eq!(
        String::from_utf8_lossy(is),
        String::from_utf8_lossy(&kept),
        "{}: review with VIGIE_GOLDEN=write",
        path.display()
    );
}
