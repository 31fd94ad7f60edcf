-- Where our books and those of a library system behind us differ, and when that was looked at.
CREATE TABLE backend_mark (
    id          INTEGER NOT NULL PRIMARY KEY,
    backend     TEXT    NOT NULL CHECK (backend <> ''),
    institution INTEGER REFERENCES institution (id), -- NULL: all of them
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    at          INTEGER NOT NULL,
    made_by     TEXT    NOT NULL,
    what        TEXT    NOT NULL
) STRICT;
CREATE INDEX mark_by_kind ON backend_mark (backend, kind, id);

CREATE TABLE backend_difference (
    id          INTEGER NOT NULL PRIMARY KEY,
    backend     TEXT    NOT NULL CHECK (backend <> ''),
    institution INTEGER NOT NULL REFERENCES institution (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4),
    card        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    ours        TEXT    NOT NULL,
    theirs      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    accepted_at INTEGER,
    accepted_by TEXT    NOT NULL,
    why         TEXT    NOT NULL,
    UNIQUE (backend, institution, number)
) STRICT;
