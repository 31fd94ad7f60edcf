-- What a recall changes of a loan, and for which hold it was made; the rate that a loan is charged by once its
-- recall date is over. Loans made before this have none of their own and go on by their ordinary rate.
ALTER TABLE loan ADD COLUMN recall_rate INTEGER NOT NULL DEFAULT 0 CHECK (recall_rate >= 0);
ALTER TABLE loan ADD COLUMN due_before_recall INTEGER;
ALTER TABLE loan ADD COLUMN recalled_for INTEGER REFERENCES hold (id);
CREATE INDEX loan_recalled_for ON loan (recalled_for) WHERE recalled_for IS NOT NULL;
CREATE INDEX loan_by_recall ON loan (recall_due_at, id) WHERE closed_at IS NULL AND recalled_at IS NOT NULL;

-- Whose an item is that was borrowed from another library; empty: our own.
ALTER TABLE item ADD COLUMN lender TEXT NOT NULL DEFAULT '';
