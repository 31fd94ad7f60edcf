#include "storage/unit_of_work.hpp"

#include "storage/fold.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/row_mapping.hpp"
#include "storage/store_error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage {

using sql::execute;
using sql::insert;
using sql::query;
using sql::update;
using sql::with;

namespace {

/// By how much the counts kept with a patron change.
struct patron_counts {
    int loans = 0;
    int holds = 0;
    int fees = 0;
    money owed;
    money credit;

    friend bool operator==(const patron_counts&, const patron_counts&) = default;
};

void adjust(sql::session& over, patron_id patron, const patron_counts& by) {
    if (!patron || by == patron_counts{}) return;
    if (by == patron_counts{.loans = by.loans}) {
        static_cast<void>(execute(over,
                                  query::adjust_loans_of_patron,
                                  with("patron", patron),
                                  with("loans", by.loans)));
        return;
    }
    static_cast<void>(execute(over,
                              query::adjust_patron,
                              with("patron", patron),
                              with("loans", by.loans),
                              with("holds", by.holds),
                              with("fees", by.fees),
                              with("owed", by.owed),
                              with("credit", by.credit)));
}

void adjust_holds(sql::session& over, const hold& record, int by) {
    if (by == 0) return;
    adjust(over, record.patron, {.holds = by});
    static_cast<void>(
        execute(over, query::adjust_title, with("title", record.title), with("holds", by)));
}

/// The words of a kind of record: how they are read, added and removed, and what names the record.
struct word_table {
    query read;
    query add;
    query remove;
    std::string_view key;
};
constexpr word_table title_words{query::words_of, query::add_word, query::remove_word, "title"};
constexpr word_table patron_words{
    query::words_of_patron, query::add_patron_word, query::remove_patron_word, "patron"};

/// Brings the stored words to those of the record, writing only the difference.
template <class Record>
void write_words(sql::session& over, const word_table& in, const Record& record) {
    const auto stored = sql::find_values<std::string>(over, in.read, with(in.key, record.id));
    auto wanted = search_words_of(record);
    std::sort(wanted.begin(), wanted.end());
    const auto write_missing = [&](query how, const auto& these, const auto& those) {
        for (const auto& word : these)
            if (!std::binary_search(those.begin(), those.end(), word))
                static_cast<void>(execute(over, how, with("word", word), with(in.key, record.id)));
    };
    write_missing(in.remove, stored, wanted);
    write_missing(in.add, wanted, stored);
}

/// What an entry does to what is open of its fee: a refund opens it again, all others answer it.
[[nodiscard]] money effect_on_open(const fee_entry& entry) {
    return entry.kind == fee_entry_kind::refund ? entry.amount : money{} - entry.amount;
}

/// Refunded money belongs to no fee until it is paid out or pays another; a payment without a
/// payment record is made from it.
[[nodiscard]] money effect_on_credit(const fee_entry& entry) {
    if (entry.kind == fee_entry_kind::refund) return entry.amount;
    if (entry.kind == fee_entry_kind::payment && !entry.payment) return money{} - entry.amount;
    return {};
}

/// Writes what is open of a fee, of which there is a row only while it is above zero.
/// @return by how much the number of open fees changes
int write_open(sql::session& over, bool was_open, const open_fee& now) {
    if (now.amount < money{})
        throw store_error{store_failure::corrupt,
                          "fee " + std::to_string(now.fee.value) +
                              " would be answered by more than is open"};
    if (now.amount == money{}) {
        static_cast<void>(execute(over, query::remove_open_fee, with("fee", now.fee)));
        return was_open ? -1 : 0;
    }
    if (was_open)
        update(over, now);
    else
        insert(over, now);
    return was_open ? 0 : 1;
}

} // namespace

std::int64_t unit_of_work::next_id() {
    return session_->next_id();
}

void unit_of_work::mark_as_demo() {
    const std::array<std::uint8_t, 1> yes{1};
    static_cast<void>(execute(*session_, query::add_setting, with("key", sql::demo_mark), with("value", yes)));
}

