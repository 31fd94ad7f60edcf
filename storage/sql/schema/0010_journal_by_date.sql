-- A repeated request says the date it said before, so terminal and date come first: an index that begins with
-- a random digest took a page of its own for every change.
DROP INDEX journal_by_digest;
CREATE INDEX journal_by_date ON journal (terminal, said_at, digest, at, id);
