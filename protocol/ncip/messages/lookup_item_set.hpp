#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_set.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// LookupItemSetResponse: titles with their items, and the token of the next page
struct lookup_item_set_response {
    std::vector<ncip::problem> problem;
    std::vector<ncip::bib_information> bib_information;
    std::optional<std::string> next_item_token;

    friend bool operator==(const lookup_item_set_response&,
                           const lookup_item_set_response&) = default;
};

// clang-format off
template <> struct layout<lookup_item_set_response> {
    using m = lookup_item_set_response;
    static constexpr std::string_view name = "LookupItemSetResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::bib_information, "BibInformation", some),
        element(&m::next_item_token, "NextItemToken", optional)};
};
// clang-format on

/// LookupItemSet: all items of titles, a page at a time
struct lookup_item_set_request {
    std::vector<ncip::bibliographic_id> bibliographic_id;
    std::vector<std::string> holdings_set_id;
    std::vector<ncip::item_id> item_id;
    std::vector<scheme_value> item_element_type;
    bool current_borrower_desired = false;
    bool current_requesters_desired = false;
    std::optional<number> maximum_items_count;
    std::optional<std::string> next_item_token;

    friend bool operator==(const lookup_item_set_request&,
                           const lookup_item_set_request&) = default;
};

// clang-format off
template <> struct layout<lookup_item_set_request> {
    using m = lookup_item_set_request;
    static constexpr std::string_view name = "LookupItemSet";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_item_set_response;
    static constexpr auto elements = std::tuple{
        element(&m::bibliographic_id, "BibliographicId", one_of(1)),
        element(&m::holdings_set_id, "HoldingsSetId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::current_borrower_desired, "CurrentBorrowerDesired", optional),
        element(&m::current_requesters_desired, "CurrentRequestersDesired", optional),
        element(&m::maximum_items_count, "MaximumItemsCount", optional),
        element(&m::next_item_token, "NextItemToken", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
