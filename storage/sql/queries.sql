-- Every statement that is not made from the table of columns, each under its name. {loan.*} stands for the
-- columns read with a loan. Enumerations are numbers here: hold states below 4 are open, 3 is on the shelf;
-- loan states from 3 on are closed. What an index holds only in part is repeated word for word, so that both
-- engines see that it serves.

-- The store itself

-- name: applied_migrations
SELECT name, checksum FROM schema_migration ORDER BY number

-- name: add_migration
INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (:number, :name, :checksum, :applied_at)

-- name: greatest_id
SELECT CAST(COALESCE(MAX(last_id), 0) AS BIGINT) FROM node

-- name: keep_last_id
INSERT INTO node (node, last_id) VALUES (:node, :last_id)
ON CONFLICT (node) DO UPDATE SET last_id = :last_id

-- name: find_setting
SELECT value FROM store_setting WHERE key = :key

-- name: add_setting
INSERT INTO store_setting (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO NOTHING

-- name: put_setting
INSERT INTO store_setting (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = :value

-- The library

-- name: institutions
SELECT {institution.*} FROM institution ORDER BY code

-- name: find_institution
SELECT {institution.*} FROM institution WHERE id = :id

-- name: institution_by_code
SELECT {institution.*} FROM institution WHERE code = :code

-- name: branches
SELECT {branch.*} FROM branch WHERE institution = :institution ORDER BY code

-- name: find_branch
SELECT {branch.*} FROM branch WHERE id = :id

-- name: branch_by_code
SELECT {branch.*} FROM branch WHERE institution = :institution AND code = :code AND closed_at IS NULL

-- What still counts on a branch. Walks through all items on purpose, once when a branch closes.
-- name: check_branch_uses
SELECT 'items', COUNT(*) FROM item WHERE branch = :branch AND state <> 6
UNION ALL SELECT 'readers', COUNT(*) FROM patron WHERE branch = :branch AND erased_at IS NULL
UNION ALL SELECT 'holds to be fetched there', COUNT(*) FROM hold WHERE pickup = :branch AND state < 4
UNION ALL SELECT 'items on their way there', COUNT(*) FROM transit WHERE to_branch = :branch AND ended_at IS NULL
UNION ALL SELECT 'enabled terminals', COUNT(*) FROM terminal WHERE branch = :branch AND enabled = 1

-- What hangs on an institution.
-- name: check_institution_uses
SELECT 'branches', COUNT(*) FROM branch WHERE institution = :institution
UNION ALL SELECT 'titles', COUNT(*) FROM title WHERE institution = :institution
UNION ALL SELECT 'items', COUNT(*) FROM item WHERE institution = :institution
UNION ALL SELECT 'readers', COUNT(*) FROM patron WHERE institution = :institution
UNION ALL SELECT 'terminals', COUNT(*) FROM terminal WHERE institution = :institution
UNION ALL SELECT 'partners', COUNT(*) FROM partner WHERE institution = :institution
UNION ALL SELECT 'imports', COUNT(*) FROM import_run WHERE institution = :institution

-- Events have no index by institution: one that is removed has a few, and is removed once.
-- name: check_and_remove_events_of
DELETE FROM event WHERE institution = :institution

-- name: remove_jobs_of
DELETE FROM day_job WHERE institution = :institution

-- The engine looks through all that could name it.
-- name: check_and_remove_institution
DELETE FROM institution WHERE id = :id

-- name: check_money_known
SELECT CASE WHEN EXISTS (SELECT 1 FROM payment WHERE institution = :institution)
  OR EXISTS (SELECT 1 FROM fee JOIN patron ON patron.id = fee.patron WHERE patron.institution = :institution)
  OR EXISTS (SELECT 1 FROM item WHERE institution = :institution AND price IS NOT NULL) THEN 1 ELSE 0 END

-- name: hours_of
SELECT {branch_hours.*} FROM branch_hours WHERE branch = :branch ORDER BY weekday

-- name: closed_days_of
SELECT day FROM closed_day WHERE branch = :branch AND day >= :since ORDER BY day

-- name: closed_days
SELECT {closed_day.*} FROM closed_day WHERE branch = :branch AND day >= :first AND day <= :last ORDER BY day

-- name: terminals
SELECT {terminal.*} FROM terminal ORDER BY login

-- name: find_terminal
SELECT {terminal.*} FROM terminal WHERE id = :id

-- name: terminal_by_login
SELECT {terminal.*} FROM terminal WHERE login = :login

-- name: remove_hours
DELETE FROM branch_hours WHERE branch = :branch AND weekday = :weekday

-- name: remove_closed_day
DELETE FROM closed_day WHERE id = :id

-- The inventory

-- name: find_title
SELECT {title.*} FROM title WHERE id = :id

-- name: title_by_control_number
SELECT {title.*} FROM title
WHERE institution = :institution AND control_number = :control_number AND control_number <> ''

-- name: known_number_of
SELECT CASE WHEN control_number <> '' THEN control_number
  ELSE COALESCE('item-' || (SELECT MIN(item.barcode) FROM item WHERE item.title = title.id), 'title-' || title.id) END
FROM title WHERE id = :id

-- name: marc_of
SELECT marc FROM title WHERE id = :id

-- name: find_item
SELECT {item.*} FROM item WHERE id = :id

-- What a decision asks of an item: with its title, and what is open about it, of each one at most.
-- name: item_facts
SELECT {item.*}, {title.*}, {loan.*}, {transit.*}, {hold.*} FROM item JOIN title ON title.id = item.title
LEFT JOIN loan ON loan.item = item.id AND loan.closed_at IS NULL
LEFT JOIN transit ON transit.item = item.id AND transit.ended_at IS NULL
LEFT JOIN hold ON hold.trapped_item = item.id AND hold.state <> 4
WHERE item.id = :id

-- name: item_facts_by_barcode
SELECT {item.*}, {title.*}, {loan.*}, {transit.*}, {hold.*} FROM item JOIN title ON title.id = item.title
LEFT JOIN loan ON loan.item = item.id AND loan.closed_at IS NULL
LEFT JOIN transit ON transit.item = item.id AND transit.ended_at IS NULL
LEFT JOIN hold ON hold.trapped_item = item.id AND hold.state <> 4
WHERE item.institution = :institution AND item.barcode = :barcode

-- name: see_item
UPDATE item SET place = :place, seen_at = :at WHERE id = :id AND (seen_at IS NULL OR seen_at < :at)

-- name: items_of
SELECT {item.*} FROM item WHERE title = :title ORDER BY id LIMIT :count OFFSET :first

-- By barcode, as the index of barcodes has them: few items are out of order.
-- name: items_in_state
SELECT {item.*}, {title.*} FROM item JOIN title ON title.id = item.title
WHERE item.institution = :institution AND item.state = :state
ORDER BY item.barcode LIMIT :count OFFSET :first

-- name: items_by_call_number
SELECT {item.*}, {title.*} FROM item JOIN title ON title.id = item.title
WHERE item.institution = :institution AND item.call_number >= :from AND item.call_number < :to
ORDER BY item.call_number, item.id LIMIT :count OFFSET :first

-- name: find_transit
SELECT {transit.*} FROM transit WHERE id = :id

-- name: last_transit_of
SELECT {transit.*} FROM transit WHERE item = :item ORDER BY id DESC LIMIT 1

-- name: remove_transit
DELETE FROM transit WHERE id = :id

-- name: words_of
SELECT word FROM title_word WHERE title = :title ORDER BY word

-- name: add_word
INSERT INTO title_word (word, title) VALUES (:word, :title)

-- name: remove_word
DELETE FROM title_word WHERE word = :word AND title = :title

-- Search: the first word leads, by equality and so in the order of titles; the others are looked up for each
-- of its titles until the page is full. NULL stands for a word not given.

-- name: search_words
SELECT {title.*} FROM title_word AS lead JOIN title ON title.id = lead.title
WHERE lead.word = :word1 AND title.institution = :institution
  AND (CAST(:word2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.word = :word2 AND w.title = lead.title))
  AND (CAST(:word3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.word = :word3 AND w.title = lead.title))
  AND (CAST(:word4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.word = :word4 AND w.title = lead.title))
  AND (CAST(:word5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.word = :word5 AND w.title = lead.title))
  AND (CAST(:word6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.word = :word6 AND w.title = lead.title))
  AND (CAST(:from AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM title_word AS w WHERE w.title = lead.title AND w.word >= :from AND w.word < :to))
ORDER BY lead.title LIMIT :count OFFSET :first

-- name: rows_of_prefix
SELECT COUNT(*) FROM (SELECT 1 FROM title_word WHERE word >= :from AND word < :to LIMIT :most) AS bounded

-- name: search_prefix
SELECT {title.*} FROM title
WHERE title.id IN (SELECT w.title FROM title_word AS w WHERE w.word >= :from AND w.word < :to)
  AND title.institution = :institution
ORDER BY title.id LIMIT :count OFFSET :first

-- The same for a prefix that so many titles have that the page is soon full.
-- name: search_wide_prefix
SELECT {title.*} FROM title
WHERE EXISTS (SELECT 1 FROM title_word AS w WHERE w.title = title.id AND w.word >= :from AND w.word < :to)
  AND title.institution = :institution
ORDER BY title.id LIMIT :count OFFSET :first

-- People

-- name: find_patron
SELECT {patron.*} FROM patron WHERE id = :id

-- With whether there is an open block, of which most have none to be looked up.
-- name: patron_of_card
SELECT {patron.*}, {card.*},
  CASE WHEN EXISTS (SELECT 1 FROM block WHERE block.patron = patron.id AND block.lifted_at IS NULL) THEN 1 ELSE 0 END
FROM card JOIN patron ON patron.id = card.patron
WHERE card.institution = :institution AND card.number = :number

-- name: patron_and_cards
SELECT {patron.*}, {card.*} FROM patron LEFT JOIN card ON card.patron = patron.id WHERE patron.id = :id ORDER BY card.id

-- name: find_card
SELECT {card.*} FROM card WHERE institution = :institution AND number = :number

-- name: card_by_id
SELECT {card.*} FROM card WHERE id = :id

-- name: cards_of
SELECT {card.*} FROM card WHERE patron = :patron ORDER BY id

-- name: cards_in
SELECT {card.*} FROM card WHERE state > 0 AND state = :state AND institution = :institution ORDER BY id LIMIT :count OFFSET :first

-- name: patrons_locked
SELECT {patron.*} FROM patron WHERE institution = :institution AND pin_locked_until > :after AND erased_at IS NULL
ORDER BY pin_locked_until DESC, id DESC LIMIT :count OFFSET :first

-- name: find_message
SELECT {message.*} FROM message WHERE id = :id

-- name: find_block
SELECT {block.*} FROM block WHERE id = :id

-- name: open_blocks_of
SELECT {block.*} FROM block WHERE patron = :patron AND lifted_at IS NULL ORDER BY id

-- name: blocks_placed_by
SELECT COUNT(*) FROM block WHERE terminal = :terminal AND placed_at >= :since AND kind = 0

-- name: messages_of
SELECT {message.*} FROM message
WHERE patron = :patron AND (until IS NULL OR until > :now) ORDER BY id

-- Readers by words of their names: every word is a range, of one word or of all that begin so, the first the
-- longest and so the rarest. NULL stands for a word, or a day, not given.

-- name: words_of_patron
SELECT word FROM patron_word WHERE patron = :patron ORDER BY word

-- name: add_patron_word
INSERT INTO patron_word (word, patron) VALUES (:word, :patron)

-- name: remove_patron_word
DELETE FROM patron_word WHERE word = :word AND patron = :patron

-- name: patrons_to_fold
SELECT id, given_name, family_name FROM patron WHERE id > :after AND erased_at IS NULL ORDER BY id LIMIT :most

-- name: search_patrons
SELECT {patron.*} FROM patron
WHERE patron.id IN (SELECT w.patron FROM patron_word AS w WHERE w.word >= :from1 AND w.word < :to1)
  AND (CAST(:from2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM patron_word AS w WHERE w.patron = patron.id AND w.word >= :from2 AND w.word < :to2))
  AND (CAST(:from3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM patron_word AS w WHERE w.patron = patron.id AND w.word >= :from3 AND w.word < :to3))
  AND (CAST(:from4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM patron_word AS w WHERE w.patron = patron.id AND w.word >= :from4 AND w.word < :to4))
  AND (CAST(:born AS BIGINT) IS NULL OR patron.birth_date = :born)
  AND patron.institution = :institution AND patron.erased_at IS NULL
ORDER BY patron.id LIMIT :count OFFSET :first

-- name: patrons_born
SELECT {patron.*} FROM patron
WHERE institution = :institution AND birth_date = :born AND birth_date IS NOT NULL AND erased_at IS NULL
ORDER BY id LIMIT :count OFFSET :first

-- All that is kept of one reader. There is no index over all loans and holds of a reader: what is over is found by
-- the events that still name them.

-- name: blocks_of
SELECT {block.*} FROM block WHERE patron = :patron ORDER BY id

-- name: all_messages_of
SELECT {message.*} FROM message WHERE patron = :patron ORDER BY id

-- name: all_open_loans_of
SELECT {loan.*} FROM loan WHERE patron = :patron AND closed_at IS NULL ORDER BY due_at, id

-- name: past_loans_of
SELECT {loan.*} FROM loan WHERE id IN (SELECT event.loan FROM event WHERE event.patron = :patron AND event.patron IS NOT NULL)
  AND +patron = :patron AND closed_at IS NOT NULL
ORDER BY id

-- name: all_open_holds_of
SELECT {hold.*} FROM hold WHERE patron = :patron AND state < 4 ORDER BY placed_at, id

-- name: past_holds_of
SELECT {hold.*} FROM hold WHERE id IN (SELECT event.hold FROM event WHERE event.patron = :patron AND event.patron IS NOT NULL)
  AND +patron = :patron AND state >= 4
ORDER BY id

-- name: all_fees_of
SELECT {fee.*} FROM fee WHERE patron = :patron ORDER BY id

-- name: all_entries_of
SELECT {fee_entry.*} FROM fee_entry WHERE fee IN (SELECT fee.id FROM fee WHERE fee.patron = :patron) ORDER BY id

-- name: payments_of
SELECT {payment.*} FROM payment WHERE patron = :patron AND patron IS NOT NULL ORDER BY id

-- name: notices_of
SELECT {notice.*} FROM notice WHERE patron = :patron ORDER BY id

-- name: reviews_of
SELECT {review_entry.*} FROM review_entry WHERE patron = :patron AND patron IS NOT NULL ORDER BY id

-- name: all_events_of
SELECT {event.*} FROM event WHERE patron = :patron AND patron IS NOT NULL ORDER BY id

-- name: page_of_events_of
SELECT {event.*} FROM event WHERE patron = :patron AND patron IS NOT NULL ORDER BY id DESC LIMIT :count OFFSET :first

-- Two records of one reader become one: what is over goes first, as long as its events still name the other.

-- name: merge_past_loans
UPDATE loan SET patron = :into WHERE id IN (SELECT event.loan FROM event WHERE event.patron = :from AND event.patron IS NOT NULL)
  AND +patron = :from AND closed_at IS NOT NULL

-- name: merge_past_holds
UPDATE hold SET patron = :into WHERE id IN (SELECT event.hold FROM event WHERE event.patron = :from AND event.patron IS NOT NULL)
  AND +patron = :from AND state >= 4

-- name: merge_open_loans
UPDATE loan SET patron = :into WHERE patron = :from AND closed_at IS NULL

-- name: merge_open_holds
UPDATE hold SET patron = :into WHERE patron = :from AND state < 4

-- name: merge_cards
UPDATE card SET patron = :into WHERE patron = :from

-- name: merge_blocks
UPDATE block SET patron = :into WHERE patron = :from

-- name: merge_messages
UPDATE message SET patron = :into WHERE patron = :from

-- name: merge_fees
UPDATE fee SET patron = :into WHERE patron = :from

-- name: merge_open_fees
UPDATE open_fee SET patron = :into WHERE patron = :from

-- name: merge_payments
UPDATE payment SET patron = :into WHERE patron = :from AND patron IS NOT NULL

-- Of their own, and those for whom they answer.
-- name: merge_recipients
UPDATE notice SET recipient = :into WHERE recipient = :from AND
  (patron = :from OR patron IN (SELECT ward.id FROM patron AS ward WHERE ward.guarantor = :from AND ward.guarantor IS NOT NULL))

-- name: merge_notices
UPDATE notice SET patron = :into WHERE patron = :from

-- name: merge_reviews
UPDATE review_entry SET patron = :into WHERE patron = :from AND patron IS NOT NULL

-- name: merge_wards
UPDATE patron SET guarantor = :into WHERE guarantor = :from AND guarantor IS NOT NULL

-- name: merge_events
UPDATE event SET patron = :into WHERE patron = :from AND patron IS NOT NULL

-- Two titles become one.

-- name: merge_copies
UPDATE item SET title = :into WHERE title = :from

-- name: merge_title_holds
UPDATE hold SET title = :into WHERE title = :from

-- name: merge_title_reviews
UPDATE review_entry SET control_number = (SELECT stays.control_number FROM title AS stays WHERE stays.id = :into)
WHERE institution = (SELECT stays.institution FROM title AS stays WHERE stays.id = :into) AND resolved_at IS NULL
  AND control_number <> '' AND control_number = (SELECT goes.control_number FROM title AS goes WHERE goes.id = :from)

-- A reader is forgotten: what people wrote in rows about them.

-- name: empty_blocks
UPDATE block SET reason = '' WHERE patron = :patron

-- name: empty_messages
UPDATE message SET text = '' WHERE patron = :patron

-- name: empty_fees
UPDATE fee SET note = '' WHERE patron = :patron

-- name: empty_entries
UPDATE fee_entry SET reason = '' WHERE fee IN (SELECT fee.id FROM fee WHERE fee.patron = :patron)

-- name: empty_payments
UPDATE payment SET resolution = '' WHERE patron = :patron AND patron IS NOT NULL

-- name: empty_notices
UPDATE notice SET last_error = '' WHERE patron = :patron OR (recipient = :patron AND
  patron IN (SELECT ward.id FROM patron AS ward WHERE ward.guarantor = :patron AND ward.guarantor IS NOT NULL))

-- name: empty_reviews
UPDATE review_entry SET card = '', resolution = '' WHERE patron = :patron AND patron IS NOT NULL

-- name: empty_events
UPDATE event SET reason = '' WHERE patron = :patron AND patron IS NOT NULL

-- What imports kept of the record as it was; the runs are few.
-- name: remove_marks_of
DELETE FROM import_mark WHERE run IN (SELECT import_run.id FROM import_run) AND kind = :kind AND record = :record

-- What counts against a patron; each number is found in an index of few rows.
-- name: patron_standing
SELECT
  (SELECT COUNT(*) FROM loan WHERE patron = :patron AND closed_at IS NULL AND due_at < :now AND state = 0),
  (SELECT COUNT(*) FROM loan WHERE patron = :patron AND closed_at IS NULL AND state > 0 AND state = 1),
  (SELECT COUNT(*) FROM loan WHERE patron = :patron AND closed_at IS NULL AND state > 0 AND state = 2),
  (SELECT COUNT(*) FROM loan WHERE patron = :patron AND closed_at IS NULL AND recalled_at IS NOT NULL),
  (SELECT COUNT(*) FROM hold WHERE patron = :patron AND state < 4 AND state = 3),
  (SELECT CAST(COALESCE(SUM(open_fee.amount), 0) AS BIGINT) FROM open_fee JOIN fee ON fee.id = open_fee.fee
   WHERE open_fee.patron = :patron AND fee.kind = 4),
  (SELECT CASE WHEN owed > credit THEN owed - credit ELSE 0 END FROM patron WHERE id = :guarantor)

-- A checkout or a checkin: nothing of money is written or looked at.
-- name: adjust_loans_of_patron
UPDATE patron SET open_loans = open_loans + :loans WHERE id = :patron

-- name: adjust_patron
UPDATE patron SET open_loans = open_loans + :loans, open_holds = open_holds + :holds,
  open_fees = open_fees + :fees, owed = owed + :owed, credit = credit + :credit
WHERE id = :patron

-- Loans

-- name: find_loan
SELECT {loan.*} FROM loan WHERE id = :id

-- name: last_loan_of
SELECT {loan.*} FROM loan WHERE item = :item ORDER BY id DESC LIMIT 1

-- name: past_loans_of_item
SELECT {loan.*} FROM loan WHERE item = :item AND closed_at IS NOT NULL ORDER BY id

-- The lists of a patron's account begin anywhere: the first row of the page is found in an index that has all that
-- the condition asks for, so that only the rows of the page are fetched and joined.

-- name: open_loans_of
SELECT {loan.*}, item.barcode, item.item_type, title.text, title.id FROM loan
JOIN item ON item.id = loan.item JOIN title ON title.id = item.title
WHERE loan.patron = :patron AND loan.closed_at IS NULL
  AND (loan.due_at, loan.id) >= (SELECT first.due_at, first.id FROM loan AS first
    WHERE first.patron = :patron AND first.closed_at IS NULL
    ORDER BY first.due_at, first.id LIMIT 1 OFFSET :first)
ORDER BY loan.due_at, loan.id LIMIT :count

-- name: overdue_loans_of
SELECT {loan.*}, item.barcode, item.item_type, title.text, title.id FROM loan
JOIN item ON item.id = loan.item JOIN title ON title.id = item.title
WHERE loan.patron = :patron AND loan.closed_at IS NULL AND loan.due_at < :now AND loan.state = 0
  AND (loan.due_at, loan.id) >= (SELECT first.due_at, first.id FROM loan AS first
    WHERE first.patron = :patron AND first.closed_at IS NULL AND first.due_at < :now AND first.state = 0
    ORDER BY first.due_at, first.id LIMIT 1 OFFSET :first)
ORDER BY loan.due_at, loan.id LIMIT :count

-- name: recalled_loans_of
SELECT {loan.*}, item.barcode, item.item_type, title.text, title.id FROM loan
JOIN item ON item.id = loan.item JOIN title ON title.id = item.title
WHERE loan.patron = :patron AND loan.closed_at IS NULL AND loan.recalled_at IS NOT NULL
  AND (loan.due_at, loan.id) >= (SELECT first.due_at, first.id FROM loan AS first
    WHERE first.patron = :patron AND first.closed_at IS NULL AND first.recalled_at IS NOT NULL
    ORDER BY first.due_at, first.id LIMIT 1 OFFSET :first)
ORDER BY loan.due_at, loan.id LIMIT :count

-- By whose opening hours they follow: those of the branch that lent it, unless it was said otherwise.
-- name: loans_by_hours_of
SELECT {loan.*} FROM loan
WHERE branch = :branch AND hours_of IS NULL AND closed_at IS NULL AND state = 0
  AND (due_at, id) > (:from, :after) AND due_at < :before
UNION ALL SELECT {loan.*} FROM loan
WHERE hours_of = :branch AND hours_of IS NOT NULL AND closed_at IS NULL AND state = 0
  AND (due_at, id) > (:from, :after) AND due_at < :before
ORDER BY due_at, id LIMIT :count

-- name: loans_in
SELECT {loan.*}, item.barcode, item.item_type, title.text, title.id FROM loan
JOIN item ON item.id = loan.item JOIN title ON title.id = item.title
WHERE loan.closed_at IS NULL AND loan.state > 0 AND loan.state = :state AND item.institution = :institution
ORDER BY loan.id LIMIT :count OFFSET :first

-- The plus keeps the institution out of the choice of a way: there are fewer recalls than items.
-- name: recalled_loans
SELECT {loan.*}, item.barcode, item.item_type, title.text, title.id FROM loan
JOIN item ON item.id = loan.item JOIN title ON title.id = item.title
WHERE loan.closed_at IS NULL AND loan.recalled_at IS NOT NULL AND loan.recall_due_at <= :until
  AND +item.institution = :institution
ORDER BY loan.recall_due_at, loan.id LIMIT :count OFFSET :first

-- name: loan_recalled_for
SELECT {loan.*} FROM loan
WHERE recalled_for = :hold AND recalled_for IS NOT NULL AND closed_at IS NULL ORDER BY id LIMIT 1

-- name: open_loans_of_type
SELECT COUNT(*) FROM loan JOIN item ON item.id = loan.item
WHERE loan.patron = :patron AND loan.closed_at IS NULL
  AND CASE WHEN item.temporary_type <> '' AND item.temporary_until >= :today THEN item.temporary_type
      ELSE item.item_type END = :item_type

-- name: remove_loan
DELETE FROM loan WHERE id = :id

-- Holds

-- name: find_hold
SELECT {hold.*} FROM hold WHERE id = :id

-- name: ready_holds_of
SELECT {hold.*}, item.barcode, title.text, branch.code FROM hold
JOIN title ON title.id = hold.title JOIN branch ON branch.id = hold.pickup
LEFT JOIN item ON item.id = COALESCE(hold.trapped_item, hold.item)
WHERE hold.patron = :patron AND hold.state < 4 AND hold.state = 3
  AND (hold.placed_at, hold.id) >= (SELECT first.placed_at, first.id FROM hold AS first
    WHERE first.patron = :patron AND first.state < 4 AND first.state = 3
    ORDER BY first.placed_at, first.id LIMIT 1 OFFSET :first)
ORDER BY hold.placed_at, hold.id LIMIT :count

-- name: shelf_holds
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND state < 4 AND state = 3 AND shelf_until >= :first
ORDER BY shelf_until, id

-- name: waiting_holds_of
SELECT {hold.*}, item.barcode, title.text, branch.code FROM hold
JOIN title ON title.id = hold.title JOIN branch ON branch.id = hold.pickup
LEFT JOIN item ON item.id = COALESCE(hold.trapped_item, hold.item)
WHERE hold.patron = :patron AND hold.state < 4 AND hold.state <> 3
  AND (hold.placed_at, hold.id) >= (SELECT first.placed_at, first.id FROM hold AS first
    WHERE first.patron = :patron AND first.state < 4 AND first.state <> 3
    ORDER BY first.placed_at, first.id LIMIT 1 OFFSET :first)
ORDER BY hold.placed_at, hold.id LIMIT :count

-- name: queue_of
SELECT {hold.*} FROM hold WHERE title = :title AND state < 4
ORDER BY rank, id LIMIT :count OFFSET :first

-- name: queued_holds_of
SELECT {hold.*} FROM hold WHERE title = :title AND state < 4 AND state < 2
ORDER BY rank, id LIMIT :count OFFSET :first

-- name: open_hold_of
SELECT {hold.*} FROM hold WHERE patron = :patron AND title = :title AND state < 4 ORDER BY id LIMIT 1

-- name: queue_position
SELECT COUNT(*) FROM hold WHERE title = :title AND state < 4 AND (rank, id) <= (:rank, :id)
  AND CASE state WHEN 3 THEN COALESCE(shelf_until, :today) WHEN 2 THEN :today ELSE COALESCE(expires_on, :today) END >= :today

-- name: wanted_holds_of_title
SELECT COUNT(*) FROM hold WHERE title = :title AND state < 4
  AND CASE state WHEN 3 THEN COALESCE(shelf_until, :today) WHEN 2 THEN :today ELSE COALESCE(expires_on, :today) END >= :today

-- name: wanted_holds_of_patron
SELECT COUNT(*) FROM hold WHERE patron = :patron AND state < 4
  AND CASE state WHEN 3 THEN COALESCE(shelf_until, :today) WHEN 2 THEN :today ELSE COALESCE(expires_on, :today) END >= :today

-- Lists that staff walks with. An item stands where it was seen last, whichever branch it is meant for, so
-- these look at it and not at the pickup; they walk what stands on all hold shelves, not all holds.

-- name: holds_on_shelf
SELECT {hold.*}, item.barcode, title.text, branch.code FROM hold
JOIN item ON item.id = hold.trapped_item JOIN title ON title.id = hold.title JOIN branch ON branch.id = hold.pickup
WHERE hold.institution = (SELECT here.institution FROM branch AS here WHERE here.id = :branch)
  AND hold.state = 3 AND item.place = :branch
ORDER BY COALESCE(hold.shelf_until, 0), hold.id LIMIT :count OFFSET :first

-- name: holds_to_clear
SELECT {hold.*}, item.barcode, title.text, branch.code FROM hold
JOIN item ON item.id = hold.trapped_item JOIN title ON title.id = hold.title JOIN branch ON branch.id = hold.pickup
WHERE hold.institution = (SELECT here.institution FROM branch AS here WHERE here.id = :branch)
  AND hold.trapped_item IS NOT NULL AND hold.state <> 4 AND item.place = :branch
  AND (hold.state > 4 OR (hold.state = 3 AND (hold.shelf_until < :today OR hold.pickup <> item.place)))
ORDER BY hold.id LIMIT :count OFFSET :first

-- name: suspended_holds
SELECT {hold.*}, item.barcode, title.text, branch.code FROM hold
JOIN title ON title.id = hold.title JOIN branch ON branch.id = hold.pickup LEFT JOIN item ON item.id = hold.item
WHERE hold.institution = :institution AND hold.state = 1
ORDER BY hold.id LIMIT :count OFFSET :first

-- name: transits_to
SELECT {transit.*}, item.barcode, title.text FROM transit
JOIN item ON item.id = transit.item JOIN title ON title.id = item.title
WHERE transit.to_branch = :branch AND transit.ended_at IS NULL
ORDER BY transit.sent_at, transit.id LIMIT :count OFFSET :first

-- Copies free on the shelves of a branch of titles that somebody waits for, after a title and an item of it;
-- whom they suit is a rule.
-- name: copies_to_pull
SELECT {item.*} FROM title CROSS JOIN item
WHERE title.institution = (SELECT here.institution FROM branch AS here WHERE here.id = :branch)
  AND title.open_holds > 0 AND title.id >= :title AND item.title = title.id AND (title.id > :title OR item.id > :item)
  AND item.place = :branch AND item.state = 0
  AND EXISTS (SELECT 1 FROM hold WHERE hold.title = title.id AND hold.state < 4 AND hold.state < 2)
  AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.item = item.id AND loan.closed_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM transit WHERE transit.item = item.id AND transit.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.trapped_item = item.id AND hold.state <> 4)
ORDER BY title.id, item.id LIMIT :count

-- name: adjust_title
UPDATE title SET open_holds = open_holds + :holds WHERE id = :title

-- Fees and payments

-- name: find_fee
SELECT {fee.*} FROM fee WHERE id = :id

-- name: find_open_fee
SELECT {open_fee.*} FROM open_fee WHERE fee = :fee

-- name: fees_of_loan
SELECT {fee.*} FROM fee WHERE loan = :loan ORDER BY id

-- name: open_fees_of
SELECT {fee.*}, open_fee.amount, item.barcode, COALESCE(title.text, fee.about) FROM open_fee
JOIN fee ON fee.id = open_fee.fee LEFT JOIN item ON item.id = fee.item LEFT JOIN title ON title.id = item.title
WHERE open_fee.patron = :patron
  AND open_fee.fee >= (SELECT first.fee FROM open_fee AS first
    WHERE first.patron = :patron ORDER BY first.fee LIMIT 1 OFFSET :first)
ORDER BY open_fee.fee LIMIT :count

-- name: fees_of
SELECT {fee.*}, COALESCE(open_fee.amount, 0), item.barcode, COALESCE(title.text, fee.about) FROM fee
LEFT JOIN open_fee ON open_fee.fee = fee.id LEFT JOIN item ON item.id = fee.item LEFT JOIN title ON title.id = item.title
WHERE fee.patron = :patron ORDER BY fee.id DESC LIMIT :count OFFSET :first

-- name: entries_of
SELECT {fee_entry.*} FROM fee_entry WHERE fee = :fee ORDER BY id

-- name: remove_entries
DELETE FROM fee_entry WHERE fee = :fee

-- name: remove_open_fee
DELETE FROM open_fee WHERE fee = :fee

-- name: remove_fee
DELETE FROM fee WHERE id = :id

-- name: find_payment
SELECT {payment.*} FROM payment WHERE id = :id

-- name: payments_by_bk
SELECT {payment.*} FROM payment
WHERE terminal = :terminal AND bk = :bk AND bk <> '' AND at >= :since AND state = 0
ORDER BY at DESC, id DESC

-- name: refused_payments
SELECT {payment.*} FROM payment WHERE institution = :institution AND state = 1 AND at >= :since
ORDER BY at, id LIMIT :count OFFSET :first

-- name: unsettled_payments
SELECT {payment.*} FROM payment WHERE institution = :institution AND state = 1 AND resolved_at IS NULL
ORDER BY at, id LIMIT :count OFFSET :first

-- name: payments_between
SELECT {payment.*} FROM payment WHERE institution = :institution AND at > :after AND at <= :until
  AND (CAST(:terminal AS BIGINT) IS NULL OR terminal = :terminal)
ORDER BY at, id LIMIT :count OFFSET :first

-- name: payment_sums
SELECT terminal, payment_type,
  CAST(SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 0 THEN amount ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 1 THEN amount ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 1 AND resolved_at IS NULL THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 1 AND resolved_at IS NULL THEN amount ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 0 AND bk_reused = 1 THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN state = 0 AND bk_reused = 1 THEN amount ELSE 0 END) AS BIGINT),
  CAST(SUM(credited) AS BIGINT)
