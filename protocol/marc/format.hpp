#pragma once

#include "protocol/marc/record.hpp"

#include <cstdint>
#include <string_view>

namespace circ::protocol::marc {

/// What a title is, as a shelf and a kiosk see it.
enum class format : std::uint8_t {
    other,
    book,
    serial,
    score,
    map,
    video,
    dvd,
    blu_ray,
    videocassette,
    audio,
    cd,
    lp,
    audiocassette,
    picture,
    software,
    kit,
    object,
    manuscript,
    online
};

/// Told from field 007 and 338 first, which know the carrier, then from leader/06 and 07.
[[nodiscard]] format format_of(const record& from) noexcept;

/// The enumerator's name, for a mapping to item types: "dvd", "blu_ray" ...
[[nodiscard]] std::string_view to_string(format which) noexcept;

} // namespace circ::protocol::marc
