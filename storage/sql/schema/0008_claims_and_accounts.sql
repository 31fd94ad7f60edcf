-- The title of a renewal that could not be posted.
ALTER TABLE review_entry ADD COLUMN control_number TEXT NOT NULL DEFAULT '';
