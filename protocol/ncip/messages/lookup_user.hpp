#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/loan.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// LookupUserResponse: the reader
struct lookup_user_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;
    std::vector<ncip::user_fiscal_account> user_fiscal_account;
    std::vector<ncip::loaned_items_count> loaned_items_count;
    std::vector<ncip::loaned_item> loaned_item;
    std::vector<ncip::requested_items_count> requested_items_count;
    std::vector<ncip::requested_item> requested_item;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const lookup_user_response&, const lookup_user_response&) = default;
};

// clang-format off
template <> struct layout<lookup_user_response> {
    using m = lookup_user_response;
    static constexpr std::string_view name = "LookupUserResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required),
        element(&m::user_fiscal_account, "UserFiscalAccount", repeated),
        element(&m::loaned_items_count, "LoanedItemsCount", repeated),
        element(&m::loaned_item, "LoanedItem", repeated),
        element(&m::requested_items_count, "RequestedItemsCount", repeated),
        element(&m::requested_item, "RequestedItem", repeated),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// LookupUser: a reader, by id or by what proves him; loans, requests and account when they are
/// desired
struct lookup_user_request {
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::vector<scheme_value> user_element_type;
    bool loaned_items_desired = false;
    bool requested_items_desired = false;
    bool user_fiscal_account_desired = false;

    friend bool operator==(const lookup_user_request&, const lookup_user_request&) = default;
};

// clang-format off
template <> struct layout<lookup_user_request> {
    using m = lookup_user_request;
    static constexpr std::string_view name = "LookupUser";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_user_response;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::user_element_type, "UserElementType", repeated),
        element(&m::loaned_items_desired, "LoanedItemsDesired", optional),
        element(&m::requested_items_desired, "RequestedItemsDesired", optional),
        element(&m::user_fiscal_account_desired, "UserFiscalAccountDesired", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
