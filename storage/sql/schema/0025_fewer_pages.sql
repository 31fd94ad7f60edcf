-- Each change writes a page of its own into the log for every index that it touches at a place of its own.

-- What comes in at the same time says about the same date, whichever the device: so the date comes first, and rows are added
-- at the end, where the rows of the others of a commit go, and removed from the beginning.
DROP INDEX journal_by_date;
CREATE INDEX journal_by_date ON journal (said_at, terminal, digest, at, id);
DROP INDEX order_by_date;
CREATE INDEX order_by_date ON backend_order (said_at, terminal, digest, at, id);

-- Most loans follow the hours of the branch that lent them, and are found by loan_due: only the others have a row here.
DROP INDEX loan_by_calendar;
CREATE INDEX loan_by_hours ON loan (hours_of, due_at, id) WHERE closed_at IS NULL AND state = 0 AND hours_of IS NOT NULL;

-- An event of a loan names its item too: the few events of an item are looked through instead, by the night's work alone.
DROP INDEX event_by_loan;
