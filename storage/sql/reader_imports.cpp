#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

#include <array>

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::query;
using sql::with;

std::vector<import_run> reader::import_runs(institution_id of, page which) {
    return sql::find_page<import_run>(
        *session_, query::import_runs, which, with("institution", of));
}

std::optional<import_run> reader::find_import(institution_id of, std::int64_t number) {
    return find_one<import_run>(
        *session_, query::find_import, with("institution", of), with("number", number));
}

std::vector<import_mark>
reader::import_marks(import_run_id of, imported_kind kind, std::int64_t before, int most) {
    return find_all<import_mark>(*session_,
                                 query::import_marks,
                                 with("run", of),
                                 with("kind", kind),
                                 with("before", before),
                                 with("most", most));
}

std::vector<import_reject> reader::import_rejects(import_run_id of) {
    return find_all<import_reject>(
        *session_, query::import_rejects, with("run", of), with("most", most_kept_rejects));
}

std::int64_t reader::last_import_reject(import_run_id of) {
    auto found = run(*session_, query::last_import_reject, with("run", of));
    return found.next() ? found.get<std::int64_t>(0) : 0;
}

std::vector<import_mark>
reader::import_marks_of(institution_id of,
                        std::string_view option,
                        imported_kind kind,
                        std::int64_t record,
                        int most) {
    return find_all<import_mark>(*session_,
                                 query::import_marks_of,
                                 with("institution", of),
                                 with("option", option),
                                 with("kind", kind),
                                 with("record", record),
                                 with("most", most));
}

std::vector<title>
reader::titles_after(institution_id of, std::string_view control_number, int most) {
    return find_all<title>(*session_,
                           query::titles_after,
                           with("institution", of),
                           with("after", control_number),
                           with("most", most));
}

std::vector<item> reader::items_after(institution_id of, std::string_view barcode, int most) {
    return find_all<item>(*session_,
                          query::items_after,
                          with("institution", of),
                          with("after", barcode),
                          with("most", most));
}

std::vector<card> reader::cards_after(institution_id of, std::string_view number, int most) {
    return find_all<card>(*session_,
                          query::cards_after,
                          with("institution", of),
                          with("after", number),
                          with("most", most));
}

std::vector<balance_line> reader::balance_of(institution_id of) {
    struct kind_row {
        open_business of;
        query figures;
    };
    constexpr std::array kinds{kind_row{open_business::loans, query::check_open_loans},
                               kind_row{open_business::holds, query::check_open_holds},
                               kind_row{open_business::fees, query::check_open_fees},
                               kind_row{open_business::credits, query::check_credits},
                               kind_row{open_business::blocks, query::check_open_blocks}};
    std::vector<balance_line> all;
    for (const auto& each : kinds) {
        auto found = run(*session_, each.figures, with("institution", of));
        while (found.next())
            all.push_back({.of = each.of,
                           .kind = found.get<int>(0),
                           .branch = found.get<std::string>(1),
                           .type = found.get<std::string>(2),
                           .number = found.get<std::int64_t>(3),
                           .amount = found.get<money>(4)});
    }
    return all;
}

bool reader::is_named(item_id what) {
    auto found = run(*session_, query::item_is_named, with("item", what));
    return found.next() && found.get<int>(0) != 0;
}

bool reader::is_named(patron_id who) {
    auto found = run(*session_, query::patron_is_named, with("patron", who));
    return found.next() && found.get<int>(0) != 0;
}

bool reader::is_named(title_id what) {
    auto found = run(*session_, query::title_is_named, with("title", what));
    return found.next() && found.get<int>(0) != 0;
}

bool reader::is_named(loan_id what) {
    auto found = run(*session_, query::loan_is_named, with("loan", what));
    return found.next() && found.get<int>(0) != 0;
}

bool reader::is_named(hold_id what) {
    auto found = run(*session_, query::hold_is_named, with("hold", what));
    return found.next() && found.get<int>(0) != 0;
}

std::vector<patron>
reader::patrons_in(institution_id of, std::string_view category, patron_id after, int most) {
    return find_all<patron>(*session_,
                            query::patrons_in,
                            with("institution", of),
                            with("category", category),
                            with("after", after.value),
                            with("most", most));
}

} // namespace circ::storage
