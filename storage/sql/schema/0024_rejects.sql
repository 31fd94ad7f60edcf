-- What of a file did not go in, the first ones of each import: what a balance sheet that does not balance is explained by.
CREATE TABLE import_reject (
    run      INTEGER NOT NULL REFERENCES import_run (id),
    number   INTEGER NOT NULL,
    place    INTEGER NOT NULL, -- line of a table, else record
    field    TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    sentence TEXT    NOT NULL,
    PRIMARY KEY (run, number)
) STRICT;
