#include "storage/sql/record_sql.hpp"

#include <stdexcept>

namespace circ::storage::sql {
namespace {

[[nodiscard]] std::string columns_of(std::string_view table) {
    std::string list;
    for_each_stored_record([&]<class Record>() {
        if (columns<Record>::table == table) list = select_list<Record>();
    });
    if (list.empty()) throw std::logic_error{"no record is kept in a table " + std::string{table}};
    return list;
}

} // namespace

std::string expand_columns(std::string_view sql) {
    constexpr std::string_view tail = ".*}";
    std::string expanded;
    for (;;) {
        const auto open = sql.find('{');
        expanded += sql.substr(0, open);
        if (open == std::string_view::npos) return expanded;
        sql.remove_prefix(open + 1);
        const auto close = sql.find(tail);
        expanded += columns_of(sql.substr(0, close));
        sql.remove_prefix(close + tail.size());
    }
}

} // namespace circ::storage::sql
