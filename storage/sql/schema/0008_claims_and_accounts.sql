-- The title of a renewal that could not be posted; what staff did to the accounts of terminals.
ALTER TABLE review_entry ADD COLUMN control_number TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN account INTEGER REFERENCES terminal (id);
CREATE INDEX event_by_account ON event (account, id) WHERE account IS NOT NULL;
