//! Alerts as compact JSON that keeps everything: for logs, queues and programs that have no XML.
//!
//! The names are CAP's, lists are lists, times and places are texts as CAP writes them, and what is absent is
//! left out: `{"identifier":"a-1","sender":"duty@vigie.example","sent":"2023-12-08T04:10:00+03:00",…}`.

use crate::doc::Alert;
use std::fmt;

/// The media type of this form.
pub const MEDIA_TYPE: &str = "application/json";

/// Bytes of one alert in JSON that are read: as many as of one in XML.
const BYTES_MAX: usize = 256 << 10;

/// A text that is no alert in JSON.
#[derive(Debug)]
pub enum NotAnAlert {
    /// It is longer than an alert may be.
    TooLong(usize),
    /// It is not JSON, or lacks something, or says something that an alert cannot.
    Json(serde_json::Error),
}

impl fmt::Display for NotAnAlert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => write!(
                f,
                "failed to read an alert from JSON: {bytes} bytes, the limit is {BYTES_MAX}"
            ),
            Self::Json(error) => write!(f, "failed to read an alert from JSON: {error}"),
        }
    }
}

impl std::error::Error for NotAnAlert {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TooLong(_) => None,
            Self::Json(error) => Some(error),
        }
    }
}

/// The alert on one line of JSON.
pub fn write(alert: &Alert) -> String {
    // Strings, lists and numbers alone: nothing in a document fails to serialize.
    serde_json::to_string(alert).unwrap_or_default()
}

/// The alert that this JSON holds, exactly as it was written.
pub fn read(json: &str) -> Result<Alert, NotAnAlert> {
    if json.len() > BYTES_MAX {
        return Err(NotAnAlert::TooLong(json.len()));
    }
    serde_json::from_str(json).map_err(NotAnAlert::Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_alert_is_refused_with_its_reason() {
        let wrong = |json: &str| read(json).unwrap_err().to_string();
        assert!(wrong("{}").contains("missing field `identifier`"));
        assert!(wrong(r#"{"identifier":"1","colour":"red"}"#).contains("unknown field `colour`"));
        assert!(wrong(&" ".repeat(300_000)).contains("300000 bytes"));
    }
}