FROM payment WHERE institution = :institution AND at > :after AND at <= :until
GROUP BY terminal, payment_type ORDER BY terminal NULLS LAST, payment_type

-- Other libraries, and the numbers of other systems

-- name: partners
SELECT {partner.*} FROM partner WHERE institution = :institution ORDER BY code LIMIT :count OFFSET :first

-- name: partner_by_code
SELECT {partner.*} FROM partner WHERE institution = :institution AND code = :code

-- name: partner_of
SELECT {partner.*} FROM partner WHERE patron = :patron AND patron IS NOT NULL ORDER BY id LIMIT 1

-- name: find_reference
SELECT {external_reference.*} FROM external_reference
WHERE institution = :institution AND kind = :kind AND agency = :agency AND value = :value

-- name: reference_of_hold
SELECT {external_reference.*} FROM external_reference
WHERE hold = :hold AND hold IS NOT NULL ORDER BY id LIMIT 1

-- name: remove_spent_references
DELETE FROM external_reference WHERE id IN
  (SELECT id FROM external_reference WHERE kind = 0 AND at < :before
     AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.id = external_reference.hold)
     AND NOT EXISTS (SELECT 1 FROM item WHERE item.id = external_reference.item)
   ORDER BY at, id LIMIT :most)

-- What leaves the catalogue lets go of all that names it; what is still open does not, and so forbids it. A few
-- items a day leave.

