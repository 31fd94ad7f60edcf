#include "protocol/ncip/problem_types.hpp"

#include "protocol/ncip/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace circ::protocol::ncip {
namespace {

using type = problem_type;
using means = problem_class;

// clang-format off
constexpr auto known = std::to_array<known_problem>({
    {type::invalid_message_syntax_error, "Invalid Message Syntax Error", means::syntax},
    {type::protocol_error, "Protocol Error", means::syntax},
    {type::unknown_element, "Unknown Element", means::syntax},
    {type::unknown_scheme, "Unknown Scheme", means::syntax},
    {type::unknown_service, "Unknown Service", means::unsupported},
    {type::unknown_value_from_known_scheme, "Unknown Value From Known Scheme", means::syntax},
    {type::agency_authentication_failed, "Agency Authentication Failed", means::unauthorized},
    {type::invalid_amount, "Invalid Amount", means::data_missing},
    {type::invalid_date, "Invalid Date", means::data_missing},
    {type::needed_data_missing, "Needed Data Missing", means::data_missing},
    {type::system_authentication_failed, "System Authentication Failed", means::unauthorized},
    {type::temporary_processing_failure, "Temporary Processing Failure", means::temporary},
    {type::unauthorized_combination_for_agency, "Unauthorized Combination Of Element Values For Agency", means::unauthorized},
    {type::unauthorized_combination_for_system, "Unauthorized Combination Of Element Values For System", means::unauthorized},
    {type::unauthorized_service_for_agency, "Unauthorized Service For Agency", means::unauthorized},
    {type::unauthorized_service_for_system, "Unauthorized Service For System", means::unauthorized},
    {type::unknown_agency, "Unknown Agency", means::unauthorized},
    {type::unknown_system, "Unknown System", means::unauthorized},
    {type::unsupported_service, "Unsupported Service", means::unsupported},
    {type::account_access_denied, "Account Access Denied", means::unauthorized},
    {type::agency_access_denied, "Agency Access Denied", means::unauthorized},
    {type::cannot_accept_item, "Cannot Accept Item", means::item_restricted},
    {type::cannot_guarantee_restrictions_on_use, "Cannot Guarantee Restrictions On Use", means::item_restricted},
    {type::duplicate_agency, "Duplicate Agency", means::duplicate},
    {type::duplicate_fiscal_transaction, "Duplicate Fiscal Transaction", means::duplicate},
    {type::duplicate_item, "Duplicate Item", means::duplicate},
    {type::duplicate_request, "Duplicate Request", means::duplicate},
    {type::duplicate_user, "Duplicate User", means::duplicate},
    {type::element_rule_violated, "Element Rule Violated", means::other},
    {type::item_access_denied, "Item Access Denied", means::unauthorized},
    {type::item_cannot_be_recalled, "Item Cannot Be Recalled", means::item_restricted},
    {type::item_does_not_circulate, "Item Does Not Circulate", means::item_restricted},
    {type::item_not_available_by_need_before_date, "Item Not Available By Need Before Date", means::item_restricted},
    {type::item_not_checked_out, "Item Not Checked Out", means::item_not_loaned},
    {type::item_not_checked_out_to_this_user, "Item Not Checked Out To This User", means::item_not_loaned},
    {type::item_not_renewable, "Item Not Renewable", means::not_renewable},
    {type::maximum_check_outs_exceeded, "Maximum Check Outs Exceeded", means::too_many},
    {type::maximum_renewals_exceeded, "Maximum Renewals Exceeded", means::max_renewals},
    {type::non_unique_item, "Non-Unique Item", means::unknown_item},
    {type::non_unique_user, "Non-Unique User", means::unknown_user},
    {type::recall_cannot_be_cancelled, "Recall Cannot Be Cancelled At This Time", means::item_restricted},
    {type::renewal_not_allowed, "Renewal Not Allowed - Item Has Outstanding Requests", means::has_requests},
    {type::request_already_processed, "Request Already Processed", means::unknown_request},
    {type::resource_cannot_be_provided, "Resource Cannot Be Provided", means::item_restricted},
    {type::unable_to_add_element, "Unable To Add Element", means::other},
    {type::unable_to_delete_element, "Unable To Delete Element", means::other},
    {type::unknown_item, "Unknown Item", means::unknown_item},
    {type::unknown_request, "Unknown Request", means::unknown_request},
    {type::unknown_user, "Unknown User", means::unknown_user},
    {type::unsupported_notice, "Unsupported Notice", means::unsupported},
    {type::unsupported_shipping_address_type, "Unsupported Shipping Address Type", means::data_missing},
    {type::user_access_denied, "User Access Denied", means::unauthorized},
    {type::user_authentication_failed, "User Authentication Failed", means::auth_failed},
    {type::user_blocked, "User Blocked", means::user_blocked},
    {type::user_ineligible_to_check_out_this_item, "User Ineligible To Check Out This Item", means::item_restricted},
    {type::user_ineligible_to_renew_this_item, "User Ineligible To Renew This Item", means::not_renewable},
    {type::user_ineligible_to_request_this_item, "User Ineligible To Request This Item", means::item_restricted},
});
// clang-format on

struct spelling {
    std::string_view folded;
    problem_class means;
};

/// Types that the standard does not have, as peers send them.
constexpr auto local_types = std::to_array<spelling>({
    {"checkoutnotalloweditemhasoutstandingrequests", means::has_requests},
    {"checkoutnotalloweditemisalreadycheckedout", means::already_loaned},
    {"itemalreadycheckedout", means::already_loaned},
    {"nonuniquerequest", means::unknown_request},
    {"nouseridentifierprovided", means::data_missing},
    {"pickuplibraryinvalid", means::data_missing},
    {"pickuplibrarynotspecified", means::data_missing},
    {"serviceisnotknown", means::unsupported},
    {"unknownrecord", means::unknown_item},
    {"unkownuser", means::unknown_user},
});

/// What in a detail says enough, the more telling first.
constexpr auto phrases = std::to_array<spelling>({
    {"authenticationfailed", means::auth_failed}, {"incorrectpassword", means::auth_failed},
    {"incorrectpin", means::auth_failed},         {"invalidpassword", means::auth_failed},
    {"invalidpin", means::auth_failed},           {"wrongpin", means::auth_failed},
    {"requiresmembership", means::user_blocked},  {"patronnotfound", means::unknown_user},
    {"unknownpatron", means::unknown_user},       {"unknownuser", means::unknown_user},
    {"userdoesnotexist", means::unknown_user},    {"usernotfound", means::unknown_user},
    {"noholdableitems", means::item_restricted},  {"itemnotfound", means::unknown_item},
    {"unknownitem", means::unknown_item},         {"requestnotfound", means::unknown_request},
    {"unknownrequest", means::unknown_request},   {"outstandingrequests", means::has_requests},
    {"alreadycheckedout", means::already_loaned}, {"notcheckedout", means::item_not_loaned},
    {"maximumrenewals", means::max_renewals},     {"toomanyrenewals", means::max_renewals},
    {"notrenewable", means::not_renewable},       {"maximumcheckouts", means::too_many},
    {"toomanycheckouts", means::too_many},        {"feerequired", means::fee_required},
    {"duplicaterequest", means::duplicate},       {"patronblocked", means::user_blocked},
    {"patronisblocked", means::user_blocked},     {"patronexpired", means::user_blocked},
    {"userblocked", means::user_blocked},         {"userisblocked", means::user_blocked},
    {"servicenotknown", means::unsupported},      {"serviceisnotknown", means::unsupported},
    {"unsupportedservice", means::unsupported},
});

/// Elements whose fault says who or what is not known; also the end of a path.
constexpr auto elements = std::to_array<spelling>({
    {"useridentifiervalue", means::unknown_user},
    {"uniqueuseridentifier", means::unknown_user},
    {"itemidentifiervalue", means::unknown_item},
    {"uniqueitemidentifier", means::unknown_item},
    {"requestidentifiervalue", means::unknown_request},
});

/// The services whose own list of reasons has a known address.
constexpr auto listed_services = std::to_array<std::string_view>({
    "AcceptItem",
    "CancelRequestItem",
    "CheckInItem",
    "CheckOutItem",
    "CreateUserFiscalTransaction",
    "LookupItem",
    "LookupRequest",
    "LookupUser",
    "RenewItem",
    "RequestItem",
    "UpdateRequestItem",
});

std::optional<problem_class> found_by(const auto& rows, auto fits) {
    const auto row = std::ranges::find_if(rows, fits);
    if (row == rows.end()) return std::nullopt;
    return row->means;
}

} // namespace

