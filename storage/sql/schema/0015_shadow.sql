-- What a library system beside us would have answered: how often it was asked, and in what it differed. No name,
-- card number or PIN stands in any of it.

CREATE TABLE shadow_kind (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    backend     TEXT    NOT NULL CHECK (backend <> ''),
    operation   TEXT    NOT NULL CHECK (operation <> ''),
    field       TEXT    NOT NULL CHECK (field <> ''),
    cause       INTEGER NOT NULL CHECK (cause BETWEEN 0 AND 2),
    ours        TEXT    NOT NULL,
    theirs      TEXT    NOT NULL,
    first_at    INTEGER NOT NULL,
    accepted_at INTEGER, -- NULL: it is no tolerance
    accepted_by TEXT    NOT NULL,
    why         TEXT    NOT NULL,
    UNIQUE (institution, number),
    UNIQUE (institution, backend, operation, field, cause, ours, theirs)
) STRICT;

CREATE TABLE shadow_seen (
    institution INTEGER NOT NULL REFERENCES institution (id),
    day         INTEGER NOT NULL,
    kind        INTEGER NOT NULL REFERENCES shadow_kind (id),
    terminal    INTEGER NOT NULL REFERENCES terminal (id),
    times       INTEGER NOT NULL CHECK (times > 0),
    first_at    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    example     TEXT    NOT NULL,
    PRIMARY KEY (institution, day, kind, terminal)
) STRICT;
CREATE INDEX shadow_seen_by_kind ON shadow_seen (kind);

CREATE TABLE shadow_tally (
    institution       INTEGER NOT NULL REFERENCES institution (id),
    day               INTEGER NOT NULL,
    backend           TEXT    NOT NULL CHECK (backend <> ''),
    terminal          INTEGER NOT NULL REFERENCES terminal (id),
    operation         TEXT    NOT NULL CHECK (operation <> ''),
    same              INTEGER NOT NULL,
    tolerable         INTEGER NOT NULL,
    different         INTEGER NOT NULL,
    decided_otherwise INTEGER NOT NULL CHECK (decided_otherwise <= different),
    unanswered        INTEGER NOT NULL,
    skipped           INTEGER NOT NULL,
    first_at          INTEGER NOT NULL,
    PRIMARY KEY (institution, day, backend, terminal, operation)
) STRICT;