-- name: holds_naming_item
SELECT {hold.*} FROM hold
WHERE ((item = :item AND item IS NOT NULL) OR (trapped_item = :item AND trapped_item IS NOT NULL)) AND state >= 4
ORDER BY id

-- name: holds_of_title
SELECT {hold.*} FROM hold WHERE title = :title AND state >= 4 ORDER BY id

-- name: leave_fees
UPDATE fee SET item = NULL, loan = NULL, about = (SELECT title.text FROM title WHERE title.id = :title)
WHERE item = :item AND item IS NOT NULL

-- name: leave_fees_of_loans
UPDATE fee SET loan = NULL WHERE loan IN (SELECT id FROM loan WHERE item = :item) AND loan IS NOT NULL

-- name: leave_notices
DELETE FROM notice WHERE item = :item AND item IS NOT NULL

-- name: leave_notices_of_loans
DELETE FROM notice WHERE loan IN (SELECT id FROM loan WHERE item = :item) AND loan IS NOT NULL

-- name: leave_reviews
UPDATE review_entry SET item = NULL WHERE item = :item AND item IS NOT NULL

-- name: leave_events
UPDATE event SET item = NULL WHERE item = :item AND item IS NOT NULL

-- name: leave_transits
DELETE FROM transit WHERE item = :item AND ended_at IS NOT NULL

