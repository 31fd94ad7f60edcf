#include "protocol/sip2/all_tables.hpp"

#include "protocol/sip2/message_list.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::sip2 {
namespace {

template <class... Requests, class... Responses>
auto make_tables(message_types<Requests...>, message_types<Responses...>) {
    return std::array{&table_of<Requests>()..., &table_of<Responses>()...};
}

const message_table* found_or_null(auto condition) noexcept {
    const auto all = all_tables();
    const auto found = std::find_if(all.begin(), all.end(), condition);
    return found == all.end() ? nullptr : *found;
}

} // namespace

std::span<const message_table* const> all_tables() noexcept {
    static const auto tables = make_tables(request_types{}, response_types{});
    return tables;
}

const message_table* table_by_code(std::string_view code) noexcept {
    return found_or_null([code](const message_table* each) { return each->code == code; });
}

std::string name_of(const message_table& table) {
    std::string name(table.title);
    for (char& letter : name) {
        if (letter == ' ' || letter == '/' || letter == '-')
            letter = '_';
        else if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return name;
}

const message_table* table_by_name(std::string_view name) noexcept {
    return found_or_null(
        [name](const message_table* each) { return each->code == name || name_of(*each) == name; });
}

} // namespace circ::protocol::sip2
