#include "server/dispatch/languages.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

using protocol::sip2::language;

namespace {

/// By SIP2's number.
constexpr std::array<std::string_view, 28> iso{
    "",   "en", "fr", "de", "it", "nl", "sv", "fi", "es", "da", "pt", "fr", "no", "he",
    "ja", "ru", "ar", "pl", "el", "zh", "ko", "es", "ta", "ms", "en", "is", "nl", "zh"};
static_assert(iso.size() == static_cast<std::size_t>(language::taiwanese) + 1);

} // namespace

std::string_view iso_of(language language) noexcept {
    const auto number = static_cast<std::size_t>(language);
    return number < iso.size() ? iso[number] : std::string_view();
}

language sip2_of(std::string_view code) noexcept {
    const auto found = std::find(iso.begin() + 1, iso.end(), code);
    return found == iso.end() ? language::unknown : static_cast<language>(found - iso.begin());
}

} // namespace circ::dispatch
