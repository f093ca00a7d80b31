-- The state file: what was changed in the default world, over one population.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whole people as JSON records, by id; NULL marks one who was deleted.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    record     TEXT,
    changed_at INTEGER NOT NULL DEFAULT 0 -- since format 3: milliseconds since 1970, 0 for unknown
) STRICT;
