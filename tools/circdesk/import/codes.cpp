#include "tools/circdesk/import/codes.hpp"

#include <algorithm>
#include <cctype>

namespace circ::tool {
namespace {

constexpr std::array<std::string_view, 6> tables{
    "branches", "types", "locations", "collections", "statuses", "categories"};

using storage::item_state;

struct state_row {
    std::string_view name;
    item_state state;
};

constexpr std::array states{state_row{"usable", item_state::usable},
                            state_row{"on_order", item_state::on_order},
                            state_row{"in_process", item_state::in_process},
                            state_row{"missing", item_state::missing},
                            state_row{"damaged", item_state::damaged},
                            state_row{"in_repair", item_state::in_repair},
                            state_row{"withdrawn", item_state::withdrawn}};

// clang-format off
/// Words of Koha, Evergreen, Symphony, Sierra and Polaris, without what is neither letter nor digit.
constexpr auto statuses = std::to_array<state_row>({
    // what an item is when nothing is the matter with it, or what its loan, hold or transit says
    {"available", item_state::usable}, {"in", item_state::usable}, {"out", item_state::usable},
    {"checkedin", item_state::usable}, {"checkedout", item_state::usable}, {"onshelf", item_state::usable},
    {"reshelving", item_state::usable}, {"intransit", item_state::usable}, {"held", item_state::usable},
    {"onholdshelf", item_state::usable}, {"onholdsshelf", item_state::usable}, {"holds", item_state::usable},
    {"onreservationshelf", item_state::usable}, {"reserves", item_state::usable}, {"libuse", item_state::usable},
    {"libraryuseonly", item_state::usable}, {"noncirculating", item_state::usable}, {"claimedreturned", item_state::usable},
    {"claimreturned", item_state::usable}, {"claimsreturned", item_state::usable}, {"longoverdue", item_state::usable},
    // Sierra's letters
    {"-", item_state::usable}, {"o", item_state::usable}, {"!", item_state::usable}, {"t", item_state::usable},
    {"z", item_state::usable}, {"m", item_state::missing}, {"n", item_state::missing}, {"$", item_state::missing},
    {"p", item_state::in_process}, {"r", item_state::in_repair}, {"w", item_state::withdrawn}, {"d", item_state::damaged},
    // what is the matter with it
    {"missing", item_state::missing}, {"trace", item_state::missing}, {"lost", item_state::missing},
    {"lostpaid", item_state::missing}, {"lostandpaid", item_state::missing}, {"lostassum", item_state::missing},
    {"lostclaim", item_state::missing}, {"billed", item_state::missing},
    {"damaged", item_state::damaged}, {"inrepair", item_state::in_repair}, {"repair", item_state::in_repair},
    {"mending", item_state::in_repair}, {"bindery", item_state::in_repair}, {"atbindery", item_state::in_repair},
    {"onorder", item_state::on_order}, {"inprocess", item_state::in_process}, {"cataloging", item_state::in_process},
    {"discard", item_state::withdrawn}, {"discardweed", item_state::withdrawn}, {"withdrawn", item_state::withdrawn},
});
// clang-format on

bool is_letter_or_digit(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// "On-Order" and "ON ORDER" are one word.
std::string folded(std::string_view status) {
    std::string made;
    for (const char each : status)
        if (is_letter_or_digit(each))
            made += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    return made.empty() ? std::string(status) : made;
}

} // namespace

std::string_view table_of(code_kind kind) noexcept {
    return tables[static_cast<std::size_t>(kind)];
}

code_maps::code_maps(const toml_row& mapping) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto found = mapping.table(tables[i]);
        if (!found) continue;
        tables_[i].emplace();
        for (auto& [theirs, ours] : found->all_texts())
            tables_[i]->emplace(theirs, ours);
    }
}

std::optional<std::string> code_maps::find(code_kind kind, const std::string& code) const {
    const auto& of_kind = tables_[static_cast<std::size_t>(kind)];
    if (!of_kind) return code;
    const auto found = of_kind->find(code);
    if (found == of_kind->end()) return std::nullopt;
    return found->second;
}

std::vector<std::pair<std::string, std::string>> code_maps::all(code_kind kind) const {
    const auto& of_kind = tables_[static_cast<std::size_t>(kind)];
    if (!of_kind) return {};
    return {of_kind->begin(), of_kind->end()};
}

std::optional<storage::item_state> state_of_status(std::string_view status) {
    const auto found = std::ranges::find(statuses, folded(status), &state_row::name);
    if (found == statuses.end()) return std::nullopt;
    return found->state;
}

void count_parts(tally& done, const std::string& branch, const storage::item& what) {
    done.count_part("branch", branch);
    done.count_part("type", what.item_type);
    done.count_part("status", std::string(name_of(what.state)));
}

std::optional<storage::item_state> state_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(states, name, &state_row::name);
    if (found == states.end()) return std::nullopt;
    return found->state;
}

std::string_view name_of(storage::item_state state) noexcept {
    return std::ranges::find(states, state, &state_row::state)->name;
}

} // namespace circ::tool
