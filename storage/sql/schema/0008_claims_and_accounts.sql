-- Who is handing a notice over, so that nobody else does; the title of a renewal that could not be posted; what
-- staff did to the accounts of terminals.
ALTER TABLE notice ADD COLUMN claimed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN claimed_until INTEGER;
CREATE INDEX notice_claimed ON notice (claimed_until, id) WHERE claimed_until IS NOT NULL;
ALTER TABLE review_entry ADD COLUMN control_number TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN account INTEGER REFERENCES terminal (id);
CREATE INDEX event_by_account ON event (account, id) WHERE account IS NOT NULL;
