#pragma once

#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/import/read_date.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace circ::tool {

/// Our name of a column -> its name in the file, or several: "street+number, postcode+town" joins
/// those with a plus by a blank and those with a comma by a comma.
using column_names = std::map<std::string, std::string, std::less<>>;

/// What an operator's mapping file says of a table, and what is asked for beside it.
struct csv_mapping {
    csv_mapping(column_names columns = {})
        : renamed(std::move(columns)) {} // NOLINT: a mapping of columns alone is one

    column_names renamed;
    date_order dates = date_order::year_first;
    std::size_t digits =
        0; ///< of a barcode or card that a spreadsheet has taken zeros from; 0: any
};

/// Reads [columns] and `dates`. @throws complaint
[[nodiscard]] csv_mapping read_csv_mapping(const toml_file& from);

struct preset_column {
    std::string_view ours;
    std::string_view theirs; ///< as in column_names; what the file lacks of it is left out
};

/// How another system names its columns, known by those that only it has.
struct column_preset {
    std::string_view name;
    std::string_view marks; ///< names that must all be there, blank separated
    std::span<const preset_column> columns;
};

} // namespace circ::tool
