-- Devices say every few seconds where they are: of each person the last change is enough.

DELETE FROM changes WHERE number NOT IN (SELECT max(number) FROM changes GROUP BY person);
CREATE UNIQUE INDEX changes_by_person ON changes (person);

-- Which help somebody needs, to be counted in an area: one byte that opens with the key file alone. Empty: not
-- written yet.
ALTER TABLE people ADD COLUMN needs BLOB NOT NULL DEFAULT x'';
CREATE INDEX people_unmarked ON people (number) WHERE needs = x'';
