-- Taking an import back removes items by the ten thousand, and each had the whole journal looked through for it:
-- it is kept for a quarter of an hour, so an item that has gone may be named by it as a loan may be. An index would
-- cost every change a page.
CREATE TABLE journal_anew (
    id               INTEGER NOT NULL PRIMARY KEY,
    terminal         INTEGER REFERENCES terminal (id),
    digest           BLOB    NOT NULL CHECK (length(digest) = 32),
    operation        TEXT    NOT NULL,
    at               INTEGER NOT NULL,
    said_at          INTEGER,
    keep_until       INTEGER NOT NULL,
    already_happened INTEGER NOT NULL CHECK (already_happened IN (0, 1)),
    item             INTEGER,
    loan             INTEGER,
    hold             INTEGER,
    fee              INTEGER,
    payment          INTEGER REFERENCES payment (id),
    event            INTEGER,
    due_at           INTEGER,
    amount           INTEGER,
    facts            TEXT    NOT NULL
) STRICT;
INSERT INTO journal_anew (id, terminal, digest, operation, at, said_at, keep_until, already_happened, item, loan, hold,
    fee, payment, event, due_at, amount, facts)
SELECT id, terminal, digest, operation, at, said_at, keep_until, already_happened, item, loan, hold,
    fee, payment, event, due_at, amount, facts FROM journal;
DROP TABLE journal;
ALTER TABLE journal_anew RENAME TO journal;
CREATE INDEX journal_by_end ON journal (keep_until, id);
CREATE INDEX journal_by_date ON journal (terminal, said_at, digest, at, id);
