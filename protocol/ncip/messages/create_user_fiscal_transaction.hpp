#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// CreateUserFiscalTransactionResponse: under which number it is kept
struct create_user_fiscal_transaction_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;
    ncip::fiscal_transaction_reference_id fiscal_transaction_reference_id;

    friend bool operator==(const create_user_fiscal_transaction_response&,
                           const create_user_fiscal_transaction_response&) = default;
};

// clang-format off
template <> struct layout<create_user_fiscal_transaction_response> {
    using m = create_user_fiscal_transaction_response;
    static constexpr std::string_view name = "CreateUserFiscalTransactionResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required),
        element(&m::fiscal_transaction_reference_id, "FiscalTransactionReferenceId", required)};
};
// clang-format on

/// CreateUserFiscalTransaction: one charge, payment or waiver
struct create_user_fiscal_transaction_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    ncip::fiscal_transaction_information fiscal_transaction_information;

    friend bool operator==(const create_user_fiscal_transaction_request&,
                           const create_user_fiscal_transaction_request&) = default;
};

// clang-format off
template <> struct layout<create_user_fiscal_transaction_request> {
    using m = create_user_fiscal_transaction_request;
    static constexpr std::string_view name = "CreateUserFiscalTransaction";
    static constexpr auto role = service_role::request;
    using response = ncip::create_user_fiscal_transaction_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
