-- The last sign of life of each device, and where reports look.

CREATE TABLE terminal_sign (
    terminal INTEGER NOT NULL PRIMARY KEY REFERENCES terminal (id),
    heard_at INTEGER NOT NULL,
    says     INTEGER CHECK (says BETWEEN 0 AND 2), -- NULL: it has never said
    said_at  INTEGER,
    CHECK ((says IS NULL) = (said_at IS NULL))
) STRICT;

-- What is wrong is little: few rows each. The state stands first, else SQLite takes the condition for a range.
CREATE INDEX loan_of_branch_by_state ON loan (state, branch, id) WHERE closed_at IS NULL AND state > 0;
CREATE INDEX item_by_state ON item (state, branch, id) WHERE state > 0;
CREATE INDEX hold_waiting ON hold (pickup, placed_at, id) WHERE state < 2;
CREATE INDEX patron_with_credit ON patron (branch, id) WHERE credit > 0;
CREATE INDEX payment_bk_reused ON payment (institution, at, id) WHERE bk_reused = 1;
CREATE INDEX item_by_branch ON item (branch, id);
-- What is counted by month.
CREATE INDEX fee_by_day ON fee (assessed_at, id);
CREATE INDEX patron_by_day ON patron (created_at, id);
