#pragma once

#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// Composes letters and the combining marks that follow them: e and an acute become é.
/// Covers the Latin and Cyrillic letters of the European languages and Vietnamese; what has no
/// composed form keeps its marks, in canonical order. Control characters become a space, those
/// of the C1 set (MARC's non-sorting marks among them) go.
/// @pre `utf8` is valid.
[[nodiscard]] std::string compose(std::string_view utf8);

} // namespace circ::protocol::marc
