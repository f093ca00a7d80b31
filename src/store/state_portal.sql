-- Since format 2: what was changed of the portal's accounts.

-- Accounts that differ from those the portal begins with, whole. A number leads to one account.
CREATE TABLE portal_account (
    username               TEXT PRIMARY KEY,
    tech_id                TEXT NOT NULL,
    kind                   TEXT NOT NULL,
    full_name              TEXT NOT NULL,
    date_of_birth          INTEGER NOT NULL, -- (year * 16 + month) * 32 + day, 0 for unknown
    gender                 TEXT,
    email                  TEXT,
    mobile                 TEXT,
    link_state             TEXT NOT NULL,
    number                 INTEGER UNIQUE,
    locked_until           INTEGER, -- milliseconds since 1970, as the others
    confirmed_number       INTEGER,
    confirmed_full_name    TEXT,
    confirmed_birth        INTEGER,
    confirmed_at           INTEGER
) STRICT, WITHOUT ROWID;

-- Wrong answers of an account, or at a number; locks follow from them.
CREATE TABLE portal_attempt (
    kind     TEXT NOT NULL CHECK (kind IN ('account', 'number')),
    subject  TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
