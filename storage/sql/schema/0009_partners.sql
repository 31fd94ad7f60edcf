-- Other libraries, what they lend us, and the numbers that other systems give to what they ask for.

CREATE TABLE partner (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    code        TEXT    NOT NULL CHECK (code <> ''),
    name        TEXT    NOT NULL,
    patron      INTEGER REFERENCES patron (id), -- who borrows for it; NULL: it only lends to us
    created_at  INTEGER NOT NULL,
    UNIQUE (institution, code)
) STRICT;
CREATE INDEX partner_by_patron ON partner (patron) WHERE patron IS NOT NULL;

-- What it names may be forgotten, or leave the catalogue, before it: item, hold, fee and payment are no references.
CREATE TABLE external_reference (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),
    agency      TEXT    NOT NULL,
    value       TEXT    NOT NULL CHECK (value <> ''),
    item        INTEGER,
    hold        INTEGER,
    fee         INTEGER,
    payment     INTEGER,
    asked       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    UNIQUE (institution, kind, agency, value)
) STRICT;
CREATE INDEX reference_by_hold ON external_reference (hold) WHERE hold IS NOT NULL;
CREATE INDEX reference_by_age ON external_reference (kind, at, id);

-- Until when its lender wants an item back, and whether it may be renewed until then.
ALTER TABLE item ADD COLUMN wanted_back INTEGER;
ALTER TABLE item ADD COLUMN renewable INTEGER NOT NULL DEFAULT 1 CHECK (renewable IN (0, 1));

-- What a fee was for, once its item has left the catalogue; and what an item is still named by then.
ALTER TABLE fee ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX fee_by_item ON fee (item) WHERE item IS NOT NULL;
CREATE INDEX notice_by_item ON notice (item) WHERE item IS NOT NULL;
CREATE INDEX review_by_item ON review_entry (item) WHERE item IS NOT NULL;
CREATE INDEX hold_by_item ON hold (item) WHERE item IS NOT NULL;
CREATE INDEX hold_by_trapped_item ON hold (trapped_item) WHERE trapped_item IS NOT NULL;
CREATE INDEX hold_by_title ON hold (title);
