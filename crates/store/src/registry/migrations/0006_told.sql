-- All that an index of people is told of each, side by side: so that loading ten million does not read what names them.

CREATE INDEX people_told ON people (number, language, channels, rules, paused_until_ms, needs)
    WHERE confirmed_at_ms IS NOT NULL;