std::span<const known_problem> known_problems() noexcept {
    return known;
}

std::string_view text_of(problem_type type) noexcept {
    return known[static_cast<std::size_t>(type)].text;
}

std::string scheme_of(problem_type type, std::string_view service) {
    constexpr std::string_view standard = "http://www.niso.org/ncip/v1_0/schemes/";
    if (type <= problem_type::unknown_value_from_known_scheme)
        return fmt::format("{}messagingerrortype/messagingerrortype.scm", standard);
    if (type <= problem_type::unsupported_service)
        return fmt::format("{}processingerrortype/generalprocessingerror.scm", standard);
    if (std::ranges::find(listed_services, service) == listed_services.end()) return {};
    return fmt::format("{}processingerrortype/{}processingerror.scm", standard, folded(service));
}

problem make_problem(problem_type type, std::string_view service) {
    problem made;
    made.problem_type = {std::string(text_of(type)), scheme_of(type, service)};
    return made;
}

std::optional<problem_class> class_of_type(std::string_view text) {
    const auto word = folded(text);
    if (word.empty()) return std::nullopt;
    const auto standard =
        found_by(known, [&word](const known_problem& each) { return folded(each.text) == word; });
    if (standard) return standard;
    return found_by(local_types, [&word](const spelling& each) { return each.folded == word; });
}

problem_class classify(const problem& reason) {
    const auto by_type = class_of_type(reason.problem_type.value);
    if (by_type && *by_type != means::other) return *by_type;
    const auto detail = folded(reason.problem_detail.value_or(""));
    const auto by_detail = found_by(phrases, [&detail](const spelling& each) {
        return detail.find(each.folded) != std::string::npos;
    });
    if (by_detail) return *by_detail;
    if (by_type) return *by_type;
    const auto element = folded(reason.problem_element.value_or(""));
    const auto by_element = found_by(
        elements, [&element](const spelling& each) { return element.ends_with(each.folded); });
    return by_element.value_or(means::other);
}

} // namespace circ::protocol::ncip
