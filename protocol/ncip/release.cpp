#include "protocol/ncip/release.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::ncip {
namespace {

struct known_release {
    release which;
    std::string_view mark; ///< in the addresses of its schema
    std::string_view text;
};

// Longer marks first: v2_0 is in v2_02 too.
constexpr auto releases = std::to_array<known_release>({
    {release::v2_02, "v2_02", "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"},
    {release::v2_01, "v2_01", "http://www.niso.org/schemas/ncip/v2_01/ncip_v2_01.xsd"},
    {release::v2_0, "v2_0", "http://www.niso.org/schemas/ncip/v2_0/ncip_v2_0.xsd"},
    {release::v1, "v1_0", "http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd"},
});

} // namespace

release release_of(std::string_view version) noexcept {
    const auto found = std::ranges::find_if(releases, [version](const known_release& each) {
        return version.find(each.mark) != std::string_view::npos;
    });
    return found == releases.end() ? release::v2_02 : found->which;
}

std::string_view version_text(release which) noexcept {
    return std::ranges::find(releases, which, &known_release::which)->text;
}

} // namespace circ::protocol::ncip