-- name: leave_loans
DELETE FROM loan WHERE item = :item AND closed_at IS NOT NULL

-- name: remove_item
DELETE FROM item WHERE id = :id

-- name: remove_words
DELETE FROM title_word WHERE title = :title

-- name: remove_title
DELETE FROM title WHERE id = :id

-- Bookkeeping

-- name: journalled
SELECT {journal.*} FROM journal
WHERE said_at = :said AND terminal = :terminal AND digest = :digest AND at >= :since
ORDER BY at DESC, id DESC LIMIT 1

-- name: expire_journal
DELETE FROM journal WHERE id IN
  (SELECT id FROM journal WHERE keep_until < :now ORDER BY keep_until, id LIMIT :most)

-- name: order_of_request
SELECT {backend_order.*} FROM backend_order
WHERE said_at = :said AND terminal = :terminal AND digest = :digest AND at >= :since
ORDER BY at DESC, id DESC LIMIT 1

-- name: find_order
SELECT {backend_order.*} FROM backend_order WHERE id = :id

-- name: orders_in
SELECT {backend_order.*} FROM backend_order WHERE state = :state AND id > :after ORDER BY id LIMIT :most

-- name: next_in_doubt
SELECT {backend_order.*} FROM backend_order
WHERE state = :state AND id > :after AND backend = :backend AND next_try <= :now
ORDER BY id LIMIT 1

