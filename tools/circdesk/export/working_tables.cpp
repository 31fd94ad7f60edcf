#include "server/circulation/stocktaking.hpp"
#include "tools/circdesk/export/only_tables.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/export/whole_kinds.hpp"

#include <algorithm>
#include <array>
#include <chrono>

// The library itself, whom it works with, what it counted, and the files it brought in.

namespace circ::tool {
namespace {

using namespace storage;

constexpr std::array<std::string_view, 6> institution_columns{
    "code", "name", "currency", "decimals", "language", "time_zone"};
constexpr std::array<std::string_view, 4> partner_columns{"code", "name", "card", "created_at"};
constexpr std::array<std::string_view, 11> count_columns{"count",
                                                         "branch",
                                                         "location",
                                                         "collection",
                                                         "item_type",
                                                         "first_call_number",
                                                         "last_call_number",
                                                         "frozen_at",
                                                         "started_by",
                                                         "ended_at",
                                                         "ended_by"};
constexpr std::array<std::string_view, 7> scan_columns{
    "count", "barcode", "finding", "out_of_order", "times", "at", "by"};
constexpr std::array<std::string_view, 8> statistic_columns{
    "day", "branch", "item_type", "collection", "category", "age_band", "kind", "amount"};
constexpr std::array<std::string_view, 13> import_columns{"run",
                                                          "kind",
                                                          "file",
                                                          "options",
                                                          "by",
                                                          "begun_at",
                                                          "ended_at",
                                                          "state",
                                                          "records",
                                                          "added",
                                                          "updated",
                                                          "unchanged",
                                                          "rejected"};

table_page own_institution(export_source& with, const std::string&) {
    const auto& of = with.library.institution;
    table_page made;
    made.rows.push_back(
        {of.code, of.name, of.currency, std::to_string(of.decimals), of.language, of.time_zone});
    return made;
}

table_page partners(export_source& with, const std::string& after) {
    return page_by_place(
        after,
        [&](page which) { return with.from.partners(with.library.institution.id, which); },
        [&](const partner& one) -> std::vector<std::string> {
            return {one.code,
                    one.name,
                    card_text(with, one.patron),
                    export_text(std::optional(one.created_at))};
        });
}

table_page counts(export_source& with, const std::string& after) {
    return page_by_place(
        after,
        [&](page which) { return with.from.stock_counts(with.library.institution.id, which); },
        [&](const stock_count& one) -> std::vector<std::string> {
            return {one.name,
                    with.library.branch(one.branch).code,
                    one.location,
                    one.collection,
                    one.item_type,
                    one.first_call_number,
                    one.last_call_number,
                    export_text(std::optional(one.frozen_at)),
                    one.started_by,
                    export_text(one.ended_at),
                    one.ended_by};
        });
}

std::vector<std::string> scan_row(export_source& with, const count_scan& one) {
    const auto in = record_reader(with.from).stock_count_of(one.count);
    if (!in || in->institution != with.library.institution.id) return {};
    return {in->name,
            one.barcode,
            std::string(circulation::name_of(one.finding)),
            one.out_of_order ? "1" : "0",
            std::to_string(one.times),
            export_text(std::optional(one.at)),
            one.by};
}

/// A day on which anything was counted is a page.
table_page statistics(export_source& with, const std::string& after) {
    const auto last = after.empty() ? local_date::min() : local_date{std::chrono::days{std::stoi(after)}};
    const auto lines = record_reader(with.from).counters_after(last);
    table_page made;
    for (const auto& [key, amount] : lines) {
        const auto& branch = with.library.branch(key.branch);
        if (!branch.id) continue; // another library's
        made.rows.push_back({export_text(std::optional(key.day)),
                             branch.code,
                             key.item_type,
                             key.collection,
                             key.patron_category,
                             key.age_band,
                             key.kind,
                             std::to_string(amount)});
    }
    if (!lines.empty())
        made.next = std::to_string(lines.front().key.day.time_since_epoch().count());
    return made;
}

table_page imports(export_source& with, const std::string& after) {
    constexpr std::array states{"running", "done", "undone"};
    return page_by_place(
        after,
        [&](page which) { return with.from.import_runs(with.library.institution.id, which); },
        [&](const import_run& one) -> std::vector<std::string> {
            std::string options = one.options;
            std::ranges::replace(options, '\n', ' ');
            return {std::to_string(one.number),
                    one.kind,
                    one.file,
                    options,
                    one.by,
                    export_text(std::optional(one.begun_at)),
                    export_text(one.ended_at),
                    states.at(static_cast<std::size_t>(one.state)),
                    std::to_string(one.position),
                    std::to_string(one.added),
                    std::to_string(one.updated),
                    std::to_string(one.unchanged),
                    std::to_string(one.rejected)};
        });
}

const std::array all_of_it{export_table{"institution", institution_columns, 1, &own_institution},
                           export_table{"partners", partner_columns, 1, &partners},
                           export_table{"counts", count_columns, 1, &counts},
                           export_table{"count-scans", scan_columns, 2, &pages_of<&record_reader::scans_after, &scan_row>},
                           export_table{"statistics", statistic_columns, 7, &statistics},
                           export_table{"imports", import_columns, 1, &imports}};

} // namespace

std::span<const export_table> working_tables() {
    return all_of_it;
}

} // namespace circ::tool
