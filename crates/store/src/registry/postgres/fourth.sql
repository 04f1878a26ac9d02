-- The index of migrations/0006.

CREATE INDEX people_told ON people (number) INCLUDE (language, channels, rules, paused_until_ms, needs)
    WHERE confirmed_at_ms IS NOT NULL;
