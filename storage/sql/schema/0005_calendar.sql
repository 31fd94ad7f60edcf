-- Whose opening hours a loan follows, and what falls on days that a branch is closed for once.

-- Null: those of the branch that lent it.
ALTER TABLE loan ADD COLUMN hours_of INTEGER REFERENCES branch (id);

CREATE INDEX loan_by_calendar ON loan (COALESCE(hours_of, branch), due_at, id) WHERE closed_at IS NULL;
CREATE INDEX hold_by_shelf_end ON hold (pickup, shelf_until, id) WHERE state < 4 AND state = 3;
