#include "protocol/ncip/schemes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace circ::protocol::ncip {
namespace {

enum class home { standard, profile };

/// Most lists are called as their element is; the second name is that of the others.
struct listed {
    std::string_view element;
    home where;
    std::string_view list = {};
};

constexpr auto lists = std::to_array<listed>({
    {"AgencyAddressRoleType", home::profile},
    {"AgencyElementType", home::standard},
    {"AuthenticationInputType", home::profile},
    {"BibliographicItemIdentifierCode", home::profile},
    {"BibliographicLevel", home::profile},
    {"BibliographicRecordIdentifierCode", home::profile},
    {"BlockOrTrapType", home::profile},
    {"CirculationStatus", home::profile},
    {"ComponentIdentifierType", home::profile},
    {"FiscalActionType", home::profile},
    {"FiscalTransactionType", home::profile},
    {"ItemDescriptionLevel", home::profile},
    {"ItemElementType", home::standard},
    {"ItemIdentifierType", home::profile, "visibleitemidentifiertype"},
    {"ItemUseRestrictionType", home::profile},
    {"AcknowledgedItemUseRestrictionType", home::profile, "itemuserestrictiontype"},
    {"RequiredItemUseRestrictionType", home::profile, "itemuserestrictiontype"},
    {"LocationType", home::profile},
    {"MediumType", home::profile},
    {"OrganizationNameType", home::profile},
    {"PaymentMethodType", home::profile},
    {"PhysicalAddressType", home::profile},
    {"PhysicalConditionType", home::profile},
    {"RequestElementType", home::standard},
    {"RequestScopeType", home::profile},
    {"RequestStatusType", home::profile},
    {"RequestType", home::profile},
    {"RequestedActionType", home::profile},
    {"SecurityMarker", home::profile},
    {"UnstructuredAddressType", home::profile},
    {"UserAddressRoleType", home::profile},
    {"UserElementType", home::standard},
    {"UserIdentifierType", home::profile, "visibleuseridentifiertype"},
});

struct elsewhere {
    std::string_view element;
    std::string_view scheme;
};

constexpr std::string_view languages = "http://lcweb.loc.gov/standards/iso639-2/bibcodes.html";
constexpr auto others = std::to_array<elsewhere>({
    {"AuthenticationDataFormatType", "http://www.iana.org/assignments/media-types"},
    {"CurrencyCode",
     "http://www.bsi-global.com/Technical+Information/Publications/_Publications/tig90x.doc"},
    {"ElectronicAddressType", "http://www.iana.org/assignments/uri-schemes"},
    {"ElectronicDataFormatType", "http://www.iana.org/assignments/media-types"},
    {"Language", languages},
    {"UserLanguage", languages},
});

} // namespace

std::string standard_scheme(std::string_view element) {
    if (const auto found = std::ranges::find(others, element, &elsewhere::element);
        found != others.end())
        return std::string(found->scheme);
    const auto found = std::ranges::find(lists, element, &listed::element);
    if (found == lists.end()) return {};
    const auto name = folded(found->list.empty() ? element : found->list);
    return fmt::format("http://www.niso.org/ncip/v1_0/{}schemes/{}/{}.scm",
                       found->where == home::profile ? "imp1/" : "",
                       name,
                       name);
}

std::string
scheme_to_write(const scheme_value& value, std::string_view element, scheme_style style) {
    if (style == scheme_style::none) return {};
    if (!value.scheme.empty() || style == scheme_style::as_given) return value.scheme;
    return standard_scheme(element);
}

} // namespace circ::protocol::ncip
