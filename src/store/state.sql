-- The state file: what was changed in the default world, over one population.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whole people as JSON records, by id; NULL marks one who was deleted.
CREATE TABLE person (
    id     INTEGER PRIMARY KEY,
    record TEXT
) STRICT;
