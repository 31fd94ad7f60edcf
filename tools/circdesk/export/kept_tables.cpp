#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/export/only_tables.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/export/whole_kinds.hpp"
#include "tools/circdesk/payment_words.hpp"
#include "tools/circdesk/terms_column.hpp"
#include "tools/circdesk/wording.hpp"

#include <array>
#include <chrono>
#include <utility>

// The house itself, and payments and loans that are over.

namespace circ::tool {
namespace {

using namespace storage;

constexpr int rows_of_page = 200;

constexpr std::array<std::string_view, 5> branch_columns{"code", "name", "address", "time_zone", "closed_at"};
constexpr std::array<std::string_view, 4> calendar_columns{"branch", "day", "open", "reason"};
constexpr std::array<std::string_view, 8> terminal_columns{
    "login", "branch", "location", "profile", "addresses", "has_password", "enabled", "created_at"};
constexpr std::array<std::string_view, 14> payment_columns{"payment",
                                                           "at",
                                                           "terminal",
                                                           "by",
                                                           "bk",
                                                           "card",
                                                           "amount",
                                                           "credited",
                                                           "state",
                                                           "reason",
                                                           "bk_reused",
                                                           "resolved_at",
                                                           "resolved_by",
                                                           "resolution"};
constexpr std::array<std::string_view, 12> history_columns{"item",
                                                           "card",
                                                           "branch",
                                                           "lent_at",
                                                           "due_at",
                                                           "renewals",
                                                           "state",
                                                           "closed_at",
                                                           "recalled_at",
                                                           "recall_due_at",
                                                           "due_before_recall",
                                                           "terms"};

std::string flag(bool is_so) {
    return is_so ? "1" : "0";
}

table_page branches(export_source& with, const std::string&) {
    table_page made;
    for (const auto& each : with.from.branches(with.library.institution.id))
        made.rows.push_back({each.code, each.name, each.address, each.time_zone, export_text(each.closed_at)});
    return made;
}

/// The week of each branch, then the days for which it is closed.
table_page calendar_days(export_source& with, const std::string&) {
    constexpr local_date first{std::chrono::days{0}};
    constexpr local_date last{std::chrono::days{200'000}};
    table_page made;
    for (const auto& each : with.from.branches(with.library.institution.id)) {
        for (const auto& day : with.from.calendar_of(each.id, first).hours)
            made.rows.push_back(
                {each.code, std::string(weekday_text(day.weekday)), opening_text({day.opens, day.closes}), ""});
        for (const auto& day : with.from.closed_days(each.id, first, last))
            made.rows.push_back({each.code, export_text(std::optional(day.day)), "closed", day.reason});
    }
    return made;
}

table_page terminals(export_source& with, const std::string&) {
    table_page made;
    for (const auto& each : with.from.terminals())
        if (each.institution == with.library.institution.id)
            made.rows.push_back({each.login,
                                 with.library.branch(each.branch).code,
                                 each.location,
                                 each.profile,
                                 each.addresses,
                                 flag(!each.verifier.empty()),
                                 flag(each.enabled),
                                 export_text(std::optional(each.created_at))});
    return made;
}

/// Some payments after that moment, all of each moment. @return also whether there are more
std::pair<std::vector<payment>, bool> payments_after(export_source& with, instant after) {
    for (int most = rows_of_page;; most *= 2) {
        auto some = with.from.payments_between(
            with.library.institution.id, {}, after, instant::max(), {.first = 0, .count = most});
        if (std::cmp_less(some.size(), most)) return {std::move(some), false};
        std::erase_if(some, [last = some.back().at](const payment& each) { return each.at == last; });
        if (!some.empty()) return {std::move(some), true};
    }
}

table_page payments(export_source& with, const std::string& after) {
    const auto& of = with.library.institution;
    const auto begin = after.empty() ? instant::min() : instant{std::chrono::microseconds{std::stoll(after)}};
    const auto [some, more] = payments_after(with, begin);
    table_page made;
    for (const auto& each : some)
        made.rows.push_back({std::to_string(each.id.value),
                             export_text(std::optional(each.at)),
                             till_of(with.from, each.terminal),
                             payment_words(each.payment_type),
                             each.bk,
                             card_text(with, each.patron),
                             export_text(std::optional(each.amount), of),
                             export_text(std::optional(each.credited), of),
                             each.state == payment_state::accepted ? "accepted" : "refused",
                             each.reason,
                             flag(each.bk_reused),
                             export_text(each.resolved_at),
                             each.resolved_by,
                             each.resolution});
    if (more) made.next = std::to_string(some.back().at.time_since_epoch().count());
    return made;
}

/// Loans that are over, by their items; whose they were as long as that is kept.
table_page history(export_source& with, const std::string& after) {
    table_page made;
    const auto items = with.from.items_after(with.library.institution.id, after, rows_of_page);
    for (const auto& each : items)
        for (const auto& loan : with.from.past_loans_of(each.id))
            made.rows.push_back({each.barcode,
                                 card_text(with, loan.patron),
                                 with.library.branch(loan.branch).code,
                                 export_text(std::optional(loan.lent_at)),
                                 export_text(std::optional(loan.due_at)),
                                 std::to_string(loan.renewals),
                                 std::string(in_words(loan.state)),
                                 export_text(loan.closed_at),
                                 export_text(loan.recalled_at),
                                 export_text(loan.recall_due_at),
                                 export_text(loan.due_before_recall),
                                 terms_column(loan.terms, with.library.institution)});
    if (items.size() == rows_of_page) made.next = items.back().barcode;
    return made;
}

const std::array all_of_it{export_table{"branches", branch_columns, 1, &branches},
                           export_table{"calendar", calendar_columns, 2, &calendar_days},
                           export_table{"terminals", terminal_columns, 1, &terminals},
                           export_table{"payments", payment_columns, 1, &payments},
                           export_table{"history", history_columns, 4, &history}};

} // namespace

std::span<const export_table> kept_tables() {
    return all_of_it;
}

} // namespace circ::tool
