#include "tools/circdesk/typed_day.hpp"

#include "tools/circdesk/tool.hpp"

#include <cstdio>

namespace circ::tool {

std::optional<storage::local_date> read_day(const std::string& text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    char rest = 0;
    if (text.size() != 10 ||
        std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &rest) != 3)
        return std::nullopt;
    const std::chrono::year_month_day made{
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!made.ok()) return std::nullopt;
    return storage::local_date(made);
}

storage::local_date typed_day(const std::string& text) {
    const auto day = read_day(text);
    if (!day) throw complaint("'" + text + "' is no day such as 2027-01-31", wrong_usage);
    return *day;
}

} // namespace circ::tool
