-- What the desk's verbs ask of the store: readers by their names and births, all that is kept of one person, copies
-- that stand elsewhere or are lent as something else for a while, and branches that are closed for good.

ALTER TABLE branch ADD COLUMN closed_at INTEGER;

-- Both until the same day; empty: as ever.
ALTER TABLE item ADD COLUMN temporary_location TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN temporary_type TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN temporary_until INTEGER;

-- Folded words of names. Those of readers who were there before are written by sql/migrate, as folding is not SQL's.
CREATE TABLE patron_word (
    word   TEXT    NOT NULL,
    patron INTEGER NOT NULL REFERENCES patron (id),
    PRIMARY KEY (word, patron)
) STRICT, WITHOUT ROWID;
CREATE INDEX patron_word_by_patron ON patron_word (patron, word);
CREATE INDEX patron_by_birth ON patron (institution, birth_date, id) WHERE erased_at IS NULL AND birth_date IS NOT NULL;

CREATE INDEX block_by_patron ON block (patron, id);
