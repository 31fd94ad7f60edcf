-- What is still to be delivered of a reader or an item is looked for before each change that is relayed, and before
-- each that is delivered.
CREATE INDEX order_of_card ON backend_order (card, id) WHERE ended_at IS NULL;
CREATE INDEX order_of_item ON backend_order (barcode, id) WHERE ended_at IS NULL;
