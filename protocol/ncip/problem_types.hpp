#pragma once

#include "protocol/ncip/structures/problem.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace circ::protocol::ncip {

/// The reasons that the standard has words for.
enum class problem_type : std::uint8_t {
    // the message was not understood
    invalid_message_syntax_error,
    protocol_error,
    unknown_element,
    unknown_scheme,
    unknown_service,
    unknown_value_from_known_scheme,
    // any service
    agency_authentication_failed,
    invalid_amount,
    invalid_date,
    needed_data_missing,
    system_authentication_failed,
    temporary_processing_failure,
    unauthorized_combination_for_agency,
    unauthorized_combination_for_system,
    unauthorized_service_for_agency,
    unauthorized_service_for_system,
    unknown_agency,
    unknown_system,
    unsupported_service,
    // some services
    account_access_denied,
    agency_access_denied,
    cannot_accept_item,
    cannot_guarantee_restrictions_on_use,
    duplicate_agency,
    duplicate_fiscal_transaction,
    duplicate_item,
    duplicate_request,
    duplicate_user,
    element_rule_violated,
    item_access_denied,
    item_cannot_be_recalled,
    item_does_not_circulate,
    item_not_available_by_need_before_date,
    item_not_checked_out,
    item_not_checked_out_to_this_user,
    item_not_renewable,
    maximum_check_outs_exceeded,
    maximum_renewals_exceeded,
    non_unique_item,
    non_unique_user,
    recall_cannot_be_cancelled,
    renewal_not_allowed,
    request_already_processed,
    resource_cannot_be_provided,
    unable_to_add_element,
    unable_to_delete_element,
    unknown_item,
    unknown_request,
    unknown_user,
    unsupported_notice,
    unsupported_shipping_address_type,
    user_access_denied,
    user_authentication_failed,
    user_blocked,
    user_ineligible_to_check_out_this_item,
    user_ineligible_to_renew_this_item,
    user_ineligible_to_request_this_item,
};

/// What a reason comes to, whoever words it.
enum class problem_class : std::uint8_t {
    unknown_user,
    auth_failed,
    user_blocked,
    too_many,
    unknown_item,
    item_not_loaned,
    already_loaned,
    item_restricted,
    has_requests,
    not_renewable,
    max_renewals,
    unknown_request,
    duplicate,
    fee_required,
    data_missing,
    unauthorized,
    unsupported,
    temporary, ///< alone worth another try
    syntax,
    other,
};

struct known_problem {
    problem_type type;
    std::string_view text; ///< never translated: peers compare it literally
    problem_class means;
};

/// All types in the order of the enum.
[[nodiscard]] std::span<const known_problem> known_problems() noexcept;

[[nodiscard]] std::string_view text_of(problem_type type) noexcept;

/// The list that a type is from, in an answer to this service; empty where no list is known.
[[nodiscard]] std::string scheme_of(problem_type type, std::string_view service);

/// A reason to write, with the scheme that belongs to it.
/// @param service the request's element, as `CheckOutItem`
[[nodiscard]] problem make_problem(problem_type type, std::string_view service);

/// What a peer's reason comes to: by its type, whatever the spelling, else by a phrase in its
/// detail, else by the element at fault.
[[nodiscard]] problem_class classify(const problem& reason);

/// The class of a text that is a ProblemType.
[[nodiscard]] std::optional<problem_class> class_of_type(std::string_view text);

} // namespace circ::protocol::ncip