void unit_of_work::add(const institution& record) {
    insert(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::add(const branch& record) {
    insert(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::add(const opening_hours& record) {
    insert(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::add(const closed_day& record) {
    insert(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::add(const terminal& record) {
    insert(*session_, record);
}
void unit_of_work::add(const item& record) {
    insert(*session_, record);
}
void unit_of_work::add(const patron& record) {
    insert(*session_, record);
    write_words(*session_, patron_words, record);
}
void unit_of_work::add(const card& record) {
    insert(*session_, record);
}
void unit_of_work::add(const block& record) {
    insert(*session_, record);
}
void unit_of_work::add(const message& record) {
    insert(*session_, record);
}
void unit_of_work::add(const transit& record) {
    insert(*session_, record);
}
void unit_of_work::add(const notice& record) {
    insert(*session_, record);
}
void unit_of_work::add(const day_job& record) {
    insert(*session_, record);
}
void unit_of_work::add(const review_entry& record) {
    insert(*session_, record);
}
void unit_of_work::add(const journal_entry& record) {
    insert(*session_, record);
}
void unit_of_work::add(const event& record) {
    insert(*session_, record);
}

void unit_of_work::add(const partner& record) {
    insert(*session_, record);
}
void unit_of_work::add(const external_reference& record) {
    insert(*session_, record);
}
void unit_of_work::add(const backend_order& record) {
    insert(*session_, record);
}
void unit_of_work::add(const backend_mark& record) {
    insert(*session_, record);
}
void unit_of_work::add(const backend_difference& record) {
    insert(*session_, record);
}

void unit_of_work::add(const stock_count& record) {
    insert(*session_, record);
}
void unit_of_work::add(const count_scan& record) {
    insert(*session_, record);
}

void unit_of_work::change(const institution& record) {
    update(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::change(const branch& record) {
    update(*session_, record);
    session_->library().changed(*session_);
}
void unit_of_work::change(const terminal& record) {
    update(*session_, record);
}
void unit_of_work::change(const item& record) {
    update(*session_, record);
}
void unit_of_work::change(const item& before, const item& after) {
    update(*session_, before, after);
}
void unit_of_work::change(const patron& record) {
    update(*session_, record);
    write_words(*session_, patron_words, record);
}
void unit_of_work::change(const card& record) {
    update(*session_, record);
}
void unit_of_work::change(const block& record) {
    update(*session_, record);
}
void unit_of_work::change(const message& record) {
    update(*session_, record);
}
void unit_of_work::change(const transit& record) {
    update(*session_, record);
}
void unit_of_work::change(const notice& record) {
    update(*session_, record);
}
void unit_of_work::change(const day_job& record) {
    update(*session_, record);
}
void unit_of_work::change(const review_entry& record) {
    update(*session_, record);
}
void unit_of_work::change(const partner& record) {
    update(*session_, record);
}
void unit_of_work::change(const external_reference& record) {
    update(*session_, record);
}
void unit_of_work::change(const stock_count& record) {
    update(*session_, record);
}
void unit_of_work::change(const count_scan& record) {
    update(*session_, record);
}
void unit_of_work::change(const backend_order& record) {
    update(*session_, record);
}
void unit_of_work::change(const backend_difference& record) {
    update(*session_, record);
}

void unit_of_work::add(const title& record) {
    insert(*session_, record);
    write_words(*session_, title_words, record);
}

void unit_of_work::change(const title& record) {
    update(*session_, record);
    write_words(*session_, title_words, record);
}

void unit_of_work::add(const loan& record) {
    insert(*session_, record);
    if (record.is_open()) adjust(*session_, record.patron, {.loans = 1});
}

void unit_of_work::change(const loan& before, const loan& after) {
    update(*session_, before, after);
    const int loans = (after.is_open() ? 1 : 0) - (before.is_open() ? 1 : 0);
    // A loan may lose its patron when it closes.
    adjust(*session_, before.is_open() ? before.patron : after.patron, {.loans = loans});
}

void unit_of_work::remove(const loan& record) {
    static_cast<void>(execute(*session_, query::remove_loan, with("id", record.id)));
    if (record.is_open()) adjust(*session_, record.patron, {.loans = -1});
}

void unit_of_work::add(const hold& record) {
    insert(*session_, record);
    adjust_holds(*session_, record, is_open(record.state) ? 1 : 0);
}

void unit_of_work::change(const hold& before, const hold& after) {
    update(*session_, before, after);
    adjust_holds(
        *session_, after, (is_open(after.state) ? 1 : 0) - (is_open(before.state) ? 1 : 0));
}

void unit_of_work::remove(const transit& record) {
    static_cast<void>(execute(*session_, query::remove_transit, with("id", record.id)));
}

void unit_of_work::add(const fee& record) {
    insert(*session_, record);
    insert(*session_, open_fee{.fee = record.id, .patron = record.patron, .amount = record.amount});
    adjust(*session_, record.patron, {.fees = 1, .owed = record.amount});
}

void unit_of_work::add(const fee_entry& record) {
    insert(*session_, record);
    const auto answered = find_fee(record.fee); // there: the entry refers to it
    const auto open = find_open_fee(record.fee);
    const auto by = effect_on_open(record);
    const open_fee now{.fee = record.fee,
                       .patron = answered->patron,
                       .amount = (open ? open->amount : money{}) + by};
    const int fees = write_open(*session_, open.has_value(), now);
    adjust(*session_, now.patron, {.fees = fees, .owed = by, .credit = effect_on_credit(record)});
}

void unit_of_work::remove(const fee& record) {
    const auto open = find_open_fee(record.id);
    static_cast<void>(execute(*session_, query::remove_entries, with("fee", record.id)));
    static_cast<void>(execute(*session_, query::remove_open_fee, with("fee", record.id)));
    static_cast<void>(execute(*session_, query::remove_fee, with("id", record.id)));
    if (open) adjust(*session_, record.patron, {.fees = -1, .owed = money{} - open->amount});
}

void unit_of_work::add(const payment& record) {
    insert(*session_, record);
    adjust(*session_, record.patron, {.credit = record.credited});
}

void unit_of_work::change(const payment& before, const payment& after) {
    update(*session_, before, after);
    adjust(*session_, after.patron, {.credit = after.credited - before.credited});
}

void unit_of_work::remove_notices(std::string_view kind, std::string_view cause) {
    static_cast<void>(
        execute(*session_, query::remove_notices, with("kind", kind), with("cause", cause)));
}

void unit_of_work::remove(const institution& record) {
    for (const auto what : {query::check_and_remove_events_of, query::remove_jobs_of})
        static_cast<void>(execute(*session_, what, with("institution", record.id)));
    static_cast<void>(execute(*session_, query::check_and_remove_institution, with("id", record.id)));
    session_->library().changed(*session_);
}

void unit_of_work::remove(const opening_hours& record) {
    static_cast<void>(execute(*session_,
                              query::remove_hours,
                              with("branch", record.branch),
                              with("weekday", record.weekday)));
    session_->library().changed(*session_);
}

void unit_of_work::remove(const closed_day& record) {
    static_cast<void>(execute(*session_, query::remove_closed_day, with("id", record.id)));
    session_->library().changed(*session_);
}

void unit_of_work::remove(const item& record) {
    for (const auto& each :
         sql::find_all<hold>(*session_, query::holds_naming_item, with("item", record.id)))
        forget(each);
    static_cast<void>(execute(
        *session_, query::leave_fees, with("item", record.id), with("title", record.title)));
    for (const auto leave : {query::leave_fees_of_loans,
                             query::leave_notices,
                             query::leave_notices_of_loans,
                             query::leave_reviews,
                             query::leave_events,
                             query::leave_transits,
                             query::leave_loans})
        static_cast<void>(execute(*session_, leave, with("item", record.id)));
    static_cast<void>(execute(*session_, query::remove_item, with("id", record.id)));
}

void unit_of_work::remove(const title& record) {
    for (const auto& each :
         sql::find_all<hold>(*session_, query::holds_of_title, with("title", record.id)))
        forget(each);
    static_cast<void>(execute(*session_, query::remove_words, with("title", record.id)));
    static_cast<void>(execute(*session_, query::remove_title, with("id", record.id)));
}

bool unit_of_work::see(item_id id, branch_id place, instant at) {
    return execute(*session_,
                   query::see_item,
                   with("id", id),
                   with("place", place),
                   with("at", at)) > 0;
}

void unit_of_work::count(const counter_key& key, std::int64_t by) {
    static_cast<void>(execute(*session_,
                              query::add_to_counter,
                              with("day", key.day),
                              with("branch", key.branch),
                              with("item_type", key.item_type),
                              with("collection", key.collection),
                              with("patron_category", key.patron_category),
                              with("age_band", key.age_band),
                              with("kind", key.kind),
                              with("by", by)));
}

void unit_of_work::remove(const backend_difference& record) {
    static_cast<void>(execute(*session_, query::remove_difference, with("id", record.id)));
}

} // namespace circ::storage
