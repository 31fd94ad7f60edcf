#include "config/setting.hpp"

#include "config/nearest.hpp"

namespace circ::config {

void tell_unknown_key(const table_entry& entry,
                      std::span<const std::string_view> known,
                      const reading& where) {
    where.mistakes.push_back({entry.at,
                              where.under(entry.key).key,
                              shown(entry.value),
                              "no such setting" + suggestion(entry.key, known)});
}

const value_table* read_table(const value& from, const reading& where) {
    const auto* table = std::get_if<value_table>(&from.content);
    if (table == nullptr) where.wrong(from, shown(from) + " stands where a table must be");
    return table;
}

} // namespace circ::config
