#include "storage/record_reader.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::query;
using sql::run;
using sql::with;

std::vector<hold> record_reader::holds_after(hold_id after, int most) {
    return find_all<hold>(
        *session_, query::holds_after, with("after", after.value), with("most", most));
}

std::vector<transit> record_reader::transits_after(transit_id after, int most) {
    return find_all<transit>(
        *session_, query::transits_after, with("after", after.value), with("most", most));
}

std::vector<fee> record_reader::fees_after(fee_id after, int most) {
    return find_all<fee>(
        *session_, query::fees_after, with("after", after.value), with("most", most));
}

std::vector<fee_entry> record_reader::fee_entries_after(fee_entry_id after, int most) {
    return find_all<fee_entry>(
        *session_, query::fee_entries_after, with("after", after.value), with("most", most));
}

std::vector<block> record_reader::blocks_after(block_id after, int most) {
    return find_all<block>(
        *session_, query::blocks_after, with("after", after.value), with("most", most));
}

std::vector<notice> record_reader::notices_after(notice_id after, int most) {
    return find_all<notice>(
        *session_, query::notices_after, with("after", after.value), with("most", most));
}

std::vector<review_entry> record_reader::reviews_after(review_id after, int most) {
    return find_all<review_entry>(
        *session_, query::reviews_after, with("after", after.value), with("most", most));
}

std::vector<event> record_reader::events_after(event_id after, int most) {
    return find_all<event>(
        *session_, query::events_after, with("after", after.value), with("most", most));
}

std::vector<count_scan> record_reader::scans_after(scan_id after, int most) {
    return find_all<count_scan>(
        *session_, query::scans_after, with("after", after.value), with("most", most));
}

std::vector<counter_line> record_reader::counters_after(local_date day) {
    std::vector<counter_line> all;
    auto found = run(*session_, query::counters_after, with("day", day));
    while (found.next())
        all.push_back({.key = {.day = found.get<local_date>(0),
                               .branch = found.get<branch_id>(1),
                               .item_type = found.get<std::string>(2),
                               .collection = found.get<std::string>(3),
                               .patron_category = found.get<std::string>(4),
                               .age_band = found.get<std::string>(5),
                               .kind = found.get<std::string>(6)},
                       .amount = found.get<std::int64_t>(7)});
    return all;
}

std::optional<stock_count> record_reader::stock_count_of(count_id id) {
    return find_one<stock_count>(*session_, query::stock_count_of_id, with("id", id));
}

std::optional<event> record_reader::end_of(const hold& closed) {
    return find_one<event>(*session_,
                           query::end_of_hold,
                           with("patron", closed.patron),
                           with("hold", closed.id));
}

} // namespace circ::storage