-- Nothing overtakes what is still to be delivered of the same reader or item, and was accepted earlier.
-- name: next_to_deliver
SELECT {backend_order.*} FROM backend_order
WHERE state = :waiting AND id > :after AND backend = :backend AND next_try <= :now
  AND (card = '' OR NOT EXISTS
    (SELECT 1 FROM backend_order AS earlier
     WHERE earlier.ended_at IS NULL AND earlier.card = backend_order.card AND earlier.id < backend_order.id
       AND earlier.backend = backend_order.backend AND earlier.state IN (:waiting, :stuck)))
  AND (barcode = '' OR NOT EXISTS
    (SELECT 1 FROM backend_order AS earlier
     WHERE earlier.ended_at IS NULL AND earlier.barcode = backend_order.barcode AND earlier.id < backend_order.id
       AND earlier.backend = backend_order.backend AND earlier.state IN (:waiting, :stuck)))
ORDER BY id LIMIT 1

-- name: orders_in_doubt_of
SELECT {backend_order.*} FROM backend_order
WHERE ended_at IS NULL AND card = :card AND id < :before AND backend = :backend AND state = :state
ORDER BY id

-- name: undelivered_of_card
SELECT {backend_order.*} FROM backend_order
WHERE ended_at IS NULL AND card = :card AND id > :after AND id < :before AND backend = :backend
  AND state IN (:waiting, :stuck)
ORDER BY id LIMIT 1

-- name: undelivered_of_item
SELECT {backend_order.*} FROM backend_order
WHERE ended_at IS NULL AND barcode = :barcode AND id > :after AND id < :before AND backend = :backend
  AND state IN (:waiting, :stuck)
ORDER BY id LIMIT 1

-- name: order_sums
SELECT backend, COUNT(*), MIN(at) FROM backend_order WHERE state = :state GROUP BY backend ORDER BY backend

-- name: orders_given_up
SELECT backend, COUNT(*), MIN(at) FROM backend_order WHERE state = :state AND next_try IS NULL GROUP BY backend ORDER BY backend

-- name: kept_blocks
SELECT {kept_block.*} FROM kept_block WHERE backend = :backend ORDER BY card

-- name: remove_kept_block
DELETE FROM kept_block WHERE backend = :backend AND card = :card

-- name: last_mark
SELECT {backend_mark.*} FROM backend_mark
WHERE backend = :backend AND kind = :kind AND (institution IS NULL OR institution = :institution)
ORDER BY id DESC LIMIT 1

-- name: differences_with
SELECT {backend_difference.*} FROM backend_difference
WHERE backend = :backend AND institution = :institution AND number > :after ORDER BY number LIMIT :most

-- name: find_difference
SELECT {backend_difference.*} FROM backend_difference
WHERE backend = :backend AND institution = :institution AND number = :number

-- name: remove_difference
DELETE FROM backend_difference WHERE id = :id

-- name: remove_ended_orders
DELETE FROM backend_order WHERE id IN
  (SELECT id FROM backend_order WHERE ended_at IS NOT NULL AND ended_at < :before ORDER BY ended_at, id LIMIT :most)

-- name: events_of_item
SELECT {event.*} FROM event WHERE item = :item ORDER BY id DESC LIMIT :count

-- name: loan_has_event
SELECT CASE WHEN EXISTS (SELECT 1 FROM event WHERE item = :item AND item IS NOT NULL AND loan = :loan) THEN 1 ELSE 0 END

-- name: hold_has_event
SELECT CASE WHEN EXISTS (SELECT 1 FROM event WHERE patron = :patron AND patron IS NOT NULL AND hold = :hold)
  OR EXISTS (SELECT 1 FROM event WHERE item = :item AND item IS NOT NULL AND hold = :hold) THEN 1 ELSE 0 END

-- What moves an item, by the names of server/circulation/trail.hpp.
-- name: last_move_of
SELECT {event.*} FROM event
WHERE item = :item
  AND kind IN ('checkout', 'renew', 'checkin', 'seen', 'in_house_use', 'loan_lost', 'loan_claimed', 'claim_withdrawn',
               'due_changed', 'loan_repriced', 'undo_checkout', 'undo_checkin', 'item_state')
ORDER BY id DESC LIMIT 1

-- name: events_of_patron
SELECT {event.*} FROM event WHERE patron = :patron ORDER BY id DESC LIMIT :count

-- name: events_of_account
SELECT {event.*} FROM event WHERE account = :account ORDER BY id DESC LIMIT :count

-- name: open_reviews
SELECT {review_entry.*} FROM review_entry WHERE institution = :institution AND resolved_at IS NULL
ORDER BY id LIMIT :count OFFSET :first

-- name: open_reviews_of_kind
SELECT {review_entry.*} FROM review_entry
WHERE institution = :institution AND kind = :kind AND resolved_at IS NULL ORDER BY id LIMIT :count OFFSET :first

-- name: find_review
SELECT {review_entry.*} FROM review_entry WHERE id = :id

-- name: waiting_notices
SELECT {notice.*} FROM notice WHERE state = 0 ORDER BY id LIMIT :count OFFSET :first

-- name: notice_count
SELECT COUNT(*) FROM notice WHERE state = :state

-- What was tried in vain, and is tried again or no more.
-- name: failed_notice_count
SELECT COUNT(*) FROM notice WHERE state IN (2, 3) AND (state = 2 OR last_error <> '')

-- name: notices_in
SELECT {notice.*} FROM notice WHERE state = :state AND id > :after
  AND EXISTS (SELECT 1 FROM patron WHERE patron.id = notice.patron AND patron.institution = :institution)
ORDER BY id LIMIT :most

-- name: claims_ended
SELECT {notice.*} FROM notice WHERE claimed_until <= :now
  AND EXISTS (SELECT 1 FROM patron WHERE patron.id = notice.patron AND patron.institution = :institution)
ORDER BY claimed_until, id LIMIT :most

-- name: find_notice
SELECT {notice.*} FROM notice WHERE id = :id

-- name: notice_of_cause
SELECT {notice.*} FROM notice WHERE kind = :kind AND cause = :cause

-- name: remove_notices
DELETE FROM notice WHERE kind = :kind AND cause = :cause

-- name: add_to_counter
INSERT INTO counter (day, branch, item_type, collection, patron_category, age_band, kind, amount)
VALUES (:day, :branch, :item_type, :collection, :patron_category, :age_band, :kind, :by)
ON CONFLICT (day, branch, item_type, collection, patron_category, age_band, kind)
DO UPDATE SET amount = counter.amount + :by

-- name: counted
SELECT CASE CAST(:by AS TEXT) WHEN 'branch' THEN branch.code WHEN 'type' THEN counter.item_type
    WHEN 'collection' THEN counter.collection WHEN 'category' THEN counter.patron_category
    WHEN 'age' THEN counter.age_band ELSE '' END AS part,
  counter.kind, CAST(SUM(counter.amount) AS BIGINT)
FROM counter JOIN branch ON branch.id = counter.branch
WHERE counter.day >= :from AND counter.day <= :to AND branch.institution = :institution
GROUP BY part, counter.kind ORDER BY part, counter.kind

-- The day's work: who is due, from a place on.

-- name: day_jobs
SELECT {day_job.*} FROM day_job WHERE institution = :institution ORDER BY job, COALESCE(branch, 0)

-- name: find_day_job
SELECT {day_job.*} FROM day_job
WHERE institution = :institution AND job = :job AND COALESCE(branch, 0) = COALESCE(CAST(:branch AS BIGINT), 0)

-- name: holds_to_wake
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND state = 1 AND suspended_until <= :today
  AND (suspended_until, id) > (:at, :id)
ORDER BY suspended_until, id LIMIT :most

-- name: holds_to_expire
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND state < 2 AND expires_on IS NOT NULL AND expires_on < :today
  AND (expires_on, id) > (:at, :id)
ORDER BY expires_on, id LIMIT :most

-- name: holds_shelved_until
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND state = 3 AND shelf_until < :before
  AND (shelf_until, id) > (:at, :id)
ORDER BY shelf_until, id LIMIT :most

-- name: holds_closed
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND closed_at IS NOT NULL AND closed_at < :before
  AND (closed_at, id) > (:at, :id) AND trapped_item IS NULL
ORDER BY closed_at, id LIMIT :most

-- name: loans_due
SELECT {loan.*} FROM loan WHERE branch = :branch AND closed_at IS NULL AND state = 0
  AND due_at >= :from AND due_at < :before AND (due_at, id) > (:at, :id)
