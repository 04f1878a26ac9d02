-- What the public asked for and what is to be sent to them: each one sealed text under a key of the row, found by
-- keyed sums. With a person go their slips.

CREATE TABLE slips (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    drawer        TEXT NOT NULL,
    name          BLOB NOT NULL,
    key           BLOB NOT NULL,
    sealed        BLOB NOT NULL,
    person        INTEGER REFERENCES people (number) ON DELETE CASCADE,
    due_at_ms     INTEGER,
    kept_until_ms INTEGER NOT NULL,
    UNIQUE (drawer, name)
) STRICT;

CREATE INDEX slips_by_due ON slips (drawer, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX slips_by_end ON slips (kept_until_ms);
CREATE INDEX slips_by_person ON slips (person) WHERE person IS NOT NULL;

CREATE TABLE slip_marks (
    mark BLOB NOT NULL,
    slip INTEGER NOT NULL REFERENCES slips (number) ON DELETE CASCADE,
    PRIMARY KEY (mark, slip)
) STRICT, WITHOUT ROWID;

CREATE INDEX slip_marks_by_slip ON slip_marks (slip);
