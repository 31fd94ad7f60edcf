-- What was brought in from files, how far each came, and what it did to each record, so that it can be gone on
-- with and taken back.

CREATE TABLE import_run (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    number      INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    file        TEXT    NOT NULL,
    options     TEXT    NOT NULL,
    digest      INTEGER NOT NULL,
    done_by     TEXT    NOT NULL,
    begun_at    INTEGER NOT NULL,
    ended_at    INTEGER, -- NULL: under way, or cut short
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
    position    INTEGER NOT NULL CHECK (position >= 0),
    added       INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    UNIQUE (institution, number)
) STRICT;

-- Of records that may be gone since: no reference. before is empty for what the run added.
CREATE TABLE import_mark (
    run    INTEGER NOT NULL REFERENCES import_run (id),
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 5),
    record INTEGER NOT NULL,
    after  INTEGER NOT NULL,
    before TEXT    NOT NULL,
    PRIMARY KEY (run, kind, record)
) STRICT;

-- What a patron is still named by, when an import is taken back.
CREATE INDEX patron_by_guarantor ON patron (guarantor) WHERE guarantor IS NOT NULL;
CREATE INDEX notice_by_patron ON notice (patron);
CREATE INDEX review_by_patron ON review_entry (patron) WHERE patron IS NOT NULL;
-- All patrons of a category, in the order of their making: whom the file of a school is about.
CREATE INDEX patron_by_category ON patron (institution, category, id) WHERE erased_at IS NULL;
