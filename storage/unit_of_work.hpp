#pragma once

#include "storage/reader.hpp"

#include <concepts>

namespace circ::storage {

/// One transaction: reads see its own changes; all of it becomes durable, or nothing does.
///
/// Lives on the writer's thread, only inside store::work. All verbs @throw store_error: corrupt
/// when a constraint of the schema is broken, which undoes this unit alone.
/// The counts kept with patron and title (open loans, holds, fees, owed, credit) follow from the
/// verbs here and are set nowhere else; change() of a patron or title leaves them alone.
class unit_of_work : public reader {
public:
    using reader::reader;

    /// A new key: time-ordered, unique among all nodes, greater than every one before.
    template <class Id>
    [[nodiscard]] Id new_id() {
        return Id{next_id()};
    }

    void mark_as_demo(); ///< for good: its passwords are public
    void add(const institution& record);
    void add(const branch& record);
    void add(const opening_hours& record); ///< in place of those the weekday has
    void add(const closed_day& record);
    void add(const terminal& record);
    void add(const title& record); ///< with its MARC and its search words
    void add(const item& record);
    void add(const patron& record); ///< with the words of the name
    void add(const card& record);
    void add(const block& record);
    void add(const message& record);
    void add(const loan& record);
    void add(const hold& record);
    void add(const transit& record);
    void add(const fee& record);       ///< and opens it
    /// Lowers what is open of the fee; a refund raises it and becomes credit, and a payment without
    /// a payment record is made from credit. @throws store_error corrupt when it answers more than is open
    void add(const fee_entry& record);
    void add(const payment& record); ///< and books what it credits; a negative amount pays credit out
    void add(const notice& record);    ///< nothing when this kind and cause is there already
    void add(const day_job& record);
    void add(const review_entry& record);
    void add(const journal_entry& record);
    void add(const event& record);
    void add(const partner& record);
    void add(const external_reference& record);
    void add(const stock_count& record);
    void add(const count_scan& record);
    void add(const backend_order& record);
    void add(const backend_mark& record);
    void add(const backend_difference& record);
    void add(const import_run& record);
    void add(const import_reject& record);
    void add(const import_mark& record); ///< one that is there stays, but for what it says the run left

    void change(const institution& record);
    void change(const branch& record);
    void change(const terminal& record);
    void change(const title& record); ///< with its MARC and its search words
    void change(const item& record);
    void change(const item& before, const item& after); ///< only what differs: for what happens all day
    void change(const patron& record); ///< with the words of the name
    void change(const card& record);
    void change(const block& record);
    void change(const message& record);
    void change(const transit& record);
    void change(const notice& record);
    void change(const day_job& record);
    void change(const review_entry& record);
    void change(const partner& record);
    void change(const external_reference& record);
    void change(const stock_count& record);
    void change(const count_scan& record);
    void change(const backend_order& record);
    void change(const backend_difference& record);
    void change(const import_run& record);
    /// @pre `before` is what the store holds: kept counts follow from the difference.
    void change(const loan& before, const loan& after);
    void change(const hold& before, const hold& after);
    void change(const payment& before, const payment& after); ///< and books what it credits more

    /// Taking back an undone loan or return, as if it had not been: the only deletions of circulation.
    void remove(const loan& record);
    void remove(const transit& record);
    void remove(const fee& record); ///< and its entries; only for undo, within the unit that proves nothing was paid
    void remove_notices(std::string_view kind, std::string_view cause);
    /// With its events and its jobs of the day. @pre nothing else names it (uses_of)
    void remove(const institution& record);
    void remove(const opening_hours& record);
    /// It leaves the catalogue, and with it its loans, transits, notices and holds; its fees keep what
    /// they were about, its events and what staff has to look at stay without it.
    /// @throws store_error corrupt while it is on loan, under way, kept for somebody or asked for
    void remove(const item& record);
    /// With its closed holds. @throws store_error corrupt while it has items or somebody waits for it
    void remove(const title& record);
    void remove(const closed_day& record);
    void remove(const import_mark& record);
    int remove_rejects(import_run_id of); ///< @return how many there were
    void remove(const backend_difference& record);
    /// With its cards; only for taking an import back. @pre nothing else names it
    void remove(const patron& record);

    /// The item is at this place at that moment; nothing when it was seen later than that.
    /// @return whether it was written
    bool see(item_id id, branch_id place, instant at);

    /// All that names one reader names another from now on, counts included: cards, loans, holds,
    /// fees, payments, blocks, messages, notices, events, and for whom they answer.
    /// @pre no hold of theirs is for the same thing
    void merge(const patron& from, const patron& into);
    /// Empties what people wrote in rows about a reader (reasons, notes, texts, what an import kept);
    /// the rows stay for the figures.
    void forget_words_about(patron_id who);

    /// Adds `by` to a counter of the day.
    void count(const counter_key& key, std::int64_t by = 1);

    // Retention (circulation §8): what is over forgets whom it was about.
    /// Cuts the loan from its patron, its fees from loan and item, its events from the patron, and
    /// removes its notices. @pre closed, with no fee open
    void forget_borrower(const loan& record);
    /// Removes a closed hold that names no item, with its notices, and whatever points at it.
    void forget(const hold& record);
    /// Cuts events before that from their patron, at most `most`; returns how many.
    int forget_in_events(instant before, int most);
    /// Removes notices about neither loan nor hold that were done before, at most `most`; returns how many.
    int remove_done_notices(instant before, int most);
    /// Removes entries of the review list that were settled before, at most `most`; returns how many.
    int remove_settled_reviews(instant before, int most);

    /// Removes numbers of requests made before that of which neither hold nor item is left, at most
    /// `most`; returns how many.
    int remove_spent_references(instant before, int most);

    /// Removes orders that were done, refused or dropped before, at most `most`; returns how many.
    int remove_ended_orders(instant before, int most);

    /// Deletes journal rows past their keep_until, at most `most`; returns how many.
    int expire_journal(instant now, int most);

private:
    [[nodiscard]] std::int64_t next_id();
};

} // namespace circ::storage
