-- The lists that staff walks with, and the end of what was refused or left to staff.

-- A refused payment, whose coins have fallen, ends by being booked or dismissed.
ALTER TABLE payment ADD COLUMN resolved_at INTEGER;
ALTER TABLE payment ADD COLUMN resolved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE payment ADD COLUMN resolution TEXT NOT NULL DEFAULT '';
CREATE INDEX payment_by_day ON payment (institution, at, id);
-- In place of the partial one: an engine could take the other for it, and walk all payments.
DROP INDEX payment_refused;
CREATE INDEX payment_by_state ON payment (institution, state, at, id);
CREATE INDEX payment_unsettled ON payment (institution, at, id) WHERE state = 1 AND resolved_at IS NULL;

-- What is posted later is posted at its own date.
ALTER TABLE review_entry ADD COLUMN returned_at INTEGER;
CREATE INDEX review_by_kind ON review_entry (institution, kind, id) WHERE resolved_at IS NULL;

-- What stands on the hold shelves, and all that an item is still named by: few rows each.
CREATE INDEX hold_shelf ON hold (institution, COALESCE(shelf_until, 0), id) WHERE state = 3;
CREATE INDEX hold_kept ON hold (institution, id) WHERE trapped_item IS NOT NULL AND state <> 4;
CREATE INDEX hold_suspended ON hold (institution, id) WHERE state = 1;
CREATE INDEX transit_to ON transit (to_branch, sent_at, id) WHERE ended_at IS NULL;
-- Titles that somebody waits for: where the pull list looks.
CREATE INDEX title_wanted ON title (institution, id) WHERE open_holds > 0;
