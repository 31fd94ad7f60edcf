// Why something is refused, in NCIP's words: every reason has some, and those that the reference
// names.
#include "server/dispatch/ncip_problems.hpp"

#include <set>

namespace circ::dispatch {
namespace {

using code = circulation::reason_code;
using is = protocol::ncip::problem_type;

TEST(ncip_wording, has_a_row_for_every_reason) {
    for (int i = 0; i < circulation::reason_count; ++i) {
        const auto why = static_cast<code>(i);
        for (const auto* service :
             {"CheckOutItem", "RenewItem", "RequestItem", "AcceptItem", "LookupUser"})
            EXPECT_FALSE(protocol::ncip::text_of(wording_of(why, service).type).empty())
                << circulation::reason_name(why);
    }
}

/// "Temporary" makes a peer ask again: it may be said where asking again can help, and nowhere
/// else.
TEST(ncip_wording, says_temporary_for_a_failing_world_alone) {
    for (int i = 0; i < circulation::reason_count; ++i) {
        const auto why = static_cast<code>(i);
        const bool temporary =
            wording_of(why, "CheckOutItem").type == is::temporary_processing_failure;
        EXPECT_EQ(temporary, why == code::backend_unavailable) << circulation::reason_name(why);
    }
}

struct wording_case {
    code why;
    std::string_view service;
    is type;
    std::string_view element;

    friend std::ostream& operator<<(std::ostream& out, const wording_case& row) {
        return out << circulation::reason_name(row.why) << '_' << row.service;
    }
};

/// @spec ncip reference §5.5
const wording_case wordings[] = {
    {code::patron_unknown, "CheckOutItem", is::unknown_user, "UserIdentifierValue"},
    {code::pin_wrong, "LookupUser", is::user_authentication_failed, "AuthenticationInputData"},
    {code::pin_locked, "RenewItem", is::user_authentication_failed, "AuthenticationInputData"},
    {code::patron_expired, "RequestItem", is::user_blocked, "UserIdentifierValue"},
    {code::too_many_loans, "CheckOutItem", is::maximum_check_outs_exceeded, "UserIdentifierValue"},
    {code::hold_limit,
     "RequestItem",
     is::user_ineligible_to_request_this_item,
     "UserIdentifierValue"},
    {code::item_unknown, "CheckInItem", is::unknown_item, "ItemIdentifierValue"},
    {code::item_not_for_loan, "CheckOutItem", is::item_does_not_circulate, "ItemIdentifierValue"},
    {code::item_not_for_loan, "RenewItem", is::item_not_renewable, "ItemIdentifierValue"},
    {code::too_young,
     "RequestItem",
     is::user_ineligible_to_request_this_item,
     "UserIdentifierValue"},
    {code::item_on_loan_to_other,
     "CheckOutItem",
     is::resource_cannot_be_provided,
     "ItemIdentifierValue"},
    {code::renewal_queued, "RenewItem", is::renewal_not_allowed, "ItemIdentifierValue"},
    {code::renewal_limit, "RenewItem", is::maximum_renewals_exceeded, "ItemIdentifierValue"},
    {code::not_on_loan, "CheckInItem", is::item_not_checked_out, "ItemIdentifierValue"},
    {code::not_on_loan_to_patron,
     "RenewItem",
     is::user_ineligible_to_renew_this_item,
     "UserIdentifierValue"},
    {code::not_on_loan_to_patron,
     "UndoCheckOutItem",
     is::item_not_checked_out_to_this_user,
     "UserIdentifierValue"},
    {code::hold_duplicate, "RequestItem", is::duplicate_request, "UserIdentifierValue"},
    {code::fee_not_agreed, "CheckOutItem", is::element_rule_violated, "AcknowledgedFeeAmount"},
    {code::pickup_unknown, "RequestItem", is::element_rule_violated, "PickupLocation"},
    {code::barcode_taken, "AcceptItem", is::cannot_accept_item, "ItemIdentifierValue"},
    {code::reference_taken, "AcceptItem", is::cannot_accept_item, "RequestIdentifierValue"},
    {code::reference_taken,
     "CreateUserFiscalTransaction",
     is::duplicate_fiscal_transaction,
     "RequestIdentifierValue"},
    {code::lender_wants_it, "RenewItem", is::item_not_renewable, "ItemIdentifierValue"},
    {code::address_not_kept, "UpdateUser", is::unable_to_delete_element, "UserAddressInformation"},
    {code::card_number_taken, "CreateUser", is::duplicate_user, "UserIdentifierValue"},
    {code::backend_unavailable, "LookupItem", is::temporary_processing_failure, ""},
    {code::request_incomplete, "AcceptItem", is::needed_data_missing, ""},
    {code::recall_not_allowed, "RecallItem", is::item_cannot_be_recalled, "ItemIdentifierValue"},
};

class ncip_wording_of : public testing::TestWithParam<wording_case> {};

TEST_P(ncip_wording_of, is_as_the_reference_says) {
    const auto wording = wording_of(GetParam().why, GetParam().service);
    EXPECT_EQ(protocol::ncip::text_of(wording.type), protocol::ncip::text_of(GetParam().type));
    EXPECT_EQ(wording.element, GetParam().element);
}

INSTANTIATE_TEST_SUITE_P(all, ncip_wording_of, testing::ValuesIn(wordings), [](const auto& row) {
    return std::string(circulation::reason_name(row.param.why)) + "_of_" +
           std::string(row.param.service);
});

} // namespace
} // namespace circ::dispatch
