-- What the desk does: why it was done, and the lists of what stands in a state that somebody has to end.

ALTER TABLE event ADD COLUMN reason TEXT NOT NULL DEFAULT '';

CREATE INDEX loan_by_state ON loan (state, id) WHERE closed_at IS NULL AND state > 0;
CREATE INDEX card_by_state ON card (state, id) WHERE state > 0;
