#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::query;
using sql::with;

std::vector<stock_count> reader::stock_counts(institution_id of, page which) {
    return sql::find_page<stock_count>(
        *session_, query::stock_counts, which, with("institution", of));
}

std::vector<stock_count> reader::open_stock_counts(institution_id of, branch_id at) {
    return find_all<stock_count>(*session_, query::open_stock_counts, with("institution", of), with("branch", at));
}

std::optional<stock_count> reader::find_stock_count(institution_id of, std::string_view name) {
    return find_one<stock_count>(
        *session_, query::find_stock_count, with("institution", of), with("name", name));
}

std::optional<count_scan> reader::find_scan(count_id in, std::string_view barcode) {
    return find_one<count_scan>(
        *session_, query::find_scan, with("in", in), with("barcode", barcode));
}

std::vector<count_scan> reader::scans_of(count_id in, scan_finding what, scan_id after, int most) {
    return find_all<count_scan>(*session_,
                                query::scans_of,
                                with("in", in),
                                with("finding", what),
                                with("after", after.value),
                                with("most", most));
}

std::vector<count_scan> reader::scans_out_of_order(count_id in, scan_id after, int most) {
    return find_all<count_scan>(*session_,
                                query::scans_out_of_order,
                                with("in", in),
                                with("after", after.value),
                                with("most", most));
}

std::vector<std::int64_t> reader::scan_counts(count_id in) {
    std::vector<std::int64_t> counts(scan_finding_count);
    auto found = sql::run(*session_, query::scan_counts, with("in", in));
    while (found.next())
        counts.at(static_cast<std::size_t>(found.get<std::int64_t>(0))) =
            found.get<std::int64_t>(1);
    return counts;
}

bool reader::is_changed_since(const item& one, instant since) {
    auto found = sql::run(*session_,
                          query::item_is_changed,
                          with("item", one.id),
                          with("institution", one.institution),
                          with("since", since));
    return found.next() && found.get<int>(0) != 0;
}

std::vector<item_facts>
reader::shelved_items(const stock_count& scope, bool unseen, item_id after, int most) {
    auto found = sql::run(*session_,
                          query::shelved_items,
                          with("after", after.value),
                          with("institution", scope.institution),
                          with("branch", scope.branch),
                          with("frozen", scope.frozen_at),
                          with("location", scope.location),
                          with("collection", scope.collection),
                          with("item_type", scope.item_type),
                          with("today", day_of(scope)),
                          with("unseen", unseen ? 1 : 0),
                          with("most", most));
    std::vector<item_facts> items;
    while (found.next())
        items.push_back(
            {.item = found.record<item>(), .title = found.record<title>(sql::width<item>())});
    return items;
}

} // namespace circ::storage
