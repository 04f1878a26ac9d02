//! What the public wrote, word for word: encrypted, erasable, known to the journal by its sum only.

use super::{Fault, Registry, fits, forget_deleted, seal, seal::Place};
use crate::{Sha256Sum, key_file::SecretKey};
use rusqlite::{OptionalExtension as _, params};

/// Longest text kept, in bytes: a long press article, several times over.
const TEXT_BYTES_MAX: usize = 256 << 10;

/// Longest id, language tag or source, in bytes.
const WORD_BYTES_MAX: usize = 512;

const TABLE: &str = "report_texts";

/// A report's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportText {
    /// Id of the report.
    pub id: String,
    /// What was written.
    pub text: String,
    /// Language tag (BCP 47), `und` when it is not known.
    pub language: String,
    /// Where it came from.
    pub source: String,
}

/// Sum, language, source, row key and text, as they are kept.
type Row = (String, String, String, Vec<u8>, Vec<u8>);

impl Registry {
    /// Keeps a report's text and returns the sum by which the journal may name it. The same text under
    /// the same id may be kept again; another text is refused.
    pub fn put_report_text(&mut self, report: &ReportText, at_ms: i64) -> Result<Sha256Sum, Fault> {
        let ReportText {
            id,
            text,
            language,
            source,
        } = report;
        fits("report's id", id, WORD_BYTES_MAX)?;
        fits("report's text", text, TEXT_BYTES_MAX)?;
        fits("report's language", language, WORD_BYTES_MAX)?;
        fits("report's source", source, WORD_BYTES_MAX)?;
        let sum = Sha256Sum::of(text.as_bytes());
        if let Some(kept) = self.report_text(id)? {
            let same = kept.text == *text;
            return if same {
                Ok(sum)
            } else {
                Err(Fault::Taken { id: id.clone() })
            };
        }
        let key = SecretKey::random().map_err(|_| Fault::Chance)?;
        let row_key = seal::seal(&self.master, place(id, "key"), key.bytes())?;
        let sealed = seal::seal(&key, place(id, "text"), text.as_bytes())?;
        let insert = "INSERT INTO report_texts \
                      (id, sha256, language, source, key, text, received_at_ms) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let row = params![
            id,
            sum.to_string(),
            language,
            source,
            row_key,
            sealed,
            at_ms
        ];
        let inserted = self.connection.execute(insert, row);
        inserted.map_err(Fault::database("keep a report's text"))?;
        Ok(sum)
    }

    /// The text of the report with this id.
    pub fn report_text(&self, id: &str) -> Result<Option<ReportText>, Fault> {
        let select = "SELECT sha256, language, source, key, text FROM report_texts WHERE id = ?1";
        let row: Option<Row> = self
            .connection
            .query_row(select, [id], |row| row.try_into())
            .optional()
            .map_err(Fault::database("look a report's text up"))?;
        let Some((sum, language, source, row_key, sealed)) = row else {
            return Ok(None);
        };
        let key = seal::open_key(&self.master, place(id, "key"), &row_key)?;
        let text = seal::open_text(&key, place(id, "text"), &sealed)?;
        if Sha256Sum::of(text.as_bytes()).to_string() != sum {
            return Err(Fault::Sealed {
                table: TABLE,
                column: "sha256",
            });
        }
        Ok(Some(ReportText {
            id: id.to_owned(),
            text,
            language,
            source,
        }))
    }

    /// A text with this sum, by whatever report it came.
    pub fn report_text_of(&self, sum: Sha256Sum) -> Result<Option<ReportText>, Fault> {
        let select = "SELECT id FROM report_texts WHERE sha256 = ?1 LIMIT 1";
        let id: Option<String> = self
            .connection
            .query_row(select, [sum.to_string()], |row| row.get(0))
            .optional()
            .map_err(Fault::database("look a report's text up"))?;
        id.map_or(Ok(None), |id| self.report_text(&id))
    }

    /// Erases a report's text; its sum stays in the journal. Returns whether there was one.
    pub fn erase_report_text(&mut self, id: &str) -> Result<bool, Fault> {
        let erased = self
            .connection
            .execute("DELETE FROM report_texts WHERE id = ?1", [id]);
        let erased = erased.map_err(Fault::database("erase a report's text"))?;
        forget_deleted(&self.connection)?;
        Ok(erased > 0)
    }
}

fn place<'a>(id: &'a str, column: &'static str) -> Place<'a> {
    Place {
        table: TABLE,
        id,
        column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> ReportText {
        ReportText {
            id: "r-1".to_owned(),
            text: text.to_owned(),
            language: "en".to_owned(),
            source: "form".to_owned(),
        }
    }

    #[test]
    fn a_text_is_found_by_its_sum_until_it_is_erased() {
        let mut registry = Registry::in_memory().unwrap();
        let sum = registry.put_report_text(&report("two salvos"), 1).unwrap();
        let found = registry.report_text_of(sum).unwrap();
        assert_eq!(found.unwrap().text, "two salvos");
        assert_eq!(
            registry.report_text_of(Sha256Sum::of(b"other")).unwrap(),
            None
        );
        registry.erase_report_text("r-1").unwrap();
        assert_eq!(registry.report_text_of(sum).unwrap(), None);
    }

    #[test]
    fn a_text_is_kept_word_for_word_under_its_sum() {
        let mut registry = Registry::in_memory().unwrap();
        let heard = report("We heard the siren.\r\nNobody is hurt \u{1f44d}");
        let sum = registry.put_report_text(&heard, 5).unwrap();
        assert_eq!(sum, Sha256Sum::of(heard.text.as_bytes()));
        assert_eq!(registry.report_text("r-1").unwrap(), Some(heard.clone()));
        assert_eq!(registry.put_report_text(&heard, 6).unwrap(), sum);
        assert_eq!(registry.report_text("r-2").unwrap(), None);
    }

    #[test]
    fn another_text_under_the_same_id_is_refused() {
        let mut registry = Registry::in_memory().unwrap();
        registry.put_report_text(&report("one"), 0).unwrap();
        let refused = registry
            .put_report_text(&report("two"), 0)
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("another text has this id already"),
            "{refused}"
        );
    }

    #[test]
    fn an_erased_text_is_gone_and_one_too_long_is_refused() {
        let mut registry = Registry::in_memory().unwrap();
        registry.put_report_text(&report("one"), 0).unwrap();
        assert!(registry.erase_report_text("r-1").unwrap());
        assert_eq!(registry.report_text("r-1").unwrap(), None);
        let long = report(&"x".repeat(TEXT_BYTES_MAX + 1));
        assert!(
            registry
                .put_report_text(&long, 0)
                .unwrap_err()
                .to_string()
                .contains("262145")
        );
    }
}
