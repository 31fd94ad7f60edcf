-- What a library keeps. Instants are microseconds since 1970 UTC, dates days since 1970-01-01, money minor
-- units, flags 0 or 1, enumerations the numbers of storage/records. A reference that is not set is NULL.
-- Written for SQLite and PostgreSQL: INTEGER, TEXT, BLOB; STRICT tables; no engine's own words.

CREATE TABLE schema_migration (
    number     INTEGER NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    checksum   INTEGER NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE store_setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- The last id each writer gave out.
CREATE TABLE node (
    node    INTEGER NOT NULL PRIMARY KEY CHECK (node BETWEEN 0 AND 1023),
    last_id INTEGER NOT NULL
) STRICT;

CREATE TABLE institution (
    id        INTEGER NOT NULL PRIMARY KEY,
    code      TEXT    NOT NULL UNIQUE,
    name      TEXT    NOT NULL,
    currency  TEXT    NOT NULL CHECK (length(currency) = 3),
    decimals  INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
    language  TEXT    NOT NULL,
    time_zone TEXT    NOT NULL
) STRICT;

CREATE TABLE branch (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    code        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    time_zone   TEXT    NOT NULL,
    UNIQUE (institution, code)
) STRICT;

CREATE TABLE branch_hours (
    branch  INTEGER NOT NULL REFERENCES branch (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens   INTEGER NOT NULL CHECK (opens >= 0),
    closes  INTEGER NOT NULL CHECK (closes <= 1440),
    PRIMARY KEY (branch, weekday),
    CHECK (opens < closes)
) STRICT;

CREATE TABLE closed_day (
    id     INTEGER NOT NULL PRIMARY KEY,
    branch INTEGER NOT NULL REFERENCES branch (id),
    day    INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    UNIQUE (branch, day)
) STRICT;

CREATE TABLE terminal (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    login       TEXT    NOT NULL UNIQUE,
    verifier    TEXT    NOT NULL,
    branch      INTEGER NOT NULL REFERENCES branch (id),
    location    TEXT    NOT NULL,
    profile     TEXT    NOT NULL,
    addresses   TEXT    NOT NULL,
    enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE title (
    id             INTEGER NOT NULL PRIMARY KEY,
    institution    INTEGER NOT NULL REFERENCES institution (id),
    control_number TEXT    NOT NULL,
    text           TEXT    NOT NULL,
    author         TEXT    NOT NULL,
    isbn           TEXT    NOT NULL,
    year           INTEGER NOT NULL,
    language       TEXT    NOT NULL,
    open_holds     INTEGER NOT NULL DEFAULT 0 CHECK (open_holds >= 0),
    marc           TEXT    NOT NULL -- last, so that the others are read without it
) STRICT;
CREATE UNIQUE INDEX title_by_control_number ON title (institution, control_number) WHERE control_number <> '';

-- Folded words of title, author and ISBN: what search looks in.
CREATE TABLE title_word (
    word  TEXT    NOT NULL,
    title INTEGER NOT NULL REFERENCES title (id),
    PRIMARY KEY (word, title)
) STRICT, WITHOUT ROWID;
-- Says of one title whether it has a word that begins so.
CREATE INDEX title_word_by_title ON title_word (title, word);

CREATE TABLE item (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    barcode     TEXT    NOT NULL CHECK (barcode <> ''),
    title       INTEGER NOT NULL REFERENCES title (id),
    branch      INTEGER NOT NULL REFERENCES branch (id),
    place       INTEGER NOT NULL REFERENCES branch (id),
    location    TEXT    NOT NULL,
    item_type   TEXT    NOT NULL,
    collection  TEXT    NOT NULL,
    call_number TEXT    NOT NULL,
    media       INTEGER NOT NULL CHECK (media BETWEEN 0 AND 10),
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
    price       INTEGER CHECK (price >= 0),
    note        TEXT    NOT NULL,
    parts       INTEGER NOT NULL CHECK (parts >= 0),
    properties  TEXT    NOT NULL,
    seen_at     INTEGER,
    created_at  INTEGER NOT NULL,
    UNIQUE (institution, barcode)
) STRICT;
CREATE INDEX item_by_title ON item (title, id);

CREATE TABLE patron (
    id               INTEGER NOT NULL PRIMARY KEY,
    institution      INTEGER NOT NULL REFERENCES institution (id),
    family_name      TEXT    NOT NULL,
    given_name       TEXT    NOT NULL,
    birth_date       INTEGER,
    category         TEXT    NOT NULL,
    branch           INTEGER NOT NULL REFERENCES branch (id),
    language         TEXT    NOT NULL,
    address          TEXT    NOT NULL,
    email            TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    expires_on       INTEGER,
    guarantor        INTEGER REFERENCES patron (id),
    pin_verifier     TEXT    NOT NULL,
    pin_failures     INTEGER NOT NULL CHECK (pin_failures >= 0),
    pin_locked_until INTEGER,
    open_loans       INTEGER NOT NULL DEFAULT 0 CHECK (open_loans >= 0),
    open_holds       INTEGER NOT NULL DEFAULT 0 CHECK (open_holds >= 0),
    open_fees        INTEGER NOT NULL DEFAULT 0 CHECK (open_fees >= 0),
    owed             INTEGER NOT NULL DEFAULT 0 CHECK (owed >= 0),
    credit           INTEGER NOT NULL DEFAULT 0 CHECK (credit >= 0),
    created_at       INTEGER NOT NULL,
    erased_at        INTEGER,
    CHECK (guarantor <> id)
) STRICT;

CREATE TABLE card (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    number      TEXT    NOT NULL CHECK (number <> ''),
    patron      INTEGER NOT NULL REFERENCES patron (id),
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
    since       INTEGER NOT NULL,
    UNIQUE (institution, number)
) STRICT;
CREATE INDEX card_by_patron ON card (patron, id);

CREATE TABLE block (
    id        INTEGER NOT NULL PRIMARY KEY,
    patron    INTEGER NOT NULL REFERENCES patron (id),
    kind      INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),
    reason    TEXT    NOT NULL,
    placed_at INTEGER NOT NULL,
    terminal  INTEGER REFERENCES terminal (id),
    placed_by TEXT    NOT NULL,
    lifted_at INTEGER,
    lifted_by TEXT    NOT NULL
) STRICT;
CREATE INDEX block_open ON block (patron, id) WHERE lifted_at IS NULL;
CREATE INDEX block_by_terminal ON block (terminal, placed_at) WHERE terminal IS NOT NULL;

CREATE TABLE message (
    id         INTEGER NOT NULL PRIMARY KEY,
    patron     INTEGER NOT NULL REFERENCES patron (id),
    shown_to   INTEGER NOT NULL CHECK (shown_to BETWEEN 0 AND 1),
    text       TEXT    NOT NULL,
    until      INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_by_patron ON message (patron, id);

CREATE TABLE hold (
    id              INTEGER NOT NULL PRIMARY KEY,
    institution     INTEGER NOT NULL REFERENCES institution (id),
    title           INTEGER NOT NULL REFERENCES title (id),
    level           INTEGER NOT NULL CHECK (level BETWEEN 0 AND 2),
    item            INTEGER REFERENCES item (id),
    branch          INTEGER REFERENCES branch (id),
    patron          INTEGER NOT NULL REFERENCES patron (id),
    pickup          INTEGER NOT NULL REFERENCES branch (id),
    placed_at       INTEGER NOT NULL,
    rank            INTEGER NOT NULL,
    state           INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
    trapped_item    INTEGER REFERENCES item (id),
    trapped_at      INTEGER,
    shelf_until     INTEGER,
    expires_on      INTEGER,
    suspended_until INTEGER,
    closed_at       INTEGER,
    CHECK ((level = 1) = (item IS NOT NULL)),
    CHECK ((level = 2) = (branch IS NOT NULL)),
    CHECK ((state >= 4) = (closed_at IS NOT NULL)),
    CHECK (state NOT IN (2, 3) OR trapped_item IS NOT NULL),
    CHECK (state NOT IN (0, 1) OR trapped_item IS NULL)
) STRICT;
CREATE INDEX hold_queue ON hold (title, rank, id) WHERE state < 4;
CREATE UNIQUE INDEX hold_once ON hold (patron, title, COALESCE(item, 0), COALESCE(branch, 0)) WHERE state < 4;
CREATE INDEX hold_by_patron ON hold (patron, placed_at, id, state) WHERE state < 4;
-- A filled hold no longer keeps its item; one that lapsed or was cancelled does until it is cleared.
CREATE UNIQUE INDEX hold_trapping ON hold (trapped_item) WHERE trapped_item IS NOT NULL AND state <> 4;

CREATE TABLE loan (
    id                 INTEGER NOT NULL PRIMARY KEY,
    item               INTEGER NOT NULL REFERENCES item (id),
    patron             INTEGER REFERENCES patron (id),
    branch             INTEGER NOT NULL REFERENCES branch (id),
    terminal           INTEGER REFERENCES terminal (id),
    lent_at            INTEGER NOT NULL,
    due_at             INTEGER NOT NULL,
    state              INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
    renewals           INTEGER NOT NULL CHECK (renewals >= 0),
    renewed_at         INTEGER,
    due_before_renewal INTEGER,
    recalled_at        INTEGER,
    recall_due_at      INTEGER,
    claimed_at         INTEGER,
    lost_at            INTEGER,
    filled_hold        INTEGER REFERENCES hold (id),
    rule               TEXT    NOT NULL,
    hourly             INTEGER NOT NULL CHECK (hourly IN (0, 1)),
    max_renewals       INTEGER NOT NULL,
    overdue_rate       INTEGER NOT NULL CHECK (overdue_rate >= 0),
    overdue_per        INTEGER NOT NULL CHECK (overdue_per BETWEEN 0 AND 1),
    overdue_cap        INTEGER CHECK (overdue_cap >= 0),
    overdue_grace_days INTEGER NOT NULL CHECK (overdue_grace_days >= 0),
    grace_forgives     INTEGER NOT NULL CHECK (grace_forgives IN (0, 1)),
    closed_days_free   INTEGER NOT NULL CHECK (closed_days_free IN (0, 1)),
    closed_at          INTEGER,
    closed_by          INTEGER REFERENCES terminal (id),
    return_seen_at     INTEGER,
    CHECK ((state >= 3) = (closed_at IS NOT NULL)),
    CHECK (patron IS NOT NULL OR closed_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX loan_open ON loan (item) WHERE closed_at IS NULL;
CREATE INDEX loan_by_item ON loan (item, id);
-- Covers the count of overdue loans.
CREATE INDEX loan_by_due ON loan (patron, due_at, id, state) WHERE closed_at IS NULL;
CREATE INDEX loan_unusual ON loan (patron, state, id) WHERE closed_at IS NULL AND state > 0;
CREATE INDEX loan_recalled ON loan (patron, due_at, id) WHERE closed_at IS NULL AND recalled_at IS NOT NULL;

CREATE TABLE transit (
    id          INTEGER NOT NULL PRIMARY KEY,
    item        INTEGER NOT NULL REFERENCES item (id),
    from_branch INTEGER NOT NULL REFERENCES branch (id),
    to_branch   INTEGER NOT NULL REFERENCES branch (id),
    hold        INTEGER REFERENCES hold (id),
    sent_at     INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX transit_open ON transit (item) WHERE ended_at IS NULL;
CREATE INDEX transit_by_item ON transit (item, id);

CREATE TABLE fee (
    id          INTEGER NOT NULL PRIMARY KEY,
    patron      INTEGER NOT NULL REFERENCES patron (id),
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 9),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    item        INTEGER REFERENCES item (id),
    loan        INTEGER REFERENCES loan (id),
    note        TEXT    NOT NULL,
    assessed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fee_by_loan ON fee (loan, id) WHERE loan IS NOT NULL;
CREATE INDEX fee_by_patron ON fee (patron, id);

CREATE TABLE open_fee (
    fee    INTEGER NOT NULL PRIMARY KEY REFERENCES fee (id),
    patron INTEGER NOT NULL REFERENCES patron (id),
    amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX open_fee_by_patron ON open_fee (patron, fee, amount);

-- A refused one is kept too. A negative amount is credit paid out to the patron.
CREATE TABLE payment (
    id           INTEGER NOT NULL PRIMARY KEY,
    institution  INTEGER NOT NULL REFERENCES institution (id),
    patron       INTEGER REFERENCES patron (id),
    terminal     INTEGER REFERENCES terminal (id),
    bk           TEXT    NOT NULL,
    amount       INTEGER NOT NULL,
    payment_type INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 1),
    reason       TEXT    NOT NULL,
    credited     INTEGER NOT NULL,
    bk_reused    INTEGER NOT NULL CHECK (bk_reused IN (0, 1)),
    CHECK (credited BETWEEN 0 AND amount OR (amount < 0 AND credited = amount)),
    CHECK (credited = 0 OR (state = 0 AND patron IS NOT NULL))
) STRICT;
CREATE INDEX payment_by_bk ON payment (terminal, bk, at, id) WHERE bk <> '';
CREATE INDEX payment_by_patron ON payment (patron, id) WHERE patron IS NOT NULL;
CREATE INDEX payment_refused ON payment (institution, at, id) WHERE state = 1;

CREATE TABLE fee_entry (
    id      INTEGER NOT NULL PRIMARY KEY,
    fee     INTEGER NOT NULL REFERENCES fee (id),
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4),
    amount  INTEGER NOT NULL CHECK (amount > 0),
    payment INTEGER REFERENCES payment (id),
    at      INTEGER NOT NULL,
    done_by TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    CHECK (payment IS NULL OR kind = 0)
) STRICT;
CREATE INDEX fee_entry_by_fee ON fee_entry (fee, id);

CREATE TABLE notice (
    id         INTEGER NOT NULL PRIMARY KEY,
    patron     INTEGER NOT NULL REFERENCES patron (id),
    kind       TEXT    NOT NULL,
    cause      TEXT    NOT NULL,
    item       INTEGER REFERENCES item (id),
    hold       INTEGER REFERENCES hold (id),
    loan       INTEGER REFERENCES loan (id),
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    created_at INTEGER NOT NULL,
    done_at    INTEGER,
    UNIQUE (kind, cause)
) STRICT;
CREATE INDEX notice_waiting ON notice (id) WHERE state = 0;
CREATE INDEX notice_by_loan ON notice (loan) WHERE loan IS NOT NULL;

CREATE TABLE review_entry (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    kind        TEXT    NOT NULL,
    terminal    INTEGER REFERENCES terminal (id),
    patron      INTEGER REFERENCES patron (id),
    item        INTEGER REFERENCES item (id),
    card        TEXT    NOT NULL,
    barcode     TEXT    NOT NULL,
    request     TEXT    NOT NULL,
    reasons     TEXT    NOT NULL,
    said_at     INTEGER,
    due_at      INTEGER,
    at          INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by TEXT    NOT NULL,
    resolution  TEXT    NOT NULL
) STRICT;
CREATE INDEX review_open ON review_entry (institution, id) WHERE resolved_at IS NULL;

-- What a request did may be undone and gone before its row is: loan, hold and fee are no references.
CREATE TABLE journal (
    id               INTEGER NOT NULL PRIMARY KEY,
    terminal         INTEGER REFERENCES terminal (id),
    digest           BLOB    NOT NULL CHECK (length(digest) = 32),
    operation        TEXT    NOT NULL,
    at               INTEGER NOT NULL,
    said_at          INTEGER,
    keep_until       INTEGER NOT NULL,
    already_happened INTEGER NOT NULL CHECK (already_happened IN (0, 1)),
    item             INTEGER REFERENCES item (id),
    loan             INTEGER,
    hold             INTEGER,
    fee              INTEGER,
    payment          INTEGER REFERENCES payment (id),
    event            INTEGER,
    due_at           INTEGER,
    amount           INTEGER,
    facts            TEXT    NOT NULL
) STRICT;
CREATE INDEX journal_by_digest ON journal (digest, at, id);
CREATE INDEX journal_by_end ON journal (keep_until, id);

-- What was undone keeps its events: loan, hold and fee are no references.
CREATE TABLE event (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    at          INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    branch      INTEGER REFERENCES branch (id),
    terminal    INTEGER REFERENCES terminal (id),
    done_by     TEXT    NOT NULL,
    patron      INTEGER REFERENCES patron (id),
    item        INTEGER REFERENCES item (id),
    loan        INTEGER,
    hold        INTEGER,
    fee         INTEGER,
    detail      TEXT    NOT NULL
) STRICT;
CREATE INDEX event_by_item ON event (item, id) WHERE item IS NOT NULL;
CREATE INDEX event_by_patron ON event (patron, id) WHERE patron IS NOT NULL;

CREATE TABLE counter (
    day             INTEGER NOT NULL,
    branch          INTEGER NOT NULL REFERENCES branch (id),
    item_type       TEXT    NOT NULL,
    collection      TEXT    NOT NULL,
    patron_category TEXT    NOT NULL,
    age_band        TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    amount          INTEGER NOT NULL,
    PRIMARY KEY (day, branch, item_type, collection, patron_category, age_band, kind)
) STRICT;

-- Stocktaking: a count of a place, and what was scanned in it, known or not.
CREATE TABLE stock_count (
    id          INTEGER NOT NULL PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution (id),
    branch      INTEGER NOT NULL REFERENCES branch (id),
    location    TEXT    NOT NULL,
    begun_at    INTEGER NOT NULL,
    begun_by    TEXT    NOT NULL,
    ended_at    INTEGER
) STRICT;

CREATE TABLE stock_count_item (
    stock_count INTEGER NOT NULL REFERENCES stock_count (id),
    barcode     TEXT    NOT NULL,
    item        INTEGER REFERENCES item (id),
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (stock_count, barcode)
) STRICT;
