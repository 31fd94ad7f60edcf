-- Cards that devices have blocked where the library system behind us has no place for it, or could not be reached.
CREATE TABLE kept_block (
    backend       TEXT    NOT NULL CHECK (backend <> ''),
    card          TEXT    NOT NULL CHECK (card <> ''),
    reason        TEXT    NOT NULL,
    since         INTEGER NOT NULL,
    card_retained INTEGER NOT NULL CHECK (card_retained IN (0, 1)),
    PRIMARY KEY (backend, card)
) STRICT;
