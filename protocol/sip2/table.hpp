#pragma once

// A layout with its types taken out: rows of plain data, so that each walk is one ordinary function
// instead of one per message. A row knows where in the message its value lies and how a value of
// that type is read and shown. `void*` stays between this file, the walks and messages/tables.cpp.

#include "protocol/sip2/layout.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {

/// What can be done with a member of one type, whatever it is.
struct value_form {
    /// Stores a text in UTF-8; a list takes it at its end.
    reading (*take)(void* member, std::string_view text);
    /// How many texts the member holds: none, one, or those of a list.
    std::size_t (*size)(const void* member);
    /// @return the text in UTF-8; `scratch` may hold it
    std::string_view (*text)(const void* member, std::size_t index, std::string& scratch);
    void (*clear)(void* member);
    std::string_view form; ///< for the manual
    std::size_t width;     ///< in a fixed part; 0 for free text
    bool may_be_cut;       ///< the front of the text makes sense alone
};

/// Where a member lies.
using member_of = void* (*)(void* message);

struct fixed_row {
    std::string_view name;
    char blank;
    member_of member;
    const value_form* value;
};

struct field_row {
    std::string_view id;
    presence occurs;
    since added;
    member_of member;
    const value_form* value;
};

struct message_table {
    std::string_view code;
    std::string_view title;
    direction sent_as;
    protocol_version introduced;
    std::span<const fixed_row> fixed;
    std::span<const field_row> fields;
    std::vector<unknown_field>& (*extensions)(void* message);
    void (*reset)(void* message); ///< to its defaults

    /// Where the fields with ids begin.
    [[nodiscard]] std::size_t fixed_end() const noexcept {
        std::size_t end = code.size();
        for (const auto& row : fixed) {
            end += row.value->width;
        }
        return end;
    }
    /// @return nullptr when this message has no such field
    [[nodiscard]] const field_row* find(std::string_view id) const noexcept {
        if (id.size() != 2) {
            return nullptr;
        }
        for (const auto& row : fields) {
            if (row.id[0] == id[0] && row.id[1] == id[1]) {
                return &row;
            }
        }
        return nullptr;
    }
};

/// The table of a message; made in messages/tables.cpp, once for each.
template <message M>
[[nodiscard]] const message_table& table_of() noexcept;

/// A message and its table, for reading only.
struct message_view {
    const message_table& table;
    const void* message;

    [[nodiscard]] const void* member(member_of where) const noexcept {
        // The rows hand out members to read into as well; nothing is written through this one.
        return where(const_cast<void*>(message));
    }
    [[nodiscard]] const std::vector<unknown_field>& extensions() const noexcept {
        return table.extensions(const_cast<void*>(message));
    }
};

template <message M>
[[nodiscard]] message_view view_of(const M& value) noexcept {
    return {table_of<M>(), &value};
}

} // namespace circ::protocol::sip2
