-- Counts of what stands on the shelves, and what was scanned in them. The first schema had planned tables for them
-- that nothing has ever written.

DROP TABLE stock_count_item;
DROP TABLE stock_count;
CREATE TABLE stock_count (
    id                INTEGER NOT NULL PRIMARY KEY,
    institution       INTEGER NOT NULL REFERENCES institution (id),
    name              TEXT    NOT NULL CHECK (name <> ''),
    branch            INTEGER NOT NULL REFERENCES branch (id),
    location          TEXT    NOT NULL,
    collection        TEXT    NOT NULL,
    item_type         TEXT    NOT NULL,
    first_call_number TEXT    NOT NULL,
    last_call_number  TEXT    NOT NULL,
    frozen_at         INTEGER NOT NULL,
    started_by        TEXT    NOT NULL,
    ended_at          INTEGER,
    ended_by          TEXT    NOT NULL,
    UNIQUE (institution, name)
) STRICT;

-- An item may leave the catalogue before its scan is looked at: it is no reference.
CREATE TABLE count_scan (
    id           INTEGER NOT NULL PRIMARY KEY,
    count        INTEGER NOT NULL REFERENCES stock_count (id),
    barcode      TEXT    NOT NULL,
    item         INTEGER,
    finding      INTEGER NOT NULL CHECK (finding BETWEEN 0 AND 7),
    out_of_order INTEGER NOT NULL CHECK (out_of_order IN (0, 1)),
    times        INTEGER NOT NULL CHECK (times > 0),
    at           INTEGER NOT NULL,
    done_by      TEXT    NOT NULL,
    UNIQUE (count, barcode)
) STRICT;
CREATE INDEX scan_by_finding ON count_scan (count, finding, id);
