-- A number that staff has written down means no other difference later, when its own has gone.
ALTER TABLE backend_mark ADD COLUMN last_number INTEGER NOT NULL DEFAULT 0 CHECK (last_number >= 0);
UPDATE backend_mark SET last_number =
  (SELECT COALESCE(MAX(found.number), 0) FROM backend_difference AS found
   WHERE found.backend = backend_mark.backend AND found.institution = backend_mark.institution);
