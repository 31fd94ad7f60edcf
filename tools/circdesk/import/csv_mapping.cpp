#include "tools/circdesk/import/csv_mapping.hpp"

#include "tools/circdesk/tool.hpp"

#include <array>

namespace circ::tool {
namespace {

struct order_row {
    std::string_view word;
    date_order order;
};

constexpr std::array orders{order_row{"ymd", date_order::year_first},
                            order_row{"dmy", date_order::day_first},
                            order_row{"mdy", date_order::month_first}};

date_order order_named(const std::string& word, const std::string& where) {
    for (const auto& each : orders)
        if (each.word == word) return each.order;
    throw complaint(where + ": dates = '" + word + "' is not ymd, dmy or mdy", wrong_usage);
}

} // namespace

csv_mapping read_csv_mapping(const toml_file& from) {
    csv_mapping made;
    if (const auto columns = from.root().table("columns"))
        for (auto& [ours, theirs] : columns->all_texts())
            made.renamed.emplace(ours, theirs);
    if (const auto word = from.root().text_if("dates"))
        made.dates = order_named(*word, from.root().where());
    return made;
}

} // namespace circ::tool
