#pragma once

#include <cstdint>
#include <string_view>

namespace circ::protocol::ncip {

/// The releases of NCIP that are told apart; 1.0, 1.01 and their kind are one.
enum class release : std::uint8_t { v1, v2_0, v2_01, v2_02 };

/// What a version text says: `.../v2_02/ncip_v2_02.xsd`. It is a hint and no more, so anything that
/// does not say 1, 2.0 or 2.01 is 2.02.
[[nodiscard]] release release_of(std::string_view version) noexcept;

/// The version text of a release as the standard spells it.
[[nodiscard]] std::string_view version_text(release which) noexcept;

} // namespace circ::protocol::ncip