ORDER BY due_at, id LIMIT :most

-- name: loans_to_cut
SELECT {loan.*} FROM loan WHERE branch = :branch AND closed_at IS NOT NULL AND patron IS NOT NULL
  AND closed_at < :before AND (closed_at, id) > (:at, :id)
ORDER BY closed_at, id LIMIT :most

-- name: patrons_expiring
SELECT {patron.*} FROM patron WHERE branch = :branch AND erased_at IS NULL AND expires_on IS NOT NULL
  AND expires_on >= :from AND expires_on <= :to AND (expires_on, id) > (:at, :id)
ORDER BY expires_on, id LIMIT :most

-- Retention: what is over forgets whom it was about.

-- name: cut_fees_of_loan
UPDATE fee SET loan = NULL, item = NULL WHERE loan = :loan AND loan IS NOT NULL

-- Whatever is about a loan is about its item too. Without its reader an event cannot be found for erasure:
-- what staff wrote goes at the same time.
-- name: cut_events_of_loan
UPDATE event SET patron = NULL, reason = '' WHERE item = :item AND item IS NOT NULL AND loan = :loan AND patron IS NOT NULL

-- name: remove_notices_of_loan
DELETE FROM notice WHERE loan = :loan AND loan IS NOT NULL

-- name: remove_notices_of_hold
DELETE FROM notice WHERE hold = :hold AND hold IS NOT NULL

-- name: cut_loans_of_hold
UPDATE loan SET filled_hold = NULL WHERE filled_hold = :hold AND filled_hold IS NOT NULL

-- name: cut_recalls_of_hold
UPDATE loan SET recalled_for = NULL WHERE recalled_for = :hold AND recalled_for IS NOT NULL

-- name: cut_transits_of_hold
UPDATE transit SET hold = NULL WHERE hold = :hold AND hold IS NOT NULL

-- name: remove_hold
DELETE FROM hold WHERE id = :id

-- name: cut_events
UPDATE event SET patron = NULL, reason = '' WHERE id IN
  (SELECT id FROM event WHERE patron IS NOT NULL AND at < :before ORDER BY at, id LIMIT :most)

-- As long as a card ends on the day that a notice told of, its row keeps another one from being made: by the cause of
-- server/circulation/day/patrons.cpp. Those about a loan or a hold go with it.
-- name: remove_done_notices
DELETE FROM notice WHERE id IN
  (SELECT id FROM notice WHERE state IN (1, 3) AND done_at < :before AND loan IS NULL AND hold IS NULL
   AND NOT EXISTS (SELECT 1 FROM patron WHERE patron.id = notice.patron
     AND notice.cause = 'patron ' || patron.id || ' until ' || patron.expires_on)
   ORDER BY id LIMIT :most)

-- name: remove_settled_reviews
DELETE FROM review_entry WHERE id IN
  (SELECT id FROM review_entry WHERE resolved_at IS NOT NULL AND resolved_at < :before ORDER BY resolved_at LIMIT :most)

-- What the rules of policy may name. Walks through all on purpose.

-- name: check_patron_categories
SELECT DISTINCT category FROM patron WHERE institution = :institution AND erased_at IS NULL ORDER BY category

-- name: check_item_types
SELECT DISTINCT item_type FROM item WHERE institution = :institution ORDER BY item_type

-- name: check_collections
SELECT DISTINCT collection FROM item WHERE institution = :institution AND collection <> '' ORDER BY collection

-- The walk through all that must hold (storage/check): each gives the id of every record that breaks it.

-- name: check_patron_loans
SELECT id FROM patron WHERE open_loans <>
  (SELECT COUNT(*) FROM loan WHERE loan.patron = patron.id AND loan.closed_at IS NULL)

-- name: check_patron_holds
SELECT id FROM patron WHERE open_holds <>
  (SELECT COUNT(*) FROM hold WHERE hold.patron = patron.id AND hold.state < 4)

-- name: check_patron_fees
SELECT id FROM patron WHERE (open_fees, owed) <>
  (SELECT COUNT(*), CAST(COALESCE(SUM(open_fee.amount), 0) AS BIGINT) FROM open_fee WHERE open_fee.patron = patron.id)

-- name: check_patron_credit
SELECT id FROM patron WHERE credit <>
  (SELECT CAST(COALESCE(SUM(payment.credited), 0) AS BIGINT) FROM payment WHERE payment.patron = patron.id)
  + (SELECT CAST(COALESCE(SUM(CASE WHEN fee_entry.kind = 3 THEN fee_entry.amount
                                   WHEN fee_entry.kind = 0 AND fee_entry.payment IS NULL THEN -fee_entry.amount
                                   ELSE 0 END), 0) AS BIGINT)
     FROM fee JOIN fee_entry ON fee_entry.fee = fee.id WHERE fee.patron = patron.id)

-- name: check_title_holds
SELECT id FROM title WHERE open_holds <>
  (SELECT COUNT(*) FROM hold WHERE hold.title = title.id AND hold.state < 4)

-- name: check_one_open_loan
SELECT item FROM loan WHERE closed_at IS NULL GROUP BY item HAVING COUNT(*) > 1

-- name: check_one_open_transit
SELECT item FROM transit WHERE ended_at IS NULL GROUP BY item HAVING COUNT(*) > 1

-- name: check_one_trapping_hold
SELECT trapped_item FROM hold WHERE trapped_item IS NOT NULL AND state <> 4
GROUP BY trapped_item HAVING COUNT(*) > 1

-- name: check_loan_states
SELECT id FROM loan WHERE (state >= 3) <> (closed_at IS NOT NULL)

-- name: check_trapped_not_lent
SELECT hold.id FROM hold JOIN loan ON loan.item = hold.trapped_item AND loan.closed_at IS NULL
WHERE hold.state IN (2, 3)

-- name: check_shelf_not_in_transit
SELECT hold.id FROM hold JOIN transit ON transit.item = hold.trapped_item AND transit.ended_at IS NULL
WHERE hold.state = 3

-- name: check_hold_transit
SELECT id FROM hold WHERE state = 2 AND NOT EXISTS
  (SELECT 1 FROM transit WHERE transit.item = hold.trapped_item AND transit.ended_at IS NULL AND transit.hold = hold.id)

-- name: check_lent_not_in_transit
SELECT transit.id FROM transit JOIN loan ON loan.item = transit.item AND loan.closed_at IS NULL
WHERE transit.ended_at IS NULL

-- name: check_fee_balance
SELECT fee.id FROM fee WHERE fee.amount
  + (SELECT CAST(COALESCE(SUM(CASE WHEN fee_entry.kind = 3 THEN fee_entry.amount ELSE -fee_entry.amount END), 0) AS BIGINT)
     FROM fee_entry WHERE fee_entry.fee = fee.id)
  <> COALESCE((SELECT open_fee.amount FROM open_fee WHERE open_fee.fee = fee.id), 0)

-- name: check_open_fee_patron
SELECT fee.id FROM open_fee JOIN fee ON fee.id = open_fee.fee WHERE fee.patron <> open_fee.patron

-- name: check_journal_event
SELECT id FROM journal WHERE event IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event WHERE event.id = journal.event)

-- name: check_erased_patron
SELECT id FROM patron WHERE erased_at IS NOT NULL AND (open_loans > 0 OR open_holds > 0)

-- name: check_title_range
SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM title

-- name: check_title_from
SELECT {title.*} FROM title WHERE id >= :from ORDER BY id LIMIT 1

-- Stocktaking

-- name: stock_counts
SELECT {stock_count.*} FROM stock_count WHERE institution = :institution ORDER BY id DESC LIMIT :count OFFSET :first

-- name: open_stock_counts
SELECT {stock_count.*} FROM stock_count WHERE institution = :institution AND branch = :branch AND ended_at IS NULL ORDER BY id

-- name: find_stock_count
SELECT {stock_count.*} FROM stock_count WHERE institution = :institution AND name = :name

-- name: find_scan
SELECT {count_scan.*} FROM count_scan WHERE count = :in AND barcode = :barcode

-- name: scans_of
SELECT {count_scan.*} FROM count_scan WHERE count = :in AND finding = :finding AND id > :after ORDER BY id LIMIT :most

-- name: scans_out_of_order
SELECT {count_scan.*} FROM count_scan WHERE count = :in AND out_of_order = 1 AND id > :after ORDER BY id LIMIT :most

-- name: scan_counts
SELECT finding, COUNT(*) FROM count_scan WHERE count = :in GROUP BY finding ORDER BY finding

-- What desk, library system or a file has made of an item: as in shelved_items.
-- name: item_is_changed
SELECT CASE WHEN EXISTS (SELECT 1 FROM event WHERE item = :item AND item IS NOT NULL
    AND kind IN ('item_changed', 'item_state') AND at > :since)
  OR EXISTS (SELECT 1 FROM import_mark WHERE kind = 1 AND record = :item
    AND run IN (SELECT import_run.id FROM import_run WHERE import_run.institution = :institution
      AND (import_run.begun_at > :since OR import_run.ended_at > :since))) THEN 1 ELSE 0 END

