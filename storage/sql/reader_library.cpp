#include "storage/reader.hpp"

#include "storage/sql/migrate.hpp"
#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::query;
using sql::with;

bool reader::holds_demo() {
    return sql::run(*session_, query::find_setting, with("key", sql::demo_mark)).next();
}

std::vector<institution> reader::institutions() {
    return find_all<institution>(*session_, query::institutions);
}

std::optional<institution> reader::find_institution(institution_id id) {
    return find_one<institution>(*session_, query::find_institution, with("id", id));
}

std::shared_ptr<const library> reader::library_of(institution_id id) {
    return session_->library().find(*session_, id);
}

std::optional<institution> reader::institution_by_code(std::string_view code) {
    return find_one<institution>(*session_, query::institution_by_code, with("code", code));
}

namespace {

/// Of statements whose rows are a name and a number.
template <class Rows>
std::vector<std::pair<std::string, std::int64_t>> numbers_in(Rows found) {
    std::vector<std::pair<std::string, std::int64_t>> all;
    while (found.next()) all.emplace_back(found.template get<std::string>(0), found.template get<std::int64_t>(1));
    return all;
}

} // namespace

std::vector<std::pair<std::string, std::int64_t>> reader::uses_of(branch_id of) {
    return numbers_in(sql::run(*session_, query::check_branch_uses, with("branch", of)));
}

std::vector<std::pair<std::string, std::int64_t>> reader::uses_of(institution_id of) {
    return numbers_in(sql::run(*session_, query::check_institution_uses, with("institution", of)));
}

bool reader::knows_money(institution_id of) {
    auto found = sql::run(*session_, query::check_money_known, with("institution", of));
    return found.next() && found.get<int>(0) != 0;
}

std::vector<branch> reader::branches(institution_id of) {
    return find_all<branch>(*session_, query::branches, with("institution", of));
}

std::optional<branch> reader::find_branch(branch_id id) {
    return find_one<branch>(*session_, query::find_branch, with("id", id));
}

std::optional<branch> reader::branch_by_code(institution_id of, std::string_view code) {
    return find_one<branch>(
        *session_, query::branch_by_code, with("institution", of), with("code", code));
}

calendar reader::calendar_of(branch_id of, local_date from) {
    constexpr std::chrono::days month{31}; // a running overdue fee looks back
    return session_->library().days_of(*session_, of, from - month);
}

std::vector<closed_day> reader::closed_days(branch_id of, local_date first, local_date last) {
    return find_all<closed_day>(*session_,
                                query::closed_days,
                                with("branch", of),
                                with("first", first),
                                with("last", last));
}

words_in_use reader::words_of(institution_id of) {
    const auto words = [&](query which) {
        return sql::find_values<std::string>(*session_, which, with("institution", of));
    };
    return {.patron_categories = words(query::check_patron_categories),
            .item_types = words(query::check_item_types),
            .collections = words(query::check_collections)};
}

std::vector<terminal> reader::terminals() {
    return find_all<terminal>(*session_, query::terminals);
}

std::optional<terminal> reader::find_terminal(terminal_id id) {
    return find_one<terminal>(*session_, query::find_terminal, with("id", id));
}

std::optional<terminal> reader::terminal_by_login(std::string_view login) {
    return find_one<terminal>(*session_, query::terminal_by_login, with("login", login));
}

} // namespace circ::storage
