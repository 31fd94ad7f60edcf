#include "protocol/ncip/old_names.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::ncip {
namespace {

struct renamed {
    std::string_view from;
    std::string_view to;
};

constexpr auto names = std::to_array<renamed>({
    {"UniqueAgencyId", "AgencyId"},
    {"UniqueBibliographicId", "BibliographicId"},
    {"UniqueItemId", "ItemId"},
    {"UniqueItemIdentifier", "ItemIdentifierValue"},
    {"UniqueRequestId", "RequestId"},
    {"UniqueUserId", "UserId"},
    {"VisibleItemId", "ItemId"},
    {"VisibleItemIdentifier", "ItemIdentifierValue"},
    {"VisibleItemIdentifierType", "ItemIdentifierType"},
    {"VisibleUserId", "UserId"},
    {"VisibleUserIdentifier", "UserIdentifierValue"},
    {"VisibleUserIdentifierType", "UserIdentifierType"},
    {"ElementName", "ProblemElement"},
    {"MessagingErrorType", "ProblemType"},
    {"MessagingErrorValue", "ProblemValue"},
    {"ProcessingErrorType", "ProblemType"},
    {"ProcessingErrorValue", "ProblemValue"},
});

constexpr auto wrappers = std::to_array<std::string_view>({
    "MessagingError",
    "MessagingErrorElement",
    "ProcessingError",
    "ProcessingErrorElement",
    "UserElementsDesired",
    "UserTransaction",
});

} // namespace

std::string_view modern_name(std::string_view name) noexcept {
    const auto found = std::ranges::find(names, name, &renamed::from);
    return found == names.end() ? name : found->to;
}

bool is_old_wrapper(std::string_view name) noexcept {
    return std::ranges::find(wrappers, name) != wrappers.end();
}

} // namespace circ::protocol::ncip
