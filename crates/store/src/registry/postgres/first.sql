-- The tables of migrations/0001 and 0002 that several nodes share, with PostGIS.

CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE registry (
    version   BIGINT NOT NULL,
    key_check BYTEA NOT NULL
);

CREATE TABLE people (
    number          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              TEXT UNIQUE NOT NULL,
    pseudonym       TEXT UNIQUE NOT NULL,
    key             BYTEA NOT NULL,
    personal        BYTEA NOT NULL,
    "group"         TEXT,
    language        TEXT NOT NULL,
    channels        TEXT NOT NULL,
    rules           TEXT NOT NULL,
    follows         BIGINT NOT NULL,
    added_at_ms     BIGINT NOT NULL,
    confirmed_at_ms BIGINT,
    paused_until_ms BIGINT,
    kept_until_ms   BIGINT
);

CREATE INDEX people_by_group ON people ("group", number) WHERE "group" IS NOT NULL;
CREATE INDEX people_by_end ON people (kept_until_ms) WHERE kept_until_ms IS NOT NULL;
CREATE INDEX people_by_pause ON people (paused_until_ms) WHERE paused_until_ms IS NOT NULL;

CREATE TABLE places (
    person     BIGINT NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    slot       BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    lat_e6     BIGINT NOT NULL,
    lon_e6     BIGINT NOT NULL,
    seen_at_ms BIGINT,
    at         geometry(Point, 4326) GENERATED ALWAYS AS
               (ST_SetSRID(ST_MakePoint(lon_e6 / 1e6, lat_e6 / 1e6), 4326)) STORED,
    PRIMARY KEY (person, slot)
);

CREATE INDEX places_by_age ON places (seen_at_ms) WHERE seen_at_ms IS NOT NULL;
CREATE INDEX places_at ON places USING gist (at);

CREATE TABLE sums (
    sum    BYTEA NOT NULL,
    person BIGINT NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    PRIMARY KEY (sum, person)
);

CREATE INDEX sums_by_person ON sums (person);

CREATE TABLE changes (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person BIGINT NOT NULL,
    at_ms  BIGINT NOT NULL
);
