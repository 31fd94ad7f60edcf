-- Whom wrong PINs have locked: few, and a row is written when a card is locked or opened, never at a single wrong PIN.
CREATE INDEX patron_locked ON patron (institution, pin_locked_until, id) WHERE pin_locked_until IS NOT NULL;
