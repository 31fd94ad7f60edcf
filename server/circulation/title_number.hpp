#pragma once

#include "storage/reader.hpp"

#include <optional>
#include <string_view>

namespace circ::circulation {

/// What stands before the barcode of a copy where it names a title that has no control number.
inline constexpr std::string_view number_by_copy = "item-";

/// The title with this control number; else the one without any that an export names so: "item-" and
/// the barcode of a copy. @throws storage::store_error
[[nodiscard]] std::optional<storage::title>
title_known_as(storage::reader& from, storage::institution_id of, std::string_view number);

/// Whether a title has no number but what this copy of it gives it: it was made for that copy.
[[nodiscard]] bool is_known_by(const storage::title& what, const storage::item& copy);

} // namespace circ::circulation
