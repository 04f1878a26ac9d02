-- One order for one endpoint of one person. The endpoint is a keyed sum; the address itself stays sealed
-- with the person.

CREATE TABLE parcels (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The order's number, the same for everybody who gets it.
    delivery INTEGER NOT NULL,
    warning  INTEGER NOT NULL,
    person   INTEGER NOT NULL,
    channel  TEXT NOT NULL,
    endpoint BLOB NOT NULL,
    -- The most urgent is lowest.
    rank     INTEGER NOT NULL,
    stage    TEXT NOT NULL,
    attempt  INTEGER NOT NULL,
    -- When it is due, or counts as unanswered.
    due_ms   INTEGER,
    made_ms  INTEGER NOT NULL,
    UNIQUE (delivery, person, channel, endpoint)
) STRICT;

CREATE INDEX parcels_due ON parcels (channel, stage, rank, delivery, due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX parcels_of_warning ON parcels (warning, person);
CREATE INDEX parcels_of_person ON parcels (person);
CREATE INDEX parcels_made ON parcels (made_ms);

-- Deliveries whose parcels are all there.
CREATE TABLE parcelled (
    delivery INTEGER PRIMARY KEY,
    made_ms  INTEGER NOT NULL
) STRICT;

-- How many parcels each channel has begun on each day.
CREATE TABLE spent (
    channel TEXT NOT NULL,
    day     INTEGER NOT NULL,
    parcels INTEGER NOT NULL,
    PRIMARY KEY (channel, day)
) STRICT, WITHOUT ROWID;

-- With a person go their parcels.
CREATE TRIGGER parcels_of_nobody AFTER DELETE ON people BEGIN
    DELETE FROM parcels WHERE person = OLD.number;
END;
