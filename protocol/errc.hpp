#pragma once

#include <boost/system/error_code.hpp>

#include <type_traits>

namespace circ::protocol {

/// What a peer can get wrong, on the way from bytes to a typed message. One sentence each in
/// errc.cpp.
enum class errc {
    unknown_message = 1, ///< no message has this code
    wrong_direction,     ///< an answer where a request belongs, or the other way round
    unreadable_message,  ///< the fixed part is damaged and no field follows to go on from
    bad_fixed_width,     ///< the fixed part is too short or too long; reading went on at the first
                         ///< field
    missing_field,       ///< a field that the standard requires is not there
    repeated_field,      ///< a single field came twice; the first one counts
    bad_value,           ///< the value is not one of those allowed; the default stands in for it
    value_too_long,      ///< more than 255 bytes
    control_character,   ///< the value holds bytes that no screen shows
    too_many_fields,     ///< more than the dialect allows; those behind them were not read
    short_segment,       ///< one character between two delimiters, too short for an id
    not_well_formed,     ///< the document is not XML
    declared_entity,     ///< the document brings declarations, or uses an entity that XML lacks
    bad_encoding,        ///< bytes that the document's character set does not have
    unknown_encoding,    ///< the document is in a character set that is not read
    too_large,           ///< the document is longer than it may be
    too_deep,            ///< elements inside elements inside elements
    too_many_elements,   ///< more than are read
    too_many_attributes, ///< one element has more, or longer ones, than are read
    text_too_long,       ///< one element holds more text than is read
    wrong_root,          ///< the document is XML, but no message
    no_service,          ///< nothing stands in the message
};

[[nodiscard]] const boost::system::error_category& errc_category() noexcept;

[[nodiscard]] inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), errc_category()};
}

} // namespace circ::protocol

template <>
struct boost::system::is_error_code_enum<circ::protocol::errc> : std::true_type {};
