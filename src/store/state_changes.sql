-- The change feed (since format 4): one row for each person changed by an event, oldest first.

CREATE TABLE change (
    sequence      INTEGER PRIMARY KEY, -- counts on over resets
    event         INTEGER NOT NULL,    -- sequence of the first row of the same event
    kind          TEXT NOT NULL,
    at            INTEGER NOT NULL,    -- milliseconds since 1970
    is_subject    INTEGER NOT NULL,
    person        INTEGER,             -- NULL for a reset
    number        INTEGER,
    former_number INTEGER,
    restricted    INTEGER NOT NULL
) STRICT;
