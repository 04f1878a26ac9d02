//! Whose pages may listen with a visitor's browser: our own, and those that are named. A stranger's page that
//! opened a connection for each of its visitors would take the places of those who need them.

use crate::http::problem::Problem;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use url::Url;

/// Stands for every origin.
const ANY: &str = "*";

/// The pages that may listen.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    ours: Vec<String>,
    named: Vec<String>,
}

impl Origins {
    /// Those of a server with these names, and others as `https://news.example`.
    pub fn new(ours: Vec<String>, named: Vec<String>) -> Self {
        Self { ours, named }
    }

    /// What is wrong with the names of others.
    pub fn fault(named: &[String]) -> Option<String> {
        let wrong = named.iter().find(|name| !is_origin(name))?;
        Some(format!(
            "origins: {wrong:?} is no origin; write it like \"https://news.example\", or \"*\" for every page"
        ))
    }

    /// Lets a page's request pass; with what its browser must be told. Whoever is no browser sends no origin.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, Problem> {
        let Some(origin) = headers.get(header::ORIGIN) else {
            return Ok(None);
        };
        let said = origin.to_str().unwrap_or("");
        if self.named.iter().any(|name| name == ANY || name == said) {
            return Ok(Some(origin.clone()));
        }
        let page = Url::parse(said).ok();
        let page = page.as_ref().and_then(Url::host_str);
        let here = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let here = here.and_then(|host| Url::parse(&format!("http://{host}")).ok());
        let here = here.as_ref().and_then(Url::host_str);
        let is_ours = |page: &str| {
            here == Some(page) || self.ours.iter().any(|ours| ours.eq_ignore_ascii_case(page))
        };
        if page.is_some_and(is_ours) {
            return Ok(None);
        }
        let detail = format!(
            "a page of {said:?} may not listen here; add it to the origins in the configuration if it should"
        );
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "origin_unknown",
            detail,
        ))
    }
}

fn is_origin(name: &str) -> bool {
    name == ANY
        || Url::parse(name).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == name
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_pages_and_named_ones_may_listen_and_no_others() {
        let said = |origin: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("[::1]:8470"));
            headers.insert(header::ORIGIN, origin.parse().unwrap());
            headers
        };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let origins = Origins::new(names(&["warn.example"]), names(&["https://news.example"]));
        assert_eq!(origins.admit(&HeaderMap::new()), Ok(None));
        for ours in ["https://WARN.example", "http://[::1]:8470"] {
            assert_eq!(origins.admit(&said(ours)), Ok(None), "{ours}");
        }
        let told = origins.admit(&said("https://news.example")).unwrap();
        assert_eq!(told.unwrap(), "https://news.example");
        for stranger in [
            "https://warn.example.evil",
            "http://news.example",
            "null",
            "",
            "http://192.0.2.7",
        ] {
            let refused = origins.admit(&said(stranger)).unwrap_err();
            assert_eq!(refused.code, "origin_unknown", "{stranger}");
        }
        let any = Origins::new(Vec::new(), names(&["*"]));
        assert!(any.admit(&said("null")).unwrap().is_some());
    }

    #[test]
    fn an_origin_has_no_path_and_a_scheme() {
        for wrong in [
            "news.example",
            "https://news.example/",
            "ftp://x",
            "https://",
        ] {
            assert!(Origins::fault(&[wrong.to_owned()]).is_some(), "{wrong}");
        }
        assert_eq!(
            Origins::fault(&["https://news.example:8443".to_owned(), "*".to_owned()]),
            None
        );
    }
}
