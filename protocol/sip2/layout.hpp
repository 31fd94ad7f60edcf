#pragma once

// The vocabulary of a message table. A message is a plain struct and a specialisation of `layout`
// beside it; reading, writing, showing and the reference page walk the table and know no message.
// The member's type decides the form of a field:
//     std::string, secret, another value type        stands exactly once, `required`
//     std::optional of these                         stands once at most, `optional`
//     std::vector<std::string>                       any number of times, `repeated`
// To add a message: messages/NAME.hpp, a name in message_list.hpp, a line in messages/tables.cpp.

#include "protocol/secret.hpp"
#include "protocol/sip2/values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace circ::protocol::sip2 {

using protocol::secret;

/// A field that the message's table does not have, as it came, in UTF-8. Vendors' own fields are
/// read into these and written from them, after the standard's.
struct unknown_field {
    std::string id;
    std::string value;

    friend bool operator==(const unknown_field&, const unknown_field&) = default;
};

/// What the standard asks of a writer. What an operation needs of a request is another matter.
enum class presence : std::uint8_t { required, optional, repeated };
inline constexpr presence required = presence::required;
inline constexpr presence optional = presence::optional;
inline constexpr presence repeated = presence::repeated;

/// The release that added a field to its message.
enum class since : std::uint8_t { the_message, v2_00 };
inline constexpr since since_2_00 = since::v2_00;

enum class direction : std::uint8_t { request, response };

namespace detail {
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
} // namespace detail

template <class M, class T>
struct fixed_field {
    T M::*member;
    std::string_view name;
    char blank; ///< fills the field when the value is not known
};

template <class M, class T>
struct id_field {
    T M::*member;
    std::string_view id;
    presence occurs;
    since added;
};

/// A field of the fixed part, found by its position.
template <class M, class T>
[[nodiscard]] consteval fixed_field<M, T>
fixed(T M::*member, std::string_view name, char blank = ' ') {
    return {member, name, blank};
}

/// A field found by its two-letter id; its name is in the dictionary.
template <class M, class T>
[[nodiscard]] consteval id_field<M, T>
field(T M::*member, std::string_view id, presence occurs, since added = since::the_message) {
    const bool is_list = std::is_same_v<T, std::vector<std::string>>;
    if (is_list != (occurs == repeated) || detail::is_optional<T>::value != (occurs == optional)) {
        throw "the member's type does not fit how often the field occurs";
    }
    return {member, id, occurs, added};
}

/// The table of a message: `code`, `title`, `sent_as`, `introduced`, `fixed_fields`, `fields`.
template <class M>
struct layout;

template <class M>
concept message = requires {
    layout<M>::code;
    layout<M>::fields;
};

} // namespace circ::protocol::sip2
