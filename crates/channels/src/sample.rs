//! One alert for the tests of every channel that renders it.

use std::collections::BTreeMap;
use vigie_core::audience::area::Area;
use vigie_core::class::Class;
use vigie_core::ids::{AlertId, Language, WarningId};
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
