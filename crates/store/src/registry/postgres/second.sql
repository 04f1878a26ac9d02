-- The table of migrations/0003 that several nodes share.

CREATE TABLE slips (
    number        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    drawer        TEXT NOT NULL,
    name          BYTEA NOT NULL,
    key           BYTEA NOT NULL,
    sealed        BYTEA NOT NULL,
    person        BIGINT REFERENCES people (number) ON DELETE CASCADE,
    due_at_ms     BIGINT,
    kept_until_ms BIGINT NOT NULL,
    UNIQUE (drawer, name)
);

CREATE INDEX slips_by_due ON slips (drawer, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX slips_by_end ON slips (kept_until_ms);
CREATE INDEX slips_by_person ON slips (person) WHERE person IS NOT NULL;

CREATE TABLE slip_marks (
    mark BYTEA NOT NULL,
    slip BIGINT NOT NULL REFERENCES slips (number) ON DELETE CASCADE,
    PRIMARY KEY (mark, slip)
);

CREATE INDEX slip_marks_by_slip ON slip_marks (slip);
