-- The tables of migrations/0004.

DELETE FROM changes WHERE number NOT IN (SELECT max(number) FROM changes GROUP BY person);
CREATE UNIQUE INDEX changes_by_person ON changes (person);

ALTER TABLE people ADD COLUMN needs BYTEA NOT NULL DEFAULT '';
CREATE INDEX people_unmarked ON people (number) WHERE needs = '';
