-- What identifies a person is encrypted under a key of its own row ("key", itself encrypted under the
-- master key): with the row goes the key, and what backups still hold of it becomes noise.

CREATE TABLE registry (
    -- A constant, encrypted under the master key: tells the right key file from another one.
    key_check BLOB NOT NULL
) STRICT;

CREATE TABLE people (
    id          TEXT PRIMARY KEY NOT NULL,
    pseudonym   TEXT UNIQUE NOT NULL,
    "group"     TEXT NOT NULL,
    language    TEXT NOT NULL,
    key         BLOB NOT NULL,
    name        BLOB NOT NULL,
    phone       BLOB,
    mail        BLOB,
    added_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX people_by_group ON people ("group", id);

CREATE TABLE report_texts (
    id             TEXT PRIMARY KEY NOT NULL,
    sha256         TEXT NOT NULL,
    language       TEXT NOT NULL,
    source         TEXT NOT NULL,
    key            BLOB NOT NULL,
    text           BLOB NOT NULL,
    received_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE feeds (
    feed          TEXT PRIMARY KEY NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    polled_at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_items (
    feed       TEXT NOT NULL,
    item       TEXT NOT NULL,
    seen_at_ms INTEGER NOT NULL,
    PRIMARY KEY (feed, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX feed_items_by_age ON feed_items (seen_at_ms);

CREATE TABLE tokens (
    id              TEXT PRIMARY KEY NOT NULL,
    sha256          TEXT UNIQUE NOT NULL,
    role            TEXT NOT NULL,
    scope           TEXT NOT NULL,
    label           TEXT NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    expires_at_ms   INTEGER,
    last_used_at_ms INTEGER,
    revoked_at_ms   INTEGER
) STRICT, WITHOUT ROWID;
