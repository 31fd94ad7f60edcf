-- The condition of a partial index is not known from the index alone to SQLite 3.40: without its columns in it,
-- each loan skipped on the way to a page far down in a list was fetched to look.
DROP INDEX loan_by_due;
CREATE INDEX loan_by_due ON loan (patron, due_at, id, state, closed_at) WHERE closed_at IS NULL;
DROP INDEX loan_recalled;
CREATE INDEX loan_recalled ON loan (patron, due_at, id, recalled_at, closed_at)
    WHERE closed_at IS NULL AND recalled_at IS NOT NULL;

CREATE INDEX item_by_call_number ON item (institution, call_number, id);
