-- What other library systems are asked to do: written down before it is asked for, and kept until it is done.
CREATE TABLE backend_order (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    terminal    INTEGER REFERENCES terminal (id), -- NULL: the operator's tool
    backend     TEXT    NOT NULL CHECK (backend <> ''),
    operation   TEXT    NOT NULL CHECK (operation <> ''),
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    said_at     INTEGER,
    at          INTEGER NOT NULL,
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),
    card        TEXT    NOT NULL,
    barcode     TEXT    NOT NULL,
    what        TEXT    NOT NULL,
    answer      TEXT    NOT NULL,
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    next_try    INTEGER,
    last_error  TEXT    NOT NULL,
    ended_at    INTEGER,
    ended_by    TEXT    NOT NULL,
    why         TEXT    NOT NULL,
    review      INTEGER -- no reference: settled entries are removed
) STRICT;
CREATE INDEX order_by_date ON backend_order (terminal, said_at, digest, at, id);
CREATE INDEX order_by_state ON backend_order (state, id);
CREATE INDEX order_by_backend ON backend_order (state, backend, at);
CREATE INDEX order_by_end ON backend_order (ended_at, id) WHERE ended_at IS NOT NULL;
