-- What happens by the clock: the last run of each job, and all that a notice needs to be handed over.

CREATE TABLE day_job (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    branch      INTEGER REFERENCES branch (id), -- NULL: of the whole library
    job         TEXT    NOT NULL,
    day         INTEGER, -- the last day that is done; NULL: none yet
    begun_at    INTEGER NOT NULL,
    ended_at    INTEGER, -- NULL: under way, or cut short
    done        INTEGER NOT NULL CHECK (done >= 0),
    failed      INTEGER NOT NULL CHECK (failed >= 0),
    last_error  TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX day_job_once ON day_job (institution, job, COALESCE(branch, 0));

ALTER TABLE notice ADD COLUMN recipient INTEGER REFERENCES patron (id);
ALTER TABLE notice ADD COLUMN channel INTEGER NOT NULL DEFAULT 1 CHECK (channel BETWEEN 0 AND 1);
ALTER TABLE notice ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN facts TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN last_error TEXT NOT NULL DEFAULT '';
UPDATE notice SET recipient = patron;
CREATE INDEX notice_by_state ON notice (state, id);
CREATE INDEX notice_by_hold ON notice (hold) WHERE hold IS NOT NULL;

-- Who is due for a job.
CREATE INDEX hold_to_wake ON hold (pickup, suspended_until, id) WHERE state = 1;
CREATE INDEX hold_to_expire ON hold (pickup, expires_on, id) WHERE state < 2 AND expires_on IS NOT NULL;
CREATE INDEX hold_on_shelf ON hold (pickup, shelf_until, id) WHERE state = 3;
CREATE INDEX hold_closed ON hold (pickup, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX loan_due ON loan (branch, due_at, id) WHERE closed_at IS NULL AND state = 0;
CREATE INDEX loan_to_cut ON loan (branch, closed_at, id) WHERE closed_at IS NOT NULL AND patron IS NOT NULL;
CREATE INDEX loan_by_hold ON loan (filled_hold) WHERE filled_hold IS NOT NULL;
CREATE INDEX transit_by_hold ON transit (hold) WHERE hold IS NOT NULL;
CREATE INDEX patron_by_expiry ON patron (branch, expires_on, id) WHERE erased_at IS NULL AND expires_on IS NOT NULL;
CREATE INDEX event_by_loan ON event (loan) WHERE loan IS NOT NULL AND patron IS NOT NULL;
CREATE INDEX event_of_patrons ON event (at, id) WHERE patron IS NOT NULL;
