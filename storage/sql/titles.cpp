#include "storage/titles.hpp"

#include "storage/sql/row_mapping.hpp"

#include <utility>

namespace circ::storage {

using sql::execute;
using sql::query;
using sql::with;

std::string title_reader::known_number_of(title_id id) {
    auto found = run(*session_, query::known_number_of, with("id", id));
    return found.next() ? found.get<std::string>(0) : std::string{};
}

std::vector<title>
title_reader::unnumbered_titles_after(institution_id of, std::string_view number, int most) {
    std::vector<title> all;
    auto found = run(*session_,
                     query::unnumbered_titles_after,
                     with("institution", of),
                     with("after", number),
                     with("most", most));
    while (found.next()) {
        all.push_back(found.record<title>(1));
        all.back().control_number = found.get<std::string>(0);
    }
    return all;
}

void title_unit::merge(const title& from, const title& into) {
    for (const auto each : {query::merge_copies, query::merge_title_holds, query::merge_title_reviews})
        static_cast<void>(execute(*session_, each, with("from", from.id), with("into", into.id)));
    for (const auto& [whose, holds] : {std::pair{from.id, -from.open_holds}, std::pair{into.id, from.open_holds}})
        static_cast<void>(execute(*session_, query::adjust_title, with("title", whose), with("holds", holds)));
    remove(from);
}

} // namespace circ::storage
