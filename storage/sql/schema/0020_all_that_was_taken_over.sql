-- What an import did to credits, cards, blocks and messages is kept too, so that it can be taken back: the kinds
-- of a mark go further. No engine changes a check that is there, so the marks move to a table that has the new one.

CREATE TABLE import_mark_of_all (
    run    INTEGER NOT NULL REFERENCES import_run (id),
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 9),
    record INTEGER NOT NULL,
    after  INTEGER NOT NULL,
    before TEXT    NOT NULL,
    PRIMARY KEY (run, kind, record)
) STRICT;
INSERT INTO import_mark_of_all SELECT run, kind, record, after, before FROM import_mark;
DROP TABLE import_mark;
ALTER TABLE import_mark_of_all RENAME TO import_mark;

-- Titles that have no number of their own: few, and an export looks for them by others.
CREATE INDEX title_unnumbered ON title (institution, id) WHERE control_number = '';

-- What a payment is still named by, when the credit it brought is taken back.
CREATE INDEX fee_entry_by_payment ON fee_entry (payment) WHERE payment IS NOT NULL;
CREATE INDEX journal_by_payment ON journal (payment) WHERE payment IS NOT NULL;
