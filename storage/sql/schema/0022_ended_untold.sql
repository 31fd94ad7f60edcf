-- What the last file of an old system ends, as it no longer has it, leaves no event: by these it is found whom it names
-- when an import of patrons is taken back. A loan that a device has made leaves events, and costs nothing here.
CREATE INDEX loan_ended_untold ON loan (patron) WHERE closed_at IS NOT NULL AND terminal IS NULL AND patron IS NOT NULL;
CREATE INDEX hold_over ON hold (patron) WHERE state >= 4;
