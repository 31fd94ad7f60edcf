-- What staff has settled names cards and items as devices sent them: it is removed when its time is over.
CREATE INDEX review_settled ON review_entry (resolved_at) WHERE resolved_at IS NOT NULL;
