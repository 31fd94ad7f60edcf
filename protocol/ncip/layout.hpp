#pragma once

// The vocabulary of a structure's table. A structure is a plain struct and a specialisation of
// `layout` beside it; reading, writing, showing and the reference page walk the table and know no
// message. A member is called as its element is, and its type decides what is in the element: a
// value of values.hpp, text, a flag (`bool`: the element stands or does not), another structure.
//     T                  stands exactly once, `required`
//     std::optional<T>   stands once at most, `optional`; a date, an amount or a number may be
//                        `required` too: no value could stand for one that did not come
//     std::vector<T>     any number of times, `repeated`, or at least once, `some`
// Headers and Ext are in no table: the message has the headers, and what stands in an Ext is read
// as if it stood beside it. To add a message: messages/NAME.hpp and a name in message_list.hpp; a
// structure: a name in structures/tables.cpp.

#include "protocol/ncip/values.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace circ::protocol::ncip {

enum class presence : std::uint8_t { required, optional, repeated, some };

/// An answer has problems or data. What stands where it has problems, and what always.
enum class beside : std::uint8_t { data, problem, either };

/// How often an element stands. Elements of one `choice` are alternatives, of which one must stand.
struct occurs {
    presence how;
    beside when = beside::data;
    std::uint8_t choice = 0;
    bool in_ext = false; ///< written into Ext, because the schema has no place for it
};

inline constexpr occurs required{presence::required};
inline constexpr occurs optional{presence::optional};
inline constexpr occurs repeated{presence::repeated};
inline constexpr occurs some{presence::some};
inline constexpr occurs problems{presence::repeated, beside::problem};
inline constexpr occurs optional_with_problem{presence::optional, beside::problem};
inline constexpr occurs repeated_with_problem{presence::repeated, beside::problem};
inline constexpr occurs optional_either_way{presence::optional, beside::either};
inline constexpr occurs in_ext{presence::optional, beside::data, 0, true};

[[nodiscard]] consteval occurs one_of(std::uint8_t choice) {
    return {presence::optional, beside::data, choice};
}

/// The release that put an element into a structure that was there before.
enum class since : std::uint8_t { v2_0, v2_02 };
inline constexpr since since_2_02 = since::v2_02;

enum class service_role : std::uint8_t { request, notification, response };

namespace detail {
enum class shape : std::uint8_t { one, maybe, many };
template <class T>
inline constexpr shape shape_of = shape::one;
template <>
inline constexpr shape shape_of<bool> = shape::maybe;
template <class T>
inline constexpr shape shape_of<std::optional<T>> = shape::maybe;
template <class T>
inline constexpr shape shape_of<std::vector<T>> = shape::many;

template <class T>
inline constexpr bool may_be_required = shape_of<T> == shape::one;
template <class T>
inline constexpr bool may_be_required<std::optional<T>> =
    std::is_same_v<T, date_time> || std::is_same_v<T, money> || std::is_same_v<T, number>;

template <class T>
[[nodiscard]] consteval bool fits(occurs often) {
    if (often.how == presence::required) return may_be_required<T>;
    if (often.choice != 0) return shape_of<T> != shape::one;
    return shape_of<T> == (often.how == presence::optional ? shape::maybe : shape::many);
}
} // namespace detail

template <class M, class T>
struct element_of {
    T M::*member;
    std::string_view name;
    occurs often;
    since added;
    std::string_view instead; ///< where some peers put it
};

/// One row: the member, the element's name, how often it stands.
template <class M, class T>
[[nodiscard]] consteval element_of<M, T> element(T M::*member,
                                                 std::string_view name,
                                                 occurs often,
                                                 since added = since::v2_0,
                                                 std::string_view instead = {}) {
    if (!detail::fits<T>(often))
        throw "the member's type does not fit how often the element stands";
    return {member, name, often, added, instead};
}

/// The table of a structure: `elements`, of a message also `name` and `role`, and of one that is
/// answered `response`.
template <class M>
struct layout;

template <class M>
concept structure = requires {
    layout<M>::elements;
};

template <class M>
concept message_body = structure<M> && requires {
    layout<M>::name;
};

/// The message that answers a request or a notification.
template <message_body M>
using response_to = typename layout<M>::response;

} // namespace circ::protocol::ncip
