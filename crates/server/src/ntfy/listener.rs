//! Who listens: the topics, the language, the token. ntfy's clients send a token in three ways.

use super::refused::Refused;
use crate::app::App;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde::Deserialize;
use vigie_channels::ntfy::{self, Topic, TopicFault};
use vigie_core::State;
use vigie_core::ids::Language;

/// What a query may say.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Query {
    pub(super) poll: Option<String>,
    pub(super) since: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) auth: Option<String>,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) message: Option<String>,
    pub(super) priority: Option<String>,
    pub(super) tags: Option<String>,
}

impl Query {
    /// Whether what is there is all that is wanted.
    pub(super) fn is_poll(&self) -> bool {
        matches!(self.poll.as_deref(), Some("1" | "true" | "yes"))
    }

    /// The languages that are read, the dearest first.
    pub(super) fn languages(&self, headers: &HeaderMap) -> Vec<Language> {
        let header = headers.get(header::ACCEPT_LANGUAGE);
        let header = header.and_then(|value| value.to_str().ok()).unwrap_or("");
        let asked = self.lang.as_deref().unwrap_or("");
        let mut languages = ntfy::accepted(asked);
        languages.extend(ntfy::accepted(header));
        languages
    }
}

/// Lets in whoever may listen. A wrong token is refused even where none is needed: who sends one relies on it.
pub(super) fn admit(app: &App, headers: &HeaderMap, query: &Query) -> Result<Admitted, Refused> {
    let Some(sent) = credentials(headers, query)? else {
        if app.ntfy.token_needed {
            let error = "this site gives warnings by this road to holders of a token only; send it as password or access token";
            return Err(Refused::forbidden(error));
        }
        return Ok(Admitted::Anybody);
    };
    app.tokens
        .who(&sent)
        .map(|_| Admitted::Holder)
        .ok_or_else(Refused::unauthorized)
}

/// Who was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    /// Without a token.
    Anybody,
    /// With one.
    Holder,
}

/// The token in a request, as `Bearer`, as the password of `Basic`, or either in `auth`.
fn credentials(headers: &HeaderMap, query: &Query) -> Result<Option<String>, Refused> {
    let value = match (&query.auth, headers.get(header::AUTHORIZATION)) {
        (Some(packed), _) => unpacked(packed).ok_or_else(|| {
            Refused::unreadable("auth is not base64url of what an Authorization header would say")
        })?,
        (None, Some(value)) => value.to_str().unwrap_or_default().to_owned(),
        (None, None) => return Ok(None),
    };
    let Some((scheme, rest)) = value.split_once(' ') else {
        return Err(Refused::unauthorized());
    };
    let token = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(rest.trim().to_owned()),
        "basic" => unpacked(rest).and_then(|pair| {
            let (_, password) = pair.split_once(':')?;
            Some(password.to_owned())
        }),
        _ => None,
    };
    token.map(Some).ok_or_else(Refused::unauthorized)
}

/// Base64 of either alphabet, with or without its padding: clients differ.
fn unpacked(text: &str) -> Option<String> {
    let text = text.trim();
    [URL_SAFE_NO_PAD, URL_SAFE]
        .iter()
        .chain(&[STANDARD_NO_PAD, STANDARD])
        .find_map(|alphabet| alphabet.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The topics of a path.
pub(super) fn topics(list: &str, state: &State) -> Result<Vec<Topic>, Refused> {
    let Some(site) = state.site.as_deref() else {
        let error = "the site is not declared yet; try again in a few seconds";
        return Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, 50_300, error));
    };
    ntfy::topics(list, site).map_err(|fault| match fault {
        TopicFault::Count(_) => Refused::new(StatusCode::BAD_REQUEST, 40_009, fault.to_string()),
        TopicFault::NoZone { .. } => Refused::new(StatusCode::NOT_FOUND, 40_401, fault.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(header: Option<&str>, auth: Option<&str>) -> Result<Option<String>, Refused> {
        let mut headers = HeaderMap::new();
        if let Some(value) = header {
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        }
        let query = Query {
            auth: auth.map(str::to_owned),
            ..Query::default()
        };
        credentials(&headers, &query)
    }

    #[test]
    fn a_token_comes_in_three_ways_and_is_the_same_token() {
        let token = Ok(Some("vigie_abc".to_owned()));
        let basic = format!("Basic {}", STANDARD.encode("phone:vigie_abc"));
        assert_eq!(sent(Some("Bearer vigie_abc"), None), token);
        assert_eq!(sent(Some("bearer vigie_abc"), None), token);
        assert_eq!(sent(Some(&basic), None), token);
        for header in ["Bearer vigie_abc", basic.as_str()] {
            assert_eq!(sent(None, Some(&URL_SAFE_NO_PAD.encode(header))), token);
            assert_eq!(sent(None, Some(&STANDARD.encode(header))), token);
        }
        assert_eq!(sent(None, None), Ok(None));
        for bad in ["Bearer", "Digest x", "Basic !", "Basic dXNlcg=="] {
            assert_eq!(sent(Some(bad), None), Err(Refused::unauthorized()), "{bad}");
        }
        assert!(sent(None, Some("\u{e9}")).is_err());
    }
}
