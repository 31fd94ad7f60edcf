#pragma once

#include "protocol/sip2/describe.hpp"
#include "protocol/sip2/message_list.hpp"
#include "protocol/sip2/table.hpp"

#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {

inline void PrintTo(const fault& each, std::ostream* out) {
    *out << describe_in_line(each, personal_data::shown);
}

template <class... Messages>
void append_tables(std::vector<const message_table*>& to, message_types<Messages...>) {
    (to.push_back(&table_of<Messages>()), ...);
}

inline std::vector<const message_table*> all_tables() {
    std::vector<const message_table*> tables;
    append_tables(tables, request_types{});
    append_tables(tables, response_types{});
    return tables;
}

inline const message_table& table_with_code(std::string_view code) {
    const auto tables = all_tables();
    const auto found = std::ranges::find(tables, code, &message_table::code);
    if (found == tables.end()) {
        throw std::out_of_range("no message " + std::string(code));
    }
    return **found;
}

/// The fields of a frame in the order of the table and without optional ones that are empty, which
/// is how we write it.
inline std::string
as_we_write_it(const message_table& table, std::string_view frame, char delimiter = '|') {
    std::string out{frame.substr(0, table.fixed_end())};
    std::vector<std::pair<const field_row*, std::string>> fields;
    for (auto rest = frame.substr(table.fixed_end()); !rest.empty();) {
        const auto end = rest.find(delimiter);
        const auto* row = table.find(rest.substr(0, 2));
        if (row == nullptr || row->occurs != optional || end > 2) {
            fields.emplace_back(row, rest.substr(0, end + 1));
        }
        rest.remove_prefix(end + 1);
    }
    const auto unknown_last = [&](const auto& field) {
        return field.first == nullptr ? table.fields.data() + table.fields.size() : field.first;
    };
    std::ranges::stable_sort(fields, {}, unknown_last);
    for (const auto& [row, text] : fields) {
        out += text;
    }
    return out;
}

/// Stores in a member the first text that its type allows.
inline void fill_member(const value_form& value, void* member, std::string_view free_text) {
    if (value.width == 0) {
        EXPECT_EQ(value.take(member, free_text), reading::good);
        return;
    }
    for (const std::string_view text : {"Y",
                                        "1",
                                        "+",
                                        "07",
                                        "0012",
                                        "003",
                                        "EUR",
                                        "2.00",
                                        "20260317   Z142530",
                                        "Y  Y     Y",
                                        "Y  Y     Y   Y",
                                        "YNNYYYYYYYYYYYYN"}) {
        if (text.size() == value.width && value.take(member, text) == reading::good) {
            return;
        }
    }
    ADD_FAILURE() << "no text for " << value.form;
}

/// So that a value does not hold what could be taken for the id of a field.
inline std::string in_lower_case(std::string_view id) {
    std::string lower{id};
    std::ranges::transform(
        lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/// A message with something in each field, lists with two entries, and a vendor's field.
template <message M>
M filled() {
    M message;
    const auto& table = table_of<M>();
    for (const auto& row : table.fixed) {
        fill_member(*row.value, row.member(&message), {});
    }
    for (const auto& row : table.fields) {
        fill_member(*row.value, row.member(&message), "some " + in_lower_case(row.id) + " für");
        if (row.occurs == repeated) {
            fill_member(*row.value, row.member(&message), "second " + in_lower_case(row.id));
        }
    }
    if (!table.fields.empty()) {
        message.extensions = {{"ZV", "vendor's"}};
    }
    return message;
}

} // namespace circ::protocol::sip2
