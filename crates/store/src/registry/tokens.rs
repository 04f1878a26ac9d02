//! Tokens of machines and of the terminal: shown once when made, kept as their sum only.

use super::{Fault, Registry, fits, random_id};
use crate::Sha256Sum;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::{OptionalExtension as _, Row, params};

/// Longest role, scope or label, in bytes.
const WORD_BYTES_MAX: usize = 256;

/// The last use is written down at most once a minute, so that a busy token costs no sync per request.
const LAST_USED_EVERY_MS: i64 = 60_000;

/// What a token is to allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Role of its bearer.
    pub role: String,
    /// Area or thing that it is limited to; the caller's words.
    pub scope: String,
    /// Whose it is, for people.
    pub label: String,
    /// When it ends, in milliseconds since 1970; never, if `None`.
    pub expires_at_ms: Option<i64>,
}

/// A token without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// `t_` and random digits: names the token, opens nothing.
    pub id: String,
    /// What it allows.
    pub grant: NewToken,
    /// The sum of its secret, hexadecimal; opens nothing.
    pub sum: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// When it was last used, to the minute.
    pub last_used_at_ms: Option<i64>,
    /// When it was revoked.
    pub revoked_at_ms: Option<i64>,
}

impl Token {
    /// Whether it opens anything at this time.
    #[must_use]
    pub fn is_valid(&self, now_ms: i64) -> bool {
        self.revoked_at_ms.is_none() && self.grant.expires_at_ms.is_none_or(|end| now_ms < end)
    }
}

const COLUMNS: &str =
    "id, role, scope, label, expires_at_ms, created_at_ms, last_used_at_ms, revoked_at_ms, sha256";

impl Registry {
    /// Makes a token. The secret is returned this once and kept nowhere.
    pub fn add_token(&mut self, grant: &NewToken, at_ms: i64) -> Result<(Token, String), Fault> {
        let NewToken {
            role,
            scope,
            label,
            expires_at_ms,
        } = grant;
        fits("token's role", role, WORD_BYTES_MAX)?;
        fits("token's scope", scope, WORD_BYTES_MAX)?;
        fits("token's label", label, WORD_BYTES_MAX)?;
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| Fault::Chance)?;
        let secret = format!("vigie_{}", URL_SAFE_NO_PAD.encode(random));
        let id = random_id("t_")?;
        let insert = "INSERT INTO tokens \
                      (id, sha256, role, scope, label, expires_at_ms, created_at_ms) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let sum = sum(&secret);
        let row = params![id, sum, role, scope, label, expires_at_ms, at_ms];
        let inserted = self.connection.execute(insert, row);
        inserted.map_err(Fault::database("make a token"))?;
        let token = Token {
            id,
            grant: grant.clone(),
            sum,
            created_at_ms: at_ms,
            last_used_at_ms: None,
            revoked_at_ms: None,
        };
        Ok((token, secret))
    }

    /// The token with this secret, if it is valid now; its use is written down.
    pub fn find_token(&mut self, secret: &str, now_ms: i64) -> Result<Option<Token>, Fault> {
        let select = format!("SELECT {COLUMNS} FROM tokens WHERE sha256 = ?1");
        let token = self
            .connection
            .query_row(&select, [sum(secret)], read)
            .optional();
        let token = token.map_err(Fault::database("look a token up"))?;
        let Some(token) = token.filter(|token| token.is_valid(now_ms)) else {
            return Ok(None);
        };
        if token
            .last_used_at_ms
            .is_none_or(|last| now_ms - last >= LAST_USED_EVERY_MS)
        {
            let update = "UPDATE tokens SET last_used_at_ms = ?1 WHERE id = ?2";
            let updated = self.connection.execute(update, params![now_ms, token.id]);
            updated.map_err(Fault::database("write down the use of a token"))?;
        }
        Ok(Some(token))
    }

    /// Revokes a token for good. Returns whether there was a valid one with this id.
    pub fn revoke_token(&mut self, id: &str, at_ms: i64) -> Result<bool, Fault> {
        let update = "UPDATE tokens SET revoked_at_ms = ?1 WHERE id = ?2 AND revoked_at_ms IS NULL";
        let revoked = self.connection.execute(update, params![at_ms, id]);
        Ok(revoked.map_err(Fault::database("revoke a token"))? > 0)
    }

    /// All tokens, also expired and revoked ones, oldest first.
    pub fn tokens(&self) -> Result<Vec<Token>, Fault> {
        let failed = || Fault::database("list tokens");
        let select = format!("SELECT {COLUMNS} FROM tokens ORDER BY created_at_ms, id");
        let mut select = self.connection.prepare(&select).map_err(failed())?;
        let rows = select.query_map([], read).map_err(failed())?;
        rows.collect::<Result<_, _>>().map_err(failed())
    }
}

fn sum(secret: &str) -> String {
    Sha256Sum::of(secret.as_bytes()).to_string()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Token> {
    let grant = NewToken {
        role: row.get(1)?,
        scope: row.get(2)?,
        label: row.get(3)?,
        expires_at_ms: row.get(4)?,
    };
    Ok(Token {
        id: row.get(0)?,
        grant,
        sum: row.get(8)?,
        created_at_ms: row.get(5)?,
        last_used_at_ms: row.get(6)?,
        revoked_at_ms: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(expires_at_ms: Option<i64>) -> NewToken {
        NewToken {
            role: "sensor".to_owned(),
            scope: "zone:nord".to_owned(),
            label: "gauge 12".to_owned(),
            expires_at_ms,
        }
    }

    #[test]
    fn a_token_is_found_by_its_secret_alone_until_it_is_revoked() {
        let mut registry = Registry::in_memory().unwrap();
        let (token, secret) = registry.add_token(&grant(None), 5).unwrap();
        assert_eq!(secret.len(), "vigie_".len() + 43);
        assert_eq!(
            registry.find_token(&secret, 10).unwrap().unwrap().grant,
            grant(None)
        );
        assert_eq!(registry.find_token(&token.id, 10).unwrap(), None);
        assert_eq!(
            registry.find_token(&format!("{secret}x"), 10).unwrap(),
            None
        );
        assert!(registry.revoke_token(&token.id, 11).unwrap());
        assert!(!registry.revoke_token(&token.id, 12).unwrap());
        assert_eq!(registry.find_token(&secret, 12).unwrap(), None);
        assert_eq!(registry.tokens().unwrap()[0].revoked_at_ms, Some(11));
    }

    #[test]
    fn a_token_ends_at_its_time_to_the_millisecond() {
        let mut registry = Registry::in_memory().unwrap();
        let (_, secret) = registry.add_token(&grant(Some(1000)), 0).unwrap();
        assert!(registry.find_token(&secret, 999).unwrap().is_some());
        assert_eq!(registry.find_token(&secret, 1000).unwrap(), None);
    }

    #[test]
    fn the_last_use_is_written_down_once_a_minute() {
        let mut registry = Registry::in_memory().unwrap();
        let (_, secret) = registry.add_token(&grant(None), 0).unwrap();
        for (now_ms, written_ms) in [(100, 100), (60_099, 100), (60_100, 60_100)] {
            registry.find_token(&secret, now_ms).unwrap();
            assert_eq!(
                registry.tokens().unwrap()[0].last_used_at_ms,
                Some(written_ms)
            );
        }
    }
}