-- What was changed since the count was frozen is not what was expected then, wherever it belongs now.
-- name: shelved_items
SELECT {item.*}, {title.*} FROM item JOIN title ON title.id = item.title
WHERE item.id > :after AND item.institution = :institution AND item.branch = :branch AND item.state = 0
  AND item.created_at <= :frozen AND item.lender = ''
  AND (:location = '' OR CASE WHEN item.temporary_location <> '' AND item.temporary_until >= :today
    THEN item.temporary_location ELSE item.location END = :location)
  AND (:collection = '' OR item.collection = :collection)
  AND (:item_type = '' OR CASE WHEN item.temporary_type <> '' AND item.temporary_until >= :today
    THEN item.temporary_type ELSE item.item_type END = :item_type)
  AND (:unseen = 0 OR ((item.seen_at IS NULL OR item.seen_at < :frozen)
    AND NOT EXISTS (SELECT 1 FROM event WHERE event.item = item.id AND event.item IS NOT NULL
      AND event.kind IN ('item_changed', 'item_state') AND event.at > :frozen)
    AND NOT EXISTS (SELECT 1 FROM import_mark WHERE import_mark.kind = 1 AND import_mark.record = item.id
      AND import_mark.run IN (SELECT import_run.id FROM import_run WHERE import_run.institution = :institution
        AND (import_run.begun_at > :frozen OR import_run.ended_at > :frozen)))))
  AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.item = item.id AND loan.closed_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM transit WHERE transit.item = item.id AND transit.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.trapped_item = item.id AND hold.trapped_item IS NOT NULL AND hold.state <> 4)
ORDER BY item.id LIMIT :most

-- What a library system beside us would have answered

-- name: shadow_kind_like
SELECT {shadow_kind.*} FROM shadow_kind
WHERE institution = :institution AND backend = :backend AND operation = :operation AND field = :field
  AND cause = :cause AND ours = :ours AND theirs = :theirs

-- name: find_shadow_kind
SELECT {shadow_kind.*} FROM shadow_kind WHERE institution = :institution AND number = :number

-- name: last_shadow_number
SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM shadow_kind WHERE institution = :institution

-- name: accepted_shadow_kinds
SELECT {shadow_kind.*} FROM shadow_kind WHERE institution = :institution AND accepted_at IS NOT NULL
ORDER BY number LIMIT :count OFFSET :first

-- name: shadow_lines
SELECT {shadow_kind.*}, shadow_seen.terminal, CAST(SUM(shadow_seen.times) AS BIGINT), MIN(shadow_seen.first_at),
  MAX(shadow_seen.last_at), MAX(shadow_seen.example)
FROM shadow_seen JOIN shadow_kind ON shadow_kind.id = shadow_seen.kind
WHERE shadow_seen.institution = :institution AND shadow_seen.day >= :from
GROUP BY shadow_kind.id, shadow_seen.terminal ORDER BY shadow_kind.number, shadow_seen.terminal

-- name: shadow_sums
SELECT backend, terminal, operation, CAST(SUM(same) AS BIGINT), CAST(SUM(tolerable) AS BIGINT),
  CAST(SUM(different) AS BIGINT), CAST(SUM(decided_otherwise) AS BIGINT), CAST(SUM(unanswered) AS BIGINT),
  CAST(SUM(skipped) AS BIGINT)
FROM shadow_tally WHERE institution = :institution AND day >= :from
GROUP BY backend, terminal, operation ORDER BY backend, terminal, operation

-- name: shadow_begun
SELECT MIN(first_at) FROM shadow_tally WHERE institution = :institution AND backend = :backend

-- name: add_to_shadow_tally
INSERT INTO shadow_tally (institution, day, backend, terminal, operation, same, tolerable, different, decided_otherwise,
  unanswered, skipped, first_at)
VALUES (:institution, :day, :backend, :terminal, :operation, :same, :tolerable, :different, :decided_otherwise,
  :unanswered, :skipped, :at)
ON CONFLICT (institution, day, backend, terminal, operation)
DO UPDATE SET same = shadow_tally.same + :same, tolerable = shadow_tally.tolerable + :tolerable,
  different = shadow_tally.different + :different,
  decided_otherwise = shadow_tally.decided_otherwise + :decided_otherwise,
  unanswered = shadow_tally.unanswered + :unanswered, skipped = shadow_tally.skipped + :skipped

-- name: add_shadow_sighting
INSERT INTO shadow_seen (institution, day, kind, terminal, times, first_at, last_at, example)
VALUES (:institution, :day, :kind, :terminal, 1, :at, :at, :example)
ON CONFLICT (institution, day, kind, terminal)
DO UPDATE SET times = shadow_seen.times + 1, last_at = :at, example = :example

-- name: remove_shadow_tallies
DELETE FROM shadow_tally WHERE institution = :institution AND day < :before

-- name: remove_shadow_sightings
DELETE FROM shadow_seen WHERE institution = :institution AND day < :before

-- name: remove_shadow_kinds
DELETE FROM shadow_kind WHERE institution = :institution AND accepted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM shadow_seen WHERE shadow_seen.kind = shadow_kind.id)

-- What was brought in from files

-- name: import_runs
SELECT {import_run.*} FROM import_run WHERE institution = :institution ORDER BY number DESC LIMIT :count OFFSET :first

-- name: find_import
SELECT {import_run.*} FROM import_run WHERE institution = :institution AND number = :number

-- name: import_marks
SELECT {import_mark.*} FROM import_mark WHERE run = :run AND kind = :kind AND record < :before
ORDER BY record DESC LIMIT :most

-- Ids of runs grow with time.
-- name: import_marks_of
SELECT {import_mark.*} FROM import_mark
WHERE run IN (SELECT import_run.id FROM import_run
    WHERE import_run.institution = :institution AND import_run.options LIKE '%' || :option || '%')
  AND kind = :kind AND record = :record
ORDER BY run DESC LIMIT :most

-- name: import_rejects
SELECT {import_reject.*} FROM import_reject WHERE run = :run ORDER BY number LIMIT :most

-- name: last_import_reject
SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM import_reject WHERE run = :run

-- name: remove_import_rejects
DELETE FROM import_reject WHERE run = :run

-- name: remove_import_mark
DELETE FROM import_mark WHERE run = :run AND kind = :kind AND record = :record

-- name: item_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM loan WHERE item = :item)
  OR EXISTS (SELECT 1 FROM hold WHERE item = :item AND item IS NOT NULL)
  OR EXISTS (SELECT 1 FROM hold WHERE trapped_item = :item AND trapped_item IS NOT NULL)
  OR EXISTS (SELECT 1 FROM transit WHERE item = :item)
  OR EXISTS (SELECT 1 FROM fee WHERE item = :item AND item IS NOT NULL)
  OR EXISTS (SELECT 1 FROM event WHERE item = :item AND item IS NOT NULL)
  OR EXISTS (SELECT 1 FROM review_entry WHERE item = :item AND item IS NOT NULL) THEN 1 ELSE 0 END

-- name: title_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM item WHERE title = :title)
  OR EXISTS (SELECT 1 FROM hold WHERE title = :title) THEN 1 ELSE 0 END

-- There is no index over all loans of a patron. What is over has left an event, which is looked for too; what the last
-- file of an old system has ended has not.
-- name: patron_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM loan WHERE patron = :patron AND closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM loan
             WHERE patron = :patron AND closed_at IS NOT NULL AND terminal IS NULL AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM hold WHERE patron = :patron AND state < 4)
  OR EXISTS (SELECT 1 FROM hold WHERE patron = :patron AND state >= 4)
  OR EXISTS (SELECT 1 FROM fee WHERE patron = :patron)
  OR EXISTS (SELECT 1 FROM payment WHERE patron = :patron AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM block WHERE patron = :patron AND lifted_at IS NULL)
  OR EXISTS (SELECT 1 FROM message WHERE patron = :patron)
  OR EXISTS (SELECT 1 FROM notice WHERE patron = :patron)
  OR EXISTS (SELECT 1 FROM event WHERE patron = :patron AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM review_entry WHERE patron = :patron AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM partner WHERE patron = :patron AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM patron AS ward WHERE ward.guarantor = :patron AND ward.guarantor IS NOT NULL)
  THEN 1 ELSE 0 END

-- name: loan_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM fee WHERE loan = :loan AND loan IS NOT NULL)
  OR EXISTS (SELECT 1 FROM event WHERE item = (SELECT named.item FROM loan AS named WHERE named.id = :loan)
             AND item IS NOT NULL AND loan = :loan AND patron IS NOT NULL)
  OR EXISTS (SELECT 1 FROM notice WHERE loan = :loan AND loan IS NOT NULL) THEN 1 ELSE 0 END

-- Its transits are its own, and go with it. A recall that came with it from elsewhere has left no event.
-- name: hold_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM notice WHERE hold = :hold AND hold IS NOT NULL)
  OR EXISTS (SELECT 1 FROM loan WHERE recalled_for = :hold AND recalled_for IS NOT NULL
             AND (closed_at IS NOT NULL
                  OR EXISTS (SELECT 1 FROM event WHERE event.item = loan.item AND event.item IS NOT NULL
                             AND event.loan = loan.id))) THEN 1 ELSE 0 END

-- name: payment_is_named
SELECT CASE WHEN EXISTS (SELECT 1 FROM fee_entry WHERE payment = :payment AND payment IS NOT NULL)
  OR EXISTS (SELECT 1 FROM journal WHERE payment = :payment AND payment IS NOT NULL)
  OR EXISTS (SELECT 1 FROM payment AS own JOIN patron ON patron.id = own.patron
             WHERE own.id = :payment AND patron.credit < own.credited) THEN 1 ELSE 0 END

