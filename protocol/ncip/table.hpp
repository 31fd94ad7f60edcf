#pragma once

// A layout with its types taken out: rows of plain data, so that each walk is one ordinary function
// instead of one for each of two hundred structures. `void*` stays between this file, the walks and
// tables.cpp.

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <any>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::ncip::xml {
struct element;
class writer;
} // namespace circ::protocol::ncip::xml

namespace circ::protocol::ncip {

struct dialect;
struct structure_table;

/// What can be done with a value that has no elements of its own.
struct leaf_form {
    /// @return false when the element holds something else
    bool (*read)(void* value, const xml::element& from, const dialect& as);
    /// Writes the element with its tags.
    void (*write)(const void* value, xml::writer& to, std::string_view name, const dialect& as);
    std::string (*show)(const void* value);
    bool (*is_empty)(const void* value); ///< as good as absent
    std::string_view form;               ///< for the manual
    bool is_secret;
};

/// What can be done with a member of one type: it holds none, one or many values, each a leaf or a
/// structure.
struct value_form {
    std::size_t (*size)(const void* member);
    const void* (*at)(const void* member, std::size_t index);
    /// @return the place of a new value; of a member that holds exactly one, its own
    void* (*add)(void* member);
    void (*drop_last)(void* member);
    const leaf_form* leaf;             ///< nullptr for a structure
    const structure_table& (*inner)(); ///< nullptr for a leaf
    bool is_list;
};

/// Where a member lies.
using member_of = void* (*)(void* structure);

struct element_row {
    std::string_view name;
    occurs often;
    since added;
    std::string_view instead;
    member_of member;
    const value_form* value;
};

struct structure_table {
    std::span<const element_row> elements;
    bool (*shows_secrets)(const void* structure); ///< nullptr: they are masked
};

struct message_table {
    std::string_view name;
    service_role role;
    const structure_table& (*structure)();
    const message_table* (*response)(); ///< nullptr where nothing answers
    std::any (*make)();
    void* (*inside)(std::any& body);
    bool (*equal)(const std::any& left, const std::any& right);
    std::vector<problem>* (*problems)(void* structure); ///< nullptr where a message has none
};

/// The table of a structure; made in a tables.cpp, once for each.
template <structure S>
[[nodiscard]] const structure_table& table_of() noexcept;

/// The table of a message.
template <message_body M>
[[nodiscard]] const message_table& message_table_of() noexcept;

/// All messages by their names.
[[nodiscard]] std::span<const message_table* const> all_messages() noexcept;

/// @return nullptr for a name that no message has
[[nodiscard]] const message_table* message_by_name(std::string_view name) noexcept;

} // namespace circ::protocol::ncip
