//! A warning as a text message: what it is, what to do, and the code by which it can be checked; no link. Whether it
//! is an exercise comes in by the type.

use crate::pattern::{Order, Render, Rendered, Says};
use crate::said::{choose, cut};
use vigie_core::warning::{Origin, Outgoing};

/// Longest text, in bytes: four or five parts of one, which every network puts together.
const BYTES_MAX: usize = 560;
/// Relayed texts are not ours and carry no mark of ours.
const MARK: &str = "EXERCISE: ";

/// Writes orders as files for a gateway.
#[derive(Clone, Copy, Debug)]
pub struct SmsRender;

impl Render for SmsRender {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        let text = match &order.says {
            Says::Note(note) => format!("{}. {}", note.title, note.proof),
            Says::Alert(carried) => {
                let alert = &carried.alert;
                let (_, texts) = choose(&alert.content.texts, &order.to.languages)
                    .ok_or("the message says nothing in any language")?;
                let mark = match (alert.outgoing(), &alert.content.origin) {
                    (Outgoing::Exercise(_), Origin::Feed(_)) => MARK,
                    (Outgoing::Exercise(_), Origin::Own) | (Outgoing::Actual(_), _) => "",
                };
                let short = format!("{mark}{}. {}", texts.headline, texts.instruction);
                format!("{} {}", cut(&short, BYTES_MAX), alert.code())
            }
        };
        let to = &order.to.address;
        if to.contains(['\r', '\n']) {
            return Err("the number has a line break in it".to_owned());
        }
        Ok(Rendered {
            name: format!("{}.sms", order.name()),
            bytes: format!("To: {to}\n\n{text}\n").into_bytes(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{golden, note, numbered, order};
    use vigie_core::status::Status;
    use vigie_core::wording::Act;

    const TO: &str = "+33612345678";

    #[test]
    fn every_text_is_the_reviewed_one() {
        for (name, n, status, act, language) in [
            ("alert-en.sms", 3, Status::Actual, Act::Alert, "en"),
            ("all-clear-ar.sms", 4, Status::Actual, Act::AllClear, "ar"),
            ("exercise-fr.sms", 5, Status::Exercise, Act::Alert, "fr"),
        ] {
            let text = SmsRender.render(&order(numbered(n, status, act), TO, language));
            golden(&format!("sms/golden/{name}"), &text.unwrap().bytes);
        }
        golden(
            "sms/golden/note-ar.sms",
            &SmsRender.render(&note(TO)).unwrap().bytes,
        );
    }

    #[test]
    fn a_first_text_has_a_code_and_no_link() {
        let text = SmsRender.render(&note(TO)).unwrap().bytes;
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("123456") && !text.contains("http"), "{text}");
    }

    #[test]
    fn no_number_writes_a_header() {
        let said = SmsRender.render(&note("+33612345678\nFrom: x"));
        assert!(said.is_err());
    }
}