-- name: remove_transits_of_hold
DELETE FROM transit WHERE hold = :hold AND hold IS NOT NULL

-- name: remove_card
DELETE FROM card WHERE id = :id

-- name: remove_block
DELETE FROM block WHERE id = :id

-- name: remove_message
DELETE FROM message WHERE id = :id

-- name: remove_payment
DELETE FROM payment WHERE id = :id

-- name: remove_patron_words
DELETE FROM patron_word WHERE patron = :patron

-- name: remove_cards
DELETE FROM card WHERE patron = :patron

-- name: remove_patron
DELETE FROM patron WHERE id = :id

-- name: patrons_in
SELECT {patron.*} FROM patron
WHERE institution = :institution AND category = :category AND erased_at IS NULL AND id > :after
ORDER BY id LIMIT :most

-- The figures of a balance sheet: kind, branch, type, number, amount.

-- name: check_open_loans
SELECT loan.state, branch.code, item.item_type, COUNT(*), 0
FROM loan JOIN item ON item.id = loan.item JOIN branch ON branch.id = item.branch
WHERE loan.closed_at IS NULL AND item.institution = :institution
GROUP BY loan.state, branch.code, item.item_type

-- name: check_open_holds
SELECT hold.state, branch.code, '', COUNT(*), 0
FROM hold JOIN branch ON branch.id = hold.pickup
WHERE hold.state < 4 AND hold.institution = :institution
GROUP BY hold.state, branch.code

-- name: check_open_fees
SELECT fee.kind, branch.code, '', COUNT(*), CAST(SUM(open_fee.amount) AS BIGINT)
FROM open_fee JOIN fee ON fee.id = open_fee.fee JOIN patron ON patron.id = fee.patron JOIN branch ON branch.id = patron.branch
WHERE patron.institution = :institution
GROUP BY fee.kind, branch.code

-- name: check_credits
SELECT 0, branch.code, '', COUNT(*), CAST(SUM(patron.credit) AS BIGINT)
FROM patron JOIN branch ON branch.id = patron.branch
WHERE patron.credit > 0 AND patron.institution = :institution
GROUP BY branch.code

-- name: check_open_blocks
SELECT block.kind, branch.code, '', COUNT(*), 0
FROM block JOIN patron ON patron.id = block.patron JOIN branch ON branch.id = patron.branch
WHERE block.lifted_at IS NULL AND patron.institution = :institution
GROUP BY block.kind, branch.code

-- name: titles_after
SELECT {title.*} FROM title
WHERE institution = :institution AND control_number > :after AND control_number <> ''
ORDER BY control_number LIMIT :most

-- Few: all of an institution are looked at for each page.
-- name: unnumbered_titles_after
SELECT known.number, {title.*} FROM (SELECT unnumbered.id AS title,
    COALESCE('item-' || (SELECT MIN(item.barcode) FROM item WHERE item.title = unnumbered.id), 'title-' || unnumbered.id) AS number
  FROM title AS unnumbered WHERE unnumbered.institution = :institution AND unnumbered.control_number = '') AS known
JOIN title ON title.id = known.title
WHERE known.number > :after ORDER BY known.number LIMIT :most

-- name: items_after
SELECT {item.*} FROM item WHERE institution = :institution AND barcode > :after ORDER BY barcode LIMIT :most

-- name: cards_after
SELECT {card.*} FROM card WHERE institution = :institution AND number > :after ORDER BY number LIMIT :most

-- Reports: what stands open at a branch, after the last that was seen. A plus keeps a condition out of the choice of
-- a way, where another index would be taken that holds far more.

-- name: terminal_signs
SELECT {terminal_sign.*} FROM terminal_sign ORDER BY terminal

-- name: loans_of_branch_in
SELECT {loan.*} FROM loan
WHERE branch = :branch AND closed_at IS NULL AND state > 0 AND state = :state AND id > :after ORDER BY id LIMIT :most

-- name: items_of_branch_in
SELECT {item.*}, {title.*} FROM item JOIN title ON title.id = item.title
WHERE item.branch = :branch AND item.state > 0 AND item.state = :state AND item.id > :after
ORDER BY item.id LIMIT :most

-- name: idle_items
SELECT {item.*}, {title.*}, (SELECT MAX(past.lent_at) FROM loan AS past WHERE past.item = item.id)
FROM item JOIN title ON title.id = item.title
WHERE item.branch = :branch AND item.id > :after AND item.state = 0 AND item.created_at < :since AND item.lender = ''
  AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.item = item.id AND (loan.lent_at >= :since OR loan.closed_at IS NULL))
ORDER BY item.id LIMIT :most

-- name: holds_waiting
SELECT {hold.*} FROM hold WHERE pickup = :pickup AND state < 2 AND (placed_at, id) > (:at, :id)
ORDER BY placed_at, id LIMIT :most

-- name: wanted_titles
SELECT wanted.* FROM (
  SELECT {title.*}, (SELECT COUNT(*) FROM item WHERE item.title = title.id AND item.state IN (0, 1, 2, 5)
      AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.item = item.id AND loan.closed_at IS NULL AND loan.state = 1)) AS copies
  FROM title WHERE title.institution = :institution AND title.open_holds > 0 AND title.id > :after) AS wanted
WHERE wanted.open_holds > :more_than * wanted.copies
ORDER BY wanted.id LIMIT :most

-- name: patrons_with_credit
SELECT {patron.*} FROM patron WHERE branch = :branch AND credit > 0 AND id > :after ORDER BY id LIMIT :most

-- name: payments_bk_reused
SELECT {payment.*} FROM payment
WHERE institution = :institution AND bk_reused = 1 AND +state = 0 AND at >= :since AND (at, id) > (:at, :id)
ORDER BY at, id LIMIT :most

-- name: counted_part
SELECT counter.kind, CAST(SUM(counter.amount) AS BIGINT) FROM counter JOIN branch ON branch.id = counter.branch
WHERE counter.day >= :first AND counter.day <= :last AND branch.institution = :institution
  AND (CAST(:branch AS BIGINT) IS NULL OR counter.branch = :branch)
  AND (:item_type = '' OR counter.item_type = :item_type)
GROUP BY counter.kind ORDER BY counter.kind

-- name: charged_between
SELECT COUNT(*), CAST(COALESCE(SUM(fee.amount), 0) AS BIGINT) FROM fee JOIN patron ON patron.id = fee.patron
WHERE fee.assessed_at > :after AND fee.assessed_at <= :until AND +patron.institution = :institution
  AND (CAST(:branch AS BIGINT) IS NULL OR patron.branch = :branch)

-- name: paid_between
SELECT COUNT(*), CAST(COALESCE(SUM(payment.amount), 0) AS BIGINT) FROM payment JOIN patron ON patron.id = payment.patron
WHERE payment.institution = :institution AND payment.at > :after AND payment.at <= :until
  AND payment.state = 0 AND payment.amount > 0
  AND (CAST(:branch AS BIGINT) IS NULL OR patron.branch = :branch)

-- name: patrons_made_between
SELECT COUNT(*) FROM patron WHERE institution = :institution AND created_at > :after AND created_at <= :until
  AND (CAST(:branch AS BIGINT) IS NULL OR branch = :branch)

-- Whole kinds of record, for exports: of every institution, in the order in which they were made.

-- name: holds_after
SELECT {hold.*} FROM hold WHERE id > :after ORDER BY id LIMIT :most

-- name: transits_after
SELECT {transit.*} FROM transit WHERE id > :after ORDER BY id LIMIT :most

-- name: fees_after
SELECT {fee.*} FROM fee WHERE id > :after ORDER BY id LIMIT :most

-- name: fee_entries_after
SELECT {fee_entry.*} FROM fee_entry WHERE id > :after ORDER BY id LIMIT :most

-- name: blocks_after
SELECT {block.*} FROM block WHERE id > :after ORDER BY id LIMIT :most

-- name: notices_after
SELECT {notice.*} FROM notice WHERE id > :after ORDER BY id LIMIT :most

-- name: reviews_after
SELECT {review_entry.*} FROM review_entry WHERE id > :after ORDER BY id LIMIT :most

-- name: events_after
SELECT {event.*} FROM event WHERE id > :after ORDER BY id LIMIT :most

-- name: scans_after
SELECT {count_scan.*} FROM count_scan WHERE id > :after ORDER BY id LIMIT :most

-- name: counters_after
SELECT day, branch, item_type, collection, patron_category, age_band, kind, amount FROM counter
WHERE day = (SELECT later.day FROM counter AS later WHERE later.day > :day ORDER BY later.day LIMIT 1)
ORDER BY day, branch, item_type, collection, patron_category, age_band, kind

-- name: stock_count_of_id
SELECT {stock_count.*} FROM stock_count WHERE id = :id

-- A hold is made before what ends it, and ids grow with time.
-- name: end_of_hold
SELECT {event.*} FROM event
WHERE patron = :patron AND patron IS NOT NULL AND id > :hold AND hold = :hold
  AND kind IN ('checkout', 'hold_cancelled', 'hold_lapsed')
ORDER BY id DESC LIMIT 1
