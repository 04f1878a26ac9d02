-- People with several ways to reach them and several places that they care about. What names somebody is
-- one sealed text under a key of the row; what is in clear says where to look and how to reach, not whom.

ALTER TABLE people RENAME TO people_first;
DROP INDEX people_by_group;

CREATE TABLE people (
    -- Never given twice, so that nobody inherits the deliveries of somebody who was erased.
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT UNIQUE NOT NULL,
    pseudonym       TEXT UNIQUE NOT NULL,
    key             BLOB NOT NULL,
    personal        BLOB NOT NULL,
    "group"         TEXT,
    language        TEXT NOT NULL,
    channels        TEXT NOT NULL,
    rules           TEXT NOT NULL,
    follows         INTEGER NOT NULL,
    added_at_ms     INTEGER NOT NULL,
    confirmed_at_ms INTEGER,
    paused_until_ms INTEGER,
    kept_until_ms   INTEGER
) STRICT;

CREATE INDEX people_by_group ON people ("group", number) WHERE "group" IS NOT NULL;
CREATE INDEX people_by_end ON people (kept_until_ms) WHERE kept_until_ms IS NOT NULL;
CREATE INDEX people_by_pause ON people (paused_until_ms) WHERE paused_until_ms IS NOT NULL;

-- Slot 0 is where a person is; the others are places that they care about. Rounded before it comes here.
CREATE TABLE places (
    person     INTEGER NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    slot       INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    lat_e6     INTEGER NOT NULL,
    lon_e6     INTEGER NOT NULL,
    seen_at_ms INTEGER,
    PRIMARY KEY (person, slot)
) STRICT, WITHOUT ROWID;

CREATE INDEX places_by_age ON places (seen_at_ms) WHERE seen_at_ms IS NOT NULL;

-- Keyed sums of what tells that two lines of a list are one person.
CREATE TABLE sums (
    sum    BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    PRIMARY KEY (sum, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX sums_by_person ON sums (person);

-- Who changed, for those who keep an index of the places in memory. Emptied by the clock.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;
