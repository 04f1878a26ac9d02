//! The page for those who vet, with names that people of each language know.

use super::{super::failed, read};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use vigie_words::gallery::{self, Example};
use vigie_words::{Book, Slots};

const PLACES: [(&str, &str); 12] = [
    ("en", "Harbour District"),
    ("fr", "Quartier du Port"),
    ("ar", "حي الميناء"),
    ("ckb", "گەڕەکی بەندەر"),
    ("fa", "محلهٔ بندر"),
    ("tr", "Liman Mahallesi"),
    ("uk", "Портовий район"),
    ("ru", "Портовый район"),
    ("he", "רובע הנמל"),
    ("es", "Barrio del Puerto"),
    ("pt", "Bairro do Porto"),
    ("de", "Hafenviertel"),
];

const AUTHORITIES: [(&str, &str); 12] = [
    ("en", "Civil Defence"),
    ("fr", "Protection civile"),
    ("ar", "الدفاع المدني"),
    ("ckb", "بەرگریی شارستانی"),
    ("fa", "مدیریت بحران"),
    ("tr", "AFAD"),
    ("uk", "ДСНС"),
    ("ru", "МЧС"),
    ("he", "פיקוד העורף"),
    ("es", "Protección Civil"),
    ("pt", "Proteção Civil"),
    ("de", "Katastrophenschutz"),
];

const DESTINATIONS: [(&str, &str); 12] = [
    ("en", "School Hill"),
    ("fr", "Colline de l'École"),
    ("ar", "تلة المدرسة"),
    ("ckb", "گردی قوتابخانە"),
    ("fa", "تپهٔ مدرسه"),
    ("tr", "Okul Tepesi"),
    ("uk", "Шкільна гора"),
    ("ru", "Школьная гора"),
    ("he", "גבעת בית הספר"),
    ("es", "Colina de la Escuela"),
    ("pt", "Colina da Escola"),
    ("de", "Schulberg"),
];

pub(super) fn write(folder: Option<&Path>, out: &Path) -> ExitCode {
    let book = match read(folder) {
        Ok((book, _)) => book,
        Err(why) => return failed(why),
    };
    let html = with_example(|example| gallery::page(&book, example));
    match std::fs::write(out, html) {
        Ok(()) => {
            println!("{}", out.display());
            ExitCode::SUCCESS
        }
        Err(error) => failed(format!("failed to write {}: {error}", out.display())),
    }
}

/// The names above as the values of a text.
pub(super) fn example_slots(book: &Book, danger: &str, language: &str) -> Slots<'static> {
    with_example(|example| gallery::slots(book, danger, language, example))
}

fn with_example<T>(show: impl FnOnce(&Example<'static, '_>) -> T) -> T {
    let places = BTreeMap::from(PLACES);
    let authorities = BTreeMap::from(AUTHORITIES);
    let destinations = BTreeMap::from(DESTINATIONS);
    show(&Example {
        places: &places,
        authorities: &authorities,
        destinations: &destinations,
    })
}
